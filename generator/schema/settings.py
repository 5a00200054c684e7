"""The JSON Schema of ``archive.toml``, made from the dataclasses that it is read into."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Literal, get_args, get_origin, get_type_hints

from generator.config_tables import PICTURE_FORMATS, TABLES
from generator.languages import available_languages
from generator.look import DARK, LIGHT
from generator.schema.content import DIALECT
from generator.settings import ADVICE, HOSTS, Settings

__all__ = ["settings_schema"]

_NAMES: Mapping[object, str] = {str: "string", int: "integer", bool: "boolean"}
_TEXTS: Mapping[str, object] = {"type": "array", "items": {"type": "string"}}
_COLOUR = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}

_SPECIAL: Mapping[str, Mapping[str, object]] = {
    "host": {"enum": ["", *HOSTS]},
    "language": {"enum": list(available_languages())},
    "sections": {"anyOf": [_TEXTS, {"type": "object", "additionalProperties": {"type": "string"}}]},
    "ignore": {"type": "array", "items": {"enum": list(ADVICE)}},
    "formats": {"type": "array", "items": {"enum": list(PICTURE_FORMATS)}},
    "quality": {"type": "integer", "minimum": 1, "maximum": 100},
    "furniture": {
        "type": "object",
        "additionalProperties": {"anyOf": [{"type": "string"}, _TEXTS]},
    },
    **{
        name: {
            "type": "object",
            "properties": dict.fromkeys(colours, _COLOUR),
            "additionalProperties": False,
        }
        for name, colours in {"light": LIGHT, "dark": DARK}.items()
    },
}
"""Keys of which the settings allow less than their types say, or more."""


def settings_schema() -> dict[str, object]:
    """Return the schema of ``archive.toml``: every key with its type, default and meaning."""
    return {"$schema": DIALECT, "title": "archive.toml", **_table(Settings)}


def _table(kind: type[object]) -> dict[str, object]:
    hints, meanings = get_type_hints(kind), _meanings(kind)
    properties: dict[str, object] = {}
    required = []
    for each in fields(kind):  # type: ignore[arg-type]  # a dataclass
        name = TABLES.get(each.name, each.name)
        described: dict[str, object] = {"description": meanings[each.name]}
        described |= _SPECIAL.get(each.name) or _type(hints[each.name])
        if isinstance(each.default, str | int):
            described["default"] = each.default
        if each.default is MISSING and each.default_factory is MISSING:
            required.append(name)
        properties[name] = described
    found: dict[str, object] = {"type": "object", "properties": properties}
    if required:
        found["required"] = required
    return found | {"additionalProperties": False}


def _type(hint: object) -> Mapping[str, object]:
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _table(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if origin in {Mapping, dict}:
        return {"type": "object", "additionalProperties": _type(arguments[1])}
    return {"type": _NAMES[hint]}


def _meanings(kind: type[object]) -> dict[str, str]:
    """Return what the text below each field of a class says, by the names of the fields."""
    tree = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    [found] = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    ]
    meanings = {}
    for node, below in zip(found.body, found.body[1:], strict=False):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            text = " ".join(str(below.value.value).split())
            meanings[node.target.id] = text.replace("``", "“", 1).replace("``", "”", 1)
    return meanings
