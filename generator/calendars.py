"""The ways in by date: years, months, days, and what has no date.

Lists go from the first day to the last, and what is not known exactly comes after. No page lists
more than 50 articles: a year that has more is its calendars, a month its days, and what no date
divides is divided by headline. So an article changes the pages of its own day, month and year
only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, groupby
from typing import TypeVar

from generator.charts import cell_of, chart_of, heat_of, weeks_of, year_chart
from generator.date_views import (
    CalendarView,
    DatesView,
    DayList,
    DayView,
    MonthView,
    YearRow,
    YearView,
)
from generator.dates import parse_date
from generator.elements import Link, Part
from generator.headings import Division, divide, division_lists, division_parts, headline_lists
from generator.lookup import Lookup
from generator.model import Archive, Article, Year
from generator.views import Inputs, ListingView

__all__ = ["WHOLE_LIST", "Calendars", "YearPlan", "with_neighbours"]

T = TypeVar("T")

WHOLE_LIST = 50
"""Up to how many articles a page lists all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """A month and its articles by day; what is not known, month or day, has the number 0."""

    year: int
    number: int
    days: Mapping[int, tuple[Article, ...]]

    @property
    def articles(self) -> tuple[Article, ...]:
        return sum(self.days.values(), start=())

    @property
    def is_long(self) -> bool:
        """Return whether the days of the month have pages of their own."""
        return sum(map(len, self.days.values())) > WHOLE_LIST


_Day = tuple[_Month, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _YearOfMonths:
    """A year with the years beside it; its known months and days, each between its neighbours."""

    year: tuple[_Month, ...]
    earlier: int | None
    later: int | None
    months: tuple[tuple[_Month | None, _Month, _Month | None], ...]
    days: tuple[tuple[_Day | None, _Day, _Day | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """A year before its pages are made: they follow from its articles and what is ``around``."""

    number: int
    articles: tuple[Article, ...]
    around: tuple[object, ...]
    make: Callable[[], Iterator[Inputs]]


class Calendars:
    """Makes the pages by date of one archive."""

    def __init__(self, archive: Archive, lookup: Lookup) -> None:
        """Prepare for this archive."""
        self.archive = archive
        self.lookup = lookup
        self.urls = lookup.urls
        self.language = lookup.language
        dates = Link(label=self.language.text("dates"), url=self.urls.named("dates"))
        self.above = (lookup.home, dates)
        # Every article asks for its month.
        self._links = {
            (year.number, month.number): self._month_link(year.number, month.number)
            for year in archive.years
            for month in year.months
        }

    @cached_property
    def months(self) -> Mapping[tuple[int, int], _Month]:
        """The months of the archive by year and number, from old to new."""
        return {
            (year.number, month.number): _Month(
                year=year.number, number=month.number, days=_by_day(month.articles)
            )
            for year in reversed(self.archive.years)
            for month in sorted(year.months, key=lambda month: month.number or 13)
        }

    @cached_property
    def _parts(self) -> Mapping[tuple[int, int], Part]:
        """The months as parts of the archive: every day of the calendars asks for its page."""
        return {key: self._part_of(month) for key, month in self.months.items()}

    def pages(self) -> Iterator[Inputs]:
        """Yield the page that leads to all years, and the lists of the undated."""
        yield self._dates()
        if self.archive.undated:
            label, segments = self.language.text("undated"), (self.urls.year_segment(None),)
            yield from self._headlines(
                "undated_why", label, self.archive.undated, segments, self.above
            )

    def years(self) -> Iterator[YearPlan]:
        """Yield every year, from the first to the last."""
        months = list(self.months.values())
        known = list(with_neighbours([month for month in months if month.number]))
        days = list(
            with_neighbours([(month, day) for _, month, _ in known for day in month.days if day])
        )
        first_month = first_day = 0
        years = [tuple(found) for _, found in groupby(months, key=lambda month: month.year)]
        for earlier, year, later in with_neighbours(years):
            last_month = first_month + sum(month.number > 0 for month in year)
            last_day = first_day + sum(
                day > 0 for month in year if month.number for day in month.days
            )
            here = _YearOfMonths(
                year=year,
                earlier=earlier[0].year if earlier else None,
                later=later[0].year if later else None,
                months=tuple(known[first_month:last_month]),
                days=tuple(days[first_day:last_day]),
            )
            yield YearPlan(
                number=year[0].year,
                around=self._around(here),
                articles=tuple(chain.from_iterable(month.articles for month in year)),
                make=partial(self._year_pages, here),
            )
            first_month, first_day = last_month, last_day

    def _around(self, here: _YearOfMonths) -> tuple[object, ...]:
        """Return all that the pages of a year say about other years."""
        months = [each for before, _, after in here.months for each in (before, after) if each]
        days = [each for before, _, after in here.days for each in (before, after) if each]
        return (
            here.earlier,
            here.later,
            [self._month_part(month).link for month in (*months[:1], *months[-1:])],
            [self._day_link(*day) for day in (*days[:1], *days[-1:])],
        )

    def _year_pages(self, here: _YearOfMonths) -> Iterator[Inputs]:
        """Yield the pages of a year, its months and its days."""
        yield self._year(here.year, here.earlier, here.later)
        for before, month, after in here.months:
            yield self._month(month, before, after)
        for previous, (month, day), following in here.days:
            if month.is_long:
                yield from self._day_pages(
                    month,
                    day,
                    self._day_link(*previous) if previous else None,
                    self._day_link(*following) if following else None,
                )
        for month in here.year:
            yield from self._inexact(month)

    def year_part(self, year: Year) -> Part:
        """Return a year as a part of the archive."""
        link = self._year_link(year.number)
        return Part(label=link.label, url=link.url, count=len(year.articles))

    def days_link(self) -> Link:
        """Return the way to the days of all years."""
        return Link(label=self.language.text("days"), url=self.urls.named("days"))

    def undated_part(self) -> Part | None:
        """Return the undated as a part of the archive, if there are any."""
        if not self.archive.undated:
            return None
        label, url = self.language.text("undated"), self.urls.named("undated")
        return Part(label=label, url=url, count=len(self.archive.undated))

    def day_url(self, year: int, month: int, day: int) -> str:
        """Return where the articles of a day are: a page, or a place in that of the month."""
        return self._day_url(self.months[year, month], day)

    def period(self, article: Article) -> Link:
        """Return the page of an article's month, or of the undated."""
        when = article.date
        if when.year is None:
            return Link(label=self.language.text("undated"), url=self.urls.named("undated"))
        return self._links[when.year, when.month or 0]

    # Years.

    def _dates(self) -> DatesView:
        months = {key: self._month_part(month) for key, month in self.months.items()}
        heat = heat_of(part.count for (_, month), part in months.items() if month)
        return DatesView(
            url=self.above[-1].url,
            title=self.above[-1].label,
            chart=year_chart(self.archive.articles),
            years=tuple(
                YearRow(
                    year=self.year_part(year),
                    months=tuple(
                        cell_of(n, months.get((year.number, n)), heat) for n in range(1, 13)
                    ),
                )
                for year in self.archive.years
            ),
            months_unknown=tuple(part for (_, month), part in months.items() if not month),
            undated=self.undated_part(),
            days=self.days_link(),
            breadcrumb=self.above[:1],
        )

    def _year(
        self,
        months: tuple[_Month, ...],
        earlier: int | None,
        later: int | None,
    ) -> YearView:
        here = self._year_link(months[0].year)
        parts = {month.number: self._month_part(month) for month in months}
        days = {month.number: self._day_parts(month) for month in months}
        heat = heat_of(day.count for found in days.values() for day in found.values())
        articles = [article for month in months for article in month.articles]
        unknown = parts.pop(0, None)
        counts = {number: part.count for number, part in parts.items()}
        return YearView(
            url=here.url,
            title=self.language.year(months[0].year),
            count=len(articles),
            chart=chart_of(counts, range(1, 13), self.language.month_name) if counts else None,
            calendars=tuple(
                CalendarView(
                    label=self.language.month_name(number),
                    part=parts.get(number),
                    weeks=weeks_of(months[0].year, number, days.get(number, {}), heat),
                )
                for number in range(1, 13)
            ),
            unknown=unknown,
            cards=self.lookup.cards(articles) if len(articles) <= WHOLE_LIST else (),
            earlier=self._year_link(earlier) if earlier else None,
            later=self._year_link(later) if later else None,
            breadcrumb=self.above,
        )

    def _year_link(self, year: int) -> Link:
        return Link(label=str(year), url=self.urls.page(self.urls.year_segment(year)))

    # Months of a year, and their days.

    def _month(self, month: _Month, earlier: _Month | None, later: _Month | None) -> MonthView:
        here, days = self._month_part(month), self._day_parts(month)
        heat = heat_of(day.count for day in days.values())
        weeks = weeks_of(month.year, month.number, days, heat)
        return MonthView(
            url=here.url,
            title=here.label,
            count=here.count,
            calendar=CalendarView(label=here.label, part=None, weeks=weeks) if days else None,
            days=tuple(
                DayList(
                    link=self._day_link(month, day),
                    count=len(articles),
                    anchor=self._anchor(day),
                    cards=() if month.is_long else self.lookup.cards(articles),
                )
                for day, articles in month.days.items()
            ),
            earlier=self._month_part(earlier).link if earlier else None,
            later=self._month_part(later).link if later else None,
            breadcrumb=(*self.above, self._year_link(month.year)),
        )

    def _day_pages(
        self,
        month: _Month,
        day: int,
        earlier: Link | None,
        later: Link | None,
    ) -> Iterator[DayView | ListingView]:
        here, articles = self._day_link(month, day), month.days[day]
        above = (*self.above, self._year_link(month.year), self._month_part(month).link)
        whole, url = None, partial(self.urls.page, *self._segments(month.year, month.number, day))
        if len(articles) > WHOLE_LIST:
            whole = self._by_headline(here.label, articles)
            yield from division_lists(self.lookup, whole, whole.label, url, above)
        yield DayView(
            url=here.url,
            title=here.label,
            count=len(articles),
            cards=() if whole else self.lookup.cards(articles),
            parts=division_parts(whole, url) if whole else (),
            all_years=Link(
                label=self.language.month_day(month.number, day),
                url=self.urls.day_of_years(month.number, day),
            ),
            earlier=earlier,
            later=later,
            breadcrumb=above,
        )

    def _month_part(self, month: _Month) -> Part:
        return self._parts[month.year, month.number]

    def _part_of(self, month: _Month) -> Part:
        link = self._links[month.year, month.number]
        return Part(label=link.label, url=link.url, count=len(month.articles))

    def _month_link(self, year: int, number: int) -> Link:
        url = self.urls.page(*self._segments(year, number))
        return Link(label=self.language.month(year, number), url=url)

    def _day_parts(self, month: _Month) -> dict[int, Part]:
        """Return the known days of a month as a calendar links them."""
        return {
            day: Part(
                label=self.language.month_day(month.number, day),
                url=self._day_url(month, day),
                count=len(articles),
            )
            for day, articles in month.days.items()
            if day
        }

    def _day_link(self, month: _Month, day: int) -> Link:
        if day:
            when = parse_date(f"{month.year:04}-{month.number:02}-{day:02}")
            label = self.language.date(when)
        else:
            words = self.language.month(month.year, month.number)
            label = self.language.text("day_unknown", month=words)
        return Link(label=label, url=self._day_url(month, day))

    def _day_url(self, month: _Month, day: int) -> str:
        """Return where the articles of a day are: a page, or a place in that of the month."""
        if month.is_long:
            return self.urls.page(*self._segments(month.year, month.number, day))
        return f"{self._month_part(month).url}#{self._anchor(day)}"

    def _segments(self, year: int, month: int, *days: int) -> tuple[str, ...]:
        above = self.urls.year_segment(year), self.urls.month_segment(month)
        return *above, *map(self.urls.day_segment, days)

    def _anchor(self, day: int) -> str:
        segment = self.urls.day_segment(day)
        return f"{self.language.text('url_days')}-{segment}" if day else segment

    # What no date divides.

    def _inexact(self, month: _Month) -> Iterator[ListingView]:
        """Yield the lists of what has only a year, or only the month of a long one."""
        above = (*self.above, self._year_link(month.year))
        here = self._month_part(month)
        if not month.number:
            segments = self._segments(month.year, month.number)
            yield from self._headlines(
                "month_unknown_why", here.label, month.articles, segments, above
            )
        elif month.is_long and 0 in month.days:
            label = self._day_link(month, 0).label
            segments = self._segments(month.year, month.number, 0)
            yield from self._headlines(
                "day_unknown_why", label, month.days[0], segments, (*above, here.link)
            )

    def _headlines(
        self,
        why: str,
        label: str,
        articles: Iterable[Article],
        segments: Sequence[str],
        above: tuple[Link, ...],
    ) -> Iterator[ListingView]:
        whole, url = self._by_headline(label, articles), partial(self.urls.page, *segments)
        return headline_lists(self.lookup, whole, url, above, self.language.text(why))

    def _by_headline(self, label: str, articles: Iterable[Article]) -> Division:
        return divide(label, articles, WHOLE_LIST, self.language.text("url_page"))


def with_neighbours(items: Sequence[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Return each item between the one before and the one after it, None at the ends."""
    return zip((None, *items), items, (*items[1:], None), strict=False)


def _by_day(articles: Iterable[Article]) -> dict[int, tuple[Article, ...]]:
    """Return the articles of a month by day, from morning to evening; what has no day is last."""
    days: defaultdict[int, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: article.date.sort_key):
        days[article.date.day or 0].append(article)
    return {day: tuple(days[day]) for day in sorted(days, key=lambda day: day or 32)}
