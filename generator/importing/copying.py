"""The pictures that belong to an article: found beside its raw file, copied beside its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from generator.importing.records import CleanArticle, Heading, Paragraph, PictureBlock
from generator.importing.scratch import scratch
from generator.importing.write import write_atomically
from generator.scan import PICTURES, is_unicode

__all__ = ["Pictures", "copy_pictures"]

_LONGEST_NAME = 255
"""Bytes: what file systems allow."""
_SCHEMA = """
    CREATE TABLE names (
        folder TEXT, folded TEXT, name TEXT, holder TEXT, PRIMARY KEY (folder, folded))
        WITHOUT ROWID;
    CREATE TABLE uploads (folder TEXT, name TEXT, path TEXT);
    CREATE INDEX by_name ON uploads (folder, name);
"""


class Pictures:
    """Finds pictures, and knows the names that are taken in each content folder."""

    def __init__(self) -> None:
        """Begin without having looked into any folder."""
        self._known = scratch(_SCHEMA)
        self._searched: set[Path] = set()
        self._listed: set[Path] = set()

    def plan(
        self, article: CleanArticle, source: Path, folder: Path, name: str
    ) -> tuple[CleanArticle, Mapping[Path, Path]]:
        """Return the article with the names its pictures will have, and what to copy where.

        ``source`` is the raw file: pictures are looked for beside it, in ``images/``, in a folder
        of its name and anywhere below WordPress's ``uploads/``, never elsewhere. ``folder`` and
        ``name`` are those of the content file: a picture whose name is taken by another one is
        called ``name-picture``. Pictures that are not to be found keep their names, so that what
        is lost stays known.
        """
        copies: dict[Path, Path] = {}

        def place(file: str) -> str:
            found = _find(source, file) or self._uploaded(source, file)
            if found is None:
                return file
            target = self._free(folder, file, name, found)
            copies[folder / target] = found
            return target

        blocks: Sequence[Paragraph | Heading | PictureBlock] = [
            replace(block, files=tuple(map(place, block.files)))
            if isinstance(block, PictureBlock)
            else block
            for block in article.blocks
        ]
        return replace(article, blocks=tuple(blocks)), copies

    def _uploaded(self, source: Path, file: str) -> Path | None:
        """Return the only picture of this name that was uploaded, in whatever month."""
        folder = source.parent
        if not _is_picture(file):
            return None
        self._read_uploads(folder)
        found = self._known.execute(
            "SELECT path FROM uploads WHERE folder = ? AND name = ?", (str(folder), file)
        ).fetchall()
        uploaded = Path(found[0][0]) if len(found) == 1 else None
        return uploaded if uploaded is not None and _is_file_in(folder, uploaded) else None

    def _read_uploads(self, folder: Path) -> None:
        if folder in self._searched:
            return
        self._searched.add(folder)
        for uploads in (folder / "uploads", folder / "wp-content" / "uploads"):
            rows = (
                (str(folder), path.name, str(path))
                for path in uploads.rglob("*")
                if is_unicode(str(path))
            )
            self._known.executemany("INSERT INTO uploads VALUES (?, ?, ?)", rows)

    def _free(self, folder: Path, file: str, name: str, found: Path) -> str:
        """Return the name for a picture in a folder: free, or that of the very same picture."""
        data = found.read_bytes()
        self._read_names(folder)
        for candidate in (file, f"{name}-{file}"):
            # Many file systems do not tell capitals apart, and no address may hang on them.
            key = (str(folder), candidate.casefold())
            taken = self._known.execute(
                "SELECT name, holder FROM names WHERE folder = ? AND folded = ?", key
            ).fetchone()
            if taken is not None and taken[0] == candidate and _is(taken[1], data):
                return candidate
            if taken is None and len(candidate.encode()) <= _LONGEST_NAME:
                row = (*key, candidate, str(found))
                self._known.execute("INSERT INTO names VALUES (?, ?, ?, ?)", row)
                return candidate
        return f"{name}-{sha256(data).hexdigest()[:8]}{Path(file).suffix.lower()}"

    def _read_names(self, folder: Path) -> None:
        """Note the names in a content folder, in their form without capitals."""
        if folder in self._listed:
            return
        self._listed.add(folder)
        rows = (
            (str(folder), path.name.casefold(), path.name, str(path))
            for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
            if is_unicode(path.name)
        )
        self._known.executemany("INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?)", rows)


def copy_pictures(copies: Mapping[Path, Path]) -> None:
    """Copy planned pictures; those that are there already stay as they are."""
    for target, source in copies.items():
        if not target.exists():
            write_atomically(target, [source.read_bytes()])


def _is(path: str, data: bytes) -> bool:
    return Path(path).read_bytes() == data


def _find(source: Path, file: str) -> Path | None:
    """Return the picture of this name that belongs to a raw file."""
    folders = (source.parent, source.parent / "images", source.with_suffix(""))
    paths = (folder / file for folder in folders) if _is_picture(file) else ()
    return next((path for path in paths if _is_file_in(source.parent, path)), None)


def _is_picture(name: str) -> bool:
    """Return whether this is the name of a picture, and no path: what it names is published."""
    return not {"/", "\\", ":", "\0"} & set(name) and Path(name).suffix.lower() in PICTURES


def _is_file_in(folder: Path, path: Path) -> bool:
    """Return whether a path is a file that no symbolic link leads out of a folder."""
    try:
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except OSError:
        return False  # a name that is too long for a file
