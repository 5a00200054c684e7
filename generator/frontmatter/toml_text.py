"""TOML to fields, as Hugo's and Zola's users write it between ``+++`` lines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from generator.errors import Location, Problem, UserError
from generator.frontmatter.fields import Field, Value

__all__ = ["parse_toml", "read_toml", "toml_problem"]

_PLAINLY = {
    "Invalid value": ("this value is not TOML", 'Text stands in quotes: title = "The headline"'),
    "Illegal character '\\n'": ("this text is not closed", "End it with a quotation mark."),
    "Unterminated string": ("this text is not closed", "End it with quotation marks."),
    "Unclosed array": ("this list is not closed", "Close it with ]"),
    "Cannot overwrite a value": ("this key stands here again", "Leave one of the two lines."),
}
"""What ``tomllib`` says, for people."""

_TABLE = re.compile(r"^[ \t]*\[\[?(?P<path>[^\]\n]+)\]", re.MULTILINE)


_KEY = re.compile(r"[ \t]*[\w\"'-]+[ \t]*")
_DEEPEST = 50
"""How deep tables and lists may lie in each other."""


def parse_toml(source: str) -> dict[str, object]:
    """Return what a text in TOML says, if it is not nested so deeply that nobody can read it.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
    """
    depth = 0
    for part in source.split("."):  # of a key: a.b.c
        depth = depth + 1 if _KEY.fullmatch(part) else 0
        if depth > _DEEPEST:
            raise tomllib.TOMLDecodeError("nested too deeply")
    try:
        data: dict[str, object] = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        raise
    except (RecursionError, ValueError):
        raise tomllib.TOMLDecodeError("nested too deeply, or a number too long") from None
    level: list[object] = [data]
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return data
    raise tomllib.TOMLDecodeError("nested too deeply")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def read_toml(source: str, text: str, file: str) -> dict[str, Field]:
    """Return the fields in the TOML between the fences of a file with this whole text.

    Raises:
        UserError: it is not TOML.
    """
    try:
        data = parse_toml(source)
    except tomllib.TOMLDecodeError as error:
        raise UserError(toml_problem(str(error), text, file, above=1)) from None
    return _Places(text).fields(data, 0, len(text))


def toml_problem(message: str, text: str, file: str, above: int = 0) -> Problem:
    """Return what ``tomllib`` says, at its place in a file with ``above`` lines before the TOML."""
    match = re.search(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    lines = text.splitlines()
    location = Location(file=file)
    if match is not None:
        # The end of what is not closed is no help; the last line with a key is near the mistake.
        line, column = (int(match[1]) + above, int(match[2])) if match[1] else (_last(lines), 1)
        source = lines[line - 1] if line <= len(lines) else ""
        location = Location(file=file, line=line, column=column, text=source)
        message = message[: match.start()].strip()
    for said, (plain, remedy) in _PLAINLY.items():
        if message.startswith(said):
            return Problem(location=location, message=plain, remedy=remedy)
    return Problem(location=location, message=f"not TOML: {message}")


def _last(lines: Sequence[str]) -> int:
    found = [number for number, line in enumerate(lines, 1) if re.match(r"\s*[\w.\"'-]+\s*=", line)]
    return found[-1] if found else max(len(lines), 1)


class _Places:
    """Finds where values stand: ``tomllib`` does not tell, but what it has read is there."""

    def __init__(self, text: str) -> None:
        self.text = text

    def fields(self, table: Mapping[str, object], start: int, end: int) -> dict[str, Field]:
        """Return the fields of a table that is written in this part of the text."""
        return {key: self._field(key, value, start, end) for key, value in table.items()}

    def _field(self, key: str, value: object, start: int, end: int) -> Field:
        place, begin = self._find(key, start, end)
        inner_end = end
        if isinstance(value, dict):
            following = _TABLE.search(self.text, begin)
            inner_end = following.start() if following else end
        found = self._value(value, begin, inner_end)
        line, column = self._at(begin)
        return Field(value=found, line=line, column=column, key=self._at(place))

    def _find(self, key: str, start: int, end: int) -> tuple[int, int]:
        """Return where a key begins, and where its value does."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        pattern = rf"(?:^|[{{,])[ \t]*(?P<key>{name})[ \t]*(?:\.[^=\n]*)?=[ \t]*"
        tables = rf"^[ \t]*\[\[?[ \t]*(?:[^\]\n]*\.)?(?P<key>{name})[ \t]*\]\]?[^\n]*\n?"
        for each in (pattern, tables):
            match = re.compile(each, re.MULTILINE).search(self.text, start, end)
            if match is not None:
                return match.start("key"), match.end()
        return start, start

    def _value(self, value: object, start: int, end: int) -> Value:
        if isinstance(value, dict):
            return self.fields(value, start, end)
        if isinstance(value, list):
            return list(self._items(value, start, end))
        return _text(value)

    def _items(self, values: Sequence[object], start: int, end: int) -> Iterator[Field]:
        for value in values:
            if isinstance(value, str):
                for quoted in (json.dumps(value, ensure_ascii=False), f"'{value}'"):
                    if (found := self.text.find(quoted, start, end)) >= 0:
                        start = found
                        break
            line, column = self._at(start)
            yield Field(value=self._value(value, start, end), line=line, column=column)
            start += isinstance(value, str)

    def _at(self, place: int) -> tuple[int, int]:
        """Return the line and the column, from 1, of a place in the text."""
        return self.text.count("\n", 0, place) + 1, place - self.text.rfind("\n", 0, place)


def _text(value: object) -> str:
    """Return a scalar as people write it in YAML: text until its field gives it a type."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)
