"""The volumes of the search index: contiguous parts of the archive that are indexed one by one.

A volume is made again only when one of its articles changes, so a change costs what a volume
costs, however large the archive is. The boundaries follow from the articles' dates alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from zlib import crc32

from msgspec import Struct

from generator.model import ArchiveDate

__all__ = ["Entry", "Volume", "entry", "volumes"]

ARTICLES = 400
"""Most articles of a volume: what is indexed in about half a second."""

WORDS = 450_000
"""Most words of a volume, where it has more articles than one: they decide about the memory."""

_YEAR = 41
"""How far left the year stands in a place; below it are 4 bits of month, 5 of day, 32 of URL."""

_WIDEST = _YEAR + 6
"""The widest volume has 64 years."""


class Entry(Struct, frozen=True, gc=False):
    """What the partition into volumes needs of an article.

    ``place`` orders the articles by date, and those of one day by a check sum of their URL;
    ``digest`` is that of all that the index holds of the article.
    """

    url: str
    year: int | None
    place: int
    words: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A range of dates with an index of its own; its years are None for the undated.

    ``entries`` are in the order of their places, the newest first.
    """

    name: str
    first: int | None
    last: int | None
    entries: tuple[Entry, ...]


def entry(url: str, date: ArchiveDate, words: int, digest: bytes) -> Entry:
    """Return the entry of an article."""
    year = date.year
    place = (year or 0) << 9 | (date.month or 0) << 5 | (date.day or 0)
    return Entry(url, year, place << 32 | crc32(url.encode()), words, digest)


def volumes(entries: Sequence[Entry]) -> tuple[Volume, ...]:
    """Return the volumes of an archive, the newest first, the undated last.

    A small archive is one volume. A large one is cut into blocks of 64, 32, 16 … 1 years, and
    those that are still too large into parts of a year, of a month, of a day: always in two
    halves of their span, never by counting. So a boundary moves only when a block itself grows
    too large, not because another one did.
    """
    ordered = sorted(entries, key=attrgetter("place", "url"), reverse=True)
    words = list(accumulate((entry.words for entry in ordered), initial=0))

    def fits(start: int, end: int) -> bool:
        number = end - start
        return number < 2 or (number <= ARTICLES and words[end] - words[start] <= WORDS)

    def halves(start: int, end: int, width: int) -> Iterator[Volume]:
        """Yield the volumes of entries whose places differ in their lowest ``width`` bits only."""
        if start == end:
            return
        if fits(start, end) or width == 0:
            yield _volume(ordered[start:end], width)
            return
        half = width - 1
        middle = _first_below(
            ordered, ordered[start].place >> width << width | 1 << half, start, end
        )
        yield from halves(start, middle, half)
        yield from halves(middle, end, half)

    undated = _first_below(ordered, 1 << _YEAR, 0, len(ordered))
    if fits(0, len(ordered)):
        years = [entry.year for entry in ordered[:undated] if entry.year is not None]
        first, last = min(years, default=None), max(years, default=None)
        whole = Volume(name="all", first=first, last=last, entries=tuple(ordered))
        return (whole,) if ordered else ()
    found: list[Volume] = []
    start = 0
    while start < undated:
        span = ordered[start].place >> _WIDEST << _WIDEST
        end = _first_below(ordered, span, start, undated)
        found += halves(start, end, _WIDEST)
        start = end
    return (*found, *halves(undated, len(ordered), _YEAR))


def _first_below(ordered: Sequence[Entry], place: int, start: int, end: int) -> int:
    """Return from where on the places are smaller than this one: they go from large to small."""
    return bisect_right(ordered, -place, start, end, key=lambda entry: -entry.place)


def _volume(entries: Sequence[Entry], width: int) -> Volume:
    if entries[0].year is None:
        first = last = None
        name = "undated"
    else:
        first = entries[0].place >> width << width >> _YEAR
        last = first + (1 << max(0, width - _YEAR)) - 1
        name = f"{first:04}-{last:04}" if last > first else f"{first:04}"
    if width < _YEAR:
        # The part of the year as a binary fraction: .0 is its first half, .01 its second quarter.
        depth = _YEAR - width
        name += f".{entries[0].place >> width & (1 << depth) - 1:0{depth}b}"
    return Volume(name=name, first=first, last=last, entries=tuple(entries))
