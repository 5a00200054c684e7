"""A cleaned article to its content file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from generator import __version__, frontmatter, markup
from generator.importing.records import CleanArticle, Heading, Paragraph, PictureBlock
from generator.vietnamese import slug

__all__ = ["article_slug", "body_text", "content_text", "write_atomically"]

_PERCENT = re.compile(r"%(?=[0-9A-Fa-f]{2})")
_SPECIAL = "\\`*_[]<&"
"""What Markdown may take for markup wherever it stands."""
_NO_NAME = re.compile(r"index|\d*")
"""Names whose addresses are those of folders, years and months."""


def article_slug(article: CleanArticle) -> str:
    """Return the name of an article's content file, without a number for namesakes."""
    name = slug(article.title)
    return f"bai-{article.record.sha256[:8]}" if _NO_NAME.fullmatch(name) else name


def content_text(article: CleanArticle, body: str, reprint_of: str | None = None) -> str:
    """Return the content file of an article: its front matter and its ``body_text``.

    ``reprint_of`` is the article that it repeats, by its path below ``content/``.
    """
    record, declared = article.record, article.record.declared
    fields: Mapping[str, object] = {
        "title": article.title,
        "date": article.date.edtf,
        "date_basis": article.date_basis,
        "updated": None if article.updated is None else article.updated.edtf,
        "authors": article.authors,
        "agency": article.agency,
        "kicker": article.kicker,
        "section": article.section,
        "tags": article.tags,
        "summary": article.summary,
        "status": "draft" if declared.draft else None,
        "aliases": declared.aliases,
        "reprint_of": reprint_of,
        "source": {
            "file": record.file,
            "sha256": record.sha256,
            "url": record.url,
            "retrieved": record.retrieved,
            "importer": f"backissue {__version__}",
            "comments": None if declared.comments is None else str(declared.comments),
        },
    }
    return frontmatter.write(fields, f"\n{body}" if body else "")


def body_text(article: CleanArticle) -> str:
    """Return the text of an article in Markdown."""
    body = ""
    before: Paragraph | Heading | PictureBlock | None = None
    for block in article.blocks:
        text = _block(block)
        if text:
            body += f"{_gap(before, block) if body else ''}{text}"
            before = block
    return body


def _gap(before: Paragraph | Heading | PictureBlock | None, block: object) -> str:
    """Return what stands between two blocks: the items of a list stand close."""
    is_list = all(isinstance(each, Paragraph) and each.is_item for each in (before, block))
    return "\n" if is_list else "\n\n"


def _block(block: Paragraph | Heading | PictureBlock) -> str:
    if isinstance(block, Paragraph):
        return f"- {_linked(block)}" if block.is_item else _linked(block)
    if isinstance(block, Heading):
        return f"## {markup.escape_heading(block.text)}"
    *others, last = block.files or ("",)
    pictures = [f"![]({_address(name)})" for name in others]
    return " ".join([*pictures, f"![{_caption(block.caption)}]({_address(last)})"])


def _linked(paragraph: Paragraph) -> str:
    """Return a paragraph in Markdown with its links."""
    if not paragraph.links:
        return paragraph.text if _is_plain(paragraph.text) else markup.escape(paragraph.text)
    parts, end = [], 0
    for link in paragraph.links:
        before = markup.escape_part(paragraph.text[end : link.start])
        # An exclamation mark before a link would make it a picture.
        parts.append(f"{before[:-1]}\\!" if before.endswith("!") else before)
        # A bracket and a colon would make the paragraph the definition of a reference.
        label = markup.escape_part(paragraph.text[link.start : link.end]).replace("]:", "]&#58;")
        parts.append(f"[{label}]({_web_address(link.url)})")
        end = link.end
    parts.append(markup.escape_part(paragraph.text[end:]))
    return markup.escape_start("".join(parts))


def _is_plain(text: str) -> bool:
    """Return whether a text has nothing to escape, as most; to look for that takes longer."""
    return (
        text[:1].isalpha()
        and text.isprintable()
        and "  " not in text
        and not text.endswith(" ")
        and not any(map(text.__contains__, _SPECIAL))
    )


def _web_address(url: str) -> str:
    """Return a link's address so that nothing in it ends it, or means anything to Markdown."""
    return markup.escape_part(quote(url, safe="/:?#@!$&+,;=%.~-").replace("_", "%5F"))


def _caption(text: str) -> str:
    """Return a caption for the place between ``![`` and ``]``: on one line."""
    return " ".join(markup.escape(text).split())


def _address(name: str) -> str:
    name = _PERCENT.sub("%25", name)
    plain = not any(char in name for char in " ()<>\\\"'[]*_`&")
    return name if plain else f"<{name}>" if not any(c in name for c in "<>\\") else ""


def write_atomically(path: Path, data: Iterable[bytes]) -> None:
    """Write a file, given in parts, so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    temporary = path.with_name(f".{digest}-{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
