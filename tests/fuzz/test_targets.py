"""Whatever bytes come in, nothing but what is promised goes out.

A few hundred inputs of each target here; thousands with ``make fuzz`` (or the environment variable
``BACKISSUE_FUZZ``, the number of inputs of each), and guided for hours with ``guided``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import SEEDS, TOKENS
from tests.fuzz.targets import TARGETS

CASES = sorted((Path(__file__).parent / "cases").glob("*/*"))
"""What was found, by whatever means, and mended."""

INPUTS = int(os.environ.get("BACKISSUE_FUZZ", "40"))

TOKEN_BYTES = tuple(token.encode() for token in TOKENS)


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Any bytes, or an example of the right kind in which some places are not as they were."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 1000])))
        put = draw(
            st.sampled_from(TOKEN_BYTES) | st.binary(max_size=4) | st.text(max_size=4).map(_utf8)
        )
        again = data[start:end] * draw(st.sampled_from([0, 0, 0, 1, 3]))
        data = data[:start] + put + again + data[end:]
    return data


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_escapes(name: str) -> None:
    @settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutated(tuple(SEEDS[name])))
    def try_it(data: bytes) -> None:
        TARGETS[name](data)

    try_it()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_what_was_found_stays_mended(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())


def test_every_target_has_an_example_to_begin_with() -> None:
    assert SEEDS.keys() == TARGETS.keys()
    for name, examples in SEEDS.items():
        for example in examples:
            TARGETS[name](example)
