"""What the templates of the pages about the archive itself see: see ``views``."""

from __future__ import annotations

from msgspec import Struct

from generator.elements import Link, Part
from generator.model import ArchiveDate

__all__ = [
    "AboutView",
    "GapView",
    "HealthView",
    "NoticeView",
    "NoticesView",
    "PolicyView",
]


class NoticeView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A correction, or that an article was withdrawn; ``text`` is what was wrong."""

    date: ArchiveDate
    text: str | None
    article: Link
    is_withdrawal: bool


class NoticesView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """All corrections and withdrawals, newest first; many of them by year (``parts``)."""

    url: str
    title: str
    count: int
    notices: tuple[NoticeView, ...]
    parts: tuple[Part, ...]
    breadcrumb: tuple[Link, ...]


class PolicyView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What the archive says about itself under one heading."""

    title: str
    paragraphs: tuple[str, ...]


class AboutView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
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


class GapView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Months in a row without articles, between others that have some."""

    label: str
    months: int


class HealthView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
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
