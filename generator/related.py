"""Related articles: those that share with one another what few others have. Pure.

What articles have in common counts by its rarity, in bits: a tag that one in 2ⁿ articles has
counts n (the inverse document frequency of Spärck Jones, 1972). Bits are counted whole, so that
an article more does not shuffle everybody's relations, and candidates are looked for nearby only,
so that the work is linear and an article added elsewhere changes nothing here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator.model import ArchiveDate, Article
from generator.vietnamese import slug, unify_tones

__all__ = ["LENGTH", "WINDOW", "relate"]

LENGTH = 5
"""How many related articles a page shows at most."""

WINDOW = 8
"""How far from an article, in articles of the same tag, related ones are looked for."""

_FAR = 10**7
"""More days than any two articles are apart."""

_WORD = re.compile(r"\w+")


def relate(articles: Sequence[Article]) -> dict[str, tuple[Article, ...]]:
    """Return the related articles of each article that has any, best first, by its URL.

    ``articles`` are in the archive's order, from new to old. Articles are related by their tags
    or, where that gives nothing, by their headlines and sections. Ties go to those of the same
    section, of the same people, with the same words in the headline, then to the nearer in time.
    A text is never related to its reprints, and of several reprints the best is shown.
    """
    relations = _Relations(articles)
    found = ((article.url, relations.of(here)) for here, article in enumerate(articles))
    return {url: related for url, related in found if related}


class _Traits:
    """What articles have in common in one respect; an article is known by its place."""

    def __init__(self, of: Sequence[frozenset[Hashable]]) -> None:
        self.of = of
        self.size = (len(of) - 1).bit_length()
        self.places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place, traits in enumerate(of):
            for trait in traits:
                self.places[trait].append(place)

    def shared(self, here: int) -> Mapping[int, int]:
        """Return the bits that an article shares with each of those nearby."""
        bits: defaultdict[int, int] = defaultdict(int)
        for trait in self.of[here]:
            places = self.places[trait]
            # How few others have it, of all others.
            weight = self.size - (len(places) - 1).bit_length()
            at = bisect_left(places, here)
            for place in places[max(0, at - WINDOW) : at + WINDOW + 1]:
                bits[place] += weight
        bits.pop(here, None)
        return bits


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides between articles that share equally much with another."""

    section: str
    people: frozenset[str]
    headline: frozenset[tuple[str, str]]
    day: int
    url: str

    @classmethod
    def of(cls, article: Article) -> _Facts:
        words = _WORD.findall(unify_tones(article.title).casefold())
        # Two neighbouring words: most words of Vietnamese are such.
        pairs = frozenset(pairwise(words))
        section = slug(article.section or "")
        return cls(section, frozenset(article.authors), pairs, _day(article.date), article.url)

    def distance(self, other: _Facts) -> tuple[bool, bool, int, int, str]:
        """Return by what another article sorts: the likest first, then the nearest in time."""
        return (
            self.section != other.section,
            self.people.isdisjoint(other.people),
            -len(self.headline & other.headline),
            abs(self.day - other.day),
            other.url,
        )


class _Relations:
    """Who is related to whom in an archive."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.facts = [_Facts.of(article) for article in articles]
        self.tags = _Traits([frozenset(map(slug, article.tags)) for article in articles])
        self.headings = _Traits(
            [
                each.headline | {("", each.section)} if each.section else each.headline
                for each in self.facts
            ]
        )

    def of(self, here: int) -> tuple[Article, ...]:
        """Return the articles that are related to the one at this place."""
        # As telling as a tag of N^(2/3) articles among N: of 9 in 30, of 2,000 in 100,000.
        by_tags = self._ranked(here, self.tags, least=self.tags.size / 3)
        # More than any two words of a headline say alone: what singles one out of all.
        by_heading = self._ranked(here, self.headings, least=self.headings.size)
        return self._chosen(here, by_tags) or self._chosen(here, by_heading)

    def _ranked(self, here: int, traits: _Traits, least: float) -> Iterator[int]:
        """Yield the places that share at least so many bits with this one, best first."""
        tiers: defaultdict[int, list[int]] = defaultdict(list)
        for there, bits in traits.shared(here).items():
            if bits >= least:
                tiers[bits].append(there)
        distance = self.facts[here].distance
        for bits in sorted(tiers, reverse=True):
            yield from sorted(tiers[bits], key=lambda there: distance(self.facts[there]))

    def _chosen(self, here: int, ranked: Iterator[int]) -> tuple[Article, ...]:
        """Return the first of these articles, each text once."""
        said = _texts(self.articles[here])
        chosen: list[Article] = []
        for there in ranked:
            other = self.articles[there]
            if said.isdisjoint(_texts(other)):
                said |= _texts(other)
                chosen.append(other)
                if len(chosen) == LENGTH:
                    break
        return tuple(chosen)


def _day(when: ArchiveDate) -> int:
    """Return a date as a number of days, as near as it is known; the undated stand together."""
    return date(when.year, when.month or 1, when.day or 1).toordinal() if when.year else -_FAR


def _texts(article: Article) -> set[str]:
    """Return the paths that stand for an article's text: its own, and what it repeats."""
    return {article.path, article.reprint_of or article.path}
