"""How far long work is: a bar on a terminal, lines in a log, nothing if it is quick."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

__all__ = ["Meter", "stderr_meter"]

QUICK = 2.0
"""Seconds within which work is done before anybody asks."""

SELDOM = 15.0
"""Seconds between two lines of a log."""


class Meter:
    """Shows how far work is while it is entered, and takes its bar away at the end."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the console to show it on, and a clock of seconds."""
        self._console = console
        self._clock = clock
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[counted]}"),
            TimeRemainingColumn(),
            console=console,
            # Processes are forked while it is shown: there must be no thread beside ours.
            auto_refresh=False,
            transient=True,
            get_time=clock,
        )
        self._stages: dict[str, TaskID] = {}
        self._told = self._begun = self._now = clock()

    def __enter__(self) -> Self:
        """Begin to measure."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar.live.is_started:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how many are done in a stage, and of how many, if that is known."""
        before, self._now = self._now, self._clock()
        if stage not in self._stages:
            for task in self._stages.values():
                self._bar.update(task, visible=False)
            self._stages[stage] = self._bar.add_task(stage, total=total, counted="")
            self._began = before
        rate = done / max(self._now - self._began, 0.001)
        counted = f"{done:,}{'' if total is None else f' of {total:,}'}, {rate:,.0f}/s"
        self._bar.update(self._stages[stage], completed=done, total=total, counted=counted)
        if self._console.is_terminal:
            if self._now - self._begun >= QUICK:
                self._bar.start()
                self._bar.refresh()
        elif self._now - self._told >= SELDOM:
            self._told = self._now
            left = "" if total is None else f", {(total - done) / max(rate, 0.001):,.0f} s left"
            self._console.print(f"{stage}: {counted}{left}", highlight=False)


def stderr_meter() -> Meter:
    """Return a meter on the terminal, or in the log, that errors go to."""
    return Meter(Console(stderr=True))
