"""XML as lines of text: quicker to write than a tree, and read back by tests as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

__all__ = ["attributes", "document", "element"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document may hold (XML 1.0, 2.2), not even escaped."""


def element(name: str, text: str, values: Mapping[str, str] | None = None) -> str:
    """Return an element that holds only this text, with these attributes."""
    start = name + attributes(values or {})
    return f"<{start}>{escape(text)}</{name}>" if text else f"<{start} />"


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, a space before each."""
    return "".join([f" {name}={quoteattr(value)}" for name, value in values.items()])


def document(lines: Iterable[str]) -> bytes:
    """Return the document of these lines in UTF-8, without characters that XML forbids."""
    data = _FORBIDDEN.sub("", "\n".join(lines))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{data}\n'.encode()
