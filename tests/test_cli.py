"""The command as people call it: what it prints, what it exits with."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli import handler, main
from generator.cli.parser import command_parser
from generator.progress import Meter
from generator.timing import SLOWEST
from tests.conftest import TemporaryArchive, published


def run(archive: TemporaryArchive, *arguments: str) -> int:
    command, *rest = arguments
    return main([command, "-s", str(archive.root), *rest])


def handlers(parser: argparse.ArgumentParser) -> Iterator[str]:
    if named := parser.get_default("handler"):
        yield named
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        for inner in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            yield from handlers(inner)


def test_every_command_has_its_handler() -> None:
    found = list(handlers(command_parser()))
    assert len(found) >= 8
    assert all(callable(handler(name)) for name in found)


def test_build_loads_neither_the_importer_nor_the_server() -> None:
    program = (
        "import sys, generator.cli as c; c.handler('building.build_site'); print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "generator.build" in loaded
    assert {"generator.importing", "generator.serve", "watchdog", "rich"}.isdisjoint(loaded)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_nobody_who_reads_on_is_no_mistake(newspaper: TemporaryArchive) -> None:
    command = [sys.executable, "-m", "generator", "tags", "-s", str(newspaper.root)]
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as closed:
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        told = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False, env=env)
    assert (told.returncode, told.stderr) == (141, b"")


def test_build_says_what_it_did(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "build", "--no-search") == 0
    assert capsys.readouterr().out.startswith("4 articles, ")


def test_build_json_counts_and_lists(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "build", "--no-search", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    newspaper.article("2021/cho.md", "Chợ", "Khác.", date="2021-03-02", section="Kinh tế")
    (newspaper.root / "content/khac/xua.md").unlink()
    assert run(newspaper, "build", "--no-search", "--json", "--list") == 0
    second = json.loads(capsys.readouterr().out)
    assert first["articles"] == 4
    assert first["pages"]["written"] == first["pages"]["planned"] == first["pages"]["rendered"]
    assert set(first["seconds"]) == {
        "read",
        "parse",
        "arrange",
        "plan",
        "compare",
        "render",
        "index",
        "publish",
    }
    assert "added" not in first
    assert second["articles"] == 3
    assert second["pages"]["removed"] == len(second["removed"])
    assert "khac/xua/index.html" in second["removed"]
    assert "2021/cho/index.html" in second["changed"]
    assert second["pages"]["unchanged"] + second["pages"]["written"] == second["pages"]["planned"]


def test_the_output_folder_can_be_named(newspaper: TemporaryArchive, tmp_path: Path) -> None:
    assert run(newspaper, "build", "--no-search", "-o", str(tmp_path / "elsewhere")) == 0
    assert "index.html" in published(tmp_path / "elsewhere")
    assert not newspaper.output.exists()


def test_wrong_content_is_exit_code_1(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("content/a.md", "---\ntitle: Giá vàng: tăng\n---\n")
    newspaper.write("content/b.md", "---\ntitle: B\ndate: 31/2/2020\n---\n")
    assert run(newspaper, "build", "--no-search") == 1
    error = capsys.readouterr().err
    assert "content/a.md:2:16: a value with a colon needs quotes" in error
    assert "content/b.md:3:7: “31/2/2020” is not a date" in error
    assert error.endswith("\n2 problems. Nothing was published.\n")
    assert "Traceback" not in error


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "two"],
        ["serve", "--port", "65536"],
        ["build", "--list"],
        ["build", "-s", "nowhere"],
        ["build", "-s", __file__],
        ["build", "-s", ".", "--clock", "soon"],
        ["build", "-s", ".", "--clock", "2027"],
        ["list"],
        ["list", "all"],
        ["check", "--ignore", "everything"],
        ["import"],
        ["new"],
        ["tags", "merge", "a"],
        ["tags", "split"],
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments)
    except SystemExit as ended:  # argparse leaves by itself
        code = int(str(ended.code))
    assert code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["import", "build", "serve", "new", "check", "list", "permalinks", "deploy", "tags", "init"],
)
def test_help_is_short(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    assert len(help_text.splitlines()) <= 24
    assert all(len(line) <= 100 for line in help_text.splitlines())


def test_check_finds_links_that_would_be_broken(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "check") == 0
    assert "4 articles, nothing wrong" in capsys.readouterr().out
    newspaper.article("2021/cho.md", "Chợ", "[đi](/khong-co/) [xa](../2019/lua.md#khong)")
    assert run(newspaper, "check") == 1
    error = capsys.readouterr().err
    assert "content/2021/cho.md:4:6: the link “/archive/khong-co/” leads nowhere" in error
    assert "“/archive/2019/lua/#khong” leads to a place that is not on its page" in error


def test_check_renders_every_template(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("templates/tombstone.html", "{{ page.titel }}")
    assert run(newspaper, "check") == 1
    error = capsys.readouterr().err
    assert "templates/tombstone.html:1: TombstoneView has no “titel”" in error
    assert error.endswith("\n\n1 problem.\n")


def test_check_reads_any_file_that_is_published(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("static/old.html", "<p>Xin chào</p>".encode("utf-16"))
    newspaper.write("static/odd.html", '<img srcset="/archive/a.png 2x, "><a href="http://[">')
    assert run(newspaper, "check") == 1
    error = capsys.readouterr().err
    assert "static/odd.html:1: the link “/archive/a.png” leads nowhere" in error
    assert "static/odd.html:1: the link “http://[” is no address" in error
    assert error.endswith("\n\n2 problems.\n")


def test_check_does_without_a_damaged_cache(newspaper: TemporaryArchive) -> None:
    newspaper.write(".backissue/cache.sqlite", b"x" * 4096)
    assert run(newspaper, "check") == 0


def test_check_publishes_nothing(newspaper: TemporaryArchive) -> None:
    assert run(newspaper, "check") == 0
    assert not newspaper.output.exists()


def test_new_begins_an_article_that_builds(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "new", "Đường mới: lên bản", "--date", "2022-05") == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == newspaper.root / "content/2022/05/duong-moi-len-ban.md"
    assert path.read_text(encoding="utf-8").startswith(
        '---\ntitle: "Đường mới: lên bản"\ndate: 2022-05\n# authors: '
    )
    assert run(newspaper, "new", "Đường mới: lên bản", "--date", "2022-05") == 1
    assert run(newspaper, "new", "Không ngày") == 0
    assert (newspaper.root / "content/khong-ro-ngay/khong-ngay.md").is_file()
    assert run(newspaper, "new", "A", "--date", "31-12-2020") == 2
    assert run(newspaper, "build", "--no-search") == 0


def test_every_line_of_a_new_article_can_be_used(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "new", "Chợ đêm") == 0
    path = Path(capsys.readouterr().out.strip())
    text = path.read_text(encoding="utf-8")
    assert "# section: Kinh tế  # Chuyên mục đã đăng bài, một trong: Kinh tế, Văn hóa." in text
    path.write_text(text.replace("\n# ", "\n"), encoding="utf-8")
    assert run(newspaper, "build", "--no-search") == 0


def test_tags_are_listed_with_their_articles_and_other_forms(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.article("a.md", "A", tags="[Gốm, U.B.N.D.]")
    newspaper.article("b.md", "B", tags="[Ủy ban nhân dân]")
    newspaper.write("content/tags.yaml", "- label: lúa\n  aliases: [thóc]\n")
    assert run(newspaper, "tags") == 0
    assert capsys.readouterr().out == (
        "Đông Kỳ               2\n"
        "gốm                   3  Gốm\n"
        "lúa                   1  thóc\n"
        "U.B.N.D.              1\n"
        "Ủy ban nhân dân       1\n"
        "\n"
        "Probably one tag:\n"
        "  gốm  ←  Gốm  (case)\n"
        "  U.B.N.D.  ←  Ủy ban nhân dân  (abbreviation)\n"
    )
    assert run(newspaper, "tags", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["tags"][1] == {"label": "gốm", "articles": 3, "other_forms": ["Gốm"]}
    assert found["likely_duplicates"][0] == {"keep": "gốm", "drop": "Gốm", "reason": "case"}


def test_two_tags_are_made_one(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    site = ["-s", str(newspaper.root)]
    before = (newspaper.root / "content/khac/xua.md").read_bytes()
    files = "content/2019/05/gom.md\ncontent/khac/xua.md\ncontent/tags.yaml\n"
    assert main(["tags", "merge", "đồ đất", "gốm", "--dry-run", *site]) == 0
    assert capsys.readouterr().out == files
    assert (newspaper.root / "content/khac/xua.md").read_bytes() == before
    assert main(["tags", *site, "merge", "đồ đất", "gốm"]) == 0
    assert capsys.readouterr().out == files
    after = (newspaper.root / "content/khac/xua.md").read_bytes()
    assert after == before.replace("gốm".encode(), "đồ đất".encode())
    assert run(newspaper, "build", "--no-search") == 0
    assert "/archive/chu-de/do-dat/" in newspaper.page("chu-de/gom/index.html")
    assert main(["tags", *site, "merge", "gốm", "gốm"]) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_init_begins_an_archive_that_builds(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my-archive"
    assert main(["init", str(folder), "--language", language]) == 0
    assert main(["build", "--no-search", "-s", str(folder)]) == 0
    assert main(["check", "-s", str(folder)]) == 0
    page = (folder / "public/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert "My archive" in page
    assert (folder / ".gitignore").is_file()
    assert main(["init", str(folder)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert main(["init", str(folder / "archive.toml")]) == 2
    assert "is a file" in capsys.readouterr().err


def test_a_profile_names_templates_pages_and_articles(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "build", "--no-search", "--profile") == 0
    told = capsys.readouterr().out
    assert re.search(r"^ +\d+\.\d\d s +4 × +\d+\.\d\d ms  article\.html$", told, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d\d ms  \S+\.html$", told, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d\d ms  content/2019/05/gom\.md$", told, re.MULTILINE)


def test_a_profile_can_be_had_as_json(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper, "build", "--no-search", "--profile", "--json") == 0
    profile = json.loads(capsys.readouterr().out)["profile"]
    assert profile["templates"]["article.html"]["pages"] == 4
    assert profile["articles"]["content/2019/05/gom.md"] > 0
    assert len(profile["pages"]) == SLOWEST


def test_a_profile_of_nothing_is_empty(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    run(newspaper, "build", "--no-search")
    capsys.readouterr()
    assert run(newspaper, "build", "--no-search", "--profile") == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_a_long_build_shows_how_far_it_is(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr("generator.cli.building.LITTLE", 5)
    monkeypatch.setattr(Meter, "__call__", lambda _self, *news: told.append(news))
    assert run(newspaper, "build", "--no-search") == 0
    assert [stage for stage, _, _ in told] == ["parsing", "rendering"]
    assert all(done == total for _, done, total in told)
