"""Related articles: those that share with one another what few others have. Pure.

What articles have in common counts by its rarity, in bits: a tag that one in 2ⁿ articles has
counts n (the inverse document frequency of Spärck Jones, 1972). Bits are counted whole, so that
an article more does not shuffle everybody's relations, and candidates are looked for nearby only,
so that the work is linear and an article added elsewhere changes nothing here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from string import punctuation

from generator.model import ArchiveDate, Article
from generator.vietnamese import slug, unify_tones

__all__ = ["LENGTH", "WINDOW", "relate"]

LENGTH = 5
"""How many related articles a page shows at most."""

WINDOW = 8
"""How far from an article, in articles of the same tag, related ones are looked for."""

_FAR = 10**7
"""More days than any two articles are apart."""

_Places = Mapping[Hashable, Sequence[int]]
"""Where in the archive the articles with a trait stand, in its order."""


def relate(articles: Sequence[Article]) -> dict[str, tuple[Article, ...]]:
    """Return the related articles of each article that has any, best first, by its URL.

    ``articles`` are in the archive's order, from new to old. Articles are related by their tags
    or, where that gives nothing, by their headlines and sections. Ties go to those of the same
    section, of the same people, with the same words in the headline, then to the nearer in time.
    A text is never related to its reprints, and of several reprints the best is shown.
    """
    relations = _Relations(articles)
    everywhere = range(len(articles))
    # As telling as a tag of N^(2/3) articles among N: of 9 in 30, of 2,000 in 100,000.
    found = relations.by(relations.tags, everywhere, least=relations.size / 3)
    # More than any two words of a headline say alone: what singles one out of all.
    lonely = [here for here in everywhere if here not in found]
    found |= relations.by(relations.heading, lonely, least=relations.size)
    return {articles[here].url: found[here] for here in everywhere if here in found}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an article is compared by; ``day`` is a number."""

    tags: frozenset[str]
    section: str
    people: frozenset[str]
    headline: tuple[str, ...]
    day: int


class _Relations:
    """Who is related to whom in an archive; an article is known by its place there."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.size = max(0, len(articles) - 1).bit_length()
        self.facts = [
            _Facts(
                frozenset(map(slug, article.tags)),
                slug(article.section or ""),
                frozenset(article.authors),
                tuple(map(_word, article.title.split())),
                _day(article.date),
            )
            for article in articles
        ]

    def tags(self, place: int) -> Iterable[Hashable]:
        """Return the tags of an article."""
        return self.facts[place].tags

    def heading(self, place: int) -> Iterable[Hashable]:
        """Return the section, and each two neighbouring words: most of Vietnamese are such."""
        facts = self.facts[place]
        return {*pairwise(facts.headline), *filter(None, [facts.section])}

    def by(
        self, traits: Callable[[int], Iterable[Hashable]], places: Collection[int], least: float
    ) -> dict[int, tuple[Article, ...]]:
        """Return whom those at these places share so many bits of these traits with, if anybody."""
        index: dict[Hashable, list[int]] = {
            trait: [] for place in places for trait in traits(place)
        }
        for place in range(len(self.articles)) if index else ():
            for trait in traits(place):
                if trait in index:
                    index[trait].append(place)
        found = (
            (here, self._chosen(here, self._ranked(here, traits(here), index, least)))
            for here in places
        )
        return {here: chosen for here, chosen in found if chosen}

    def _ranked(
        self, here: int, traits: Iterable[Hashable], index: _Places, least: float
    ) -> Iterator[int]:
        """Yield the places nearby that share at least so many bits with this one, best first."""
        bits: defaultdict[int, int] = defaultdict(int)
        for trait in traits:
            places = index[trait]
            # How few others have it, of all others.
            weight = self.size - (len(places) - 1).bit_length()
            at = bisect_left(places, here)
            for place in places[max(0, at - WINDOW) : at + WINDOW + 1]:
                bits[place] += weight
        bits.pop(here, None)
        tiers: defaultdict[int, list[int]] = defaultdict(list)
        for there, shared in bits.items():
            if shared >= least:
                tiers[shared].append(there)
        for shared in sorted(tiers, reverse=True):
            yield from sorted(tiers[shared], key=self._distance(here))

    def _distance(self, here: int) -> Callable[[int], tuple[bool, bool, int, int, str]]:
        """Return by what others are sorted: the likest first, then the nearest in time."""
        articles, facts, own = self.articles, self.facts, self.facts[here]
        words = set(own.headline)

        def distance(there: int) -> tuple[bool, bool, int, int, str]:
            other = facts[there]
            return (
                own.section != other.section,
                own.people.isdisjoint(other.people),
                -len(words.intersection(other.headline)),
                abs(own.day - other.day),
                articles[there].url,
            )

        return distance

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


@lru_cache(maxsize=65536)
def _word(text: str) -> str:
    """Return a word of a headline as words are compared."""
    return unify_tones(text).casefold().strip(punctuation + "“”‘’„«»…–—")


def _day(when: ArchiveDate) -> int:
    """Return a date as a number of days, as near as it is known; the undated stand together."""
    return date(when.year, when.month or 1, when.day or 1).toordinal() if when.year else -_FAR


def _texts(article: Article) -> set[str]:
    """Return the paths that stand for an article's text: its own, and what it repeats."""
    return {article.path, article.reprint_of or article.path}
