"""The pages of a site: what each shows, what makes it, and what every page knows of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
from msgspec import Struct

from generator.config import Config
from generator.date_views import DatesView, DaysView, DayView, MonthView, YearView
from generator.digest import content_digest
from generator.discovery import OPENSEARCH
from generator.documents import (
    AdminConfigView,
    Document,
    FeedView,
    JsonFeedView,
    OpenSearchView,
    RecordsView,
    RedirectsView,
    RobotsView,
    SitemapView,
    TableView,
)
from generator.elements import Link, RenditionView, Site
from generator.feeds import FEED, JSON_FEED
from generator.languages import load_language
from generator.model import Article, Gathering
from generator.trust_views import AboutView, HealthView, NoticesView
from generator.urls import Urls, media_url, output_path
from generator.views import (
    AdminView,
    ArticleView,
    DataView,
    HomeView,
    IndexView,
    Inputs,
    ListingView,
    MessageView,
    RedirectView,
    SearchView,
    SectionsView,
    TermView,
    TombstoneView,
)

__all__ = ["TEMPLATES", "Page", "Plan", "key_of", "page_of", "site_view", "urls_of"]

_encode = msgspec.msgpack.Encoder().encode

TEMPLATES: Mapping[type[Inputs | Document], str] = {
    AboutView: "about.html",
    AdminConfigView: "admin.yml",
    AdminView: "admin.html",
    ArticleView: "article.html",
    DatesView: "dates.html",
    DayView: "day.html",
    DaysView: "days.html",
    DataView: "data.html",
    FeedView: "feed.xml",
    HealthView: "health.html",
    HomeView: "home.html",
    IndexView: "terms.html",
    SectionsView: "sections.html",
    TermView: "term.html",
    JsonFeedView: "feed.json",
    ListingView: "listing.html",
    MonthView: "month.html",
    MessageView: "404.html",
    OpenSearchView: "opensearch.xml",
    NoticesView: "corrections.html",
    RecordsView: "articles.jsonl",
    RedirectView: "redirect.html",
    RedirectsView: "redirects",
    RobotsView: "robots.txt",
    SearchView: "search.html",
    SitemapView: "sitemap.xml",
    TableView: "articles.csv",
    TombstoneView: "tombstone.html",
    YearView: "year.html",
}
"""What makes the page of each kind."""


class Page(Struct, frozen=True, kw_only=True, gc=False):
    """One file of the site: where it goes, what makes it, and all that it is made from.

    ``key`` is a digest of all that ``view`` gives and of ``articles``, those whose text the page
    shows; ``origin`` says where the page comes from, for people.
    """

    path: str
    template: str
    key: bytes
    view: Callable[[], Inputs | Document]
    origin: str
    articles: tuple[Article, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Hand over to another process what the page shows, not the whole archive."""
        return _handed_over, (self.path, self.template, self.view(), self.origin, self.articles)


def _handed_over(
    path: str,
    template: str,
    view: Inputs | Document,
    origin: str,
    articles: tuple[Article, ...],
) -> Page:
    return Page(
        path=path,
        template=template,
        key=b"",
        view=lambda: view,
        origin=origin,
        articles=articles,
    )


class Plan(Struct, frozen=True, kw_only=True, gc=False):
    """The pages of a site, the pictures that they show by URL, and its gatherings by name.

    ``data`` are the paths of its data files, in order. ``article`` returns the page that an
    article of the archive has, or would have if it were a little different; it raises a KeyError
    for one that says what no article has said.
    """

    pages: tuple[Page, ...]
    data: tuple[str, ...]
    article: Callable[[Article], Page]
    pictures: frozenset[str] = frozenset()
    gatherings: Mapping[str, Gathering] = MappingProxyType({})


def urls_of(config: Config) -> Urls:
    """Return the addresses of this archive."""
    return Urls(language=load_language(config.language), style=config.settings.url_style)


def site_view(config: Config) -> Site:
    """Return what every page of this archive knows about it."""
    urls, settings = urls_of(config), config.settings
    language = urls.language
    names = ("dates", "sections", "tags", "people", "search")
    footer = ("about", "corrections", "health", "data")
    return Site(
        title=settings.title,
        description=settings.description,
        publisher=settings.publisher or settings.title,
        language=settings.language,
        article_language=settings.article_language or settings.language,
        license=settings.license,
        origin=config.origin,
        base_path=config.base_path,
        masthead=settings.theme.masthead or settings.title,
        logo=_logo(config),
        navigation=tuple(Link(label=language.text(n), url=urls.named(n)) for n in names),
        footer=tuple(Link(label=language.text(n), url=urls.named(n)) for n in footer),
        home="/",
        search=urls.named("search"),
        data=urls.named("data"),
        feed=FEED,
        json_feed=JSON_FEED,
        opensearch=OPENSEARCH,
    )


def _logo(config: Config) -> RenditionView | None:
    if config.logo_size is None:
        return None
    width, height = config.logo_size
    return RenditionView(url=media_url(config.settings.theme.logo), width=width, height=height)


def page_of(
    view: Inputs | Document,
    article: Article | None = None,
) -> Page:
    """Return a page that is planned anew each time, and shows nobody's whole text."""
    template = TEMPLATES[type(view)]
    return Page(
        path=output_path(view.url),
        template=template,
        key=key_of(view),
        view=lambda: view,
        origin=f"content/{article.path}" if article is not None else f"{template} ({view.url})",
    )


def key_of(view: Inputs | Document) -> bytes:
    """Return a digest of all that a page shows."""
    return content_digest(_encode(view))
