"""Feeds: what goes into them, and their bytes as Atom and as JSON Feed. Pure.

The whole archive has a feed of its newest articles in both forms; sections and large tags have
one in Atom, which every reader of feeds understands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from html import escape
from itertools import islice
from urllib.parse import urlsplit

from msgspec import Struct

from generator.dates import to_instant
from generator.documents import Entry, FeedView, JsonFeedView
from generator.elements import PictureView, Site
from generator.lookup import Lookup
from generator.model import AnyBody, Archive, ArchiveDate, Article, Bodies, Figure, Term
from generator.xmltext import attributes, cdata, document, element

__all__ = [
    "FEED",
    "JSON_FEED",
    "Feed",
    "atom",
    "feed_view",
    "json_feed",
    "plan_feeds",
    "term_feed",
]

FEED = "/feed.xml"
JSON_FEED = "/feed.json"

FEED_LENGTH = 50
"""How many articles a feed holds."""

LARGE_TAG = 50
"""A tag of more articles than this has a feed of its own; few do, and every file counts."""

_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = "1970-01-01T00:00:00Z"
_ROOTED_LINK = re.compile(r'(<\w+ [^<>]*?(?:href|src)=")(?=/(?!/))')


def term_feed(kind: str, term: Term, url: str) -> str | None:
    """Return the URL of the feed of a section, or of a large tag; others have none.

    ``url`` is that of the term's page.
    """
    if kind == "section" or (kind == "tag" and len(term.articles) > LARGE_TAG):
        return url.removesuffix(".html").rstrip("/") + FEED
    return None


class Feed(Struct, frozen=True, kw_only=True, gc=False):
    """A feed before it is made: its addresses, its title, and its articles, newest first."""

    kind: type[FeedView | JsonFeedView]
    url: str
    about: str
    title: str
    articles: tuple[Article, ...]


def plan_feeds(archive: Archive, lookup: Lookup, title: str) -> Iterator[Feed]:
    """Yield every feed."""
    newest = _datable(archive.articles)
    yield Feed(kind=FeedView, url=FEED, about="/", title=title, articles=newest)
    yield Feed(kind=JsonFeedView, url=JSON_FEED, about="/", title=title, articles=newest)
    for kind, terms, url_of in (
        ("section", archive.sections, lookup.urls.section),
        ("tag", archive.tags, lookup.urls.tag),
    ):
        for term in terms:
            about = url_of(term.slug)
            url = term_feed(kind, term, about)
            if url is not None:
                yield Feed(
                    kind=FeedView,
                    url=url,
                    about=about,
                    title=f"{term.label} – {title}",
                    articles=_datable(term.articles),
                )


def feed_view(feed: Feed, lookup: Lookup, zone: tzinfo) -> FeedView | JsonFeedView:
    """Return all that a feed says; times without an offset are in ``zone``."""
    entries = tuple(_entry(article, lookup, zone) for article in feed.articles)
    moments = (entry.updated for entry in entries)
    updated = max(moments, key=datetime.fromisoformat, default=_EPOCH)
    return feed.kind(
        url=feed.url, title=feed.title, about=feed.about, updated=updated, entries=entries
    )


def _datable(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return the newest whose very day is known: a feed gives every entry an exact moment."""
    return tuple(islice((a for a in articles if a.date.is_exact), FEED_LENGTH))


def _entry(article: Article, lookup: Lookup, zone: tzinfo) -> Entry:
    changes = (article.updated, *(correction.date for correction in article.corrections))
    published = _moment(article.date, zone)
    moments = (published, *(_moment(when, zone) for when in changes))
    return Entry(
        url=article.url,
        title=article.title,
        updated=max((m for m in moments if m), key=datetime.fromisoformat, default=_EPOCH),
        published=published or _EPOCH,
        summary=article.lede,
        authors=article.authors,
        categories=((article.section,) if article.section else ()) + article.tags,
        pictures=lookup.pictures(article),
    )


def _moment(when: ArchiveDate | None, zone: tzinfo) -> str | None:
    """Return an exact date as a moment (RFC 3339) with the offset that keeps its day, or None."""
    instant = to_instant(when, zone) if when is not None and when.is_exact else None
    return instant.isoformat() if instant is not None else None


def atom(feed: FeedView, site: Site, bodies: Bodies) -> bytes:
    """Return an Atom feed (RFC 4287) with the full text of its entries."""
    lines = [
        f"<feed{attributes({'xmlns': _ATOM, 'xml:lang': site.article_language})}>",
        f"  {element('title', feed.title)}",
    ]
    if site.description:
        lines.append(f"  {element('subtitle', site.description)}")
    lines += [
        f"  {element('id', _identifier(site, feed.about))}",
        f"  {element('updated', feed.updated)}",
        f"  {_link('self', site.absolute(feed.url), 'application/atom+xml')}",
        f"  {_link('alternate', site.absolute(feed.about), 'text/html')}",
        *_author(site.publisher, "  "),
    ]
    if site.license:
        lines.append(f"  {element('rights', site.license)}")
    for entry, body in zip(feed.entries, bodies, strict=True):
        lines += _atom_entry(entry, site, body)
    return document([*lines, "</feed>"])


def _atom_entry(entry: Entry, site: Site, body: AnyBody) -> Iterator[str]:
    address = site.absolute(entry.url)
    yield "  <entry>"
    yield f"    {element('title', entry.title)}"
    yield f"    {element('id', _identifier(site, entry.url))}"
    yield f"    {element('updated', entry.updated)}"
    yield f"    {element('published', entry.published)}"
    yield f"    {_link('alternate', address, 'text/html')}"
    for author in entry.authors:
        yield from _author(author, "    ")
    for category in entry.categories:
        yield f"    {element('category', '', {'term': category})}"
    if entry.summary:
        yield f"    {element('summary', entry.summary)}"
    content = _content(entry, site, body)
    yield f"    {cdata('content', content, {'type': 'html', 'xml:base': address})}"
    yield "  </entry>"


def _link(rel: str, href: str, kind: str) -> str:
    return element("link", "", {"rel": rel, "href": href, "type": kind})


def _author(name: str, indent: str) -> Iterator[str]:
    yield f"{indent}<author>"
    yield f"{indent}  {element('name', name)}"
    yield f"{indent}</author>"


def json_feed(feed: FeedView, site: Site, bodies: Bodies) -> bytes:
    """Return a JSON Feed (https://www.jsonfeed.org/version/1.1/) of the same entries."""
    head: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site.absolute(feed.about),
        "feed_url": site.absolute(feed.url),
        "description": site.description,
        "authors": [{"name": site.publisher}],
        "language": site.article_language,
    }
    items = []
    for entry, body in zip(feed.entries, bodies, strict=True):
        shown = [picture.medium.url for picture in entry.pictures if picture.medium]
        item: dict[str, object] = {
            "id": _identifier(site, entry.url),
            "url": site.absolute(entry.url),
            "title": entry.title,
            "summary": entry.summary,
            "content_html": _content(entry, site, body),
            "image": site.absolute(shown[0]) if shown else None,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": author} for author in entry.authors],
            "tags": list(entry.categories),
        }
        items.append({name: value for name, value in item.items() if value})
    found = {name: value for name, value in head.items() if value}
    return (json.dumps({**found, "items": items}, ensure_ascii=False, indent=1) + "\n").encode()


def _identifier(site: Site, url: str) -> str:
    """Return a tag URI (RFC 4151) of the host and the path: stable as long as the permalink is."""
    host = urlsplit(site.origin).hostname or "localhost"
    return f"tag:{host},2000:{site.base_path}{url}"


def _content(entry: Entry, site: Site, body: AnyBody) -> str:
    """Return the whole text of an entry; its links and pictures have absolute addresses."""
    pictures = iter(entry.pictures)
    parts = []
    for block in body.blocks:
        if isinstance(block, Figure):
            found = [next(pictures) for _ in block.sources]
            parts.append(_figure(block, found, site))
        else:
            parts.append(_ROOTED_LINK.sub(rf"\g<1>{site.origin}", block))
    return "\n".join(filter(None, parts))


def _figure(figure: Figure, pictures: Sequence[PictureView], site: Site) -> str:
    """Return the pictures that are not lost, with the caption; of lost ones the caption stays."""
    shown = "".join(
        f'<img src="{escape(site.absolute(medium.url))}" alt="{escape(alt or figure.caption)}" '
        f'width="{medium.width}" height="{medium.height}">'
        for picture, alt in zip(pictures, figure.alts, strict=True)
        if (medium := picture.medium)
    )
    caption = escape(figure.caption)
    if shown:
        return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"
    return f"<p><em>{caption}</em></p>" if caption else ""
