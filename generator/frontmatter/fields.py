"""What front matter says, whatever it is written in: values, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from generator.errors import Location, Problem

__all__ = ["Field", "FrontMatter", "Value", "problem_at"]

Value = str | None | Sequence["Field"] | Mapping[str, "Field"]
"""A field's value: text, nothing (``key:``), a list or a mapping of further fields."""


class Field(Struct, frozen=True, kw_only=True):
    """A value and where it stands: line and column count from 1 in the whole file.

    ``key`` is where its key stands, if it has one.
    """

    value: Value
    line: int
    column: int
    key: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields of a content file, the Markdown below them, and the line it begins on."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


def problem_at(
    file: str, text: str, place: tuple[int, int], message: str, remedy: str | None
) -> Problem:
    """Return a problem at a line and column (from 1) of a file's whole text."""
    lines = text.split("\n")
    line, column = place
    source = lines[line - 1] if line <= len(lines) else None
    location = Location(file=file, line=line, column=column, text=source)
    return Problem(location=location, message=message, remedy=remedy)
