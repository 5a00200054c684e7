"""The command as a process: its standard streams, its letters, and how it is stopped."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

__all__ = ["as_utf8", "open_standard_streams", "stop_in_order"]


def open_standard_streams() -> None:
    """Open what was closed when the command began (``>&-``), to nothing.

    Otherwise the next file that is opened takes its place, and what is printed goes into that.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is given, which is this one.
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))


def as_utf8() -> None:
    """Begin anew where names of files and arguments are not read as UTF-8.

    So it is in a locale of old (LC_ALL=en_US.ISO-8859-1): a headline would come in garbled, and
    what is called "chợ.md" could not be found (PEP 540).
    """
    if sys.getfilesystemencoding() != "utf-8" and not os.environ.get(_TRIED):
        utf8 = {"PYTHONUTF8": "1", _TRIED: "1"}
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **utf8})  # noqa: S606 - itself


_TRIED = "BACKISSUE_UTF8"


def stop_in_order() -> None:
    """Let the command put back what it has begun when it is told to end, as Ctrl-C does.

    SIGTERM comes from CI and service managers, SIGHUP when a terminal is closed. The exit code is
    what shells make of them: 128 and the number of the signal.
    """

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    def as_before() -> None:
        for number in stopping:
            signal.signal(number, signal.SIG_DFL)

    names = ("SIGTERM", "SIGHUP")
    stopping = [getattr(signal, name) for name in names if hasattr(signal, name)]
    stopping = [number for number in stopping if signal.getsignal(number) is signal.SIG_DFL]
    for number in stopping:  # not what is ignored: nohup has asked for that
        signal.signal(number, end)
    if hasattr(os, "register_at_fork"):  # processes that help have nothing to put back
        os.register_at_fork(after_in_child=as_before)
