"""How much a text may ask of the programs that read it: what is more is a mistake or an attack.

Markdown and the parsers of HTML take time in proportion to a text, but for a few things: marks
that are opened and never closed, each of which is looked for to the end, and what is nested. A
text of a person has hardly any of them; the limits are far beyond that, and what they let through
is read in a few seconds (tests/test_bombs.py).
"""

from __future__ import annotations

import re

__all__ = ["DEEPEST", "LARGEST_ARTICLE", "LARGEST_PICTURE", "Excess", "bound"]

LARGEST_ARTICLE = 5_000_000
"""Bytes of a content file: a novel of a thousand pages has half of that."""

LARGEST_PICTURE = 200_000_000
"""Bytes of a picture, which has to be in memory as a whole."""

DEEPEST = 50
"""How deep lists and quotations may lie in each other."""

_DEEPEST_HTML = 500
"""The same of HTML elements."""

_FEW = 20
"""So many open marks in a paragraph cost nothing to speak of."""

_MOST_WORK = 5_000_000
"""Open marks times the characters of their paragraphs, in a whole text."""

_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
_MARKS = re.compile(r"[][()]|<(?=[A-Za-z/!?])|>")
_HEADING = re.compile(r"^[> \t]*(?:#|[-=*_][-=*_ \t]*$)", re.MULTILINE)
"""Lines that are headings, or underline them, or are rules."""
_ITEM = re.compile(r"[ \t]*(?:>|[-+*][ \t]|[0-9]{1,9}[.)][ \t])")
_RULE = re.compile(r"[-*_ \t]*")
_ELEMENT = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_UNCLOSED = frozenset(
    "area br col dd dt embed hr img input li link meta option p source tbody td tfoot th thead tr "
    "wbr".split()
)
"""Elements that nobody needs to close."""


class Excess(ValueError):  # noqa: N818 - it is one, and no error of the program
    """What a text has too much of, and the line, from 1, that it begins in."""

    def __init__(self, line: int, message: str) -> None:
        """Take both."""
        super().__init__(message)
        self.line = line


def bound(text: str) -> None:
    """See to it that a text in Markdown can be read in bounded time.

    Raises:
        Excess: it has too much of something.
    """
    _bound_nesting(text)
    if "<" in text:
        _bound_elements(text)
    _bound_marks(text)


def _bound_nesting(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        found = _ITEM.match(line)
        if found is None or _RULE.fullmatch(line):
            continue
        items, at = 0, 0
        while found is not None and items <= DEEPEST:
            items, at = items + 1, found.end()
            found = _ITEM.match(line, at)
        indent = len(line[:at].expandtabs(4)) // 4
        if max(items, indent) > DEEPEST:
            raise Excess(number, f"lists or quotations that lie more than {DEEPEST} deep")


def _bound_elements(text: str) -> None:
    depth = 0
    for found in _ELEMENT.finditer(text):
        if found[2].lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > _DEEPEST_HTML:
            line = text.count("\n", 0, found.start()) + 1
            raise Excess(line, f"HTML elements that lie more than {_DEEPEST_HTML} deep")


def _bound_marks(text: str) -> None:
    work = at = angles = 0
    for block in _BLANK.split(text):
        depths = {"[": 0, "(": 0}
        deepest = dict(depths)
        for mark in _MARKS.findall(block):
            if mark in depths:
                depths[mark] += 1
                deepest[mark] = max(deepest[mark], depths[mark])
            elif mark == "<":
                angles += 1
            elif mark == ">":
                angles = max(0, angles - 1)
            else:
                opened = "[" if mark == "]" else "("
                depths[opened] = max(0, depths[opened] - 1)
        headings = sum(1 for _ in _HEADING.finditer(block))
        work += max(0, sum(deepest.values()) + headings - _FEW) * len(block)
        if work > _MOST_WORK or max(0, angles - _FEW) * len(text) > _MOST_WORK:
            line = text.count("\n", 0, text.find(block, at)) + 1
            message = "too many brackets that nothing closes, or headings without a line between"
            raise Excess(line, message)
        at += len(block)
