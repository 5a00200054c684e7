"""What is not shown yet, and what no longer is: embargoes, withdrawals, and nothing that leaks."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.articles import parse_article
from generator.cli import main
from generator.embargo import stand
from generator.languages import load_language
from generator.urls import Urls
from tests.conftest import PIXEL, TemporaryArchive, published

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
URLS = Urls(language=load_language("vi"), style="dir")
PAGE = "khac/mai/index.html"


def status_at(moment: str, **fields: str) -> tuple[str, str | None]:
    """Return the status of an article at a moment, and when that changes."""
    lines = "\n".join(f"{key}: {value}" for key, value in fields.items())
    parsed = parse_article("a.md", f"---\ntitle: A\n{lines}\n---\n", "", URLS, "")
    found = stand([parsed.article], datetime.fromisoformat(moment), HANOI)
    [article] = found.articles
    if found.until is None:
        return article.status, None
    return article.status, found.until.astimezone(UTC).isoformat()[:16]


@pytest.mark.parametrize(
    ("moment", "fields", "status", "until"),
    [
        ("2026-12-31T16:59:59Z", {"publish": "2027-01-01"}, "future", "2026-12-31T17:00"),
        ("2026-12-31T17:00:00Z", {"publish": "2027-01-01"}, "published", None),
        ("2027-01-01T00:00Z", {"publish": "2027-01-01T08:30"}, "future", "2027-01-01T01:30"),
        ("2027-01-01T00:00Z", {"publish": "2027-01-01T08:30+09:00"}, "published", None),
        ("2027-01-01T00:00Z", {"expires": "2027-01-02"}, "published", "2027-01-01T17:00"),
        ("2027-01-01T17:00Z", {"expires": "2027-01-02"}, "expired", None),
        ("2027-01-01T00:00Z", {"date": "2027-02"}, "future", "2027-01-31T17:00"),
        ("2027-01-01T00:00Z", {"date": "2027"}, "published", None),
        ("2026-12-31T00:00Z", {"date": "2027~"}, "future", "2026-12-31T17:00"),
        ("2026-06-01T00:00Z", {"date": "XXXX-12-31"}, "published", None),
        ("2026-06-01T00:00Z", {"date": "2027", "publish": "2026-05-01"}, "published", None),
        ("2026-06-01T00:00Z", {"date": "2020", "publish": "2027-01-01", "status": "draft"},
         "draft", None),
        ("2026-06-01T00:00Z", {"publish": "2027-01-01", "status": "withdrawn"},
         "future", "2026-12-31T17:00"),
        ("2026-06-01T00:00Z", {"expires": "2026-01-01", "status": "withdrawn"}, "withdrawn", None),
    ],
)  # fmt: skip
def test_an_article_stands_as_the_archives_clock_says(
    moment: str, fields: dict[str, str], status: str, until: str | None
) -> None:
    assert status_at(moment, **fields) == (status, until)


def test_an_article_appears_and_goes_with_time_alone(newspaper: TemporaryArchive) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2027-01-01T06:00", expires="2027-01-03")
    newspaper.build(clock="2027-01-01T05:59:59+07:00")
    assert not (newspaper.output / PAGE).exists()
    assert newspaper.build(clock="2027-01-01T05:59:59+07:00").rendered == 0
    report = newspaper.build(clock="2027-01-01T06:00+07:00")
    assert PAGE in report.changes.added
    assert newspaper.build(clock="2027-01-02T23:59+07:00").rendered == 0
    newspaper.build(clock="2027-01-03T00:00+07:00")
    page = newspaper.page(PAGE)
    assert "Thời hạn đăng của bài đã hết" in page
    assert "Một đoạn văn." not in page
    assert "/khac/mai/" not in newspaper.page("dinh-chinh/index.html")
    newspaper.build(clock="2027-01-01T05:00+07:00")
    assert not (newspaper.output / PAGE).exists()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Adak"])
def test_the_machines_time_zone_changes_nothing(newspaper: TemporaryArchive, zone: str) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2027-01-01")
    command = [sys.executable, "-m", "generator", "build", "--no-search", "-s", str(newspaper.root)]
    for epoch, is_there in (("1798736399", False), ("1798736400", True)):
        environment = {**os.environ, "TZ": zone, "SOURCE_DATE_EPOCH": epoch}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        assert (newspaper.output / PAGE).exists() is is_there


@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_the_clock_can_be_set(
    newspaper: TemporaryArchive,
    command: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    newspaper.article("khac/mai.md", "Mai", publish="2027-01-01T06:00")
    rest = {"build": ["--no-search", "--json"], "check": [], "list": ["future", "--json"]}[command]
    found = []
    for clock in ("2027-01-01T05:59", "2027-01-01T06:00"):
        assert main([command, "-s", str(newspaper.root), "--clock", clock, *rest]) == 0
        told = capsys.readouterr().out
        if command == "build":
            found.append(json.loads(told)["articles"])
        elif command == "check":
            found.append(int(told.split()[0]))
        else:
            found.append(5 - len(json.loads(told)))
    assert found == [4, 5]


def test_source_date_epoch_is_the_clock(
    newspaper: TemporaryArchive,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ["build", "--no-search", "-s", str(newspaper.root)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")  # 2020-01-01
    assert main(command) == 0
    assert not (newspaper.output / "2021/cho/index.html").exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert main(command) == 2
    assert "“soon” is not a number of seconds since 1970" in capsys.readouterr().err


WORDS = ("Nguyễn Thị Bí Mật", "chuyện riêng", "bimat", "Tòa soạn Kín", "chủ đề kín", "ảnh kín")


def withdrawn(archive: TemporaryArchive, **fields: str) -> None:
    archive.article(
        "2021/kin.md",
        "Một bài về người ta",
        "Đây là chuyện riêng của một nhà.\n\n![ảnh kín](bimat.png)",
        date="2021-05-06",
        authors="[Nguyễn Thị Bí Mật]",
        agency="Tòa soạn Kín",
        section="Kinh tế",
        tags="[chủ đề kín]",
        source="{url: https://bao.example/bimat, file: bimat.html}",
        **fields,
    )


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of an output folder as text, packed ones unpacked, its own notes too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if data[:2] == b"\x1f\x8b":
                data = gzip.decompress(data)
            elif data[:2] in {b"\x78\x9c", b"\x78\xda"}:
                data = zlib.decompress(data)
            yield path.relative_to(folder).as_posix(), data.decode("utf-8", "replace")


@pytest.mark.parametrize("status", ["withdrawn", "expired", "draft", "future"])
def test_nothing_of_what_is_hidden_is_left_anywhere(
    newspaper: TemporaryArchive, status: str
) -> None:
    newspaper.write("content/2021/bimat.png", PIXEL)
    withdrawn(newspaper)
    newspaper.build(search=True)
    before = dict(everything(newspaper.output))
    for word in WORDS:
        assert any(word in name or word in text for name, text in before.items()), word
    assert any("riêng" in text for name, text in before.items() if "pagefind" in name)
    hiding = {
        "withdrawn": {"status": "withdrawn", "reason": "Theo yêu cầu của gia đình"},
        "draft": {"status": "draft"},
        "expired": {"expires": "2022-01-01"},
        "future": {"publish": "2099-01-01"},
    }[status]
    withdrawn(newspaper, **hiding)
    newspaper.build(search=True)
    named = []
    for name, text in everything(newspaper.output):
        for word in (*WORDS, "nguyen-thi-bi-mat", "chu-de-kin"):
            assert word not in name, name
            assert word not in text, (name, word)
        assert "riêng" not in text or "pagefind" not in name, name
        if "Một bài về người ta" in text:
            named.append(name)
    # The headline is left on the tombstone, by which who looks for the article knows it.
    assert named == (["2021/kin/index.html"] if status in {"withdrawn", "expired"} else [])
    listed = "/archive/2021/kin/" in newspaper.page("dinh-chinh/index.html")
    assert listed is (status == "withdrawn")
    if status == "withdrawn":
        assert "Theo yêu cầu của gia đình" in newspaper.page("2021/kin/index.html")
        assert "Theo yêu cầu của gia đình" in newspaper.page("dinh-chinh/index.html")


def test_what_was_withdrawn_is_not_kept_in_the_builds_memory(newspaper: TemporaryArchive) -> None:
    withdrawn(newspaper)
    newspaper.build()
    state = newspaper.root / ".backissue"
    assert any("chuyện riêng" in text for _, text in everything(state))
    withdrawn(newspaper, status="withdrawn", reason="Theo yêu cầu")
    assert main(["build", "--no-search", "-s", str(newspaper.root)]) == 0
    for name, text in everything(state):
        # The names of its pictures are kept, so that they stay hidden.
        for word in set(WORDS) - {"bimat"}:
            assert word not in text, (name, word)
    assert newspaper.page("2021/kin/index.html")


def test_a_tombstone_is_not_for_search_engines_and_leads_on(newspaper: TemporaryArchive) -> None:
    withdrawn(newspaper, status="withdrawn", aliases="[/cu/kin.html]")
    newspaper.build()
    page = newspaper.page("2021/kin/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "application/ld+json" not in page
    assert "citation_" not in page
    assert "/archive/2021/kin/" in newspaper.page("cu/kin.html")
    assert "2021/kin" not in newspaper.page("sitemap-2021.xml")


def test_a_picture_that_another_article_shows_stays(newspaper: TemporaryArchive) -> None:
    newspaper.write("content/2021/bimat.png", PIXEL)
    withdrawn(newspaper, status="withdrawn")
    newspaper.build()
    assert "2021/bimat.png" not in published(newspaper.output)
    newspaper.article("2021/khac.md", "Khác", "![](bimat.png)")
    newspaper.build()
    assert "2021/bimat.png" in published(newspaper.output)
