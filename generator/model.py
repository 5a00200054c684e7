"""The nouns of an archive. Everything is frozen; nothing here imports anything of ours.

URLs in the model are paths from the root of the archive (``/2021/10/cho-noi/``); the base URL
of the published site is added where a page is rendered, nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Raw, Struct
from msgspec.msgpack import Decoder

__all__ = [
    "AnyBody",
    "Archive",
    "ArchiveDate",
    "Article",
    "Bodies",
    "Body",
    "Correction",
    "DateBasis",
    "Figure",
    "Gathering",
    "Leaf",
    "Media",
    "Month",
    "Provenance",
    "Status",
    "StoredBody",
    "Term",
    "Year",
]

Status = Literal["published", "draft", "withdrawn", "future", "expired"]
"""The last two are never written: the clock makes them, see ``embargo``."""

DateBasis = Literal["stated", "inferred", "crawl"]


class ArchiveDate(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A date that says how sure it is: a subset of EDTF (ISO 8601-2:2019, levels 0 and 1).

    ``edtf`` is what the front matter says. The parts are ``None`` where unknown: an article of
    "28 April" without a year has a month and a day but no year. ``time`` is ``hh:mm`` with its
    offset from UTC (``17:33+07:00``) where one was given. For an interval the parts are those
    of its beginning and ``until`` is its end in EDTF.
    """

    edtf: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str | None = None
    uncertain: bool = False
    approximate: bool = False
    until: str | None = None

    @property
    def sort_key(self) -> str:
        """Return a string by which dates sort from old to new; unknown parts come first."""
        if self.year is None:
            return ""
        return f"{self.year:04}-{self.month or 0:02}-{self.day or 0:02}T{self.time or '00:00'}"

    @property
    def is_exact(self) -> bool:
        """Return whether the very day is known, without doubt."""
        return (
            None not in (self.year, self.month, self.day)
            and not self.uncertain
            and not self.approximate
            and self.until is None
        )


class Figure(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One or several pictures with one caption.

    ``sources`` are the addresses as written in the Markdown, empty strings for pictures whose
    file name is not known; ``alts`` are their alternative texts; all texts are plain.
    """

    sources: tuple[str, ...]
    alts: tuple[str, ...]
    caption: str


class Body(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The rendered text of an article: safe HTML fragments and figures, in order.

    ``text`` is what they say: a line a block, one space between words.
    """

    blocks: tuple[str | Figure, ...]
    text: str


class StoredBody(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A body as the build's memory has it: a page needs its blocks or its text, hardly ever both.

    ``encoded_blocks`` and ``encoded_text`` are the two parts of a ``Body`` in MessagePack.
    """

    encoded_blocks: Raw
    encoded_text: Raw

    @property
    def blocks(self) -> tuple[str | Figure, ...]:
        """Return the blocks, as ``Body`` has them."""
        return _BLOCKS.decode(self.encoded_blocks)

    @property
    def text(self) -> str:
        """Return what they say, as ``Body`` has it."""
        return _TEXT.decode(self.encoded_text)


AnyBody: TypeAlias = Body | StoredBody
Bodies: TypeAlias = Sequence[AnyBody]

_BLOCKS = Decoder(tuple[str | Figure, ...])
_TEXT = Decoder(str)


class Correction(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What was corrected, and when."""

    date: ArchiveDate
    text: str


class Provenance(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Where an article comes from: the raw file and its SHA-256, its address, when it was saved.

    ``importer`` is the program and version that cleaned it; ``comments`` how many comments of
    readers it had there.
    """

    file: str | None = None
    sha256: str | None = None
    url: str | None = None
    retrieved: str | None = None
    importer: str | None = None
    comments: str | None = None


class Article(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Everything about one article but its body.

    ``path`` is the content file, relative to ``content/``, with forward slashes; ``key`` is the
    digest under which the store keeps the body; ``facts`` is a digest of all the rest but the
    number of words: of what other pages can say about it; ``lede`` is the summary, or the
    beginning of the text where the front matter has none; ``opens_with_summary`` says that the
    first paragraph says it as well; ``reprint_of`` is the content file of the article
    that it repeats; ``pictures`` are all addresses of its figures, ``links`` the content files
    that it leads to, and addresses from the root of the site; ``silent_pictures`` have neither
    caption nor alternative text. It is not shown before ``publish``, nor from ``expires`` on.
    """

    path: str
    key: str
    facts: bytes
    url: str
    title: str
    date: ArchiveDate
    date_basis: DateBasis | None = None
    updated: ArchiveDate | None = None
    kicker: str | None = None
    summary: str | None = None
    opens_with_summary: bool = False
    lede: str = ""
    authors: tuple[str, ...] = ()
    agency: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    status: Status = "published"
    reason: str | None = None
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    reprint_of: str | None = None
    source: Provenance = Provenance()
    pictures: tuple[str, ...] = ()
    words: int = 0
    publish: ArchiveDate | None = None
    expires: ArchiveDate | None = None
    links: tuple[str, ...] = ()
    silent_pictures: tuple[str, ...] = ()


class Media(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A picture or document beside the articles: its path in ``content/`` and its digest.

    ``width`` and ``height`` are in pixels, None for what is no picture. ``fallback`` is the format
    of its renditions for old browsers, None for what has no renditions: drawings, animations.
    """

    path: str
    digest: str
    width: int | None = None
    height: int | None = None
    fallback: Literal["jpeg", "png"] | None = None


class Term(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A section, a tag or a person, with its articles, newest first.

    All spellings with one slug are one term; ``label`` is the most frequent of its ``forms``,
    which it begins. The rest a tag has from the archive's vocabulary, if it is there: the slugs
    of former tags that are now ``aliases`` of this one, and the labels of the ``broader`` and
    ``narrower`` tags. A broader tag may have no articles of its own.
    """

    label: str
    slug: str
    forms: tuple[str, ...]
    articles: tuple[Article, ...]
    aliases: tuple[str, ...] = ()
    description: str | None = None
    broader: str | None = None
    narrower: tuple[str, ...] = ()


class Month(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The articles of one month, newest first; month 0 holds those of an unknown month."""

    number: int
    articles: tuple[Article, ...]


class Year(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The articles of one year, newest first, by month."""

    number: int
    months: tuple[Month, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles of the year, newest first."""
        return tuple(article for month in self.months for article in month.articles)


class Archive(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The whole archive, arranged: every published article in every order a reader needs.

    ``articles`` are newest first, the undated last; ``withdrawn`` are those that are shown no
    longer, for one reason or another; ``neighbours`` are keyed by the article's URL.
    """

    articles: tuple[Article, ...]
    withdrawn: tuple[Article, ...]
    sections: tuple[Term, ...]
    tags: tuple[Term, ...]
    people: tuple[Term, ...]
    years: tuple[Year, ...]
    undated: tuple[Article, ...]
    neighbours: dict[str, tuple[Article | None, Article | None]]


class Leaf(Struct, frozen=True, array_like=True, gc=False):
    """What is remembered of a page of a gathering; ``modified`` is for the sitemap."""

    url: str
    template: str
    key: bytes
    modified: str | None


class Gathering(Struct, frozen=True, array_like=True, gc=False):
    """Pages that are planned together: the key of all that they depend on, and the pages."""

    key: bytes
    leaves: tuple[Leaf, ...]
