"""What the documents for machines are made from: feeds, sitemaps, data. Complete and frozen.

As with ``views``, a document is made again exactly when the site or these inputs change.
"""

from __future__ import annotations

from msgspec import Struct

from generator.elements import PictureView
from generator.model import Correction, Provenance

__all__ = [
    "Document",
    "Entry",
    "FeedView",
    "JsonFeedView",
    "OpenSearchView",
    "Record",
    "RecordsView",
    "RedirectsView",
    "RobotsView",
    "SitemapEntry",
    "SitemapView",
    "TableView",
]


class Entry(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An article in a feed; its body is fetched when the feed is rendered.

    ``updated`` and ``published`` are moments (RFC 3339); ``pictures`` are those of all figures.
    """

    url: str
    title: str
    updated: str
    published: str
    summary: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    pictures: tuple[PictureView, ...]


class FeedView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An Atom feed: newest first, with the moment of its latest change.

    ``about`` is the URL of the page whose articles these are.
    """

    url: str
    title: str
    about: str
    updated: str
    entries: tuple[Entry, ...]


class JsonFeedView(FeedView, frozen=True, kw_only=True, array_like=True, gc=False):
    """The same as JSON Feed."""


class SitemapEntry(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An address in a sitemap, with the day of its last change where that is known."""

    url: str
    modified: str | None


class SitemapView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A sitemap of pages, or with ``is_index`` one of sitemaps (sitemaps.org, 0.9)."""

    url: str
    is_index: bool
    entries: tuple[SitemapEntry, ...]


class RobotsView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """robots.txt: where the sitemap is."""

    url: str
    sitemap: str


class OpenSearchView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The description of the search for browsers: where the search page is."""

    url: str
    search: str


class RedirectsView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The old addresses with the new ones, for a host that reads them in this form."""

    url: str
    form: str
    pairs: tuple[tuple[str, str], ...]


class Record(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An article in the data; its text is fetched when the file is made. Dates are EDTF."""

    url: str
    title: str
    date: str
    date_basis: str | None
    updated: str | None
    kicker: str | None
    summary: str | None
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    tags: tuple[str, ...]
    words: int
    corrections: tuple[Correction, ...]
    reprint_of: str | None
    source: Provenance


class RecordsView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The articles of a year as JSON Lines, with their texts, in the order of their URLs."""

    url: str
    records: tuple[Record, ...]


class TableView(RecordsView, frozen=True, kw_only=True, array_like=True, gc=False):
    """The same as CSV, without the texts."""


class AdminConfigView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What the editor for browsers knows of the archive; ``text`` is JSON."""

    url: str
    text: str


Document = (
    AdminConfigView
    | FeedView
    | SitemapView
    | RobotsView
    | RedirectsView
    | OpenSearchView
    | RecordsView
)
