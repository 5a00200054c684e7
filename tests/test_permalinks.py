"""The ledger: an address that was ever published stays, leads on, or says what became of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli import main
from generator.permalinks import LEDGER, lasting, lost, read_ledger
from generator.rehearsal import rehearse
from generator.urls import output_path
from tests.conftest import SETTINGS, TemporaryArchive, published


def run(archive: TemporaryArchive, *arguments: str) -> int:
    command, *rest = arguments
    return main([command, "-s", str(archive.root), *rest])


def ledger(archive: TemporaryArchive) -> dict[str, str]:
    return read_ledger(archive.root / LEDGER)


@pytest.fixture
def recorded(newspaper: TemporaryArchive) -> TemporaryArchive:
    """Return the newspaper with a document, and all its addresses written down."""
    newspaper.write("content/2021/bao-cao.pdf", b"%PDF-1.4")
    assert run(newspaper, "permalinks") == 0
    return newspaper


def test_what_is_lasting_is_written_down_with_the_file_it_came_from(
    recorded: TemporaryArchive,
) -> None:
    assert (recorded.root / LEDGER).read_text(encoding="utf-8") == (
        "# Every address that this archive has ever published, and the file that it came from"
        " last.\n"
        '# Written by "backissue permalinks". Keep it in version control, and remove nothing.\n'
        "/\n"
        "/2019/05/gom/\tcontent/2019/05/gom.md\n"
        "/2019/lua/\tcontent/2019/lua.md\n"
        "/2020/rut/\tcontent/2020/rut.md\n"
        "/2021/bao-cao.pdf\tcontent/2021/bao-cao.pdf\n"
        "/2021/cho/\tcontent/2021/cho.md\n"
        "/chu-de/\n"
        "/chu-de/dong-ky/\n"
        "/chu-de/gom/\n"
        "/chu-de/lua/\n"
        "/chuyen-muc/\n"
        "/chuyen-muc/kinh-te/\n"
        "/chuyen-muc/kinh-te/feed.xml\n"
        "/chuyen-muc/van-hoa/\n"
        "/chuyen-muc/van-hoa/feed.xml\n"
        "/cu/gom.html\tcontent/2019/05/gom.md\n"
        "/dinh-chinh/\n"
        "/du-lieu/\n"
        "/feed.json\n"
        "/feed.xml\n"
        "/gioi-thieu/\n"
        "/khac/xua/\tcontent/khac/xua.md\n"
        "/tac-gia/\n"
        "/tac-gia/le-mai/\n"
        "/tac-gia/tran-binh/\n"
        "/theo-ngay/\n"
        "/tim-kiem/\n"
        "/tinh-trang/\n"
    )


@pytest.mark.parametrize("style", ["dir", "html"])
def test_every_lasting_address_is_published(newspaper: TemporaryArchive, style: str) -> None:
    settings = f'{SETTINGS}url_style = "{style}"\n[redirects]\n"/a" = "/feed.xml"\n'
    newspaper.write("archive.toml", settings)
    newspaper.write("content/tags.yaml", "- label: gốm\n  aliases: [đồ đất]\n")
    found = rehearse(newspaper.config)
    urls = lasting(found.archive, newspaper.config, found.media)
    newspaper.build()
    assert {output_path(url) for url in urls} <= published(newspaper.output).keys()
    assert list(lost(urls, found.files)) == []


def test_pages_and_documents_of_static_are_lasting(newspaper: TemporaryArchive) -> None:
    for path in ("cu/index.html", "cu/Tệp.PDF", "cu/anh.png", "robots.txt", ".cu/x.html"):
        newspaper.write(f"static/{path}", "x")
    assert run(newspaper, "permalinks") == 0
    static = {url: file for url, file in ledger(newspaper).items() if file.startswith("static/")}
    assert static == {"/cu/": "static/cu/index.html", "/cu/T%E1%BB%87p.PDF": "static/cu/Tệp.PDF"}
    assert run(newspaper, "check", "--permalinks") == 0
    (newspaper.root / "static/cu/Tệp.PDF").unlink()
    assert run(newspaper, "check", "--permalinks") == 1


def test_an_address_that_would_vanish_fails_the_check_with_its_last_file_and_the_remedy(
    recorded: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(recorded, "check", "--permalinks") == 0
    (recorded.root / "content/2021/cho.md").rename(recorded.root / "content/2021/cho-phien.md")
    assert run(recorded, "check") == 0, "whoever does not ask is not told"
    assert run(recorded, "check", "--permalinks") == 1
    error = capsys.readouterr().err
    assert "/2021/cho/ was published, and would vanish; it was content/2021/cho.md" in error
    assert "aliases: [/2021/cho/]" in error
    assert error.endswith("\n1 problem.\n")


def test_an_alias_a_redirect_or_a_tombstone_keeps_the_promise(recorded: TemporaryArchive) -> None:
    content = recorded.root / "content"
    (content / "2021/cho.md").unlink()
    (content / "2019/lua.md").unlink()
    recorded.article("2021/moi.md", "Chợ mới", aliases="[/2021/cho/]", tags="[lúa]",
                     section="Kinh tế")  # fmt: skip
    recorded.write("archive.toml", f'{SETTINGS}\n[redirects]\n"/2019/lua/" = "/chu-de/lua/"\n')
    recorded.article("khac/xua.md", "Chuyện xưa", status="withdrawn", reason="Trùng")
    assert run(recorded, "check", "--permalinks") == 0


def test_a_document_of_a_withdrawn_article_goes_with_it(
    recorded: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "[Báo cáo](bao-cao.pdf)"
    recorded.article("2021/cho.md", "Chợ", body, section="Kinh tế", status="withdrawn", reason="X")
    assert run(recorded, "check", "--permalinks") == 0, capsys.readouterr().err
    (recorded.root / "content/2021/bao-cao.pdf").unlink()
    assert run(recorded, "check", "--permalinks") == 1


def test_a_file_that_cannot_be_read_has_not_lost_its_address(
    recorded: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded.write("content/2021/cho.md", "---\ntitle: A: b\n---\n")
    assert run(recorded, "check", "--permalinks") == 1
    assert "would vanish" not in capsys.readouterr().err


def test_what_expires_keeps_its_address(recorded: TemporaryArchive) -> None:
    recorded.article("2021/cho.md", "Chợ", section="Kinh tế", expires="2022-01-01")
    recorded.article("2021/khac.md", "Khác", section="Kinh tế")
    assert run(recorded, "check", "--permalinks") == 0
    assert run(recorded, "permalinks") == 0
    assert ledger(recorded)["/2021/cho/"] == "content/2021/cho.md"


def test_a_document_can_be_led_on_from_too(recorded: TemporaryArchive) -> None:
    (recorded.root / "content/2021/bao-cao.pdf").unlink()
    assert run(recorded, "check", "--permalinks") == 1
    redirects = '[redirects]\n"/2021/bao-cao.pdf" = "/2021/cho/"\n'
    recorded.write("archive.toml", f"{SETTINGS}\n{redirects}")
    assert run(recorded, "check", "--permalinks") == 0


def test_an_alias_that_was_published_is_a_promise_too(
    recorded: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded.article("2019/05/gom.md", "Gốm", section="Văn hóa", tags="[Đông Kỳ, gốm]",
                     authors="[Lê Mai, Trần Bình]")  # fmt: skip
    assert run(recorded, "check", "--permalinks") == 1
    assert "/cu/gom.html was published, and would vanish" in capsys.readouterr().err


def test_the_ledger_only_grows(recorded: TemporaryArchive) -> None:
    before = ledger(recorded)
    (recorded.root / "content/2021/cho.md").unlink()
    recorded.article("2022/moi.md", "Mới")
    assert run(recorded, "permalinks") == 0
    assert ledger(recorded) == before | {"/2022/moi/": "content/2022/moi.md"}


def test_a_file_that_moved_is_remembered_at_its_last_place(recorded: TemporaryArchive) -> None:
    (recorded.root / "content/2021/cho.md").unlink()
    recorded.article("2022/cho.md", "Chợ", aliases="[/2021/cho/]")
    assert run(recorded, "permalinks") == 0
    assert ledger(recorded)["/2021/cho/"] == "content/2022/cho.md"


def test_nobody_but_the_command_writes_it_and_only_if_something_is_new(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.build()
    assert run(newspaper, "check", "--permalinks") == 0
    assert run(newspaper, "permalinks", "--dry-run") == 0
    assert not (newspaper.root / LEDGER).exists()
    assert "Add them: backissue permalinks" in capsys.readouterr().out
    assert run(newspaper, "permalinks") == 0
    before = (newspaper.root / LEDGER).stat()
    assert run(newspaper, "permalinks") == 0
    assert (newspaper.root / LEDGER).stat() == before


def test_a_ledger_is_read_however_it_was_merged(recorded: TemporaryArchive) -> None:
    text = (recorded.root / LEDGER).read_text(encoding="utf-8")
    lines = text.splitlines()
    recorded.write(LEDGER, "\r\n".join([*reversed(lines), *lines, "", "/cu/xua/\tcontent/x.md"]))
    assert run(recorded, "permalinks") == 0
    merged = (recorded.root / LEDGER).read_text(encoding="utf-8")
    added = "/cu/xua/\tcontent/x.md\n"
    assert merged == text.replace("/dinh-chinh/\n", f"{added}/dinh-chinh/\n")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_two_branches_that_add_addresses_are_merged_without_a_conflict(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    assert main(["init", str(folder)]) == 0
    archive = TemporaryArchive(folder)

    def git(*arguments: str) -> None:
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607

    def add(title: str) -> None:
        archive.article(f"2021/{title}.md", title)
        assert run(archive, "permalinks") == 0
        git("add", ".")
        git("commit", "-m", title)

    git("init", "-b", "main")
    add("a")
    git("switch", "-c", "other")
    add("b")
    git("switch", "main")
    add("c")
    git("merge", "other")
    assert {"/2021/a/", "/2021/b/", "/2021/c/"} <= ledger(archive).keys()
    assert run(archive, "check", "--permalinks") == 0


def test_a_change_that_loses_everything_is_told_in_short(
    archive: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(60):
        archive.article(f"2021/{number:02}.md", f"Bài {number}")
    assert run(archive, "permalinks") == 0
    archive.write("archive.toml", f'{SETTINGS}url_style = "html"\n')
    assert run(archive, "check", "--permalinks") == 1
    error = capsys.readouterr().err
    assert error.count("was published, and would vanish") == 50
    assert "more of its addresses would vanish" in error
