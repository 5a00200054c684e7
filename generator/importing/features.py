"""What is to be seen on each line of a page: many small observations, none of them decisive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from generator.importing.corpus import Corpus
from generator.importing.furniture import Rule
from generator.importing.lines import Line, picture_files
from generator.importing.shapes import observe_line, tells_more
from generator.importing.titles import is_solid, placeholder_of, words

__all__ = ["Observations", "Page", "observe"]

Observations = dict[str, float]
"""What holds of a line, by name, from 0 (not at all) to 1; the names are those of ``weights``."""

_UNUSUAL_PARAGRAPH = 200
_LONG_PARAGRAPHS = 150
_SHORTEST_HEADLINE = 32
_BOXED_RULES = frozenset({"rule: line", "rule: opens", "rule: imprint"})

# The same reporter signs many articles, and many pictures show "Quang cảnh hội nghị."
_REPEATED_RIGHTLY = frozenset(
    {"names only", "byline in words", "caption words", "photo credit", "source credit", "stamp"}
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page's lines with what was found out about them as a whole."""

    lines: tuple[Line, ...]
    rules: tuple[Rule | None, ...]
    title: int | None
    corpus: Corpus

    @cached_property
    def all_spaced(self) -> bool:
        """Return whether blank lines stand everywhere, and so tell nothing."""
        return all(line.spaced for line in self.lines)

    @property
    def title_key(self) -> str | None:
        """Return the headline for comparison."""
        return None if self.title is None else self.lines[self.title].key


def observe(page: Page) -> list[Observations]:
    """Return, for every line, the observations that hold and how much, by name."""
    # Captions must not shorten the yardstick that they are measured with.
    paragraphs = [len(line.text) for line in page.lines if is_solid(line) and tells_more(line)]
    usual = median(paragraphs) if paragraphs else _UNUSUAL_PARAGRAPH
    result = [
        {"anything": 1.0}
        | observe_line(line, usual)
        | _neighbours(page, index)
        | dict.fromkeys(line.marks, 1.0)
        for index, line in enumerate(page.lines)
    ]
    _repetitions(page, result)
    _headline_words(page, result)
    _teasers(page, result)
    _link_boxes(page, result)
    _subheadings(page, result)
    _scenes(page, result, usual)
    _surroundings(page, result)
    return result


def _neighbours(page: Page, index: int) -> Observations:
    lines, rule = page.lines, page.rules[index]
    found: Observations = {}
    if rule is not None:
        found[f"rule: {rule.kind}"] = 1.0
    if index == 0 and page.title == 1 and rule is None and lines[0].text.isupper():
        found["alone above the headline"] = 1.0
    if page.title is not None and index > page.title:
        found["below the headline"] = 1.0
    if index:
        found |= _below_picture(page, lines[index - 1], lines[index])
    if index + 1 == len(lines):
        found["last line"] = 1.0
        return found
    after = lines[index + 1]
    if page.rules[index + 1] is not None:
        found["furniture follows"] = 1.0
    if is_solid(after):
        found["running text follows"] = 1.0
        below = set(words(after.key))
        own = words(lines[index].key)
        found["its words in what follows"] = sum(w in below for w in own) / max(1, len(own))
    return found


def _below_picture(page: Page, before: Line, line: Line) -> Observations:
    if not picture_files(before.text) and placeholder_of(before) is None:
        return {}
    if not line.spaced:
        return {"directly below a picture": 1.0}
    return {"directly below a picture": 0.75} if page.all_spaced else {"after a picture": 1.0}


def _repetitions(page: Page, result: Sequence[Observations]) -> None:
    """Mark lines that stand on the page, or in the import's other records, more than once."""
    keys = Counter(line.key for line in page.lines)
    seen: set[str] = set()
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        key = line.key
        if key == page.title_key:
            if index != page.title:
                found["the headline again"] = 1.0
        elif keys[key] > 1 and len(key) > 12:
            found["printed twice"] = 1.0
            if key in seen:
                found["printed before"] = 1.0
            seen.add(key)
        if keys[key] > 2 and len(key) < 60 and key != page.title_key:
            found["printed many times"] = 1.0
        if placeholder_of(line) not in {None, ""} and placeholder_of(line) == page.title_key:
            found["placeholder of the headline"] = 1.0
        if page.corpus.is_repeated(key) and not found.keys() & _REPEATED_RIGHTLY:
            found["repeated in other records"] = 1.0
        if page.corpus.is_other_title(key, page.title_key):
            found["headline of another record"] = 1.0


def _headline_words(page: Page, result: Sequence[Observations]) -> None:
    headline = set(words(page.title_key or ""))
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        own = words(line.key)
        if headline and own and index != page.title:
            share = sum(word in headline for word in own) / len(own)
            found["words of the headline"] = min(1.0, 3 * share)


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
        if before.keys() & {"printed before", "headline of another record"}:
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
        while index >= 1 and _is_summary(page, result, index) and _is_headline(result[index - 1]):
            heads.append(index - 1)
            index -= 2
        if len(heads) < 2 or min(len(page.lines[i].text) for i in heads) < _SHORTEST_HEADLINE:
            continue
        for head in heads:
            result[head]["headline in a box of links"] = 1.0
            result[head + 1]["summary in a box of links"] = 1.0


def _is_summary(page: Page, result: Sequence[Observations], index: int) -> bool:
    found = result[index]
    return (
        "ends like a sentence" in found
        and "picture file" not in found
        and 40 < len(page.lines[index].text) < 320
    )


def _is_headline(found: Observations) -> bool:
    return (
        "no end" in found
        and bool(found.keys() & {"short", "middling"})
        and not found.keys() & (_BOXED_RULES | {"names only", "stamp", "list item"})
    )


def _subheadings(page: Page, result: Sequence[Observations]) -> None:
    """Mark what stands below a picture but looks like the page's other subheadings."""
    alike = [
        found
        for index, found in enumerate(result)
        if _is_headline(found)
        and "running text follows" in found
        and "photo credit" not in found
        and index != page.title
    ]
    clear = sum("directly below a picture" not in found for found in alike)
    for found in alike:
        if clear >= 2 and "directly below a picture" in found:
            found["like the subheadings here"] = min(1.0, clear / 4)


def _scenes(page: Page, result: Sequence[Observations], usual: float) -> None:
    """Mark a single short sentence between long paragraphs that shows rather than tells."""
    for index in range(1, len(result) - 1):
        here = result[index].get("one sentence among long ones", 0.0)
        sides = (page.lines[index - 1], page.lines[index + 1])
        if here and usual > _LONG_PARAGRAPHS and all(len(s.text) > usual * 0.5 for s in sides):
            result[index]["a scene between long paragraphs"] = min(1.0, 0.4 + here)


def _surroundings(page: Page, result: Sequence[Observations]) -> None:
    """Say of each line how much running text stands near, above and below it."""
    teasers = {"below a teaser's headline", "summary in a box of links"}
    sizes = [
        len(line.text) if is_solid(line) and not found.keys() & teasers else 0
        for line, found in zip(page.lines, result, strict=True)
    ]
    total = sum(sizes) or 1
    above = 0
    for index, (found, size) in enumerate(zip(result, sizes, strict=True)):
        found["text around"] = min(1.0, sum(sizes[max(0, index - 6) : index + 7]) / 1500)
        found["text above"] = above / total
        found["text below"] = 1 - (above + size) / total
        above += size
