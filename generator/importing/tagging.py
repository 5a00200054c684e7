"""First tags for an article: the names and phrases that it is about.

The archive's vocabulary comes first: its terms that the text takes up, and the source's own
keywords under its labels. Then names (see ``names``) and the phrases of the headline that the
text takes up are ranked by how often they occur here against how many records of the import
have them.

Vietnamese writes a space between syllables, not words, so where a phrase ends is found by
counting: "phát triển đảng" is no phrase when nearly always "viên" follows (F. Smadja's
observation about collocations, 1993). What occurs mostly inside a longer phrase counts less
than that (the C-value of K. Frantzi and S. Ananiadou, 1996).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, compress, pairwise
from math import log, log2

from generator.authority import abbreviates
from generator.importing.corpus import Corpus
from generator.importing.names import find_names
from generator.importing.tagwords import COMPOUNDS, ENDINGS, ORDINARY, TOO_COMMON
from generator.importing.wording import joined, words_in
from generator.vietnamese import fold, unify_tones
from generator.vocabulary import Vocabulary

__all__ = ["candidates", "choose_tags"]

MOST, FEWEST = 8, 3
_LONGEST = 50
_LONGEST_PHRASE = 6
_MOSTLY = 0.75
"""A syllable that follows (or precedes) a phrase this often belongs to it."""
_REPEATED = 3
"""How often a text has a word that is no name before it may be about that."""

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[^.!?…:;,“”\"()/\n]+")
_END = "."
"""What stands behind every text, so that no phrase goes on in the next."""

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A possible tag: how it is written, how often it occurs, whether it names a person."""

    label: str
    count: float
    person: bool = False
    in_title: bool = False

    @property
    def is_name(self) -> bool:
        return any(map(str.isupper, self.label))


def candidates(title: str, texts: Sequence[str]) -> dict[str, _Candidate]:
    """Return the names and phrases of an article that could be tags, by their folded form."""
    forms: dict[str, Counter[str]] = {}
    people: set[str] = set()
    for name in find_names([title, *texts]):
        label = " ".join(name.words)
        key = _key(label)
        forms.setdefault(key, Counter())[label] += 1
        if name.is_person:
            people.add(key)
    title_key = f" {_key(title)} "
    found = {
        key: _Candidate(
            label=max(written.items(), key=lambda entry: (entry[1], entry[0]))[0],
            count=written.total(),
            person=key in people,
            in_title=f" {key} " in title_key,
        )
        for key, written in forms.items()
    }
    said = _Syllables.of(texts)
    for label, count in _title_phrases(title, said):
        found.setdefault(_key(label), _Candidate(label=label, count=count, in_title=True))
    for label in _known_words(said):
        found.setdefault(_key(label), _Candidate(label=label, count=1))
    return _spelled_out(found)


def _spelled_out(found: Mapping[str, _Candidate]) -> dict[str, _Candidate]:
    """Return the candidates with those that are cut short counted under their long forms."""
    merged = dict(found)
    for key, short in found.items():
        long_key = next(_long_forms(key, short, merged), None)
        if long_key is not None:
            long = merged[long_key]
            merged[long_key] = replace(
                long, count=short.count + long.count, in_title=short.in_title or long.in_title
            )
            del merged[key]
    return merged


def _long_forms(key: str, short: _Candidate, found: Mapping[str, _Candidate]) -> Iterator[str]:
    """Yield the keys of the whole names that a name may stand for."""
    yield from (longer for ending in _ENDING_KEYS if (longer := f"{key} {ending}") in found)
    if any(len(word) > 1 and word.isupper() for word in short.label.split()):
        yield from (
            other
            for other, long in found.items()
            if other != key and abbreviates(short.label, long.label)
        )


def choose_tags(
    title: str,
    texts: Sequence[str],
    keywords: Sequence[str],
    corpus: Corpus,
    vocabulary: Vocabulary = Vocabulary(),  # noqa: B008 - it is frozen
) -> tuple[str, ...]:
    """Return at most eight tags of an article, those that are sure first.

    Sure are the source's own keywords and the terms of the vocabulary that the headline or the
    first paragraph names, or the text twice. Where the source has keywords, what else is found
    in the text only fills up to three.
    """
    found = candidates(title, texts)
    chosen: dict[str, _Candidate] = {}
    for candidate in _sure(title, texts, keywords, found, vocabulary):
        _choose(candidate, chosen)
    weights = {
        key: _weight(key, candidate, corpus)
        for key, candidate in found.items()
        if _is_tag(key, candidate)
    }
    most = FEWEST if keywords else MOST
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        candidate = found[key]
        telling = candidate.count > 1 or candidate.in_title
        if len(chosen) >= most or (len(chosen) >= FEWEST and not telling):
            break
        label = vocabulary.canonical(candidate.label)
        _choose(replace(candidate, label=label), chosen)
    return tuple(candidate.label for candidate in chosen.values())[:MOST]


def _sure(
    title: str,
    texts: Sequence[str],
    keywords: Sequence[str],
    found: Mapping[str, _Candidate],
    vocabulary: Vocabulary,
) -> Iterator[_Candidate]:
    """Yield the source's keywords, then the terms of the vocabulary that it is about."""
    for keyword in keywords:
        written = found.get(_key(keyword))
        # A name that the keywords write in small letters.
        label = written.label if written is not None and keyword.islower() else keyword
        yield _Candidate(label=vocabulary.canonical(label), count=1, in_title=True)
    first = vocabulary.match([title, *texts[:1]])
    for label, count in vocabulary.match([title, *texts]).items():
        if label in first or count > 1:
            yield _Candidate(label=label, count=count, in_title=True)


def _choose(candidate: _Candidate, chosen: dict[str, _Candidate]) -> None:
    """Choose a tag, unless one that is chosen says as much."""
    key = _key(candidate.label)
    if not any(_is_double(key, candidate, *other) for other in chosen.items()):
        chosen[key] = candidate


def _weight(key: str, candidate: _Candidate, corpus: Corpus) -> float:
    records = corpus.sampled
    rarity = log((records + 8) / (corpus.phrase_count(key) + 1)) if records > 1 else 1.0
    size = len(key.split())
    length = min(1.6, 0.7 + 0.2 * size) if candidate.is_name else log2(size)
    weight = (candidate.count + 2 * candidate.in_title) * rarity * length
    if candidate.person and candidate.count < 3 and not candidate.in_title:
        weight *= 0.3  # somebody quoted once
    return weight


def _is_tag(key: str, candidate: _Candidate) -> bool:
    return (
        3 <= len(candidate.label) <= _LONGEST
        and key not in _TOO_COMMON_KEYS
        and not key.replace(" ", "").isdigit()
        and "/" not in candidate.label
        and (" " in key or (candidate.is_name and candidate.count > 1))
    )


def _is_double(key: str, candidate: _Candidate, other_key: str, other: _Candidate) -> bool:
    """Return whether a tag says no more than one that is chosen already."""
    if abbreviates(candidate.label, other.label) or abbreviates(other.label, candidate.label):
        return True
    mine, theirs = f" {key} ", f" {other_key} "
    if mine in theirs:
        return candidate.count <= other.count + 2 or not candidate.is_name
    if theirs in mine:
        return not candidate.is_name or candidate.count < 2
    if candidate.person and other.person:
        return False  # Nguyễn Thị Hoa is not Nguyễn Thị Lan
    shared = set(key.split()) & set(other_key.split())
    shorter = min(len(key.split()), len(other_key.split()))
    return len(shared) >= 2 and len(shared) >= 0.6 * shorter


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold(unify_tones(text))))


_TOO_COMMON_KEYS = frozenset(map(_key, TOO_COMMON))
_KNOWN = frozenset(tuple(word.split()) for word in COMPOUNDS)
_KNOWN_FIRST = frozenset(first for first, *_ in _KNOWN)
_ENDING_KEYS = tuple(sorted(map(_key, ENDINGS)))


def _title_phrases(title: str, said: _Syllables) -> Iterator[tuple[str, float]]:
    """Yield the phrases of the headline that the text repeats, whole phrases only.

    Each with its count, less what it occurs inside the longer ones on average.
    """
    found: dict[_Phrase, str] = {}
    counts: dict[_Phrase, int] = {}
    for part in _SENTENCE.findall(title):
        written = _WORD.findall(part)
        folded = tuple(word.casefold() for word in written)
        for start, size in _repeated(folded, said):
            phrase = folded[start : start + size]
            label = " ".join(written[start : start + size])
            if start == 0:
                label = label[0].lower() + label[1:]
            if not any(map(str.isupper, label)) and _is_whole(phrase, folded, start, said):
                found[phrase] = label
                counts[phrase] = said.count(phrase)
    for phrase, label in found.items():
        longer = [counts[other] for other in found if _is_inside(phrase, other)]
        yield label, counts[phrase] - (sum(longer) / len(longer) if longer else 0)


def _repeated(syllables: _Phrase, said: _Syllables) -> Sequence[tuple[int, int]]:
    """Return where phrases of these syllables begin that a text repeats, and their sizes.

    The longer come first. What does not occur twice is in no longer phrase that does.
    """
    repeated: list[tuple[int, int]] = []
    starts = set(range(len(syllables)))
    for size in range(2, _LONGEST_PHRASE):
        starts = {
            start
            for start in starts
            if start + 1 in starts and said.count(syllables[start : start + size]) > 1
        }
        repeated += ((start, size) for start in starts)
    return sorted(repeated, key=lambda place: (-place[1], place[0]))


def _known_words(said: _Syllables) -> Iterator[str]:
    """Yield the words that the text repeats; they only fill up, for they are seldom telling."""
    pairs = compress(pairwise(said.all), map(_KNOWN_FIRST.__contains__, said.all))
    counts = Counter(filter(_KNOWN.__contains__, pairs))
    words = {word for word, count in counts.items() if count >= _REPEATED}
    longer: Counter[_Phrase] = Counter()
    for run in zip(said.all, said.all[1:], said.all[2:], strict=False) if words else ():
        if (run[:2] in words or run[1:] in words) and all(map(str.isalnum, run)):
            longer[run] += 1
    for word in sorted(words):
        around = [count for run, count in longer.items() if word in {run[:2], run[1:]}]
        if max(around, default=0) < _MOSTLY * counts[word]:
            yield " ".join(word)


def _is_inside(phrase: _Phrase, other: _Phrase) -> bool:
    size = len(phrase)
    places = range(len(other) - size + 1)
    return size < len(other) and any(other[i : i + size] == phrase for i in places)


def _is_whole(phrase: _Phrase, title: _Phrase, start: int, said: _Syllables) -> bool:
    """Return whether a phrase of the headline is not a piece of a longer one."""
    if any(map(str.isdigit, phrase)) or any(
        edge in ORDINARY and " ".join(word) not in COMPOUNDS
        for edge, word in ((phrase[0], phrase[:2]), (phrase[-1], phrase[-2:]))
    ):
        return False
    if any(f"{a} {b}" in COMPOUNDS for a, b in _across(phrase, title, start)):
        return False
    longest = _MOSTLY * said.count(phrase)
    end = start + len(phrase)
    after, before = title[end : end + 1], title[start - 1 : start] if start else ()
    return (not after or after[0] in ORDINARY or said.count(phrase + after) < longest) and (
        not before or before[0] in ORDINARY or said.count(before + phrase) < longest
    )


def _across(phrase: _Phrase, title: _Phrase, start: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of syllables at the two edges of a phrase: one inside, one outside."""
    end = start + len(phrase)
    if start:
        yield title[start - 1], title[start]
    if end < len(title):
        yield title[end - 1], title[end]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Syllables:
    """The syllables of a text in small letters, with marks where none follows; also ``joined``."""

    all: Sequence[str]
    text: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Syllables:
        """Return the syllables of texts."""
        found: list[str] = []
        for text in texts:
            found += chain.from_iterable([word.phrased for word in words_in(text)])
            found.append(_END)
        return cls(all=found, text=joined(found))

    def count(self, phrase: _Phrase) -> int:
        """Return how often the syllables of a phrase follow each other."""
        return self.text.count(joined(phrase))
