"""What an import holds in memory does not grow with the archive."""

from __future__ import annotations

import gc
import tracemalloc
from functools import lru_cache
from itertools import pairwise
from statistics import median

import pytest

from generator.importing import import_sources
from generator.importing import run as importing
from tests.conftest import TemporaryArchive

STEP, MANY = 200, 1400
BEGUN = 600
"""Articles after which all is there that an import needs from its beginning to its end."""

CACHE = type(lru_cache(len))


def held() -> int:
    """Return the bytes that are held now, beside caches: those are of a fixed size each."""
    for found in gc.get_objects():
        if isinstance(found, CACHE):
            found.cache_clear()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def an_article(number: int) -> str:
    """Return a raw text in which nothing but the site's menu is as in any other."""
    words = " ".join(f"chuyện{number * 7919 % (place + 90)}" for place in range(60))
    return f"Trang chủ\n\nPhiên chợ thứ {number} ở Bến Nứa đông vui\n\nSáng nay, {words}.\n"


@pytest.mark.parametrize("times", [1, 2], ids=["the first import", "another one"])
def test_an_article_more_takes_hardly_any_memory(
    archive: TemporaryArchive, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    for number in range(MANY):
        archive.write(f"raw/{number // 100}/{number}.txt", an_article(number))
    for _ in range(times - 1):
        import_sources([archive.root / "raw"], archive.config)
    monkeypatch.setattr(importing, "default_jobs", lambda: 1)
    holding: dict[str, list[int]] = {"reading": [], "cleaning": []}

    def progress(stage: str, done: int, _total: int | None) -> None:
        if done >= BEGUN and done % STEP == 0:
            holding[stage].append(held())

    tracemalloc.start()
    try:
        report = import_sources([archive.root / "raw"], archive.config, progress=progress)
    finally:
        tracemalloc.stop()
    assert sum(report.actions.values()) == MANY
    for stage, sizes in holding.items():
        # Not the sum: Python's own table of names doubles now and then, whoever uses it.
        grown = median(after - before for before, after in pairwise(sizes))
        assert grown / STEP < 20, f"bytes an article, while {stage}"
