"""Files into their places, so that it can be undone: a failed build leaves the last good site.

What is replaced or removed is kept aside until all is well: a second name of the same file (a
hard link) costs no space, and hardly any time. A reader sees the old file or the new one; only
where a file system knows no hard links there is a moment without either.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Moves", "folders"]


def folders(path: str) -> Iterator[str]:
    """Yield the folders above a path, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


class Moves:
    """Changes of the files of a folder, in order, and the way back.

    Strings and no paths: there are tens of thousands of them.
    """

    def __init__(self, folder: Path, aside: Path) -> None:
        """Take the folder, and a folder on the same disk for what is replaced in it."""
        self._folder = str(folder)
        self._aside = str(aside)
        self._done: list[tuple[str, str | None]] = []

    def put(self, source: str, path: str, *, is_new: bool) -> None:
        """Move a finished file to its place; what is there goes aside, unless nothing is."""
        target = f"{self._folder}/{path}"
        kept = None if is_new else self._keep(target)
        self._done.append((path, kept))
        try:
            os.replace(source, target)  # noqa: PTH105 - see above
        except FileNotFoundError:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)  # noqa: PTH105 - see above

    def remove(self, path: str) -> None:
        """Remove a file, and the folders above it that are empty then.

        Where the file was, a folder can be by now, or the file's folder can be a file.
        """
        target = f"{self._folder}/{path}"
        if not os.path.isdir(target) or os.path.islink(target):  # noqa: PTH112, PTH114 - see above
            kept = self._name()
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.replace(target, kept)  # noqa: PTH105 - see above
                self._done.append((path, kept))
        self._remove_empty(path)

    def undo(self) -> None:
        """Put everything back as it was.

        Raises:
            OSError: that cannot be done; the rest has been.
        """
        failures: list[OSError] = []
        while self._done:
            path, kept = self._done.pop()
            try:
                self._put_back(path, kept)
            except OSError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def _put_back(self, path: str, kept: str | None) -> None:
        target = f"{self._folder}/{path}"
        if kept is None:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(target)  # noqa: PTH108 - see above
            self._remove_empty(path)
        else:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            os.replace(kept, target)  # noqa: PTH105 - see above

    def _keep(self, target: str) -> str | None:
        kept = self._name()
        try:
            os.link(target, kept, follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError:
            os.replace(target, kept)  # noqa: PTH105 - see above
        return kept

    def _name(self) -> str:
        return f"{self._aside}/old-{len(self._done)}"

    def _remove_empty(self, path: str) -> None:
        for folder in folders(path):
            try:
                os.rmdir(f"{self._folder}/{folder}")  # noqa: PTH106 - see above
            except OSError:
                return
