"""YAML to fields: the only place that knows YAML.

It is read more strictly than YAML itself: ``no`` is not false, ``0123`` is not 83, ``12:30`` is
not 750. Anchors, aliases, tags and duplicate keys are refused.
"""

from __future__ import annotations

import json
import re

import yaml
from msgspec.structs import replace

from generator.errors import Location, Problem, UserError
from generator.frontmatter.fields import Field, Value, problem_at

__all__ = ["read_yaml"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SCALARS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "null", "bool", "int", "float", "timestamp", "merge", "value")
)
"""The types that YAML sees in plain text; all of them are text to us."""

_OPEN = {"flow sequence": "[", "flow mapping": "{"}
_CLOSE = {"[": "]", "{": "}", '"': '"', "'": "'"}


def read_yaml(source: str, text: str, file: str) -> dict[str, Field]:
    """Return the fields in the YAML between the fences of a file with this whole text.

    Raises:
        UserError: it is not YAML, more than our YAML, or no mapping.
    """
    try:
        node = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise UserError(_problem(error, source, file)) from None
    except yaml.YAMLError as error:  # a character that YAML forbids
        raise UserError(
            Problem(location=Location(file=file, line=1), message=str(error).split("\n", 1)[0])
        ) from None
    if node is None:
        return {}
    converter = _Converter(file, text)
    field = converter.field(node)
    if converter.problems:
        raise UserError(converter.problems)
    if not isinstance(field.value, dict):
        raise UserError(
            Problem(
                location=Location(file=file, line=field.line, text=text.split("\n", 2)[1]),
                message="the front matter is not a list of “key: value” lines",
                remedy="Write one key a line, for example: title: The headline",
            )
        )
    return field.value


class _Converter:
    """Turns YAML nodes into fields and collects what is not allowed."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def field(self, node: yaml.Node) -> Field:
        # The first line of the file is the opening fence, so YAML's line 0 is our line 2.
        line, column = node.start_mark.line + 2, node.start_mark.column + 1
        if id(node) in self._seen:
            message = "this value is used again through a YAML alias (*name)"
            self._refuse(line, column, message, "Write the value out each time.")
            return Field(value=None, line=line, column=column)
        self._seen.add(id(node))
        value: Value
        if isinstance(node, yaml.MappingNode):
            value = self._mapping(node)
        elif isinstance(node, yaml.SequenceNode):
            value = [self.field(item) for item in node.value]
        elif isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
            empty = not node.style and node.value in {"", "~", "null"}
            value = None if empty else str(node.value)
        else:
            self._refuse(line, column, f"a YAML tag ({node.tag})", "Remove it.")
            value = None
        return Field(value=value, line=line, column=column)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for key_node, value_node in node.value:
            line, column = key_node.start_mark.line + 2, key_node.start_mark.column + 1
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if key in fields:
                first = fields[key].line
                self._refuse(
                    line, column, f"“{key}” stands here again", f"It is already in line {first}."
                )
                continue
            fields[key] = replace(self.field(value_node), key=(line, column))
        return fields

    def _refuse(self, line: int, column: int, message: str, remedy: str) -> None:
        place = (line, column)
        self.problems.append(problem_at(self.file, self.text, place, message, remedy))


def _problem(error: yaml.MarkedYAMLError, source: str, file: str) -> Problem:
    lines = source.split("\n")
    mark = _place(error, len(lines))
    index = min(mark.line, len(lines) - 1) if mark is not None else 0
    column = mark.column + 1 if mark is not None else 1
    message, remedy = _explain(error, lines[index], column)
    return Problem(
        location=Location(file=file, line=index + 2, column=column, text=lines[index]),
        message=message,
        remedy=remedy,
    )


def _place(error: yaml.MarkedYAMLError, lines: int) -> yaml.Mark | None:
    """Return where the mistake is: what is never closed is at fault, not where the text ends."""
    opens = any(name in (error.context or "") for name in (*_OPEN, "quoted scalar", "simple key"))
    at_end = error.problem_mark is not None and error.problem_mark.line >= lines - 1
    if error.context_mark is not None and (at_end or opens):
        return error.context_mark
    return error.problem_mark or error.context_mark


def _explain(error: yaml.MarkedYAMLError, line: str, column: int) -> tuple[str, str | None]:
    """Return what is wrong in a line, and what to write instead."""
    message, context = error.problem or "this is not YAML", error.context or ""
    key, colon, value = line.partition(":")
    key = key if colon and re.fullmatch(r"\s*[\w-]+", key) else ""
    value = value.strip()
    in_quotes = f"'{value}'" if '"' in value and "'" not in value else _quoted(value)
    as_text = f"{key.strip()}: {in_quotes}"
    opened = line[column - 1 : column]
    remedy: str | None = None
    if opened in _CLOSE and any(name in context for name in (*_OPEN, "quoted scalar")):
        message = f"what “{opened}” opens is not closed"
        remedy = f"Close it with {_CLOSE[opened]}"
        if key and value.startswith(opened) and opened in _OPEN.values():
            remedy += f", or write it as text: {as_text}"
    elif "mapping values are not allowed" in message and line[:1] == " " and ":" not in value:
        message, remedy = "this line is indented", "Begin it where the lines above begin."
    elif "mapping values are not allowed" in message and colon and ":" in value:
        message, remedy = "a value with a colon needs quotes", f"Write: {as_text}"
    elif "simple key" in context or "expected ':'" in message:
        message = "this is not “key: value”"
        remedy = "Write a key, a colon, a space and the value."
    elif "\t" in line[:column]:
        remedy = "Indent with spaces, not with a tab."
    elif "cannot start any token" in message and key:
        message, remedy = f"a value that begins with {opened} needs quotes", f"Write: {as_text}"
    elif key and value:
        remedy = f"If it is meant as text, put it in quotes: {as_text}"
    return message, remedy


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
