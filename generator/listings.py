"""Lists of articles, made so that one article more changes few of them.

Numbered pages shift by one when an old article is added, and archives are filled from behind.
So a long list is its newest articles and its decades, halves of decades or years, and a long year
its newest and its halves, quarters or months: an article changes the lists of its own time only.
No page lists more than 50 articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from generator.bylines import is_shared
from generator.charts import year_chart
from generator.elements import Link, Part
from generator.feeds import term_feed
from generator.headings import divide, headline_lists
from generator.lookup import Lookup
from generator.model import Article, Term
from generator.views import ListingView, TermView

__all__ = ["Lists", "TagPlace", "totals"]

NEWEST = 50
"""How many articles a page of a long list shows."""

TOGETHER = 12
"""How many tags or sections of its articles the page of a term shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A list or a part of one: what it is called, and what makes addresses below its own."""

    kind: str
    title: str
    url: Callable[..., str]
    above: tuple[Link, ...]


class TagPlace(Struct, frozen=True, kw_only=True, gc=False):
    """Where a tag stands among the others: the ``total`` is with those of its narrower tags."""

    broader: Link | None
    narrower: tuple[Part, ...]
    total: int


class Lists:
    """Makes the pages of sections, tags and people."""

    def __init__(self, lookup: Lookup) -> None:
        """Prepare for the archive of this lookup."""
        self.lookup = lookup
        self.urls = lookup.urls
        self.language = lookup.language

    def section(self, term: Term, introduction: str) -> Iterator[TermView | ListingView]:
        """Yield the pages of a section."""
        view, parts = self._term("section", "sections", term, self.urls.section)
        yield from parts
        yield replace(
            view,
            description=introduction,
            together=self.lookup.ranked_tags(term.articles, TOGETHER),
        )

    def tag(self, term: Term, place: TagPlace) -> Iterator[TermView | ListingView]:
        """Yield the pages of a tag."""
        view, parts = self._term("tag", "tags", term, self.urls.tag)
        yield from parts
        # By how many articles have both: that changes with the articles of this tag only.
        together = self.lookup.ranked_tags(term.articles, TOGETHER + 1)
        yield replace(
            view,
            description=term.description or "",
            broader=place.broader,
            narrower=place.narrower,
            total=place.total,
            together=tuple(part for part in together if part.url != view.url)[:TOGETHER],
        )

    def person(self, term: Term) -> Iterator[TermView | ListingView]:
        """Yield the pages of a person."""
        view, parts = self._term("person", "people", term, self.urls.person)
        yield from parts
        yield replace(
            view,
            is_shared=is_shared(term.label),
            together=self.lookup.ranked_sections(term.articles, TOGETHER),
        )

    def places(self, tags: Sequence[Term]) -> dict[str, TagPlace]:
        """Return the place of each of these tags among them, by its label."""
        counts = totals(tags)
        parts = {
            tag.label: Part(label=tag.label, url=self.urls.tag(tag.slug), count=counts[tag.label])
            for tag in tags
        }
        return {
            tag.label: TagPlace(
                broader=parts[tag.broader].link if tag.broader else None,
                narrower=tuple(parts[label] for label in tag.narrower),
                total=counts[tag.label],
            )
            for tag in tags
        }

    def _term(
        self, kind: str, plural: str, term: Term, url: Callable[..., str]
    ) -> tuple[TermView, Sequence[ListingView]]:
        """Return what the pages of all kinds of terms have, and the pages of its years."""
        articles = term.articles
        above = Link(label=self.language.text(plural), url=self.urls.named(plural))
        place = _Place(
            kind=kind,
            title=term.label,
            url=partial(url, term.slug),
            above=(self.lookup.home, above),
        )
        parts, pages = self._years(place, articles) if len(articles) > NEWEST else ((), ())
        years = [a.date.year for a in articles if a.date.year is not None]
        view = TermView(
            url=place.url(),
            kind=kind,
            title=term.label,
            forms=term.forms,
            is_shared=False,
            description="",
            broader=None,
            narrower=(),
            count=len(articles),
            total=len(articles),
            first=min(years, default=None),
            last=max(years, default=None),
            chart=year_chart(articles),
            together=(),
            cards=self.lookup.cards(articles[:NEWEST]),
            parts=tuple(parts),
            feed=term_feed(kind, term, place.url()),
            breadcrumb=place.above,
        )
        return view, pages

    def _years(
        self, place: _Place, articles: Sequence[Article]
    ) -> tuple[Sequence[Part], Sequence[ListingView]]:
        """Return the parts of a long list by years, the undated last, and their pages."""
        parts: list[Part] = []
        pages: list[ListingView] = []
        of_year = {
            year: list(group) for year, group in groupby(articles, key=lambda a: a.date.year)
        }
        counts = {year: len(found) for year, found in of_year.items() if year is not None}
        for years in _year_spans(counts):
            found = [article for year in reversed(years) for article in of_year.get(year, ())]
            first, last = years[0], years[-1]
            label, segment = self.language.year(first), self.urls.year_segment(first)
            if first != last:
                label = self.language.text("years", first=first, last=last)
                segment = f"{segment}-{self.urls.year_segment(last)}"
            parts.append(_part(label, place.url(segment), found))
            pages += self._year(self._inside(place, label, segment), first, found)
        if None in of_year:
            label, segment = self.language.year(None), self.urls.year_segment(None)
            parts.append(_part(label, place.url(segment), of_year[None]))
            pages += self._whole(self._inside(place, label, segment), of_year[None])
        return parts, pages

    def _year(self, place: _Place, year: int, articles: Sequence[Article]) -> Iterator[ListingView]:
        if len(articles) <= NEWEST:
            yield self._page(place, articles)
            return
        parts = []
        for months in _month_spans(Counter(article.date.month or 0 for article in articles)):
            found = [article for article in articles if (article.date.month or 0) in months]
            label = self.language.month(year, months[-1])
            segment = self.urls.month_segment(months[-1])
            if len(months) > 1:
                first = self.language.month_name(months[0])
                label = self.language.text("from_to", first=first, last=label)
                segment = f"{self.urls.month_segment(months[0])}-{segment}"
            parts.append(_part(label, place.url(segment), found))
            yield from self._whole(self._inside(place, parts[-1].label, segment), found)
        yield self._page(place, articles, parts)

    def _whole(self, place: _Place, articles: Sequence[Article]) -> Iterator[ListingView]:
        """Yield a list that no date divides further; by headline, where it is long."""
        if len(articles) <= NEWEST:
            yield self._page(place, articles)
        else:
            whole = divide(place.title, articles, NEWEST, self.language.text("url_page"))
            yield from headline_lists(self.lookup, whole, place.url, place.above)

    def _inside(self, place: _Place, label: str, segment: str) -> _Place:
        return _Place(
            kind=place.kind,
            title=self.language.text("listing_part", title=place.title, part=label),
            url=partial(place.url, segment),
            above=(*place.above, Link(label=place.title, url=place.url())),
        )

    def _page(
        self, place: _Place, articles: Sequence[Article], parts: Sequence[Part] = ()
    ) -> ListingView:
        return ListingView(
            url=place.url(),
            kind=place.kind,
            title=place.title,
            description=None,
            count=len(articles),
            cards=self.lookup.cards(articles[:NEWEST]),
            parts=tuple(parts),
            breadcrumb=place.above,
        )


def _year_spans(counts: Mapping[int, int]) -> Iterator[range]:
    """Yield the parts of a long list by its years, newest first: decades, halves of them, years."""
    for decade in sorted({year // 10 for year in counts}, reverse=True):
        yield from _divided(range(decade * 10, decade * 10 + 10), counts, (5, 1))


def _month_spans(counts: Mapping[int, int]) -> Iterator[range]:
    """Yield the parts of a long year by its months, newest first: halves, quarters or months.

    The month 0 is an unknown one, and comes last.
    """
    for half in (range(7, 13), range(1, 7)):
        yield from _divided(half, counts, (3, 1))
    if counts.get(0):
        yield range(1)


def _divided(span: range, counts: Mapping[int, int], steps: Sequence[int]) -> Iterator[range]:
    """Yield the parts of a span that are not empty, the last first, no shorter than they must be.

    A part is divided when it grows too long itself, never because another one did.
    """
    count = sum(counts.get(each, 0) for each in span)
    if count > NEWEST and steps:
        step, *smaller = steps
        for start in reversed(span[::step]):
            yield from _divided(range(start, start + step), counts, smaller)
    elif count:
        yield span


def totals(tags: Sequence[Term]) -> dict[str, int]:
    """Return how many articles each tag has, with those of its narrower tags, each once."""
    terms = {tag.label: tag for tag in tags}

    def urls(tag: Term) -> set[str]:
        own = {article.url for article in tag.articles}
        return own.union(*(urls(terms[label]) for label in tag.narrower))

    return {tag.label: len(urls(tag)) if tag.narrower else len(tag.articles) for tag in tags}


def _part(label: str, url: str, articles: Sequence[Article]) -> Part:
    return Part(label=label, url=url, count=len(articles))
