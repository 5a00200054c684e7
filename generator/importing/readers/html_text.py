"""HTML as lines: what stands on a page, block by block, and what its markup tells of each line.

Nothing is left out here but what no reader sees. Which lines are the article is decided where
all lines are decided (``labelling``); the marks are evidence for it, named as in ``weights``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from generator.importing.readers.parts import path_in
from generator.importing.records import Link
from generator.vietnamese import compose

__all__ = ["HtmlText", "html_text", "parse"]

_UNSEEN = frozenset(
    "script style noscript template svg canvas iframe button select option textarea input object "
    "embed video audio map head link meta dialog progress datalist".split()
)
_PICTURES = frozenset({"img", "amp-img"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr picture source".split()
)
_OUTSIDE = frozenset({"nav", "footer", "aside"})
_OUTSIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})

_KICKER = re.compile(
    r"kicker|overline|eyebrow|dachzeile|spitzmarke|occhiello|sur-?titre|antetitulo|topline"
    r"|chapeu|tit-?phu|sup-?title",
    re.IGNORECASE,
)

# What authors of pages call things, in class and id. Parts of words, for "articleBody__caption",
# "tin-lien-quan" and "relatedNews" mean the same as their parts.
_CALLED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "called furniture",
        re.compile(
            r"relat|lien-?quan|tin-?(?:moi|khac|lq|nong|noibat)|cung-?chuyen-?muc|most-?(?:read|view)"
            r"|popular|trending|recommend|read-?(?:more|also|next)|see-?also|more-?(?:on|from|news)"
            r"|side-?bar|(?:^|[ _-])side(?:$|[ _-])|share|social|toolbar"
            r"|breadcrumb|(?:^|[ _-])(?:menu|nav|footer|banner|ads?|adv|sponsor|promo|widget|popup"
            r"|modal|tags?|topics?|login|search|print|rating|vote|poll|copyright|cookie|consent|paywall)"
            r"(?:$|[ _-])|newsletter|subscribe(?!r)|sr-only|visually-?hidden|screen-?reader"
            r"|skip-?(?:link|to)"
            r"|link-?(?:content-)?footer|thread-?box|box-?(?:link|news|tin)|advert|keyword|player",
            re.IGNORECASE,
        ),
    ),
    (
        "called comments",
        re.compile(
            r"(?<!no-)comment(?!ary|ator)|binh-?luan|respond|disqus"
            r"|(?:^|[ _-])repl(?:y|ies)(?:$|[ _-])",
            re.IGNORECASE,
        ),
    ),
    ("called kicker", _KICKER),
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
_NOTICE = re.compile(r"\bcookies?\b|\bpersonal data\b|\bprivacy\b", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_ITALICS = frozenset({"em", "i"})
_BOLD = frozenset({"strong", "b"})
_NEARLY_ALL = 0.9
_NEAR = 5
"""How many ancestors' names may speak for a line."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_TINY = 60
"""Pixels: what is no wider is an icon."""

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)$", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/_-])(?:logo|icons?|avatar|spinner|loading|blank|pixel|sprite|placeholder)\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")


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

    def close(self) -> None:
        self.text = "".join(self.pieces).rstrip(" ")

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


def html_text(root: HtmlElement) -> HtmlText:
    """Return the visible text of an HTML page or fragment, a line a block or ``<br>``.

    A picture is a line of its own that holds its file's name.
    """
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
        self._link: HtmlElement | None = None
        self._start = 0
        self._bold = 0
        self._italic = 0

    def read(self, root: HtmlElement) -> list[_Line]:
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
        elif element.tag not in _INLINE or _KICKER.search(element.get("class") or ""):
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
            self._open = _Line(block)
            self._start = 0
        self._open.add(compose(text), bold=self._bold > 0, italic=self._italic > 0)

    def _picture(self, image: HtmlElement, block: HtmlElement) -> None:
        name = _picture_name(image)
        if name is not None:
            self._close()
            self._lines.append(_Line(block, name, is_picture=True))

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
            self._open.close()
            self._lines.append(self._open)
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
        chain = [line.block, *line.block.iterancestors()]
        called = _called(chain, None)
        if "html: called comments" in called or _NOTICE.search(line.text):
            continue
        if "html: called furniture" in called:
            size *= 0.5
        above = chain[:4]
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
        "html: cell": not _CELLS.isdisjoint(tags[:2]),
        "html: all in italics": line.italic >= _NEARLY_ALL * line.size > 0,
        "html: all in bold": line.bold >= _NEARLY_ALL * line.size > 0,
        "html: centred": any(map(_is_centred, chain[:2])),
        "html: mostly links": is_link and not line.is_picture,
        "html: outside": _is_outside(line.block),
        "html: main": main in chain,
        "html: not main": main is not None and main not in chain,
        "html: near main": main is not None and main not in chain and _is_near(chain, main),
    }
    return frozenset(name for name, holds in found.items() if holds) | _called(chain, main)


def _is_centred(element: HtmlElement) -> bool:
    return (
        element.tag == "center"
        or (element.get("align") or "").lower() == "center"
        or _CENTRED.search(element.get("style") or "") is not None
    )


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
