"""XML as lines of text: quicker to write than a tree, and read back by tests as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["attributes", "cdata", "document", "element"]

_FORBIDDEN = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""Characters that no XML document may hold (XML 1.0, 2.2), not even escaped."""

_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_IN_TEXT = re.compile("[&<>]")
_IN_ATTRIBUTES = re.compile('[&<>"\t\n\r]')


def element(name: str, text: str, values: Mapping[str, str] | None = None) -> str:
    """Return an element that holds only this text, with these attributes."""
    start = name + attributes(values or {})
    return f"<{start}>{_escaped(text, _IN_TEXT)}</{name}>" if text else f"<{start} />"


def cdata(name: str, text: str, values: Mapping[str, str] | None = None) -> str:
    """Return an element whose text is markup itself: it stands there as it is (XML 1.0, 2.7)."""
    start = name + attributes(values or {})
    return f"<{start}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, a space before each."""
    return "".join(
        [f' {name}="{_escaped(value, _IN_ATTRIBUTES)}"' for name, value in values.items()]
    )


def _escaped(text: str, special: re.Pattern[str]) -> str:
    # Few texts have anything to escape, and to look costs least.
    return special.sub(lambda found: _ESCAPES[found[0]], text) if special.search(text) else text


def document(lines: Iterable[str]) -> bytes:
    """Return the document of these lines in UTF-8, without characters that XML forbids."""
    data = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""]).encode()
    if _NO_CHARACTERS[0][:2] in data:
        for forbidden in _NO_CHARACTERS:
            data = data.replace(forbidden, b"")
    return data.translate(None, _FORBIDDEN)
