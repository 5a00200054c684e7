"""An archive that is edited and built while chance kills what works on it.

Each round edits the archive, lets a command run on it and kills that at any moment: all of its
processes, the first only, or one of the others. All the time the published site is read. What
must hold then is in ``Rounds.play``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.conftest import PIXEL, SETTINGS, WIDE, TemporaryArchive, published

__all__ = ["Rounds", "digests", "killed_within", "processes_of", "start"]

PROGRAM = """\
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
import generator.__main__ as command
from generator import workers

def in_threes(work, items, jobs, *sizes, **named):
    return map_batches(work, items, jobs, size=3, worthwhile=2)

map_batches, workers.map_batches = workers.map_batches, in_threes
command.run()
"""
"""The command, which uses several processes for the little that there is to do."""

HUMAN = ("archive.toml", "content", "static", "templates", "permalinks.txt", "imports.json", "raw")
"""What a person wrote, or the archive cannot do without; all else can be made again."""


HOW = ("group", "group", "parent", "worker", "term", "int", "forget")
"""All processes are killed, the first or another one; told to end; or robbed of their memory."""


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of all files that a person wrote."""
    found = {}
    for name in HUMAN:
        top = folder / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                found[path.relative_to(folder).as_posix()] = hashlib.sha256(data).hexdigest()
    return found


def processes_of(leader: int) -> list[int]:
    """Return the processes of the session that this one leads, itself among them."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(entry.name))
    return sorted(found)


class Reader:
    """Reads the published files again and again, as readers do, and notes what it has seen."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.seen: dict[str, set[bytes | None]] = {}
        self._paths: Sequence[str] = ()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)

    @contextlib.contextmanager
    def reading(self, paths: Sequence[str]) -> Iterator[None]:
        self._paths = paths
        self._thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            for path in self._paths:
                try:
                    data: bytes | None = (self.output / path).read_bytes()
                except OSError:
                    data = None
                self.seen.setdefault(path, set()).add(data)
                if self._stopped.is_set():
                    return


class Rounds:
    """One archive, and what chance does to it; the same seed does the same."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - chance, and no secret
        self.archive = TemporaryArchive(folder / "archive")
        self.clean = folder / "clean"
        self.kills = 0
        self.told: dict[str, int] = {}
        self._seconds = 1.0
        self._begin()
        self.archive.build(search=True)
        self.versions = [published(self.archive.output)]

    def _begin(self) -> None:
        archive = self.archive
        archive.write("archive.toml", SETTINGS)
        archive.write("static/robots.txt", "User-agent: *\n")
        archive.write("permalinks.txt", "/2019/0/\tcontent/2019/0.md\n")
        archive.write("imports.json", "{}\n")
        archive.write("content/2019/lo.png", PIXEL)
        for number in range(24):
            self._write(number)

    def _write(self, number: int) -> None:
        pick = self.chance.choice
        self.archive.article(
            f"{2018 + number % 4}/{number}.md",
            f"Bài {number}, bản {self.chance.randrange(10**6)}",
            f"Một đoạn {self.chance.random()}.\n\n![Lò.](lo.png)",
            date=f"{2018 + number % 4}-0{1 + number % 9}-1{number % 7}",
            tags=f"[{pick(['gốm', 'lúa'])}, {pick(['chợ', 'đò'])}]",
            section=pick(["Kinh tế", "Văn hóa"]),
            authors=pick(["Lê An", "Trần Bình"]),
        )

    def edit(self) -> None:
        """Do what people do: one thing, or several."""
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            number = self.chance.randrange(30)
            path = self.archive.root / f"content/{2018 + number % 4}/{number}.md"
            match self.chance.randrange(8):
                case 0:
                    path.unlink(missing_ok=True)
                case 1:
                    picture = self.chance.choice([PIXEL, WIDE]) + bytes([number])
                    self.archive.write(f"content/{2018 + number % 4}/lo.png", picture)
                case 2:
                    title = f"Báo {self.chance.randrange(9)}"
                    self.archive.write("archive.toml", SETTINGS.replace("Báo Vân Sơn", title))
                case 3:
                    self.archive.write("content/tags.yaml", f"- label: gốm {number}\n")
                case 4:
                    self.archive.write("static/x.txt", str(number))
                case _:
                    self._write(number)

    def play(self) -> None:
        """Edit, build and be killed, perhaps twice; then nothing may be lost or wrong."""
        self.edit()
        human = digests(self.archive.root)
        shutil.rmtree(self.clean, ignore_errors=True)
        aside = self._clean_build()
        self.versions.append(aside)
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            self.kill()
            assert digests(self.archive.root) == human
        self.archive.build(search=True)
        assert published(self.archive.output) == aside
        assert self.archive.build(search=True).written == 0
        assert digests(self.archive.root) == human
        self.versions = [aside]

    def _clean_build(self) -> dict[str, bytes]:
        shutil.rmtree(self.clean, ignore_errors=True)
        for name in HUMAN:
            source = self.archive.root / name
            if source.is_dir():
                shutil.copytree(source, self.clean / name)
            elif source.exists():
                self.clean.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, self.clean / name)
        again = TemporaryArchive(self.clean)
        again.build(search=True)
        return published(again.output)

    def kill(self) -> None:
        """Build, and kill it at a moment that chance chooses; look at the site all the while."""
        paths = sorted(set().union(*self.versions))
        self.chance.shuffle(paths)
        reader = Reader(self.archive.output)
        began = time.monotonic()
        wait = self.chance.random() * self._seconds * 1.1
        with reader.reading(paths):
            process = start(self.archive, "build", "--jobs", "2")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=wait)
            how = self.chance.choice(HOW)
            killed = process.poll() is None and self._kill(process.pid, how)
            _, told = process.communicate(timeout=60)
        if killed:
            self.kills += 1
        else:
            how = "done"
            self._seconds = 0.7 * self._seconds + 0.3 * (time.monotonic() - began)
        self.told[how] = self.told.get(how, 0) + 1
        # Ctrl-C before Python has read a line of ours is Python's to tell.
        assert "Traceback" not in told or (how == "int" and "generator" not in told), told
        assert "mistake in Backissue" not in told, told
        if how == "worker":
            assert process.returncode == 0 or "a process was killed from outside" in told, told
        self._all_ended(process.pid)
        self._look(reader.seen)
        self._look({path: {data} for path, data in published(self.archive.output).items()})

    def _kill(self, leader: int, how: str) -> bool:
        """Kill a session, its first process or another one; return whether there was any."""
        numbers = {"term": signal.SIGTERM, "int": signal.SIGINT}
        with contextlib.suppress(ProcessLookupError):
            if how == "forget":  # its memory is deleted, as anybody may at any time
                shutil.rmtree(self.archive.root / ".backissue", ignore_errors=True)
            elif how == "parent":
                os.kill(leader, signal.SIGKILL)
            elif how == "worker":
                others = processes_of(leader)[1:]
                if not others:
                    return False
                os.kill(self.chance.choice(others), signal.SIGKILL)
            else:
                os.killpg(leader, numbers.get(how, signal.SIGKILL))
            return True
        return False

    def _all_ended(self, leader: int) -> None:
        deadline = time.monotonic() + 10
        while processes_of(leader):
            assert time.monotonic() < deadline, "a process has been left behind"
            time.sleep(0.01)

    def _look(self, seen: Mapping[str, set[bytes | None]]) -> None:
        """See to it that what was read of each file is one of its versions, whole."""
        for path, found in seen.items():
            versions = {version.get(path) for version in self.versions}
            assert found <= versions, f"{path} is neither the old file nor the new one"


def start(archive: TemporaryArchive, *arguments: str) -> subprocess.Popen[str]:
    """Start a command on an archive, in a session of its own."""
    command = [sys.executable, "-c", PROGRAM, *arguments, "-s", str(archive.root)]
    return subprocess.Popen(
        command,
        cwd=archive.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def killed_within(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a session after so long, if it has not ended; return whether it was killed."""
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    return False
