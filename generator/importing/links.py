"""Boxes of links to other articles: headlines, each alone or with its summary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.importing.furniture import OVER_LINKS
from generator.importing.page import Observations, Page, is_headline

__all__ = ["observe_links"]

_SHORTEST_HEADLINE = 32
_OF_TEASERS = frozenset({"printed before", "headline of another record"})
_NO_SUMMARY = frozenset({"picture file", "somebody speaks"})


def observe_links(page: Page, result: Sequence[Observations]) -> None:
    """Add to the lines' observations what makes them links to other articles."""
    _teasers(page, result)
    _link_boxes(page, result)
    _boxes_below_their_heading(page, result)


def _teasers(page: Page, result: Sequence[Observations]) -> None:
    """Mark the summary below a headline that is printed twice or known from another record."""
    for index in range(1, len(page.lines)):
        first, second = page.lines[index - 1].key, page.lines[index].key
        if page.title in {index - 1, index}:
            continue
        # The headline again, but with a kicker in front of it.
        if len(first) > 20 and len(first) < len(second) and second.endswith(first):
            result[index - 1]["printed twice"] = 1.0
            result[index] |= {"printed twice": 1.0, "printed before": 1.0}
    for before, here in pairwise(result):
        if "printed twice" in here or "picture file" in here:
            continue
        if not _OF_TEASERS.isdisjoint(before):
            here["below a teaser's headline"] = 1.0


def _link_boxes(page: Page, result: Sequence[Observations]) -> None:
    """Mark boxes of links: headline and short summary, two or more in turn, up to a mark.

    Newspapers put such a box between the text and its keywords, without a heading of its own.
    A text with subheadings looks similar, but has more than one paragraph below some of them.
    """
    for mark, rule in enumerate(page.rules):
        if rule is None or rule.kind == "line":
            continue
        heads: list[int] = []
        index = mark - 1
        while index >= 1 and _is_summary(page, result, index) and is_headline(result[index - 1]):
            heads.append(index - 1)
            index -= 2
        if len(heads) < 2 or min(len(page.lines[i].text) for i in heads) < _SHORTEST_HEADLINE:
            continue
        for head in heads:
            result[head]["headline in a box of links"] = 1.0
            result[head + 1]["summary in a box of links"] = 1.0


def _boxes_below_their_heading(page: Page, result: Sequence[Observations]) -> None:
    """Mark the links below a heading over links: headlines, each alone or with its summary.

    The box is over where a paragraph has no headline above it, and where a blank line ends a
    list without any. The paragraph below a single headline may as well be the text that goes
    on; so may, with its subheading, what stands below headlines that have no summaries.
    """
    for mark, rule in enumerate(page.rules):
        if rule is None or rule.name not in OVER_LINKS:
            continue
        heads: list[int] = []
        summaries: list[int] = []
        index = mark + 1
        is_list = index < len(page.lines) and not page.lines[index].spaced
        while index < len(page.lines) and index != page.title and is_headline(result[index]):
            if is_list and page.lines[index].spaced:
                break
            heads.append(index)
            index += 1
            if index < len(page.lines) - 1 and _is_summary(page, result, index):
                if is_list and page.lines[index].spaced:
                    break
                if len(heads) > len(summaries) + 1 and "running text follows" in result[index]:
                    heads.pop()
                    break
                summaries.append(index)
                index += 1
        for head in heads:
            result[head]["headline in a box of links"] = 1.0
        for summary in summaries if len(heads) > 1 else ():
            result[summary]["summary in a box of links"] = 1.0


def _is_summary(page: Page, result: Sequence[Observations], index: int) -> bool:
    found = result[index]
    return (
        "ends like a sentence" in found
        and _NO_SUMMARY.isdisjoint(found)
        and 40 < len(page.lines[index].text) < 320
    )
