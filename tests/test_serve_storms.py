"""The development server in storms of changes: at the end the last one is shown, and none is lost.

Fifty saves here, a thousand by hand: ``BACKISSUE_SAVES=1000 pytest tests/test_serve_storms.py``
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.build import build
from generator.errors import UserError
from generator.proofs import Proofs
from tests.conftest import SETTINGS, TemporaryArchive, published
from tests.runner import git
from tests.serving import Server

SAVES = int(os.environ.get("BACKISSUE_SAVES", "50"))
PAGE = "/archive/2021/cho/"
FILE = "content/2021/cho.md"


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def text(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2021-03-02\n---\nMột đoạn.\n"


@contextlib.contextmanager
def serving(archive: TemporaryArchive) -> Iterator[Server]:
    """Serve, and read all that the server says, so that it need not wait for us."""
    server = Server(archive.root)
    told: list[str] = []
    reader = threading.Thread(target=lambda: told.extend(server.lines), daemon=True)
    reader.start()
    yield server
    assert server.stop_when_read(reader) == 0
    assert "Traceback" not in "".join(told)
    assert "mistake in Backissue" not in "".join(told)


def shows(server: Server, title: str) -> bool:
    return f"<h1>{title}</h1>" in server.get(PAGE)[1] or f">{title}</h1>" in server.get(PAGE)[1]


def assert_as_anew(archive: TemporaryArchive, clean: Path) -> None:
    """Wait until the preview is what a build without any memory makes."""
    state = archive.root / ".backissue"
    aside = clean.parent / "fresh"
    shutil.copytree(archive.root, aside, ignore=shutil.ignore_patterns(".backissue", "public"))
    fresh = TemporaryArchive(aside)
    build(fresh.config, clean, jobs=1, search=False, proofs=Proofs())
    expected = published(clean)
    until(lambda: same(state / "preview", expected))
    shutil.rmtree(aside)
    shutil.rmtree(clean)


def same(folder: Path, expected: dict[str, bytes]) -> bool:
    try:
        return published(folder) == expected
    except OSError:  # replaced at this very moment
        return False


def descriptors(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def threads_and_kilobytes(server: Server) -> tuple[int, int]:
    fields = dict(
        line.split(":", 1)
        for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    )
    return int(fields["Threads"]), int(fields["VmRSS"].split()[0])


SAVING = """\
import sys, time
from pathlib import Path
folder, saves, files = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(saves):
    name = "cho" if number % files == 0 else f"b{number % files}"
    text = f"---\\ntitle: Lần {number}\\ndate: 2021-03-02\\n---\\nMột đoạn.\\n"
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    time.sleep(0.004)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts what a process has, in /proc")
@pytest.mark.parametrize("files", [1, 50])
def test_of_many_saves_in_a_row_the_last_one_is_served(
    newspaper: TemporaryArchive, tmp_path: Path, files: int
) -> None:
    folder = newspaper.root / "content/2021"
    command = [sys.executable, "-c", SAVING, str(folder)]
    with serving(newspaper) as server:
        # What grows at first and then no more is no leak: caches, the pages' own threads.
        subprocess.run([*command, str(max(files, 20)), str(files)], check=True)
        assert_as_anew(newspaper, tmp_path / "clean")
        until(lambda: threads_and_kilobytes(server)[0] < 8)
        before, (_, kilobytes) = descriptors(server), threads_and_kilobytes(server)
        saving = subprocess.Popen([*command, str(SAVES), str(files)])
        while saving.poll() is None:
            status, page = server.get(PAGE)
            assert status == 200
            assert page.endswith("</html>\n") or "</body>" in page
        assert saving.returncode == 0
        last = (SAVES - 1) // files * files
        until(lambda: shows(server, f"Lần {last}"))
        assert_as_anew(newspaper, tmp_path / "clean")
        until(lambda: descriptors(server) <= before + 2)
        assert threads_and_kilobytes(server)[1] < kilobytes * 1.25 + 4_000


def vim(root: Path, title: str) -> None:
    """Save with ``backupcopy=no``: the folder is tried first, and the old file renamed."""
    folder = (root / FILE).parent
    (folder / ".cho.md.swp").write_bytes(b"b0VIM 9.0")
    (folder / "4913").write_bytes(b"")
    (folder / "4913").unlink()
    (root / FILE).rename(folder / "cho.md~")
    (root / FILE).write_text(text(title), encoding="utf-8")
    (folder / "cho.md~").unlink()
    (folder / ".cho.md.swp").unlink()


def emacs(root: Path, title: str) -> None:
    folder = (root / FILE).parent
    (folder / ".#cho.md").symlink_to("an@máy.4711:1790000000")
    (folder / "#cho.md#").write_text(text("Chưa xong"), encoding="utf-8")
    shutil.copy(root / FILE, folder / "cho.md~")
    (root / FILE).write_text(text(title), encoding="utf-8")
    (folder / "#cho.md#").unlink()
    (folder / ".#cho.md").unlink()


def jetbrains(root: Path, title: str) -> None:
    folder = (root / FILE).parent
    (folder / "cho.md___jb_tmp___").write_text(text(title), encoding="utf-8")
    (root / FILE).rename(folder / "cho.md___jb_old___")
    (folder / "cho.md___jb_tmp___").rename(root / FILE)
    (folder / "cho.md___jb_old___").unlink()


def gnome(root: Path, title: str) -> None:
    temporary = (root / FILE).parent / ".goutputstream-X1Y2Z3"
    temporary.write_text(text(title), encoding="utf-8")
    temporary.replace(root / FILE)


def code(root: Path, title: str) -> None:
    """Write into the file itself, in two steps."""
    with (root / FILE).open("w", encoding="utf-8") as file:
        file.write(text(title)[:10])
        file.flush()
        time.sleep(0.02)
        file.write(text(title)[10:])


def finder(root: Path, title: str) -> None:
    folder = (root / FILE).parent
    for name in (".DS_Store", "._cho.md", "._.DS_Store"):
        (folder / name).write_bytes(b"\0\0\0\1Bud1\0")
    (root / FILE).write_text(text(title), encoding="utf-8")


def sync(root: Path, title: str) -> None:
    """Write as Syncthing and rsync do, with the time that the file has elsewhere."""
    temporary = (root / FILE).parent / ".syncthing.cho.md.tmp"
    temporary.write_text(text(title), encoding="utf-8")
    os.utime(temporary, (1_500_000_000, 1_500_000_000))
    temporary.replace(root / FILE)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TemporaryArchive, Server]]:
    archive = TemporaryArchive(tmp_path_factory.mktemp("edited"))
    archive.write("archive.toml", SETTINGS)
    archive.write(FILE, text("Chợ phiên"))
    archive.write("content/2019/lua.md", text("Lúa"))
    with serving(archive) as server:
        yield archive, server


@pytest.mark.parametrize("save", [vim, emacs, jetbrains, gnome, code, finder, sync])
def test_every_editor_s_way_to_save_is_understood(
    edited: tuple[TemporaryArchive, Server], tmp_path: Path, save: Callable[[Path, str], None]
) -> None:
    archive, server = edited
    for time_ in range(2):
        save(archive.root, f"Lưu {save.__name__} {time_}")
        until(lambda: shows(server, f"Lưu {save.__name__} {time_}"))  # noqa: B023 - used at once
    assert_as_anew(archive, tmp_path / "clean")


def moved_away_and_back(archive: TemporaryArchive) -> None:
    content = archive.root / "content"
    (content / "2021").rename(archive.root / "aside")
    time.sleep(0.2)
    (archive.root / "aside").rename(content / "2021")


def renamed_inside(archive: TemporaryArchive) -> None:
    content = archive.root / "content"
    (content / "2021").rename(content / "2022")
    (content / "2022").rename(content / "2023")
    time.sleep(0.2)
    (content / "2023").rename(content / "2021")


def replaced_as_a_whole(archive: TemporaryArchive) -> None:
    content = archive.root / "content"
    content.rename(archive.root / "old")
    shutil.copytree(archive.root / "old", content)
    shutil.rmtree(archive.root / "old")


def gone_for_a_while(archive: TemporaryArchive) -> None:
    content = archive.root / "content"
    content.rename(archive.root / "old")
    time.sleep(0.5)
    (archive.root / "old").rename(content)


def deleted_and_made_again(archive: TemporaryArchive) -> None:
    shutil.copytree(archive.root / "content", archive.root / "old")
    shutil.rmtree(archive.root / "content")
    time.sleep(0.3)
    (archive.root / "old").rename(archive.root / "content")


@pytest.mark.parametrize(
    "change",
    [
        moved_away_and_back, renamed_inside, replaced_as_a_whole, gone_for_a_while,
        deleted_and_made_again,
    ],
)  # fmt: skip
def test_whole_folders_may_move_go_and_come_back(
    edited: tuple[TemporaryArchive, Server],
    tmp_path: Path,
    change: Callable[[TemporaryArchive], None],
) -> None:
    archive, server = edited
    change(archive)
    assert_as_anew(archive, tmp_path / "clean")
    # What is saved in what has come back is noticed.
    archive.write(FILE, text(f"Sau {change.__name__}"))
    until(lambda: shows(server, f"Sau {change.__name__}"))
    archive.write("content/2021/sau/moi.md", text("Thư mục mới"))
    until(lambda: server.get("/archive/2021/sau/moi/")[0] == 200)
    shutil.rmtree(archive.root / "content/2021/sau")
    assert_as_anew(archive, tmp_path / "clean")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_checkouts_of_another_branch_are_followed(
    edited: tuple[TemporaryArchive, Server], tmp_path: Path
) -> None:
    archive, server = edited
    root = archive.root
    archive.write(".gitignore", ".backissue/\npublic/\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    for number in range(40):
        archive.write(f"content/2018/{number}.md", text(f"Bài {number}"))
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=one")
    git(root, "checkout", "--quiet", "-b", "other")
    shutil.rmtree(root / "content/2018")
    archive.write(FILE, text("Nhánh khác"))
    archive.write("content/2017/x.md", text("Chỉ ở nhánh kia"))
    archive.write("templates/404.html", "<p>Nhánh kia</p>")
    archive.write("archive.toml", SETTINGS.replace("Báo Vân Sơn", "Nhánh kia"))
    git(root, "add", "--all", ".")
    git(root, "commit", "--quiet", "--message=two")
    for number in range(8):
        git(root, "checkout", "--quiet", "main" if number % 2 == 0 else "other")
        time.sleep(0.03 * number)
    until(lambda: shows(server, "Nhánh khác"))
    assert_as_anew(archive, tmp_path / "clean")
    for number in range(6):  # as while a branch is rebased, commit by commit
        archive.write(FILE, text(f"Bản {number}"))
        git(root, "commit", "--quiet", "--all", f"--message={number}")
    git(root, "reset", "--quiet", "--hard", "HEAD~3")
    git(root, "stash", "--quiet", "--include-untracked")
    git(root, "checkout", "--quiet", "main")
    git(root, "checkout", "--quiet", "other")
    until(lambda: shows(server, "Bản 2"))
    assert_as_anew(archive, tmp_path / "clean")
    git(root, "checkout", "--quiet", "main")
    shutil.rmtree(root / ".git")
    assert_as_anew(archive, tmp_path / "clean")


def test_what_is_broken_is_told_and_what_is_mended_is_shown(
    edited: tuple[TemporaryArchive, Server], tmp_path: Path
) -> None:
    archive, server = edited
    good = (archive.root / "archive.toml").read_bytes()
    for name, broken in {
        "archive.toml": b"title = [",
        "templates/article.html": b"{% if %}",
        "content/tags.yaml": b"- lable: x\n",
    }.items():
        archive.write(name, broken)
        until(lambda: "backissue-editors" in server.get(PAGE)[1])
        with contextlib.suppress(UserError, OSError):
            archive.build(tmp_path / "unused")
        if name == "archive.toml":
            archive.write(name, good)
        else:
            (archive.root / name).unlink()
        until(lambda: "backissue-editors" not in server.get(PAGE)[1])
    assert_as_anew(archive, tmp_path / "clean")
