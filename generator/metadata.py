"""What the head of a page says to machines: JSON-LD, Open Graph, Highwire, Dublin Core. Pure.

schema.org is read by search engines, Open Graph (https://ogp.me/) by those who show links, the
``citation_`` names of Highwire with Dublin Core and PRISM by reference managers. Zotero takes a
page with ``citation_title`` for a journal's article unless ``DC.type`` says otherwise, so there
is never a ``citation_journal_title``. Dates less certain than a day are left out; JSON-LD then
has the period in EDTF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from markupsafe import Markup

from generator.citations import creators
from generator.elements import FigureView, Link, RenditionView, Site
from generator.hypertext import escaped
from generator.model import ArchiveDate
from generator.trust_views import AboutView, HealthView
from generator.views import (
    AdminView,
    ArticleView,
    HomeView,
    Inputs,
    MessageView,
    RedirectView,
    SearchView,
    TombstoneView,
)

__all__ = ["Metadata", "describe"]

_LOCALES = {"vi": "vi_VN", "en": "en_US"}
"""Open Graph wants a language with its country."""


_KINDS: dict[type[Inputs], str] = {
    AboutView: "AboutPage",
    HealthView: "WebPage",
    SearchView: "SearchResultsPage",
}
"""What schema.org calls pages that list no articles; all others are collections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """All that the head of a page holds for machines.

    ``elements`` are HTML, a ``<meta>`` a line; ``linked_data`` is JSON-LD, or empty.
    """

    elements: Markup = Markup()  # noqa: RUF009 - it is immutable
    linked_data: tuple[dict[str, object], ...] = ()


class _Titled(Protocol):
    """A page with a title and a way to it, whatever its kind."""

    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def breadcrumb(self) -> tuple[Link, ...]: ...


def describe(page: Inputs, site: Site, figures: Sequence[FigureView] = ()) -> Metadata:
    """Return the metadata of a page; ``figures`` are those of an article.

    What is not to be found by readers, as a withdrawn article, has none.
    """
    match page:
        case ArticleView():
            found = chain(_article_graph(page, site, figures), _article_names(page, site))
            return Metadata(
                elements=_lines(found),
                linked_data=(_news_article(page, site, figures), _trail(page, site)),
            )
        case HomeView():
            return Metadata(
                elements=_lines(_open_graph("website", site.title, page.url, site)),
                linked_data=(_web_site(site),),
            )
        case TombstoneView() | MessageView() | RedirectView() | AdminView():
            return Metadata()
        case _:
            return Metadata(
                elements=_lines(_open_graph("website", page.title, page.url, site)),
                linked_data=(
                    _web_page(_KINDS.get(type(page), "CollectionPage"), page, site),
                    _trail(page, site),
                ),
            )


def _open_graph(kind: str, title: str, url: str, site: Site) -> Iterator[str]:
    language = site.article_language if kind == "article" else site.language
    yield _property("og:type", kind)
    yield _property("og:site_name", site.title)
    yield _property("og:title", title)
    yield _property("og:url", site.absolute(url))
    yield _property("og:locale", _LOCALES.get(language, language.replace("-", "_")))


def _article_graph(page: ArticleView, site: Site, figures: Sequence[FigureView]) -> Iterator[str]:
    yield from _open_graph("article", page.title, page.url, site)
    if page.lede:
        yield _property("og:description", page.lede)
    for url, picture, caption in _pictures(site, figures)[:1]:
        yield _property("og:image", url)
        yield _property("og:image:width", str(picture.width))
        yield _property("og:image:height", str(picture.height))
        if caption:
            yield _property("og:image:alt", caption)
    for name, when in (("published", page.date), ("modified", page.updated)):
        if when is not None and when.is_exact:
            yield _property(f"article:{name}_time", _moment(when))
    if page.section:
        yield _property("article:section", page.section.label)
    for tag in page.tags:
        yield _property("article:tag", tag.label)


def _article_names(page: ArticleView, site: Site) -> Iterator[str]:
    names = [
        ("DC.type", "newspaperArticle"),
        ("DC.title", page.title),
        ("DC.publisher", site.publisher),
        ("DC.language", site.article_language),
        ("DC.identifier", site.absolute(page.url)),
        ("DC.rights", site.license),
        ("prism.publicationName", site.publisher),
        ("citation_title", page.title),
        ("citation_language", site.article_language),
    ]
    names += [("citation_author", name) for name in creators(page)]
    names += [("DC.creator", name) for name in creators(page)]
    names += [("DC.subject", tag.label) for tag in page.tags]
    names += [("author", author.label) for author in page.authors]
    if page.date.is_exact:
        day = _moment(page.date)[:10]
        names += [("DC.date", day), ("citation_publication_date", day.replace("-", "/"))]
    for name, content in names:
        if content:
            yield f'<meta name="{name}" content="{escaped(content)}">'


def _news_article(
    page: ArticleView, site: Site, figures: Sequence[FigureView]
) -> dict[str, object]:
    """Return the article as https://schema.org/NewsArticle."""
    exact, url = page.date.is_exact, site.absolute(page.url)
    return _without_gaps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": page.title,
            "description": page.lede,
            "image": [_image(*found) for found in _pictures(site, figures)],
            "datePublished": _moment(page.date) if exact else "",
            "temporalCoverage": "" if exact or page.date.edtf == "XXXX" else page.date.edtf,
            "dateModified": _moment(page.updated) if page.updated and page.updated.is_exact else "",
            "author": [
                {"@type": "Person", "name": author.label, "url": site.absolute(author.url)}
                for author in page.authors
            ],
            "sourceOrganization": _named("Organization", page.agency or ""),
            "publisher": _named("NewsMediaOrganization", site.publisher),
            "isPartOf": _named("Newspaper", site.publisher),
            "articleSection": page.section.label if page.section else "",
            "keywords": [tag.label for tag in page.tags],
            "inLanguage": site.article_language,
            "isBasedOn": page.source.url,
            "correction": [
                _without_gaps(
                    {
                        "@type": "CorrectionComment",
                        "text": each.text,
                        "datePublished": _moment(each.date) if each.date.is_exact else "",
                    }
                )
                for each in page.corrections
            ],
            "license": _named("CreativeWork", site.license),
        }
    )


def _web_site(site: Site) -> dict[str, object]:
    home = site.absolute(site.home)
    return _without_gaps(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": home,
            "url": home,
            "name": site.title,
            "description": site.description,
            "inLanguage": site.article_language,
            "publisher": _named("NewsMediaOrganization", site.publisher),
            "license": _named("CreativeWork", site.license),
        }
    )


def _web_page(kind: str, page: _Titled, site: Site) -> dict[str, object]:
    url = site.absolute(page.url)
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": url,
        "url": url,
        "name": page.title,
        "inLanguage": site.language,
        "isPartOf": {"@type": "WebSite", "@id": site.absolute(site.home), "name": site.title},
    }


def _trail(page: _Titled, site: Site) -> dict[str, object]:
    """Return the way to a page as https://schema.org/BreadcrumbList; its end is the page."""
    links = (*page.breadcrumb, Link(label=page.title, url=page.url))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.label,
                "item": site.absolute(link.url),
            }
            for position, link in enumerate(links, 1)
        ],
    }


def _pictures(site: Site, figures: Sequence[FigureView]) -> list[tuple[str, RenditionView, str]]:
    """Return the address, the picture and the caption of each that is not lost."""
    return [
        (site.absolute(picture.medium.url), picture.medium, alt or figure.caption)
        for figure in figures
        for picture, alt in zip(figure.pictures, figure.alts, strict=True)
        if picture.medium is not None
    ]


def _image(url: str, picture: RenditionView, caption: str) -> dict[str, object]:
    return _without_gaps(
        {
            "@type": "ImageObject",
            "url": url,
            "width": picture.width,
            "height": picture.height,
            "caption": caption,
        }
    )


def _named(kind: str, name: str) -> dict[str, object] | None:
    return {"@type": kind, "name": name} if name else None


def _without_gaps(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value}


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escaped(content)}">'


def _lines(elements: Iterable[str]) -> Markup:
    return Markup("\n".join(elements))  # noqa: S704 - their contents are escaped


def _moment(when: ArchiveDate) -> str:
    """Return an exact date in ISO 8601, with its time where that is known."""
    day = f"{when.year:04}-{when.month:02}-{when.day:02}"
    return f"{day}T{when.time}" if when.time is not None else day
