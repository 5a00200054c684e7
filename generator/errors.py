"""What a person can get wrong, told so that the person can mend it.

    UserError           one or more problems, reported together; the command exits with 1
    ├─ WorkersError     those who do the work are gone, whatever the content is
    └─ UsageError       the command line itself is wrong; the command exits with 2

Only ``cli`` catches these. Anything else that escapes is a bug of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Location", "Problem", "UsageError", "UserError", "WorkersError", "visible"]

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What acts on a terminal, ends its lines or turns their order, and what is no character."""


def visible(text: str) -> str:
    r"""Return a text as it may stand on one line of a terminal: what acts there is spelt out.

    >>> print(visible("a\x1b[31mb"))
    a\x1b[31mb
    """
    return _UNSEEN.sub(_spelt, text)


def _spelt(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a file that a person edits.

    ``line`` and ``column`` count from 1; ``text`` is the line itself, to be shown with a caret.
    """

    file: str
    line: int | None = None
    column: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        """Return ``file``, ``file:line`` or ``file:line:column``, as editors and CI link it."""
        parts = [visible(self.file)]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    What has a ``kind`` is advice, and can be silenced by that name; what has none is a mistake.
    ``seen_in`` is where it was noticed, if not at its place: it is the same problem elsewhere.
    """

    location: Location
    message: str
    remedy: str | None = None
    kind: str | None = None
    seen_in: str | None = field(default=None, compare=False)

    @property
    def told(self) -> str:
        """Return what is wrong, and where it was noticed."""
        return self.message if self.seen_in is None else f"{self.message} (in {self.seen_in})"

    def __str__(self) -> str:
        """Return the problem as one readable block: place, message, source line, remedy."""
        lines = [f"{self.location}: {visible(self.told)}"]
        if self.location.text is not None and self.location.line is not None:
            gutter, text = f"  {self.location.line} | ", self.location.text.replace("\t", " ")
            lines.append(gutter + visible(text))
            if self.location.column is not None:
                before = visible(text[: self.location.column - 1])
                beyond = self.location.column - 1 - len(text)
                lines.append(" " * (len(gutter) + len(before) + max(beyond, 0)) + "^")
        if self.remedy is not None:
            lines.append(f"  {visible(self.remedy)}")
        return "\n".join(lines)


class UserError(Exception):
    """Problems in what people wrote: all that were found, not the first only."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Hold the problems, sorted by file and line so that reports are stable."""
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems: Sequence[Problem] = sorted(
            found,
            key=lambda p: (p.location.file, p.location.line or 0, p.location.column or 0),
        )
        super().__init__("\n\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[UserError], tuple[Sequence[Problem]]]:
        """Hand the problems, and not only their text, from one process to another."""
        return type(self), (self.problems,)


class WorkersError(UserError):
    """Processes or machines that do the work cannot be had, or are gone; nobody wrote it."""


class UsageError(UserError):
    """The command was called wrongly; exit code 2."""
