"""The sources of one import: which files there are, and which articles were found in them.

They are read twice. Their names and the likely headlines of their articles, which the first
reading finds and the second one needs, wait on disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.errors import Location, Problem
from generator.importing.house import House
from generator.importing.readers import Part, article_files, unpack
from generator.importing.scratch import scratch
from generator.importing.titles import Headline
from generator.scan import is_unicode

__all__ = ["Sources"]

_SCHEMA = """
    CREATE TABLE files (file TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID;
    CREATE TABLE articles (name TEXT PRIMARY KEY, is_page INTEGER) WITHOUT ROWID;
    CREATE TABLE headlines (number INTEGER PRIMARY KEY, place INTEGER, text TEXT, margin REAL);
"""


class Sources:
    """The files at or below some paths, in the order of their names, and what is in them.

    ``problems`` is what cannot be one of them, and why.
    """

    def __init__(self, paths: Iterable[Path], root: Path, house: House) -> None:
        """Look for files; ``root`` is the archive's folder, to which their names are relative."""
        self.problems: list[Problem] = []
        self._house = house
        self._known = scratch(_SCHEMA)
        base = root.resolve()
        for given in paths:
            for path in article_files(given, house, self.problems):
                self._add(path.resolve(), _name(path, given, base))

    def _add(self, path: Path, file: str) -> None:
        """Take up a file; ``file`` is its name in provenance."""
        if not is_unicode(str(path)) or not is_unicode(file):
            shown = os.fsencode(file).decode("utf-8", "backslashreplace")
            self._refuse(shown, "the name of this file is not in UTF-8", "Give it another name.")
            return
        rows = self._known.execute("SELECT path FROM files WHERE file = ?", (file,))
        known = rows.fetchone()
        if known is None:
            self._known.execute("INSERT INTO files VALUES (?, ?)", (file, str(path)))
        elif known != (str(path),):
            message = f"two files have this name: {known[0]} and {path}"
            self._refuse(file, message, "Import them one folder up, so that their names differ.")

    def _refuse(self, file: str, message: str, remedy: str) -> None:
        location = Location(file=file)
        self.problems.append(Problem(location=location, message=message, remedy=remedy))

    def __len__(self) -> int:
        """Return the number of files."""
        [(count,)] = self._known.execute("SELECT count(*) FROM files")
        return int(count)

    def __contains__(self, name: object) -> bool:
        """Return whether an article of this name has been found in a file."""
        rows = self._known.execute("SELECT 1 FROM articles WHERE name = ?", (name,))
        return rows.fetchone() is not None

    def parts(self) -> Iterator[Part | Problem]:
        """Yield the articles, still to be read, and what is wrong with files; note them."""
        for file, path in self._known.execute("SELECT file, path FROM files ORDER BY file"):
            for part in unpack(Path(path), file, self._house):
                if isinstance(part, Part):
                    is_page = part.is_page if part.content is None else None
                    self._known.execute(
                        "INSERT OR IGNORE INTO articles VALUES (?, ?)", (part.file, is_page)
                    )
                yield part

    def note_headlines(self, found: Sequence[Headline | None]) -> None:
        """Keep the likely headlines of the next articles, in the order of ``parts``."""
        nothing = (None, None, None)
        rows = [(each.index, each.text, each.margin) if each else nothing for each in found]
        insert = "INSERT INTO headlines (place, text, margin) VALUES (?, ?, ?)"
        self._known.executemany(insert, rows)

    def parts_again(self) -> Iterator[tuple[Part | Problem, Headline | None]]:
        """Yield the articles as ``parts`` does, each with its likely headline."""
        rows = self._known.execute("SELECT place, text, margin FROM headlines ORDER BY number")
        seen = (Headline(*row) if row[1] is not None else None for row in rows)
        for part in self._known_parts():
            yield part, next(seen, None)

    def _known_parts(self) -> Iterator[Part | Problem]:
        """Yield the articles; a file that is one article as a whole need not be looked at again."""
        query = """
            SELECT file, path, is_page FROM files LEFT JOIN articles ON name = file ORDER BY file
        """
        for file, path, is_page in self._known.execute(query):
            if is_page is None:
                yield from unpack(Path(path), file, self._house)
            else:
                yield Part(file=file, path=Path(path), is_page=bool(is_page))


def _name(path: Path, given: Path, base: Path) -> str:
    """Return the name of a file in provenance.

    Outside of the archive it is no more of the path than tells the files apart, for provenance
    is published.
    """
    resolved = path.resolve()
    if resolved.is_relative_to(base):
        return resolved.relative_to(base).as_posix()
    inside = path.relative_to(given).as_posix() if path != given else ""
    return f"{given.resolve().name}/{inside}".rstrip("/")
