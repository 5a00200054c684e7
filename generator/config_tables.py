"""The tables and keys of ``archive.toml`` to settings, with all that is wrong in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from generator.look import ThemeSettings, colour_problems
from generator.renditions import PictureSettings
from generator.settings import ADVICE, AboutSettings, CheckSettings, ImportSettings, Settings
from generator.urls import is_address

__all__ = ["PICTURE_FORMATS", "TABLES", "Complain", "typed_values"]

TABLES = {"importing": "import"}
"""Names of fields that are keywords of Python where they are keys."""

PICTURE_FORMATS = ("avif", "webp")

_ESCAPE = "Write a backslash before . ? * + ( ) [ ] { } | ^ $ that mean themselves."

Complain = Callable[[str, str, str], None]
"""Takes a key, what is wrong with its value, and the remedy."""


def typed_values(data: Mapping[str, object], complain: Complain) -> dict[str, object]:
    """Return the values of the settings by the names of their fields; what is wrong is told."""
    names = {TABLES.get(each.name, each.name): each.name for each in fields(Settings)}
    values: dict[str, object] = {}
    for key, value in data.items():
        if key not in names:
            close = difflib.get_close_matches(key, names, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"Known keys: {', '.join(names)}."
            complain(key, f"unknown key “{key}”", hint)
        elif key in _READERS:
            values[names[key]] = _READERS[key](value, complain)
        elif not isinstance(value, str):
            complain(key, f"“{key}” is not text", "Put the value in quotes.")
        else:
            values[key] = value.strip()
    return values


def _sections(data: object, complain: Complain) -> dict[str, str]:
    """Return the sections with their introductions; a list of names has none."""
    table = dict.fromkeys(data, "") if isinstance(data, list) and _are_texts(data) else data
    if not isinstance(table, dict) or not _are_texts(table) or not all(map(str.strip, table)):
        complain("sections", "“sections” is not a list of names", 'Write: ["Kinh tế", "Văn hóa"]')
        return {}
    for name, introduction in table.items():
        if not isinstance(introduction, str):
            complain(name, f"the introduction of “{name}” is not text", "Put it in quotes.")
    return {name: " ".join(str(text).split()) for name, text in table.items()}


def _redirects(data: object, complain: Complain) -> dict[str, str]:
    """Return the new address of each old one."""
    remedy = 'Write both from the root of the archive: "/old/page.html" = "/chuyen-muc/van-hoa/"'
    if not isinstance(data, dict):
        complain("redirects", "“redirects” is no table", "Write [redirects] on a line of its own.")
        return {}
    found = {}
    for old, new in data.items():
        if isinstance(new, str) and is_address(old) and is_address(new):
            found[old] = new
        else:
            complain(old, f"“{old}” = {new!r} does not lead from one address to another", remedy)
    return found


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _texts(key: str, kind: type[object], data: object, complain: Complain) -> dict[str, str]:
    """Return the texts of a table of which every field of ``kind`` is a key."""
    known = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    if not isinstance(data, dict):
        complain(key, f"“{key}” is no table", f"Write [{key}] on a line of its own.")
        return {}
    for name, value in data.items():
        if name not in known:
            complain(name, f"unknown key “{name}” in [{key}]", f"Known keys: {', '.join(known)}.")
        elif not isinstance(value, str):
            complain(name, f"“{name}” is not text", "Put the value in quotes.")
    return {name: data[name].strip() for name in known if isinstance(data.get(name), str)}


def _theme_settings(data: object, complain: Complain) -> ThemeSettings:
    tables = dict(data) if isinstance(data, dict) else {}
    palettes: dict[str, dict[str, str]] = {}
    for name in ("light", "dark"):
        colours = tables.pop(name, {})
        if not isinstance(colours, dict):
            complain(name, f"“{name}” is no table", f"Write [theme.{name}] on a line of its own.")
            continue
        problems = list(colour_problems(name, colours))
        for message, remedy in problems:
            complain(f"theme.{name}", f"[theme.{name}]: {message}", remedy)
        palettes[name] = {} if problems else colours
    texts = _texts("theme", ThemeSettings, tables if isinstance(data, dict) else data, complain)
    return ThemeSettings(**texts, **palettes)  # type: ignore[arg-type]  # texts are texts


def _picture_settings(data: object, complain: Complain) -> PictureSettings:
    found: dict[str, Any] = {}
    for key, value in (data if isinstance(data, dict) else {"pictures": data}).items():
        values = value if isinstance(value, list) else [value]
        whole = all(type(number) is int and number > 0 for number in values)
        if key == "widths" and values and whole:
            found[key] = tuple(sorted(set(values)))
        elif key == "formats" and all(each in PICTURE_FORMATS for each in values):
            found[key] = tuple(dict.fromkeys(values))
        elif key == "quality" and whole and value in range(1, 101):
            found[key] = value
        else:
            complain(
                key,
                f"“{key}” cannot be {value!r} in [pictures]",
                'Known: widths = [480, 800, 1200, 1600], formats = ["avif", "webp"], quality = 75.',
            )
    return PictureSettings(**found)


def _import_settings(data: object, complain: Complain) -> ImportSettings:
    tables = data if isinstance(data, dict) else {"import": None}
    found: dict[str, dict[str, object]] = {"fields": {}, "furniture": {}}
    for name, table in tables.items():
        if name not in found or not isinstance(table, dict):
            remedy = "Known tables: [import.fields], [import.furniture]."
            complain(name, f"“{name}” is no table of [import]", remedy)
            continue
        found[name] = table
    for name, column in found["fields"].items():
        if not isinstance(column, str):
            complain(name, f"“{name}” is not text", "Put the value in quotes.")
    furniture: dict[str, tuple[str, ...]] = {}
    for name, lines in found["furniture"].items():
        patterns = [lines] if isinstance(lines, str) else lines
        if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
            complain(name, f"“{name}” is not a list of lines", 'Write: ["Thăm dò.*", "Mới nhất"]')
            continue
        furniture[name] = tuple(patterns)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                complain(name, f"“{pattern}” is no regular expression: {error}", _ESCAPE)
    columns = {name: column for name, column in found["fields"].items() if isinstance(column, str)}
    return ImportSettings(fields=columns, furniture=furniture)


def _about_settings(data: object, complain: Complain) -> AboutSettings:
    return AboutSettings(**_texts("about", AboutSettings, data, complain))


def _check_settings(data: object, complain: Complain) -> CheckSettings:
    table = data if isinstance(data, dict) else {"check": data}
    kinds: list[str] = []
    for key, value in table.items():
        if key != "ignore" or not isinstance(value, list):
            complain(key, f"“{key}” cannot be {value!r} in [check]", 'Write: ignore = ["undated"]')
            continue
        for kind in value:
            if kind not in ADVICE:
                close = difflib.get_close_matches(str(kind), ADVICE, n=1)
                hint = f"Did you mean “{close[0]}”? " if close else ""
                remedy = f"{hint}There are: {', '.join(ADVICE)}."
                complain(key, f"there is no advice of the kind “{kind}”", remedy)
        kinds += [kind for kind in value if kind in ADVICE]
    return CheckSettings(ignore=tuple(dict.fromkeys(kinds)))


_READERS: Mapping[str, Callable[[object, Complain], object]] = {
    "about": _about_settings,
    "check": _check_settings,
    "import": _import_settings,
    "pictures": _picture_settings,
    "redirects": _redirects,
    "sections": _sections,
    "theme": _theme_settings,
}
"""What reads the keys whose values are no text."""
