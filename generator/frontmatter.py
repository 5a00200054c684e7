"""Front matter: text to fields and back, with the line of every field.

YAML between ``---`` lines, read more strictly than YAML itself: every scalar is text until the
field it belongs to gives it a type. So ``no`` is not false, ``0123`` is not 83, ``12:30`` is
not 750. Anchors, aliases, tags and duplicate keys are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from generator.errors import Location, Problem, UserError

__all__ = ["Field", "FrontMatter", "Value", "read", "write"]

Value = str | None | Sequence["Field"] | Mapping[str, "Field"]
"""A field's value: text, nothing (``key:``), a list or a mapping of further fields."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FENCE = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

# What a plain YAML scalar may be without a reader (ours or another tool's) taking it for
# something else: it starts with a letter, holds no ": " or " #", and is no reserved word.
_PLAIN = re.compile(r"[^\W\d_][^\n:#]*(?:(?::|(?<!\s)#)[^\s:#][^\n:#]*)*")
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_SCALARS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "null", "bool", "int", "float", "timestamp", "merge", "value")
)
"""The types that YAML sees in plain text; all of them are text to us."""

_PLAIN_DATE = re.compile(r"[\dX]{4}(?:-[\dX]{2}){0,2}(?:T\d{2}:\d{2}(?:[+-]\d{2}:\d{2}|Z)?)?[?~%]?")
_FLOW_UNSAFE = re.compile(r"[,\[\]{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value and where it stands: line and column count from 1 in the whole file."""

    value: Value
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields of a content file, the Markdown below them, and the line it begins on."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


def read(text: str, file: str) -> FrontMatter:
    """Return the front matter and the body of a content file's text.

    Raises:
        UserError: the front matter is missing, not closed, or not YAML; with line and column.
    """
    match = _FENCE.match(text)
    if match is None:
        started = text.startswith("---")
        raise UserError(
            Problem(
                location=Location(file=file, line=1, text=text.split("\n", 1)[0][:120]),
                message="the front matter is not closed" if started else "no front matter",
                remedy="Close it with a line of three hyphens: ---"
                if started
                else "Begin the file with three lines: ---, title: The headline, ---",
            )
        )
    try:
        node = yaml.compose(match["yaml"], Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise UserError(_yaml_problem(error, match["yaml"], file)) from None
    except yaml.YAMLError as error:  # a character that YAML forbids
        raise UserError(
            Problem(location=Location(file=file, line=1), message=str(error).split("\n", 1)[0])
        ) from None
    fields: Mapping[str, Field] = {}
    if node is not None:
        converter = _Converter(file, text)
        field = converter.field(node)
        if converter.problems:
            raise UserError(converter.problems)
        if not isinstance(field.value, Mapping):
            raise UserError(
                Problem(
                    location=Location(file=file, line=field.line, text=text.split("\n", 2)[1]),
                    message="the front matter is not a list of “key: value” lines",
                    remedy="Write one key a line, for example: title: The headline",
                )
            )
        fields = field.value
    body_line = text.count("\n", 0, match.end()) + 1
    return FrontMatter(fields=fields, body=text[match.end() :], body_line=body_line)


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

    def _mapping(self, node: yaml.MappingNode) -> Mapping[str, Field]:
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
            fields[key] = self.field(value_node)
        return fields

    def _refuse(self, line: int, column: int, message: str, remedy: str) -> None:
        lines = self.text.split("\n")
        source = lines[line - 1] if line <= len(lines) else None
        self.problems.append(
            Problem(
                location=Location(file=self.file, line=line, column=column, text=source),
                message=message,
                remedy=remedy,
            )
        )


def _yaml_problem(error: yaml.MarkedYAMLError, source: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = source.split("\n")
    index = min(mark.line, len(lines) - 1) if mark is not None else 0
    column = mark.column + 1 if mark is not None else 1
    message = error.problem or "this is not YAML"
    remedy = None
    key, colon, value = lines[index].partition(":")
    if "mapping values are not allowed" in message and colon and ":" in value:
        message = "a value with a colon needs quotes"
        remedy = f"Write: {key}: {json.dumps(value.strip(), ensure_ascii=False)}"
    elif "\t" in lines[index][:column]:
        remedy = "Indent with spaces, not with a tab."
    return Problem(
        location=Location(file=file, line=index + 2, column=column, text=lines[index]),
        message=message,
        remedy=remedy,
    )


def write(fields: Mapping[str, object], body: str) -> str:
    """Return a content file's text: the fields as front matter, then the body.

    Values are text, booleans, lists of text, mappings, or lists of mappings of these; ``None``
    and empty lists are left out. ``read`` gives back what was written.
    """
    lines = ["---"]
    for key, value in fields.items():
        lines.extend(_entry(key, value, ""))
    lines.append("---")
    return "\n".join(lines) + "\n" + (body.rstrip("\n") + "\n" if body.strip() else "")


def _entry(key: str, value: object, indent: str) -> list[str]:
    if value is None or value in ([], (), {}):
        return []
    if isinstance(value, Mapping):
        inner = [line for k, v in value.items() for line in _entry(str(k), v, indent + "  ")]
        return [f"{indent}{key}:", *inner] if inner else []
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, Mapping) for item in value):
            lines = [f"{indent}{key}:"]
            for item in value:
                inner = [
                    line
                    for k, v in dict(item).items()
                    for line in _entry(str(k), v, indent + "    ")
                ]
                inner[0] = f"{indent}  - {inner[0].lstrip()}"
                lines.extend(inner)
            return lines
        return [f"{indent}{key}: [" + ", ".join(_scalar(str(i), flow=True) for i in value) + "]"]
    if isinstance(value, bool):
        return [f"{indent}{key}: {str(value).lower()}"]
    return [f"{indent}{key}: {_scalar(str(value))}"]


def _scalar(text: str, *, flow: bool = False) -> str:
    plain = (
        _PLAIN_DATE.fullmatch(text)
        or (_PLAIN.fullmatch(text) and text.isprintable() and text.strip() == text)
    ) and text.casefold() not in _RESERVED
    if plain and not (flow and _FLOW_UNSAFE.search(text)):
        return text
    # A JSON string is a YAML double-quoted scalar (YAML 1.2, section 1.2); the line separators
    # that JSON leaves bare are line breaks to YAML.
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]",
        lambda m: f"\\u{ord(m.group()):04x}",
        quoted,
    )
