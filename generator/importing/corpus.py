"""What the records of one import have in common.

Lines that stand in many records are the site's, not the articles'; a line that is another
record's headline is a link to it. Only digests are kept, so that memory stays small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from string import digits

from generator.importing.lines import Line

__all__ = ["Corpus"]

_NUMBER = re.compile("[0-9]+")
_REPEATED = 3
"""A line that stands in this many records of one import is no article's own."""


@lru_cache(maxsize=8192)
def _digest(key: str) -> int:
    """Return a short digest of a line with its digits folded; for counting across records."""
    if any(map(key.__contains__, digits)):
        key = _NUMBER.sub("0", key)
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")


@dataclass(slots=True)
class Corpus:
    """What all records of one import have in common; hashes only, so that memory stays small.

    ``lines`` counts in how many records a line stands, ``titles`` of how many it is the likely
    headline, ``phrases`` in how many of those that were ``sampled`` a possible tag occurs.
    """

    lines: Counter[int] = field(default_factory=Counter)
    titles: Counter[int] = field(default_factory=Counter)
    phrases: Counter[int] = field(default_factory=Counter)
    records: int = 0
    sampled: int = 0

    def add(self, lines: Sequence[Line], title: str | None, phrases: Iterable[str] | None) -> None:
        """Count one record; its possible tags only where they are given."""
        self.records += 1
        self.lines.update({_digest(line.key) for line in lines})
        if title is not None:
            self.titles[_digest(title)] += 1
        if phrases is not None:
            self.sampled += 1
            self.phrases.update({_digest(phrase) for phrase in phrases})

    def merge(self, other: Corpus) -> None:
        """Add what was counted elsewhere."""
        self.lines.update(other.lines)
        self.titles.update(other.titles)
        self.phrases.update(other.phrases)
        self.records += other.records
        self.sampled += other.sampled

    def pruned(self) -> Corpus:
        """Return the corpus without what occurs once only, which tells nothing."""
        return Corpus(
            lines=Counter({key: n for key, n in self.lines.items() if n >= _REPEATED}),
            titles=self.titles,
            phrases=Counter({key: n for key, n in self.phrases.items() if n > 1}),
            records=self.records,
            sampled=self.sampled,
        )

    def is_repeated(self, key: str) -> bool:
        """Return whether a line stands in so many records that it belongs to the site."""
        seen = self.lines[_digest(key)]
        return seen >= _REPEATED and seen >= self.records * 0.004

    def is_other_title(self, key: str, own: str | None) -> bool:
        """Return whether a line is the title of another record."""
        return key != own and len(key) >= 20 and self.titles[_digest(key)] > 0

    def phrase_count(self, phrase: str) -> int:
        """Return in how many of the sampled records a possible tag occurs."""
        return self.phrases[_digest(phrase)]
