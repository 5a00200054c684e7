"""The output folder: whose it is, and one build at a time in it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import Location, Problem, UserError

__all__ = ["STATE", "alone", "folder_problem", "refuse_foreign"]

STATE = ".backissue"
"""Where the builder's own notes lie in the output folder."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else write to an output folder until the block ends.

    Raises:
        UserError: another build is writing to it.
    """
    state = folder / STATE
    lock = FileLock(state / "lock", timeout=0)
    try:
        with lock:
            (state / "pid").write_text(f"{os.getpid()}\n", encoding="ascii")
            yield
    except Timeout:
        with contextlib.suppress(OSError):
            holder = (state / "pid").read_text(encoding="ascii", errors="replace").strip()
            raise UserError(
                folder_problem(
                    folder,
                    f"another build is writing here (process {holder})",
                    "Wait until it has finished, or stop it.",
                )
            ) from None
        raise


def refuse_foreign(folder: Path, root: Path, inputs: Iterable[Path]) -> None:
    """See to it that a site may be published into this folder.

    Raises:
        UserError: it holds other things than a site of ours, contains the archive (its ``root``),
            or lies in one of its ``inputs``.
    """
    for source in inputs:
        if folder.resolve().is_relative_to(source.resolve()):
            message = f"lies in {source.name}/, which the site is made from"
            raise UserError(folder_problem(folder, message, "Choose another with --output."))
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UserError(folder_problem(folder, "is not a folder", "Choose another with --output."))
    if root.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            folder_problem(
                folder, "is the archive itself", "Choose a folder of its own with --output."
            )
        )
    if not (folder / STATE).is_dir() and any(folder.iterdir()):
        raise UserError(
            folder_problem(
                folder,
                "is not empty, and not written by Backissue",
                "Empty it, or choose another folder with --output.",
            )
        )


def folder_problem(folder: Path, message: str, remedy: str | None = None) -> Problem:
    """Return a problem of a folder, or of a file in it."""
    return Problem(location=Location(file=str(folder)), message=message, remedy=remedy)
