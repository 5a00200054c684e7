"""HTML as lines: what stands on a page, block by block.

Nothing is left out here but what no reader sees. Which lines are the article is decided where
all lines are decided (``labelling``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from generator.importing.readers.parts import path_in
from generator.importing.records import Link
from generator.vietnamese import compose

__all__ = ["KICKER", "HtmlLine", "links_of", "parse", "read_lines", "text_of"]

_UNSEEN = frozenset(
    "script style noscript template svg canvas iframe button select option textarea input object "
    "embed video audio map head link meta dialog progress datalist".split()
)
_PICTURES = frozenset({"img", "amp-img"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr picture source".split()
)
_ITALICS = frozenset({"em", "i"})
_BOLD = frozenset({"strong", "b"})

KICKER = re.compile(
    r"kicker|overline|eyebrow|dachzeile|spitzmarke|occhiello|sur-?titre|antetitulo|topline"
    r"|chapeu|tit-?phu|sup-?title",
    re.IGNORECASE,
)
"""What classes call a kicker; it stands on a line of its own even where it is inline."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TINY = 60
"""Pixels: what is no wider is an icon."""

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)$", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/_-])(?:logo|icons?|avatar|spinner|loading|blank|pixel|sprite|placeholder)\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_DECLARATION = re.compile(r"<\?xml[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlLine:
    """A line of a page, its links, and the block it stands in.

    A picture is a line that holds its file's name. ``bold`` and ``italic`` are how many of the
    ``size`` characters are.
    """

    block: HtmlElement
    text: str
    links: tuple[Link, ...] = ()
    is_picture: bool = False
    size: int = 0
    bold: int = 0
    italic: int = 0


@dataclass(slots=True)
class _OpenLine:
    """A line as it is being read."""

    block: HtmlElement
    links: list[Link] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0
    italic: int = 0

    def add(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        folded = _SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            folded = folded.lstrip(" ")
        if folded:
            self.pieces.append(folded)
            self.size += len(folded)
            self.bold += bold * len(folded)
            self.italic += italic * len(folded)

    def close(self) -> HtmlLine:
        return HtmlLine(
            block=self.block,
            text="".join(self.pieces).rstrip(" "),
            links=tuple(self.links),
            size=self.size,
            bold=self.bold,
            italic=self.italic,
        )

    @property
    def end(self) -> int:
        """Where the text ends without the space that may follow it: at most one does."""
        return self.size - (bool(self.pieces) and self.pieces[-1].endswith(" "))


def parse(html: str) -> HtmlElement:
    """Return the root of an HTML page or fragment.

    Raises:
        ValueError: it is nested so deeply that the parser gives up.
    """
    parser = lxml.html.HTMLParser(huge_tree=True)
    # What a declaration in front says of an encoding was true of the bytes, not of the text.
    page = _DECLARATION.sub("", html, count=1)
    try:
        root = lxml.html.document_fromstring(page, parser=parser)
    except etree.ParserError:  # of nothing but comments
        return lxml.html.document_fromstring("<html></html>")
    if fatal := parser.error_log.filter_from_fatals():
        raise ValueError(fatal[0].message)
    return root


def read_lines(root: HtmlElement) -> list[HtmlLine]:
    """Return the visible lines of an HTML page or fragment, one a block, ``<br>`` or picture."""
    return _Reader().read(root)


def text_of(lines: Sequence[HtmlLine]) -> str:
    r"""Return the text of lines, joined with ``\n``."""
    return "\n".join(line.text for line in lines)


def links_of(lines: Sequence[HtmlLine]) -> dict[int, tuple[Link, ...]]:
    """Return the links of lines by line number from 1."""
    return {number: line.links for number, line in enumerate(lines, 1) if line.links}


class _Reader:
    """Walks a tree and cuts its text into lines."""

    def __init__(self) -> None:
        self._lines: list[HtmlLine] = []
        self._open: _OpenLine | None = None
        self._link: HtmlElement | None = None
        self._start = 0
        self._bold = 0
        self._italic = 0

    def read(self, root: HtmlElement) -> list[HtmlLine]:
        body = root.find("body")
        start = root if body is None else body
        blocks = [start]
        self._say(start.text, start)
        # Walked without recursion: old pages that close nothing are nested a thousand deep.
        walk = etree.iterwalk(start, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if element is start:
                continue
            if event != "start":
                self._leave(element, blocks)
            elif element.tag in _UNSEEN or _is_hidden(element):
                walk.skip_subtree()
            else:
                self._enter(element, blocks)
        self._close()
        return [line for line in self._lines if line.text]

    def _enter(self, element: HtmlElement, blocks: list[HtmlElement]) -> None:
        self._bold += element.tag in _BOLD
        self._italic += element.tag in _ITALICS
        if element.tag == "br":
            self._close()
        elif element.tag in _PICTURES:
            self._picture(element, blocks[-1])
        elif element.tag == "a" and element.get("href") and self._link is None:
            self._link = element
            self._start = self._open.size if self._open is not None else 0
        elif element.tag not in _INLINE or KICKER.search(element.get("class") or ""):
            self._close()
            blocks.append(element)
        elif _stands_apart(element):
            self._say(" ", blocks[-1])
        self._say(element.text, blocks[-1])

    def _leave(self, element: HtmlElement, blocks: list[HtmlElement]) -> None:
        if element.tag in _BOLD | _ITALICS and not _is_hidden(element):
            self._bold -= element.tag in _BOLD
            self._italic -= element.tag in _ITALICS
        if element is self._link:
            self._end_link()
            self._link = None
        elif element is blocks[-1]:
            self._close()
            blocks.pop()
        self._say(element.tail, blocks[-1])

    def _say(self, text: str | None, block: HtmlElement) -> None:
        if not text or (self._open is None and not text.strip()):
            return
        if self._open is None:
            self._open = _OpenLine(block)
            self._start = 0
        self._open.add(compose(text), bold=self._bold > 0, italic=self._italic > 0)

    def _picture(self, image: HtmlElement, block: HtmlElement) -> None:
        name = _picture_name(image)
        if name is not None:
            self._close()
            self._lines.append(HtmlLine(block=block, text=name, is_picture=True))

    def _end_link(self) -> None:
        line, link = self._open, self._link
        if line is None or link is None:
            return
        address = str(link.get("href"))
        start, end = self._start, line.end
        if end > start and re.match(r"https?://|/(?!/)", address):
            line.links.append(Link(start=start, end=end, url=address))

    def _close(self) -> None:
        self._end_link()
        if self._open is not None:
            self._lines.append(self._open.close())
        self._open, self._start = None, 0


def _stands_apart(element: HtmlElement) -> bool:
    """Return whether styles set an inline element apart from the one that ends where it begins.

    Word cuts its text into elements amid a syllable; those have no class of their own.
    """
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and all(
            each.tag in _INLINE and any(map(each.get, ("class", "href", "datetime", "id")))
            for each in (before, element)
        )
    )


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
    )


def _picture_name(image: HtmlElement) -> str | None:
    """Return the file name of a picture that is more than an ornament."""
    for size in ("width", "height"):
        digits = re.match(r"\d+", image.get(size) or "")
        if digits and int(digits.group()) <= _TINY:
            return None
    sources = [image.get(name) for name in ("data-original", "data-src", "data-lazy-src", "src")]
    sources += [(image.get(name) or "").split(" ")[0] for name in ("data-srcset", "srcset")]
    for source in sources:
        path = (path_in(source) or "") if source and not source.startswith("data:") else ""
        name = posixpath.basename(path)
        if _PICTURE.search(name) and not _NO_PICTURE.search(path) and not _SPACE.search(name):
            return compose(name)
    return None
