"""What import has written: how it knows its own files from those that a person has edited."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from io import BufferedReader
from itertools import zip_longest
from pathlib import Path
from typing import Any

import ijson

from generator.errors import Location, Problem, UserError
from generator.importing.scratch import scratch
from generator.importing.write import write_atomically

__all__ = ["FILE_NAME", "Entry", "Ledger", "digest"]

FILE_NAME = "imports.json"

_VERSION = re.compile(rb"^  importer: .*\n", re.MULTILINE)
_SCHEMA = """
    CREATE TABLE entries (
        path TEXT PRIMARY KEY, source TEXT, source_sha256 TEXT, sha256 TEXT, reprint_of TEXT)
        WITHOUT ROWID;
    CREATE INDEX by_source ON entries (source);
    CREATE INDEX by_digest ON entries (source_sha256);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One content file: from which source it came, and the digest of what import made of it.

    ``reprint_of`` is the article that it repeats, by its path below ``content/``.
    """

    source: str
    source_sha256: str
    sha256: str
    reprint_of: str | None = None


def digest(data: bytes) -> str:
    """Return the SHA-256 of a content file as a person sees it.

    Neither the line ends that version control may change nor the importer's version alone make
    it another file: nobody has edited it, and there is nothing new to write.
    """
    text = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(_VERSION.sub(b"", text, count=1)).hexdigest()


class Ledger:
    """The entries of an archive by content path; those of this import are added to them."""

    def __init__(self, root: Path) -> None:
        """Read the ledger of an archive; it is empty where there is none yet.

        Raises:
            UserError: the ledger is damaged.
        """
        self._file = root / FILE_NAME
        self._entries = scratch(_SCHEMA)
        try:
            with self._file.open("rb") as file:
                for path, fields in _items(file):
                    self[_inside(path)] = Entry(**fields)
        except FileNotFoundError:
            pass
        except (ValueError, TypeError):
            raise UserError(
                Problem(
                    location=Location(file=FILE_NAME),
                    message="the ledger of imports is damaged",
                    remedy="Restore it from version control. Without it, edited files cannot be "
                    "told from imported ones.",
                )
            ) from None

    def __setitem__(self, path: str, entry: Entry) -> None:
        """Note what was made of a content file."""
        insert = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)"
        self._entries.execute(insert, (path, *astuple(entry)))

    def get(self, path: str) -> Entry | None:
        """Return the entry of a content file."""
        return next(self._rows("WHERE path = ?", path), (path, None))[1]

    def of_source(self, source: str) -> str | None:
        """Return the content file that an article of this name in provenance became."""
        found = self._rows("WHERE source = ? ORDER BY path DESC", source)
        return next((path for path, _ in found), None)

    def of_bytes(self, source_sha256: str) -> Iterator[tuple[str, Entry]]:
        """Yield the content files, by name, that articles of these very bytes became."""
        return self._rows("WHERE source_sha256 = ? ORDER BY path", source_sha256)

    def paths(self) -> Iterator[str]:
        """Yield the content files by name."""
        return (path for path, _ in self._rows("ORDER BY path"))

    def _rows(self, which: str, *values: str) -> Iterator[tuple[str, Entry]]:
        query = f"SELECT path, source, source_sha256, sha256, reprint_of FROM entries {which}"  # noqa: S608 - ours
        for path, source, source_sha256, sha256, reprint_of in self._entries.execute(query, values):
            yield (
                path,
                Entry(
                    source=source,
                    source_sha256=source_sha256,
                    sha256=sha256,
                    reprint_of=reprint_of,
                ),
            )

    def save(self) -> None:
        """Write the ledger, one entry a line and sorted, so that versions can be compared."""
        if not self._is_saved():
            write_atomically(self._file, self._lines())

    def _is_saved(self) -> bool:
        if not self._file.exists():
            return False
        with self._file.open("rb") as lines:
            return all(old == new for old, new in zip_longest(lines, self._lines()))

    def _lines(self) -> Iterator[bytes]:
        [(count,)] = self._entries.execute("SELECT count(*) FROM entries")
        if not count:
            yield b"{}\n"
            return
        yield b"{\n"
        for number, (path, entry) in enumerate(self._rows("ORDER BY path"), 1):
            fields = {name: value for name, value in asdict(entry).items() if value is not None}
            yield f"{_json(path)}: {_json(fields)}{',' if number < count else ''}\n".encode()
        yield b"}\n"


def _inside(path: str) -> str:
    """Return a path below ``content/``; nothing else is ever written.

    Raises:
        ValueError: it is none.
    """
    parts = path.split("/")
    if parts[0] != "content" or len(parts) < 2 or not {"", ".", ".."}.isdisjoint(parts):
        raise ValueError(path)
    return path


def _items(file: BufferedReader) -> Iterator[tuple[str, Any]]:
    """Yield the items of an object in JSON, one at a time.

    Raises:
        ValueError: it is none.
    """
    if not file.peek(1).startswith(b"{"):
        raise ValueError
    try:
        yield from ijson.kvitems(file, "")
    except ijson.JSONError as error:
        raise ValueError from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
