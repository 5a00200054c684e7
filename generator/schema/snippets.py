"""Snippets of VS Code: the keys of the front matter, and a whole one to begin with."""

from __future__ import annotations

from generator.keys import KEYS, Key
from generator.languages import Language

__all__ = ["snippets"]

_FIRST = ("title", "date", "authors", "section", "tags")
"""What the front matter of a new article has."""


def snippets(language: Language) -> dict[str, object]:
    """Return the snippets by name; each is offered when its key is typed."""
    found: dict[str, object] = {
        key.name: {
            "scope": "markdown",
            "prefix": key.name,
            "body": _line(key, 1),
            "description": language.text(f"hint_{key.name}"),
        }
        for key in KEYS.values()
    }
    lines = [_line(KEYS[name], number) for number, name in enumerate(_FIRST, 1)]
    found[language.text("new_article")] = {
        "scope": "markdown",
        "prefix": "---",
        "body": ["---", *lines, "---", "$0"],
        "description": language.text("new_article"),
    }
    return found


def _line(key: Key, stop: int) -> str:
    """Return a key with its value to be filled in, at a tab stop of this number."""
    values = {
        "labels": f"[${stop}]",
        "addresses": f"[/${stop}]",
        "flag": f"${{{stop}|true,false|}}",
        "choice": f"${{{stop}|{','.join(key.choices)}|}}",
        "date": f"${{{stop}:2021-12-02}}",
        "moment": f"${{{stop}:2027-01-31T06:00}}",
        "list": f"[{{{', '.join(f'{p}: ${stop + n}' for n, p in enumerate(key.parts))}}}]",
        "table": f"{{{', '.join(f'{p}: ${stop + n}' for n, p in enumerate(key.parts))}}}",
    }
    return f"{key.name}: {values.get(key.kind, f'${stop}')}"
