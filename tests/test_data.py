"""The archive as data for researchers, checked by Frictionless."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import Any

import pytest
from frictionless import Package

from tests.conftest import SETTINGS, TemporaryArchive

BASE = "https://example.org/archive"


def rows(archive: TemporaryArchive, year: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.page(f"data/articles-{year}.jsonl").splitlines()]


def cells(archive: TemporaryArchive, year: str) -> list[dict[str, str]]:
    with (archive.output / f"data/articles-{year}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def package(archive: TemporaryArchive) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.page("data/datapackage.json"))
    return found


def test_the_package_and_all_its_files_are_valid(newspaper: TemporaryArchive) -> None:
    newspaper.write("archive.toml", SETTINGS + 'license = "CC BY 4.0, trừ ảnh"\n')
    newspaper.build()
    report = Package(str(newspaper.output / "data/datapackage.json")).validate()
    assert report.flatten(["type", "note"]) == []
    assert report.stats["tasks"] == 6


def test_the_package_has_the_check_sum_of_every_file(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    resources = package(newspaper)["resources"]
    assert [resource["name"] for resource in resources] == [
        f"articles-{year}.{suffix}"
        for year in ("2021", "2019", "undated")
        for suffix in ("jsonl", "csv")
    ]
    for resource in resources:
        data = (newspaper.output / "data" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)


def test_the_package_says_under_what_terms(newspaper: TemporaryArchive) -> None:
    newspaper.write("archive.toml", SETTINGS + 'license = "CC BY 4.0, trừ ảnh"\n')
    newspaper.build()
    terms = [{"path": f"{BASE}/du-lieu/", "title": "CC BY 4.0, trừ ảnh"}]
    assert package(newspaper)["licenses"] == terms
    assert "CC BY 4.0, trừ ảnh" in newspaper.page("du-lieu/index.html")


def test_an_article_is_a_line_with_its_text(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    pottery, rice = rows(newspaper, "2019")
    assert pottery["url"] == f"{BASE}/2019/05/gom/"
    assert pottery["title"] == "Làng gốm Đông Kỳ vào vụ"
    assert pottery["date"] == "2019-05-14T08:15+07:00"
    assert pottery["authors"] == ["Lê Mai", "Trần Bình"]
    assert pottery["tags"] == ["Đông Kỳ", "gốm"]
    assert pottery["text"].startswith("Lò gốm đỏ lửa.")
    assert rice["date"] == "2019~"
    assert rice["kicker"] is None


def test_the_table_has_all_but_the_text(newspaper: TemporaryArchive) -> None:
    newspaper.article(
        "2021/sua.md",
        "Bài sửa",
        date="2021-03-04",
        corrections="[{date: 2021-03-05, text: Sai tên.}, {date: 2021-03, text: Sai số.}]",
    )
    newspaper.build()
    market, corrected = cells(newspaper, "2021")
    assert market.keys() == rows(newspaper, "2021")[0].keys() - {"text"}
    assert corrected["corrections"] == "2021-03-05: Sai tên. | 2021-03: Sai số."
    assert cells(newspaper, "2019")[0]["authors"] == "Lê Mai | Trần Bình"


@pytest.mark.parametrize("title", ["=1+1", "+84 912", "-5 độ", "@vanson"])
def test_no_cell_is_a_formula(archive: TemporaryArchive, title: str) -> None:
    archive.article("2021/a.md", f'"{title}"', date="2021")
    archive.build()
    assert cells(archive, "2021")[0]["title"] == f"'{title}"
    assert rows(archive, "2021")[0]["title"] == title


def test_what_is_not_published_is_not_in_the_data(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert not (newspaper.output / "data/articles-2020.jsonl").exists()
    assert [row["title"] for row in rows(newspaper, "undated")] == ["Chuyện xưa"]


def test_an_edit_rewrites_the_data_of_its_own_year(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    before = package(newspaper)["resources"]
    newspaper.article(
        "2021/cho.md", "Chợ phiên", "Ba từ khác.", date="2021-03-02", section="Kinh tế"
    )
    changed = [path for path in newspaper.build().changes.changed if path.startswith("data/")]
    assert changed == ["data/articles-2021.jsonl", "data/datapackage.json"]
    after = package(newspaper)["resources"]
    assert [r["name"] for r in after if r not in before] == ["articles-2021.jsonl"]


def test_an_archive_without_articles_has_no_package(archive: TemporaryArchive) -> None:
    archive.build()
    assert not (archive.output / "data").exists()
    assert "datapackage.json" not in archive.page("du-lieu/index.html")


def test_every_page_leads_to_feeds_and_data(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert 'href="/archive/du-lieu/"' in newspaper.page("2021/cho/index.html")
    page = newspaper.page("du-lieu/index.html")
    for url in (
        "feed.xml",
        "feed.json",
        "chuyen-muc/kinh-te/feed.xml",
        "data/articles-2019.jsonl",
        "data/articles-undated.csv",
        "data/datapackage.json",
    ):
        assert f'href="/archive/{url}"' in page
