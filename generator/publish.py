"""Outputs to the output folder, as one transaction.

Everything is made in a folder below ``public/.backissue/`` before the site is touched. Then a
journal of what will be written and removed is committed, the files are renamed into place one by
one (rename is atomic: a reader sees the old file or the new one), and the manifest of what is
published is committed with the journal cleared. A kill before the journal changes nothing; a
kill after it leaves files whose state is in doubt, which the next build makes again. A failure
puts everything back (``moving``).

The manifest lives in the folder it describes, so that the two cannot part. Beside it is a list of
all that is published, by path: with the manifest damaged that is all that tells our files from
those of others, and what is no part of the site any more can be removed all the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from generator.database import (
    DamagedError,
    Database,
    of_another_version,
    remove_database,
    seal,
    sound,
    summed,
    total_sum,
    unseal,
)
from generator.errors import UserError
from generator.moving import Moves, folders
from generator.output_folder import STATE, alone, folder_problem, refuse_foreign
from generator.outputs import (
    FOREVER,
    Changes,
    Edition,
    Output,
    StagedFile,
    in_place,
    stage,
    stage_copy,
)
from generator.workers import beside

__all__ = [
    "FOREVER",
    "STATE",
    "Changes",
    "Edition",
    "Output",
    "Publication",
    "StagedFile",
    "open_publication",
    "published_site",
    "stage",
    "stage_copy",
]

MANIFEST = "manifest.sqlite"

LARGE = 20_000
"""From how many files on it pays that another process looks at them: in about 0.05 s."""

_SCHEMA = """
    CREATE TABLE files (
        path TEXT PRIMARY KEY, task TEXT, fingerprint BLOB, digest BLOB,
        size INTEGER, modified INTEGER) WITHOUT ROWID;
    CREATE TABLE journal (path TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE editions (
        inputs BLOB, frame BLOB, texts BLOB, articles INTEGER, begins INTEGER, ends INTEGER,
        sum INTEGER);
    CREATE TABLE whole (total INTEGER);
"""

_NAMED = 3
"""How many files are told by name."""

PATHS = "paths"
"""The list of all that is published, sealed: a path a line."""

_COLUMNS = Output.__struct_fields__
_INSERT = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)"
_row = attrgetter(*_COLUMNS)
_edition_row = attrgetter("inputs", "frame", "texts", "articles", "begins", "ends")


def _paths_without(manifest: Path) -> list[str]:
    """Return the paths of what is published, where the manifest cannot be relied on.

    They are on the list; versions that had none had them in the manifest as well.
    """
    listed = _read_list(manifest.with_name(PATHS))
    found: Sequence[object] = (
        of_another_version(manifest, _SCHEMA, "SELECT path FROM files")
        if listed is None
        else listed
    )
    return [path for path in found if isinstance(path, str) and _is_inside(path)]


def _read_list(file: Path) -> list[str] | None:
    listed = _list_in(file)
    return None if listed is None else listed.decode().split("\n")


def _list_in(file: Path) -> bytes | None:
    try:
        return unseal(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return parts[0] != STATE and {"", ".", ".."}.isdisjoint(parts)


@contextlib.contextmanager
def open_publication(
    folder: Path, root: Path, inputs: Iterable[Path] = (), jobs: int = 1
) -> Iterator[Publication]:
    """Open the output folder for one build; nobody else can until the block ends.

    With more ``jobs`` than one, the files of a large site are looked at by a process of its own.

    Raises:
        UserError: the folder holds other things than a site of ours, contains the archive
            (its ``root``), lies in one of its ``inputs``, cannot be written, or another build is
            writing to it.
    """
    refuse_foreign(folder, root, inputs)
    try:
        (folder / STATE).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(folder_problem(folder, f"cannot be written: {error.strerror}")) from None
    with alone(folder):
        publication = Publication(folder)
        try:
            with beside(publication.inspect, worthwhile=jobs > 1 and publication.is_large) as look:
                publication.inspection = look
                yield publication
        finally:
            publication.close()


@contextlib.contextmanager
def published_site(folder: Path) -> Iterator[dict[str, Output]]:
    """Give the files of a built site by path; nobody builds there until the block ends.

    Raises:
        UserError: there is no site of ours, its last build was interrupted, or another build is
            writing to it.
    """
    manifest = folder / STATE / MANIFEST
    if not manifest.is_file():
        raise UserError(folder_problem(folder, "is not built yet", "Build it: backissue build"))
    with alone(folder):
        publication = Publication(folder)
        try:
            files = publication.files()
        finally:
            publication.close()
        if files is None:
            message = "its last build was interrupted"
            raise UserError(folder_problem(folder, message, "Build it again: backissue build"))
        yield files


class Publication:
    """The published site: its manifest, and the one way to change it."""

    def __init__(self, folder: Path) -> None:
        """Open the manifest; use ``open_publication``."""
        self.folder = folder
        for left in (folder / STATE).glob("staging*"):
            shutil.rmtree(left, ignore_errors=True)
        # Another one for each build: what a killed build has left running cannot write into ours.
        self.staging = Path(tempfile.mkdtemp(prefix="staging-", dir=folder / STATE))
        self._is_empty = all(entry.name == STATE for entry in folder.iterdir())
        manifest = folder / STATE / MANIFEST
        self._doubtful: set[str] = set()
        self.inspection: Callable[[], tuple[frozenset[str], list[Output]]] = self.inspect
        try:
            self._database = Database(manifest, _SCHEMA)
            self._files = self._read()
        except DamagedError:
            self._files = {}
            self._total = 0
            known = _paths_without(manifest)
            if known:
                self._list(known)
            remove_database(manifest)
            self._database = Database(manifest, _SCHEMA)
        else:
            known = [] if self._files else _paths_without(manifest)
        if known:  # Without its manifest every file is in doubt: all are made again.
            self._files = dict.fromkeys(known)
            self._doubtful = set(known)

    def close(self) -> None:
        """Close the manifest and empty the staging folder."""
        self._database.close()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _read(self) -> dict[str, Output | None]:
        rows = self._database.all_rows(f"SELECT {', '.join(_COLUMNS)} FROM files")  # noqa: S608 - our own names
        self._total = total_sum(rows)
        # No row is damaged, and none is missing, if they add up.
        if self._total != sum(noted for (noted,) in self._database.rows("SELECT total FROM whole")):
            raise DamagedError(self._database.path)
        files: dict[str, Output | None] = {row[0]: Output(*row) for row in rows}
        # A journal that was not cleared: these files are ours, but their state is in doubt.
        self._doubtful = {path for (path,) in self._database.rows("SELECT path FROM journal")}
        for path in self._doubtful:
            files.setdefault(path, None)
        return files

    def _list(self, paths: Iterable[str]) -> None:
        """Write the list of all that is published; it is there whole or not at all."""
        unfinished = self.staging / PATHS
        unfinished.write_bytes(seal("\n".join(paths).encode()))
        unfinished.replace(self.folder / STATE / PATHS)

    def _is_listed(self, paths: AbstractSet[str]) -> bool:
        """Return whether the list is sound, and as it was when all these were published."""
        return (
            not self._doubtful
            and self._files.keys() == paths
            and _list_in(self.folder / STATE / PATHS) is not None
        )

    @property
    def is_large(self) -> bool:
        """Return whether it takes a while to look at all files."""
        return len(self._files) >= LARGE

    @cached_property
    def fingerprints(self) -> dict[str, bytes]:
        """The fingerprint of each task as it was published."""
        return {o.task: o.fingerprint for o in self._files.values() if o is not None}

    @property
    def is_sound(self) -> bool:
        """Return whether every file is as it was published."""
        return not self._doubtful and not self._unsound

    def unchanged(self, fingerprints: Mapping[str, bytes]) -> set[str]:
        """Return the tasks whose files are all published as they should be.

        ``fingerprints`` are those of this build, by task.
        """
        published, unsound = self.fingerprints, self._unsound
        return {
            task
            for task, fingerprint in fingerprints.items()
            if published.get(task) == fingerprint and task not in unsound
        }

    @cached_property
    def _unsound(self) -> frozenset[str]:
        """The tasks of files that are not as they were published."""
        unsound, touched = self.inspection()
        self._remember(touched)
        return unsound

    def inspect(self) -> tuple[frozenset[str], list[Output]]:
        """Look at all files; return the tasks of those that are not as they were published.

        A file that was touched is compared by its content. Return also what is known now of
        those that are the same.
        """
        unsound: set[str] = set()
        touched: list[Output] = []
        for path, output in self._files.items():
            if output is None:
                continue
            if path in self._doubtful:
                unsound.add(output.task)
                continue
            try:
                status = os.lstat(f"{self.folder}/{path}")
                if status.st_size != output.size:
                    unsound.add(output.task)
                elif status.st_mtime_ns != output.modified:
                    if self._digest(path) == output.digest:
                        touched.append(replace(output, modified=status.st_mtime_ns))
                    else:
                        unsound.add(output.task)
            except OSError:
                unsound.add(output.task)
        return frozenset(unsound), touched

    def edition(self, now: int) -> Edition | None:
        """Return what was published last, if that is what the clock would still make of it.

        ``now`` is what the clock says, in seconds since 1970.
        """
        query = "SELECT inputs, frame, texts, articles, begins, ends, sum FROM editions"
        found = next(filter(None, sound(self._database.rows(query))), None)
        if found is None:
            return None
        inputs, frame, texts, articles, begins, ends = found
        if not begins <= now < ends:
            return None
        return Edition(
            inputs=inputs,
            frame=frame,
            texts=texts,
            articles=articles,
            files=len(self._files),
            begins=begins,
            ends=ends,
        )

    def files(self) -> dict[str, Output] | None:
        """Return all that is published, by path; None where some of it is in doubt."""
        found = {path: output for path, output in self._files.items() if output is not None}
        return found if not self._doubtful and len(found) == len(self._files) else None

    def published(self, path: str) -> Output:
        """Return what is known of a file of an unchanged task.

        Raises:
            KeyError: it is not published, or its state is in doubt.
        """
        output = self._files[path]
        if output is None:
            raise KeyError(path)
        return output

    def _digest(self, path: str) -> bytes:
        with (self.folder / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    def _remember(self, outputs: Iterable[Output]) -> None:
        found = {output.path: output for output in outputs}
        if found:
            with self._database.transaction() as run:
                self._note(run, found.values(), ())
        self._files.update(found)

    def _note(
        self, run: sqlite3.Connection, new: Collection[Output], gone: Collection[str]
    ) -> None:
        """Note in the manifest what is new, what is gone, and what all rows add up to."""
        before = (self._files.get(path) for path in (*gone, *(output.path for output in new)))
        rows = list(map(_row, new))
        self._total += total_sum(rows) - total_sum(map(_row, filter(None, before)))
        run.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
        run.executemany(_INSERT, rows)
        run.execute("DELETE FROM whole")
        run.execute("INSERT INTO whole VALUES (?)", (self._total,))

    def publish(
        self, staged: Iterable[StagedFile], unchanged: set[str], edition: Edition
    ) -> Changes:
        """Put the staged files in their places and remove what is no longer part of the site.

        ``unchanged`` are the tasks whose files stay as they are; the ``edition`` need not count
        its files.

        Raises:
            UserError: a file that is not ours stands where one of ours should be.
        """
        files = {file.path: file for file in staged}
        self._refuse_overwriting(files)
        self._refuse_unknown(files)
        kept = {path for path, o in self._files.items() if o is not None and o.task in unchanged}
        now = files.keys() | kept
        removed = sorted(self._files.keys() - now)
        same = {path for path, file in files.items() if self._is_published(file)}
        moving = [file for path, file in files.items() if path not in same]
        changes = Changes(
            total=len(now),
            added=tuple(sorted(f.path for f in moving if f.path not in self._files)),
            changed=tuple(sorted(f.path for f in moving if f.path in self._files)),
            removed=tuple(removed),
        )
        is_listed = self._is_listed(now)
        if not is_listed:
            self._list(self._files.keys() | now)
        with self._database.transaction() as run:
            run.executemany(
                "INSERT OR REPLACE INTO journal VALUES (?)",
                [(path,) for path in (*removed, *(file.path for file in moving))],
            )
        moves = Moves(self.folder, self.staging)
        try:
            for path in self._in_the_way(removed, moving):
                moves.remove(path)
            outputs = [self._move(file, moves) for file in moving]
            outputs += [self._confirm(files[path]) for path in same]
            for path in removed:
                moves.remove(path)
            with self._database.transaction() as run:
                self._note(run, outputs, removed)
                run.execute("DELETE FROM editions")
                run.execute(
                    "INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?, ?)",
                    summed(*_edition_row(edition)),
                )
                run.execute("DELETE FROM journal")
        except BaseException as error:
            self._undo(moves, error)
            raise
        if not is_listed:
            with contextlib.suppress(OSError):  # all is published; too long a list does no harm
                self._list(now)
        return changes

    def _undo(self, moves: Moves, error: BaseException) -> None:
        """Put the last good site back, and forget the journal, as far as that can be done."""
        try:
            moves.undo()
            with self._database.transaction() as run:
                run.execute("DELETE FROM journal")
        except (OSError, DamagedError):
            error.add_note("Some pages may be new and some old. The next build puts that right.")

    def _is_published(self, file: StagedFile) -> bool:
        """Return whether the very same bytes are published already."""
        output = self._files.get(file.path)
        if (
            output is None
            or file.path in self._doubtful
            or (output.digest, output.size) != (file.digest, file.size)
        ):
            return False
        try:
            status = (self.folder / file.path).lstat()
            if (status.st_size, status.st_mtime_ns) == (output.size, output.modified):
                return True
            return self._digest(file.path) == file.digest
        except OSError:
            return False

    def _move(self, file: StagedFile, moves: Moves) -> Output:
        is_new = self._is_empty or bool(self._files and file.path not in self._files)
        moves.put(f"{self.staging}/{file.name}", file.path, is_new=is_new)
        return in_place(file, file.modified)

    def _confirm(self, file: StagedFile) -> Output:
        return in_place(file, (self.folder / file.path).stat().st_mtime_ns)

    def _in_the_way(self, removed: Iterable[str], moving: Iterable[StagedFile]) -> Iterator[str]:
        """Yield old files where folders must be now, and those of folders where files must be."""
        new = {file.path for file in moving}
        needed = {folder for path in new for folder in folders(path)}
        for path in removed:
            if path in needed or not new.isdisjoint(folders(path)):
                yield path

    def _found_at(self, path: str) -> Iterator[str]:
        """Yield the file that is at this path now, or all files of the folder that is."""
        found = self.folder / path
        if found.is_dir() and not found.is_symlink():
            for inner in sorted(found.rglob("*")):
                if not inner.is_dir() and self.folder / STATE not in inner.parents:
                    yield inner.relative_to(self.folder).as_posix()
        elif os.path.lexists(found):
            yield path

    def _refuse_unknown(self, files: Mapping[str, StagedFile]) -> None:
        """Refuse a folder with a site of which nothing is known, and which has more than this one.

        It may be what was withdrawn since, or somebody's own: only a person can tell.
        """
        if self._files or self._is_empty:
            return
        others = sorted(path for path in self._found_at(".") if path not in files)
        if others:
            first = ", ".join(others[:_NAMED])
            more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
            raise UserError(
                folder_problem(
                    self.folder,
                    "what was published here is not known any more, and the site has no such "
                    f"files now: {first}{more}",
                    "Move away what is yours, remove the folder, and build again.",
                )
            )

    def _refuse_overwriting(self, files: Mapping[str, StagedFile]) -> None:
        if not self._files:
            return  # the first build, or nothing is known any more: see ``_refuse_unknown``
        problems = [
            folder_problem(
                self.folder / path,
                "is not written by Backissue, and a page of the archive goes here",
                "Move it away; files to be published as they are belong into static/.",
            )
            for file in files
            if file not in self._files
            for path in self._found_at(file)
            if path not in self._files
        ]
        if problems:
            raise UserError(problems)
