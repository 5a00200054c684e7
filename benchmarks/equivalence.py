"""Whether sites say the same: every article's text, and which articles every list has.

What a site must say follows from the corpus itself (``expected``), what it says is read from its
pages (``survey``), and ``differences`` compares the two; at what a page has around its text looks
``lacking``. Texts are compared by their letters and digits, without spaces, punctuation and
markup. The sites agree on addresses, but for what their slugs make of letters like đ, and for the
names of their feeds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import lxml.html

__all__ = [
    "FOLDERS",
    "HOME",
    "SITEMAP",
    "Facts",
    "differences",
    "expected",
    "lacking",
    "slug",
    "survey",
]

HOME, SITEMAP = "home", "sitemap"
FEED_LENGTH = 50
FOLDERS = {"section": "chuyen-muc", "tags": "chu-de", "authors": "tac-gia"}
"""The folders of lists, by the line of the front matter that says who is in them."""

_ARTICLE = re.compile(r"(?:https://example\.org)?/(\d{4}/\d\d/bai-\d+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a site says: headline and text by article, articles by list, entries in the feed.

    Articles and lists are named by their addresses, without the slashes around them.
    """

    texts: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    feed: int


def expected(articles: Iterable[tuple[str, str]], compared: Collection[str]) -> Facts:
    """Return what a site of these content files says; the texts are those of some addresses."""
    texts: dict[str, str] = {}
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for path, text in articles:
        address = path.removesuffix(".md")
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        if address in compared:
            body = re.sub(r"!\[(.*?)\]\(.*?\)", r"\1", body)
            texts[address] = _letters(fields["title"] + body)
        for name in (HOME, SITEMAP, address.rpartition("/")[0]):
            lists[name].add(address)
        for field, folder in FOLDERS.items():
            for term in fields[field].strip("[]").split(", "):
                lists[f"{folder}/{slug(term)}"].add(address)
    return Facts(
        texts=texts,
        lists={name: frozenset(found) for name, found in lists.items()},
        feed=min(FEED_LENGTH, len(lists[HOME])),
    )


def survey(site: Path, compared: Iterable[str]) -> Facts:
    """Return what the pages of a site say; the texts are those of some addresses."""
    texts = {address: _text(site / address / "index.html") for address in compared}
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for folder in FOLDERS.values():
        for page in (site / folder).glob("*/**/index.html"):
            term = page.relative_to(site / folder).parts[0]
            lists[f"{folder}/{slug(term)}"].update(_listed(page))
    for month in site.glob("[0-9]*/[0-9]*/"):
        for page in month.rglob("index.html"):
            if "bai-" not in page.parent.name:
                lists[month.relative_to(site).as_posix()].update(_listed(page))
    for page in (site / "index.html", *(site / "page").rglob("index.html")):
        lists[HOME].update(_listed(page))
    for file in site.glob("sitemap*.xml"):
        lists[SITEMAP].update(_ARTICLE.findall(file.read_text(encoding="utf-8")))
    [feed] = [file for file in (site / "feed.xml", site / "index.xml") if file.exists()]
    return Facts(
        texts=texts,
        # Pages like those from A to Z list no articles.
        lists={name: frozenset(found) for name, found in lists.items() if found},
        feed=len(re.findall("<(?:entry|item)>", feed.read_text(encoding="utf-8"))),
    )


def differences(wanted: Facts, found: Facts, *, left_out: Collection[str] = ()) -> list[str]:
    """Return what differs, a sentence each, but for the lists that are left out."""
    return [
        *_differing_texts(wanted.texts, found.texts),
        *_differing_lists(wanted.lists, found.lists, left_out),
        *([f"feed: {found.feed} entries, not {wanted.feed}"] if wanted.feed != found.feed else []),
    ]


def _differing_texts(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for address, text in wanted.items():
        other = found.get(address, "")
        if text != other:
            pairs = enumerate(zip(text, other, strict=False))
            shared = min(len(text), len(other))
            at = next((place for place, (a, b) in pairs if a != b), shared)
            yield f"{address}: “{other[at : at + 20]}”, not “{text[at : at + 20]}”"


def _differing_lists(
    wanted: Mapping[str, frozenset[str]],
    found: Mapping[str, frozenset[str]],
    left_out: Collection[str],
) -> Iterator[str]:
    for name in sorted({*wanted, *found} - {*left_out}):
        lost = wanted.get(name, frozenset()) - found.get(name, frozenset())
        added = found.get(name, frozenset()) - wanted.get(name, frozenset())
        if lost or added:
            some = ", ".join(sorted(lost | added)[:3])
            yield f"{name}: {len(lost)} articles lost, {len(added)} too many ({some})"


def lacking(site: Path, addresses: Sequence[str]) -> list[str]:
    """Return what pages lack of the things around a text that Backissue's pages have.

    They are a breadcrumb, neighbours, related articles, two references and three downloads for
    reference managers, and metadata in the head: Open Graph, Dublin Core, Highwire, JSON-LD. In a
    small archive some articles are related to no other: more than half must be.
    """
    lost = [
        (address, name)
        for address in addresses
        for name, (path, least) in _AROUND.items()
        if len(_strings(site / address / "index.html", path)) < least
    ]
    alone = [name for _, name in lost].count(_RELATED)
    return [
        f"{address}: no {name}"
        for address, name in lost
        if name != _RELATED or alone * 2 >= len(addresses)
    ]


_RELATED = "related article"
_AROUND = {
    "breadcrumb": ("//nav[@class='breadcrumb']//li//text()", 4),
    "neighbour": ("//main//a[@rel='prev' or @rel='next']/@href", 1),
    _RELATED: ("//ul[@class='related']//a/@href", 1),
    "reference": ("//p[@class='citation']/cite/text()", 2),
    "record to download": ("//a[@download][starts-with(@href, 'data:')]/@href", 3),
    "Open Graph": ("//meta[starts-with(@property, 'og:')]/@content", 6),
    "Dublin Core": ("//meta[starts-with(@name, 'DC.')]/@content", 6),
    "Highwire": ("//meta[starts-with(@name, 'citation_')]/@content", 4),
    "JSON-LD": ("//script[@type='application/ld+json'][contains(., 'NewsArticle')]/text()", 1),
}
"""Where these things stand in a page, and how many there are at least."""


def _listed(file: Path) -> Iterator[str]:
    for href in _strings(file, "//main//a/@href"):
        if match := _ARTICLE.fullmatch(href):
            yield match[1]


def _text(file: Path) -> str:
    # What stands where a picture was lost is no text of the article's.
    body = "//main//*[@class='body']"
    texts = f"{body}//text()[not(ancestor::*[@class='lost'])] | {body}//img/@alt"
    return _letters("".join(_strings(file, f"//main//h1//text() | {texts}")))


def _strings(file: Path, path: str) -> list[str]:
    """Return what an XPath finds in a page, in the page's order; nothing if there is no page."""
    if not file.exists():
        return []
    found = lxml.html.document_fromstring(file.read_text(encoding="utf-8")).xpath(path)
    return list(map(str, found)) if isinstance(found, list) else []


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def slug(name: str) -> str:
    """Return what stands for a name in addresses: without capitals and diacritics."""
    folded = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^\w]+", "-", "".join(c for c in folded if not unicodedata.combining(c)))
