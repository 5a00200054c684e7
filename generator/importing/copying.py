"""The pictures that belong to an article: found beside its raw file, copied beside its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from generator.importing.records import CleanArticle, Heading, Paragraph, PictureBlock
from generator.importing.write import write_atomically
from generator.scan import PICTURES

__all__ = ["Pictures", "copy_pictures"]

_LONGEST_NAME = 255
"""Bytes: what file systems allow."""


@dataclass(slots=True)
class Pictures:
    """Finds pictures, and knows the names that are taken in each content folder."""

    _names: dict[Path, dict[str, tuple[str, Path]]] = field(default_factory=dict)
    _uploads: dict[Path, dict[str, Path | None]] = field(default_factory=dict)

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
        if folder not in self._uploads:
            found: dict[str, Path | None] = {}
            for uploads in (folder / "uploads", folder / "wp-content" / "uploads"):
                for path in sorted(uploads.rglob("*")):
                    found[path.name] = None if path.name in found else path
            self._uploads[folder] = found
        uploaded = self._uploads[folder].get(file) if _is_picture(file) else None
        return uploaded if uploaded is not None and _is_file_in(folder, uploaded) else None

    def _free(self, folder: Path, file: str, name: str, found: Path) -> str:
        """Return the name for a picture in a folder: free, or that of the very same picture."""
        data, taken = found.read_bytes(), self._taken(folder)
        for candidate in (file, f"{name}-{file}"):
            # Many file systems do not tell capitals apart, and no address may hang on them.
            present, holder = taken.get(candidate.casefold(), (None, found))
            if present == candidate and holder.read_bytes() == data:
                return candidate
            if present is None and len(candidate.encode()) <= _LONGEST_NAME:
                taken[candidate.casefold()] = (candidate, found)
                return candidate
        return f"{name}-{sha256(data).hexdigest()[:8]}{Path(file).suffix.lower()}"

    def _taken(self, folder: Path) -> dict[str, tuple[str, Path]]:
        """Return the names in a folder by their form without capitals, and whose they are."""
        if folder not in self._names:
            paths = sorted(folder.iterdir()) if folder.is_dir() else []
            self._names[folder] = {path.name.casefold(): (path.name, path) for path in paths}
        return self._names[folder]


def copy_pictures(copies: Mapping[Path, Path]) -> None:
    """Copy planned pictures; those that are there already stay as they are."""
    for target, source in copies.items():
        if not target.exists():
            write_atomically(target, source.read_bytes())


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
