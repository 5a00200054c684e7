"""Front matter as most of it is, read at once: a line a key, texts that need no quotes.

YAML says what front matter means. What is read here means the same to YAML, as a test of random
texts sees to, and takes a fifth of the time; all else is left to YAML.
"""

from __future__ import annotations

import re

from generator.frontmatter.fields import Field, Value

__all__ = ["read_plain"]

_INSIDE = r"\w .;!()…–—“”‘’/~+=@%&*'\"\-"
_ITEM = rf"\w[{_INSIDE}]*"
_LINE = re.compile(
    r"(?P<indent>  )?(?P<key>[a-z_][a-z_0-9]*):"
    # A colon ends a key where a space follows it.
    rf"(?: (?:(?P<text>\w(?:[{_INSIDE},?]|:(?=[^\s:]))*)"
    rf"|\[(?P<items>{_ITEM}(?:, {_ITEM})*)\]"
    r"|\"(?P<quoted>[\w .:/-]*)\"))?\n"
)
_FIRST_LINE = 2
"""Where the fields begin: the file's first line is a fence."""


def read_plain(text: str) -> dict[str, Field] | None:
    """Return the fields of front matter, without its fences, or None where YAML must read it."""
    fields: dict[str, Field] = {}
    inner: dict[str, Field] | None = None
    at, number = 0, _FIRST_LINE
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            return None
        key, place = line["key"], (number, line.start("key") - at + 1)
        value = _value(line, at, place)
        if line["indent"] is None:
            if inner == {} or key in fields:
                return None
            inner, into = None, fields
        elif inner is None or key in inner:
            return None
        else:
            into = inner
        if value is None:
            # Nothing at all, or the fields that are indented below.
            if into is inner:
                return None
            inner = {}
            value = Field(value=inner, line=number + 1, column=3, key=place)
        into[key] = value
        at, number = line.end(), number + 1
    return None if inner == {} else fields


def _value(line: re.Match[str], start: int, key: tuple[int, int]) -> Field | None:
    """Return what stands behind the colon of a line that begins at ``start``.

    ``key`` is the place of its key.
    """
    group, number = line.lastgroup, key[0]
    if group in {None, "key", "indent"}:
        return None
    found = line[group]
    value: Value = found
    at = line.start(group) - start + 1
    if group == "text":
        value = _scalar(found)
    elif group == "items":
        items = []
        place = at
        for item in found.split(", "):
            items.append(Field(value=_scalar(item), line=number, column=place))
            place += len(item) + 2
        value, at = items, at - 1
    else:
        at -= 1
    return Field(value=value, line=number, column=at, key=key)


def _scalar(text: str) -> str | None:
    """Return a plain scalar as ``frontmatter`` has it."""
    return None if text == "null" else text.rstrip(" ")
