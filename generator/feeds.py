"""The site for machines: Atom feed, sitemaps, robots.txt. Pure; bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from generator.model import Body, Figure
from generator.views import FeedView, RobotsView, Site, SitemapView

__all__ = ["atom", "robots", "sitemap"]

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


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
