"""What lies between finding an article in a file and reading it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import Location, Problem
from generator.importing.records import Declared

__all__ = ["MAX_BYTES", "Names", "Part", "path_in", "problem"]

MAX_BYTES = 20_000_000
"""No article is this long; what is, is a dump or a mistake, and would only exhaust memory."""

_NOTHING = Declared()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article as it lies in a source file: found, but not yet read.

    ``file`` is its name in provenance, ``path`` the file that it lies in. ``content`` is None
    where that file is nothing but the article; else it is the bytes of an HTML page, or the
    article's own text or HTML, whose bytes in the file have the digest ``sha256``. ``is_page``
    says that the bytes are HTML, ``charset`` what their server said of them; ``encoding`` is that
    of a file whose text was decoded before. The rest is what the file says about the article.
    """

    file: str
    path: Path
    content: bytes | str | None = None
    sha256: str = ""
    is_page: bool = False
    charset: str | None = None
    encoding: str = "utf-8"
    url: str | None = None
    retrieved: str | None = None
    declared: Declared = _NOTHING


class Names:
    """Gives every article of a file a name of its own: ``table.csv#17``, ``table.csv#17-2``."""

    def __init__(self, file: str) -> None:
        """Begin with a file of which no article is named yet."""
        self._file = file
        self._given: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Return the name for an article that is called so in the file."""
        name, number = wanted, self._given.get(wanted, 0)
        while name in self._given:
            number += 1
            name = f"{wanted}-{number}"
        self._given[wanted] = max(number, 1)
        self._given.setdefault(name, 1)
        return f"{self._file}#{name}"


def path_in(address: str) -> str | None:
    """Return the path in an address, without what is escaped in it; None where it is none."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return None


def problem(file: str, message: str, remedy: str | None, line: int | None = None) -> Problem:
    """Return what is wrong with a source file, or with one line of it."""
    return Problem(location=Location(file=file, line=line), message=message, remedy=remedy)
