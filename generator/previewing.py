"""The folder that editors look at: the published site to begin with, and never published itself."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from generator.publish import MANIFEST, PATHS, STATE

__all__ = ["forget_preview", "preview_of"]

NAME = "preview"
LOCK = "preview.lock"


@contextlib.contextmanager
def preview_of(folder: Path, published: Path) -> Iterator[Path]:
    """Give a folder below the build's memory to look at a site in, for as long as the block lasts.

    It begins with what is published, so that little is made: the files are the same ones under
    second names, for a build replaces files and never writes into them. Where that cannot be, on
    another disk for example, all is made anew. Two previews at a time share the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    preview = folder / NAME
    lock = FileLock(folder / LOCK, timeout=0)
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(Timeout):
            stack.enter_context(lock)
        _begin(preview, published)
        yield preview


def forget_preview(folder: Path) -> None:
    """Remove a preview that nobody looks at: it is older than what has just been published.

    So nothing that was withdrawn is left in it, and the next one begins with the new site.
    """
    if (folder / NAME).exists():
        with contextlib.suppress(Timeout, OSError), FileLock(folder / LOCK, timeout=0):
            shutil.rmtree(folder / NAME)


def _begin(preview: Path, published: Path) -> None:
    state = published / STATE
    if preview.exists() or not (state / MANIFEST).is_file():
        return
    unfinished = preview.with_name(f"{preview.name}.{os.getpid()}")
    try:
        with FileLock(state / "lock", timeout=0):
            shutil.copytree(
                published,
                unfinished,
                copy_function=os.link,
                ignore=lambda folder, _names: {STATE} if Path(folder) == published else set(),
            )
            (unfinished / STATE).mkdir()
            # The notes of a build are written into.
            for notes in (*state.glob(f"{MANIFEST}*"), *state.glob(PATHS)):
                shutil.copy2(notes, unfinished / STATE / notes.name)
        unfinished.rename(preview)
    except (OSError, shutil.Error, Timeout):
        shutil.rmtree(unfinished, ignore_errors=True)
