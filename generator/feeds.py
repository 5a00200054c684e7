"""The site for machines: what goes into the feed and the sitemaps, and their bytes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, tzinfo
from html import escape
from itertools import islice
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from generator.dates import to_instant
from generator.model import Archive, ArchiveDate, Article, Body, Figure
from generator.views import Entry, FeedView, RobotsView, Site, SitemapEntry, SitemapView

__all__ = [
    "SITEMAP",
    "atom",
    "feed_articles",
    "feed_view",
    "robots",
    "sitemap",
    "sitemap_views",
]

FEED_LENGTH = 50

SITEMAP = "/sitemap.xml"
SITEMAP_LENGTH = 50_000
"""Most addresses in one sitemap (sitemaps.org)."""

_EPOCH = "1970-01-01T00:00:00Z"

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feed_articles(archive: Archive) -> tuple[Article, ...]:
    """Return the articles of the feed: the newest whose day is known, for Atom wants a moment."""
    return tuple(islice((a for a in archive.articles if a.date.day and a.date.year), FEED_LENGTH))


def feed_view(articles: Sequence[Article], url: str, zone: tzinfo) -> FeedView:
    """Return the feed of these articles; times without an offset are in ``zone``."""
    entries = tuple(
        Entry(
            url=article.url,
            title=article.title,
            updated=_moment(article.updated, zone) or _moment(article.date, zone) or _EPOCH,
            published=_moment(article.date, zone) or _EPOCH,
            summary=article.lede,
            authors=article.authors,
            categories=((article.section,) if article.section else ()) + article.tags,
        )
        for article in articles
    )
    updated = max((entry.updated for entry in entries), default=_EPOCH)
    return FeedView(url=url, updated=updated, entries=entries)


def _moment(when: ArchiveDate | None, zone: tzinfo) -> str | None:
    """Return a date as a moment in UTC (RFC 3339), or None where its day is not known."""
    instant = to_instant(when, zone) if when is not None else None
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def sitemap_views(archive: Archive, others: Iterable[str]) -> Iterator[SitemapView]:
    """Yield a sitemap for the articles of each year, one for ``others``, and their index."""
    groups: defaultdict[str, list[SitemapEntry]] = defaultdict(list)
    for article in archive.articles:
        name = f"{article.date.year:04}" if article.date.year is not None else "undated"
        groups[name].append(SitemapEntry(url=article.url, modified=_last_change(article)))
    for url in others:
        groups["pages"].append(SitemapEntry(url=url, modified=None))
    index = []
    for name in sorted(groups):
        entries = sorted(groups[name], key=lambda entry: entry.url)
        for start in range(0, len(entries), SITEMAP_LENGTH):
            suffix = f"-{start // SITEMAP_LENGTH + 1}" if start else ""
            url = f"/sitemap-{name}{suffix}.xml"
            index.append(SitemapEntry(url=url, modified=None))
            part = tuple(entries[start : start + SITEMAP_LENGTH])
            yield SitemapView(url=url, is_index=False, entries=part)
    yield SitemapView(url=SITEMAP, is_index=True, entries=tuple(index))


def _last_change(article: Article) -> str | None:
    """Return the day (W3C date) an article is known to have been written or changed last."""
    when = article.updated or article.date
    return f"{when.year:04}-{when.month:02}-{when.day:02}" if when.is_exact else None


def atom(feed: FeedView, site: Site, bodies: Sequence[Body]) -> bytes:
    """Return an Atom feed (RFC 4287) with the full text of its entries.

    Identifiers are tag URIs (RFC 4151) of the host and the entry's path: stable as long as the
    permalink is.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    host = urlsplit(site.origin).hostname or "localhost"
    _text(root, "title", site.title)
    if site.description:
        _text(root, "subtitle", site.description)
    _text(root, "id", f"tag:{host},2000:{site.base_path}/")
    _text(root, "updated", feed.updated)
    _link(root, "self", _absolute(site, feed.url), "application/atom+xml")
    _link(root, "alternate", _absolute(site, site.home), "text/html")
    _author(root, site.publisher)
    if site.license:
        _text(root, "rights", site.license)
    for entry, body in zip(feed.entries, bodies, strict=True):
        node = ET.SubElement(root, "entry")
        _text(node, "title", entry.title)
        _text(node, "id", f"tag:{host},2000:{site.base_path}{entry.url}")
        _text(node, "updated", entry.updated)
        _text(node, "published", entry.published)
        _link(node, "alternate", _absolute(site, entry.url), "text/html")
        for author in entry.authors:
            _author(node, author)
        for category in entry.categories:
            ET.SubElement(node, "category", {"term": category})
        if entry.summary:
            _text(node, "summary", entry.summary)
        content = ET.SubElement(node, "content", {"type": "html"})
        content.set("xml:base", _absolute(site, entry.url))
        content.text = _content(body)
    return _document(root)


def sitemap(view: SitemapView, site: Site) -> bytes:
    """Return a sitemap, or an index of sitemaps (https://www.sitemaps.org/protocol.html)."""
    root = ET.Element("sitemapindex" if view.is_index else "urlset", {"xmlns": _SITEMAP})
    for entry in view.entries:
        node = ET.SubElement(root, "sitemap" if view.is_index else "url")
        _text(node, "loc", _absolute(site, entry.url))
        if entry.modified is not None:
            _text(node, "lastmod", entry.modified)
    return _document(root)


def robots(view: RobotsView, site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read, and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {_absolute(site, view.sitemap)}"]
    return ("\n".join(lines) + "\n").encode()


def _content(body: Body) -> str:
    """Return the text of a feed entry; of pictures a reader elsewhere gets the captions."""
    parts = []
    for block in body.blocks:
        if not isinstance(block, Figure):
            parts.append(block)
        elif block.caption:
            parts.append(f"<p><em>{escape(block.caption)}</em></p>")
    return "\n".join(parts)


def _absolute(site: Site, url: str) -> str:
    return site.origin + site.base_path + url


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "href": href, "type": kind})


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, "author"), "name", name)


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    data = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{data}\n'.encode()
