"""Files that vanish, change or are locked while they are read: told or built, and right next time.

What is meddled with is meddled with at every single moment at which a build opens it.
"""

from __future__ import annotations

import io
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.errors import UserError
from tests.chaos import digests
from tests.conftest import PIXEL, SETTINGS, TemporaryArchive, needs_fork, published

LONG_AGO = 1_600_000_000
NOBODY = 65534

Act = Callable[[Path], object]


@pytest.fixture
def small(memory: Path) -> TemporaryArchive:
    """Return a built archive of very little, in which something has been edited since."""
    archive = TemporaryArchive(memory / "small")
    archive.write("archive.toml", SETTINGS)
    archive.write("static/x.txt", "x" * 20)
    archive.write("templates/404.html", "<p>Không có</p>")
    archive.write("content/tags.yaml", "- label: gốm\n")
    archive.write("content/2019/lo.png", PIXEL)
    archive.article("2019/a.md", "Bài một", "![Lò.](lo.png)", date="2019-05-14", tags="[gốm]")
    archive.article("2020/b.md", "Bài hai", date="2020-05-14")
    for path in sorted(archive.root.rglob("*")):
        os.utime(path, (LONG_AGO, LONG_AGO))
    archive.build()
    for name, data in {
        "content/2019/lo.png": PIXEL + b"1",
        "content/2020/b.md": b"---\ntitle: Hai\ndate: 2020-05-14\n---\n",
        "static/x.txt": b"y" * 20,
        "templates/404.html": b"<p>Mot</p>",
        "content/tags.yaml": b"- label: lua\n",
    }.items():
        archive.write(name, data)
    return archive


def in_child(work: Callable[[], str]) -> str:
    """Return what the work returns; it is done in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = "it ended in another way"
        try:
            told = work()
        except BaseException as error:  # noqa: BLE001 - it is told by the parent
            told = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, told.encode()[:60_000])
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def build_as_told(archive: TemporaryArchive) -> str:
    """Build, and return "" or what a person is told then; anything else escapes."""
    try:
        archive.build()
    except UserError as error:
        return f"told: {error}"
    except OSError as error:
        return f"told: {error.filename2 or error.filename}: {error.strerror}"
    return ""


def meddled(archive: TemporaryArchive, path: Path, moment: int, act: Act, user: int) -> str:
    """Build in a process of its own, in which ``act`` is done when ``path`` is opened again."""
    reached = False

    def work() -> str:
        left = moment

        def hear(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left, reached
            if event == "open" and str(arguments[0]) == str(path):
                left -= 1
                if left == -1:
                    reached = True
                    act(path)

        if user:
            os.setgid(user)
            os.setuid(user)
        sys.addaudithook(hear)
        return build_as_told(archive) or ("done" if reached else "never")

    return in_child(work)


def vanish(path: Path) -> None:
    path.unlink(missing_ok=True)


def vanish_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n<!-- more -->\n")


def be_cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def change_unseen(path: Path) -> None:
    """Change it so that neither its size nor its time tell."""
    status = path.stat()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"o", b"u").replace(b"y", b"z"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def be_locked(path: Path) -> None:
    path.chmod(0)


ACTS: Mapping[str, Act] = {
    act.__name__: act
    for act in (
        vanish, vanish_with_its_folder, grow, be_cut_off, change_unseen, become_a_folder,
        be_locked,
    )
}  # fmt: skip
FILES = ("content/2020/b.md", "content/2019/lo.png", "static/x.txt", "templates/404.html")


@needs_fork
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("file", FILES)
def test_whatever_happens_to_a_file_while_it_is_read(
    small: TemporaryArchive, memory: Path, file: str, act: str
) -> None:
    if act == "be_locked":
        as_nobody(memory)
    before = published(small.output)
    for moment in itertools.count():
        archive = TemporaryArchive(memory / f"again{moment}")
        shutil.copytree(small.root, archive.root)
        user = 0
        if act == "be_locked":
            as_nobody(archive.root)
            user = NOBODY
        told = meddled(archive, archive.root / file, moment, ACTS[act], user)
        assert told in {"done", "never"} or told.startswith("told: "), told
        if told.startswith("told: "):
            assert published(archive.output) == before, told
        if act == "be_locked" and (archive.root / file).exists():
            (archive.root / file).chmod(0o644)
        assert_lawful(archive, memory / "clean")
        shutil.rmtree(archive.root)
        if told == "never":
            break
    assert moment > 0, "it is never opened"


def assert_lawful(archive: TemporaryArchive, clean: Path) -> None:
    """Build once more, and anew: both are told the same, or are the same."""
    human = digests(archive.root)
    told = build_as_told(archive)
    again = TemporaryArchive(clean)
    shutil.copytree(archive.root, clean, ignore=shutil.ignore_patterns("public", ".backissue"))
    assert told.replace(str(archive.root), "") == build_as_told(again).replace(str(clean), "")
    if not told:
        assert published(archive.output) == published(again.output)
        assert archive.build().written == 0
    assert digests(archive.root) == human
    shutil.rmtree(clean)


def as_nobody(root: Path) -> None:
    """Give all to a user who has no rights; skip where that cannot be done."""
    if os.geteuid() != 0:
        pytest.skip("needs to be root, to become somebody else")
    root.chmod(0o755)
    for path in [root, *root.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)


LOCKED = {
    "content/2020/b.md": 0,
    "content/2020": 0,
    "content": 0,
    "content/2019/lo.png": 0,
    "content/tags.yaml": 0,
    "static": 0,
    "static/x.txt": 0,
    "templates": 0,
    "templates/404.html": 0,
    "archive.toml": 0,
    "public": 0o555,
    "public/2020": 0o555,
    "public/.backissue": 0o555,
    "public/.backissue/manifest.sqlite": 0,
    ".backissue": 0o555,
    ".backissue/cache.sqlite": 0,
    ".backissue/cache.sqlite ": 0o444,
}
"""What may be locked, and what is left of its permissions."""


@needs_fork
@pytest.mark.parametrize("file", LOCKED)
def test_a_permission_that_is_lost_is_told_in_one_sentence(
    small: TemporaryArchive, memory: Path, file: str
) -> None:
    as_nobody(memory)
    before = published(small.output)
    human = digests(small.root)
    locked = small.root / file.strip()
    usual = locked.stat().st_mode
    locked.chmod(LOCKED[file])

    def work() -> str:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        return build_as_told(small)

    told = in_child(work)
    locked.chmod(usual)
    assert told.startswith("told: "), told
    assert "Permission denied" in told or "Read-only" in told or "readonly" in told, told
    assert "\n" not in told.strip() or "problem" not in told
    assert published(small.output) == before
    assert digests(small.root) == human
    assert_lawful(small, memory / "clean")


@needs_fork
@pytest.mark.parametrize("size", [0, 100, 1000, 4096, 8192, 20_000, 33_000, 66_000, 1_000_000])
def test_a_quota_that_is_used_up_is_told(small: TemporaryArchive, memory: Path, size: int) -> None:
    import resource  # noqa: PLC0415 - there is none on Windows, and no fork

    before = published(small.output)

    def work() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return build_as_told(small) or "done"

    told = in_child(work)
    assert told == "done" or "File too large" in told or "No space left" in told, told
    assert told.startswith("told: ") == (size < 33_000), told
    if told != "done":
        assert published(small.output) == before
    assert_lawful(small, memory / "clean")


@needs_fork
@pytest.mark.parametrize(
    "command", [("import", "raw"), ("new", "Chợ đêm"), ("tags", "merge", "lúa", "gốm")]
)
def test_a_quota_that_is_used_up_leaves_no_half_file_of_a_person_s(
    small: TemporaryArchive, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource  # noqa: PLC0415 - as above

    small.write("raw/a.txt", "Phiên chợ đêm ở Bến Nứa\n\nSáng nay, chợ họp đông vui.\n")
    small.write("imports.json", "{}\n")
    monkeypatch.chdir(small.root)
    human = digests(small.root)

    def work() -> str:
        sys.stdout = sys.stderr = io.StringIO()  # pytest's are files as well
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
        return str(main([command[0], "-s", str(small.root), *command[1:]]))

    assert in_child(work) == "1"
    assert digests(small.root) == human
