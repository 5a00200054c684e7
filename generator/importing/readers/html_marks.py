"""What the markup of an HTML page tells of each of its lines.

The marks are evidence for labelling them (``labelling``), named as in ``weights``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from generator.importing.readers.html_lines import KICKER, HtmlLine

__all__ = ["mark_lines"]

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
    ("called kicker", KICKER),
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
_NEARLY_ALL = 0.9
_NEAR = 5
"""How many ancestors' names may speak for a line."""

_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


def mark_lines(lines: Sequence[HtmlLine]) -> dict[int, frozenset[str]]:
    """Return what the markup tells of the lines of a page, by line number from 1."""
    main = _main_block(lines)
    marks = {number: _marks(line, main) for number, line in enumerate(lines, 1)}
    return {number: found for number, found in marks.items() if found}


def _main_block(lines: Sequence[HtmlLine]) -> HtmlElement | None:
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


def _marks(line: HtmlLine, main: HtmlElement | None) -> frozenset[str]:
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
