"""Fields to the text of a content file: YAML that this program and others read alike."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

__all__ = ["write"]

# What a plain YAML scalar may be without a reader (ours or another tool's) taking it for
# something else: it starts with a letter, holds no ": " or " #", and is no reserved word.
_PLAIN = re.compile(r"[^\W\d_][^\n:#]*(?:(?::|(?<!\s)#)[^\s:#][^\n:#]*)*")
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_PLAIN_DATE = re.compile(r"[\dX]{4}(?:-[\dX]{2}){0,2}(?:T\d{2}:\d{2}(?:[+-]\d{2}:\d{2}|Z)?)?[?~%]?")
_FLOW_UNSAFE = re.compile(r"[,\[\]{}]")


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
