"""A build is one transaction: killed, out of space or in two at once, the site is never half."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.build import build
from tests.conftest import TemporaryArchive, needs_fork, published
from tests.faults import fails_at, killed_at

COMMAND = [sys.executable, "-m", "generator", "build", "--no-search", "--jobs", "1"]


class Edited:
    """A built archive that has been edited since, as often as it is needed."""

    def __init__(self, newspaper: TemporaryArchive, folder: Path) -> None:
        newspaper.build()
        self.before = published(newspaper.output)
        newspaper.article("2021/cho.md", "Chợ mới", date="2021-03-02", aliases="[/cu/cho/]")
        (newspaper.root / "content/2019/lua.md").unlink()
        self._root, self._folder = newspaper.root, folder
        self._numbers = itertools.count()
        again = self.again()
        again.build()
        self.after = published(again.output)
        assert self.after.keys() - self.before.keys()
        assert self.before.keys() - self.after.keys()

    def again(self) -> TemporaryArchive:
        """Return the archive as it was edited, in a place of its own."""
        root = self._folder / str(next(self._numbers))
        shutil.copytree(self._root, root)
        return TemporaryArchive(root)

    def repaired(self, archive: TemporaryArchive) -> bool:
        """Build once more and return whether all is as it should be, and stays so."""
        archive.build()
        whole = published(archive.output) == self.after
        whole &= archive.build().written == 0
        shutil.rmtree(archive.root)
        return whole


@pytest.fixture
def edited(newspaper: TemporaryArchive, memory: Path) -> Edited:
    return Edited(newspaper, memory / "edited")


@needs_fork
def test_killed_at_any_step_the_next_build_repairs_it(edited: Edited) -> None:
    for step in itertools.count():
        archive = edited.again()
        killed = killed_at(step, archive.root, archive.build)
        assert edited.repaired(archive), step
        if not killed:
            break
    assert step > 100


@needs_fork
def test_so_does_the_build_after_a_first_one_that_was_killed(edited: Edited) -> None:
    for step in itertools.count(0, 7):
        archive = edited.again()
        shutil.rmtree(archive.output)
        shutil.rmtree(archive.root / ".backissue")
        killed = killed_at(step, archive.root, archive.build)
        assert edited.repaired(archive), step
        if not killed:
            break
    assert step > 100


@needs_fork
@pytest.mark.parametrize("full", [True, False])
def test_a_disk_that_fails_at_any_step_leaves_the_last_good_site(
    edited: Edited,
    full: bool,  # noqa: FBT001 - a full disk, or a bad one
) -> None:
    for step in itertools.count(0, 3):
        archive = edited.again()
        told = fails_at(step, archive.root, archive.build, full=full)
        assert published(archive.output) == (edited.before if told else edited.after), told
        assert edited.repaired(archive), step
        if told is None:
            break
    assert step > 100


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_killed_while_several_processes_work_the_next_build_is_right_at_once(
    archive: TemporaryArchive, tmp_path: Path
) -> None:
    for number in range(600):
        archive.article(f"2018/{number}.md", f"Bài {number}", date="2018-03-04", tags="[x]")
    state = archive.output / ".backissue"
    for made in (1, 100, 300, 500):
        command = [*COMMAND[:-1], "2", "-s", str(archive.root)]
        process = subprocess.Popen(command)
        while process.poll() is None and staged(state) < made:
            pass
        process.kill()
        process.wait()
    build(archive.config, archive.output, jobs=2, search=False)
    clean = tmp_path / "clean"
    build(archive.config, clean, jobs=1, search=False)
    assert published(archive.output) == published(clean)


def staged(state: Path) -> int:
    """Return how many files wait to be published."""
    try:
        return sum(len(list(folder.iterdir())) for folder in state.glob("staging-*"))
    except FileNotFoundError:  # it has just been published
        return 0


STRACE = shutil.which("strace")


@pytest.mark.skipif(STRACE is None, reason="needs strace")
@pytest.mark.parametrize("call", ["rename", "linkat", "unlink", "rmdir", "mkdir", "pwrite64"])
def test_killed_at_a_system_call_the_next_build_repairs_it(edited: Edited, call: str) -> None:
    for number in (2**power for power in itertools.count()):
        archive = edited.again()
        kill = [f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        trace = [str(STRACE), "-f", "-qq", "-o", os.devnull, "-e", *kill]
        done = run([*trace, *COMMAND, "-s", str(archive.root)])
        assert edited.repaired(archive), number
        if done.returncode == 0:
            break
        assert done.returncode in {-9, 137}
    assert number > 1


def run(
    command: list[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    found = {**os.environ, **(environment or {})}
    return subprocess.run(command, env=found, check=False, capture_output=True, text=True)


def in_own_mounts(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script whose mounts nobody else sees and that end with it; skip where one may not."""
    if sys.platform != "linux" or run(["unshare", "--mount", "true"]).returncode:
        pytest.skip("needs to be root on Linux")
    place = {"PLACE": str(folder), "BUILD": " ".join(COMMAND)}
    return run(["unshare", "--mount", "bash", "-eu", "-c", script], place)


@pytest.mark.parametrize("kilobytes", [0, 4, 16, 32, 64, 96, 128, 160, 192, 256, 512])
def test_a_full_disk_is_told_and_leaves_the_last_good_site(
    edited: Edited, tmp_path: Path, kilobytes: int
) -> None:
    archive = edited.again()
    script = f"""
        mkdir "$PLACE/disk"
        mount -t tmpfs -o size=4m tmpfs "$PLACE/disk"
        cp -a {archive.root}/. "$PLACE/disk"
        free=$(df --output=avail -k "$PLACE/disk" | tail -1)
        head -c $(((free - {kilobytes}) * 1024)) /dev/zero > "$PLACE/disk/filler"
        $BUILD -s "$PLACE/disk" || echo failed >&2
        cp -a "$PLACE/disk/public" "$PLACE/left"
        rm "$PLACE/disk/filler"
        $BUILD -s "$PLACE/disk"
        cp -a "$PLACE/disk/public" "$PLACE/repaired"
    """
    done = in_own_mounts(tmp_path, script)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    failed = done.stderr.endswith("failed\n")
    assert failed == ("No space left on device" in done.stderr), done.stderr
    assert failed == ("Nothing was published." in done.stderr), done.stderr
    assert published(tmp_path / "left") == (edited.before if failed else edited.after)
    assert published(tmp_path / "repaired") == edited.after


@pytest.mark.parametrize("what", ["public", ".backissue", "."])
def test_a_disk_that_may_only_be_read_is_told_and_stays_as_it_is(
    edited: Edited, tmp_path: Path, what: str
) -> None:
    archive = edited.again()
    folder = archive.root / what
    script = f"""
        mount --bind {folder} {folder}
        mount -o remount,bind,ro {folder}
        cd {archive.root}
        if $BUILD; then exit 3; else exit 0; fi
    """
    done = in_own_mounts(tmp_path, script)
    assert done.returncode == 0, done.stdout
    assert "Traceback" not in done.stderr
    assert "Read-only file system" in done.stderr
    assert done.stderr.endswith("\n1 problem. Nothing was published.\n")
    assert published(archive.output) == edited.before
    assert edited.repaired(archive)


def test_of_builds_at_the_same_time_one_writes_and_the_others_say_so(edited: Edited) -> None:
    archive = edited.again()
    command = [*COMMAND, "-s", str(archive.root)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    codes = set()
    for process in processes:
        _, told = process.communicate()
        codes.add(process.returncode)
        assert process.returncode == 0 or "another build is writing here (process" in told
    assert 0 in codes
    assert published(archive.output) == edited.after
    assert edited.repaired(archive)


def test_builds_of_one_archive_into_two_folders_do_not_disturb_each_other(
    edited: Edited, tmp_path: Path
) -> None:
    archive = edited.again()
    outputs = [tmp_path / name for name in "abc"]
    command = [*COMMAND, "-s", str(archive.root), "-o"]
    builds = [subprocess.Popen([*command, str(output)]) for output in outputs]
    assert [build.wait() for build in builds] == [0, 0, 0]
    assert [published(output) == edited.after for output in outputs] == [True, True, True]
    assert edited.repaired(archive)


def orders(edited: Edited, folder: Path) -> TemporaryArchive:
    """Return the edited archive with its files made in the opposite order."""
    source = edited.again().root
    files = sorted(path for path in source.rglob("*") if path.is_file())
    for path in reversed(files):
        if "public" not in path.parts and ".backissue" not in path.parts:
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return TemporaryArchive(folder)


REVERSED = """\
import os, sys
real = os.scandir
class Entries:
    def __init__(self, found): self.found = iter(found)
    def __iter__(self): return self
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
def scandir(*arguments):
    with real(*arguments) as found:
        return Entries(sorted(found, key=lambda entry: entry.name, reverse={reverse}))
os.scandir = scandir
from generator.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_same_archive_gives_the_same_bytes_wherever_and_however_it_is_built(
    edited: Edited, tmp_path: Path
) -> None:
    machines = [
        (edited.again(), False, "1", "UTC", "C", "1"),
        (orders(edited, tmp_path / "in" / "báo cũ"), True, "2", "Pacific/Kiritimati",
         "vi_VN.UTF-8", "2"),
    ]  # fmt: skip
    sites = []
    for number, (archive, reverse, seed, zone, locale, jobs) in enumerate(machines):
        output = tmp_path / f"site{number}"
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        program = [sys.executable, "-c", REVERSED.format(reverse=reverse), "build"]
        options = ["-s", str(archive.root), "-o", str(output), "--jobs", jobs]
        done = run([*program, *options], environment)
        assert done.returncode == 0, done.stderr
        sites.append(published(output))
    assert sites[0] == sites[1]
    assert any(path.startswith("pagefind/") for path in sites[0])


def test_a_shallow_clone_is_as_good_as_a_whole_one(edited: Edited, tmp_path: Path) -> None:
    """No date of the site comes from git, so its history is not needed."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    source = edited.again()
    shutil.rmtree(source.root / "public")
    shutil.rmtree(source.root / ".backissue")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "1"]):
        subprocess.run([*git, *arguments], cwd=source.root, check=True)
    source.article("2022/moi.md", "Mới", date="2022-01-01")
    subprocess.run([*git, "add", "."], cwd=source.root, check=True)
    subprocess.run([*git, "commit", "-qm", "2"], cwd=source.root, check=True)
    shallow = TemporaryArchive(tmp_path / "shallow")
    address = f"file://{source.root}"
    subprocess.run([*git, "clone", "-q", "--depth=1", address, str(shallow.root)], check=True)
    source.build()
    shallow.build()
    assert published(shallow.output) == published(source.output)
