"""What a command says on standard error, and how it counts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.errors import Location, Problem, UserError

__all__ = ["count", "print_error", "print_problems"]


def print_error(error: Exception, outcome: str = "") -> None:
    """Print what went wrong and, where it is known, in what state that leaves the site."""
    # What a failure has left behind it may say itself.
    outcome = " ".join(getattr(error, "__notes__", ())) or outcome
    if isinstance(error, UserError):
        print_problems(error.problems, outcome)
        return
    # Disk full, no permission: the machine's fault, but the user's to mend.
    place, message = "backissue", str(error)
    if isinstance(error, OSError):
        place = str(error.filename2 or error.filename or place)
        message = error.strerror or message
    print_problems([Problem(location=Location(file=place), message=message)], outcome)


def print_problems(problems: Sequence[Problem], outcome: str = "") -> None:
    """Print all of them, how many they are, and in what state that leaves the site."""
    print("\n\n".join(map(str, problems)), file=sys.stderr)
    print(f"\n{count(len(problems), 'problem')}. {outcome}".rstrip(), file=sys.stderr)


def count(number: int, noun: str) -> str:
    """Return ``1 file`` or ``2 files``, ``1 address`` or ``2 addresses``."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"
