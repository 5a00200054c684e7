"""The words of a text. Each is taken apart once, for a newspaper has but some thousand of them.

Texts are compared by their syllables as one string, in which C finds and counts them. Vietnamese
words are mostly of two syllables, so pairs of neighbours are compared. The long words of other
languages count alone, by their stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern

from generator.vietnamese import fold, unify_tones

__all__ = ["Word", "joined", "kind_of", "said", "word_count", "words", "words_in"]

_PIECE = re.compile(r"[^\W_]+(?:[-.&/’'][^\W_]+)*|[^\w\s]")
_PHRASE_END = re.compile(r"[^\W_]+|[.!?…:;,“”\"()/]")
_SYLLABLE = re.compile(r"[^\W_]+")
_SENTENCE_END = frozenset('.!?…:“"«;')

_BETWEEN = "  "
"""Between syllables: one space for each of its neighbours, so that pairs do not overlap."""

_SHORTEST = 2
"""Letters of the syllables that lines are compared by."""
_LONG_WORD = 6
"""Letters of a word that tells something alone; hardly any Vietnamese syllable is so long."""
_STEM = 5
"""So many letters of it are compared, for most languages inflect their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What stands between two spaces.

    ``key`` is its form for comparison; ``pieces`` are its words and marks, ``kinds`` what they
    are (see ``kind_of``). ``phrased`` are its syllables in small letters, with the marks that end
    a phrase; ``said`` those by which lines are compared; ``folded`` those without diacritics.
    """

    key: str
    pieces: tuple[str, ...]
    kinds: str
    phrased: tuple[str, ...]
    said: str
    folded: tuple[str, ...]


def kind_of(piece: str) -> str:
    """Return what a word or a mark is, in a letter.

    ``a`` is a word in small letters, ``A`` one that begins with a capital, ``X`` one all in
    capitals; ``.`` is a mark that ends a sentence, ``,`` any other.
    """
    if not piece[0].isalnum():
        return "." if piece in _SENTENCE_END else ","
    if not piece[0].isupper():
        return "a"
    return "X" if piece.isupper() and len(piece) > 1 else "A"


@lru_cache(maxsize=8192)
def _word(text: str) -> Word:
    """Return what stands between two spaces, taken apart."""
    # Most are alike in most forms: kept once, they stay where the processor has them at hand.
    small = _same(text.casefold(), text)
    key = _same(unify_tones(small), small)
    pieces = [_same(piece, text) for piece in _PIECE.findall(text)]
    compared = [syllable for syllable in _SYLLABLE.findall(key) if len(syllable) >= _SHORTEST]
    return Word(
        key=key,
        pieces=tuple(pieces),
        kinds="".join(map(kind_of, pieces)),
        phrased=tuple(_same(piece, small) for piece in _PHRASE_END.findall(small)),
        said=_same(_BETWEEN.join(compared), key),
        folded=tuple(map(intern, _SYLLABLE.findall(fold(text)))),
    )


def _same(text: str, known: str) -> str:
    """Return a text, as the object that is known where it is equal."""
    return known if text == known else text


@lru_cache(maxsize=1024)
def words_in(text: str) -> Sequence[Word]:
    """Return the words of a text; those of a line are asked for by several."""
    return list(map(_word, text.split()))


def joined(syllables: Iterable[str]) -> str:
    """Return syllables as one string: a text, or a phrase to look for in it."""
    return f" {_BETWEEN.join(syllables)} "


@lru_cache(maxsize=1024)
def said(text: str) -> str:
    """Return the syllables of a line by which it is compared, ``joined``."""
    return joined([each.said for each in words_in(text) if each.said])


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pairs of syllables in a line, and the stems of its long words.

    Both are in the form in which ``said`` has them.
    """
    syllables = said(text).split()
    pairs = tuple(map(joined, pairwise(syllables))) or tuple(joined([one]) for one in syllables)
    return pairs, tuple(f" {each[:_STEM]}" for each in syllables if len(each) >= _LONG_WORD)


@lru_cache(maxsize=1024)
def word_count(text: str) -> int:
    """Return how many ``words`` a line has."""
    sizes = list(map(len, said(text).split()))
    return max(len(sizes) - 1, min(len(sizes), 1)) + sum(map(_LONG_WORD.__le__, sizes))
