"""Label every line of a page: the sequence of labels that the whole evidence favours.

Each observation (``features``) speaks for some labels and against others; some labels follow
each other more readily than others (``weights``). The best sequence is found by dynamic
programming (A. Viterbi, 1967), so that one misleading line cannot cut an article in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from generator.importing.features import observe
from generator.importing.page import Page
from generator.importing.weights import EMISSIONS, FIRST, LABELS, OUT, TRANSITIONS, UNUSUAL, Label

__all__ = ["Labelled", "label_lines"]

_Column = dict[Label, tuple[float, Label | None]]
"""For every label of one line: the best score so far, and the label before on that path."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label of a line, and how sure it is that the line belongs to the article, or not.

    ``confidence`` is from 0.5 (either) to 1: the logistic function of how much worse the best
    labelling of the whole page is in which this line changes sides.
    """

    label: Label
    confidence: float


def label_lines(page: Page) -> list[Labelled]:
    """Return the most plausible label of every line of the page."""
    emissions = [
        _emissions(found, is_title=index == page.title) for index, found in enumerate(observe(page))
    ]
    columns: list[_Column] = []
    for scores in emissions:
        columns.append(_step(columns[-1] if columns else None, scores))
    labels = _trace(columns)
    onward = _onward(emissions)
    return [
        Labelled(label, _confidence(label, column, rest))
        for label, column, rest in zip(labels, columns, onward, strict=True)
    ]


def _onward(emissions: Sequence[Mapping[Label, float]]) -> list[dict[Label, float]]:
    """Return, for every label of every line, the best score of all that may follow it."""
    result: list[dict[Label, float]] = []
    for place in range(len(emissions) - 1, -1, -1):
        if not result:
            result.append(dict.fromkeys(emissions[place], 0.0))
            continue
        after, rest = emissions[place + 1], result[-1]
        result.append(
            {
                label: max(
                    TRANSITIONS[label].get(following, UNUSUAL) + score + rest[following]
                    for following, score in after.items()
                )
                for label in emissions[place]
            }
        )
    return result[::-1]


def _confidence(label: Label, column: _Column, rest: Mapping[Label, float]) -> float:
    totals = {name: score + rest[name] for name, (score, _) in column.items()}
    is_out = label in OUT
    others = [total for name, total in totals.items() if (name in OUT) != is_out]
    if not others:
        return 1.0
    margin = totals[label] - max(others)
    return 1 / (1 + exp(-min(margin, 50.0)))


def _emissions(found: Mapping[str, float], *, is_title: bool) -> dict[Label, float]:
    """Return what the observations of one line say for each label it may have."""
    if is_title:
        return {"title": 0.0}
    scores: dict[Label, float] = {label: 0.0 for label in LABELS if label != "title"}
    for name, value in found.items():
        for label, weight in EMISSIONS.get(name, {}).items():
            if label in scores:
                scores[label] += weight * value
    return scores


def _step(past: _Column | None, scores: Mapping[Label, float]) -> _Column:
    if past is None:
        return {label: (score + FIRST.get(label, UNUSUAL), None) for label, score in scores.items()}
    column: _Column = {}
    for label, score in scores.items():
        value, before = max(
            (so_far + TRANSITIONS[previous].get(label, UNUSUAL), previous)
            for previous, (so_far, _) in past.items()
        )
        column[label] = (score + value, before)
    return column


def _trace(columns: Sequence[_Column]) -> list[Label]:
    """Return the best path, read from its end."""
    if not columns:
        return []
    last = columns[-1]
    labels: list[Label] = [max(last, key=lambda name: last[name][0])]
    for column in reversed(columns[1:]):
        before = column[labels[-1]][1]
        if before is not None:
            labels.append(before)
    return labels[::-1]
