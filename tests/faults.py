"""Builds that are killed, and disks that fail, at every step of a build that touches the disk.

A step is a call that Python tells its auditors of (https://docs.python.org/3/library/audit_events.html)
and that opens, makes, moves or removes something below a folder, or a statement of SQLite.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.errors import UserError

__all__ = ["fails_at", "killed_at"]

_CHANGES = frozenset({"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime"})
_MAKES_ROOM = frozenset({"os.remove", "os.rmdir"})
_NEEDS_SPACE = frozenset({"os.link", "os.mkdir"})

_connect = sqlite3.connect


class _Steps:
    """Counts the steps below a folder, and acts from one of them on."""

    def __init__(self, folder: Path, step: int, act: Callable[[str], None]) -> None:
        self.folder = str(folder)
        self.left = step
        self.act = act

    def watch(self) -> None:
        """Begin. There is no end: a process has its auditors until it ends."""
        sys.addaudithook(self.hear)
        sqlite3.connect = self.connect  # type: ignore[assignment]

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if any(self.folder in str(each) for each in arguments[:2]):
            if event == "open":
                self.step("write" if arguments[2] & (os.O_WRONLY | os.O_RDWR) else "read")
            elif event in _CHANGES:
                self.step(event)

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        connection: sqlite3.Connection = _connect(*arguments, **options)
        connection.set_trace_callback(lambda _statement: self.step("sql"))
        return connection

    def step(self, call: str) -> None:
        self.left -= 1
        if self.left < 0:
            self.act(call)


def killed_at(step: int, folder: Path, work: Callable[[], object]) -> bool:
    """Do the work in a process that is killed (SIGKILL) at this step; return whether it was."""
    child = os.fork()
    if child == 0:
        try:
            kill = lambda _what: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            _Steps(folder, step, kill).watch()
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def fails_at(step: int, folder: Path, work: Callable[[], object], *, full: bool) -> str | None:
    """Do the work, in a process of its own, on a disk that fails at this step.

    A ``full`` disk refuses from then on all that needs space; another one this call alone.
    Return the error that the work ended with, in words; "" where it ended well all the same, and
    None where it was done before.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, _failing(step, folder, work, full=full).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WEXITSTATUS(status) == 0, "it ended in another way"
    return None if told == "done" else told


def _failing(step: int, folder: Path, work: Callable[[], object], *, full: bool) -> str:
    refused: list[str] = []
    room = 0

    def refuse(call: str) -> None:
        nonlocal room
        room += (call in _MAKES_ROOM) - (call in _NEEDS_SPACE)
        if full and (call == "write" or (call in _NEEDS_SPACE and room < 0)):
            room = 0
            number = errno.ENOSPC
        elif not full and call != "sql" and not refused:
            number = errno.EIO
        else:
            return
        refused.append(call)
        raise OSError(number, os.strerror(number), str(folder))

    steps = _Steps(folder, step, refuse)
    steps.watch()
    try:
        work()
    except UserError as error:
        return str(error)
    except OSError as error:
        return " ".join([str(error), *getattr(error, "__notes__", ())])
    return "" if refused or steps.left < 0 else "done"
