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

from generator.digest import SIZE
from generator.model import Archive, ArchiveDate, Article, Term
from generator.vietnamese import slug, unify_tones

__all__ = ["LENGTH", "WINDOW", "Relations"]

LENGTH = 5
"""How many related articles a page shows at most."""

WINDOW = 8
"""How far from an article, in articles of the same tag, related ones are looked for."""

_FAR = 10**7
"""More days than any two articles are apart."""

_Words = tuple[str, ...]
"""What a headline and those like it have in common: a section, or two words."""


class _Facts(Struct, frozen=True, gc=False):
    """What an article is compared by; ``day`` is a number."""

    section: str
    people: frozenset[str]
    words: frozenset[str]
    day: int


class _Index(Struct, frozen=True, gc=False):
    """Where in the archive the articles with a trait stand, in its order, and their digests.

    ``weight`` is how telling the trait is: how few others have it, in bits.
    """

    places: Sequence[int]
    digests: bytes
    weight: int


_Window = tuple[_Index, int, int]
"""Of those with a trait the ones nearby: from which on, and to which (exclusive)."""


class Relations:
    """Who is related to whom in an archive; it is worked out when it is asked for.

    Articles are related by their tags or, where that gives nothing, by their headlines and
    sections. Ties go to those of the same section, of the same people, with the same words in
    the headline, then to the nearer in time. A text is never related to its reprints, and of
    several reprints the best is shown.
    """

    def __init__(self, archive: Archive, digests: Mapping[str, bytes]) -> None:
        """Prepare for this archive.

        ``digests`` are those of all that is said of each article elsewhere, by URL.
        """
        self._articles = archive.articles
        self._digests = digests
        self._size = max(0, len(archive.articles) - 1).bit_length()
        # As telling as a tag of N^(2/3) articles among N: of 9 in 30, of 2,000 in 100,000.
        self._telling = self._size / 3
        self._facts: dict[int, _Facts] = {}
        self._places = {article.url: place for place, article in enumerate(archive.articles)}
        self._terms = {form: term for term in archive.tags for form in term.forms}
        self._tags: dict[str, _Index] = {}

    def of(self, article: Article) -> tuple[Article, ...]:
        """Return the related articles of one that is in the archive, best first."""
        here = self._places[article.url]
        found = self._chosen(here, self._ranked(here, self._tagged(article), self._telling))
        if found:
            return found
        # More than any two words of a headline say alone: what singles one out of all.
        return self._chosen(here, self._ranked(here, self._headed(article), self._size))

    def key(self, article: Article) -> bytes:
        """Return all that the article's relations depend on, beside its own digest."""
        here = self._places[article.url]
        tagged = self._tagged(article)
        parts = [self._size.to_bytes()]
        _add_windows(parts, tagged)
        if self._may_be_lonely(here, tagged):
            _add_windows(parts, self._headed(article))
        return b"".join(parts)

    def _may_be_lonely(self, here: int, tagged: Iterable[_Window]) -> bool:
        """Return whether no single one of its tags relates the article here to another one."""
        said = _texts(self._articles[here])
        for index, start, end in tagged:
            if index.weight >= self._telling:
                for there in index.places[start:end]:
                    if there != here and said.isdisjoint(_texts(self._articles[there])):
                        return False
        return True

    def _tagged(self, article: Article) -> list[_Window]:
        """Return those nearby with each tag of an article, in an order that follows from these."""
        here = self._places[article.url]
        terms = {term.slug: term for term in map(self._terms.__getitem__, article.tags)}
        return [
            _window(self._tags.get(name) or self._tag(terms[name]), here) for name in sorted(terms)
        ]

    def _tag(self, term: Term) -> _Index:
        places = [self._places[article.url] for article in term.articles]
        found = self._tags[term.slug] = self._index(places)
        return found

    def _headed(self, article: Article) -> list[_Window]:
        """Return those nearby with the same section, and with each two words of the headline."""
        here = self._places[article.url]
        return [_window(self._headings[words], here) for words in sorted(_heading(article))]

    @cached_property
    def _headings(self) -> dict[_Words, _Index]:
        """The articles by the sections and pairs of words that those without others have."""
        wanted = {
            words
            for here, article in enumerate(self._articles)
            if self._may_be_lonely(here, self._tagged(article))
            for words in _heading(article)
        }
        found: defaultdict[_Words, list[int]] = defaultdict(list)
        for place, article in enumerate(self._articles):
            for words in wanted.intersection(_heading(article)):
                found[words].append(place)
        return {words: self._index(places) for words, places in found.items()}

    def _index(self, places: Sequence[int]) -> _Index:
        articles, digests = self._articles, self._digests
        return _Index(
            places,
            b"".join([digests[articles[place].url] for place in places]),
            self._size - (len(places) - 1).bit_length(),
        )

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
        windows: Iterable[_Window],
        least: float,
    ) -> Iterator[int]:
        """Yield the places nearby that share at least so many bits with this one, best first."""
        bits: defaultdict[int, int] = defaultdict(int)
        for index, start, end in windows:
            for place in index.places[start:end]:
                bits[place] += index.weight
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


def _window(index: _Index, here: int) -> _Window:
    """Return which of these stand near a place of the archive."""
    at = bisect_left(index.places, here)
    return index, (at - WINDOW if at > WINDOW else 0), at + WINDOW + 1


def _add_windows(parts: list[bytes], windows: Iterable[_Window]) -> None:
    """Add all that is said of those nearby; each part says where it ends."""
    for index, start, end in windows:
        said = index.digests[start * SIZE : end * SIZE]
        parts.append(bytes((index.weight, len(said) // SIZE)))
        parts.append(said)


def _heading(article: Article) -> set[_Words]:
    """Return the section, and each two neighbouring words: most of Vietnamese are such."""
    found: set[_Words] = set(pairwise(map(_word, article.title.split())))
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
