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

_Trait = str | tuple[str, ...]
"""What articles can have in common: a tag; or a section, two words of a headline (a tuple)."""


class _Facts(Struct, frozen=True, gc=False):
    """What an article is compared by; ``day`` is a number."""

    section: str
    people: frozenset[str]
    words: frozenset[str]
    day: int


class _Index(Struct, gc=False):
    """Where in the archive the articles with a trait stand, in its order, and their digests.

    ``weight`` is how telling the trait is: how few others have it, in bits.
    """

    places: list[int]
    digests: bytes = b""
    weight: int = 0


_Stands = list[tuple[_Index, int]]
"""Where an article stands among those with the same traits: the index of each, and the place."""


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
        # As telling as a tag of N^(2/3) articles among N: of 9 in 30, of 2,000 in 100,000.
        self._telling = self._size / 3
        self._facts: dict[int, _Facts] = {}
        self._places = {article.url: place for place, article in enumerate(articles)}
        self._stands: list[_Stands] = []
        self._tags = self._indexed(enumerate(map(_tags, articles)), self._stands)

    def of(self, article: Article) -> tuple[Article, ...]:
        """Return the related articles of one that is in the archive, best first."""
        here = self._places[article.url]
        tags = self._ranked(here, _tags(article), self._tags, self._telling)
        found = self._chosen(here, tags)
        if found:
            return found
        # More than any two words of a headline say alone: what singles one out of all.
        return self._chosen(here, self._ranked(here, _heading(article), self._headings, self._size))

    def key(self, article: Article) -> bytes:
        """Return all that the article's relations depend on, beside its own digest."""
        here = self._places[article.url]
        parts = [self._size.to_bytes()]
        if article is self._articles[here]:
            self._add_windows(parts, self._stands[here])
        else:
            self._add_windows(parts, _stands(here, _tags(article), self._tags))
        if here in self._lonely:
            self._add_windows(parts, _stands(here, _heading(article), self._headings))
        return b"".join(parts)

    def _add_windows(self, parts: list[bytes], stands: _Stands) -> None:
        length = len(self._digests[0])
        for found, at in stands:
            start = at - WINDOW if at > WINDOW else 0
            window = found.digests[start * length : (at + WINDOW + 1) * length]
            parts.append(bytes((found.weight, len(window) // length)))
            parts.append(window)

    @cached_property
    def _lonely(self) -> frozenset[int]:
        """The places of the articles that no single tag relates to another one: few."""
        return frozenset(here for here in range(len(self._articles)) if self._may_be_lonely(here))

    def _may_be_lonely(self, here: int) -> bool:
        said = _texts(self._articles[here])
        for found, at in self._stands[here]:
            if found.weight >= self._telling:
                start = at - WINDOW if at > WINDOW else 0
                for there in found.places[start : at + WINDOW + 1]:
                    if there != here and said.isdisjoint(_texts(self._articles[there])):
                        return False
        return True

    @cached_property
    def _headings(self) -> dict[_Trait, _Index]:
        """The articles by the sections and pairs of words that those without others have."""
        wanted = {trait for here in self._lonely for trait in _heading(self._articles[here])}
        if not wanted:
            return {}
        return self._indexed(
            (place, wanted.intersection(_traits(article)))
            for place, article in enumerate(self._articles)
        )

    def _indexed(
        self, traits: Iterable[tuple[int, Iterable[_Trait]]], stands: list[_Stands] | None = None
    ) -> dict[_Trait, _Index]:
        """Return the articles by trait, and add to ``stands`` where each stands among them."""
        found: dict[_Trait, _Index] = {}
        for place, own in traits:
            mine: _Stands = []
            for trait in own:
                index = found.get(trait)
                if index is None:
                    index = found[trait] = _Index([])
                mine.append((index, len(index.places)))
                index.places.append(place)
            if stands is not None:
                stands.append(mine)
        digests = self._digests
        for index in found.values():
            index.digests = b"".join([digests[place] for place in index.places])
            index.weight = self._size - (len(index.places) - 1).bit_length()
        return found

    def _facts_of(self, place: int) -> _Facts:
        facts = self._facts.get(place)
        if facts is None:
            article = self._articles[place]
            facts = self._facts[place] = _Facts(
                slug(article.section or ""),
                frozenset(article.authors),
                frozenset(map(_word, article.title.split())),
                _day(article.date),
            )
        return facts

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
            found = index[trait]
            start, end = _window(found.places, here)
            for place in found.places[start:end]:
                bits[place] += found.weight
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


def _window(places: Sequence[int], here: int) -> tuple[int, int]:
    """Return where in these places those nearby begin and end."""
    at = bisect_left(places, here)
    return (at - WINDOW if at > WINDOW else 0), min(len(places), at + WINDOW + 1)


def _stands(here: int, traits: Iterable[_Trait], index: Mapping[_Trait, _Index]) -> _Stands:
    """Return where the article at this place stands, or would, among those with these traits."""
    return [(index[trait], bisect_left(index[trait].places, here)) for trait in traits]


def _tags(article: Article) -> list[str]:
    """Return the tags of an article, in an order that follows from them alone."""
    return sorted(set(map(slug, article.tags)))


def _heading(article: Article) -> list[tuple[str, ...]]:
    """Return the section and the words of a headline, in an order that follows from them alone."""
    return sorted(_traits(article))


def _traits(article: Article) -> set[tuple[str, ...]]:
    """Return the section, and each two neighbouring words: most of Vietnamese are such."""
    found: set[tuple[str, ...]] = set(pairwise(map(_word, article.title.split())))
    section = slug(article.section or "")
    return {*found, (section,)} if section else found


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
