"""Work in batches: in this process where there is little, on all cores where there is much.

What is done to each of very many records is written in ``Steps``, so that a cluster can do it.
"""

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
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import Generic, Protocol, TypeAlias, TypeVar, cast

from generator.errors import Location, Problem, WorkersError

__all__ = [
    "WORTHWHILE",
    "Jobs",
    "Remote",
    "Steps",
    "beside",
    "default_jobs",
    "killed",
    "map_batches",
    "on_this_machine",
]

BATCH = 250
"""Items a batch: large enough that handing it over costs nothing beside the work."""

WORTHWHILE = 2 * BATCH
"""From how many items on it pays to start processes (about 0.1 s each)."""

AHEAD = 2
"""Batches a process that wait or run at one time: none is idle, and memory stays flat."""

FEWER = "Try it with fewer of them: --jobs 1"

Item = TypeVar("Item")
Loaded = TypeVar("Loaded")
Made = TypeVar("Made")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Item, Loaded, Made, Result]):
    """Work on a batch whose middle step can be done on another machine.

    ``load`` reads from this machine all that an item needs, ``keep`` brings what was made home.
    Between them ``make`` is pure: it knows nothing but what it is given, the same gives the same,
    and it can be done again. All of them are picklable, and go from item to item.
    """

    load: Callable[[Iterable[Item]], Iterable[Loaded]]
    make: Callable[[Iterable[Loaded]], Iterator[Made]]
    keep: Callable[[Iterator[Made]], Result]

    def __call__(self, batch: Iterable[Item]) -> Result:
        """Do all of it here."""
        return self.keep(self.make(self.load(batch)))


class Remote(Protocol):
    """Workers on other machines, which get ``batch`` records at a time.

    What cannot be done elsewhere is done by so many ``processes`` of this machine.
    """

    @property
    def processes(self) -> int:
        """Return how many processes of this machine may be used."""

    @property
    def batch(self) -> int:
        """Return how many records are handed over at once; fewer are not worth it."""

    def map(
        self, steps: Steps[Item, Loaded, Made, Result], items: Iterable[Item]
    ) -> Iterator[Result]:
        """Yield the results of the steps on consecutive batches of the items, in their order."""


Jobs: TypeAlias = int | Remote
"""Who does the work: so many processes of this machine, or the workers of others."""


def on_this_machine(jobs: Jobs) -> int:
    """Return how many processes of this machine may be used."""
    return jobs if isinstance(jobs, int) else jobs.processes


def default_jobs() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    work: Callable[[Sequence[Item]], Result],
    items: Iterable[Item],
    jobs: Jobs,
    size: int = BATCH,
    worthwhile: int = WORTHWHILE,
) -> Iterator[Result]:
    """Yield the results of ``work`` on consecutive batches of the items, in their order.

    With fewer items than ``worthwhile`` it is done in this process. Workers of other machines do
    what is written in ``Steps``, if there is more than one batch of it for them.

    ``work`` must be picklable (a module's function, or a partial of one); every process is
    handed it once. Items are taken from their iterator as the work goes on, so that there may
    be more of them than memory holds.

    Raises:
        WorkersError: a process was killed from outside, or there are no other machines any more.
    """
    if not isinstance(jobs, int):
        if isinstance(work, Steps):
            some = list(islice(items := iter(items), jobs.batch + 1))
            items = chain(some, items)
            if len(some) > jobs.batch:
                yield from jobs.map(work, items)
                return
        jobs = jobs.processes
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
            raise WorkersError(killed("backissue")) from None
        finally:
            # Not one by one: the pool may be doing away with them itself, if a process was killed.
            pool.shutdown(cancel_futures=True)


def killed(program: str) -> Problem:
    """Return the problem of a program of which a process was killed."""
    message = "a process was killed from outside, perhaps for want of memory"
    return Problem(location=Location(file=program), message=message, remedy=FEWER)


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
