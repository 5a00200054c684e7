"""What is served: the site, as it is now."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from generator.errors import Problem
from generator.search import FOLDER

__all__ = ["Site"]

_TEXTS = (".html", ".xml", ".json", ".jsonl", ".csv")


@dataclass(slots=True)
class Site:
    """What is served now: the output folder, and proofs of pages that are not built yet.

    ``edition`` changes with every build that changed what pages show without saying so: pictures.
    ``problems`` are those of the last build, if it failed; ``unpublished`` are the URLs of what
    only editors see, each with the name of its status; ``look_at`` says what is wrong on a page.
    """

    output: Path
    base_path: str = ""
    edition: int = 0
    language: str = "en"
    proofs: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unpublished: dict[str, str] = field(default_factory=dict)
    look_at: Callable[[str, bytes], tuple[Problem, ...]] = field(default=lambda _path, _data: ())
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, base_path: str, changed: Iterable[str]) -> None:
        """Announce a build to the pages that are open; ``changed`` are the files it changed."""
        with self.changed:
            self.base_path = base_path
            self.edition += not all(map(_tells_of_itself, changed))
            self.proofs.clear()
            self.problems = ()
            self.changed.notify_all()

    def fail(self, problems: Iterable[Problem]) -> None:
        """Announce that a build failed: the site stays, and its pages say what is wrong."""
        with self.changed:
            self.problems = tuple(problems)
            self.changed.notify_all()

    def show(self, path: str, data: bytes) -> None:
        """Show a proof of the page at this path in the output folder until the next build."""
        with self.changed:
            self.proofs[path] = data
            self.changed.notify_all()

    def read(self, file: Path) -> bytes:
        """Return what is to be seen of a file now.

        Raises:
            OSError: it cannot be read.
        """
        proof = self.proofs.get(file.relative_to(self.output).as_posix())
        return proof if proof is not None else file.read_bytes()

    def problems_on(self, file: Path | None, data: bytes) -> tuple[Problem, ...]:
        """Return what is wrong on a page as it is served now, if the last build was good."""
        if file is None or file.suffix != ".html" or self.problems:
            return ()
        try:
            return self.look_at(file.relative_to(self.output).as_posix(), data)
        except OSError:  # what it links to is replaced at this very moment
            return ()

    def version(self, data: bytes, problems: tuple[Problem, ...] = ()) -> str:
        """Return by what a page that was served can be told from the next one at its place.

        The ``problems`` are those of the page itself.
        """
        state = hashlib.sha256(data)
        told = (self.problems, problems, sorted(self.unpublished.items()))
        state.update(repr(told).encode())
        return f"{self.edition}-{state.hexdigest()[:16]}"

    def version_at(self, path: str) -> str:
        """Return the version of the page that is at a URL's path now."""
        file = self.file(path) or self.file(f"{self.base_path}/404.html")
        try:
            data = self.read(file) if file is not None else b""
            return self.version(data, self.problems_on(file, data))
        except OSError:  # replaced at this very moment
            return ""

    def file(self, path: str) -> Path | None:
        """Return the file for a URL's path, or None; nothing outside the site, nothing hidden."""
        if not path.startswith(self.base_path + "/"):
            return None
        parts = unquote(path[len(self.base_path) + 1 :]).split("/")
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        if parts[-1] == "":
            parts[-1] = "index.html"
        if "" in parts:
            return None
        file = self.output.joinpath(*parts)
        try:
            is_here = file.is_file() and file.resolve().is_relative_to(self.output.resolve())
        except OSError:  # too long a name, a link that leads to itself, one that leads nowhere
            return None
        return file if is_here else None


def _tells_of_itself(path: str) -> bool:
    """Return whether a file is a page, whose version tells, or one that no page shows."""
    return path.endswith(_TEXTS) or path.startswith(f"{FOLDER}/")
