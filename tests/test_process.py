"""The command as a process: how it is stopped, what it says of its own mistakes, odd machines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.cli import main
from generator.cli.fault import EXIT_CODE
from tests.conftest import TemporaryArchive, needs_fork, published

COMMAND = [sys.executable, "-m", "generator"]

posix = pytest.mark.skipif(os.name != "posix", reason="signals and descriptors of POSIX")


def shell(
    archive: TemporaryArchive, line: str, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """Run a line for a shell in which ``backissue`` is the command, in the archive's folder."""
    found: Mapping[str, str] = {
        name: value
        for name, value in {**os.environ, "PYTHONPATH": str(Path.cwd()), **environment}.items()
        if value is not None
    }
    script = f'backissue() {{ "{sys.executable}" -m generator "$@"; }}\nset -o pipefail\n{line}'
    return subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - whichever bash there is
        cwd=archive.root,
        env=found,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("division by zero, of “x”")


def test_a_mistake_of_ours_is_told_in_one_readable_block(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newspaper.build()
    before = published(newspaper.output)
    newspaper.article("2021/cho.md", "Chợ mới", date="2021-03-02")
    monkeypatch.setattr("generator.build.plan", broken)
    assert main(["build", "--no-search", "-s", str(newspaper.root)]) == EXIT_CODE
    details = newspaper.root / ".backissue/fault.txt"
    assert capsys.readouterr().err == (
        "backissue: a mistake in Backissue itself: ZeroDivisionError: division by zero, of “x”\n"
        f"  Please report it with the details in {details}\n\n"
        "1 problem. Nothing was published.\n"
    )
    assert "Traceback (most recent call last)" in details.read_text("utf-8")
    assert published(newspaper.output) == before


def test_so_is_one_while_the_site_is_published_and_that_is_undone(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newspaper.build()
    before = published(newspaper.output)
    newspaper.article("2021/cho.md", "Chợ mới", date="2021-03-02")
    monkeypatch.setattr("generator.moving.Moves.remove", broken)
    monkeypatch.setattr("generator.publish.in_place", broken)
    assert main(["build", "--no-search", "-s", str(newspaper.root)]) == EXIT_CODE
    assert "Nothing was published." in capsys.readouterr().err
    assert published(newspaper.output) == before


def test_where_nothing_can_be_written_the_details_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.cli.editing.create_archive", broken)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "nowhere"))
    assert main(["init", str(tmp_path / "new")]) == EXIT_CODE
    told = capsys.readouterr().err
    assert "Please report it with these details:\n  | Backissue" in told
    assert all(line.startswith("  | ") for line in told.splitlines()[2:-2])


def test_a_server_goes_on_after_a_mistake_of_ours(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve_once(site: object, _address: object, rebuild: Callable[..., None], _: object) -> None:
        rebuild(())
        assert "ZeroDivisionError" in str(site.problems)  # type: ignore[attr-defined]
        monkeypatch.undo()
        rebuild(())
        assert not site.problems  # type: ignore[attr-defined]

    monkeypatch.setattr("generator.cli.serving.serve", serve_once)
    monkeypatch.setattr("generator.build.plan", broken)
    assert main(["serve", "--no-search", "-s", str(newspaper.root)]) == 0
    assert "The site stays as it was." in capsys.readouterr().err


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_told_to_end_puts_everything_back(
    archive: TemporaryArchive, number: signal.Signals
) -> None:
    for each in range(600):
        archive.article(f"2018/{each}.md", f"Bài {each}", date="2018-03-04", tags="[x]")
    archive.build()
    before = published(archive.output)
    archive.write("archive.toml", 'title = "Tên mới"\nbase_url = "https://example.org/archive/"\n')
    state = archive.output / ".backissue"
    # All of the group: so a terminal does with Ctrl-C, and a CI with a job that takes too long.
    process = subprocess.Popen(
        [*COMMAND, "build", "--no-search", "--jobs", "2", "-s", str(archive.root)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not any(state.glob("staging-*/1*")):
        time.sleep(0.001)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert told == ""
    assert published(archive.output) == before
    assert not any(state.glob("staging-*"))


FORKING = """\
import os, signal, time
from generator.cli.process import stop_in_order
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.{name}))
stop_in_order()
if os.fork() == 0:
    os._exit(0)
time.sleep(20)
print("it goes on")
"""


FREEING = """\
import os, signal, time
from generator.cli.process import stop_in_order
class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        time.sleep(1)
stop_in_order()
freed = Freed()
del freed
time.sleep(20)
print("it goes on")
"""


@needs_fork
@pytest.mark.parametrize("program", [FORKING, FREEING], ids=["starting", "freeing"])
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_where_python_forgets_exceptions_is_not_lost(
    program: str, name: str, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program.format(name=name)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout == ""
    assert "Exception ignored" not in done.stderr
    # Python itself ends as by the signal when nobody catches Ctrl-C.
    assert done.returncode in {code, -(code - 128)}


@needs_fork
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("backissue list undated --json >&-", 0),
        ("backissue build --no-search 2>&-", 0),
        ("backissue build --no-search <&- >&- 2>&-", 0),
        ("backissue check -s /nowhere <&- >&- 2>&-", 2),
        ("backissue tags | head -0", 141),
        ("backissue deploy --help | head -1", 0),
        ("LC_ALL=C PYTHONIOENCODING=ascii PYTHONUTF8=0 backissue deploy --help", 0),
        ("env -u HOME true && unset HOME && backissue build --no-search", 0),
        ("TMPDIR=/nowhere backissue build --no-search", 0),
        ("TMPDIR=/nowhere backissue import content --dry-run", 0),
        ("mkdir x && cd x && rmdir ../x && backissue build --no-search", 2),
        ('mkdir x && cd x && rmdir ../x && backissue build --no-search -s "$OLDPWD"', 0),
        ("backissue new $'a\\xff'", 2),
        ("backissue tags merge $'a\\xff' b", 2),
    ],
)  # fmt: skip
def test_odd_streams_and_machines_lead_to_no_traceback(
    newspaper: TemporaryArchive, line: str, code: int
) -> None:
    done = shell(newspaper, line)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told(newspaper: TemporaryArchive) -> None:
    done = shell(newspaper, "backissue list undated > /dev/full")
    assert done.returncode == 1
    assert done.stderr == "backissue: No space left on device\n\n1 problem.\n"
    assert shell(newspaper, "backissue build --no-search > /dev/full 2> /dev/full").returncode == 1


@posix
def test_what_is_closed_is_not_written_into(newspaper: TemporaryArchive) -> None:
    done = shell(newspaper, "backissue build --no-search >&- 2>&- && backissue build --no-search")
    assert done.returncode == 0
    assert "0 written" in done.stdout


@posix
def test_letters_are_read_whatever_the_locale(newspaper: TemporaryArchive) -> None:
    newspaper.write("content/2021/chợ nổi.md", "---\ntitle: Một\n---\n[x](chợ%20nổi.md)")
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(newspaper, "backissue new 'Chợ đêm' && backissue build --no-search", **old)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("content/khong-ro-ngay/cho-dem.md\n")
    assert "title: Chợ đêm" in (newspaper.root / "content/khong-ro-ngay/cho-dem.md").read_text(
        "utf-8"
    )
    assert (newspaper.output / "2021/cho-noi/index.html").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_current_folder_that_may_only_be_read_is_no_obstacle(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir(mode=0o555)
    done = shell(
        newspaper, f'archive="$PWD"; cd "{here}"; backissue build --no-search -s "$archive"'
    )
    assert done.returncode == 0, done.stderr
