"""What templates see: each page's inputs, complete and frozen.

A page is rendered again exactly when its template, the site or these inputs change, so nothing
may reach a template by another way. ``docs/theming.md`` describes them for theme authors.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import ArchiveDate, Correction, DateBasis, Provenance

__all__ = [
    "AboutView",
    "ArticleView",
    "Bar",
    "CalendarView",
    "Card",
    "Cell",
    "ChartView",
    "DataFiles",
    "DataView",
    "DatesView",
    "DayList",
    "DayView",
    "DaysView",
    "FigureView",
    "GapView",
    "GroupView",
    "Headline",
    "HealthView",
    "HomeView",
    "IndexView",
    "Inputs",
    "Link",
    "ListingView",
    "MessageView",
    "MonthView",
    "NoticeView",
    "NoticesView",
    "Part",
    "PictureView",
    "PolicyView",
    "RedirectView",
    "RenditionView",
    "SearchView",
    "SectionView",
    "SectionsView",
    "Site",
    "SourceView",
    "TermView",
    "TombstoneView",
    "YearRow",
    "YearView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A label and the URL it leads to, from the archive's root."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a longer list: its label, its URL, and how many articles it holds."""

    label: str
    url: str
    count: int

    @property
    def link(self) -> Link:
        """Return the part without its count, for what must not change with that."""
        return Link(label=self.label, url=self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart: its ``place`` on the line, from 0; its height in hundredths."""

    label: str
    count: int
    place: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """Counts on a line of time of so many ``places``, from ``first`` to ``last``.

    ``bars`` are those that are not empty; ``most`` is the greatest count.
    """

    bars: tuple[Bar, ...]
    places: int
    first: str
    last: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionView:
    """A picture in one size: its URL, its width and height in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A picture's renditions in one modern format (``type``, a MIME type), from narrow to wide."""

    type: str
    renditions: tuple[RenditionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """One picture. ``url`` is that of its original, None when it is lost; ``name`` is its file.

    ``medium`` is for everybody: at most 1200 pixels wide, in a format that all programs read;
    ``sources`` are the modern ones, the preferred format first.
    """

    url: str | None
    name: str
    medium: RenditionView | None = None
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page knows about the archive."""

    title: str
    description: str
    publisher: str
    language: str
    article_language: str
    license: str
    origin: str
    base_path: str
    masthead: str
    logo: RenditionView | None
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    home: str
    search: str
    data: str
    feed: str
    json_feed: str
    opensearch: str

    def absolute(self, url: str) -> str:
        """Return a URL of this site with its origin and base path."""
        return self.origin + self.base_path + url


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One or several pictures with one caption; ``alts`` are their alternative texts."""

    pictures: tuple[PictureView, ...]
    alts: tuple[str, ...]
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a listing knows about an article. An edit that leaves it equal touches no listing."""

    url: str
    title: str
    date: ArchiveDate
    lede: str
    kicker: str | None
    section: Link | None
    authors: tuple[str, ...]
    picture: PictureView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What a short list says about an article."""

    url: str
    title: str
    date: ArchiveDate
    section: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """The page of a withdrawn article: that it was here, and why it no longer is."""

    url: str
    title: str
    date: ArchiveDate
    section: Link | None
    reason: str | None
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section with its newest articles; on the page of all sections it is introduced."""

    link: Link
    count: int
    introduction: str
    chart: ChartView | None
    newest: tuple[Headline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionsView:
    """The page of all sections."""

    url: str
    title: str
    sections: tuple[SectionView, ...]
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The entries of an A–Z under one letter; ``anchor`` is its place on the page."""

    title: str
    anchor: str
    entries: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day or a month in a calendar: its number, its articles if there are any, its shade.

    The shades go from 0 (nothing) to 5.
    """

    number: int
    part: Part | None
    heat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A month in rows of seven days; ``part`` is its page, None if it has no articles.

    The rows of a month of one year are its weeks, from Monday on; None are days of other months.
    """

    label: str
    part: Part | None
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A year and its twelve months."""

    year: Part
    months: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesView:
    """The way in by date: all years with their months, and what has no year or no month."""

    url: str
    title: str
    chart: ChartView | None
    years: tuple[YearRow, ...]
    months_unknown: tuple[Part, ...]
    undated: Part | None
    days: Link
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year: the calendars of its months; its articles while they are few.

    ``unknown`` are those whose month is not known; ``earlier`` and ``later`` are other years.
    """

    url: str
    title: str
    count: int
    chart: ChartView | None
    calendars: tuple[CalendarView, ...]
    unknown: Part | None
    cards: tuple[Card, ...]
    earlier: Link | None
    later: Link | None
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayList:
    """A day in the list of its month: its cards, or none where it has a page of its own.

    ``link`` leads to that page or to the ``anchor`` here.
    """

    link: Link
    count: int
    anchor: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month: its calendar, and its days from the first to the last, the unknown after them."""

    url: str
    title: str
    count: int
    calendar: CalendarView | None
    days: tuple[DayList, ...]
    earlier: Link | None
    later: Link | None
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of one year, or of all years: its articles, or its ``parts`` where they are many.

    ``all_years`` leads from a day of one year to that day of all.
    """

    url: str
    title: str
    count: int
    cards: tuple[Card, ...]
    parts: tuple[Part, ...]
    all_years: Link | None
    earlier: Link | None
    later: Link | None
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysView:
    """The days of all years, by month."""

    url: str
    title: str
    calendars: tuple[CalendarView, ...]
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The search page. Without JavaScript it offers the sections and the years, newest first."""

    url: str
    title: str
    sections: tuple[Link, ...]
    years: tuple[Link, ...]
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A correction, or that an article was withdrawn; ``text`` is what was wrong."""

    date: ArchiveDate
    text: str | None
    article: Link
    is_withdrawal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesView:
    """All corrections and withdrawals, newest first; many of them by year (``parts``)."""

    url: str
    title: str
    count: int
    notices: tuple[NoticeView, ...]
    parts: tuple[Part, ...]
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """What the archive says about itself under one heading."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutView:
    """What the archive is: its span, its ways in (``contents``), its policies, whom to ask.

    ``first`` and ``last`` are years.
    """

    url: str
    title: str
    first: int | None
    last: int | None
    count: int
    contents: tuple[Part, ...]
    policies: tuple[PolicyView, ...]
    contact: str
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """Months in a row without articles, between others that have some."""

    label: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """How complete the archive is, in numbers of articles, but for those of pictures.

    ``first`` and ``last`` are the months between which the ``gaps`` are.
    """

    url: str
    title: str
    first: str
    last: str
    count: int
    gaps: tuple[GapView, ...]
    undated: Part | None
    without_month: int
    uncertain: int
    without_authors: int
    without_section: int
    without_tags: int
    pictures: int
    lost_pictures: int
    breadcrumb: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A page that only speaks: 404, with the years as a way on, newest first."""

    url: str
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView:
    """An old address and the one that took its place."""

    url: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFiles:
    """The data of a year's articles: how many they are, and the URLs of its two files."""

    label: str
    count: int
    records: str
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
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
)
