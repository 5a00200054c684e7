"""What pages are made of: links, cards, pictures, charts, and the site around them. Frozen."""

from __future__ import annotations

from msgspec import Struct

from generator.model import ArchiveDate

__all__ = [
    "Bar",
    "Card",
    "ChartView",
    "FigureView",
    "Headline",
    "Link",
    "Part",
    "PictureView",
    "RenditionView",
    "Site",
    "SourceView",
]


class Link(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A label and the URL it leads to, from the archive's root."""

    label: str
    url: str


class Part(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A part of a longer list: its label, its URL, and how many articles it holds."""

    label: str
    url: str
    count: int

    @property
    def link(self) -> Link:
        """Return the part without its count, for what must not change with that."""
        return Link(label=self.label, url=self.url)


class Bar(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A bar of a chart: its ``place`` on the line, from 0; its height in hundredths."""

    label: str
    count: int
    place: int
    height: int


class ChartView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Counts on a line of time of so many ``places``, from ``first`` to ``last``.

    ``bars`` are those that are not empty; ``most`` is the greatest count.
    """

    bars: tuple[Bar, ...]
    places: int
    first: str
    last: str
    most: int


class RenditionView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A picture in one size: its URL, its width and height in pixels."""

    url: str
    width: int
    height: int


class SourceView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A picture's renditions in one modern format (``type``, a MIME type), from narrow to wide."""

    type: str
    renditions: tuple[RenditionView, ...]


class PictureView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One picture. ``url`` is that of its original, None when it is lost; ``name`` is its file.

    ``medium`` is for everybody: at most 1200 pixels wide, in a format that all programs read;
    ``sources`` are the modern ones, the preferred format first.
    """

    url: str | None
    name: str
    medium: RenditionView | None = None
    sources: tuple[SourceView, ...] = ()


class Site(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
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


class FigureView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One or several pictures with one caption; ``alts`` are their alternative texts."""

    pictures: tuple[PictureView, ...]
    alts: tuple[str, ...]
    caption: str


class Card(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What a listing knows about an article. An edit that leaves it equal touches no listing."""

    url: str
    title: str
    date: ArchiveDate
    lede: str
    kicker: str | None
    section: Link | None
    authors: tuple[str, ...]
    picture: PictureView | None


class Headline(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What a short list says about an article."""

    url: str
    title: str
    date: ArchiveDate
    section: Link | None
