"""The first two stages: what is on disk, and the articles in it, each parsed once in its life."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import msgspec

from generator.articles import Parsed, parse_article
from generator.config import Config
from generator.digest import content_digest, digest, engine_digest
from generator.errors import Location, Problem, UserError
from generator.look import custom_properties
from generator.lost import links_of, lost_links, lost_originals, wrong_pictures
from generator.model import Article, Media
from generator.pages import urls_of
from generator.pictures import examine
from generator.scan import (
    ARTICLE,
    DOCUMENTS,
    PICTURES,
    Scan,
    is_article,
    is_picture,
    scan_folder,
)
from generator.store import Cache, Record, Stamp
from generator.theme import Theme, load_theme
from generator.timing import READING, Timed, Watch
from generator.urls import Urls
from generator.vocabulary import VOCABULARY, Vocabulary, load_vocabulary
from generator.workers import Jobs, Steps, map_batches, on_this_machine

__all__ = [
    "Content",
    "Disk",
    "gather",
    "inputs_digest",
    "parse",
    "parse_file",
    "read",
    "surroundings_digest",
]

_CONTENT = frozenset({ARTICLE}) | PICTURES | DOCUMENTS

PICTURES_AT_ONCE = 16
"""Pictures a batch: reading one takes about as long as parsing ten articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Everything the site is made from, as found on disk."""

    content: Scan
    static: Scan
    known: Mapping[str, Stamp]
    theme: Theme

    @property
    def changed(self) -> dict[str, Stamp]:
        """Return the stamps that are new since the last build."""
        return {**self.content.changed, **self.static.changed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people wrote: the articles, the media beside them by path, and the vocabulary."""

    articles: tuple[Article, ...]
    media: Mapping[str, Media]
    vocabulary: Vocabulary


def read(config: Config, cache: Cache) -> Disk:
    """Return what is on disk, reading only what is new since the last build.

    Raises:
        UserError: symbolic links, unreadable files.
    """
    known = cache.stamps()
    return Disk(
        content=scan_folder(config.root, "content", _CONTENT, known),
        static=scan_folder(config.root, "static", None, known),
        known=known,
        theme=load_theme(config.templates, custom_properties(config.settings.theme)),
    )


def surroundings_digest(config: Config, disk: Disk, *, search: bool, preview: bool) -> bytes:
    """Return a digest of all that a site is made from but its articles.

    That are the other files on disk, the settings, and this program. Only the clock is not in
    it: what that changes depends on the articles.
    """
    theme, encode = disk.theme, msgspec.msgpack.encode
    vocabulary = config.root / VOCABULARY
    media = [
        (path, stamp.digest) for path, stamp in disk.content.stamps.items() if not is_article(path)
    ]
    return digest(
        engine_digest(),
        encode((config.settings, config.zone.key, config.logo_size, search, preview)),
        encode((theme.templates, theme.assets)),
        vocabulary.read_bytes() if vocabulary.exists() else b"",
        encode(media),
        encode([(path, stamp.digest) for path, stamp in disk.static.stamps.items()]),
    )


def inputs_digest(surroundings: bytes, disk: Disk) -> bytes:
    """Return a digest of all that a site is made from."""
    articles = [
        (path, stamp.digest) for path, stamp in disk.content.stamps.items() if is_article(path)
    ]
    return digest(surroundings, msgspec.msgpack.encode(articles))


def parse(config: Config, cache: Cache, disk: Disk, jobs: Jobs, watch: Watch) -> Content:
    """Return the content; articles and media that are new are remembered in the cache.

    Raises:
        UserError: everything that is wrong in any file.
    """
    content, problems = gather(config, cache, disk, jobs, watch)
    if problems:
        raise UserError(problems)
    return content


def gather(
    config: Config, cache: Cache, disk: Disk, jobs: Jobs, watch: Watch
) -> tuple[Content, list[Problem]]:
    """Return what of the content can be read, and everything that is wrong in any file."""
    common = _common_key(config)
    keys = {
        path.removeprefix("content/"): _article_key(common, path, stamp.digest)
        for path, stamp in disk.content.stamps.items()
        if is_article(path)
    }
    found = cache.articles(keys)
    problems: list[Problem] = []
    stamps = disk.changed
    todo = [path for path in keys if path not in found]
    steps = Steps(
        load=partial(_texts, config.content),
        make=partial(_parse, common, urls_of(config), config.base_path),
        keep=_sorted_out,
    )
    batches = map_batches(steps, todo, jobs)
    for records, complaints in watch.follow("parsing", batches, len(todo)):
        found.update((article.path, article) for article in cache.add(records))
        problems += complaints
        for record in records:
            if record.key != keys[record.path]:
                # The file changed after it was scanned: look again next time.
                stamps[f"content/{record.path}"] = Stamp(size=0, modified=-1, digest=b"")
    media, new_media, wrong = _media(config, cache, disk, on_this_machine(jobs))
    problems += wrong_pictures(config, wrong, media.keys() | wrong.keys(), found.values())
    vocabulary = _vocabulary(config, problems)
    problems += lost_originals(config, keys, found.values())
    linked: list[tuple[str, Iterable[str]]] = [(path, a.links) for path, a in found.items()]
    linked += [(path, links_of(config, path)) for path in keys if path not in found]
    problems += lost_links(config, keys, linked)
    gone = disk.known.keys() - disk.content.stamps.keys() - disk.static.stamps.keys()
    cache.save(stamps, new_media, gone)
    articles = tuple(found[path] for path in keys if path in found)
    return Content(articles=articles, media=media, vocabulary=vocabulary), problems


def _common_key(config: Config) -> bytes:
    """Return a digest of all that the parsing of an article depends on beside itself."""
    settings = config.settings
    parts = (config.base_path, settings.language, settings.url_style)
    return digest(engine_digest(), *(part.encode() for part in parts))


def _article_key(common: bytes, path: str, text_digest: bytes) -> str:
    """Return the key of an article's text; the digests before its path are of one length."""
    return content_digest(b"".join((common, text_digest, path.encode()))).hex()


def _texts(content: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
    """Yield what is in each of these files below ``content/``, or why it cannot be read."""
    for path in paths:
        try:
            yield path, (content / path).read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            yield path, Problem(location=Location(file=f"content/{path}"), message=message)


_Made: TypeAlias = tuple[Record | Sequence[Problem], Timed]


def _parse(
    common: bytes, urls: Urls, base_path: str, texts: Iterable[tuple[str, bytes | Problem]]
) -> Iterator[_Made]:
    """Yield the record of each article, or what is wrong in it, and how long that took."""
    made: Record | Sequence[Problem]
    start = time.perf_counter()
    for path, data in texts:
        try:
            made = Record.of(_parsed(common, urls, base_path, path, data))
        except UserError as error:
            made = error.problems
        yield made, Timed(READING, f"content/{path}", time.perf_counter() - start)
        start = time.perf_counter()


def _sorted_out(made: Iterable[_Made]) -> tuple[tuple[list[Record], list[Problem]], list[Timed]]:
    records: list[Record] = []
    problems: list[Problem] = []
    timed: list[Timed] = []
    for found, took in made:
        if isinstance(found, Record):
            records.append(found)
        else:
            problems += found
        timed.append(took)
    return (records, problems), timed


def parse_file(config: Config, path: str, urls: Urls) -> Parsed:
    """Return the article in the content file at this path, relative to ``content/``.

    Raises:
        UserError: everything that is wrong in it.
    """
    [(_, data)] = _texts(config.content, [path])
    return _parsed(_common_key(config), urls, config.base_path, path, data)


def _parsed(common: bytes, urls: Urls, base_path: str, path: str, data: bytes | Problem) -> Parsed:
    if isinstance(data, Problem):
        raise UserError(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        location = Location(file=f"content/{path}")
        message = f"not UTF-8 text: {error.reason} at byte {error.start}"
        problem = Problem(location=location, message=message, remedy="Save it as UTF-8.")
        raise UserError(problem) from None
    key = _article_key(common, f"content/{path}", content_digest(data))
    return parse_article(path, text, key, urls, base_path)


def _vocabulary(config: Config, problems: list[Problem]) -> Vocabulary:
    try:
        return load_vocabulary(config.root / VOCABULARY, VOCABULARY)
    except UserError as error:
        problems += error.problems
        return Vocabulary()


def _media(
    config: Config, cache: Cache, disk: Disk, jobs: int
) -> tuple[dict[str, Media], list[Media], dict[str, str]]:
    """Return all media by path, those that the cache does not know yet, and what is wrong."""
    known = cache.media()
    media: dict[str, Media] = {}
    new: list[Media] = []
    todo: list[str] = []
    for full_path, stamp in disk.content.stamps.items():
        if is_article(full_path):
            continue
        path = full_path.removeprefix("content/")
        if path in known and known[path].digest == stamp.digest.hex():
            media[path] = known[path]
        elif is_picture(path):
            todo.append(path)
        else:
            new.append(Media(path=path, digest=stamp.digest.hex()))
    wrong: dict[str, str] = {}
    work = partial(_examine_batch, config.content)
    for found, complaints in map_batches(work, todo, jobs, PICTURES_AT_ONCE, PICTURES_AT_ONCE):
        new += found
        wrong |= complaints
    return media | {item.path: item for item in new}, new, wrong


def _examine_batch(content: Path, paths: Sequence[str]) -> tuple[list[Media], dict[str, str]]:
    media: list[Media] = []
    wrong: dict[str, str] = {}
    for path in paths:
        try:
            data = (content / path).read_bytes()
            found = examine(data, Path(path).suffix.lower())
        except OSError as error:
            wrong[path] = f"cannot be read: {error.strerror}"
        except ValueError as error:
            wrong[path] = str(error)
        else:
            media.append(
                Media(
                    path=path,
                    digest=content_digest(data).hex(),
                    width=found.width,
                    height=found.height,
                    fallback=found.fallback,
                )
            )
    return media, wrong
