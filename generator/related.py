"""Related articles: those that share with one another what few others have. Pure.

What articles have in common counts by its rarity, in bits: a tag that one in 2ⁿ articles has
counts n (the inverse document frequency of Spärck Jones, 1972). Bits are counted whole, so that
an article more does not shuffle everybody's relations, and candidates are looked for nearby only,
so that the work is linear and an article added elsewhere changes nothing here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from string import punctuation

from msgspec import Struct

from generator.model import ArchiveDate, Article
from generator.vietnamese import slug, unify_tones

__all__ = ["LENGTH", "WINDOW", "Relations"]

LENGTH = 5
"""How many related articles a page shows at most."""

WINDOW = 8
"""How far from an article, in articles of the same tag, related ones are looked for."""

_FAR = 10**7
"""More days than any two articles are apart."""

_Trait = tuple[str, ...]
"""What articles can have in common: a tag or section, or two words of a headline."""


class _Facts(Struct, frozen=True, gc=False):
    """What an article is compared by; ``day`` is a number."""

    section: str
    people: frozenset[str]
    headline: tuple[str, ...]
    words: frozenset[str]
    day: int


class _Index(Struct, frozen=True, gc=False):
    """Where in the archive the articles with a trait stand, in its order, and their digests."""

    places: Sequence[int]
    digests: bytes


class Relations:
    """Who is related to whom in an archive; it is worked out when it is asked for.

    Articles are related by their tags or, where that gives nothing, by their headlines and
    sections. Ties go to those of the same section, of the same people, with the same words in
    the headline, then to the nearer in time. A text is never related to its reprints, and of
    several reprints the best is shown.
    """

    def __init__(self, articles: Sequence[Article], digests: Sequence[bytes]) -> None:
        """Prepare for these articles, in the archive's order from new to old.

        ``digests`` are those of all that is said of each article elsewhere, of one length.
        """
        self._articles = articles
        self._digests = digests
        self._size = max(0, len(articles) - 1).bit_length()
        self._facts: dict[int, _Facts] = {}
        self._places = {article.url: place for place, article in enumerate(articles)}
        self._tags = self._indexed(map(_tags, articles))

    def of(self, article: Article) -> tuple[Article, ...]:
        """Return the related articles of one that is in the archive, best first."""
        here = self._places[article.url]
        # As telling as a tag of N^(2/3) articles among N: of 9 in 30, of 2,000 in 100,000.
        found = self._chosen(here, self._ranked(here, _tags(article), self._tags, self._size / 3))
        if found:
            return found
        # More than any two words of a headline say alone: what singles one out of all.
        traits = self._heading(here)
        return self._chosen(here, self._ranked(here, traits, self._headings, self._size))

    def key(self, article: Article) -> bytes:
        """Return all that the article's relations depend on, beside its own digest."""
        here = self._places[article.url]
        tags = _tags(article)
        parts = [self._size.to_bytes(), *self._windows(here, tags, self._tags)]
        if not self._is_surely_related(here, tags):
            parts += self._windows(here, self._heading(here), self._headings)
        return b"".join(parts)

    def _windows(
        self, here: int, traits: Iterable[_Trait], index: Mapping[_Trait, _Index]
    ) -> Iterator[bytes]:
        for trait in traits:
            found = index[trait]
            window = self._window(found.places, here)
            length = len(self._digests[here])
            yield bytes((self._weight(found.places), window.stop - window.start))
            yield found.digests[window.start * length : window.stop * length]

    def _is_surely_related(self, here: int, tags: Iterable[_Trait]) -> bool:
        """Return whether one tag alone relates an article to another one, as nearly always."""
        said = _texts(self._articles[here])
        for tag in tags:
            places = self._tags[tag].places
            if self._weight(places) >= self._size / 3:
                for there in places[self._window(places, here)]:
                    if there != here and said.isdisjoint(_texts(self._articles[there])):
                        return True
        return False

    @cached_property
    def _headings(self) -> dict[_Trait, _Index]:
        return self._indexed(map(self._heading, range(len(self._articles))))

    def _heading(self, place: int) -> list[_Trait]:
        """Return the section, and each two neighbouring words: most of Vietnamese are such."""
        facts = self._facts_of(place)
        pairs: list[_Trait] = sorted(set(pairwise(facts.headline)))
        return [*pairs, (facts.section,)] if facts.section else pairs

    def _indexed(self, traits: Iterable[Iterable[_Trait]]) -> dict[_Trait, _Index]:
        found: defaultdict[_Trait, list[int]] = defaultdict(list)
        for place, own in enumerate(traits):
            for trait in own:
                found[trait].append(place)
        digests = self._digests
        return {
            trait: _Index(places, b"".join([digests[place] for place in places]))
            for trait, places in found.items()
        }

    def _facts_of(self, place: int) -> _Facts:
        facts = self._facts.get(place)
        if facts is None:
            article = self._articles[place]
            headline = tuple(map(_word, article.title.split()))
            facts = self._facts[place] = _Facts(
                slug(article.section or ""),
                frozenset(article.authors),
                headline,
                frozenset(headline),
                _day(article.date),
            )
        return facts

    def _weight(self, places: Sequence[int]) -> int:
        """Return how telling a trait of the articles at these places is: how few others have it."""
        return self._size - (len(places) - 1).bit_length()

    @staticmethod
    def _window(places: Sequence[int], here: int) -> slice:
        at = bisect_left(places, here)
        return slice(max(0, at - WINDOW), min(len(places), at + WINDOW + 1))

    def _ranked(
        self,
        here: int,
        traits: Iterable[_Trait],
        index: Mapping[_Trait, _Index],
        least: float,
    ) -> Iterator[int]:
        """Yield the places nearby that share at least so many bits with this one, best first."""
        bits: defaultdict[int, int] = defaultdict(int)
        for trait in traits:
            places = index[trait].places
            weight = self._weight(places)
            for place in places[self._window(places, here)]:
                bits[place] += weight
        bits.pop(here, None)
        tiers: defaultdict[int, list[int]] = defaultdict(list)
        for there, shared in bits.items():
            if shared >= least:
                tiers[shared].append(there)
        for shared in sorted(tiers, reverse=True):
            yield from self._nearest(here, tiers[shared])

    def _nearest(self, here: int, places: Collection[int]) -> list[int]:
        """Return these places, the likest articles first, then the nearest in time."""
        articles, own = self._articles, self._facts_of(here)
        ranked = [
            (
                own.section != other.section,
                own.people.isdisjoint(other.people),
                -len(own.words & other.words),
                abs(own.day - other.day),
                articles[there].url,
                there,
            )
            for there, other in zip(places, map(self._facts_of, places), strict=True)
        ]
        return [found[-1] for found in sorted(ranked)]

    def _chosen(self, here: int, ranked: Iterator[int]) -> tuple[Article, ...]:
        """Return the first of these articles, each text once."""
        said = _texts(self._articles[here])
        chosen: list[Article] = []
        for there in ranked:
            other = self._articles[there]
            if said.isdisjoint(_texts(other)):
                said |= _texts(other)
                chosen.append(other)
                if len(chosen) == LENGTH:
                    break
        return tuple(chosen)


def _tags(article: Article) -> list[_Trait]:
    """Return the tags of an article, in an order that follows from them alone."""
    return [(tag,) for tag in sorted(set(map(slug, article.tags)))]


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
