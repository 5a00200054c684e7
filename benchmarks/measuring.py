"""What a program and those it starts take: seconds, processor time, memory. Needs Linux."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "MEGABYTE",
    "Cost",
    "Sample",
    "Size",
    "cost_of",
    "files_in",
    "look",
    "machine",
    "row",
    "size_of",
    "watch",
]

MEGABYTE = 1_000_000
INTERVAL = 0.05
"""Seconds between two looks at the memory of processes, at least."""

SHARE = 10
"""A look takes time from what is looked at: one in so many seconds, at most."""

_KILOBYTES = re.compile(r"^(Rss|Pss|VmHWM):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """What processes were seen to use at a moment: seconds, and bytes of memory.

    ``largest`` is the largest process, ``height`` the most that any of them ever held, ``together``
    all of them, what they share counted once.
    """

    at: float
    cpu: float
    largest: int
    height: int
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of a program took: seconds, and bytes of memory at its height.

    ``largest`` is the largest process, ``together`` all of them, what they share counted once.
    """

    seconds: float
    cpu: float
    largest: int
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is in a folder."""

    files: int
    bytes: int


def cost_of(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder, with these variables besides ours, and return what it took.

    Raises:
        SystemExit: the command failed; what it printed is in the message.
    """
    with (folder / "log").open("w+", encoding="utf-8") as log:
        start = time.perf_counter()
        # The programs that are compared, on a site that we have just written.
        process = subprocess.Popen(  # noqa: S603
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        ended: list[tuple[int, float]] = []

        def has_ended() -> bool:
            if not ended:
                pid, status, used = os.wait4(process.pid, os.WNOHANG)
                ended.extend([(status, used.ru_utime + used.ru_stime)] if pid else [])
            return bool(ended)

        samples = watch(process.pid, has_ended)
        seconds = time.perf_counter() - start
        [(status, cpu)] = ended
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"{command} ended with {process.returncode}:\n{log.read()[-4000:]}")
    # Not what the system says at the end (ru_maxrss): there a process inherits from its parent.
    largest = max((sample.height for sample in samples), default=0)
    together = max((sample.together for sample in samples), default=0)
    # Looks may have missed the height of all, the system remembers that of each.
    return Cost(seconds=seconds, cpu=cpu, largest=largest, together=max(largest, together))


def watch(process: int, has_ended: Callable[[], object]) -> list[Sample]:
    """Return what a process and those it started were seen to use, until it has ended."""
    samples = []
    while not has_ended():
        sample = look(process)
        samples.append(sample)
        pause = max(INTERVAL, SHARE * (time.perf_counter() - sample.at))
        end = time.perf_counter() + pause
        while time.perf_counter() < end and not has_ended():
            time.sleep(0.005)
    return samples


def look(process: int) -> Sample:
    """Return what a process and those it started use now."""
    cpu, largest, height, together = 0.0, 0, 0, 0
    at = time.perf_counter()
    for each in _family(Path(f"/proc/{process}")):
        try:
            times = (each / "stat").read_text().rpartition(")")[2].split()[11:15]
            held = _KILOBYTES.findall((each / "smaps_rollup").read_text())
            held += _KILOBYTES.findall((each / "status").read_text())
        except OSError:  # it has ended meanwhile
            continue
        memory = {name: 1024 * int(number) for name, number in held}
        cpu += sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
        largest = max(largest, memory.get("Rss", 0))
        height = max(height, memory.get("VmHWM", 0))
        together += memory.get("Pss", 0)
    return Sample(at, cpu, largest, height, together)


def _family(process: Path) -> Iterator[Path]:
    yield process
    for children in process.glob("task/*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _family(Path("/proc") / child)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and below it, but those in hidden folders directly in it."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.relative_to(folder).parts[0].startswith("."):
            yield path


def size_of(folder: Path) -> Size:
    """Return how many files there are in a folder and below it (``files_in``), and their bytes."""
    sizes = [file.stat().st_size for file in files_in(folder)]
    return Size(files=len(sizes), bytes=sum(sizes))


def machine() -> list[str]:
    """Return what figures depend on and programs do not say: processors, kernel, Python."""
    kernel = ".".join(platform.release().split(".")[:2])
    return [
        f"{os.cpu_count()} processors",
        f"{platform.system()} {kernel}",
        f"Python {platform.python_version()}",
    ]


def row(*cells: object) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"
