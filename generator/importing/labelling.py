"""Label every line of a page: the sequence of labels that the whole evidence favours.

Each observation (``features``) speaks for some labels and against others; some labels follow
each other more readily than others (``weights``). The best sequence is found by dynamic
programming (A. Viterbi, 1967), so that one misleading line cannot cut an article in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.importing.features import Page, observe
from generator.importing.weights import EMISSIONS, FIRST, LABELS, TRANSITIONS, UNUSUAL, Label

__all__ = ["label_lines"]

_Column = dict[Label, tuple[float, Label | None]]
"""For every label of one line: the best score so far, and the label before on that path."""


def label_lines(page: Page) -> list[Label]:
    """Return the most plausible label of every line of the page."""
    columns: list[_Column] = []
    for index, found in enumerate(observe(page)):
        scores = _emissions(found, is_title=index == page.title)
        columns.append(_step(columns[-1] if columns else None, scores))
    return _trace(columns)


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
