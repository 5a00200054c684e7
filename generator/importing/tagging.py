"""First tags for an article: the names and phrases that it is about.

A line of keywords in the source wins. Otherwise names (runs of capitalised syllables) and the
phrases of the headline that the text takes up are ranked by how often they occur here against
how many records of the import have them.

Vietnamese writes a space between syllables, not words, so where a phrase ends is found by
counting: "phát triển đảng" is no phrase when nearly always "viên" follows (F. Smadja's
observation about collocations, 1993).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from generator.importing.corpus import Corpus
from generator.importing.tagwords import (
    COMPOUNDS,
    OPENERS,
    ORDINARY,
    PERSON_BEFORE,
    SURNAMES,
    TOO_COMMON,
)
from generator.vietnamese import fold, unify_tones

__all__ = ["candidates", "choose_tags"]

MOST, FEWEST = 8, 3
_LONGEST = 45
_LONGEST_PHRASE = 6
_LONGEST_NAME = 8
_MOSTLY = 0.75
"""A syllable that follows (or precedes) a phrase this often belongs to it."""

_TOKEN = re.compile(r"[^\W_]+(?:[-.&/][^\W_]+)*|[^\w\s]|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[^.!?…:;,“”\"()\n]+")

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A possible tag: how it is written, how often it occurs, whether it names a person."""

    label: str
    count: int
    person: bool
    in_title: bool


def candidates(title: str, texts: Sequence[str]) -> dict[str, _Candidate]:
    """Return the names and phrases of an article that could be tags, by their folded form."""
    counts = _phrase_counts(texts)
    followers = _followers(counts)
    forms: dict[str, Counter[str]] = {}
    people: set[str] = set()
    for text in (title, *texts):
        for name, person in _names(text):
            label = _completed(name, counts, followers)
            key = _key(label)
            forms.setdefault(key, Counter())[label] += 1
            if person:
                people.add(key)
    title_key = f" {_key(title)} "
    found = {
        key: _Candidate(
            label=max(written.items(), key=lambda entry: (entry[1], entry[0]))[0],
            count=sum(written.values()),
            person=key in people,
            in_title=f" {key} " in title_key,
        )
        for key, written in forms.items()
    }
    for label, count in _title_phrases(title, counts):
        found.setdefault(
            _key(label), _Candidate(label=label, count=count, person=False, in_title=True)
        )
    return found


def choose_tags(
    title: str, texts: Sequence[str], keywords: Sequence[str], corpus: Corpus
) -> tuple[str, ...]:
    """Return the tags of an article, the most telling first; the source's own keywords win."""
    if keywords:
        return tuple({_key(word): word for word in reversed(keywords)}.values())[::-1][:MOST]
    found = candidates(title, texts)
    weights = {
        key: _weight(key, candidate, corpus)
        for key, candidate in found.items()
        if _is_tag(key, candidate)
    }
    chosen: dict[str, _Candidate] = {}
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        candidate = found[key]
        telling = candidate.count > 1 or candidate.in_title
        if len(chosen) == MOST or (len(chosen) >= FEWEST and not telling):
            break
        if not any(_is_double(key, candidate, *other) for other in chosen.items()):
            chosen[key] = candidate
    return tuple(candidate.label for candidate in chosen.values())


def _weight(key: str, candidate: _Candidate, corpus: Corpus) -> float:
    size = corpus.records
    rarity = log((size + 8) / (corpus.phrase_count(key) + 1)) if size > 1 else 1.0
    length = min(1.6, 0.7 + 0.2 * len(key.split()))
    weight = (candidate.count + 2 * candidate.in_title) * rarity * length
    if candidate.person and candidate.count < 3 and not candidate.in_title:
        weight *= 0.3  # somebody quoted once
    return weight


def _is_tag(key: str, candidate: _Candidate) -> bool:
    return (
        3 <= len(candidate.label) <= _LONGEST
        and key not in _TOO_COMMON_KEYS
        and not key.replace(" ", "").isdigit()
        and (" " in key or candidate.label.isupper())
    )


def _is_double(key: str, candidate: _Candidate, other_key: str, other: _Candidate) -> bool:
    """Return whether a tag says no more than one that is chosen already."""
    mine, theirs = f" {key} ", f" {other_key} "
    if mine in theirs:
        return candidate.count <= other.count + 2 or not candidate.label[0].isupper()
    if theirs in mine:
        return not candidate.label[0].isupper() or candidate.count < 2
    shared = set(key.split()) & set(other_key.split())
    shorter = min(len(key.split()), len(other_key.split()))
    return len(shared) >= 2 and len(shared) >= 0.6 * shorter


def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold(unify_tones(text))))


_TOO_COMMON_KEYS = frozenset(_key(tag) for tag in TOO_COMMON)


def _names(text: str) -> Iterator[tuple[_Phrase, bool]]:
    """Yield runs of capitalised syllables, with whether they seem to be a person's name.

    A small syllable between capitals, or the second one of a known word ("Tỉnh ủy"), belongs to
    the name.
    """
    run: list[str] = []
    small: list[str] = []
    before = ""
    starts = True
    for token in _TOKEN.findall(text):
        word = token.strip()
        lower = word.casefold()
        if not word[0].isalnum():
            yield from _finished(run, before)
            run, small, before = [], [], ""
            starts = word in '.!?…:“"'
            continue
        if word[0].isupper() and not (not run and starts and lower in OPENERS):
            run += [*small, word]
            small = []
        elif run and not small and f"{run[-1].casefold()} {lower}" in COMPOUNDS:
            run.append(word)
        elif run and not small and lower not in ORDINARY and not word[0].isdigit():
            small = [word]
        else:
            yield from _finished(run, before)
            run, small, before = [], [], lower
        starts = False
    yield from _finished(run, before)


def _finished(run: Sequence[str], before: str) -> Iterator[tuple[_Phrase, bool]]:
    name = list(run)
    while name and name[-1].casefold() in ORDINARY and name[-1].islower():
        name.pop()
    acronym = bool(name) and name[0].isupper() and len(name[0]) > 2
    if len(name) > _LONGEST_NAME or (sum(w[0].isupper() for w in name) < 2 and not acronym):
        return
    person = (
        2 <= len(name) <= 4
        and all(word[0].isupper() for word in name)
        and ((name[0].casefold() in SURNAMES and len(name) > 2) or before in PERSON_BEFORE)
    )
    yield tuple(name), person


def _followers(counts: Mapping[_Phrase, int]) -> dict[_Phrase, tuple[str, int]]:
    """Return for every phrase the syllable that most often follows it, and how often."""
    best: dict[_Phrase, tuple[str, int]] = {}
    for phrase, count in counts.items():
        if count > 1 and count > best.get(phrase[:-1], ("", 0))[1]:
            best[phrase[:-1]] = (phrase[-1], count)
    return best


def _completed(
    name: _Phrase, counts: Mapping[_Phrase, int], followers: Mapping[_Phrase, tuple[str, int]]
) -> str:
    """Return a name with the small word that nearly always follows it in this text."""
    folded = tuple(word.casefold() for word in name)
    added: list[str] = []
    while len(added) < 2 and (seen := counts.get(folded, 0)) > 1:
        last, count = followers.get(folded, ("", 0))
        if count < _MOSTLY * seen or last in ORDINARY:
            break
        added.append(last)
        folded += (last,)
    # Whole words only: two syllables that are one, or one that ends the name's last.
    if " ".join(added) not in COMPOUNDS:
        added = added[:1] if added and f"{name[-1].casefold()} {added[0]}" in COMPOUNDS else []
    return " ".join([*name, *added])


def _title_phrases(title: str, counts: Mapping[_Phrase, int]) -> Iterator[tuple[str, int]]:
    """Yield the phrases of the headline that the text repeats, whole phrases only."""
    for part in _SENTENCE.findall(title):
        written = _WORD.findall(part)
        folded = tuple(word.casefold() for word in written)
        for size in range(_LONGEST_PHRASE - 1, 1, -1):
            for start in range(len(folded) - size + 1):
                phrase = folded[start : start + size]
                if counts.get(phrase, 0) > 1 and _is_whole(phrase, folded, start, counts):
                    label = list(written[start : start + size])
                    if start == 0 and label[0][1:].islower():
                        label[0] = label[0].lower()
                    yield " ".join(label), counts[phrase]


def _is_whole(phrase: _Phrase, title: _Phrase, start: int, counts: Mapping[_Phrase, int]) -> bool:
    """Return whether a phrase of the headline is not a piece of a longer one."""
    if phrase[0] in ORDINARY or phrase[-1] in ORDINARY or any(map(str.isdigit, phrase)):
        return False
    if any(f"{a} {b}" in COMPOUNDS for a, b in _across(phrase, title, start)):
        return False
    longest = _MOSTLY * counts[phrase]
    end = start + len(phrase)
    after, before = title[end : end + 1], title[start - 1 : start] if start else ()
    return (not after or after[0] in ORDINARY or counts.get(phrase + after, 0) < longest) and (
        not before or before[0] in ORDINARY or counts.get(before + phrase, 0) < longest
    )


def _across(phrase: _Phrase, title: _Phrase, start: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of syllables at the two edges of a phrase: one inside, one outside."""
    end = start + len(phrase)
    if start:
        yield title[start - 1], title[start]
    if end < len(title):
        yield title[end - 1], title[end]


def _phrase_counts(texts: Iterable[str]) -> Counter[_Phrase]:
    """Count the runs of two to six syllables that no punctuation divides."""
    counts: Counter[_Phrase] = Counter()
    for text in texts:
        for sentence in _SENTENCE.findall(text.casefold()):
            found = _WORD.findall(sentence)
            for size in range(2, _LONGEST_PHRASE + 1):
                counts.update(zip(*(found[i:] for i in range(size)), strict=False))
    return counts
