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

from generator.feeds import term_feed
from generator.lookup import Lookup
from generator.model import Archive, Article, Term
from generator.vietnamese import initial
from generator.views import (
    GroupView,
    IndexView,
    Inputs,
    Link,
    ListingView,
    Part,
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
    feed: str | None = None


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
                feed=term_feed(kind, term, url(term.slug)),
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
            label = self.language.year(number)
            segment = self.urls.year_segment(number)
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
            label = self.language.month(found[0].date.year or 0, number)
            segment = self.urls.month_segment(number)
            parts.append(Part(label=label, url=url(segment), count=len(found)))
            month = _Listing(
                kind=listing.kind,
                title=self.language.text("listing_part", title=listing.title, part=label),
                above=(*listing.above, here),
            )
            yield self._listing_page(month, url(segment), found, newest=len(found))
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
            feed=listing.feed,
            breadcrumb=listing.above,
        )

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


def _part(term: Term, url: Callable[..., str]) -> Part:
    return Part(label=term.label, url=url(term.slug), count=len(term.articles))
