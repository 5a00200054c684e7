"""Work in batches: in this process where there is little, on all cores where there is much."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from generator.errors import Location, Problem, UserError

__all__ = ["WORTHWHILE", "beside", "default_jobs", "map_batches"]

BATCH = 250
"""Items a batch: large enough that handing it over costs nothing beside the work."""

WORTHWHILE = 2 * BATCH
"""From how many items on it pays to start processes (about 0.1 s each)."""

AHEAD = 2
"""Batches a process that wait or run at one time: none is idle, and memory stays flat."""

FEWER = "Try it with fewer of them: --jobs 1"

Item = TypeVar("Item")
Result = TypeVar("Result")


def default_jobs() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    work: Callable[[Sequence[Item]], Result],
    items: Iterable[Item],
    jobs: int,
    size: int = BATCH,
    worthwhile: int = WORTHWHILE,
) -> Iterator[Result]:
    """Yield the results of ``work`` on consecutive batches of the items, in their order.

    With fewer items than ``worthwhile`` it is done in this process.

    ``work`` must be picklable (a module's function, or a partial of one); every process is
    handed it once. Items are taken from their iterator as the work goes on, so that there may
    be more of them than memory holds.

    Raises:
        UserError: a process was killed from outside.
    """
    batches = _batches(iter(items), size)
    first = list(islice(batches, max(jobs, -(-worthwhile // size))))
    if jobs < 2 or sum(map(len, first)) < worthwhile:
        yield from map(work, chain(first, batches))
        return
    processes = min(jobs, len(first))
    work_on = cast("Callable[[Sequence[Item]], Result]", _work_on)
    with ProcessPoolExecutor(processes, _context(), _hand_over, (work,)) as pool:
        running: deque[Future[Result]] = deque()
        try:
            for batch in chain(first, batches):
                running.append(pool.submit(work_on, batch))
                if len(running) == AHEAD * processes:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BrokenProcessPool:
            message = "a process was killed from outside, perhaps for want of memory"
            problem = Problem(location=Location(file="backissue"), message=message, remedy=FEWER)
            raise UserError(problem) from None
        finally:
            for future in running:
                future.cancel()


@contextlib.contextmanager
def beside(
    work: Callable[[], Result], *, worthwhile: bool = True
) -> Iterator[Callable[[], Result]]:
    """Yield how to get the result of ``work``, which a process of its own does in the meantime.

    Where that is not ``worthwhile``, or only by copying all that this process knows, it is done
    when the result is asked for. It must not start processes itself: at the end of the block
    it is stopped.
    """
    context = _context()
    if not worthwhile or context.get_start_method() != "fork":
        yield work
        return
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(sender, work))  # type: ignore[attr-defined]  # every context has it
    process.start()
    sender.close()

    def result() -> Result:
        try:
            outcome = receiver.recv()
        except EOFError:  # killed, perhaps for want of memory
            return work()
        if isinstance(outcome, Exception):
            raise outcome
        return cast("Result", outcome)

    try:
        yield result
    finally:
        process.terminate()
        process.join()
        receiver.close()


def _report(sender: Connection, work: Callable[[], object]) -> None:
    """Send the result of the work, or the error that it ended in."""
    outcome: object
    _end_with_parent()
    try:
        outcome = work()
    except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
        outcome = error
    except KeyboardInterrupt:
        return
    sender.send(outcome)


def _batches(items: Iterator[Item], size: int) -> Iterator[Sequence[Item]]:
    while batch := list(islice(items, size)):
        yield batch


def _context() -> multiprocessing.context.BaseContext:
    """Return the way to start processes: fork is quickest, but only safe without threads."""
    if threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


_handed: list[Callable[..., object]] = []
"""What this process was started for."""


def _hand_over(work: Callable[..., object]) -> None:
    _end_with_parent()
    # What is there now stays until the end, and little of what follows refers to itself: the
    # search for what does would look through it all, again and again.
    gc.freeze()
    gc.set_threshold(50_000)
    _handed[:] = [work]


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _work_on(batch: Sequence[object]) -> object:
    return _handed[0](batch)
