"""Counts to charts and heat maps: numbers that templates only have to draw."""

from __future__ import annotations

from bisect import bisect_left
from calendar import Calendar, monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from generator.date_views import Cell
from generator.elements import Bar, ChartView, Part
from generator.model import Article

__all__ = ["cell_of", "chart_of", "heat_of", "rows_of", "weeks_of", "year_chart"]

HEAT_STEPS = 5
"""How many shades a heat map has."""

LEAP_YEAR = 2000
"""A year that has every day."""

LOWEST = 2
"""The height of the lowest bar, in hundredths of the tallest: what is there must be seen."""


def chart_of(counts: Mapping[int, int], line: range, label: Callable[[int], str]) -> ChartView:
    """Return the chart of these counts on a line of time; what has none is a gap, not left out.

    ``label`` names a place of the line.
    """
    most = max(counts.values(), default=0)
    return ChartView(
        bars=tuple(
            Bar(
                label=label(number),
                count=counts[number],
                place=number - line.start,
                height=max(LOWEST, round(100 * counts[number] / most)),
            )
            for number in sorted(counts)
            if counts[number]
        ),
        places=len(line),
        first=label(line[0]),
        last=label(line[-1]),
        most=most,
    )


def year_chart(articles: Iterable[Article]) -> ChartView | None:
    """Return the chart of the articles a year, from the first to the last; None for one year.

    What has no year is not in it.
    """
    counts = Counter(a.date.year for a in articles if a.date.year is not None)
    if len(counts) < 2:
        return None
    return chart_of(counts, range(min(counts), max(counts) + 1), str)


def heat_of(counts: Iterable[int]) -> dict[int, int]:
    """Return the shade of each count, from 1 to 5; nothing has the shade 0.

    A shade is the fifth of the ranks that a count falls into, so one day of very many articles
    does not leave all others pale.
    """
    ranked = sorted(filter(None, counts))
    shades = {n: 1 + HEAT_STEPS * bisect_left(ranked, n) // len(ranked) for n in set(ranked)}
    return {0: 0, **shades}


def cell_of(number: int, part: Part | None, heat: Mapping[int, int]) -> Cell:
    """Return a day or month of a heat map; ``part`` are its articles, if it has any."""
    return Cell(number=number, part=part, heat=heat[part.count] if part else 0)


def weeks_of(
    year: int, month: int, days: Mapping[int, Part], heat: Mapping[int, int]
) -> tuple[tuple[Cell | None, ...], ...]:
    """Return the weeks of a month, from Monday on; None are days of the months beside it."""
    return tuple(
        tuple(cell_of(day, days.get(day), heat) if day else None for day in week)
        for week in Calendar().monthdayscalendar(year, month)
    )


def rows_of(
    month: int, days: Mapping[int, Part], heat: Mapping[int, int]
) -> tuple[tuple[Cell, ...], ...]:
    """Return a month of no certain year in rows of seven days."""
    cells = [
        cell_of(day, days.get(day), heat) for day in range(1, monthrange(LEAP_YEAR, month)[1] + 1)
    ]
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
