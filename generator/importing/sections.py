"""The section of an article where its text tells: above the headline, or beside the date.

Newspapers print a section as the end of a breadcrumb, as a label over the headline, or behind
the date. Menus list sections too, so what could be one of a menu tells nothing: better no
section than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.importing.lines import Line
from generator.importing.stamps import find_stamp
from generator.vietnamese import slug

__all__ = ["find_section"]

_NEAR = 3
"""How many lines from the headline the date still belongs to it."""

_LABEL = 30
"""A longer line is no label."""

_SEPARATOR = re.compile(r"\s*[|/>»›•·]\s*|\s+[-–—]\s+")
_LONGEST = 120
_HOME = frozenset({"trang-chu", "trang-nhat", "home", "accueil", "inicio", "startseite"})


def find_section(
    lines: Sequence[Line], title: int | None, sections: Mapping[str, str]
) -> str | None:
    """Return the one section that the lines about the headline name, or None.

    ``title`` is the place of the headline; ``sections`` maps slugs to the labels of the
    archive's own sections.
    """
    if title is None or not sections:
        return None
    found = {
        label
        for index in _places(lines, title)
        if (label := _named(lines, index, title, sections)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _places(lines: Sequence[Line], title: int) -> Iterator[int]:
    """Yield the line above the headline, and the date's with its neighbours."""
    near = range(max(0, title - _NEAR), min(len(lines), title + _NEAR + 1))
    dates = [index for index in near if _is_date(lines[index])]
    above = next((index for index in reversed(range(title)) if index not in dates), None)
    places = {above} if above is not None else set()
    for date in dates:
        places |= {date, *({date - 1, date + 1} & set(range(len(lines))))}
    yield from sorted(places - {title})


def _named(
    lines: Sequence[Line], index: int, title: int, sections: Mapping[str, str]
) -> str | None:
    """Return the section that a line names, unless the line belongs to a menu."""
    text = lines[index].text
    if len(text) > _LONGEST:
        return None
    parts = [slug(part) for part in _SEPARATOR.split(text)]
    found = {part for part in parts if part in sections}
    if len(found) != 1:
        return None
    step = -1 if index < title else 1
    neighbour = lines[index + step] if 0 <= index + step < len(lines) else None
    if not _is_date(lines[index]) and not _is_path(parts, text):
        return None
    if neighbour is not None and len(parts) == 1 and _is_label(neighbour):
        return None
    return sections[found.pop()]


def _is_path(parts: Sequence[str], text: str) -> bool:
    """Return whether a line leads to one place, as a breadcrumb does and a menu does not."""
    if parts[0] in _HOME:
        parts = parts[1:]
    return len(parts) == 1 or (len(parts) == 2 and "|" not in text)


def _is_date(line: Line) -> bool:
    stamp = find_stamp(line.text)
    return stamp is not None and stamp.day is not None and len(line.text) < 3 * _LABEL


def _is_label(line: Line) -> bool:
    """Return whether a line could be another entry of a menu."""
    is_short = len(line.text) <= _LABEL and line.text[-1] not in ".!?…:"
    return is_short and slug(line.text) not in _HOME and not _is_date(line)
