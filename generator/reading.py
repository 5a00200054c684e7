"""The first two stages: what is on disk, and the articles in it, each parsed once in its life."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.articles import Parsed, parse_article
from generator.config import Config
from generator.digest import content_digest, digest, engine_digest
from generator.errors import Location, Problem, UserError
from generator.look import custom_properties
from generator.model import Article, Media
from generator.pages import urls_of
from generator.pictures import picture_size
from generator.scan import ARTICLE, DOCUMENTS, PICTURES, Scan, is_article, scan_folder
from generator.store import Cache, Record, Stamp
from generator.theme import Theme, load_theme
from generator.urls import Urls
from generator.vocabulary import VOCABULARY, Vocabulary, load_vocabulary
from generator.workers import map_batches

__all__ = ["Content", "Disk", "parse", "read"]

_CONTENT = frozenset({ARTICLE}) | PICTURES | DOCUMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Everything the site is made from, as found on disk."""

    content: Scan
    static: Scan
    known: Mapping[str, Stamp]
    theme: Theme


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


def parse(config: Config, cache: Cache, disk: Disk, jobs: int) -> Content:
    """Return the content; articles and media that are new are remembered in the cache.

    Raises:
        UserError: everything that is wrong in any file.
    """
    keys = {
        path.removeprefix("content/"): _article_key(config, path, stamp.digest)
        for path, stamp in disk.content.stamps.items()
        if is_article(path)
    }
    found = cache.articles(keys)
    problems: list[Problem] = []
    stamps = dict(disk.content.changed) | dict(disk.static.changed)
    todo = [path for path in keys if path not in found]
    for records, complaints in map_batches(partial(_parse_batch, config), todo, jobs):
        found.update((article.path, article) for article in cache.add(records))
        problems += complaints
        for record in records:
            if record.key != keys[record.path]:
                # The file changed after it was scanned: look again next time.
                stamps[f"content/{record.path}"] = Stamp(size=0, modified=-1, digest=b"")
    media, new_media = _media(config, cache, disk, problems)
    vocabulary = _vocabulary(config, problems)
    problems += _lost_originals(config, keys, found.values())
    gone = disk.known.keys() - disk.content.stamps.keys() - disk.static.stamps.keys()
    cache.save(stamps, new_media, gone)
    if problems:
        raise UserError(problems)
    return Content(articles=tuple(found[path] for path in keys), media=media, vocabulary=vocabulary)


def _article_key(config: Config, path: str, content_digest: bytes) -> str:
    settings = config.settings
    parts = (config.base_path, settings.language, settings.url_style, path)
    return digest(engine_digest(), *(part.encode() for part in parts), content_digest).hex()


def _parse_batch(config: Config, paths: Sequence[str]) -> tuple[list[Record], list[Problem]]:
    urls = urls_of(config)
    records: list[Record] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            records.append(Record.of(_parse_file(config, path, urls)))
        except UserError as error:
            problems += error.problems
    return records, problems


def _parse_file(config: Config, path: str, urls: Urls) -> Parsed:
    location = Location(file=f"content/{path}")
    try:
        data = (config.content / path).read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text: {error.reason} at byte {error.start}"
        problem = Problem(location=location, message=message, remedy="Save it as UTF-8.")
        raise UserError(problem) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UserError(Problem(location=location, message=message)) from None
    key = _article_key(config, f"content/{path}", content_digest(data))
    return parse_article(path, text, key, urls, config.base_path)


def _vocabulary(config: Config, problems: list[Problem]) -> Vocabulary:
    try:
        return load_vocabulary(config.root / VOCABULARY, VOCABULARY)
    except UserError as error:
        problems += error.problems
        return Vocabulary()


def _lost_originals(
    config: Config, paths: Collection[str], articles: Iterable[Article]
) -> Iterator[Problem]:
    """Yield a problem for each article that is said to repeat one that is not there."""
    for article in articles:
        if article.reprint_of is None or article.reprint_of in paths:
            continue
        file = f"content/{article.path}"
        lines = (config.root / file).read_text(encoding="utf-8", errors="replace").splitlines()
        line = next((n for n, text in enumerate(lines, 1) if text.startswith("reprint_of")), None)
        yield Problem(
            location=Location(file=file, line=line, text=lines[line - 1] if line else None),
            message=f"there is no content/{article.reprint_of}",
            remedy="Write the path of a file below content/, or remove the line: "
            "reprint_of: 2021/12/cho-noi.md",
        )


def _media(
    config: Config, cache: Cache, disk: Disk, problems: list[Problem]
) -> tuple[dict[str, Media], list[Media]]:
    """Return all media by path, and those that the cache does not know yet."""
    known = cache.media()
    media: dict[str, Media] = {}
    new: list[Media] = []
    for full_path, stamp in disk.content.stamps.items():
        if is_article(full_path):
            continue
        path = full_path.removeprefix("content/")
        if path in known and known[path].digest == stamp.digest.hex():
            media[path] = known[path]
            continue
        try:
            width, height = picture_size(config.root / full_path) or (None, None)
        except ValueError as error:
            problems.append(
                Problem(
                    location=Location(file=full_path),
                    message=str(error),
                    remedy="Replace the file, or remove it: its caption stays.",
                )
            )
            continue
        media[path] = Media(path=path, digest=stamp.digest.hex(), width=width, height=height)
        new.append(media[path])
    return media, new
