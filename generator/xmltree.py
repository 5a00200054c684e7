"""XML documents as bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

__all__ = ["add_text", "document"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document may hold (XML 1.0, 2.2), not even escaped."""


def add_text(parent: ET.Element, tag: str, text: str) -> None:
    """Add an element that holds only this text."""
    ET.SubElement(parent, tag).text = text


def document(root: ET.Element) -> bytes:
    """Return the document in UTF-8, an element a line; characters that XML forbids are left out."""
    ET.indent(root)
    data = _FORBIDDEN.sub("", ET.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{data}\n'.encode()
