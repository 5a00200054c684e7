"""Gold cases: raw pages of newspapers, and what a careful librarian makes of them.

A case is one file: the raw text (``*.txt``) or the page (``*.html``), a line of ``=====`` only,
and the expectation, one ``key: value`` a line::

    about: what is hard about this case, in one sentence
    lang: vi (the default), en, …
    zone: the newspaper's time zone (by default that of Vietnam)
    title: the headline
    kicker: only if there is one
    date: EDTF
    authors: A; B (empty: none)
    agency: only if there is one
    paragraph: the first 40 characters of a paragraph
    heading: a subheading
    figure: a.jpg, b.jpg | the caption (either may be empty)
    dropped: a line that must not come through (of a page: what is said in one block)

Paragraphs, headings and figures stand in the order of the article; the lede is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.etree
import lxml.html

from generator.importing.house import House
from generator.importing.readers import Part
from generator.importing.records import CleanArticle, Heading, Paragraph
from tests.importing.reading import clean_part

__all__ = [
    "BEGINNING",
    "Block",
    "Case",
    "blocks_of",
    "came_through",
    "clean_alone",
    "load_cases",
    "seen_text",
]

BEGINNING = 40
"""A paragraph is known by this many characters of its beginning."""

_FOLDER = Path(__file__).parent
_SUFFIXES = frozenset({".html", ".txt"})
_SEPARATOR = "\n=====\n"
_ZONE = "Asia/Ho_Chi_Minh"
_BLOCKS = frozenset({"paragraph", "heading", "figure"})
_ONCE = frozenset({"about", "lang", "zone", "title", "kicker", "date", "authors", "agency"})
_NEEDED = ("about", "title", "date", "authors")
_TELLING = 20
"""A dropped line of this length must not occur inside a paragraph either."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the body in comparable form; ``kind`` is "paragraph", "heading" or "figure"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A raw text or page, and the article that is in it; ``name`` is that of the file."""

    name: str
    raw: str
    about: str
    lang: str
    zone: ZoneInfo
    title: str
    kicker: str | None
    date: str
    authors: tuple[str, ...]
    agency: str | None
    blocks: tuple[Block, ...]
    dropped: tuple[str, ...]

    @property
    def is_html(self) -> bool:
        """Whether the case is a page, not a text."""
        return self.name.endswith(".html")


def load_cases(folder: Path = _FOLDER) -> tuple[Case, ...]:
    """Return all cases of a folder in the order of their names."""
    return tuple(_parse(path) for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES)


def _parse(path: Path) -> Case:
    raw, separator, expectation = path.read_text(encoding="utf-8").rpartition(_SEPARATOR)
    if not separator:
        raise ValueError(f"{path.name}: there is no line of ===== only")
    fields: dict[str, str] = {}
    blocks: list[Block] = []
    dropped: list[str] = []
    for line in expectation.splitlines():
        key, colon, value = line.partition(":")
        value = value.strip()
        if not colon:
            raise ValueError(f"{path.name}: “{line}” is not “key: value”")
        if key in _BLOCKS:
            blocks.append(Block(key, value))
        elif key == "dropped":
            dropped.append(value)
        elif key in _ONCE and key not in fields:
            fields[key] = value
        else:
            raise ValueError(f"{path.name}: “{key}” is unknown or given twice")
    for key in _NEEDED:
        if key not in fields:
            raise ValueError(f"{path.name}: “{key}” is missing")
    return Case(
        name=path.name,
        raw=raw + "\n",
        about=fields["about"],
        lang=fields.get("lang", "vi"),
        zone=ZoneInfo(fields.get("zone", _ZONE)),
        title=fields["title"],
        kicker=fields.get("kicker"),
        date=fields["date"],
        authors=tuple(name.strip() for name in fields["authors"].split(";") if name.strip()),
        agency=fields.get("agency"),
        blocks=tuple(blocks),
        dropped=tuple(dropped),
    )


def clean_alone(case: Case) -> CleanArticle:
    """Return what the importer makes of a case when nothing else is imported with it."""
    content = case.raw.encode()
    part = Part(file=case.name, path=Path(case.name), content=content, is_page=case.is_html)
    return clean_part(part, House(zone=case.zone))


def seen_text(case: Case) -> str:
    """Return all that a reader of the raw text or page sees, its spaces folded."""
    text = case.raw
    if case.is_html:
        root = lxml.html.document_fromstring(case.raw)
        lxml.etree.strip_elements(root, "head", "script", "style", with_tail=False)
        text = str(root.xpath("string()"))
    return " ".join(text.split())


def blocks_of(article: CleanArticle) -> tuple[Block, ...]:
    """Return the body of an article in comparable form."""
    return tuple(_blocks(article))


def _blocks(article: CleanArticle) -> Iterator[Block]:
    for block in article.blocks:
        if isinstance(block, Paragraph):
            yield Block("paragraph", block.text[:BEGINNING].strip())
        elif isinstance(block, Heading):
            yield Block("heading", block.text)
        else:
            yield Block("figure", f"{', '.join(block.files)} | {block.caption}".strip())


def came_through(article: CleanArticle, line: str) -> bool:
    """Return whether a line that is not the article's is in it nevertheless.

    A short line ("Chia sẻ") may be words of the text as well: only a part that consists of
    nothing else counts.
    """
    texts = [article.kicker or "", article.title]
    texts += [
        block.text if isinstance(block, Paragraph | Heading) else block.caption
        for block in article.blocks
    ]
    folded = " ".join(line.split()).casefold()
    return any(
        folded == text or (len(folded) >= _TELLING and folded in text)
        for text in map(str.casefold, texts)
    )
