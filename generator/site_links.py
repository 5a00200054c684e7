"""What the pages of a site link to, and what on them can be linked to: gathered page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, cast

from lxml import etree

from generator.workers import Jobs, map_batches

__all__ = ["Document", "Place", "SiteLinks", "read_document", "read_pages"]

MANY = 50
"""How many of the places of one address are kept: a link of a template is on every page."""

_ADDRESSES = {"img": "src", "script": "src", "form": "action"}
"""Where elements other than links have the address that they ask for."""

Place: TypeAlias = tuple[str, int]
"""A page, by its path in the output folder, and a line of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The links of one page, each with its line, and the anchors that others can link to.

    A page that only leads on ``is_redirect``.
    """

    links: tuple[tuple[str, int], ...]
    anchors: frozenset[str]
    is_redirect: bool


@dataclass(slots=True)
class SiteLinks:
    """All links of a site by their addresses, and what is known of its pages by their paths.

    ``origins`` are the files that people edit to change a page; ``redirects`` only lead on.
    """

    uses: dict[str, list[Place]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    redirects: set[str] = field(default_factory=set)
    _same: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def add(self, path: str, origin: str, document: Document) -> None:
        """Take up a page."""
        self.origins[path] = origin
        # Nearly all pages of one kind have the same anchors: they are kept once.
        self.anchors[path] = self._same.setdefault(document.anchors, document.anchors)
        if document.is_redirect:
            self.redirects.add(path)
        for address, line in document.links:
            places = self.uses.setdefault(address, [])
            self.counts[address] = self.counts.get(address, 0) + 1
            if len(places) < MANY:
                places.append((path, line))


def read_pages(pages: Iterable[tuple[str, str, Path]], jobs: Jobs, found: SiteLinks) -> None:
    """Add the links of these pages: the path of each, its origin, and the file to read."""
    for documents in map_batches(_read_batch, pages, jobs):
        for path, origin, document in documents:
            found.add(path, origin, document)


def _read_batch(pages: Sequence[tuple[str, str, Path]]) -> list[tuple[str, str, Document]]:
    return [(path, origin, read_document(file.read_bytes())) for path, origin, file in pages]


def read_document(data: bytes) -> Document:
    """Return what a page links to; it may be in any encoding, for addresses are ASCII."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    text = data.decode("utf-8", errors="replace").replace("\0", "")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:  # there is nothing on it
        root = None
    elements = [] if root is None else [e for e in root.iter() if isinstance(e.tag, str)]
    return Document(
        links=tuple(dict.fromkeys(_links(elements))),
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
