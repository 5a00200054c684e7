"""Archive to pages: every page the site consists of, with everything it shows. Pure."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import groupby
from urllib.parse import unquote

from generator.config import Config
from generator.dates import to_instant
from generator.languages import load_language
from generator.model import Archive, ArchiveDate, Article, Media, Term, Year
from generator.urls import Urls, media_url, output_path
from generator.vietnamese import collation_key, initial
from generator.views import (
    ArticleView,
    Card,
    Entry,
    FeedView,
    GroupView,
    HomeView,
    IndexView,
    Inputs,
    Link,
    ListingView,
    MessageView,
    Part,
    PictureView,
    RedirectView,
    RobotsView,
    SearchView,
    SectionView,
    Site,
    SitemapEntry,
    SitemapView,
    TombstoneView,
    YearsView,
    YearView,
)

__all__ = ["Page", "plan", "site_view", "urls_of"]

NEWEST = 50
"""How many articles a page of a long list shows."""

WHOLE_YEAR = 200
"""Up to how many articles the page of a list's year shows all of them."""

FEED_LENGTH = 50
HOME_LENGTH = 13
SECTION_LENGTH = 4
SITEMAP_LENGTH = 50_000
"""Most addresses in one sitemap (sitemaps.org)."""

_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of the site: where it goes, what makes it, and all that it is made from.

    ``bodies`` are the articles whose text it shows (path, key); ``origin`` says where the page
    comes from, for people.
    """

    path: str
    template: str
    inputs: Inputs
    bodies: tuple[tuple[str, str], ...] = ()
    origin: str = ""


def urls_of(config: Config) -> Urls:
    """Return the addresses of this archive."""
    return Urls(language=load_language(config.language), style=config.settings.url_style)


def site_view(config: Config) -> Site:
    """Return what every page of this archive knows about it."""
    urls, settings = urls_of(config), config.settings
    language = urls.language
    names = ("dates", "sections", "tags", "people")
    return Site(
        title=settings.title,
        description=settings.description,
        publisher=settings.publisher or settings.title,
        language=settings.language,
        license=settings.license,
        origin=config.origin,
        base_path=config.base_path,
        navigation=tuple(Link(label=language.text(n), url=urls.named(n)) for n in names),
        home="/",
        search=urls.named("search"),
        feed="/feed.xml",
    )


def plan(archive: Archive, config: Config, media: Mapping[str, Media]) -> list[Page]:
    """Return every page of the site; ``media`` are the files beside the articles, by path."""
    return list(_Planner(archive, config, media).pages())


class _Planner:
    """Makes the pages of one archive; every method yields the pages of one kind."""

    def __init__(self, archive: Archive, config: Config, media: Mapping[str, Media]) -> None:
        self.archive = archive
        self.media = media
        self.zone = config.zone
        self.urls = urls_of(config)
        self.language = self.urls.language
        self.home = Link(label=self.text("home"), url="/")
        self.section_links = _links(archive.sections, self.urls.section)
        self.tag_links = _links(archive.tags, self.urls.tag)
        self.person_links = _links(archive.people, self.urls.person)
        self.cards = {article.url: self._card(article) for article in archive.articles}

    def text(self, key: str) -> str:
        return self.language.text(key)

    def pages(self) -> Iterator[Page]:
        pages = [
            *self._articles(),
            *self._home(),
            *self._terms("section", self.archive.sections, self.urls.section),
            *self._terms("tag", self.archive.tags, self.urls.tag),
            *self._terms("person", self.archive.people, self.urls.person),
            *self._dates(),
            *self._indexes(),
            *self._single_pages(),
            *self._feed(),
        ]
        yield from pages
        yield from self._redirects()
        yield from self._sitemaps(pages)

    # Articles

    def _articles(self) -> Iterator[Page]:
        for article in self.archive.articles:
            yield _page("article.html", self._article(article), article)
        for article in self.archive.withdrawn:
            view = TombstoneView(url=article.url, title=article.title, reason=article.reason)
            yield Page(
                path=output_path(article.url),
                template="tombstone.html",
                inputs=view,
                origin=f"content/{article.path}",
            )

    def _article(self, article: Article) -> ArticleView:
        earlier, later = self.archive.neighbours.get(article.url, (None, None))
        section = self._section(article)
        return ArticleView(
            url=article.url,
            title=article.title,
            date=article.date,
            date_basis=article.date_basis,
            updated=article.updated,
            kicker=article.kicker,
            summary=article.summary,
            lede=article.lede,
            authors=tuple(self.person_links[label] for label in article.authors),
            agency=article.agency,
            section=section,
            tags=tuple(self.tag_links[label] for label in article.tags),
            corrections=article.corrections,
            source=article.source,
            pictures=tuple(self._picture(article, source) for source in article.pictures),
            earlier=_link_to(earlier),
            later=_link_to(later),
            related=tuple(self.cards[a.url] for a in self.archive.related.get(article.url, ())),
            breadcrumb=(self.home, section) if section else (self.home,),
        )

    def _section(self, article: Article) -> Link | None:
        return self.section_links[article.section] if article.section else None

    def _card(self, article: Article) -> Card:
        found = (self._picture(article, source) for source in article.pictures)
        return Card(
            url=article.url,
            title=article.title,
            date=article.date,
            lede=article.lede,
            kicker=article.kicker,
            section=self._section(article),
            authors=article.authors,
            picture=next((picture for picture in found if picture.url), None),
        )

    def _picture(self, article: Article, source: str) -> PictureView:
        """Return the picture that an article means: beside it, from the root, or in images/."""
        name = posixpath.basename(source)
        folder = posixpath.dirname(article.path)
        beside = posixpath.normpath(posixpath.join("/", folder, unquote(source))).lstrip("/")
        for path in (beside, f"images/{unquote(name)}"):
            media = self.media.get(path)
            if media is not None:
                return PictureView(
                    url=media_url(path), name=name, width=media.width, height=media.height
                )
        return PictureView(url=None, name=name, width=None, height=None)

    # Ways in

    def _home(self) -> Iterator[Page]:
        archive = self.archive
        undated = self._undated_part()
        view = HomeView(
            url="/",
            cards=self._cards_of(archive.articles[:HOME_LENGTH]),
            sections=tuple(
                SectionView(
                    link=self.section_links[term.label],
                    count=len(term.articles),
                    cards=self._cards_of(term.articles[:SECTION_LENGTH]),
                )
                for term in archive.sections
            ),
            years=tuple(self._year_part(year) for year in reversed(archive.years)),
            undated=undated,
            count=len(archive.articles),
        )
        yield _page("home.html", view)

    def _terms(self, kind: str, terms: Sequence[Term], url: Callable[..., str]) -> Iterator[Page]:
        plural = {"section": "sections", "tag": "tags", "person": "people"}[kind]
        above = (self.home, Link(label=self.text(plural), url=self.urls.named(plural)))
        for term in terms:
            whole = _Listing(kind=kind, title=term.label, forms=term.forms, above=above)
            yield from self._long_listing(whole, term.articles, partial(url, term.label))

    def _long_listing(
        self, listing: _Listing, articles: Sequence[Article], url: Callable[..., str]
    ) -> Iterator[Page]:
        """Yield a list's page and, where it is long, those of its years and their months.

        So an article added anywhere in time changes the pages of its own time only.
        """
        if len(articles) <= NEWEST:
            yield self._listing_page(listing, url(), articles)
            return
        years = [
            (number, list(found))
            for number, found in groupby(articles, key=lambda article: article.date.year)
        ]
        here = Link(label=listing.title, url=url())
        parts = []
        for number, found in years:
            label = self._year_label(number)
            segment = self.text("url_undated") if number is None else f"{number:04}"
            parts.append(Part(label=label, url=url(segment), count=len(found)))
            year = _Listing(
                kind=listing.kind,
                title=self.language.text("listing_part", title=listing.title, part=label),
                above=(*listing.above, here),
            )
            yield from self._year_listing(year, found, partial(url, segment))
        yield self._listing_page(listing, url(), articles, parts)

    def _year_listing(
        self, listing: _Listing, articles: Sequence[Article], url: Callable[..., str]
    ) -> Iterator[Page]:
        if len(articles) <= WHOLE_YEAR or articles[0].date.year is None:
            yield self._listing_page(listing, url(), articles, newest=len(articles))
            return
        here = Link(label=listing.title, url=url())
        parts = []
        for number, group in groupby(articles, key=lambda article: article.date.month or 0):
            found = list(group)
            label = self._month_label(found[0].date.year or 0, number)
            parts.append(Part(label=label, url=url(f"{number:02}"), count=len(found)))
            month = _Listing(
                kind=listing.kind,
                title=self.language.text("listing_part", title=listing.title, part=label),
                above=(*listing.above, here),
            )
            yield self._listing_page(month, url(f"{number:02}"), found, newest=len(found))
        yield self._listing_page(listing, url(), articles, parts)

    def _listing_page(
        self,
        listing: _Listing,
        url: str,
        articles: Sequence[Article],
        parts: Sequence[Part] = (),
        newest: int = NEWEST,
    ) -> Page:
        view = ListingView(
            url=url,
            kind=listing.kind,
            title=listing.title,
            forms=listing.forms,
            count=len(articles),
            cards=self._cards_of(articles[:newest]),
            parts=tuple(parts),
            breadcrumb=listing.above,
        )
        return _page("listing.html", view, origin=f"{listing.kind} “{listing.title}”")

    def _dates(self) -> Iterator[Page]:
        dates = Link(label=self.text("dates"), url=self.urls.named("dates"))
        above = (self.home, dates)
        for year in self.archive.years:
            here = self._year_part(year)
            parts = []
            for month in year.months:
                label = self._month_label(year.number, month.number)
                url = self.urls.page(f"{year.number:04}", f"{month.number:02}")
                parts.append(Part(label=label, url=url, count=len(month.articles)))
                listing = _Listing(
                    kind="month", title=label, above=(*above, Link(label=here.label, url=here.url))
                )
                yield self._listing_page(listing, url, month.articles, newest=len(month.articles))
            listing = _Listing(kind="year", title=self._year_label(year.number), above=above)
            yield self._listing_page(listing, here.url, year.articles, parts)
        if self.archive.undated:
            yield from self._undated(above)
        yield _page(
            "dates.html",
            YearsView(
                url=dates.url,
                title=dates.label,
                years=tuple(self._year_view(year) for year in self.archive.years),
                undated=self._undated_part(),
                breadcrumb=(self.home,),
            ),
        )

    def _undated(self, above: tuple[Link, ...]) -> Iterator[Page]:
        """Yield the list of the undated, by the headline's first letter where it is long."""
        by_title = sorted(self.archive.undated, key=lambda a: (collation_key(a.title), a.url))
        title, url = self.text("undated"), partial(self.urls.page, self.text("url_undated"))
        listing = _Listing(kind="undated", title=title, above=above)
        if len(by_title) <= WHOLE_YEAR:
            yield self._listing_page(listing, url(), by_title, newest=len(by_title))
            return
        letters: defaultdict[str, list[Article]] = defaultdict(list)
        for article in by_title:
            letters[initial(article.title)].append(article)
        here = Link(label=title, url=url())
        parts = []
        for letter, found in letters.items():
            segment = "-".join(f"{ord(char):x}" for char in letter.casefold())
            if letter.isascii() and letter.isalpha():
                segment = letter.casefold()
            parts.append(Part(label=letter, url=url(segment), count=len(found)))
            part = _Listing(
                kind="undated",
                title=self.language.text("listing_part", title=title, part=letter),
                above=(*above, here),
            )
            yield self._listing_page(part, url(segment), found, newest=len(found))
        yield self._listing_page(listing, url(), by_title, parts)

    def _indexes(self) -> Iterator[Page]:
        kinds = (
            ("sections", self.archive.sections, self.urls.section, False),
            ("tags", self.archive.tags, self.urls.tag, True),
            ("people", self.archive.people, self.urls.person, True),
        )
        for kind, terms, url, by_letter in kinds:
            groups: defaultdict[str, list[Part]] = defaultdict(list)
            for term in terms:
                part = Part(label=term.label, url=url(term.label), count=len(term.articles))
                groups[initial(term.label) if by_letter else ""].append(part)
            view = IndexView(
                url=self.urls.named(kind),
                kind=kind,
                title=self.text(kind),
                groups=tuple(
                    GroupView(letter=letter, entries=tuple(parts))
                    for letter, parts in groups.items()
                ),
                breadcrumb=(self.home,),
            )
            yield _page("terms.html", view)

    def _single_pages(self) -> Iterator[Page]:
        numbers = [year.number for year in self.archive.years]
        yield _page(
            "search.html",
            SearchView(
                url=self.urls.named("search"),
                first_year=min(numbers, default=None),
                last_year=max(numbers, default=None),
            ),
        )
        yield _page("404.html", MessageView(url="/404.html"))

    def _redirects(self) -> Iterator[Page]:
        for article in (*self.archive.articles, *self.archive.withdrawn):
            for alias in article.aliases:
                url = alias
                if not alias.endswith(("/", ".html", ".htm")):
                    url = alias + "/"
                yield _page("redirect.html", RedirectView(url=url, target=article.url), article)

    # For machines

    def _feed(self) -> Iterator[Page]:
        """Yield the feed of the newest articles whose day is known: Atom wants a moment."""
        entries: list[Entry] = []
        bodies: list[tuple[str, str]] = []
        for article in self.archive.articles:
            published = self._moment(article.date)
            if published is None:
                continue
            entries.append(
                Entry(
                    url=article.url,
                    title=article.title,
                    updated=self._moment(article.updated) or published,
                    published=published,
                    summary=article.lede,
                    authors=article.authors,
                    categories=((article.section,) if article.section else ()) + article.tags,
                )
            )
            bodies.append((article.path, article.key))
            if len(entries) == FEED_LENGTH:
                break
        view = FeedView(
            url="/feed.xml",
            updated=max((entry.updated for entry in entries), default=_EPOCH),
            entries=tuple(entries),
        )
        yield Page(
            path="feed.xml", template="feed.xml", inputs=view, bodies=tuple(bodies), origin="feed"
        )

    def _moment(self, when: ArchiveDate | None) -> str | None:
        instant = to_instant(when, self.zone) if when is not None else None
        if instant is None:
            return None
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _sitemaps(self, pages: Sequence[Page]) -> Iterator[Page]:
        """Yield one sitemap for the articles of each year, one for the rest, and their index."""
        groups: defaultdict[str, list[SitemapEntry]] = defaultdict(list)
        for article in self.archive.articles:
            name = f"{article.date.year:04}" if article.date.year is not None else "undated"
            groups[name].append(SitemapEntry(url=article.url, modified=_last_change(article)))
        for page in pages:
            if isinstance(page.inputs, (HomeView, ListingView, IndexView, YearsView)):
                groups["pages"].append(SitemapEntry(url=page.inputs.url, modified=None))
        index = []
        for name in sorted(groups):
            entries = sorted(groups[name], key=lambda entry: entry.url)
            for start in range(0, len(entries), SITEMAP_LENGTH):
                suffix = f"-{start // SITEMAP_LENGTH + 1}" if start else ""
                url = f"/sitemap-{name}{suffix}.xml"
                chunk = tuple(entries[start : start + SITEMAP_LENGTH])
                index.append(SitemapEntry(url=url, modified=None))
                yield _page("sitemap.xml", SitemapView(url=url, is_index=False, entries=chunk))
        url = "/sitemap.xml"
        yield _page("sitemap.xml", SitemapView(url=url, is_index=True, entries=tuple(index)))
        yield _page("robots.txt", RobotsView(url="/robots.txt", sitemap=url))

    # Small things

    def _cards_of(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        return tuple(self.cards[article.url] for article in articles)

    def _year_label(self, number: int | None) -> str:
        if number is None:
            return self.text("undated")
        return self.language.text("year", year=number)

    def _month_label(self, year: int, month: int) -> str:
        if month == 0:
            return self.language.text("month_unknown", year=year)
        return self.language.month(year, month)

    def _year_part(self, year: Year) -> Part:
        url = self.urls.page(f"{year.number:04}")
        return Part(label=str(year.number), url=url, count=len(year.articles))

    def _year_view(self, year: Year) -> YearView:
        counts = {month.number: len(month.articles) for month in year.months}
        numbers = range(0 if 0 in counts else 1, 13)
        return YearView(
            year=self._year_part(year),
            months=tuple(
                Part(
                    label=self._month_label(year.number, number),
                    url=self.urls.page(f"{year.number:04}", f"{number:02}"),
                    count=counts.get(number, 0),
                )
                for number in numbers
            ),
        )

    def _undated_part(self) -> Part | None:
        if not self.archive.undated:
            return None
        return Part(
            label=self.text("undated"),
            url=self.urls.named("undated"),
            count=len(self.archive.undated),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """What the pages of one list have in common."""

    kind: str
    title: str
    above: tuple[Link, ...]
    forms: tuple[str, ...] = ()


def _page(template: str, inputs: Inputs, article: Article | None = None, origin: str = "") -> Page:
    bodies: tuple[tuple[str, str], ...] = ()
    if article is not None:
        origin = f"content/{article.path}"
        if isinstance(inputs, ArticleView):
            bodies = ((article.path, article.key),)
    return Page(
        path=output_path(inputs.url),
        template=template,
        inputs=inputs,
        bodies=bodies,
        origin=origin or template,
    )


def _links(terms: Iterable[Term], url: Callable[[str], str]) -> dict[str, Link]:
    """Return the link of a term by each of its spellings."""
    links: dict[str, Link] = {}
    for term in terms:
        link = Link(label=term.label, url=url(term.label))
        links.update(dict.fromkeys(term.forms, link))
    return links


def _link_to(article: Article | None) -> Link | None:
    return Link(label=article.title, url=article.url) if article is not None else None


def _last_change(article: Article) -> str | None:
    """Return the day (W3C date) an article is known to have been written or changed last."""
    when = article.updated or article.date
    return f"{when.year:04}-{when.month:02}-{when.day:02}" if when.is_exact else None
