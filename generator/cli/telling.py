"""What a command says on standard error, and how it counts."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.errors import Location, Problem, UserError

__all__ = ["count", "print_advice", "print_error", "print_problems", "problems_of"]


def print_error(error: Exception, root: Path, outcome: str = "") -> None:
    """Print what went wrong and, where it is known, in what state that leaves the site."""
    # What a failure has left behind it may say itself.
    outcome = " ".join(getattr(error, "__notes__", ())) or outcome
    print_problems(problems_of(error), root, outcome)


def problems_of(error: Exception) -> Sequence[Problem]:
    """Return what went wrong: a full disk, a missing permission are the user's to mend as well."""
    if isinstance(error, UserError):
        return error.problems
    place, message = "backissue", str(error)
    if isinstance(error, OSError):
        place = str(error.filename2 or error.filename or place)
        message = error.strerror or message
    return [Problem(location=Location(file=place), message=message)]


def print_problems(problems: Sequence[Problem], root: Path, outcome: str = "") -> None:
    """Print all of them, how many they are, and in what state that leaves the site.

    ``root`` is the archive's folder, from which their files are named.
    """
    with _no_commands():
        print("\n\n".join(map(str, problems)), file=sys.stderr)
    print(f"\n{count(len(problems), 'problem')}. {outcome}".rstrip(), file=sys.stderr)
    _annotate(problems, root)


def print_advice(
    advice: Sequence[Problem], root: Path, kinds: Mapping[str, int], few: int | None
) -> None:
    """Print advice, how much there is of each kind, and how to silence it.

    ``few`` is how many of each kind are printed at most, None if all are.
    """
    with _no_commands():
        print("\n\n".join(f"{advised} [{advised.kind}]" for advised in advice), file=sys.stderr)
    counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    more = f" (the first {few} of each; all: --all)" if few else ""
    print(f"\nTo look at: {counts}{more}.", file=sys.stderr)
    ignore = ", ".join(f'"{kind}"' for kind in kinds)
    print(f"To silence a kind, in archive.toml: [check] ignore = [{ignore}]", file=sys.stderr)
    _annotate(advice, root)


@contextlib.contextmanager
def _no_commands() -> Iterator[None]:
    """Let GitHub take nothing that is printed for a command: it may be what an article says.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    word = secrets.token_hex(16)  # that nobody can know, and no file of the site holds
    print(f"::stop-commands::{word}", file=sys.stderr)
    try:
        yield
    finally:
        print(f"::{word}::", file=sys.stderr)


def _annotate(problems: Sequence[Problem], root: Path) -> None:
    """Print workflow commands that show problems beside their lines, where GitHub runs this.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    for problem in problems:
        place = problem.location
        properties = {"file": _from_the_checkout(root / place.file), "line": place.line}
        properties["col"] = place.column
        said = ",".join(f"{k}={_escaped(str(v), ':,')}" for k, v in properties.items() if v)
        stop = "" if problem.told.endswith(("?", "!", ".", "…")) else "."
        message = f"{problem.told}{stop} {problem.remedy}" if problem.remedy else problem.told
        level = "warning" if problem.kind else "error"
        print(f"::{level} {said}::{_escaped(message)}", file=sys.stderr)


def _from_the_checkout(file: Path) -> str:
    """Return a file by its path in the repository that GitHub has checked out."""
    workspace = os.environ.get("GITHUB_WORKSPACE", ".")
    return Path(os.path.relpath(file, workspace)).as_posix()


def _escaped(text: str, further: str = "") -> str:
    """Return text in which nothing is taken for the end of a command or of a property."""
    for char in "%\r\n" + further:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def count(number: int, noun: str) -> str:
    """Return ``1 file`` or ``2 files``, ``1 address`` or ``2 addresses``."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"
