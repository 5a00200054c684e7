"""The folder that editors look at: the published site to begin with, and never published itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from generator.publish import MANIFEST, STATE

__all__ = ["begin_preview"]


def begin_preview(preview: Path, published: Path) -> None:
    """Let a preview that is not there yet begin with what is published, so that little is made.

    The files are the same ones under second names: a build replaces files and never writes into
    them. Where that cannot be, on another disk for example, all is made anew.
    """
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
            for notes in state.glob(f"{MANIFEST}*"):
                shutil.copy2(notes, unfinished / STATE / notes.name)
        unfinished.rename(preview)
    except (OSError, shutil.Error, Timeout):
        shutil.rmtree(unfinished, ignore_errors=True)
