"""A cleaned article to its content file, and the pictures that belong to it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from generator import __version__, frontmatter, markup
from generator.importing.records import CleanArticle, Heading, Paragraph, PictureBlock
from generator.vietnamese import slug

__all__ = ["article_slug", "content_text", "copy_pictures", "write_atomically"]


def article_slug(article: CleanArticle) -> str:
    """Return the name of an article's content file, without a number for namesakes."""
    return slug(article.title) or f"bai-{article.record.sha256[:8]}"


def content_text(article: CleanArticle) -> str:
    """Return the content file of an article: its front matter and its text in Markdown."""
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
        "source": {
            "file": record.file,
            "sha256": record.sha256,
            "url": record.url,
            "retrieved": record.retrieved,
            "importer": f"backissue {__version__}",
            "comments": None if declared.comments is None else str(declared.comments),
        },
    }
    body = ""
    before: Paragraph | Heading | PictureBlock | None = None
    for block in article.blocks:
        text = _block(block)
        if text:
            body += f"{_gap(before, block) if body else ''}{text}"
            before = block
    return frontmatter.write(fields, f"\n{body}" if body else "")


def _gap(before: Paragraph | Heading | PictureBlock | None, block: object) -> str:
    """Return what stands between two blocks: the items of a list stand close."""
    is_list = all(isinstance(each, Paragraph) and each.is_item for each in (before, block))
    return "\n" if is_list else "\n\n"


def _block(block: Paragraph | Heading | PictureBlock) -> str:
    if isinstance(block, Paragraph):
        return f"- {_linked(block)}" if block.is_item else _linked(block)
    if isinstance(block, Heading):
        return f"## {markup.escape(block.text)}"
    *others, last = block.files or ("",)
    pictures = [f"![]({_address(name)})" for name in others]
    return " ".join([*pictures, f"![{_caption(block.caption)}]({_address(last)})"])


def _linked(paragraph: Paragraph) -> str:
    """Return a paragraph in Markdown with its links."""
    if not paragraph.links:
        return markup.escape(paragraph.text)
    parts, end = [], 0
    for link in paragraph.links:
        parts.append(markup.escape_part(paragraph.text[end : link.start]))
        label = markup.escape_part(paragraph.text[link.start : link.end])
        parts.append(f"[{label}]({_web_address(link.url)})")
        end = link.end
    parts.append(markup.escape_part(paragraph.text[end:]))
    return markup.escape_start("".join(parts))


def _web_address(url: str) -> str:
    """Return a link's address so that nothing in it ends it, or means anything to Markdown."""
    return quote(url, safe="/:?#@!$&+,;=%.~-").replace("_", "%5F")


def _caption(text: str) -> str:
    """Return a caption for the place between ``![`` and ``]``: on one line."""
    return " ".join(markup.escape(text).split())


def _address(name: str) -> str:
    plain = not any(char in name for char in " ()<>\\\"'[]*_`&")
    return name if plain else f"<{name}>" if not any(c in name for c in "<>\\") else ""


def copy_pictures(
    article: CleanArticle, source: Path, target: Path, name: str, *, dry_run: bool
) -> CleanArticle:
    """Copy the pictures that an article names from beside its raw file to beside its content.

    ``name`` is the slug of the content file. A picture whose name is taken by other bytes is
    written as ``slug-name``. Returns the article with the names its pictures have now; those
    that are not to be found keep theirs, so that what is lost stays known.
    """
    folders = (source.parent, source.parent / "images", source.with_suffix(""))

    def place(file: str) -> str:
        found = next((folder / file for folder in folders if _is_picture(folder, file)), None)
        if found is None:
            return file
        data = found.read_bytes()
        for candidate in (file, f"{name}-{file}"):
            path = target / candidate
            if not path.exists():
                if not dry_run:
                    write_atomically(path, data)
                return candidate
            if path.read_bytes() == data:
                return candidate
        return file

    return _with_files(article, place)


def _is_picture(folder: Path, file: str) -> bool:
    return "/" not in file and "\\" not in file and (folder / file).is_file()


def _with_files(article: CleanArticle, place: Callable[[str], str]) -> CleanArticle:
    blocks: Sequence[Paragraph | Heading | PictureBlock] = [
        replace(block, files=tuple(map(place, block.files)))
        if isinstance(block, PictureBlock)
        else block
        for block in article.blocks
    ]
    return replace(article, blocks=tuple(blocks))


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    temporary = path.with_name(f".{digest}-{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
