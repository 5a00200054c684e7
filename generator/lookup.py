"""What several pages say about the same article: its card, its links, its pictures."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from heapq import nsmallest
from itertools import chain, groupby
from operator import attrgetter
from urllib.parse import unquote

import msgspec

from generator.digest import content_digest
from generator.elements import Card, Headline, Link, Part, PictureView, RenditionView, SourceView
from generator.languages import Language
from generator.model import Archive, Article, Media, Term
from generator.renditions import (
    PictureSettings,
    Rendition,
    medium_rendition,
    modern_renditions,
    picture_path,
)
from generator.urls import Urls, media_url
from generator.vietnamese import collation_key

__all__ = ["Lookup"]


class Lookup:
    """The cards of all articles, and the links of all sections, tags and people."""

    def __init__(
        self,
        archive: Archive,
        urls: Urls,
        media: Mapping[str, Media],
        settings: PictureSettings = PictureSettings(),  # noqa: B008 - it is frozen
    ) -> None:
        """Prepare the links; ``media`` are the files beside the articles, by path.

        ``digests`` are of all that other pages can say about each article, by its URL; each is
        worked out when it is first asked for.
        """
        self.urls = urls
        self.language: Language = urls.language
        self.home = Link(label=self.language.text("home"), url="/")
        self._media = media
        self._settings = settings
        self._pictures: dict[str, PictureView] = {}
        self._shown: dict[str, tuple[PictureView, ...]] = {}
        self._sections = _links(archive.sections, urls.section)
        self._tags = _links(archive.tags, urls.tag)
        self._people = _links(archive.people, urls.person)
        self._by_path = {article.path: article for article in archive.articles}
        self._cards: dict[str, Card] = {}
        self._by_url = {article.url: article for article in archive.articles}
        self._encode = msgspec.msgpack.Encoder().encode
        links = (self._sections, self._tags, self._people)
        self._said_of = tuple(_Asked(partial(self._link_digest, found)) for found in links)
        self.digests: Mapping[str, bytes] = _Asked(self._digest)

    def _link_digest(self, links: Mapping[str, Link], label: str) -> bytes:
        return content_digest(self._encode(links[label]))

    def _digest(self, url: str) -> bytes:
        """Return a digest of all that other pages can say about an article."""
        article, (sections, tags, people) = self._by_url[url], self._said_of
        parts = [article.facts, *map(tags.__getitem__, article.tags)]
        parts += map(people.__getitem__, article.authors)
        if article.section:
            parts.append(sections[article.section])
        if article.pictures or article.reprint_of:
            parts.append(self._encode((self.pictures(article), self.original(article))))
        return content_digest(b"".join(parts))

    def section(self, article: Article) -> Link | None:
        """Return the link of an article's section; only of published articles it has a page."""
        return self._sections.get(article.section or "")

    def tags(self, article: Article) -> tuple[Link, ...]:
        """Return the links of an article's tags."""
        return tuple(self._tags[label] for label in article.tags)

    def authors(self, article: Article) -> tuple[Link, ...]:
        """Return the links of an article's authors."""
        return tuple(self._people[label] for label in article.authors)

    def original(self, article: Article) -> Link | None:
        """Return the link of the article that this one repeats, if that is published."""
        original = self._by_path.get(article.reprint_of or "")
        return Link(label=original.title, url=original.url) if original is not None else None

    def cards(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """Return the cards of these articles."""
        return tuple(self._card(article) for article in articles)

    def headlines(self, articles: Iterable[Article]) -> tuple[Headline, ...]:
        """Return the headlines of these articles, with their sections."""
        return tuple(
            Headline(url=a.url, title=a.title, date=a.date, section=self.section(a))
            for a in articles
        )

    def ranked_tags(self, articles: Iterable[Article], most: int) -> tuple[Part, ...]:
        """Return the ``most`` frequent tags of these articles, and how many of them have each."""
        return _ranked(chain.from_iterable(a.tags for a in articles), self._tags, most)

    def ranked_sections(self, articles: Iterable[Article], most: int) -> tuple[Part, ...]:
        """Return the ``most`` frequent sections of these articles, and how many are in each."""
        return _ranked((a.section for a in articles if a.section), self._sections, most)

    def picture(self, article: Article, source: str) -> PictureView:
        """Return the picture that an article means by ``source``; it may be a lost one."""
        path = picture_path(article.path, source, self._media)
        if path is None:
            return PictureView(url=None, name=unquote(posixpath.basename(source)))
        if path not in self._pictures:
            self._pictures[path] = _picture(self._media[path], self._settings)
        return self._pictures[path]

    def pictures(self, article: Article) -> tuple[PictureView, ...]:
        """Return all pictures of an article's figures, in order."""
        if not article.pictures:
            return ()
        if article.path not in self._shown:
            self._shown[article.path] = tuple(
                self.picture(article, source) for source in article.pictures
            )
        return self._shown[article.path]

    def _card(self, article: Article) -> Card:
        card = self._cards.get(article.url)
        if card is None:
            card = self._cards[article.url] = self._new_card(article)
        return card

    def _new_card(self, article: Article) -> Card:
        return Card(
            url=article.url,
            title=article.title,
            date=article.date,
            lede=article.lede,
            kicker=article.kicker,
            section=self.section(article),
            authors=article.authors,
            picture=next((p for p in self.pictures(article) if p.url), None),
        )


class _Asked(dict[str, bytes]):
    """Digests by name; each is worked out when it is first asked for."""

    def __init__(self, answer: Callable[[str], bytes]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, name: str) -> bytes:
        found = self[name] = self._answer(name)
        return found


def _ranked(labels: Iterable[str], links: Mapping[str, Link], most: int) -> tuple[Part, ...]:
    counts: Counter[str] = Counter()
    found: dict[str, Link] = {}
    # Counted by spelling first, for there are few of them.
    for label, count in Counter(labels).items():
        link = found.setdefault(links[label].url, links[label])
        counts[link.url] += count
    ranked = nsmallest(
        most, found.values(), key=lambda link: (-counts[link.url], collation_key(link.label))
    )
    return tuple(Part(label=link.label, url=link.url, count=counts[link.url]) for link in ranked)


def _picture(media: Media, settings: PictureSettings) -> PictureView:
    """Return a picture with its renditions; the original stands in for a medium one."""
    modern = modern_renditions(media, settings)
    medium = medium_rendition(media, settings) or media
    url, width, height = media_url(medium.path), medium.width, medium.height
    return PictureView(
        url=media_url(media.path),
        name=posixpath.basename(media.path),
        medium=RenditionView(url=url, width=width, height=height) if width and height else None,
        sources=tuple(
            SourceView(type=f"image/{name}", renditions=tuple(map(_rendition, found)))
            for name, found in groupby(modern, attrgetter("format"))
        ),
    )


def _rendition(found: Rendition) -> RenditionView:
    return RenditionView(url=media_url(found.path), width=found.width, height=found.height)


def _links(terms: Iterable[Term], url: Callable[[str], str]) -> dict[str, Link]:
    """Return the link of a term by each of its spellings."""
    links: dict[str, Link] = {}
    for term in terms:
        link = Link(label=term.label, url=url(term.slug))
        links.update(dict.fromkeys(term.forms, link))
    return links
