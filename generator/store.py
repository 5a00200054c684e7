"""The build's memory: parsed articles and renditions by content. Deleting it costs time only.

One SQLite file (``.backissue/cache.sqlite``), and a file for each rendition of a picture. A row is
used only if the key says that the very same text was parsed by the very same program under the
very same settings; size and modification time serve to skip reading a file again, never to
prove that an output is right.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.articles import Parsed
from generator.model import Article, Body, Gathering, Media, Provenance, StoredBody

__all__ = [
    "Cache",
    "DamagedError",
    "Record",
    "Renditions",
    "Stamp",
    "open_database",
    "remove_database",
    "transaction",
    "unharmed",
]

FILE_NAME = "cache.sqlite"

T = TypeVar("T")

RACY_NS = 2_000_000_000
"""How old a file must have been when it was hashed for its time stamp to be believed.

A file can change twice within one tick of its file system's clock (2 s on FAT); git calls such
an entry "racily clean" and hashes it again, and so do we.
"""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS stamps (
        path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, digest BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS articles (
        path TEXT PRIMARY KEY, key TEXT, article BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS bodies (path TEXT PRIMARY KEY, key TEXT, body BLOB);
    CREATE TABLE IF NOT EXISTS gatherings (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS media (
        path TEXT PRIMARY KEY, digest BLOB, width INTEGER, height INTEGER, fallback TEXT)
        WITHOUT ROWID;
"""
# What each table's paths lack of the path from the archive's root.
_TABLES = {"stamps": "", "articles": "content/", "bodies": "content/", "media": "content/"}


class DamagedError(Exception):
    """The cache does not hold what it should: it is to be deleted, and the work done again."""


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """What is known of a file on disk: its size, modification time (ns), and content digest.

    ``modified`` is -1 where the time is not to be believed.
    """

    size: int
    modified: int
    digest: bytes


def remove_database(path: Path) -> None:
    """Delete a SQLite file and what belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def open_database(path: Path, schema: str) -> sqlite3.Connection:
    """Return a connection to a SQLite file with this schema, in autocommit mode.

    Raises:
        OSError: the disk is full, or cannot be written or read.
        sqlite3.DatabaseError: the file is damaged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _machine_told(str(path)):
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            # What is forgotten is overwritten: a text that was withdrawn must not linger here.
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(schema)
        except BaseException:
            connection.close()
            raise
        return connection


def unharmed(state: Path, work: Callable[[], T]) -> T:
    """Return the work's result. A damaged cache is only a memory: forget it, and work again."""
    try:
        return work()
    except (sqlite3.DatabaseError, DamagedError):
        remove_database(state / FILE_NAME)
        return work()


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
            article=_seal(encode(article)),
            body=_seal(encode(body)),
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


_MACHINE = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
}
"""SQLite's words for what is wrong with the disk, and the system's (sqlite.org/rescode.html)."""


@contextlib.contextmanager
def _machine_told(path: str) -> Iterator[None]:
    """Tell the machine's faults as such: a full disk is no damaged database.

    Raises:
        OSError: the disk is full, or cannot be written or read.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        # The lowest byte of the code is the kind, the others are details.
        number = _MACHINE.get(getattr(error, "sqlite_errorcode", -1) & 0xFF)
        if number is None:
            raise
        number = _reason(Path(path).parent) or number
        raise OSError(number, os.strerror(number), path) from None


PROBE = 1 << 16
"""How many bytes there must be room for."""


def _reason(folder: Path) -> int | None:
    """Return why nothing can be written here: SQLite calls many things an input/output error."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            whole = file.write(bytes(PROBE)) == PROBE
    except OSError as error:
        return error.errno
    return None if whole else errno.ENOSPC


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Run the block as one transaction: all of it is kept, or nothing.

    Raises:
        OSError: the disk is full, or cannot be written or read.
    """
    [(_, _, path)] = connection.execute("PRAGMA database_list").fetchall()
    with _machine_told(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # SQLite may have done so by itself
                connection.execute("ROLLBACK")
            raise


class Cache:
    """Parsed articles, the digests of files, and the sizes of pictures, by path."""

    def __init__(self, folder: Path) -> None:
        """Open the cache in this folder.

        Raises:
            sqlite3.DatabaseError: the cache is damaged; it can be deleted.
        """
        self._connection = open_database(folder / FILE_NAME, _SCHEMA)
        self._articles = msgspec.msgpack.Decoder(Article)
        self._gatherings = msgspec.msgpack.Decoder(Gathering)
        self._bodies = msgspec.msgpack.Decoder(StoredBody)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def stamps(self) -> dict[str, Stamp]:
        """Return what was known of every file at the last build."""
        rows = self._connection.execute("SELECT path, size, modified, digest FROM stamps")
        return {path: Stamp(size, modified, digest) for path, size, modified, digest in rows}

    def articles(self, keys: Mapping[str, str]) -> dict[str, Article]:
        """Return by path the articles that were parsed under these keys (path → key)."""
        found = {}
        for path, key, blob in self._connection.execute("SELECT path, key, article FROM articles"):
            if keys.get(path) == key:
                with contextlib.suppress(ValueError):
                    found[path] = self._articles.decode(_unseal(blob))
        return found

    def bodies(self, articles: Iterable[tuple[str, str]]) -> Iterator[StoredBody]:
        """Yield the bodies of these (path, key) in order.

        Raises:
            DamagedError: a body is not there, or not readable.
        """
        for path, key in articles:
            row = self._connection.execute(
                "SELECT body FROM bodies WHERE path = ? AND key = ?", (path, key)
            ).fetchone()
            try:
                yield self._bodies.decode(_unseal(row[0]))
            except (TypeError, ValueError):
                raise DamagedError(path) from None

    def add(self, records: Sequence[Record]) -> list[Article]:
        """Remember newly parsed articles with their bodies, and return the articles."""
        with transaction(self._connection) as run:
            run.executemany(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)",
                [(record.path, record.key, record.article) for record in records],
            )
            run.executemany(
                "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
                [(record.path, record.key, record.body) for record in records],
            )
        return [self._articles.decode(_unseal(record.article)) for record in records]

    def gatherings(self) -> dict[str, Gathering]:
        """Return what was known of the gatherings of pages at the last build, by name."""
        found = {}
        for name, blob in self._connection.execute("SELECT name, data FROM gatherings"):
            with contextlib.suppress(ValueError):
                found[name] = self._gatherings.decode(_unseal(blob))
        return found

    def remember(self, known: Mapping[str, Gathering], now: Mapping[str, Gathering]) -> None:
        """Remember the gatherings that there are ``now``, beside those that are ``known``."""
        encode = msgspec.msgpack.encode
        changed = [
            (name, _seal(encode(found)))
            for name, found in now.items()
            if known.get(name) is not found
        ]
        gone = [(name,) for name in known.keys() - now.keys()]
        if changed or gone:
            with transaction(self._connection) as run:
                run.executemany("DELETE FROM gatherings WHERE name = ?", gone)
                run.executemany("INSERT OR REPLACE INTO gatherings VALUES (?, ?)", changed)

    def media(self) -> dict[str, Media]:
        """Return by path what was known of pictures and documents at the last build."""
        rows = self._connection.execute("SELECT path, digest, width, height, fallback FROM media")
        return {
            path: Media(
                path=path, digest=digest.hex(), width=width, height=height, fallback=fallback
            )
            for path, digest, width, height, fallback in rows
        }

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
        with transaction(self._connection) as run:
            for table, prefix in _TABLES.items():
                run.executemany(
                    f"DELETE FROM {table} WHERE path = ?",  # noqa: S608 - our own names
                    [(path.removeprefix(prefix),) for path in gone],
                )
            run.executemany(
                "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?)",
                [(path, s.size, s.modified, s.digest) for path, s in stamps.items()],
            )
            run.executemany(
                "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?)",
                [(m.path, bytes.fromhex(m.digest), m.width, m.height, m.fallback) for m in media],
            )


class Renditions:
    """The finished renditions of pictures, each in a file that is called by its key."""

    def __init__(self, state: Path) -> None:
        """Take the folder of the build's memory."""
        self._folder = state / "pictures"

    def get(self, key: bytes) -> bytes | None:
        """Return the rendition that was made under this key, None if there is none."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            return _unseal((self._folder / key.hex()).read_bytes())
        return None

    def add(self, key: bytes, data: bytes) -> None:
        """Remember a rendition; a kill at any moment leaves it whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f"{key.hex()}.{os.getpid()}"
        unfinished.write_bytes(_seal(data))
        # Another build, into another folder, may have tidied up meanwhile.
        with contextlib.suppress(FileNotFoundError):
            unfinished.replace(self._folder / key.hex())

    def keep(self, keys: Iterable[bytes]) -> None:
        """Forget all renditions but these."""
        wanted = {key.hex() for key in keys}
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name not in wanted:
                    Path(entry.path).unlink(missing_ok=True)


def _seal(data: bytes) -> bytes:
    """Return the data with a check sum before it: a damaged disk must not change an article."""
    return zlib.crc32(data).to_bytes(4) + data


def _unseal(sealed: bytes) -> bytes:
    data = sealed[4:]
    if zlib.crc32(data) != int.from_bytes(sealed[:4]):
        raise ValueError("damaged")
    return data
