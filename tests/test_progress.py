"""Progress: a bar on a terminal, a line now and then in a log, nothing where work is quick."""

from __future__ import annotations

import io

from rich.console import Console

from generator.progress import QUICK, SELDOM, Meter


def shown(*moments: float, is_terminal: bool) -> str:
    """Return what is shown of ten articles more at each of these moments."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=is_terminal, width=80)
    now = 0.0

    def clock() -> float:
        return now

    with Meter(console, clock) as meter:
        for number, moment in enumerate(moments, 1):
            now = moment
            meter("cleaning", 10 * number, 10 * len(moments))
    return stream.getvalue()


def test_quick_work_shows_nothing() -> None:
    assert shown(0.1, QUICK - 0.1, is_terminal=False) == ""
    assert shown(0.1, QUICK - 0.1, is_terminal=True) == ""


def test_a_log_has_a_line_now_and_then() -> None:
    text = shown(1, SELDOM, SELDOM + 1, SELDOM + 2, 2 * SELDOM, is_terminal=False)
    first, second = text.splitlines()
    assert first == "cleaning: 20 of 50, 1/s, 22 s left"
    assert second == "cleaning: 50 of 50, 2/s, 0 s left"


def test_a_terminal_has_a_bar() -> None:
    text = shown(1, 5, is_terminal=True)
    assert "cleaning" in text
    assert "20 of 20, 4/s" in text
