"""JSON Schemas of what lies in ``content/``: front matter and the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from generator.dates import DATE_PATTERN, MOMENT_PATTERN
from generator.keys import KEYS, PASSED_OVER, Key, Kind
from generator.languages import Language
from generator.vocabulary import KEYS as TERM_KEYS

__all__ = ["front_matter_schema", "vocabulary_schema"]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What code editors understand."""

# YAML takes 2021 for a number; so do the programs that read these schemas.
_TEXT: Mapping[str, object] = {"type": ["string", "number", "boolean", "null"]}
_LABELS: Mapping[str, object] = {
    "anyOf": [{"type": ["string", "null"]}, {"type": "array", "items": {"type": "string"}}]
}
_ADDRESS: Mapping[str, object] = {"type": "string", "pattern": "^/(?!/)"}
_OF: Mapping[Kind, Mapping[str, object]] = {
    "text": _TEXT,
    "date": {"anyOf": [{"type": "string", "pattern": DATE_PATTERN}, {"type": ["integer", "null"]}]},
    "moment": {"anyOf": [{"type": "string", "pattern": MOMENT_PATTERN}, {"type": "null"}]},
    "labels": _LABELS,
    "flag": {"type": "boolean"},
    "addresses": {"anyOf": [_ADDRESS, {"type": "array", "items": _ADDRESS}, {"type": "null"}]},
}


def front_matter_schema(language: Language) -> dict[str, object]:
    """Return the schema of an article's front matter, described in this language."""
    properties: dict[str, object] = {}
    for key in KEYS.values():
        properties[key.name] = _described(key, language)
        # Understood, but our own names are what an editor should offer.
        for other in key.also:
            properties[other] = {**_described(key, language), "doNotSuggest": True}
    hidden = {"doNotSuggest": True}
    properties |= dict.fromkeys(sorted(PASSED_OVER), hidden)
    properties |= {"published": hidden, "slug": hidden, "taxonomies": hidden}
    return {
        "$schema": DIALECT,
        "title": "Front matter",
        "type": "object",
        "properties": properties,
        "required": ["title"],
        "additionalProperties": False,
    }


def _described(key: Key, language: Language) -> dict[str, object]:
    return {
        "title": language.text(f"key_{key.name}"),
        "description": language.text(f"hint_{key.name}"),
        **_type(key, language),
    }


def _type(key: Key, language: Language) -> Mapping[str, object]:
    if key.kind == "choice":
        return {"enum": list(key.choices)}
    if not key.parts:
        return _LABELS if key.name == "section" else _OF[key.kind]
    table = {
        "type": "object",
        "properties": {
            part: {
                "title": language.text(f"key_{key.name}_{part}"),
                **_OF["date" if part == "date" else "text"],
            }
            for part in key.parts
        },
        "additionalProperties": False,
    }
    return {"type": "array", "items": table} if key.kind == "list" else table


def vocabulary_schema(language: Language) -> dict[str, object]:
    """Return the schema of ``content/tags.yaml``."""
    terms = {
        name: {
            "title": language.text(f"term_{name}"),
            **(_LABELS if name == "aliases" else _TEXT),
        }
        for name in TERM_KEYS
    }
    return {
        "$schema": DIALECT,
        "title": "Vocabulary",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "properties": terms,
            "required": ["label"],
            "additionalProperties": False,
        },
    }
