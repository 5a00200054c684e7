"""Work in batches: in order, on items from anywhere, a few of them in hand at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from generator.workers import AHEAD, WORTHWHILE, map_batches


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
