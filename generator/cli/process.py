"""The command as a process: its standard streams, its letters, and how it is stopped."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import ClassVar

__all__ = ["as_utf8", "open_standard_streams", "stop_in_order", "told_to_end"]


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
    """Let the command put back what it has begun when it is told to end.

    SIGINT is Ctrl-C; SIGTERM comes from CI and service managers, SIGHUP when a terminal is closed.
    The exit code is what shells make of them: 128 and the number of the signal. What the parent
    has ignored stays so (``nohup``).
    """
    usual = (signal.SIG_DFL, signal.default_int_handler)
    named = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGINT"))
    stopping = _Stopping([n for n in named if n is not None and signal.getsignal(n) in usual])
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = stopping.swallowed
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=stopping.before_fork,
            after_in_parent=stopping.after_fork,
            after_in_child=stopping.in_child,
        )


def told_to_end() -> int:
    """Return the exit code of a process that was told to end, 0 where it was not.

    What goes wrong after that goes wrong because of it: a pool of processes that was being
    started cannot be stopped in order.
    """
    return _Stopping.code


class _Stopping:
    """Ends the process at a signal, by an exception so that everything is put back.

    Not while it forks: what is raised then is told and forgotten by Python, and the process would
    go on. It is tried again a moment later.
    """

    code: ClassVar[int] = 0

    def __init__(self, numbers: Sequence[signal.Signals]) -> None:
        self._numbers = numbers
        self._got = 0
        self._forking = False
        for number in numbers:
            signal.signal(number, self.end)

    def end(self, number: int, _frame: FrameType | None) -> None:
        if number in self._numbers:  # and not the alarm
            self._got = number
            _Stopping.code = 128 + number
        if self._forking:
            self._try_again()
        elif self._got == signal.SIGINT:
            raise KeyboardInterrupt
        else:
            raise SystemExit(128 + self._got)

    def _try_again(self) -> None:
        signal.signal(signal.SIGALRM, self.end)
        signal.setitimer(signal.ITIMER_REAL, _A_MOMENT)

    def swallowed(self, what: sys.UnraisableHookArgs) -> None:
        """Try again where Python has forgotten what was raised, as while it frees an object."""
        if self._got and isinstance(what.exc_value, (KeyboardInterrupt, SystemExit)):
            self._try_again()
        else:
            sys.__unraisablehook__(what)

    def before_fork(self) -> None:
        self._forking = True

    def after_fork(self) -> None:
        self._forking = False

    def in_child(self) -> None:
        """Let a process that helps end at once: it has nothing to put back.

        Ctrl-C reaches all processes, and the first sees to the others.
        """
        # A signal that comes while this is done is put off once more, and then ends it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        others = [number for number in self._numbers if number != signal.SIGINT]
        for number in (*others, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        self._forking = False


_A_MOMENT = 0.01
"""Seconds: a fork takes less."""
