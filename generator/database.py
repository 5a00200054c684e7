"""SQLite files that are memory only: what is damaged in them is noticed, and told from a bad disk.

A disk that forgets, a cache that was packed while it was written, another version of this
program: none of them may change what is published. SQLite notices some damage, check sums on
every row the rest, and a file of another version is not read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import msgspec

__all__ = [
    "DamagedError",
    "Database",
    "of_another_version",
    "remove_database",
    "seal",
    "sound",
    "summed",
    "total_sum",
    "unharmed",
    "unseal",
]

T = TypeVar("T")


class DamagedError(Exception):
    """A database does not hold what it should: it is to be deleted, and the work done again."""

    def __init__(self, path: Path) -> None:
        """Take the file."""
        super().__init__(path)
        self.path = path


def remove_database(path: Path) -> None:
    """Delete a SQLite file and what belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _version_of(schema: str) -> int:
    """Return by what a file of this schema is known; SQLite keeps 31 bits of it."""
    return crc32(schema.encode()) >> 1


def _version_in(connection: sqlite3.Connection) -> int:
    [(version,)] = connection.execute("PRAGMA user_version")
    return int(version)


class Database:
    """A SQLite file with this schema, in autocommit mode."""

    def __init__(self, path: Path, schema: str) -> None:
        """Open it; make it, where it is not there.

        Raises:
            OSError: the disk is full, or cannot be written or read.
            DamagedError: the file is damaged, or was made by another version.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._told():
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                # What is forgotten is overwritten: a text that was withdrawn must not linger here.
                self._connection.execute("PRAGMA secure_delete = ON")
                if _version_in(self._connection) != _version_of(schema):
                    self._create(schema)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _create(self, schema: str) -> None:
        """Make the tables, unless somebody else has just done so.

        Raises:
            DamagedError: there are others.
        """
        with self.transaction() as run:
            [(tables,)] = run.execute("SELECT count(*) FROM sqlite_master")
            if tables and _version_in(run) != _version_of(schema):
                raise DamagedError(self.path)
            if not tables:
                for statement in filter(str.strip, schema.split(";")):
                    run.execute(statement)
                run.execute(f"PRAGMA user_version = {_version_of(schema)}")

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds.

        Raises:
            OSError: the disk cannot be read.
            DamagedError: the file is damaged.
        """
        with self._told():
            yield from self._connection.execute(query, values)

    def all_rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return all that a query finds, as ``rows`` does but sooner."""
        with self._told():
            return self._connection.execute(query).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction: all of it is kept, or nothing.

        Raises:
            OSError: the disk is full, or cannot be written or read.
            DamagedError: the file is damaged.
        """
        connection = self._connection
        with self._told():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite may have done so by itself
                    connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the machine's faults as such: a full disk is no damaged database."""
        try:
            yield
        except UnicodeDecodeError as error:  # in what SQLite says of the damage
            raise DamagedError(self.path) from error
        except sqlite3.DatabaseError as error:
            # The lowest byte of the code is the kind, the others are details.
            number = _MACHINE.get(getattr(error, "sqlite_errorcode", -1) & 0xFF)
            if number is None:
                raise DamagedError(self.path) from error
            number = _reason(self.path.parent) or number
            raise OSError(number, os.strerror(number), str(self.path)) from None


def of_another_version(path: Path, schema: str, query: str) -> list[object]:
    """Return what a query of one column finds in a file whose schema is not this one.

    Nothing, where it is this one or the file is damaged: then it cannot be relied on.
    """
    damaged = contextlib.suppress(sqlite3.Error, UnicodeDecodeError)
    with damaged, contextlib.closing(sqlite3.connect(path)) as there:
        if _version_in(there) != _version_of(schema):
            return [value for (value,) in there.execute(query)]
    return []


def unharmed(work: Callable[[], T]) -> T:
    """Return the work's result. What is damaged is only a memory: forget it, and work again."""
    for _ in range(_DATABASES):
        try:
            return work()
        except DamagedError as error:
            remove_database(error.path)
    try:
        return work()
    except DamagedError as error:
        message = "is damaged again as soon as it is written"
        raise OSError(errno.EIO, message, str(error.path)) from error


_DATABASES = 2
"""How many can be damaged at once: the build's memory, and the notes of what is published."""

_MACHINE = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
}
"""SQLite's words for what is wrong with the disk, and the system's (sqlite.org/rescode.html)."""


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


_encode = msgspec.msgpack.Encoder().encode


def total_sum(rows: Iterable[tuple[object, ...]]) -> int:
    """Return what the check sums of rows add up to."""
    return sum(map(crc32, map(_encode, rows)))


def summed(*row: object) -> tuple[object, ...]:
    """Return a row with its check sum, which stands in the last column."""
    return (*row, crc32(_encode(row)))


def sound(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...] | None]:
    """Yield rows without their check sums, None for one that is damaged."""
    for row in rows:
        values = row[:-1]
        yield values if crc32(_encode(values)) == row[-1] else None


def seal(data: bytes, name: bytes = b"") -> bytes:
    """Return data with a check sum before it, of the data and of what they are called."""
    return crc32(data, crc32(name)).to_bytes(4) + data


def unseal(sealed: object, name: bytes = b"") -> bytes:
    """Return the data that were sealed under a name.

    Raises:
        ValueError: they are damaged, or something else.
    """
    if not isinstance(sealed, bytes):
        raise ValueError("damaged")  # noqa: TRY004 - where anything can stand this is no type
    data = sealed[4:]
    if crc32(data, crc32(name)) != int.from_bytes(sealed[:4]):
        raise ValueError("damaged")
    return data
