"""XML as lines of text: quicker to write than a tree, and read back by tests as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

__all__ = ["attributes", "document", "element"]

_FORBIDDEN = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""Characters that no XML document may hold (XML 1.0, 2.2), not even escaped."""

_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def element(name: str, text: str, values: Mapping[str, str] | None = None) -> str:
    """Return an element that holds only this text, with these attributes."""
    start = name + attributes(values or {})
    return f"<{start}>{escape(text)}</{name}>" if text else f"<{start} />"


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, a space before each."""
    return "".join([f' {name}="{escape(value, _IN_ATTRIBUTES)}"' for name, value in values.items()])


def document(lines: Iterable[str]) -> bytes:
    """Return the document of these lines in UTF-8, without characters that XML forbids."""
    data = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""]).encode()
    for forbidden in _NO_CHARACTERS:
        data = data.replace(forbidden, b"")
    return data.translate(None, _FORBIDDEN)
