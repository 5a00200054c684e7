"""The raw text as lines, with everything about one line that does not depend on the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.importing.bylines import read_byline
from generator.importing.keys import key_of
from generator.importing.records import Link, RawRecord
from generator.importing.stamps import find_stamp, is_stamp_label

__all__ = ["Line", "picture_files", "split_lines"]

_SUFFIX = re.compile(r"\.[a-z]{3,4}$", re.IGNORECASE)
_PICTURE = re.compile(
    r"[^\s/\\|<>\"]{1,200}\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)", re.IGNORECASE
)
_PICTURE_SPACED = re.compile(
    r"[\w()%+,.~-]+(?: [\w()%+,.~-]+){0,6}\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)",
    re.IGNORECASE,
)
_LONGEST_SUFFIX = 5
_GLUE = " \xa0\t-–|,•"
_GAP = re.compile(r"\s{2}|[|\t]")
_PREPOSITION = re.compile(r"\s(?:on|at|am|le|el|om|em|il|vào|lúc|ngày)$", re.IGNORECASE)
_ZONE = re.compile(
    r"^\(?(?:uhr|h|gmt|utc|e[sd]t|p[sd]t|c[ed]?st|bst|ist|wi[bt]a?)\b[ +:\d]*\)?[\s,|–-]*",
    re.IGNORECASE,
)
_STAMP_WITHIN = 160
_LONGEST_BYLINE = 70
_LEDE_LENGTH = 60
"""What follows a byline and a stamp on one line is a paragraph from this length on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank.

    ``number`` counts from 1 in the raw text; ``spaced`` says that a blank line (or the top of
    the file) precedes it; ``key`` is its text for comparison. ``marks`` and ``links`` are those
    of the raw record.
    """

    number: int
    text: str
    spaced: bool
    key: str
    marks: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


def picture_files(text: str) -> tuple[str, ...]:
    """Return the picture files that a line names, if it names pictures and nothing else."""
    if _SUFFIX.search(text, len(text) - _LONGEST_SUFFIX) is None:
        return ()  # most lines
    words = text.split()
    if all(_PICTURE.fullmatch(word) for word in words):
        return tuple(words)
    return (text,) if len(text) < 120 and _PICTURE_SPACED.fullmatch(text) else ()


def split_lines(record: RawRecord) -> list[Line]:
    """Return the lines of a record; a line that holds several parts of an article is taken apart.

    Scraped pages often run byline, time stamp and the first paragraph together, set apart by
    no-break spaces only.
    """
    lines: list[Line] = []
    spaced = True
    for number, raw in enumerate(record.text.split("\n"), 1):
        parts = [folded for part in _parts(raw) if (folded := _folded(part))] if raw else []
        for part in parts:
            line = Line(
                number=number,
                text=part,
                spaced=spaced,
                key=key_of(part),
                marks=record.marks.get(number, frozenset()),
                links=record.links.get(number, ()) if part == raw else (),
            )
            lines.append(line)
            spaced = len(parts) > 1
        if not parts:
            spaced = True
    return lines


def _folded(text: str) -> str:
    """Return a text with single spaces inside it only."""
    if text.isprintable() and "  " not in text:  # among spaces, only the common one is
        return text.strip()
    return " ".join(text.split())


def _parts(raw: str) -> list[str]:
    """Return byline, stamp and paragraph apart where a line holds more than one of them."""
    stamp = find_stamp(raw[:_STAMP_WITHIN])
    if stamp is None or stamp.day is None:
        return [raw]
    before, after = raw[: stamp.start].strip(_GLUE), raw[stamp.end :].strip(_GLUE)
    before, after = _PREPOSITION.sub("", before), _ZONE.sub("", after)
    front, bar, label = before.rpartition("-") if "-" in before else before.rpartition(",")
    if bar and is_stamp_label(label):
        before = front.strip(_GLUE)
    if len(raw) < 2 * _LEDE_LENGTH:
        parts = [part for part in (before, after) if not is_stamp_label(part)]
        names = [part for part in parts if read_byline(part) is not None]
        if names and names == parts:
            return [*names, raw[stamp.start : stamp.end]]
    apart = _GAP.search(raw[max(0, stamp.start - 3) : stamp.end + 3]) is not None
    if len(after) < _LEDE_LENGTH or not (apart or (stamp.time and not before)):
        return [raw]
    if after[0].islower() or len(before) > _LONGEST_BYLINE:
        return [raw]
    return [before, raw[stamp.start : stamp.end], after]
