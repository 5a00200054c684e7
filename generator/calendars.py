"""The ways in by date: the years, their months, and what has no date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from generator.lookup import Lookup
from generator.model import Archive, Article, Year
from generator.vietnamese import collation_key, initial
from generator.views import Inputs, Link, ListingView, Part, YearsView, YearView

__all__ = ["Calendars"]

NEWEST = 50
"""How many articles a page of a long list shows."""

WHOLE_LIST = 200
"""Up to how many undated articles one page shows all of them."""


class Calendars:
    """Makes the pages by date of one archive."""

    def __init__(self, archive: Archive, lookup: Lookup) -> None:
        """Prepare for this archive."""
        self.archive = archive
        self.lookup = lookup
        self.urls = lookup.urls
        self.language = lookup.language

    def pages(self) -> Iterator[Inputs]:
        """Yield the lists of every year and month, of the undated, and the way in by date."""
        dates = Link(label=self.language.text("dates"), url=self.urls.named("dates"))
        above = (self.lookup.home, dates)
        for year in self.archive.years:
            here = self.year_part(year)
            parts = [self._month_part(year.number, m.number, len(m.articles)) for m in year.months]
            year_link = Link(label=here.label, url=here.url)
            for month, part in zip(year.months, parts, strict=True):
                yield self._listing(
                    "month", part.label, part.url, month.articles, (*above, year_link)
                )
            title = self.language.year(year.number)
            yield self._listing(
                "year", title, here.url, year.articles[:NEWEST], above, parts, here.count
            )
        if self.archive.undated:
            yield from self._undated(above)
        yield YearsView(
            url=dates.url,
            title=dates.label,
            years=tuple(self._year_view(year) for year in self.archive.years),
            undated=self.undated_part(),
            breadcrumb=(self.lookup.home,),
        )

    def _listing(  # noqa: PLR0917 - what a list consists of
        self,
        kind: str,
        title: str,
        url: str,
        articles: Sequence[Article],
        above: tuple[Link, ...],
        parts: Sequence[Part] = (),
        count: int | None = None,
    ) -> ListingView:
        return ListingView(
            url=url,
            kind=kind,
            title=title,
            forms=(),
            description=None,
            broader=None,
            narrower=(),
            count=len(articles) if count is None else count,
            cards=self.lookup.cards(articles),
            parts=tuple(parts),
            breadcrumb=above,
        )

    def _undated(self, above: tuple[Link, ...]) -> Iterator[Inputs]:
        """Yield the list of the undated, by the headline's first letter where it is long."""
        by_title = sorted(self.archive.undated, key=lambda a: (collation_key(a.title), a.url))
        title = self.language.text("undated")
        url = partial(self.urls.page, self.urls.year_segment(None))
        if len(by_title) <= WHOLE_LIST:
            yield self._listing("undated", title, url(), by_title, above)
            return
        letters: defaultdict[str, list[Article]] = defaultdict(list)
        for article in by_title:
            letters[initial(article.title)].append(article)
        here = Link(label=title, url=url())
        parts = []
        for letter, found in letters.items():
            segment = "-".join(f"{ord(char):x}" for char in letter.casefold())
            if letter.isascii() and letter.isalpha():
                segment = letter.casefold()
            parts.append(Part(label=letter, url=url(segment), count=len(found)))
            part = self.language.text("listing_part", title=title, part=letter)
            yield self._listing("undated", part, url(segment), found, (*above, here))
        yield self._listing("undated", title, url(), by_title[:NEWEST], above, parts, len(by_title))

    def year_part(self, year: Year) -> Part:
        """Return a year as a part of the archive."""
        url = self.urls.page(self.urls.year_segment(year.number))
        return Part(label=str(year.number), url=url, count=len(year.articles))

    def _month_part(self, year: int, month: int, count: int) -> Part:
        segments = self.urls.year_segment(year), self.urls.month_segment(month)
        return Part(
            label=self.language.month(year, month), url=self.urls.page(*segments), count=count
        )

    def _year_view(self, year: Year) -> YearView:
        counts = {month.number: len(month.articles) for month in year.months}
        numbers = range(0 if 0 in counts else 1, 13)
        return YearView(
            year=self.year_part(year),
            months=tuple(self._month_part(year.number, n, counts.get(n, 0)) for n in numbers),
        )

    def undated_part(self) -> Part | None:
        """Return the undated as a part of the archive, if there are any."""
        if not self.archive.undated:
            return None
        return Part(
            label=self.language.text("undated"),
            url=self.urls.named("undated"),
            count=len(self.archive.undated),
        )
