"""Which line is the headline: chosen by evidence before the other lines are labelled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator.importing.bylines import read_byline
from generator.importing.corpus import Corpus
from generator.importing.furniture import Rule
from generator.importing.keys import key_of
from generator.importing.lines import Line, picture_files
from generator.importing.stamps import is_stamp_line

__all__ = ["WEIGHTS", "find_title", "is_solid", "placeholder_of", "words"]

WEIGHTS: Mapping[str, float] = {
    "first line": 2.0,
    "length of a headline": 1.5,
    "too short": -1.5,
    "too long": -4.0,
    "ends like a sentence": -2.5,
    "ends with a colon": -3.0,
    "short and in capitals": -1.5,
    "stands here again": 0.8,
    "pictures are named after it": 4.0,
    "page furniture": -9.0,
    "repeated in other records": -5.0,
    "byline or date follows": 1.5,
    "lede follows": 1.0,
    "directly on a picture": -3.0,
    "its words in the text below": 6.0,
    "distance to the text": -0.25,
    "running text just above": -1.7,
    "below a heading over links": -3.0,
    "list item": -1.5,
    "html: h1": 5.0,
    "html: mostly links": -4.0,
    "html: outside": -6.0,
}
"""What speaks for and against a line as the headline."""

_ENOUGH = 1.0
_SURE = 9.0
_SHORTEST_HEADLINE = 32
_LOOK_AHEAD = 40
_TEXT_BELOW = 0.15
"""Less of a page's text than this does not stand below its headline."""
_LOOK_BACK = 10
_TEXT_PARAGRAPHS = 8
_PLACEHOLDER = re.compile(
    r"^(?P<title>.*?)[\s:–-]*\b(?:ảnh|hình(?: ảnh)?|photo|image)\s?(?:số\s)?\d{1,2}$"
)
_LIST = re.compile(r"[-•+*]\s|\d{1,2}[.)]\s")
_WORD = re.compile(r"[^\W_]{2,}")
_SENTENCE_END = re.compile(r"[.!?…;][”\"’')\]]*$")


def words(key: str) -> list[str]:
    """Return pairs of neighbouring syllables: Vietnamese words are mostly of two."""
    syllables = _WORD.findall(key)
    return [f"{a} {b}" for a, b in pairwise(syllables)] or syllables


def is_solid(line: Line) -> bool:
    """Return whether a line reads like running text by itself."""
    size = len(line.text)
    return size >= 220 or (size >= 90 and _SENTENCE_END.search(line.text) is not None)


def placeholder_of(line: Line) -> str | None:
    """Return what a line like "<headline> ảnh 1" repeats: the text that stood for a picture."""
    if len(line.key) > 260:
        return None
    match = _PLACEHOLDER.match(line.key)
    return match["title"].strip(" -–:") if match else None


def find_title(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    corpus: Corpus,
    declared: str | None = None,
) -> tuple[int | None, float]:
    """Return the index of the headline and how well it stands above the next candidate.

    The index is None where no line can be one, or none is the headline that is ``declared``.
    """
    if declared is not None:
        return _declared_title(lines, key_of(declared)), _SURE
    keys = Counter(line.key for line in lines)
    placeholders = {name for line in lines if (name := placeholder_of(line))}
    scores: list[tuple[float, int]] = []
    text_left = sum(len(line.text) for line in lines if is_solid(line)) or 1
    all_text = text_left
    links_since_text = text_above = False
    for index, line in enumerate(lines):
        rule = rules[index]
        if is_solid(line):
            text_left -= len(line.text)
            text_above = True
            # One paragraph below such a heading is a teaser's; two in a row are a text again.
            if index and is_solid(lines[index - 1]):
                links_since_text = False
        elif rule is not None and rule.kind != "line":
            links_since_text = text_above
        if text_left < all_text * _TEXT_BELOW and index > 1:
            break
        if not _can_be_title(line):
            continue
        features = _features(lines, index, rules, keys)
        features["pictures are named after it"] = float(line.key in placeholders)
        # Other pages link to an article by its headline; only short lines belong to the menu.
        is_short = len(line.text) < _SHORTEST_HEADLINE
        features["repeated in other records"] = float(is_short and corpus.is_repeated(line.key))
        features["below a heading over links"] = float(links_since_text)
        features |= {mark: 1.0 for mark in line.marks if mark in WEIGHTS}
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        scores.append((score, -index))
    if not scores:
        return None, 0.0
    scores.sort(reverse=True)
    best, index = scores[0][0], -scores[0][1]
    if best < _ENOUGH:
        return None, 0.0
    rivals = [score for score, other in scores[1:] if lines[-other].key != lines[index].key]
    return index, best - max(rivals, default=best - 9.0)


def _declared_title(lines: Sequence[Line], key: str) -> int | None:
    """Return the line that is the declared headline, which metadata may have cut short.

    Where it stands several times, the page's own heading is meant, or the last before the text.
    """
    same = [
        index
        for index, line in enumerate(lines)
        if line.key == key
        or (min(len(line.key), len(key)) > _SHORTEST_HEADLINE and line.key.startswith(key))
        or (len(line.key) > _SHORTEST_HEADLINE and key.startswith(line.key))
    ]
    headings = [index for index in same if "html: h1" in lines[index].marks]
    if headings:
        return headings[0]
    text = next((i for i, line in enumerate(lines) if is_solid(line)), len(lines))
    above = [index for index in same if index < text]
    return above[-1] if above else next(iter(same), None)


def _can_be_title(line: Line) -> bool:
    return (
        4 <= len(line.text) <= 300
        and not picture_files(line.text)
        and not is_stamp_line(line.text)
        and any(char.isalpha() for char in line.text)
    )


def _features(
    lines: Sequence[Line], index: int, rules: Sequence[Rule | None], keys: Counter[str]
) -> dict[str, float]:
    line = lines[index]
    size = len(line.text)
    text_below = [
        i
        for i in range(index + 1, min(len(lines), index + 1 + _LOOK_AHEAD))
        if is_solid(lines[i]) and lines[i].key != line.key
    ][:_TEXT_PARAGRAPHS]
    own = words(line.key)
    vocabulary = {word for i in text_below for word in words(lines[i].key)}
    share = sum(word in vocabulary for word in own) / max(3, len(own))
    # A headline that follows its lede: the text is above it.
    if not text_below and index:
        above = set(words(lines[index - 1].key))
        share = sum(word in above for word in own) / max(3, len(own))
    nearest = text_below[0] - index - 1 if text_below else (0 if index else 8)
    following = lines[index + 1 : index + 4]
    return {
        "first line": float(index == 0),
        "length of a headline": float(25 <= size <= 140),
        "too short": float(size < 16),
        "too long": float(size > 190),
        "ends like a sentence": float(line.text.endswith((".", ";", ","))),
        "ends with a colon": float(line.text.endswith(":")),
        "short and in capitals": float(size < 32 and line.text.isupper()),
        "stands here again": float(keys[line.key] > 1),
        "page furniture": float(rules[index] is not None),
        "byline or date follows": float(
            any(is_stamp_line(other.text) or read_byline(other.text) for other in following[:3])
        ),
        "lede follows": float(bool(following) and is_solid(following[0])),
        "directly on a picture": float(
            index > 0 and bool(picture_files(lines[index - 1].text)) and not line.spaced
        ),
        "its words in the text below": share,
        "distance to the text": float(min(8, nearest)),
        "running text just above": min(
            3.0, float(sum(map(is_solid, lines[max(0, index - _LOOK_BACK) : index])))
        ),
        "list item": float(_LIST.match(line.text) is not None or line.text.startswith("•")),
    }
