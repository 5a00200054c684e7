"""What the records of one import have in common.

Lines that stand in many records are the site's, not the articles'; a line that is another
record's headline is a link to it. Only digests are kept, and while they are counted they wait
on disk, so that memory stays small.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from string import digits
from typing import cast

from generator.importing.lines import Line
from generator.importing.scratch import scratch

__all__ = ["Corpus", "Counts", "Tally"]

_NUMBER = re.compile("[0-9]+")
_REPEATED = 3
_SHARE = 0.004
"""A line that stands in this many records of one import, and this share of them, is the site's."""
_SCHEMA = """
    CREATE TABLE lines (digest INTEGER, count INTEGER);
    CREATE TABLE phrases (digest INTEGER, count INTEGER);
    CREATE TABLE titles (digest INTEGER);
"""


@lru_cache(maxsize=8192)
def _digest(key: str) -> int:
    """Return a short digest of a line with its digits folded; for counting across records."""
    if any(map(key.__contains__, digits)):
        key = _NUMBER.sub("0", key)
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass(slots=True)
class Counts:
    """What some records have in common, by digests.

    ``lines`` counts in how many of the ``records`` a line stands, ``titles`` are their likely
    headlines, ``phrases`` counts in how many of those that were ``sampled`` a possible tag occurs.
    """

    lines: Counter[int] = field(default_factory=Counter)
    titles: list[int] = field(default_factory=list)
    phrases: Counter[int] = field(default_factory=Counter)
    records: int = 0
    sampled: int = 0

    def add(self, lines: Sequence[Line], title: str | None, phrases: Iterable[str] | None) -> None:
        """Count one record; its possible tags only where they are given."""
        self.records += 1
        self.lines.update({_digest(line.key) for line in lines})
        if title is not None:
            self.titles.append(_digest(title))
        if phrases is not None:
            self.sampled += 1
            self.phrases.update({_digest(phrase) for phrase in phrases})


class _Digests:
    """A set of digests that takes eight bytes for each."""

    def __init__(self, digests: Iterable[int] = ()) -> None:
        self._sorted = array("q", digests)

    def __contains__(self, digest: object) -> bool:
        place = bisect_left(self._sorted, cast("int", digest))
        return self._sorted[place : place + 1] == array("q", [cast("int", digest)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What all records of one import have in common, by digests; nothing if there is but one.

    ``repeated`` are the lines of the site, ``titles`` the likely headlines, ``phrases`` tells of
    possible tags in how many of the ``sampled`` records they occur, where in several.
    """

    repeated: Container[int] = frozenset()
    titles: Container[int] = frozenset()
    phrases: Mapping[int, int] = field(default_factory=dict)
    sampled: int = 0

    def is_repeated(self, key: str) -> bool:
        """Return whether a line stands in so many records that it belongs to the site."""
        return _digest(key) in self.repeated

    def is_other_title(self, key: str, own: str | None) -> bool:
        """Return whether a line is the title of another record."""
        return key != own and len(key) >= 20 and _digest(key) in self.titles

    def phrase_count(self, phrase: str) -> int:
        """Return in how many of the sampled records a possible tag occurs, 0 for a single one."""
        return self.phrases.get(_digest(phrase), 0)


class Tally:
    """Adds up what was counted here and there."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._counted = scratch(_SCHEMA)
        self._records = self._sampled = 0

    def add(self, counts: Counts) -> None:
        """Add what was counted in some records."""
        # Only added to now, and added up at last, by sorting: an index would take far longer.
        add = self._counted.executemany
        add("INSERT INTO lines VALUES (?, ?)", counts.lines.items())
        add("INSERT INTO phrases VALUES (?, ?)", counts.phrases.items())
        add("INSERT INTO titles VALUES (?)", ((title,) for title in counts.titles))
        self._records += counts.records
        self._sampled += counts.sampled

    def corpus(self) -> Corpus:
        """Return what all of them have in common."""
        ask = self._counted.execute
        several = "SELECT digest, sum(count) FROM {} GROUP BY digest HAVING sum(count) >= ?"
        least = max(_REPEATED, self._records * _SHARE)
        titles = ask("SELECT DISTINCT digest FROM titles ORDER BY digest")
        return Corpus(
            repeated=frozenset(digest for digest, _ in ask(several.format("lines"), (least,))),
            titles=_Digests(digest for (digest,) in titles),
            phrases=dict(ask(several.format("phrases"), (2,))),
            sampled=self._sampled,
        )
