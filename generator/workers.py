"""Work in batches: in this process where there is little, on all cores where there is much."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

__all__ = ["default_jobs", "map_batches"]

BATCH = 250
"""Items a batch: large enough that handing it over costs nothing beside the work."""

WORTHWHILE = 2 * BATCH
"""From how many items on it pays to start processes (about 0.1 s each)."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def default_jobs() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """Yield the results of ``work`` on consecutive batches of the items, in their order.

    ``work`` must be picklable (a module's function, or a partial of one).
    """
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    if jobs < 2 or len(items) < WORTHWHILE:
        yield from map(work, batches)
        return
    with ProcessPoolExecutor(min(jobs, len(batches)), mp_context=_context()) as pool:
        yield from pool.map(work, batches)


def _context() -> multiprocessing.context.BaseContext:
    """Return the way to start processes: fork is quickest, but only safe without threads."""
    if threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")
