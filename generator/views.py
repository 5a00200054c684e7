"""What templates see: each page's inputs, complete and frozen.

A page is rendered again exactly when its template, the site or these inputs change, so nothing
may reach a template by another way. ``docs/theming.md`` describes them for theme authors.
"""

from __future__ import annotations

from msgspec import Struct

from generator.date_views import DatesView, DaysView, DayView, MonthView, YearView
from generator.elements import Card, ChartView, Headline, Link, Part, PictureView
from generator.model import ArchiveDate, Correction, DateBasis, Provenance
from generator.trust_views import AboutView, HealthView, NoticesView

__all__ = [
    "AdminView",
    "ArticleView",
    "DataFiles",
    "DataView",
    "GroupView",
    "HomeView",
    "IndexView",
    "Inputs",
    "ListingView",
    "MessageView",
    "RedirectView",
    "SearchView",
    "SectionView",
    "SectionsView",
    "TermView",
    "TombstoneView",
]


class ArticleView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An article's page, all but its body: the template gets that as ``blocks``.

    ``pictures`` are those of all its figures, in the body's order; ``archived`` is when it was
    saved, where its source says so with a date; ``period`` is the page of its month.
    """

    url: str
    title: str
    date: ArchiveDate
    date_basis: DateBasis | None
    updated: ArchiveDate | None
    archived: ArchiveDate | None
    kicker: str | None
    summary: str | None
    lede: str
    authors: tuple[Link, ...]
    agency: str | None
    section: Link | None
    tags: tuple[Link, ...]
    corrections: tuple[Correction, ...]
    reprint_of: Link | None
    source: Provenance
    pictures: tuple[PictureView, ...]
    earlier: Link | None
    later: Link | None
    period: Link
    related: tuple[Card, ...]
    breadcrumb: tuple[Link, ...]


class TombstoneView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The page of a withdrawn article: that it was here, and why it no longer is.

    ``is_expired`` says that its time was over, and nothing wrong with it.
    """

    url: str
    title: str
    date: ArchiveDate
    is_expired: bool
    section: Link | None
    reason: str | None
    breadcrumb: tuple[Link, ...]


class SectionView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A section with its newest articles; on the page of all sections it is introduced."""

    link: Link
    count: int
    introduction: str
    chart: ChartView | None
    newest: tuple[Headline, ...]


class HomeView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The front page: the newest article as the lead story, and some headlines below it.

    ``years`` are newest first; their ``chart`` is None for an archive of one year.
    """

    url: str
    lead: Card | None
    newest: tuple[Headline, ...]
    sections: tuple[SectionView, ...]
    chart: ChartView | None
    years: tuple[Part, ...]
    undated: Part | None
    days: Link
    count: int

    @property
    def cards(self) -> tuple[Card | Headline, ...]:
        """Return what it shows of its newest articles, as other listings call it."""
        return (self.lead, *self.newest) if self.lead else ()


class ListingView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A part of a list: a year or a month of a section, tag or person; or a list by headline.

    A long one shows its newest articles (``cards``) and its ``parts``; ``count`` counts all.
    ``kind`` is section, tag, person or headlines (what no date divides).
    """

    url: str
    kind: str
    title: str
    description: str | None
    count: int
    cards: tuple[Card, ...]
    parts: tuple[Part, ...]
    breadcrumb: tuple[Link, ...]


class SectionsView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The page of all sections."""

    url: str
    title: str
    sections: tuple[SectionView, ...]
    breadcrumb: tuple[Link, ...]


class TermView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A section, tag or person (``kind``).

    ``forms`` are all its spellings, ``total`` its articles with those of narrower tags,
    ``together`` what its articles have in common: tags, or the sections of a person, most
    first. ``is_shared`` says of a byline that it may be of several people. ``parts`` are the
    years of a long list, of which ``cards`` are the newest; ``feed`` is a URL.
    """

    url: str
    kind: str
    title: str
    forms: tuple[str, ...]
    is_shared: bool
    description: str
    broader: Link | None
    narrower: tuple[Part, ...]
    count: int
    total: int
    first: int | None
    last: int | None
    chart: ChartView | None
    together: tuple[Part, ...]
    cards: tuple[Card, ...]
    parts: tuple[Part, ...]
    feed: str | None
    breadcrumb: tuple[Link, ...]


class GroupView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The entries of an A–Z under one letter; ``anchor`` is its place on the page."""

    title: str
    anchor: str
    entries: tuple[Part, ...]


class IndexView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The list of all tags or people (``kind``), from A to Z, or those of one letter.

    ``letters`` lead to the groups on this page, or to pages of their own where there are very
    many; then the ``largest`` are shown.
    """

    url: str
    kind: str
    title: str
    count: int
    letters: tuple[Part, ...]
    largest: tuple[Part, ...]
    groups: tuple[GroupView, ...]
    breadcrumb: tuple[Link, ...]


class SearchView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The search page. Without JavaScript it offers the sections and the years, newest first."""

    url: str
    title: str
    sections: tuple[Link, ...]
    years: tuple[Link, ...]
    breadcrumb: tuple[Link, ...]


class MessageView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A page that only speaks: 404, with the years as a way on, newest first."""

    url: str
    years: tuple[Link, ...]


class RedirectView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An old address and the one that took its place."""

    url: str
    target: str


class AdminView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The editor for browsers: its script, with the digest of its bytes, and its configuration.

    ``servers`` and ``fonts`` are what it may ask, and where its letters are, as a
    Content-Security-Policy names them; ``config`` is a URL.
    """

    url: str
    title: str
    config: str
    script: str
    integrity: str
    servers: str
    fonts: str


class DataFiles(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The data of a year's articles: how many they are, and the URLs of its two files."""

    label: str
    count: int
    records: str
    table: str


class DataView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Feeds and data: what machines and researchers can have. ``package`` is a URL."""

    url: str
    title: str
    feeds: tuple[Link, ...]
    files: tuple[DataFiles, ...]
    package: str
    breadcrumb: tuple[Link, ...]


Inputs = (
    ArticleView
    | TombstoneView
    | HomeView
    | ListingView
    | IndexView
    | DatesView
    | YearView
    | MonthView
    | DayView
    | DaysView
    | SectionsView
    | TermView
    | SearchView
    | MessageView
    | DataView
    | NoticesView
    | AboutView
    | HealthView
    | RedirectView
    | AdminView
)
