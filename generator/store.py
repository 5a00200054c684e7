"""The build's memory: parsed articles and renditions by content. Deleting it costs time only.

One SQLite file (``.backissue/cache.sqlite``), and a file for each rendition of a picture. A row is
used only if the key says that the very same text was parsed by the very same program under the
very same settings; size and modification time serve to skip reading a file again, never to
prove that an output is right.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.articles import Parsed
from generator.database import DamagedError, Database, seal, sound, summed, unseal
from generator.model import Article, Body, Gathering, Media, Provenance, StoredBody

__all__ = [
    "Cache",
    "Record",
    "Renditions",
    "Stamp",
]

FILE_NAME = "cache.sqlite"

RACY_NS = 2_000_000_000
"""How old a file must have been when it was hashed for its time stamp to be believed.

A file can change twice within one tick of its file system's clock (2 s on FAT); git calls such
an entry "racily clean" and hashes it again, and so do we.
"""

_SCHEMA = """
    CREATE TABLE stamps (
        path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, digest BLOB, changed INTEGER,
        sum INTEGER) WITHOUT ROWID;
    CREATE TABLE articles (path TEXT PRIMARY KEY, key TEXT, article BLOB) WITHOUT ROWID;
    CREATE TABLE bodies (path TEXT PRIMARY KEY, key TEXT, body BLOB);
    CREATE TABLE gatherings (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
    CREATE TABLE media (
        path TEXT PRIMARY KEY, digest BLOB, width INTEGER, height INTEGER, fallback TEXT,
        sum INTEGER) WITHOUT ROWID;
"""
# What each table's paths lack of the path from the archive's root.
_TABLES = {"stamps": "", "articles": "content/", "bodies": "content/", "media": "content/"}


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """What is known of a file on disk: its size, its times (ns), and its content's digest.

    ``modified`` is -1 where the time is not to be believed. ``changed`` is when the system saw the
    file change: a tool that copies files can set the other time, but not this one.
    """

    size: int
    modified: int
    digest: bytes
    changed: int = 0


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A parsed article as it is stored: cheap to hand from one process to another."""

    path: str
    key: str
    article: bytes
    body: bytes

    @classmethod
    def of(cls, parsed: Parsed) -> Record:
        """Return the record of an article; of one that was withdrawn only what its page says."""
        encode = msgspec.msgpack.encode
        article, body = parsed.article, parsed.body
        if article.status == "withdrawn":
            article, body = _tombstone(article), Body(blocks=(), text="")
        return cls(
            path=article.path,
            key=article.key,
            article=seal(encode(article), article.key.encode()),
            body=seal(encode(body), article.key.encode()),
        )


def _tombstone(article: Article) -> Article:
    """Return what is left of an article that was withdrawn; its pictures are known to be hidden."""
    return msgspec.structs.replace(
        article,
        facts=b"",
        kicker=None,
        summary=None,
        opens_with_summary=False,
        lede="",
        authors=(),
        agency=None,
        tags=(),
        corrections=(),
        source=Provenance(),
        words=0,
    )


class Cache:
    """Parsed articles, the digests of files, and the sizes of pictures, by path."""

    def __init__(self, folder: Path) -> None:
        """Open the cache in this folder.

        Raises:
            OSError: the disk is full, or cannot be written or read.
            DamagedError: the cache is damaged; so may every method find it.
        """
        self._database = Database(folder / FILE_NAME, _SCHEMA)
        self._articles = msgspec.msgpack.Decoder(Article)
        self._gatherings = msgspec.msgpack.Decoder(Gathering)
        self._bodies = msgspec.msgpack.Decoder(StoredBody)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def stamps(self) -> dict[str, Stamp]:
        """Return what was known of every file at the last build."""
        query = "SELECT path, size, modified, digest, changed, sum FROM stamps"
        rows = sound(self._database.all_rows(query))
        return {row[0]: Stamp(*row[1:]) for row in rows if row is not None}

    def articles(self, keys: Mapping[str, str]) -> dict[str, Article]:
        """Return by path the articles that were parsed under these keys (path → key)."""
        found = {}
        for path, key, blob in self._database.rows("SELECT path, key, article FROM articles"):
            if keys.get(path) == key:
                with contextlib.suppress(ValueError):
                    found[path] = self._articles.decode(unseal(blob, key.encode()))
        return found

    def bodies(self, articles: Iterable[tuple[str, str]]) -> Iterator[StoredBody]:
        """Yield the bodies of these (path, key) in order.

        Raises:
            DamagedError: a body is not there, or not readable.
        """
        query = "SELECT body FROM bodies WHERE path = ? AND key = ?"
        for path, key in articles:
            try:
                [(blob,)] = self._database.rows(query, (path, key))
                yield self._bodies.decode(unseal(blob, key.encode()))
            except ValueError:
                raise DamagedError(self._database.path) from None

    def add(self, records: Sequence[Record]) -> list[Article]:
        """Remember newly parsed articles with their bodies, and return the articles."""
        with self._database.transaction() as run:
            run.executemany(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)",
                [(record.path, record.key, record.article) for record in records],
            )
            run.executemany(
                "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
                [(record.path, record.key, record.body) for record in records],
            )
        return [
            self._articles.decode(unseal(record.article, record.key.encode())) for record in records
        ]

    def gatherings(self) -> dict[str, Gathering]:
        """Return what was known of the gatherings of pages at the last build, by name."""
        found = {}
        for name, blob in self._database.rows("SELECT name, data FROM gatherings"):
            with contextlib.suppress(ValueError):
                found[name] = self._gatherings.decode(unseal(blob, name.encode()))
        return found

    def remember(self, known: Mapping[str, Gathering], now: Mapping[str, Gathering]) -> None:
        """Remember the gatherings that there are ``now``, beside those that are ``known``."""
        encode = msgspec.msgpack.encode
        changed = [
            (name, seal(encode(found), name.encode()))
            for name, found in now.items()
            if known.get(name) is not found
        ]
        gone = [(name,) for name in known.keys() - now.keys()]
        if changed or gone:
            with self._database.transaction() as run:
                run.executemany("DELETE FROM gatherings WHERE name = ?", gone)
                run.executemany("INSERT OR REPLACE INTO gatherings VALUES (?, ?)", changed)

    def media(self) -> dict[str, Media]:
        """Return by path what was known of pictures and documents at the last build."""
        query = "SELECT path, digest, width, height, fallback, sum FROM media"
        found = {}
        for row in filter(None, sound(self._database.rows(query))):
            path, digest, width, height, fallback = row
            found[path] = Media(
                path=path, digest=digest.hex(), width=width, height=height, fallback=fallback
            )
        return found

    def save(
        self,
        stamps: Mapping[str, Stamp],
        media: Sequence[Media],
        gone: Iterable[str],
    ) -> None:
        """Remember new stamps and media, and forget the files that are gone.

        The paths of ``stamps`` and ``gone`` are from the archive's root, the others from its
        ``content/``. One transaction: a kill at any moment leaves the old state or the new.
        """
        with self._database.transaction() as run:
            for table, prefix in _TABLES.items():
                run.executemany(
                    f"DELETE FROM {table} WHERE path = ?",  # noqa: S608 - our own names
                    [(path.removeprefix(prefix),) for path in gone],
                )
            run.executemany(
                "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?, ?)",
                [
                    summed(path, s.size, s.modified, s.digest, s.changed)
                    for path, s in stamps.items()
                ],
            )
            run.executemany(
                "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?, ?)",
                [
                    summed(m.path, bytes.fromhex(m.digest), m.width, m.height, m.fallback)
                    for m in media
                ],
            )


class Renditions:
    """The finished renditions of pictures, each in a file that is called by its key."""

    def __init__(self, state: Path) -> None:
        """Take the folder of the build's memory."""
        self._folder = state / "pictures"

    def get(self, key: bytes) -> bytes | None:
        """Return the rendition that was made under this key, None if there is none."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            return unseal((self._folder / key.hex()).read_bytes(), key)
        return None

    def add(self, key: bytes, data: bytes) -> None:
        """Remember a rendition; a kill at any moment leaves it whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f"{key.hex()}.{os.getpid()}"
        unfinished.write_bytes(seal(data, key))
        # Another build, into another folder, may have tidied up meanwhile.
        with contextlib.suppress(FileNotFoundError):
            unfinished.replace(self._folder / key.hex())

    def keep(self, keys: Iterable[bytes]) -> None:
        """Forget all renditions but these."""
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as entries:
            remembered = {entry.name for entry in entries}
            for name in remembered - {key.hex() for key in keys} if remembered else ():
                (self._folder / name).unlink(missing_ok=True)
