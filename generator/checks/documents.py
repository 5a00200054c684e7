"""What an HTML page links to, and what on it can be linked to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

__all__ = ["Document", "read_document"]

_ADDRESSES = {"img": "src", "script": "src", "form": "action"}
"""Where elements other than links have the address that they ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The links of one page, each with its line, and the anchors that others can link to.

    ``origin`` is the file that people edit; a page that only leads on ``is_redirect``.
    """

    origin: str
    links: tuple[tuple[str, int], ...]
    anchors: frozenset[str]
    is_redirect: bool


def read_document(origin: str, data: bytes) -> Document:
    """Return what a page links to; it may be in any encoding, for addresses are ASCII."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    text = data.decode("utf-8", errors="replace").replace("\0", "")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:  # there is nothing on it
        root = None
    elements = [] if root is None else [e for e in root.iter() if isinstance(e.tag, str)]
    return Document(
        origin=origin,
        links=tuple(_links(elements)),
        anchors=frozenset(filter(None, (e.get("id") for e in elements))),
        is_redirect=any((e.get("http-equiv") or "").lower() == "refresh" for e in elements),
    )


def _links(elements: list[etree._Element]) -> Iterator[tuple[str, int]]:
    for element in elements:
        name, line = str(element.tag), cast("int | None", element.sourceline) or 1
        address = element.get(_ADDRESSES.get(name, "href"))
        if address is not None:
            yield address, line
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                yield part.split()[0], line
