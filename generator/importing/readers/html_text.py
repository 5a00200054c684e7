"""HTML as lines: what stands on a page, block by block, and what its markup tells of each line.

Nothing is left out here but what no reader sees. Which lines are the article is decided where
all lines are decided (``labelling``); the marks are evidence for it, named as in ``weights``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml.html import HtmlElement

from generator.importing.records import Link
from generator.vietnamese import compose

__all__ = ["HtmlText", "html_text"]

_UNSEEN = frozenset(
    "script style noscript template svg canvas iframe button select option textarea input object "
    "embed video audio map head link meta dialog progress datalist".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr picture source".split()
)
_OUTSIDE = frozenset({"nav", "footer", "aside"})
_OUTSIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})

# What authors of pages call things, in class and id. Parts of words, for "articleBody__caption",
# "tin-lien-quan" and "relatedNews" mean the same as their parts.
_CALLED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "called furniture",
        re.compile(
            r"relat|lien-?quan|tin-?(?:moi|khac|lq|nong|noibat)|cung-?chuyen-?muc|most-?(?:read|view)"
            r"|popular|trending|recommend|read-?(?:more|also|next)|see-?also|more-?(?:on|from|news)"
            r"|side-?bar|(?:^|[ _-])side(?:$|[ _-])|comment|binh-?luan|share|social|toolbar"
            r"|breadcrumb|(?:^|[ _-])(?:menu|nav|footer|banner|ads?|adv|sponsor|promo|widget|popup"
            r"|modal|tags?|topics?|login|search|print|rating|vote|poll|copyright|cookie|consent|paywall)"
            r"(?:$|[ _-])|newsletter|subscri|sr-only|visually-?hidden|screen-?reader"
            r"|skip-?(?:link|to)"
            r"|link-?(?:content-)?footer|thread-?box|box-?(?:link|news|tin)|advert|keyword|player",
            re.IGNORECASE,
        ),
    ),
    (
        "called caption",
        re.compile(r"caption|legend|chu-?thich|infotext|img-?(?:desc|note)", re.IGNORECASE),
    ),
    (
        "called byline",
        re.compile(
            r"author|autor|byline|tac-?gia|signature|writer|redactor|nguoi-?viet", re.IGNORECASE
        ),
    ),
    (
        "called lede",
        re.compile(
            r"sapo|lead(?!er|ing)|standfirst|chapeau|einleitung|teaser-?text|article__desc|mo-?ta"
            r"|sub-?(?:title|head(?:line|ing)?)|summary|intro(?![a-z])|detail__desc",
            re.IGNORECASE,
        ),
    ),
    ("called date", re.compile(r"(?<!up)date|time|publish|ngay-?dang|timestamp", re.IGNORECASE)),
)
_NEAR = 5
"""How many ancestors' names may speak for a line."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TINY = 60
"""Pixels: what is no wider is an icon."""

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)$", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/_-])(?:logo|icons?|avatar|spinner|loading|blank|pixel|sprite|placeholder)\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    r"""A page's lines, joined with ``\n``; marks and links by line number from 1."""

    text: str
    marks: dict[int, frozenset[str]]
    links: dict[int, tuple[Link, ...]]


@dataclass(slots=True)
class _Line:
    """A line as it is being read: its text so far, its links, and the block it stands in."""

    block: HtmlElement
    text: str = ""
    links: list[Link] = field(default_factory=list)
    is_picture: bool = False

    def add(self, text: str) -> None:
        folded = _SPACE.sub(" ", text)
        if not self.text or self.text.endswith(" "):
            folded = folded.lstrip(" ")
        self.text += folded


def html_text(html: str) -> HtmlText:
    """Return the visible text of an HTML page or fragment, a line a block or ``<br>``.

    A picture is a line of its own that holds its file's name.
    """
    if not html.strip():
        return HtmlText(text="", marks={}, links={})
    root = lxml.html.document_fromstring(html)
    lines = list(_Reader().read(root))
    main = _main_block(lines)
    marks = {}
    for number, line in enumerate(lines, 1):
        found = _marks(line, main)
        if found:
            marks[number] = found
    return HtmlText(
        text="\n".join(line.text for line in lines),
        marks=marks,
        links={number: tuple(line.links) for number, line in enumerate(lines, 1) if line.links},
    )


class _Reader:
    """Walks a tree and cuts its text into lines."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._open: _Line | None = None
        self._address: str | None = None
        self._start = 0

    def read(self, root: HtmlElement) -> list[_Line]:
        body = root.find("body")
        start = root if body is None else body
        self._block(start)
        return [line for line in self._lines if line.text]

    def _block(self, block: HtmlElement) -> None:
        self._close()
        self._content(block, block)
        self._close()

    def _content(self, element: HtmlElement, block: HtmlElement) -> None:
        self._say(element.text, block)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN and not _is_hidden(child):
                self._child(child, block)
            self._say(child.tail, block)

    def _child(self, child: HtmlElement, block: HtmlElement) -> None:
        if child.tag == "br":
            self._close()
        elif child.tag == "img":
            self._picture(child, block)
        elif child.tag == "a" and child.get("href") and self._address is None:
            self._address = str(child.get("href"))
            self._start = len(self._open.text) if self._open is not None else 0
            self._content(child, block)
            self._end_link()
            self._address = None
        elif child.tag in _INLINE:
            self._content(child, block)
        else:
            self._block(child)

    def _say(self, text: str | None, block: HtmlElement) -> None:
        if not text or (self._open is None and not text.strip()):
            return
        if self._open is None:
            self._open = _Line(block)
            self._start = 0
        self._open.add(compose(text))

    def _picture(self, image: HtmlElement, block: HtmlElement) -> None:
        name = _picture_name(image)
        if name is not None:
            self._close()
            self._lines.append(_Line(block, name, is_picture=True))

    def _end_link(self) -> None:
        line, address = self._open, self._address
        if line is None or address is None:
            return
        start, end = self._start, len(line.text.rstrip(" "))
        if end > start and re.match(r"https?://|/(?!/)", address):
            line.links.append(Link(start=start, end=end, url=address))

    def _close(self) -> None:
        self._end_link()
        if self._open is not None:
            self._open.text = self._open.text.rstrip(" ")
            self._lines.append(self._open)
        self._open, self._start = None, 0


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
        path = unquote(urlsplit(source).path) if source and not source.startswith("data:") else ""
        name = posixpath.basename(path)
        if _PICTURE.search(name) and not _NO_PICTURE.search(path) and not _SPACE.search(name):
            return compose(name)
    return None


def _main_block(lines: list[_Line]) -> HtmlElement | None:
    """Return the element that directly holds most of the page's running text.

    A paragraph speaks for its parent and half for its grandparent, as in Arc90's Readability
    (2009), so that a text that is cut into sections still has one block in common.
    """
    scores: dict[HtmlElement, float] = {}
    for line in lines:
        size = len(line.text) - 1.5 * sum(link.end - link.start for link in line.links)
        if size < 60 or line.is_picture or _is_outside(line.block):
            continue
        above = [line.block, *line.block.iterancestors()][:4]
        first = 0 if line.block.tag in {"div", "td", "article", "section", "body"} else 1
        for share, element in zip((1.0, 0.6, 0.3), above[first:], strict=False):
            scores[element] = scores.get(element, 0.0) + share * size
    if not scores:
        return None
    # In the order of the page, so that equal scores have one winner.
    best = max(scores.values())
    return next(element for element, score in scores.items() if score == best)


def _is_outside(block: HtmlElement) -> bool:
    return any(
        element.tag in _OUTSIDE or element.get("role") in _OUTSIDE_ROLES
        for element in (block, *block.iterancestors())
    )


def _marks(line: _Line, main: HtmlElement | None) -> frozenset[str]:
    """Return what the markup tells of a line."""
    chain = [line.block, *line.block.iterancestors()]
    tags = [element.tag for element in chain]
    linked = sum(link.end - link.start for link in line.links)
    is_link = linked >= 0.8 * len(line.text) or "a" in tags[:4]
    found = {
        "html: h1": "h1" in tags[:3],
        "html: heading": "h1" not in tags[:3] and not _HEADINGS.isdisjoint(tags[:2]),
        "html: paragraph": tags[0] == "p",
        "html: figcaption": "figcaption" in tags[:4],
        "html: item": "li" in tags[:2],
        "html: quote": "blockquote" in tags[:3],
        "html: mostly links": is_link and not line.is_picture,
        "html: outside": _is_outside(line.block),
        "html: main": main in chain,
        "html: not main": main is not None and main not in chain,
        "html: near main": main is not None and main not in chain and _is_near(chain, main),
    }
    return frozenset(name for name, holds in found.items() if holds) | _called(chain, main)


def _is_near(chain: list[HtmlElement], main: HtmlElement) -> bool:
    """Return whether a line stands in the same article as the text, or just beside the text."""
    around = list(main.iterancestors())
    whole = [
        element
        for element in around
        if element.tag in {"article", "main"} or element.get("itemprop") == "articleBody"
    ]
    return any(element in chain for element in (*around[:1], *whole[:1]))


def _called(chain: list[HtmlElement], main: HtmlElement | None) -> set[str]:
    """Return what the classes and ids around a line say, but for those around the whole text."""
    around = {main, *main.iterancestors()} if main is not None else set()
    names = " ".join(
        f"{element.get('class') or ''} {element.get('id') or ''}"
        for element in chain[:_NEAR]
        if element not in around
    )
    return {f"html: {name}" for name, pattern in _CALLED if pattern.search(names)}
