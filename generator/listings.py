"""Lists of articles, made so that one article more changes few of them.

Numbered pages shift by one when an old article is added, and archives are filled from behind.
So a long list is its newest articles and its years, and a long year its newest and its months:
an article changes the lists of its own time only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from generator.lookup import Lookup
from generator.model import Archive, Article, Term, Year
from generator.vietnamese import collation_key, initial
from generator.views import (
    GroupView,
    IndexView,
    Inputs,
    Link,
    ListingView,
    Part,
    YearsView,
    YearView,
)

__all__ = ["Lists"]

NEWEST = 50
"""How many articles a page of a long list shows."""

WHOLE_YEAR = 200
"""Up to how many articles the page of a list's year shows all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """What the pages of one list have in common."""

    kind: str
    title: str
    above: tuple[Link, ...]
    forms: tuple[str, ...] = ()
    description: str | None = None
    broader: Link | None = None
    narrower: tuple[Part, ...] = ()


class Lists:
    """Makes the list pages of one archive; every method yields those of one kind."""

    def __init__(self, archive: Archive, lookup: Lookup) -> None:
        """Prepare for this archive."""
        self.archive = archive
        self.lookup = lookup
        self.urls = lookup.urls
        self.language = lookup.language

    def _text(self, key: str) -> str:
        return self.language.text(key)

    def terms(self, kind: str, terms: Sequence[Term], url: Callable[..., str]) -> Iterator[Inputs]:
        """Yield the lists of all sections, tags or people; ``kind`` is the singular of these."""
        plural = {"section": "sections", "tag": "tags", "person": "people"}[kind]
        above = (self.lookup.home, Link(label=self._text(plural), url=self.urls.named(plural)))
        parts = {term.label: _part(term, url) for term in terms}
        for term in terms:
            broader = parts[term.broader] if term.broader else None
            whole = _Listing(
                kind=kind,
                title=term.label,
                above=above,
                forms=term.forms,
                description=term.description,
                broader=Link(label=broader.label, url=broader.url) if broader else None,
                narrower=tuple(parts[label] for label in term.narrower),
            )
            yield from self._long_listing(whole, term.articles, partial(url, term.slug))

    def _long_listing(
        self, listing: _Listing, articles: Sequence[Article], url: Callable[..., str]
    ) -> Iterator[Inputs]:
        """Yield a list's page and, where it is long, those of its years and their months.

        So an article added anywhere in time changes the pages of its own time only.
        """
        if len(articles) <= NEWEST:
            yield self._listing_page(listing, url(), articles)
            return
        years = [
            (number, list(found))
            for number, found in groupby(articles, key=lambda article: article.date.year)
        ]
        here = Link(label=listing.title, url=url())
        parts = []
        for number, found in years:
            label = self._year_label(number)
            segment = self._text("url_undated") if number is None else f"{number:04}"
            parts.append(Part(label=label, url=url(segment), count=len(found)))
            year = _Listing(
                kind=listing.kind,
                title=self.language.text("listing_part", title=listing.title, part=label),
                above=(*listing.above, here),
            )
            yield from self._year_listing(year, found, partial(url, segment))
        yield self._listing_page(listing, url(), articles, parts)

    def _year_listing(
        self, listing: _Listing, articles: Sequence[Article], url: Callable[..., str]
    ) -> Iterator[Inputs]:
        if len(articles) <= WHOLE_YEAR or articles[0].date.year is None:
            yield self._listing_page(listing, url(), articles, newest=len(articles))
            return
        here = Link(label=listing.title, url=url())
        parts = []
        for number, group in groupby(articles, key=lambda article: article.date.month or 0):
            found = list(group)
            label = self._month_label(found[0].date.year or 0, number)
            parts.append(Part(label=label, url=url(f"{number:02}"), count=len(found)))
            month = _Listing(
                kind=listing.kind,
                title=self.language.text("listing_part", title=listing.title, part=label),
                above=(*listing.above, here),
            )
            yield self._listing_page(month, url(f"{number:02}"), found, newest=len(found))
        yield self._listing_page(listing, url(), articles, parts)

    def _listing_page(
        self,
        listing: _Listing,
        url: str,
        articles: Sequence[Article],
        parts: Sequence[Part] = (),
        newest: int = NEWEST,
    ) -> ListingView:
        return ListingView(
            url=url,
            kind=listing.kind,
            title=listing.title,
            forms=listing.forms,
            description=listing.description,
            broader=listing.broader,
            narrower=listing.narrower,
            count=len(articles),
            cards=self.lookup.cards(articles[:newest]),
            parts=tuple(parts),
            breadcrumb=listing.above,
        )

    def dates(self) -> Iterator[Inputs]:
        """Yield the lists of every year and month, of the undated, and the way in by date."""
        dates = Link(label=self._text("dates"), url=self.urls.named("dates"))
        above = (self.lookup.home, dates)
        for year in self.archive.years:
            here = self.year_part(year)
            parts = []
            for month in year.months:
                label = self._month_label(year.number, month.number)
                url = self.urls.page(f"{year.number:04}", f"{month.number:02}")
                parts.append(Part(label=label, url=url, count=len(month.articles)))
                listing = _Listing(
                    kind="month", title=label, above=(*above, Link(label=here.label, url=here.url))
                )
                yield self._listing_page(listing, url, month.articles, newest=len(month.articles))
            listing = _Listing(kind="year", title=self._year_label(year.number), above=above)
            yield self._listing_page(listing, here.url, year.articles, parts)
        if self.archive.undated:
            yield from self._undated(above)
        yield YearsView(
            url=dates.url,
            title=dates.label,
            years=tuple(self._year_view(year) for year in self.archive.years),
            undated=self.undated_part(),
            breadcrumb=(self.lookup.home,),
        )

    def _undated(self, above: tuple[Link, ...]) -> Iterator[Inputs]:
        """Yield the list of the undated, by the headline's first letter where it is long."""
        by_title = sorted(self.archive.undated, key=lambda a: (collation_key(a.title), a.url))
        title, url = self._text("undated"), partial(self.urls.page, self._text("url_undated"))
        listing = _Listing(kind="undated", title=title, above=above)
        if len(by_title) <= WHOLE_YEAR:
            yield self._listing_page(listing, url(), by_title, newest=len(by_title))
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
            part = _Listing(
                kind="undated",
                title=self.language.text("listing_part", title=title, part=letter),
                above=(*above, here),
            )
            yield self._listing_page(part, url(segment), found, newest=len(found))
        yield self._listing_page(listing, url(), by_title, parts)

    def indexes(self) -> Iterator[Inputs]:
        """Yield the index of sections, and those of tags and people from A to Z."""
        kinds = (
            ("sections", self.archive.sections, self.urls.section, False),
            ("tags", self.archive.tags, self.urls.tag, True),
            ("people", self.archive.people, self.urls.person, True),
        )
        for kind, terms, url, by_letter in kinds:
            groups: defaultdict[str, list[Part]] = defaultdict(list)
            for term in terms:
                groups[initial(term.label) if by_letter else ""].append(_part(term, url))
            yield IndexView(
                url=self.urls.named(kind),
                kind=kind,
                title=self._text(kind),
                groups=tuple(
                    GroupView(letter=letter, entries=tuple(parts))
                    for letter, parts in groups.items()
                ),
                breadcrumb=(self.lookup.home,),
            )

    def _year_label(self, number: int | None) -> str:
        if number is None:
            return self._text("undated")
        return self.language.text("year", year=number)

    def _month_label(self, year: int, month: int) -> str:
        if month == 0:
            return self.language.text("month_unknown", year=year)
        return self.language.month(year, month)

    def year_part(self, year: Year) -> Part:
        """Return a year as a part of the archive."""
        url = self.urls.page(f"{year.number:04}")
        return Part(label=str(year.number), url=url, count=len(year.articles))

    def _year_view(self, year: Year) -> YearView:
        counts = {month.number: len(month.articles) for month in year.months}
        numbers = range(0 if 0 in counts else 1, 13)
        return YearView(
            year=self.year_part(year),
            months=tuple(
                Part(
                    label=self._month_label(year.number, number),
                    url=self.urls.page(f"{year.number:04}", f"{number:02}"),
                    count=counts.get(number, 0),
                )
                for number in numbers
            ),
        )

    def undated_part(self) -> Part | None:
        """Return the undated as a part of the archive, if there are any."""
        if not self.archive.undated:
            return None
        return Part(
            label=self._text("undated"),
            url=self.urls.named("undated"),
            count=len(self.archive.undated),
        )


def _part(term: Term, url: Callable[..., str]) -> Part:
    return Part(label=term.label, url=url(term.slug), count=len(term.articles))
