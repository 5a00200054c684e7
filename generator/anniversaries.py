"""“On this day”: every day of the calendar with what was published on it in any year.

What has a day but no year stands here by its date, and nowhere else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from generator.calendars import WHOLE_LIST, Calendars, with_neighbours
from generator.charts import heat_of, rows_of
from generator.date_views import CalendarView, DaysView, DayView
from generator.elements import Link, Part
from generator.model import Article

__all__ = ["Anniversaries"]

Day = tuple[int, int]
"""A month and its day."""


class Anniversaries:
    """Makes the pages of the days of all years of one archive."""

    def __init__(self, calendars: Calendars) -> None:
        """Prepare for the archive of these calendars."""
        self.calendars = calendars
        self.urls = calendars.urls
        self.language = calendars.language
        self.days: defaultdict[Day, list[Article]] = defaultdict(list)
        for article in calendars.archive.articles:
            if article.date.month is not None and article.date.day is not None:
                self.days[article.date.month, article.date.day].append(article)

    def pages(self) -> Iterator[DaysView | DayView]:
        """Yield the page of every day that has articles, and the calendar of them all."""
        index = Link(label=self.language.text("days"), url=self.urls.named("days"))
        parts = {day: self._part(*day) for day in sorted(self.days)}
        yield self._index(index, parts)
        for earlier, day, later in with_neighbours(list(parts)):
            articles = self.days[day]
            is_long = len(articles) > WHOLE_LIST
            yield DayView(
                url=parts[day].url,
                title=self.language.text("days_of", day=parts[day].label),
                count=len(articles),
                cards=() if is_long else self.calendars.lookup.cards(articles),
                parts=self._years(*day) if is_long else (),
                all_years=None,
                earlier=parts[earlier].link if earlier else None,
                later=parts[later].link if later else None,
                breadcrumb=(*self.calendars.above, index),
            )

    def _index(self, link: Link, parts: Mapping[Day, Part]) -> DaysView:
        heat = heat_of(part.count for part in parts.values())
        months: list[dict[int, Part]] = [{} for _ in range(12)]
        for (month, day), part in parts.items():
            months[month - 1][day] = part
        return DaysView(
            url=link.url,
            title=link.label,
            calendars=tuple(
                CalendarView(
                    label=self.language.month_name(number),
                    part=None,
                    weeks=rows_of(number, days, heat),
                )
                for number, days in enumerate(months, start=1)
            ),
            breadcrumb=self.calendars.above,
        )

    def _part(self, month: int, day: int) -> Part:
        return Part(
            label=self.language.month_day(month, day),
            url=self.urls.day_of_years(month, day),
            count=len(self.days[month, day]),
        )

    def _years(self, month: int, day: int) -> tuple[Part, ...]:
        """Return where the articles of a day are, by year; those without are with the undated."""
        years = Counter(article.date.year for article in self.days[month, day])
        return tuple(
            Part(
                label=self.language.text("year_unknown") if year is None else str(year),
                url=self.urls.named("undated")
                if year is None
                else self.calendars.day_url(year, month, day),
                count=count,
            )
            for year, count in years.items()
        )
