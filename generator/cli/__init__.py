"""The command line: one short handler a command, and the only place that catches UserError."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from generator.cli.parser import command_parser
from generator.cli.process import as_utf8, open_standard_streams, stop_in_order, told_to_end
from generator.cli.telling import print_error
from generator.errors import UsageError, UserError

__all__ = ["handler", "main", "run"]


def run() -> NoReturn:
    """Run the command as a process of its own."""
    open_standard_streams()
    as_utf8()
    try:
        stop_in_order()
        code = main()
    except SystemExit as ending:  # after --help, of a wrong usage, or at a signal
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except KeyboardInterrupt:  # before, or after, the command itself
        code = 130
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # a pipe that nobody reads; a full disk has been told
            stream.flush()
    # To take an archive of many articles apart, object by object, takes longer than to read it.
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0 is fine, 1 content or build wrong, 2 wrong usage, 70 a mistake of ours, 130 interrupted, 141
    nobody reads on.
    """
    for stream in (sys.stdout, sys.stderr):
        # The content is Vietnamese whatever the machine's locale thinks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = command_parser().parse_args(arguments)
    # An archive is many objects, few of which refer to themselves: the search for those that do
    # would look through all of it again and again.
    gc.set_threshold(50_000)
    try:
        code = handler(options.handler)(options)
        sys.stdout.flush()  # here, where a disk that is full can be told
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - nobody should have to read a traceback
        return told_to_end() or _told(error, options)
    return code


def _told(error: Exception, options: argparse.Namespace) -> int:
    """Tell what ended a command, and return the exit code."""
    match error:
        case UsageError():
            print(error, file=sys.stderr)
            return 2
        case BrokenPipeError():
            return 141  # nobody reads on, as behind "| head": what a shell says of SIGPIPE
        case UserError() | OSError() | sqlite3.Error():
            print_error(error, options.site, options.outcome)
            return 1
    from generator.cli.fault import EXIT_CODE, print_fault  # noqa: PLC0415 - hardly ever

    print_fault(error, options.site, options.outcome)
    return EXIT_CODE


def handler(name: str) -> Callable[[argparse.Namespace], int]:
    """Return the handler with this name, and import its module only now."""
    module, function = name.split(".")
    found: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"generator.cli.{module}"), function
    )
    return found
