"""How the parts of an article are arranged: what a line's neighbours tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.importing.lines import Line
from generator.importing.page import BOXED_RULES, BREAKS, Observations, Page, is_headline
from generator.importing.titles import is_solid

__all__ = ["observe_arrangement"]

_BESIDE = 3
_LONGEST_ITEM = 90
_TEXT_ENDS = frozenset(
    {"running text", "the text goes on", "names only", "byline in words", "source credit"}
)
_LONG_PARAGRAPHS = 150
_MOST_SCENES = 2
_FEWEST_CELLS, _LONGEST_CELL = 6, 40
_LONGEST_CAPTION = 300
_SHORTEST_PARAGRAPH = 50
_ENDS = {"comments": 0.6, "imprint": 0.25, "visitor counter": 0.25}
"""Rules for what stands below articles, and the most of a page's text that stands below it."""
_SHORTEST_VERSE = 3
_SHORTEST_LINE_OF_VERSE, _LONGEST_LINE_OF_VERSE = 12, 48
_NO_VERSE = frozenset(
    {"names only", "byline in words", "stamp", "picture file", "photo credit", "printed twice"}
    | {"ends with a colon", "headline of another record", "repeated in other records", "capitals"}
    | {"html: mostly links", "html: heading", "headline in a box of links", "running text"}
)
_NOT_IN_VERSE = BOXED_RULES | _NO_VERSE
_NO_CELL = BOXED_RULES | frozenset({"stamp", "picture file", "byline in words"})
_NOT_LISTED = (BOXED_RULES | _NO_VERSE) - {"running text"} | frozenset(
    {"picture placeholder", "directly below a picture", "after a picture"}
)
_BELOW_PICTURES = frozenset({"directly below a picture", "after a picture"})


def observe_arrangement(page: Page, result: Sequence[Observations], usual: float) -> None:
    """Add to the lines' observations what their neighbours tell of them.

    ``usual`` is the length of the page's usual paragraph.
    """
    _subheadings(page, result)
    _scenes(page, result, usual)
    _captions(page, result)
    _verses(page, result)
    _tables(page, result)
    _unbroken(page, result)
    _between(page, result)
    _paragraphs_alone(page, result)
    _stamps(page, result)


def _subheadings(page: Page, result: Sequence[Observations]) -> None:
    """Mark what stands below a picture but looks like the page's other subheadings."""
    alike = [
        found
        for index, found in enumerate(result)
        if is_headline(found)
        and "running text follows" in found
        and "photo credit" not in found
        and index != page.title
    ]
    clear = sum("directly below a picture" not in found for found in alike)
    for found in alike:
        if clear >= 2 and "directly below a picture" in found:
            found["like the subheadings here"] = min(1.0, clear / 4)


def _scenes(page: Page, result: Sequence[Observations], usual: float) -> None:
    """Mark one short sentence, or two, between long paragraphs that shows rather than tells.

    In HTML it is known where the pictures are.
    """
    name = "one sentence among long ones"
    index = 1
    while index < len(result) - 1 and not page.is_marked_up:
        end = index
        while end < len(result) and name in result[end]:
            end += 1
        if 0 < end - index <= _MOST_SCENES and end < len(result) and usual > _LONG_PARAGRAPHS:
            sides = (page.lines[index - 1], page.lines[end])
            if all(len(side.text) > usual * 0.5 for side in sides):
                for found in result[index:end]:
                    found["a scene between long paragraphs"] = min(1.0, 0.4 + found[name])
        index = max(end, index + 1)


def _captions(page: Page, result: Sequence[Observations]) -> None:
    """Mark what stands below the pictures of a page on which nearly all have something below.

    In a photo essay the captions are as long as paragraphs.
    """
    below = [
        found
        for index, (line, found) in enumerate(zip(page.lines, result, strict=True))
        if index
        and "picture file" in result[index - 1]
        and "picture file" not in found
        and len(line.text) <= _LONGEST_CAPTION
    ]
    pictures = sum(
        "picture file" in here and "picture file" not in after for here, after in pairwise(result)
    )
    if len(below) < 3 or len(below) < pictures:
        return
    for found in below:
        found["all pictures have captions here"] = 1.0


def _verses(page: Page, result: Sequence[Observations]) -> None:
    """Mark runs of short lines of one length amid the text: verse, results, a line-up."""
    run: list[int] = []
    for index, found in enumerate([*result, {}]):
        if found and _is_verse(page, index, found):
            run.append(index)
            continue
        if len(run) >= _SHORTEST_VERSE:
            for i in run:
                result[i]["a line of verse"] = 1.0
        run = []


def _is_verse(page: Page, index: int, found: Observations) -> bool:
    return (
        _SHORTEST_LINE_OF_VERSE <= len(page.lines[index].text) <= _LONGEST_LINE_OF_VERSE
        and page.title is not None
        and index > page.title
        and _NOT_IN_VERSE.isdisjoint(found)
    )


def _tables(page: Page, result: Sequence[Observations]) -> None:
    """Mark the cells of a table, a line each, and the lines of a list that are built alike."""
    run: list[int] = []
    for index, found in enumerate([*result, {}]):
        if found and _is_cell(page, index, found):
            run.append(index)
            continue
        numbers = sum("digits" in result[i] for i in run)
        if len(run) >= _FEWEST_CELLS and numbers * 4 >= len(run):
            for i in run:
                result[i]["a cell of a table"] = 1.0
        run = []
    for index in range(1, len(result)):
        pair = (result[index - 1], result[index])
        if _is_alike(page.lines[index - 1], page.lines[index]) and all(
            map(_NOT_LISTED.isdisjoint, pair)
        ):
            for found in pair:
                found["built like its neighbour"] = 1.0


def _is_cell(page: Page, index: int, found: Observations) -> bool:
    return (
        page.title is not None
        and index > page.title
        and len(page.lines[index].text) <= _LONGEST_CELL
        and _NO_CELL.isdisjoint(found)
    )


def _is_alike(one: Line, other: Line) -> bool:
    if max(len(one.text), len(other.text)) > _LONGEST_ITEM:
        return False
    first, second = one.text.split(maxsplit=2), other.text.split(maxsplit=2)
    return (
        len(first) > 2
        and len(second) > 2
        and (first[0], ":" in one.text)
        == (
            second[0],
            ":" in other.text,
        )
    )


def _unbroken(page: Page, result: Sequence[Observations]) -> None:
    """Mark sentences, however short, that follow the text before any furniture does."""
    unbroken = False
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        if page.title is not None and index <= page.title:
            continue
        if not BREAKS.isdisjoint(found):
            unbroken = False
        elif is_solid(line):
            unbroken = unbroken or "below the headline" in found
        elif unbroken and "ends like a sentence" in found and _BELOW_PICTURES.isdisjoint(found):
            found["the text goes on"] = 1.0


def _between(page: Page, result: Sequence[Observations]) -> None:
    """Mark what stands between two paragraphs of the text with no furniture among it.

    Lists, tables and verse look like a box of links, but for the company they keep.
    """
    start: int | None = None
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        if page.title is not None and index <= page.title:
            continue
        if not BREAKS.isdisjoint(found):
            start = None
        elif is_solid(line):
            for between in result[start + 1 : index] if start is not None else ():
                between["between paragraphs"] = 1.0
            start = index


def _paragraphs_alone(page: Page, result: Sequence[Observations]) -> None:
    """Tell paragraphs with a headline above them from those that stand alone.

    Below the article, running text is the summary of a link, a comment, or about the site.
    So a paragraph that has no headline above it, and stands before all these, goes on with the
    article even where a box of links or an advertisement interrupts it.
    """
    is_over = False
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        rule = page.rules[index]
        if rule is not None and rule.name in _ENDS:
            is_over = is_over or _ends_article(page, index, _ENDS[rule.name])
        if is_over:
            found["behind the article's end"] = 1.0
        elif index and _is_paragraph(line, found) and not is_headline(result[index - 1]):
            found["a paragraph without a headline"] = 1.0


def _ends_article(page: Page, index: int, most: float) -> bool:
    """Return whether a mark stands below the article: text above it, and no more than so much."""
    sizes = [len(line.text) if is_solid(line) else 0 for line in page.lines]
    below_headline = page.title is None or index > page.title
    return (
        below_headline
        and sum(map(bool, sizes[:index])) > 1
        and sum(sizes[index:]) <= most * sum(sizes)
    )


def _is_paragraph(line: Line, found: Observations) -> bool:
    if not _BELOW_PICTURES.isdisjoint(found):
        return False
    return is_solid(line) or (
        len(line.text) >= _SHORTEST_PARAGRAPH and "ends like a sentence" in found
    )


def _stamps(page: Page, result: Sequence[Observations]) -> None:
    """Mark the stamps that stand where an article's own does: by its headline, or at its end.

    Others are the page's clock, the comments' and those of links to other articles.
    """
    anchor = page.title
    if anchor is None:
        anchor = next((i for i, line in enumerate(page.lines) if is_solid(line)), 0)
    for index, found in enumerate(result):
        if "stamp" not in found:
            if any("stamp" in near for near in result[max(0, index - 1) : index + 2]):
                found["beside a stamp"] = 1.0
            continue
        above = result[index - 1] if index else {}
        if abs(index - anchor) <= _BESIDE:
            found["stamp beside the headline"] = 1 - 0.1 * abs(index - anchor)
        elif not _TEXT_ENDS.isdisjoint(above) and BREAKS.isdisjoint(above):
            found["stamp at the end of the text"] = 1.0
