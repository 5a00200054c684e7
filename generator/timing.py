"""What a build tells of itself: how far it is, and how long its parts took."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

__all__ = ["READING", "Kind", "Profile", "Progress", "Stages", "Timed", "Watch", "profile_of"]

Progress = Callable[[str, int, int | None], None]
"""Is told the stage of long work, how many things it is through, and of how many if known."""

T = TypeVar("T")

READING = "reading"
"""The kind of a content file that is read; all other kinds are templates."""

SLOWEST = 10
"""How many pages and articles a profile names."""


class Timed(Struct, frozen=True, array_like=True, gc=False):
    """How many seconds one thing took: the page ``name``, or an article if that is its ``kind``."""

    kind: str
    name: str
    seconds: float


class Kind(Struct, frozen=True, gc=False):
    """All pages that one template made: how many, and how many seconds that took."""

    template: str
    count: int
    seconds: float


class Profile(Struct, frozen=True, kw_only=True, gc=False):
    """Where the time of a build went: all templates, the slowest pages, and articles to read."""

    templates: tuple[Kind, ...]
    pages: tuple[Timed, ...]
    articles: tuple[Timed, ...]


class Watch:
    """Follows one build; ``timed`` is what it has been told of single pages and articles."""

    def __init__(self, progress: Progress = lambda _stage, _done, _total: None) -> None:
        """Take whom to tell how far the work is."""
        self.progress = progress
        self.timed: list[Timed] = []

    def follow(
        self, stage: str, batches: Iterable[tuple[T, Sequence[Timed]]], total: int
    ) -> Iterator[T]:
        """Yield the results of all batches, and note what is told with them."""
        done = 0
        for result, timed in batches:
            self.timed += timed
            done += len(timed)
            self.progress(stage, done, total)
            yield result


class Stages:
    """How long each stage of a build took, in seconds."""

    def __init__(self) -> None:
        """Begin without any stage."""
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Time the block as the stage of this name, or as a part of it."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def profile_of(timed: Sequence[Timed]) -> Profile:
    """Return what took how long, the slowest first."""
    kinds: defaultdict[str, list[float]] = defaultdict(list)
    for each in timed:
        kinds[each.kind].append(each.seconds)
    articles = [each for each in timed if each.kind == READING]
    pages = [each for each in timed if each.kind != READING]
    templates = [Kind(kind, len(found), sum(found)) for kind, found in kinds.items()]
    return Profile(
        templates=tuple(
            sorted(
                (kind for kind in templates if kind.template != READING),
                key=lambda kind: (-kind.seconds, kind.template),
            )
        ),
        pages=_slowest(pages),
        articles=_slowest(articles),
    )


def _slowest(timed: Iterable[Timed]) -> tuple[Timed, ...]:
    return tuple(sorted(timed, key=lambda each: (-each.seconds, each.name))[:SLOWEST])
