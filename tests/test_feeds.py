"""The feeds, read by those who read feeds."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import jsonschema
import pytest

from tests.conftest import PIXEL, TemporaryArchive

ORIGIN = "https://example.org"
BASE = f"{ORIGIN}/archive"

ADDRESS = {"type": "string", "pattern": r"^https://\S+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": {"type": "string"},
        "language": {"type": "string"},
        "authors": {"$ref": "#/$defs/authors"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string"},
                    "url": ADDRESS,
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string"},
                    "image": ADDRESS,
                    "date_published": MOMENT,
                    "date_modified": MOMENT,
                    "authors": {"$ref": "#/$defs/authors"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
    "$defs": {
        "authors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {"name": {"type": "string"}},
            },
        }
    },
}
"""What https://www.jsonfeed.org/version/1.1/ says of the keys that we write."""


def atom(archive: TemporaryArchive, path: str = "feed.xml") -> Any:  # noqa: ANN401 - untyped library
    found = feedparser.parse((archive.output / path).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def items(archive: TemporaryArchive) -> list[dict[str, Any]]:
    feed = json.loads(archive.page("feed.json"))
    jsonschema.validate(feed, JSON_FEED)
    found: list[dict[str, Any]] = feed["items"]
    return found


def test_atom_says_whose_articles_these_are(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    feed = atom(newspaper).feed
    assert feed.title == "Báo Vân Sơn"
    assert feed.id == "tag:example.org,2000:/archive/"
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{BASE}/feed.xml",
        "alternate": f"{BASE}/",
    }


def test_an_entry_has_its_permalink_authors_and_whole_text(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    entry = atom(newspaper).entries[1]
    assert entry.id == "tag:example.org,2000:/archive/2019/05/gom/"
    assert entry.link == f"{BASE}/2019/05/gom/"
    assert [author.name for author in entry.authors] == ["Lê Mai", "Trần Bình"]
    assert [tag.term for tag in entry.tags] == ["Văn hóa", "Đông Kỳ", "gốm"]
    assert "Lò gốm đỏ lửa." in entry.content[0].value


def test_both_feeds_say_the_same(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    entries = atom(newspaper).entries
    assert [item["id"] for item in items(newspaper)] == [entry.id for entry in entries]
    assert [item["date_published"] for item in items(newspaper)] == [e.published for e in entries]
    assert items(newspaper)[1]["authors"] == [{"name": "Lê Mai"}, {"name": "Trần Bình"}]


def test_links_and_pictures_in_a_feed_have_whole_addresses(archive: TemporaryArchive) -> None:
    archive.write("content/2021/anh.png", PIXEL)
    archive.article("2021/cu.md", "Bài cũ")
    archive.article(
        "2021/moi.md",
        "Bài mới",
        "Xem [bài cũ](cu.md) và [nơi khác](https://example.net/).\n\n"
        '![Một "ảnh".](anh.png)\n\n![Ảnh mất.](mat.png)',
        date="2021-05-04",
    )
    archive.build()
    [item] = items(archive)
    assert f'href="{BASE}/2021/cu/"' in item["content_html"]
    assert 'href="https://example.net/"' in item["content_html"]
    assert item["image"].startswith(f"{BASE}/2021/anh")
    assert f'src="{item["image"]}" alt="Một &quot;ảnh&quot;."' in item["content_html"]
    assert "Ảnh mất." in item["content_html"]
    assert "mat.png" not in item["content_html"]


@pytest.mark.parametrize("date", ["2021-12-24?", "2021-12-24~", "2021-12", "XXXX-12-24", "XXXX"])
def test_a_day_that_is_not_certain_is_no_moment(archive: TemporaryArchive, date: str) -> None:
    archive.article("a.md", "Không chắc ngày", date=f'"{date}"', section="Kinh tế")
    archive.build()
    assert atom(archive).entries == []
    assert atom(archive, "chuyen-muc/kinh-te/feed.xml").entries == []
    assert items(archive) == []


def test_moments_keep_the_day_that_the_newspaper_printed(archive: TemporaryArchive) -> None:
    archive.article("a.md", "Ngày", date="2021-12-02")
    archive.article("b.md", "Giờ", date="2021-12-01T17:33")
    archive.article("c.md", "Nơi khác", date="2021-11-30T17:33Z")
    archive.build()
    assert [entry.published for entry in atom(archive).entries] == [
        "2021-12-02T00:00:00+07:00",
        "2021-12-01T17:33:00+07:00",
        "2021-11-30T17:33:00+00:00",
    ]


@pytest.mark.parametrize(
    ("fields", "updated"),
    [
        ({}, "2021-12-02T00:00:00+07:00"),
        ({"updated": "2021-12-05"}, "2021-12-05T00:00:00+07:00"),
        ({"updated": "2022~"}, "2021-12-02T00:00:00+07:00"),
        ({"corrections": "[{date: 2021-12-09, text: Sai tên.}]"}, "2021-12-09T00:00:00+07:00"),
        ({"corrections": "[{date: 2021-12, text: Sai tên.}]"}, "2021-12-02T00:00:00+07:00"),
        (
            {"updated": "2021-12-09T00:30Z", "corrections": "[{date: 2021-12-09, text: Sai.}]"},
            "2021-12-09T00:30:00+00:00",
        ),
    ],
)
def test_corrections_and_certain_changes_update_an_entry(
    archive: TemporaryArchive, fields: dict[str, str], updated: str
) -> None:
    archive.article("a.md", "Bài", date="2021-12-02", **fields)
    archive.build()
    assert [entry.updated for entry in atom(archive).entries] == [updated]
    assert atom(archive).feed.updated == updated


def test_a_section_has_a_feed_and_says_so(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    feed = atom(newspaper, "chuyen-muc/van-hoa/feed.xml")
    assert feed.feed.title == "Văn hóa – Báo Vân Sơn"
    assert feed.feed.id == "tag:example.org,2000:/archive/chuyen-muc/van-hoa/"
    assert [entry.title for entry in feed.entries] == ["Làng gốm Đông Kỳ vào vụ"]
    assert 'href="/archive/chuyen-muc/van-hoa/feed.xml"' in newspaper.page(
        "chuyen-muc/van-hoa/index.html"
    )


def test_only_a_large_tag_has_a_feed(archive: TemporaryArchive) -> None:
    for number in range(51):
        tags = "[lúa, gốm]" if number else "[lúa]"
        archive.article(f"{number}.md", f"Bài {number}", date="2021-12-02", tags=tags)
    archive.build()
    assert len(atom(archive, "chu-de/lua/feed.xml").entries) == 50
    assert not (archive.output / "chu-de/gom/feed.xml").exists()
    assert "chu-de/gom/feed.xml" not in archive.page("chu-de/gom/index.html")


def test_pages_that_are_files_have_feeds_in_folders(newspaper: TemporaryArchive) -> None:
    settings = 'title = "Báo"\nbase_url = "https://example.org/archive/"\nurl_style = "html"\n'
    newspaper.write("archive.toml", settings)
    newspaper.build()
    feed = atom(newspaper, "chuyen-muc/van-hoa/feed.xml").feed
    assert feed.link == f"{BASE}/chuyen-muc/van-hoa.html"


def test_a_control_character_does_not_break_the_feed(archive: TemporaryArchive) -> None:
    archive.article("a.md", "Bài", "Một\x0b đoạn\x1f văn.", date="2021-12-02")
    archive.build()
    assert "Một đoạn văn." in atom(archive).entries[0].content[0].value
