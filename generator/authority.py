"""Authority control: one thing has one tag. Which tags are probably the same, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from generator.model import Term
from generator.vietnamese import collation_key, compose, fold, unify_tones
from generator.vocabulary import Vocabulary, tag_key

__all__ = ["abbreviates", "likely_duplicates"]

_LONG = 12
"""Letters a label needs before one that differs more in one is worth a look: Lê Lai, Lê Lợi."""

_MARKS = re.compile(r"[\W_]+")
_PLURAL = re.compile(r"(?<=[a-z])ies$|(?<=[sxz])es$|(?<=[cs]h)es$|(?<=[a-z]{2}[^\Wsui])s$")


def likely_duplicates(
    tags: Iterable[Term], vocabulary: Vocabulary
) -> tuple[tuple[str, str, str], ...]:
    """Return pairs of labels that are probably one tag, the more used first, and the reason.

    The reason is ``case``, ``tone placement``, ``diacritics``, ``punctuation``,
    ``abbreviation``, ``plural`` or ``one letter``. Where the vocabulary has both labels, an
    editor has decided. The work grows with the number of tags.
    """
    ranked = sorted(tags, key=lambda tag: (-len(tag.articles), collation_key(tag.label)))
    rank = {form: place for place, form in enumerate(f for tag in ranked for f in tag.forms)}
    labels = [tag.label for tag in ranked]
    found: dict[tuple[str, str], str] = {}
    for one, other, reason in (
        *_same_letters(rank),
        *_abbreviations(labels),
        *_plurals(labels),
        *_misspellings(labels),
    ):
        if vocabulary.find(one) is None or vocabulary.find(other) is None:
            first, second = sorted((one, other), key=rank.__getitem__)
            found.setdefault((first, second), reason)
    ordered = sorted(found, key=lambda pair: tuple(map(collation_key, pair)))
    return tuple((*pair, found[pair]) for pair in ordered)


def _buckets(labels: Iterable[str], key: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the labels that share a key, where several do."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        found[key[label]].append(label)
    return (bucket for bucket in found.values() if len(bucket) > 1)


def _same_letters(forms: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    keys = {form: _MARKS.sub("", tag_key(form)) for form in forms}
    for first, *others in _buckets(keys, keys):
        for other in others:
            one, two = compose(first).casefold(), compose(other).casefold()
            if one == two:
                yield first, other, "case"
            elif unify_tones(one) == unify_tones(two):
                yield first, other, "tone placement"
            elif fold(one) == fold(two):
                yield first, other, "diacritics"
            else:
                yield first, other, "punctuation"


def abbreviates(label: str, other: str) -> bool:
    """Return whether a label is another one with words of it abbreviated to their initials.

    >>> abbreviates("UBND tỉnh", "Ủy ban nhân dân tỉnh")
    True
    """
    short = _bare_words(label)
    if not any(map(_is_initials, short)):
        return False
    words = _words(other)
    for word in short:
        size = len(word) if _is_initials(word) else 1
        if size > 1:
            fits = "".join(full[0] for full in words[:size]) == fold(word)
        else:
            fits = words[:1] == [tag_key(word)]
        if not fits:
            return False
        words = words[size:]
    return not words


def _words(label: str) -> list[str]:
    return _MARKS.sub(" ", tag_key(label)).split()


def _bare_words(label: str) -> list[str]:
    return [_MARKS.sub("", word) for word in label.split()]


def _is_initials(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _initials(label: str) -> str:
    """Return what an abbreviation and its long form have in common."""
    words = _bare_words(label)
    return fold("".join(word if _is_initials(word) else word[:1] for word in words))


def _abbreviations(labels: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    initials = {label: _initials(label) for label in labels}
    for bucket in _buckets(labels, initials):
        for label in bucket:
            long_forms = [o for o in bucket if o != label and abbreviates(label, o)]
            # Two letters abbreviate too much, unless the archive has one such name only.
            if len(initials[label]) > 2 or len(long_forms) == 1:
                yield from ((label, other, "abbreviation") for other in long_forms)


def _plurals(labels: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    english = {label: tag_key(label) for label in labels if label.isascii()}
    singular = {label: _singular(key) for label, key in english.items()}
    for first, *others in _buckets(singular, singular):
        yield from ((first, o, "plural") for o in others if english[o] != english[first])


def _singular(key: str) -> str:
    return _PLURAL.sub(lambda ending: "y" if ending[0] == "ies" else "", key)


def _misspellings(labels: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield long labels that differ by one letter of one syllable between first and last.

    Two words with one letter's difference are equal once a letter of each, or of one, is left
    out: those that are equal then share a bucket.
    """
    buckets: defaultdict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for label in labels:
        key = tag_key(label)
        words = key.split()
        if len(key) < _LONG:
            continue
        for place in range(1, len(words) - 1):
            word = words[place]
            before, after = " ".join(words[:place]), " ".join(words[place + 1 :])
            shorter = (word[:i] + word[i + 1 :] for i in range(len(word)))
            if not any(map(str.isdigit, word)):
                for rest in {word, *shorter}:
                    buckets[before, rest, after].setdefault(word, label)
    for bucket in buckets.values():
        for (one, label), (two, other) in combinations(bucket.items(), 2):
            if _is_one_letter(one, two):
                yield label, other, "one letter"


def _is_one_letter(one: str, two: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(two)) == 1
    skip = len(one) >= len(two), len(two) >= len(one)
    return one[start + skip[0] :] == two[start + skip[1] :]
