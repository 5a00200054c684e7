"""The nouns of the importer: what is read, and what comes out of the cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model import ArchiveDate, DateBasis

__all__ = [
    "CleanArticle",
    "Declared",
    "Dropped",
    "Heading",
    "Link",
    "Paragraph",
    "PictureBlock",
    "RawRecord",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a source says about its article apart from the text: in metadata, fields, a sidecar.

    ``date`` and ``updated`` are as written there, in whatever form; ``found_date`` is what a
    tool concluded from the page, and weaker than a stamp; ``categories`` are names
    that may be sections; ``comments`` is their number where the source counts them.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    found_date: str | None = None
    updated: str | None = None
    summary: str | None = None
    publisher: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    comments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside a line or paragraph: from ``start`` to ``end`` of its text."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    r"""One raw article as it was found.

    ``file`` is its path as provenance shows it (relative to the archive, forward slashes), with
    ``#name`` behind it where a file holds several; ``sha256`` is the digest of its bytes;
    ``text`` its decoded text with ``\n`` line ends. ``marks`` are what the format tells of a
    line ("figcaption", "link only"), ``links`` those inside it, both by line number from 1.
    ``is_body`` says that the text is nothing but the article's, without any furniture.
    """

    file: str
    sha256: str
    text: str
    encoding: str = "utf-8"
    url: str | None = None
    retrieved: str | None = None
    section: str | None = None
    declared: Declared = Declared()
    marks: Mapping[int, frozenset[str]] = field(default_factory=dict)
    links: Mapping[int, tuple[Link, ...]] = field(default_factory=dict)
    is_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the body, plain text, and the links in it."""

    text: str
    links: tuple[Link, ...] = ()
    is_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A subheading inside the body, plain text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    """One or several pictures (file names, none where unknown) with one plain-text caption."""

    files: tuple[str, ...]
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A line of the raw text that is not part of the article: its number from 1 and the rule.

    ``confidence`` is from 0.5 (it may as well be text) to 1.
    """

    line: int
    text: str
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanArticle:
    """One cleaned article, ready to be written as a content file.

    ``date_evidence`` says in one line what the date was concluded from; ``doubts`` are the
    decisions a person should look at.
    """

    record: RawRecord
    title: str
    blocks: tuple[Paragraph | Heading | PictureBlock, ...]
    date: ArchiveDate
    date_basis: DateBasis | None
    date_evidence: str
    updated: ArchiveDate | None = None
    kicker: str | None = None
    summary: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
