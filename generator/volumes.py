"""The volumes of the search index: contiguous parts of the archive that are indexed one by one.

A volume is made again only when one of its articles changes, so a change costs what a volume
costs, however large the archive is. The boundaries follow from the articles' dates alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

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


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """What the partition into volumes needs of an article.

    ``place`` orders the articles by date, and those of one day by a digest of their URL;
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
    tail = int.from_bytes(blake2b(url.encode(), digest_size=4).digest())
    place = (date.year or 0) << 9 | (date.month or 0) << 5 | (date.day or 0)
    return Entry(url=url, year=date.year, place=place << 32 | tail, words=words, digest=digest)


def volumes(entries: Sequence[Entry]) -> tuple[Volume, ...]:
    """Return the volumes of an archive, the newest first, the undated last.

    A small archive is one volume. A large one is cut into blocks of 64, 32, 16 … 1 years, and
    those that are still too large into parts of a year, of a month, of a day: always in two
    halves of their span, never by counting. So a boundary moves only when a block itself grows
    too large, not because another one did.
    """
    ordered = sorted(entries, key=lambda entry: (entry.place, entry.url), reverse=True)
    if _fits(ordered):
        years = [entry.year for entry in entries if entry.year is not None]
        first, last = min(years, default=None), max(years, default=None)
        whole = Volume(name="all", first=first, last=last, entries=tuple(ordered))
        return (whole,) if entries else ()
    spans: defaultdict[int, list[Entry]] = defaultdict(list)
    undated = []
    for item in ordered:
        if item.year is None:
            undated.append(item)
        else:
            spans[item.place >> _WIDEST].append(item)
    found = [volume for span in spans.values() for volume in _halves(span, _WIDEST)]
    return (*found, *_halves(undated, _YEAR))


def _fits(entries: Sequence[Entry]) -> bool:
    return len(entries) < 2 or (
        len(entries) <= ARTICLES and sum(entry.words for entry in entries) <= WORDS
    )


def _halves(entries: Sequence[Entry], width: int) -> Iterator[Volume]:
    """Yield the volumes of the entries whose places differ in their lowest ``width`` bits only."""
    if not entries:
        return
    if _fits(entries) or width == 0:
        yield _volume(entries, width)
        return
    half = width - 1
    for bit in (1, 0):
        yield from _halves([entry for entry in entries if entry.place >> half & 1 == bit], half)


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
