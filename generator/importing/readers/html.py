"""HTML pages: their lines, and what their metadata says of the article.

Metadata are read in the order in which newspapers take care of them: JSON-LD of schema.org's
article types, Open Graph and its article: names, Dublin Core and plain meta elements. htmldate
finds a date where they have none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from itertools import chain
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from generator.errors import UserError
from generator.importing.bylines import read_byline
from generator.importing.keys import key_of
from generator.importing.readers import plain_text
from generator.importing.readers.fields import is_name, tidy
from generator.importing.readers.html_lines import (
    HtmlLine,
    links_of,
    parse,
    read_lines,
    text_of,
)
from generator.importing.readers.html_marks import mark_lines
from generator.importing.readers.legacy import MARKUP, repair
from generator.importing.readers.parts import path_in, problem
from generator.importing.records import Declared, RawRecord
from generator.vietnamese import fold

__all__ = ["is_html", "read_fragment", "read_html"]

_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WESTERN = re.compile(r"utf-?8|us-ascii|ascii|(?:iso-?8859-?|latin-?)1|windows-125[28]|x-.*|")
"""What pages in Vietnamese fonts, and in UTF-8 later on, say that they are in."""

_ENTITY = re.compile(
    r"&(?!(?:lt|gt|amp|quot|#60|#62|#38|#34);)(?:[a-z]{2,8}|#\d{2,5});", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlog)", re.IGNORECASE)
_LARGEST_DATED = 2_000_000
"""Characters of a page in which a date is looked for everywhere: that takes its time."""

_DEEPEST = 50
"""How deep values of JSON-LD may lie in each other."""

_DESCRIBED = 50
"""So many characters of a page's description tell its lede; the rest may be cut off."""


_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w.-]+")
_DESK = re.compile(
    r"(?:báo|tạp chí|đài|trang tin|tòa soạn|ban biên tập|super user|administrator|quản trị|"
    r"redac\w*|redak\w*|rédac\w*|redazione|newsroom|news desk|staff|web ?master|editor)\b",
)
"""What stands for an author where a desk or a program is named, not a person."""


def is_html(text: str) -> bool:
    """Return whether a text is an HTML page, by how it begins."""
    return _OPENING.match(text) is not None


def read_html(data: bytes, file: str, charset: str | None = None) -> RawRecord:
    """Return the raw record of an HTML page; ``charset`` is what its server said.

    Raises:
        UserError: the bytes are in no encoding that we know, or no page comes out of them.
    """
    html, encoding = _decode(data, file, charset)
    root = _parsed(html, file)
    found = _Metadata.read(root)
    declared = found.declared()
    if declared.date is None and len(html) <= _LARGEST_DATED:
        declared = replace(declared, found_date=_found_date(root))
    lines = read_lines(root)
    return RawRecord(
        file=file,
        sha256=sha256(data).hexdigest(),
        text=text_of(lines),
        encoding=encoding,
        url=found.url(),
        declared=declared,
        marks=_described(lines, declared.summary),
        links=links_of(lines),
    )


def read_fragment(html: str, file: str, encoding: str = "utf-8") -> RawRecord:
    """Return the raw record of the HTML of an article's body, which was in this encoding.

    Raises:
        UserError: it cannot be parsed.
    """
    html, encoding = _repaired(html, encoding)
    lines = read_lines(_parsed(html, file))
    return RawRecord(
        file=file,
        sha256=sha256(html.encode()).hexdigest(),
        text=text_of(lines),
        encoding=encoding,
        marks=mark_lines(lines),
        links=links_of(lines),
        is_body=True,
    )


def _parsed(html: str, file: str) -> HtmlElement:
    try:
        return parse(html)
    except ValueError:
        remedy = "Save the page anew, or as plain text."
        raise UserError(problem(file, "its elements are nested too deeply", remedy)) from None


def _described(lines: Sequence[HtmlLine], summary: str | None) -> dict[int, frozenset[str]]:
    """Return the marks of lines, with one more on the line that the page's description repeats."""
    start = key_of(summary or "")[:_DESCRIBED]
    marks = mark_lines(lines)
    for number, line in enumerate(lines, 1):
        if len(start) == _DESCRIBED and start in key_of(line.text):
            marks[number] = marks.get(number, frozenset()) | {"html: described"}
    return marks


def _decode(data: bytes, file: str, charset: str | None) -> tuple[str, str]:
    """Return the text of a page, in the encoding that is declared or, if it is, in UTF-8."""
    declared = _CHARSET.search(data[:4096])
    name = (charset or (declared[1].decode("ascii") if declared else "")).lower()
    if not _WESTERN.fullmatch(name) and plain_text.unicode_encoding(data) is None:
        try:
            return plain_text.settle(data.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            pass  # it lies: what follows finds out
    return plain_text.settle(*_repaired(*plain_text.decode_bytes(data, file)))


def _repaired(html: str, encoding: str) -> tuple[str, str]:
    """Return a page with its text repaired where it is in a Vietnamese font of old.

    Only what is to be read is judged, and changed: elements would count as English words. Such
    pages often have their letters as entities.
    """
    if html.isascii() and not _ENTITY.search(html):
        return html, encoding
    parts = MARKUP.split(html)
    texts = [_ENTITY.sub(lambda found: unescape(found[0]), part) for part in parts[::3]]
    repaired = repair("\0".join(texts).replace("\n", " ").replace("\0", "\n"))
    if repaired is None:
        return html, encoding
    text, meant = repaired
    parts[::3] = text.split("\n")
    del parts[2::3]
    return "".join(parts), f"{encoding}, repaired from {meant}"


@dataclass(frozen=True, slots=True)
class _Metadata:
    """The article's object of JSON-LD, the breadcrumb, and the meta elements by name."""

    article: Mapping[str, object]
    meta: Mapping[str, Sequence[str]]
    canonical: str | None

    @classmethod
    def read(cls, root: HtmlElement) -> _Metadata:
        articles = [item for item in _json_ld(root) if _ARTICLE.search(_words(item.get("@type")))]
        meta: dict[str, list[str]] = {}
        for element in root.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            value = tidy(element.get("content") or "")
            if name and value:
                meta.setdefault(name.casefold(), []).append(value)
        links = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
        return cls(articles[0] if articles else {}, meta, next(filter(None, links), None))

    def url(self) -> str | None:
        """Return the page's own address, if it says one."""
        for address in (self.canonical, *self._meta("og:url"), _words(self.article.get("url"))):
            if (address or "").startswith(("http://", "https://")) and path_in(address or ""):
                return address
        return None

    def declared(self) -> Declared:
        publisher = self._publisher()
        dates = self._first("article:published_time", "pubdate", "datepublished", "dc.date", "date")
        return Declared(
            title=tidy(_words(self.article.get("headline")))
            or self._first("og:title", "title", "twitter:title"),
            authors=self._authors(publisher),
            date=_words(self.article.get("datePublished")) or dates,
            updated=_words(self.article.get("dateModified"))
            or self._first("article:modified_time"),
            summary=self._first("og:description", "description"),
            publisher=publisher,
            categories=tuple(
                dict.fromkeys(
                    [*_names(self.article.get("articleSection")), *self._meta("article:section")]
                )
            ),
            tags=tuple(
                dict.fromkeys(
                    tag
                    for value in self._meta("article:tag", "news_keywords", "keywords")
                    for tag in map(str.strip, value.split(","))
                    if tag
                )
            ),
        )

    def _meta(self, *names: str) -> list[str]:
        return [value for name in names for value in self.meta.get(name, ())]

    def _first(self, *names: str) -> str | None:
        return next(iter(self._meta(*names)), None)

    def _publisher(self) -> str | None:
        names = [*self._meta("og:site_name"), *_names(self.article.get("publisher"))]
        return next((name for name in names if name), None)

    def _authors(self, publisher: str | None) -> tuple[str, ...]:
        """Return the people that are named as authors, not the newspaper itself."""
        named = _names(self.article.get("author"))
        named += self._meta("article:author", "author", "dc.creator", "byl")
        house = fold(f"{publisher or ''} {urlsplit(self.url() or '').hostname or ''}")
        compact = re.sub(r"[\W_]", "", house)
        found: list[str] = []
        for name in chain.from_iterable(map(_bare_names, named)):
            bare = re.sub(r"[\W_]", "", fold(name))
            is_house = not bare or bare in compact or _DESK.match(key_of(name)) is not None
            if not is_house and is_name(name):
                found.append(name)
        # JSON-LD and meta elements often say the same, or one of them more.
        unique = {key_of(name): name for name in reversed(found)}
        people = list(chain.from_iterable(map(_bare_names, _names(self.article.get("author")))))
        if any(key_of(name) in unique for name in people):
            unique = {key: name for key, name in unique.items() if name in people}
        return tuple(reversed(unique.values()))


def _bare_names(name: str) -> Sequence[str]:
    """Return declared authors one by one, without "By" before them and the address behind them."""
    name = _ADDRESS.sub("", name).strip(" ,;()<>")
    byline = read_byline(name)
    return [name] if byline is None else byline.names


def _json_ld(root: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Yield every object of the page's JSON-LD (https://www.w3.org/TR/json-ld11/)."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting: list[object] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        if _is_deep(waiting):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                graph = item.get("@graph")
                waiting += graph if isinstance(graph, list) else []
                yield item


def _is_deep(values: Sequence[object]) -> bool:
    """Return whether values of JSON lie so deep in each other that nobody wrote them."""
    level = [value for value in values if isinstance(value, (dict, list))]
    for _ in range(_DEEPEST):
        within = [value.values() if isinstance(value, dict) else value for value in level]
        level = [value for each in within for value in each if isinstance(value, (dict, list))]
        if not level:
            return False
    return True


def _names(value: object) -> list[str]:
    """Return the names in a value of JSON-LD: a text, an object with a name, or a list."""
    if isinstance(value, str):
        return [name for name in [tidy(value)] if name]
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return []


def _words(value: object) -> str:
    """Return a value of JSON-LD as text; several are joined by spaces."""
    if isinstance(value, str):
        return value.strip()
    return " ".join(_words(item) for item in value) if isinstance(value, list) else ""


def _found_date(root: HtmlElement) -> str | None:
    found = find_date(root, original_date=True, extensive_search=False)
    return found if isinstance(found, str) else None
