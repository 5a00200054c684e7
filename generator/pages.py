"""Archive to pages: every page the site consists of, with everything it shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.anniversaries import Anniversaries
from generator.calendars import Calendars
from generator.charts import year_chart
from generator.config import Config
from generator.data import data_view, plan_data
from generator.date_views import DatesView, DaysView, DayView, MonthView, YearView
from generator.dates import parse_date
from generator.discovery import OPENSEARCH, ROBOTS, SITEMAP, sitemap_views
from generator.documents import (
    Document,
    FeedView,
    JsonFeedView,
    OpenSearchView,
    RecordsView,
    RobotsView,
    SitemapView,
    TableView,
)
from generator.elements import Link, RenditionView, Site
from generator.feeds import FEED, JSON_FEED, plan_feeds
from generator.indexes import Indexes
from generator.languages import load_language
from generator.listings import Lists
from generator.lookup import Lookup
from generator.model import Archive, ArchiveDate, Article, Media
from generator.trust import Trust
from generator.trust_views import AboutView, HealthView, NoticesView
from generator.urls import Urls, alias_url, media_url, output_path
from generator.vietnamese import slug
from generator.views import (
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
    SectionView,
    TermView,
    TombstoneView,
)
from generator.vocabulary import VOCABULARY

__all__ = ["Page", "plan", "site_view", "urls_of"]

HOME_LENGTH = 10
SECTION_LENGTH = 4

_TEMPLATES: Mapping[type[Inputs | Document], str] = {
    AboutView: "about.html",
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
    RobotsView: "robots.txt",
    SearchView: "search.html",
    SitemapView: "sitemap.xml",
    TableView: "articles.csv",
    TombstoneView: "tombstone.html",
    YearView: "year.html",
}


class Page(Struct, frozen=True, kw_only=True, gc=False):
    """One file of the site: where it goes, what makes it, and all that it is made from.

    ``bodies`` are the articles whose text it shows (path, key); ``origin`` says where the page
    comes from, for people.
    """

    path: str
    template: str
    inputs: Inputs | Document
    bodies: tuple[tuple[str, str], ...] = ()
    origin: str = ""


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


def plan(archive: Archive, config: Config, media: Mapping[str, Media]) -> list[Page]:
    """Return every page of the site; ``media`` are the files beside the articles, by path."""
    return list(_Planner(archive, config, media).pages())


class _Planner:
    """Makes the pages of one archive; every method yields those of one kind."""

    def __init__(self, archive: Archive, config: Config, media: Mapping[str, Media]) -> None:
        self.archive = archive
        self.config = config
        self.lookup = Lookup(archive, urls_of(config), media, config.settings.pictures)
        self.lists = Lists(self.lookup)
        self.calendars = Calendars(archive, self.lookup)
        self.urls = self.lookup.urls

    def pages(self) -> Iterator[Page]:
        feeds = list(plan_feeds(self.archive, self.lookup, self.config.title, self.config.zone))
        data = list(plan_data(self.archive, self.lookup))
        introductions = {slug(label): text for label, text in self.config.settings.sections.items()}
        trust = Trust(
            self.archive, self.lookup, self.config.settings, self.calendars.undated_part()
        )
        listings = [
            self._home(),
            *self.lists.sections(self.archive.sections, introductions),
            *self.lists.tags(self.archive.tags),
            *self.lists.people(self.archive.people),
            *self.calendars.pages(),
            *Anniversaries(self.calendars).pages(),
            *Indexes(self.archive, self.lookup, introductions).pages(),
            *trust.pages(),
            data_view(self.lookup, [feed for feed, _ in feeds], data),
        ]
        yield from self._articles()
        yield from self._former_tags()
        for view in listings:
            yield _page(view)
        yield _page(self._search())
        yield _page(MessageView(url="/404.html", years=self._years()))
        for feed, articles in feeds:
            yield _page(feed, bodies=_bodies(articles))
        for year in data:
            yield _page(year.records, bodies=_bodies(year.articles))
            yield _page(year.table)
        shown = [(view.url, getattr(view, "cards", ())) for view in listings]
        for sitemap in sitemap_views(self.archive, shown):
            yield _page(sitemap)
        yield _page(RobotsView(url=ROBOTS, sitemap=SITEMAP))
        yield _page(OpenSearchView(url=OPENSEARCH, search=self.urls.named("search")))

    def _articles(self) -> Iterator[Page]:
        for article in self.archive.articles:
            yield _page(self._article(article), article, bodies=((article.path, article.key),))
        for article in self.archive.withdrawn:
            yield _page(self._tombstone(article), article)
        for article in (*self.archive.articles, *self.archive.withdrawn):
            for alias in article.aliases:
                yield _page(RedirectView(url=alias_url(alias), target=article.url), article)

    def _former_tags(self) -> Iterator[Page]:
        """Yield the pages that lead from the aliases of a tag to it."""
        for tag in self.archive.tags:
            for alias in tag.aliases:
                view = RedirectView(url=self.urls.tag(alias), target=self.urls.tag(tag.slug))
                yield replace(_page(view), origin=VOCABULARY)

    def _article(self, article: Article) -> ArticleView:
        earlier, later = self.archive.neighbours.get(article.url, (None, None))
        return ArticleView(
            url=article.url,
            title=article.title,
            date=article.date,
            date_basis=article.date_basis,
            updated=article.updated,
            archived=_archived(article),
            kicker=article.kicker,
            summary=None if article.opens_with_summary else article.summary,
            lede=article.lede,
            authors=self.lookup.authors(article),
            agency=article.agency,
            section=self.lookup.section(article),
            tags=self.lookup.tags(article),
            corrections=article.corrections,
            reprint_of=self.lookup.original(article),
            source=article.source,
            pictures=self.lookup.pictures(article),
            earlier=_link_to(earlier),
            later=_link_to(later),
            period=self.calendars.period(article),
            related=self.lookup.cards(self.archive.related.get(article.url, ())),
            breadcrumb=self._way_to(article),
        )

    def _tombstone(self, article: Article) -> TombstoneView:
        return TombstoneView(
            url=article.url,
            title=article.title,
            date=article.date,
            section=self.lookup.section(article),
            reason=article.reason,
            breadcrumb=self._way_to(article),
        )

    def _way_to(self, article: Article) -> tuple[Link, ...]:
        section = self.lookup.section(article)
        if section is None:
            return (self.lookup.home,)
        sections = Link(label=self.lists.language.text("sections"), url=self.urls.named("sections"))
        return (self.lookup.home, sections, section)

    def _home(self) -> HomeView:
        archive = self.archive
        newest = archive.articles[:HOME_LENGTH]
        return HomeView(
            url="/",
            lead=next(iter(self.lookup.cards(newest[:1])), None),
            newest=self.lookup.headlines(newest[1:]),
            sections=tuple(
                SectionView(
                    link=Link(label=term.label, url=self.urls.section(term.slug)),
                    count=len(term.articles),
                    introduction="",
                    chart=None,
                    newest=self.lookup.headlines(term.articles[:SECTION_LENGTH]),
                )
                for term in archive.sections
            ),
            chart=year_chart(archive.articles),
            years=tuple(map(self.calendars.year_part, archive.years)),
            undated=self.calendars.undated_part(),
            days=self.calendars.days_link(),
            count=len(archive.articles),
        )

    def _years(self) -> tuple[Link, ...]:
        """Return the years as links, newest first: a count would change with every article."""
        parts = map(self.calendars.year_part, self.archive.years)
        return tuple(Link(label=part.label, url=part.url) for part in parts)

    def _search(self) -> SearchView:
        return SearchView(
            url=self.urls.named("search"),
            title=self.lookup.language.text("search"),
            sections=tuple(
                Link(label=term.label, url=self.urls.section(term.slug))
                for term in self.archive.sections
            ),
            years=self._years(),
            breadcrumb=(self.lookup.home,),
        )


def _page(
    view: Inputs | Document,
    article: Article | None = None,
    bodies: tuple[tuple[str, str], ...] = (),
) -> Page:
    template = _TEMPLATES[type(view)]
    origin = f"content/{article.path}" if article is not None else f"{template} ({view.url})"
    return Page(
        path=output_path(view.url), template=template, inputs=view, bodies=bodies, origin=origin
    )


def _bodies(articles: Sequence[Article]) -> tuple[tuple[str, str], ...]:
    return tuple((article.path, article.key) for article in articles)


def _link_to(article: Article | None) -> Link | None:
    return Link(label=article.title, url=article.url) if article is not None else None


def _archived(article: Article) -> ArchiveDate | None:
    """Return when an article was saved, if what its source says is a date."""
    try:
        return parse_date(article.source.retrieved or "")
    except ValueError:
        return None
