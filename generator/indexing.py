"""The archive as the search index sees it: which volumes there are, and what is in them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.config import Config
from generator.digest import digest, engine_digest
from generator.languages import load_language
from generator.model import Archive, Article, Term
from generator.publish import StagedFile, stage
from generator.search import (
    FOLDER,
    SearchDocument,
    SearchEntry,
    Volume,
    contents,
    index_volume,
    runtime,
    volumes,
)
from generator.store import Cache

__all__ = ["Index", "arrange_index", "make_index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The search index of an archive: its volumes, and each article with its facets by URL.

    ``fingerprints`` are those of its pieces, by the name of their folder or file.
    """

    volumes: tuple[Volume, ...]
    articles: Mapping[str, tuple[Article, Facets]]
    fingerprints: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a search can be narrowed by, in the spelling that the archive lists it under."""

    section: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]


def arrange_index(archive: Archive) -> Index:
    """Return the search index that an archive should have, not yet made."""
    sections, people, tags = map(_labels, (archive.sections, archive.people, archive.tags))
    encode = msgspec.msgpack.Encoder().encode
    articles: dict[str, tuple[Article, Facets]] = {}
    entries: list[SearchEntry] = []
    for article in archive.articles:
        facets = Facets(
            section=sections[article.section] if article.section else None,
            authors=tuple(people[label] for label in article.authors),
            tags=tuple(tags[label] for label in article.tags),
        )
        articles[article.url] = (article, facets)
        key = digest(article.key.encode(), encode(facets))
        entries.append(SearchEntry(url=article.url, year=article.date.year, digest=key))
    found = volumes(entries)
    engine = engine_digest()
    fingerprints = {
        f"{FOLDER}/{volume.name}": digest(engine, *(entry.digest for entry in volume.entries))
        for volume in found
    }
    fingerprints[f"{FOLDER}/pagefind.js"] = engine
    fingerprints[f"{FOLDER}/volumes.json"] = digest(engine, contents(found))
    return Index(volumes=found, articles=articles, fingerprints=fingerprints)


def _labels(terms: Iterable[Term]) -> dict[str, str]:
    """Return the label of a term by each of its spellings."""
    return {form: term.label for term in terms for form in term.forms}


def make_index(
    index: Index, unchanged: set[str], config: Config, staging: Path
) -> Iterator[StagedFile]:
    """Yield the files of all pieces of the index that are not ``unchanged``.

    Raises:
        UserError: the indexer failed.
    """
    with contextlib.closing(Cache(config.state)) as cache:
        for number, (name, fingerprint) in enumerate(index.fingerprints.items()):
            if name in unchanged:
                continue
            for place, (path, data) in enumerate(
                sorted(_piece(index, name, config, cache).items())
            ):
                yield stage(staging, f"index-{number}-{place}", path, name, fingerprint, data)


def _piece(index: Index, name: str, config: Config, cache: Cache) -> dict[str, bytes]:
    """Return the files of one piece of the index by their path in the output folder."""
    if name == f"{FOLDER}/pagefind.js":
        return {name: runtime()}
    if name == f"{FOLDER}/volumes.json":
        return {name: contents(index.volumes)}
    [volume] = [found for found in index.volumes if f"{FOLDER}/{found.name}" == name]
    documents = _documents(index, volume, config, cache)
    files = index_volume(documents, config.language)
    return {f"{name}/{path}": data for path, data in files.items()}


def _documents(
    index: Index, volume: Volume, config: Config, cache: Cache
) -> Iterator[SearchDocument]:
    language = load_language(config.language)
    for entry in volume.entries:
        article, facets = index.articles[entry.url]
        [body] = cache.bodies([(article.path, article.key)])
        yield SearchDocument(
            url=article.url,
            title=article.title,
            text=body.text,
            date=language.day(article.date),
            sort_key=article.date.sort_key,
            year=article.date.year,
            section=facets.section,
            authors=facets.authors,
            tags=facets.tags,
        )
