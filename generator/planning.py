"""Archive to pages: every page the site consists of, with everything it shows. Pure.

An archive's pages are many and nearly all of them stay as they are, so what a page shows is put
together only when the page is made. Before that a page has a *key*: a digest of everything that
what it shows depends on. The many lists of a section, a tag or a person are planned as one
*gathering* with a key of its own; as long as that is the same, so are the keys of its pages,
which a build remembers from the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import chain
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.admin import admin_views
from generator.anniversaries import Anniversaries
from generator.calendars import Calendars
from generator.charts import year_chart
from generator.config import FILE_NAME, Config
from generator.data import YearData, data_view, plan_data, records_view, table_view
from generator.dates import parse_date
from generator.digest import content_digest, digest, engine_digest
from generator.discovery import OPENSEARCH, ROBOTS, SITEMAP, last_change, sitemap_views
from generator.documents import (
    Document,
    OpenSearchView,
    RecordsView,
    RobotsView,
    SitemapEntry,
    TableView,
)
from generator.elements import Card, Link
from generator.feeds import Feed, feed_view, plan_feeds
from generator.indexes import Indexes
from generator.listings import Lists
from generator.lookup import Lookup
from generator.model import Archive, ArchiveDate, Article, Gathering, Leaf, Media, Term
from generator.pages import TEMPLATES, Page, Plan, key_of, page_of, site_view, urls_of
from generator.redirects import redirects_view
from generator.related import Relations
from generator.trust import Trust
from generator.urls import alias_url, output_path
from generator.vietnamese import slug
from generator.views import (
    ArticleView,
    HomeView,
    Inputs,
    MessageView,
    RedirectView,
    SearchView,
    SectionView,
    TombstoneView,
)
from generator.vocabulary import VOCABULARY

__all__ = ["plan", "plan_texts"]

HOME_LENGTH = 10
SECTION_LENGTH = 4

_encode = msgspec.msgpack.Encoder().encode


def plan(
    archive: Archive,
    config: Config,
    media: Mapping[str, Media],
    known: Mapping[str, Gathering] = MappingProxyType({}),
) -> Plan:
    """Return every page of the site.

    ``media`` are the files beside the articles, by path; ``known`` are the gatherings of an
    earlier plan.
    """
    planner = _Planner(archive, config, media, known)
    pages = tuple(planner.pages())
    return Plan(
        pages=pages,
        pictures=planner.pictures(),
        gatherings=planner.gatherings,
        data=planner.data_files(),
        article=planner.article,
    )


def plan_texts(
    archive: Archive, config: Config, media: Mapping[str, Media], urls: Collection[str]
) -> Plan:
    """Return those pages of the site that depend on the texts of the articles at these URLs.

    The others are as they were as long as all else is said of every article as it was before.
    """
    planner = _Planner(archive, config, media, {})
    return Plan(
        pages=tuple(planner.texts(urls)), data=planner.data_files(), article=planner.article
    )


class _Planner:
    """Makes the pages of one archive; every method yields those of one kind."""

    def __init__(
        self,
        archive: Archive,
        config: Config,
        media: Mapping[str, Media],
        known: Mapping[str, Gathering],
    ) -> None:
        self.archive = archive
        self.config = config
        self.known = known
        self.gatherings: dict[str, Gathering] = {}
        self.lookup = Lookup(archive, urls_of(config), media, config.settings.pictures)
        self.lists = Lists(self.lookup)
        self.calendars = Calendars(archive, self.lookup)
        self.digests = self.lookup.digests
        self.relations = Relations(archive, self.digests)
        self.urls = self.lookup.urls
        facts = (site_view(config), self.urls.style, config.zone.key)
        self.common = digest(engine_digest(), _encode(facts))
        self.feeds = tuple(plan_feeds(archive, self.lookup, config.title))
        self.data = tuple(plan_data(archive, self.lookup))

    def pages(self) -> Iterator[Page]:
        introductions = {slug(label): text for label, text in self.config.settings.sections.items()}
        trust = Trust(
            self.archive, self.lookup, self.config.settings, self.calendars.undated_part()
        )
        single = [
            self._home(),
            *self.calendars.pages(),
            *Anniversaries(self.calendars).pages(),
            *Indexes(self.archive, self.lookup, introductions).pages(),
            *trust.pages(),
            data_view(self.lookup, self.feeds, self.data),
        ]
        yield from self._articles()
        yield from self._former_addresses()
        for view in single:
            yield page_of(view)
        yield from self._terms(introductions)
        for year in self.calendars.years():
            yield from self._gathered(f"year/{year.number}", year.around, year.articles, year.make)
        yield page_of(self._search())
        yield page_of(MessageView(url="/404.html", years=self._years()))
        yield from self._documents(self.feeds, self.data)
        listings = [SitemapEntry(url=view.url, modified=self._modified(view)) for view in single]
        listings += [
            SitemapEntry(url=leaf.url, modified=leaf.modified)
            for gathering in self.gatherings.values()
            for leaf in gathering.leaves
        ]
        for sitemap in sitemap_views(self.archive, self.changes, listings):
            yield page_of(sitemap)
        yield page_of(RobotsView(url=ROBOTS, sitemap=SITEMAP))
        yield from map(page_of, admin_views(self.config))
        yield page_of(OpenSearchView(url=OPENSEARCH, search=self.urls.named("search")))

    def texts(self, urls: Collection[str]) -> Iterator[Page]:
        """Yield the pages that depend on the texts of the articles at these URLs."""
        yield from (self.article(each) for each in self.archive.articles if each.url in urls)
        feeds = (feed for feed in self.feeds if _has_one(feed.articles, urls))
        data = (found for found in self.data if _has_one(found.articles, urls))
        yield from self._documents(feeds, data)

    def data_files(self) -> tuple[str, ...]:
        """Return the paths of the data files, in order."""
        urls = chain.from_iterable((found.records, found.table) for found in self.data)
        return tuple(map(output_path, urls))

    @cached_property
    def changes(self) -> Mapping[str, str | None]:
        """The day on which each article was last changed, by its URL."""
        return {article.url: last_change(article) for article in self.archive.articles}

    def pictures(self) -> frozenset[str]:
        """Return the URLs of the pictures that articles show; lost ones have none."""
        shown = chain.from_iterable(map(self.lookup.pictures, self.archive.articles))
        return frozenset(picture.url for picture in shown if picture.url)

    def _documents(self, feeds: Iterable[Feed], data: Iterable[YearData]) -> Iterator[Page]:
        """Yield feeds, and the files of years of data."""
        for feed in feeds:
            make = partial(feed_view, feed, self.lookup, self.config.zone)
            yield self._document(feed.kind, feed.url, feed.title, make, feed.articles)
        for found in data:
            records = partial(records_view, found, self.lookup)
            yield self._document(RecordsView, found.records, found.label, records, found.articles)
            table = partial(table_view, found, self.lookup)
            yield replace(
                self._document(TableView, found.table, found.label, table, found.articles),
                articles=(),  # it has no texts
            )

    def _document(
        self,
        kind: type[Document],
        url: str,
        title: str,
        make: Callable[[], Document],
        articles: tuple[Article, ...],
    ) -> Page:
        """Return a document that follows from these articles alone."""
        said = [part for a in articles for part in (a.key.encode(), self.digests[a.url])]
        return Page(
            path=output_path(url),
            template=TEMPLATES[kind],
            key=digest(self.common, _encode((url, title)), b"".join(said)),
            view=make,
            origin=f"{TEMPLATES[kind]} ({url})",
            articles=articles,
        )

    def _modified(self, view: Inputs) -> str | None:
        """Return the last day on which one of the articles that a page lists was changed."""
        cards: Sequence[Card] = getattr(view, "cards", ())
        days = (self.changes[card.url] for card in cards)
        return max(filter(None, days), default=None)

    def _terms(self, introductions: Mapping[str, str]) -> Iterator[Page]:
        """Yield the lists of all sections, tags and people."""
        for term in self.archive.sections:
            introduction = introductions.get(term.slug, "")
            make = partial(self.lists.section, term, introduction)
            yield from self._gathered_term("section", term, introduction, make)
        places = self.lists.places(self.archive.tags)
        for term in self.archive.tags:
            place = places[term.label]
            make = partial(self.lists.tag, term, place)
            yield from self._gathered_term("tag", term, place, make)
        for term in self.archive.people:
            make = partial(self.lists.person, term)
            yield from self._gathered_term("person", term, None, make)

    def _gathered_term(
        self, kind: str, term: Term, place: object, make: Callable[[], Iterable[Inputs]]
    ) -> Iterator[Page]:
        facts = (term.label, term.slug, term.forms, term.description, place)
        return self._gathered(f"{kind}/{term.slug}", facts, term.articles, make)

    def _gathered(
        self,
        name: str,
        facts: tuple[object, ...],
        articles: Iterable[Article],
        make: Callable[[], Iterable[Inputs]],
    ) -> Iterator[Page]:
        """Yield pages that follow from these facts and articles alone."""
        said = [self.digests[article.url] for article in articles]
        key = digest(self.common, name.encode(), _encode(facts), b"".join(said))
        views = cache(lambda: {view.url: view for view in make()})
        gathering = self.known.get(name)
        if gathering is None or gathering.key != key:
            leaves = (
                Leaf(url, TEMPLATES[type(view)], key_of(view), self._modified(view))
                for url, view in views().items()
            )
            gathering = Gathering(key, tuple(leaves))
        self.gatherings[name] = gathering
        for leaf in gathering.leaves:
            yield Page(
                path=output_path(leaf.url),
                template=leaf.template,
                key=leaf.key,
                view=lambda url=leaf.url: views()[url],  # type: ignore[misc]  # bound at once
                origin=f"{leaf.template} ({leaf.url})",
            )

    def _articles(self) -> Iterator[Page]:
        yield from map(self.article, self.archive.articles)
        for article in self.archive.withdrawn:
            yield page_of(self._tombstone(article), article)

    def article(self, article: Article) -> Page:
        return Page(
            path=output_path(article.url),
            template=TEMPLATES[ArticleView],
            key=self._article_key(article),
            view=partial(self._article, article),
            origin=f"content/{article.path}",
            articles=(article,),
        )

    def _article_key(self, article: Article) -> bytes:
        """Return a digest of all that the page of an article depends on."""
        earlier, later = self.archive.neighbours.get(article.url, (None, None))
        near = _encode((_link_to(earlier), _link_to(later), self.calendars.period(article)))
        # Two of one length, then one that says where it ends itself: MessagePack.
        parts = (article.key.encode(), self.digests[article.url], near, self.relations.key(article))
        return content_digest(b"".join(parts))

    def _former_addresses(self) -> Iterator[Page]:
        """Yield the pages that lead on from old addresses, and what the host reads of them."""
        settings = self.config.settings
        moved = [
            (f"content/{article.path}", old, article.url)
            for article in (*self.archive.articles, *self.archive.withdrawn)
            for old in dict.fromkeys(map(alias_url, article.aliases))
            if old != article.url  # an old address can be the new one, after an import
        ]
        moved += [
            (VOCABULARY, self.urls.tag(alias), self.urls.tag(tag.slug))
            for tag in self.archive.tags
            for alias in tag.aliases
        ]
        moved += [(FILE_NAME, alias_url(old), new) for old, new in settings.redirects.items()]
        views = [RedirectView(url=old, target=new) for _, old, new in moved]
        for (origin, _, _), view in zip(moved, views, strict=True):
            yield replace(page_of(view), origin=origin)
        for_host = redirects_view(settings.host, views)
        if for_host is not None:
            yield page_of(for_host)

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
            related=self.lookup.cards(self.relations.of(article)),
            breadcrumb=self._way_to(article),
        )

    def _tombstone(self, article: Article) -> TombstoneView:
        return TombstoneView(
            url=article.url,
            title=article.title,
            date=article.date,
            is_expired=article.status == "expired",
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


def _has_one(articles: Iterable[Article], urls: Collection[str]) -> bool:
    return any(article.url in urls for article in articles)


def _link_to(article: Article | None) -> Link | None:
    return Link(label=article.title, url=article.url) if article is not None else None


def _archived(article: Article) -> ArchiveDate | None:
    """Return when an article was saved, if what its source says is a date."""
    try:
        return parse_date(article.source.retrieved or "")
    except ValueError:
        return None
