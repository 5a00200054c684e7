"""What the templates of the ways in by date see: see ``views``."""

from __future__ import annotations

from msgspec import Struct

from generator.elements import Card, ChartView, Link, Part

__all__ = [
    "CalendarView",
    "Cell",
    "DatesView",
    "DayList",
    "DayView",
    "DaysView",
    "MonthView",
    "YearRow",
    "YearView",
]


class Cell(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A day or a month in a calendar: its number, its articles if there are any, its shade.

    The shades go from 0 (nothing) to 5.
    """

    number: int
    part: Part | None
    heat: int


class CalendarView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A month in rows of seven days; ``part`` is its page, None if it has no articles.

    The rows of a month of one year are its weeks, from Monday on; None are days of other months.
    """

    label: str
    part: Part | None
    weeks: tuple[tuple[Cell | None, ...], ...]


class YearRow(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A year and its twelve months."""

    year: Part
    months: tuple[Cell, ...]


class DatesView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The way in by date: all years with their months, and what has no year or no month."""

    url: str
    title: str
    chart: ChartView | None
    years: tuple[YearRow, ...]
    months_unknown: tuple[Part, ...]
    undated: Part | None
    days: Link
    breadcrumb: tuple[Link, ...]


class YearView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
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


class DayList(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A day in the list of its month: its cards, or none where it has a page of its own.

    ``link`` leads to that page or to the ``anchor`` here.
    """

    link: Link
    count: int
    anchor: str
    cards: tuple[Card, ...]


class MonthView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A month: its calendar, and its days from the first to the last, the unknown after them."""

    url: str
    title: str
    count: int
    calendar: CalendarView | None
    days: tuple[DayList, ...]
    earlier: Link | None
    later: Link | None
    breadcrumb: tuple[Link, ...]


class DayView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
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


class DaysView(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The days of all years, by month."""

    url: str
    title: str
    calendars: tuple[CalendarView, ...]
    breadcrumb: tuple[Link, ...]
