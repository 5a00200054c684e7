"""The nouns of the importer: what is read, and what comes out of the cleaning."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import ArchiveDate, DateBasis

__all__ = ["CleanArticle", "Dropped", "Heading", "Paragraph", "PictureBlock", "RawRecord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    r"""One raw article as it was found.

    ``file`` is its path as provenance shows it (relative to the archive, forward slashes);
    ``sha256`` is the digest of its bytes; ``text`` its decoded text with ``\n`` line ends.
    """

    file: str
    sha256: str
    text: str
    encoding: str = "utf-8"
    url: str | None = None
    retrieved: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the body, plain text."""

    text: str


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
    """A line of the raw text that is not part of the article: its number from 1 and the rule."""

    line: int
    text: str
    rule: str


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
    kicker: str | None = None
    summary: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
