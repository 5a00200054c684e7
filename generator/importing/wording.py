"""Which words a text has: its syllables as one string, in which C finds and counts them.

Vietnamese words are mostly of two syllables, so pairs of neighbours are compared. The long
words of other languages count alone, by their stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

__all__ = ["joined", "said", "word_count", "words"]

_BETWEEN = "  "
"""Between syllables: one space for each of its neighbours, so that pairs do not overlap."""

_SYLLABLE = re.compile(r"[^\W_]{2,}")
_LONG_WORD = 6
"""Letters of a word that tells something alone; hardly any Vietnamese syllable is so long."""
_STEM = 5
"""So many letters of it are compared, for most languages inflect their words."""


def joined(syllables: Iterable[str]) -> str:
    """Return syllables as one string: a text, or a phrase to look for in it."""
    return f" {_BETWEEN.join(syllables)} "


@lru_cache(maxsize=1024)
def said(key: str) -> str:
    """Return the syllables of a line, ``joined``."""
    return joined(_syllables(key))


@lru_cache(maxsize=1024)
def words(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pairs of syllables in a line, and the stems of its long words.

    Both are in the form in which ``said`` has them.
    """
    syllables = _syllables(key)
    pairs = tuple(map(joined, pairwise(syllables))) or tuple(joined([one]) for one in syllables)
    return pairs, tuple(f" {word[:_STEM]}" for word in syllables if len(word) >= _LONG_WORD)


@lru_cache(maxsize=1024)
def word_count(key: str) -> int:
    """Return how many ``words`` a line has."""
    sizes = list(map(len, said(key).split()))
    return max(len(sizes) - 1, min(len(sizes), 1)) + sum(map(_LONG_WORD.__le__, sizes))


def _syllables(key: str) -> Sequence[str]:
    return list(chain.from_iterable(map(_parts, key.split())))


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[str, ...]:
    """Return the syllables between two spaces; most have been read before."""
    return tuple(_SYLLABLE.findall(word))
