"""Work in batches: in order, on items from anywhere, a few of them in hand at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from generator import workers
from generator.errors import Location, Problem, UserError
from generator.workers import AHEAD, WORTHWHILE, beside, map_batches


def double(batch: Sequence[int]) -> list[int]:
    return [2 * number for number in batch]


def refuse(batch: Sequence[int]) -> None:
    raise ValueError(batch[0])


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("number", [0, 1, 30, WORTHWHILE + 30])
def test_results_come_in_order(jobs: int, number: int) -> None:
    batches = list(map_batches(double, iter(range(number)), jobs, size=20))
    assert [result for batch in batches for result in batch] == list(range(0, 2 * number, 2))
    assert all(len(batch) == 20 for batch in batches[:-1])


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_as_the_work_goes_on(jobs: int) -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(20 * WORTHWHILE):
            taken = number + 1
            yield number

    results = map_batches(double, items(), jobs, size=10)
    next(results)
    assert taken <= WORTHWHILE + 10 * AHEAD * jobs
    next(results)
    assert taken <= WORTHWHILE + 10 * (AHEAD * jobs + 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_a_process_goes_wrong_here(jobs: int) -> None:
    with pytest.raises(ValueError, match=r"^0$"):
        list(map_batches(refuse, range(WORTHWHILE), jobs))


@pytest.fixture(params=["fork", "spawn"])
def context(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a way to start processes: beside others only what is forked is worthwhile."""
    way: str = request.param
    monkeypatch.setattr(workers, "_context", lambda: multiprocessing.get_context(way))
    return way


@pytest.mark.parametrize("worthwhile", [True, False])
def test_work_can_be_done_beside_other_work(context: str, *, worthwhile: bool) -> None:
    with beside(os.getpid, worthwhile=worthwhile) as found:
        is_elsewhere = found() != os.getpid()
    assert is_elsewhere == (worthwhile and context == "fork")


def test_what_goes_wrong_beside_is_raised_where_it_is_asked_for(context: str) -> None:
    problem = Problem(location=Location(file="a.md", line=3), message=f"wrong in a {context}")

    def fail() -> None:
        raise UserError([problem, problem])

    with (
        pytest.raises(UserError) as caught,
        beside(fail, worthwhile=True) as found,
    ):
        found()
    assert caught.value.problems == [problem, problem]


def test_work_beside_that_is_killed_is_done_here(context: str) -> None:
    here = os.getpid()

    def die_elsewhere() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return context

    with beside(die_elsewhere, worthwhile=True) as found:
        assert found() == context


def test_work_beside_that_nobody_asks_for_is_stopped(context: str) -> None:
    with pytest.raises(KeyError, match=context), beside(partial(time.sleep, 60), worthwhile=True):
        raise KeyError(context)
    assert multiprocessing.active_children() == []


def die(batch: Sequence[int]) -> int:
    if batch[0] == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch[0]


def test_a_process_that_is_killed_from_outside_is_told() -> None:
    with pytest.raises(UserError, match="a process was killed from outside") as found:
        list(map_batches(die, range(8), 2, size=1, worthwhile=2))
    assert "--jobs 1" in str(found.value)


def sleep(_batch: Sequence[int]) -> None:
    time.sleep(600)


STARTER = """\
from generator.workers import map_batches
from tests.test_workers import sleep
if __name__ == "__main__":
    list(map_batches(sleep, range(8), 2, size=1, worthwhile=2))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "starter.py"
    program.write_text(STARTER, encoding="utf-8")
    root = str(Path(__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": root}
    starter = subprocess.Popen([sys.executable, str(program)], env=environment)

    def running() -> int:
        lines = (path / "cmdline" for path in Path("/proc").iterdir() if path.name.isdecimal())
        return sum(str(program).encode() in read_if_there(line) for line in lines)

    wait_for(lambda: running() == 3)
    starter.kill()
    starter.wait()
    wait_for(lambda: running() == 0)


def read_if_there(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until it is so; a test that waits for long fails by its own time limit."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError
