"""Label every line of a page: the sequence of labels that the whole evidence favours.

Each observation (``features``) speaks for some labels and against others; some labels follow
each other more readily than others (``weights``). The best sequence is found by dynamic
programming (A. Viterbi, 1967), so that one misleading line cannot cut an article in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import starmap
from math import exp, inf
from operator import add, itemgetter, sub
from typing import NamedTuple

from generator.importing.features import observe
from generator.importing.page import Page
from generator.importing.weights import EMISSIONS, FIRST, LABELS, OUT, TRANSITIONS, UNUSUAL, Label

__all__ = ["Labelled", "label_lines"]

# Scores are lists in the order of LABELS: adding them up is most of an import's work.
_Scores = list[float]
_AFTER = [[TRANSITIONS[label].get(after, UNUSUAL) for after in LABELS] for label in LABELS]
"""For every label, how readily each follows it."""
_BEFORE = [list(column) for column in zip(*_AFTER, strict=True)]
"""For every label, how readily it follows each."""
_ROUNDING = 1e-9


def _gains(ways: Sequence[_Scores]) -> list[_Scores]:
    """Return, for every label, how much each other one can gain on it by any way from both."""
    return [[max(map(sub, row, best)) + _ROUNDING for row in ways] for best in ways]


_GAINS_AFTER, _GAINS_BEFORE = _gains(_AFTER), _gains(_BEFORE)
_FIRST = [FIRST.get(label, UNUSUAL) for label in LABELS]
_OTHER_SIDE = [
    itemgetter(*(place for place, other in enumerate(LABELS) if (other in OUT) != (label in OUT)))
    for label in LABELS
]
"""For every label, the scores of those that would put the line out of the article, or into it."""
_WEIGHTS = {
    name: [(LABELS.index(label), weight) for label, weight in weights.items()]
    for name, weights in EMISSIONS.items()
}
_IS_TITLE = [0.0 if label == "title" else -inf for label in LABELS]
_NO_TITLE = [-inf if label == "title" else 0.0 for label in LABELS]


class Labelled(NamedTuple):
    """The label of a line, and how sure it is that the line belongs to the article, or not.

    ``confidence`` is from 0.5 (either) to 1: the logistic function of how much worse the best
    labelling of the whole page is in which this line changes sides.
    """

    label: Label
    confidence: float


def label_lines(page: Page) -> list[Labelled]:
    """Return the most plausible label of every line of the page."""
    lines = [
        _IS_TITLE if index == page.title else _emissions(found)
        for index, found in enumerate(observe(page))
    ]
    columns: list[_Scores] = []
    for scores in lines:
        so_far = _FIRST if not columns else _step(columns[-1], _AFTER, _GAINS_AFTER)
        columns.append(list(map(add, so_far, scores)))
    onward = _onward(lines)
    confidences = starmap(_confidence, zip(_trace(columns), columns, onward, strict=True))
    return list(confidences)


def _onward(lines: Sequence[_Scores]) -> list[_Scores]:
    """Return, for every label of every line, the best score of all that may follow it."""
    result: list[_Scores] = []
    rest = [0.0] * len(LABELS)
    for scores in reversed(lines):
        result.append(rest)
        ahead = list(map(add, scores, rest))
        rest = _step(ahead, _BEFORE, _GAINS_BEFORE)
    return result[::-1]


def _step(scores: _Scores, ways: Sequence[_Scores], gains: Sequence[_Scores]) -> _Scores:
    """Return the best score of every label that the next line may have.

    ``ways`` are, for each label here, how readily it and each of those follow each other.
    Labels so far behind the best that they cannot gain so much on it need not be tried.
    """
    best = max(scores)
    tried = [
        [score + way for way in row]
        for score, row, gain in zip(scores, ways, gains[scores.index(best)], strict=True)
        if score + gain >= best
    ]
    return list(map(max, *tried)) if len(tried) > 1 else tried[0]


def _confidence(label: int, column: _Scores, rest: _Scores) -> Labelled:
    totals = list(map(add, column, rest))
    margin = totals[label] - max(_OTHER_SIDE[label](totals))
    return Labelled(LABELS[label], 1 / (1 + exp(-min(margin, 50.0))))


def _emissions(found: Mapping[str, float]) -> _Scores:
    """Return what the observations of one line say for each label it may have."""
    whole = frozenset([name for name, value in found.items() if value == 1])
    scores = list(_whole_emissions(whole))
    for name, value in found.items():
        if value != 1:
            for place, weight in _WEIGHTS.get(name, ()):
                scores[place] += weight * value
    return scores


@lru_cache(maxsize=16384)
def _whole_emissions(names: frozenset[str]) -> _Scores:
    """Return what observations say that hold entirely; the same few hold of many lines."""
    scores = list(_NO_TITLE)
    for name in sorted(names):
        for place, weight in _WEIGHTS.get(name, ()):
            scores[place] += weight
    return scores


def _trace(columns: Sequence[_Scores]) -> list[int]:
    """Return the best path, read from its end."""
    path: list[int] = []
    for column in reversed(columns):
        totals = column if not path else list(map(add, column, _BEFORE[path[-1]]))
        path.append(totals.index(max(totals)))
    return path[::-1]
