"""What a change costs: which files of the sample archive it changes, and no others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.cli import main

SAMPLE = Path(__file__).parent.parent
ARTICLE = "2021/05/mot-nam-sau-ngay-thong-cau-ben-pha-cu-thanh-cho-chieu"
BEFORE = "2020/05/cau-tram-thong-xe-chuyen-pha-cuoi-cung-roi-ben"
WITH_TEXT = {
    "feed.json",
    "feed.xml",
    "chuyen-muc/kinh-te/feed.xml",
    "data/articles-2021.csv",
    "data/articles-2021.jsonl",
    "data/datapackage.json",
}
"""What holds the text, or the length, of an article of 2021 about the economy."""

NEW = """\
---
title: Bến phà cũ mở lại
date: 2021-05-20
authors: [Lê Mai]
section: Kinh tế
tags: [sông Trầm]
---
Sáng nay, bến phà cũ mở lại cho khách qua sông.
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sample archive that is built."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE / "content", root / "content")
    shutil.copy(SAMPLE / "archive.toml", root)
    assert main(["build", "-s", str(root), "--json"]) == 0
    return root


def changes(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, set[str]]:
    """Build, and return the files added, changed and removed, those of search as ``search``."""
    capsys.readouterr()
    assert main(["build", "-s", str(root), "--json", "--list"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = {name: set(told[name]) for name in ("added", "changed", "removed")}
    search = {path for paths in found.values() for path in paths if path.startswith("pagefind/")}
    pages = told["pages"]
    assert pages["written"] == len(found["added"] | found["changed"])
    assert pages["planned"] == pages["written"] + pages["unchanged"]
    return {name: paths - search for name, paths in found.items()} | {"search": search}


def test_nothing_changed_changes_nothing(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not any(changes(sample, capsys).values())


def test_an_edited_text_changes_its_page_and_what_holds_the_text(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sample / f"content/{ARTICLE}.md"
    before = file.read_text("utf-8")
    file.write_text(before + "\nThêm một câu.\n", encoding="utf-8")
    found = changes(sample, capsys)
    file.write_text(before, encoding="utf-8")
    assert found["changed"] == {f"{ARTICLE}/index.html"} | WITH_TEXT
    assert found["added"] == found["removed"] == set()
    assert 0 < len(found["search"]) < 20
    assert changes(sample, capsys)["changed"] == found["changed"]


def test_an_article_more_changes_its_neighbours_and_the_lists_it_is_in(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = {
        "2021/05/index.html",
        "2021/index.html",
        "chu-de/song-tram/index.html",
        "chuyen-muc/kinh-te/index.html",
        "ngay/05-20/index.html",
        "tac-gia/le-mai/index.html",
    }
    with_counts = {
        "chu-de/index.html",
        "chuyen-muc/index.html",
        "du-lieu/index.html",
        "gioi-thieu/index.html",
        "index.html",
        "ngay/index.html",
        "tac-gia/index.html",
        "theo-ngay/index.html",
        "tinh-trang/index.html",
    }
    file = sample / "content/2021/05/moi.md"
    file.write_text(NEW, encoding="utf-8")
    more = changes(sample, capsys)
    file.unlink()
    less = changes(sample, capsys)
    assert more["added"] == less["removed"] == {"2021/05/moi/index.html"}
    assert more["removed"] == less["added"] == set()
    assert more["changed"] == less["changed"]
    neighbours = {f"{ARTICLE}/index.html", f"{BEFORE}/index.html"}
    related = {
        "2021/10/bon-nam-sau-tran-lut-dong-van-co-nha-tranh-lu/index.html",
        "khong-ro-ngay/nguoi-ke-chuyen-cuoi-cung-cua-ben-nua/index.html",
    }
    sitemaps = {"sitemap-2021.xml", "sitemap-pages.xml"}
    assert more["changed"] == neighbours | related | lists | with_counts | sitemaps | WITH_TEXT
