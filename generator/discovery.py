"""How machines find their way: sitemaps, robots.txt, and the description of the search. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.documents import OpenSearchView, RobotsView, SitemapEntry, SitemapView
from generator.elements import Site
from generator.model import Archive, Article, Bodies
from generator.xmltext import attributes, document, element

__all__ = [
    "OPENSEARCH",
    "ROBOTS",
    "SITEMAP",
    "last_change",
    "opensearch",
    "robots",
    "sitemap",
    "sitemap_views",
]

OPENSEARCH = "/opensearch.xml"
ROBOTS = "/robots.txt"
SITEMAP = "/sitemap.xml"

SITEMAP_LENGTH = 20_000
"""Most addresses in one sitemap: sitemaps.org allows 50,000, but also no more than 50 MB."""

_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_views(
    archive: Archive, changes: Mapping[str, str | None], listings: Iterable[SitemapEntry]
) -> Iterator[SitemapView]:
    """Yield a sitemap for the articles of each year, one for the listings, and their index.

    ``changes`` are the days of the articles' last changes, by URL; ``listings`` all other pages.
    The index does not say when its sitemaps changed: an old article that is added changes one
    today.
    """
    groups: defaultdict[str, list[SitemapEntry]] = defaultdict(list)
    for article in archive.articles:
        name = f"{article.date.year:04}" if article.date.year is not None else "undated"
        groups[name].append(SitemapEntry(url=article.url, modified=changes[article.url]))
    groups["pages"] += listings
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


def last_change(article: Article) -> str | None:
    """Return the last day (W3C date) on which the article is known to have been changed."""
    if article.updated is None and not article.corrections:
        return article.date.sort_key[:10] if article.date.is_exact else None
    corrected = (correction.date for correction in article.corrections)
    known = [w for w in (article.date, article.updated, *corrected) if w and w.is_exact]
    return max((when.sort_key[:10] for when in known), default=None)


def sitemap(view: SitemapView, site: Site, _bodies: Bodies = ()) -> bytes:
    """Return a sitemap, or an index of sitemaps (https://www.sitemaps.org/protocol.html)."""
    whole, part = ("sitemapindex", "sitemap") if view.is_index else ("urlset", "url")
    lines = [f"<{whole}{attributes({'xmlns': _SITEMAP})}>"]
    for entry in view.entries:
        lines += [f"  <{part}>", f"    {element('loc', site.absolute(entry.url))}"]
        if entry.modified is not None:
            lines.append(f"    {element('lastmod', entry.modified)}")
        lines.append(f"  </{part}>")
    return document([*lines, f"</{whole}>"])


def robots(view: RobotsView, site: Site, _bodies: Bodies = ()) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read, and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {site.absolute(view.sitemap)}"]
    return ("\n".join(lines) + "\n").encode()


def opensearch(view: OpenSearchView, site: Site, _bodies: Bodies = ()) -> bytes:
    """Return the description of the search for browsers (OpenSearch 1.1, draft 6).

    https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md: a short name has
    at most 16 characters, a description 1024.
    """
    template = f"{site.absolute(view.search)}?q={{searchTerms}}"
    lines = [
        element("ShortName", site.publisher[:16].strip()),
        element("Description", (site.description or site.title)[:1024]),
        element("InputEncoding", "UTF-8"),
        element("Language", site.language),
        element("Url", "", {"type": "text/html", "template": template}),
    ]
    start = f"<OpenSearchDescription{attributes({'xmlns': _OPENSEARCH})}>"
    return document([start, *(f"  {line}" for line in lines), "</OpenSearchDescription>"])
