"""The archive as the search index sees it: which volumes there are, and what is in them."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from generator.config import Config
from generator.digest import content_digest, digest, engine_digest
from generator.errors import Problem, UserError
from generator.languages import Language, load_language
from generator.model import Archive, Article, StoredBody
from generator.publish import StagedFile, stage
from generator.search import FOLDER, SearchDocument, contents, index_volume, runtime
from generator.store import Cache
from generator.vocabulary import Vocabulary
from generator.volumes import Volume, entry, volumes
from generator.workers import map_batches

__all__ = ["NO_INDEX", "Index", "arrange_index", "is_of_index", "make_index", "volumes_to_make"]

INDEXERS = 6
"""How many volumes are indexed at one time at most: each takes about 60 MB."""

_RUNTIME = f"{FOLDER}/runtime"
_CONTENTS = f"{FOLDER}/volumes.json"
_FRAGMENT = "/fragment"


class Listed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An article, with other names of its tags, and the broader tags: ``topics``."""

    article: Article
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The search index of an archive: its volumes, and its articles by URL.

    ``topics`` are by a tag its other names, and the broader tags. ``fingerprints`` are those of
    the index's pieces, by the name of their folder or file: of each volume, and of each article's
    fragment in it.
    """

    volumes: tuple[Volume, ...]
    articles: Mapping[str, Article]
    topics: Mapping[str, tuple[str, ...]]
    fingerprints: Mapping[str, bytes]


NO_INDEX = Index(volumes=(), articles={}, topics={}, fingerprints={})
"""What a site without search has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A volume to be made: its place among the pieces, its task, and its articles in order.

    ``fingerprints`` are those of what has to be made of it: of its own task, and of the fragments
    of some of its articles.
    """

    number: int
    task: str
    head: str
    articles: tuple[Listed, ...]
    fingerprints: Mapping[str, bytes]


def arrange_index(archive: Archive, vocabulary: Vocabulary, language: str) -> Index:
    """Return the search index that an archive should have, not yet made.

    ``language`` is that of the archive (a BCP 47 tag), in which dates are written.
    """
    topics = {
        tag: (*(subject.aliases if subject else ()), *vocabulary.above(tag))
        for tag in set(chain.from_iterable(article.tags for article in archive.articles))
        for subject in (vocabulary.find(tag),)
    }
    encode = msgspec.msgpack.Encoder().encode
    common = digest(engine_digest(), language.encode())
    # Labels as the article has them: which spelling of a name is the most frequent can change
    # with any article, and would change every volume.
    said = {tag: encode((tag, found)) for tag, found in topics.items()}
    found = volumes(
        [
            entry(
                article.url,
                article.date,
                article.words,
                content_digest(
                    b"".join((common, article.key.encode(), *map(said.__getitem__, article.tags)))
                ),
            )
            for article in archive.articles
        ]
    )
    fingerprints: dict[str, bytes] = {}
    for volume in found:
        task = _task(volume)
        fingerprints[task] = digest(common, b"".join([entry.digest for entry in volume.entries]))
        fingerprints |= {_fragment_task(task, entry.url): entry.digest for entry in volume.entries}
    fingerprints[_CONTENTS] = digest(common, contents(found, _heads(found, fingerprints)))
    fingerprints[_RUNTIME] = common
    articles = {article.url: article for article in archive.articles}
    return Index(volumes=found, articles=articles, topics=topics, fingerprints=fingerprints)


def _task(volume: Volume) -> str:
    return f"{FOLDER}/{volume.name}"


def is_of_index(task: str) -> bool:
    """Return whether the files of a task belong to the search index."""
    return task.startswith(f"{FOLDER}/")


def _fragment_task(task: str, url: str) -> str:
    """Return the task of an article's fragment, which stays while others of the volume change."""
    return f"{task}{_FRAGMENT}{url}"


def _heads(found: Iterable[Volume], fingerprints: Mapping[str, bytes]) -> dict[str, str]:
    return {volume.name: _head(fingerprints[_task(volume)]) for volume in found}


def _head(fingerprint: bytes) -> str:
    return fingerprint.hex()[:10]


def make_index(
    index: Index, missing: Collection[str], config: Config, staging: Path, jobs: int
) -> list[StagedFile]:
    """Return the files of those pieces of the index that are ``missing``.

    Raises:
        UserError: the indexer failed.
    """
    works = [_work(number, index, missing) for number in _volumes_of(missing, index)]
    staged: list[StagedFile] = []
    problems: dict[Problem, None] = {}
    make = partial(_index_batch, config.language, config.state, staging)
    for files, failed in map_batches(make, works, min(jobs, INDEXERS), size=1, worthwhile=2):
        staged += files
        problems |= dict.fromkeys(failed)
    if problems:
        raise UserError(list(problems))
    if _RUNTIME in missing:
        program = {f"{FOLDER}/{name}": data for name, data in runtime(config.language).items()}
        staged += _staged(staging, "runtime", _RUNTIME, index.fingerprints[_RUNTIME], program)
    if _CONTENTS in missing:
        listed = contents(index.volumes, _heads(index.volumes, index.fingerprints))
        fingerprint = index.fingerprints[_CONTENTS]
        staged += _staged(staging, "contents", _CONTENTS, fingerprint, {_CONTENTS: listed})
    return staged


def volumes_to_make(index: Index, missing: Iterable[str]) -> int:
    """Return how many volumes have pieces that are ``missing``."""
    return len(_volumes_of(missing, index))


def _volumes_of(missing: Iterable[str], index: Index) -> list[int]:
    """Return the numbers of the volumes that these pieces of the index belong to."""
    touched = {piece.partition(_FRAGMENT)[0] for piece in missing}
    return [number for number, volume in enumerate(index.volumes) if _task(volume) in touched]


def _work(number: int, index: Index, missing: Collection[str]) -> _Work:
    volume = index.volumes[number]
    task = _task(volume)
    tasks = (task, *(_fragment_task(task, entry.url) for entry in volume.entries))
    articles = (index.articles[entry.url] for entry in volume.entries)
    return _Work(
        number=number,
        task=task,
        head=_head(index.fingerprints[task]),
        articles=tuple(
            Listed(
                article=article,
                topics=tuple(chain.from_iterable(map(index.topics.__getitem__, article.tags))),
            )
            for article in articles
        ),
        fingerprints={name: index.fingerprints[name] for name in tasks if name in missing},
    )


def _index_batch(
    language: str, state: Path, staging: Path, batch: Sequence[_Work]
) -> tuple[list[StagedFile], list[Problem]]:
    staged: list[StagedFile] = []
    problems: list[Problem] = []
    spoken = load_language(language)
    with contextlib.closing(Cache(state)) as cache:
        for work in batch:
            bodies = cache.bodies((item.article.path, item.article.key) for item in work.articles)
            documents = [
                _document(item, body, spoken)
                for item, body in zip(work.articles, bodies, strict=True)
            ]
            try:
                staged += _made(work, documents, language, staging)
            except UserError as error:
                problems += error.problems
    return staged, problems


def _made(
    work: _Work, documents: Sequence[SearchDocument], language: str, staging: Path
) -> list[StagedFile]:
    tasks = {document.url: _fragment_task(work.task, document.url) for document in documents}
    missing = {url for url, task in tasks.items() if task in work.fingerprints}
    volume = index_volume(documents, language, work.head, missing)
    files = [(work.task, path, data) for path, data in sorted(volume.files.items())]
    files += [(tasks[url], path, data) for url, (path, data) in volume.fragments.items()]
    return [
        stage(
            staging,
            f"index-{work.number}-{number}",
            f"{work.task}/{path}",
            task,
            work.fingerprints[task],
            data,
        )
        for number, (task, path, data) in enumerate(files)
        if task in work.fingerprints
    ]


def _document(listed: Listed, body: StoredBody, language: Language) -> SearchDocument:
    """Return an article as it is searched: all that its page says."""
    article = listed.article
    before = [article.kicker, None if article.opens_with_summary else article.summary]
    return SearchDocument(
        url=article.url,
        title=article.title,
        text="\n".join([*filter(None, before), body.text]),
        date=language.day(article.date),
        year=article.date.year,
        section=article.section,
        people=article.authors,
        tags=article.tags,
        topics=listed.topics,
    )


def _staged(
    staging: Path, name: str, task: str, fingerprint: bytes, files: Mapping[str, bytes]
) -> list[StagedFile]:
    return [
        stage(staging, f"index-{name}-{number}", path, task, fingerprint, data)
        for number, (path, data) in enumerate(sorted(files.items()))
    ]
