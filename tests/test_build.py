"""The build as a whole: what is published, what a change costs, what goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.build import build
from generator.checks.links import broken_links
from generator.errors import UserError
from tests.conftest import TemporaryArchive, published

PAGES = {
    "index.html",
    "404.html",
    "feed.xml",
    "feed.json",
    "opensearch.xml",
    "robots.txt",
    "sitemap.xml",
    "sitemap-2019.xml",
    "sitemap-2021.xml",
    "sitemap-undated.xml",
    "sitemap-pages.xml",
    "2019/index.html",
    "2019/khong-ro-thang/index.html",
    "2019/05/index.html",
    "2019/05/gom/index.html",
    "2019/05/lo.png",
    "2019/lua/index.html",
    "2020/rut/index.html",
    "2021/index.html",
    "2021/03/index.html",
    "2021/cho/index.html",
    "khac/xua/index.html",
    "khong-ro-ngay/index.html",
    "cu/gom.html",
    "chuyen-muc/index.html",
    "chuyen-muc/kinh-te/feed.xml",
    "chuyen-muc/kinh-te/index.html",
    "chuyen-muc/van-hoa/feed.xml",
    "chuyen-muc/van-hoa/index.html",
    "chu-de/index.html",
    "chu-de/dong-ky/index.html",
    "chu-de/gom/index.html",
    "chu-de/lua/index.html",
    "tac-gia/index.html",
    "tac-gia/le-mai/index.html",
    "tac-gia/tran-binh/index.html",
    "theo-ngay/index.html",
    "ngay/index.html",
    "ngay/03-02/index.html",
    "ngay/05-14/index.html",
    "tim-kiem/index.html",
    "gioi-thieu/index.html",
    "dinh-chinh/index.html",
    "tinh-trang/index.html",
    "du-lieu/index.html",
    "data/datapackage.json",
    *(
        f"data/articles-{year}.{kind}"
        for year in (2019, 2021, "undated")
        for kind in ("csv", "jsonl")
    ),
}


def test_the_pages_of_a_small_archive(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    found = {path for path in published(newspaper.output) if not path.startswith("assets/")}
    assert found == PAGES


def test_every_link_and_asset_resolves_under_a_base_path(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    config = newspaper.config
    assert list(broken_links(newspaper.output, config.origin, config.base_path)) == []
    assert 'href="/archive/2019/05/gom/"' in newspaper.page("index.html")


def test_the_html_style_has_no_folders_of_one_file(newspaper: TemporaryArchive) -> None:
    newspaper.write(
        "archive.toml",
        'title = "A"\nbase_url = "https://example.org/archive/"\nurl_style = "html"\n',
    )
    newspaper.build()
    files = set(published(newspaper.output))
    assert {"2019/05/gom.html", "2019/05.html", "chu-de/gom.html", "index.html"} <= files
    assert not {path for path in files if path.endswith("/index.html")}
    config = newspaper.config
    assert list(broken_links(newspaper.output, config.origin, config.base_path)) == []


def test_a_lost_picture_is_told_and_never_a_broken_image(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    page = newspaper.page("2019/05/gom/index.html")
    assert 'src="/archive/2019/05/lo.png"' in page
    assert 'width="1"' in page
    assert "mat.jpg" in page
    assert 'src="mat.jpg"' not in page
    assert "Ảnh đã mất." in page


def test_a_withdrawn_article_is_a_tombstone_and_nothing_else(newspaper: TemporaryArchive) -> None:
    newspaper.article("2020/rut.md", "Tên cũ", "Lời cũ", status="withdrawn", reason="Sai sự thật")
    newspaper.build()
    assert "Sai sự thật" in newspaper.page("2020/rut/index.html")
    for path, data in published(newspaper.output).items():
        assert "Lời cũ".encode() not in data, path
        if path != "2020/rut/index.html":
            assert "Tên cũ".encode() not in data, path
            assert b"2020/rut" not in data or path == "dinh-chinh/index.html", path


def test_a_draft_is_nowhere(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    for path, data in published(newspaper.output).items():
        assert "Bản nháp".encode() not in data, path


def test_an_old_address_leads_to_the_new_one(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    page = newspaper.page("cu/gom.html")
    assert "https://example.org/archive/2019/05/gom/" in page


def test_nothing_changed_nothing_done(newspaper: TemporaryArchive) -> None:
    first = newspaper.build()
    assert first.written == first.planned
    second = newspaper.build()
    assert (second.rendered, second.written, second.removed) == (0, 0, 0)
    assert second.unchanged == first.planned


def test_an_edited_body_changes_its_own_page_and_the_feeds(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/cho.md", "Chợ", "Một.\n\nHai.", date="2021-03-02")
    newspaper.build()
    newspaper.article("2021/cho.md", "Chợ", "Một.\n\nBa.", date="2021-03-02")
    assert newspaper.build().changes.changed == (
        "2021/cho/index.html",
        "data/articles-2021.jsonl",
        "data/datapackage.json",
        "feed.json",
        "feed.xml",
    )


def test_an_edited_template_changes_the_pages_that_use_it(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    newspaper.write("templates/redirect.html", "<p>{{ page.target }}</p>")
    assert newspaper.build().changes.changed == ("cu/gom.html",)


def test_a_build_with_more_processes_is_the_same(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    for number in range(600):
        newspaper.article(
            f"2018/{number}.md", f"Bài {number}", f"Đoạn {number}.", date="2018-03-04", tags="[x]"
        )
    newspaper.build(tmp_path / "one")
    (newspaper.root / ".backissue" / "cache.sqlite").unlink()
    build(newspaper.config, tmp_path / "two", jobs=2, search=False)
    assert published(tmp_path / "one") == published(tmp_path / "two")


def test_clock_locale_and_hash_seed_leave_no_trace(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    sites = []
    for number, (zone, locale) in enumerate([("UTC", "C"), ("Pacific/Kiritimati", "vi_VN.UTF-8")]):
        output = tmp_path / str(number)
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": str(number + 1),
        }
        command = [sys.executable, "-m", "generator", "build", "--no-search", "-o", str(output)]
        subprocess.run([*command, "-s", str(newspaper.root)], env=environment, check=True)
        (newspaper.root / ".backissue" / "cache.sqlite").unlink()
        sites.append(published(output))
    assert sites[0] == sites[1]


def test_all_that_is_wrong_is_told_at_once_and_the_site_stays(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    before = published(newspaper.output)
    newspaper.write("content/a.md", "---\ndate: 2021-02-30\n---\n")
    newspaper.write("content/b.md", b"\xff\xfe")
    newspaper.write("content/c.png", b"no picture")
    with pytest.raises(UserError) as caught:
        newspaper.build()
    told = [f"{p.location}: {p.message.partition(': not an')[0]}" for p in caught.value.problems]
    assert told == [
        "content/a.md: the title is missing",
        "content/a.md:2:7: “2021-02-30” is not a date: 02 has no day 30",
        "content/b.md: not UTF-8 text: invalid start byte at byte 0",
        "content/c.png: this picture cannot be published",
    ]
    assert published(newspaper.output) == before


def test_two_files_with_one_address_are_both_named(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/Cho.md", "Chợ khác")
    newspaper.article("2022/x.md", "Trùng", aliases="[/2019/05/]")
    newspaper.write("static/feed.xml", "mine")
    with pytest.raises(UserError) as caught:
        newspaper.build()
    text = str(caught.value)
    assert "content/2021/cho.md" in text
    assert "content/2021/Cho.md" in text
    assert "content/2022/x.md: has the same address, /2019/05/index.html, as month.html" in text
    assert "static/feed.xml" in text


def test_the_archive_can_have_a_robots_txt_of_its_own(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    newspaper.write("static/robots.txt", "User-agent: *\nDisallow: /\n")
    newspaper.build()
    assert newspaper.page("robots.txt") == "User-agent: *\nDisallow: /\n"
    (newspaper.root / "static/robots.txt").unlink()
    newspaper.build()
    assert newspaper.page("robots.txt").startswith("User-agent: *\nAllow: /\n")


def test_hidden_files_that_hosts_ask_for_are_published(newspaper: TemporaryArchive) -> None:
    newspaper.write("static/.nojekyll", "")
    newspaper.write("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    newspaper.write("static/.DS_Store", "x")
    newspaper.write("static/.env", "secret")
    newspaper.build()
    hidden = {path for path in published(newspaper.output) if path.startswith(".")}
    assert hidden == {".nojekyll", ".well-known/security.txt"}


def test_a_broken_template_is_told_with_its_line(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    before = published(newspaper.output)
    newspaper.write("templates/redirect.html", "<p>\n{{ page.tarjet }}</p>")
    with pytest.raises(UserError, match=r"templates/redirect.html:2: .*tarjet"):
        newspaper.build()
    newspaper.write("templates/redirect.html", "<p>\n{{ page.target }</p>")
    with pytest.raises(UserError, match=r"templates/redirect.html:2: "):
        newspaper.build()
    assert published(newspaper.output) == before


@pytest.mark.parametrize(
    ("mistake", "complaint"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ page.target + 1 }}", "TypeError"),
        ("{{ page.target.nothing.at_all }}", "nothing"),
        ("{{ t('no_such_text') }}", "no_such_text"),
        ("{{ asset('no-such.css') }}", "no-such.css"),
        ("{{ '%z' % 1 }}", "ValueError"),
        ("{% include 'no-such.html' %}", "there is no template “no-such.html”"),
        ("{% include 'redirect.html' %}", "RecursionError"),
    ],
)
def test_whatever_a_template_does_wrong_is_told_with_its_line(
    newspaper: TemporaryArchive, mistake: str, complaint: str
) -> None:
    newspaper.write("templates/redirect.html", f"<p>\n{mistake}</p>")
    with pytest.raises(UserError, match=f"templates/redirect.html:2: .*{re.escape(complaint)}"):
        newspaper.build()


def test_a_template_that_is_no_text_is_told(newspaper: TemporaryArchive) -> None:
    newspaper.write("templates/redirect.html", "Đã dời".encode("utf-16"))
    with pytest.raises(UserError, match=r"templates/redirect.html: not UTF-8 text"):
        newspaper.build()


def test_a_file_where_a_folder_must_be_is_told_before_anything_is_published(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.write("static/feed.xml/x", "x")
    with pytest.raises(UserError) as found:
        newspaper.build()
    assert "/feed.xml, which is the folder of static/feed.xml/x" in str(found.value)
    assert published(newspaper.output) == {}


@pytest.mark.parametrize("address", ["/pagefind/volumes.json", "/pagefind"])
def test_what_the_builder_keeps_for_itself_is_nobodys_address(
    newspaper: TemporaryArchive, address: str
) -> None:
    newspaper.article("2021/cho.md", "Chợ", aliases=f"[{address}]")
    with pytest.raises(UserError, match=r"content/2021/cho.md: .* Backissue keeps for itself"):
        newspaper.build()


@pytest.mark.parametrize("folder", ["content/public", "templates", "static/a/b"])
def test_the_site_is_not_published_into_what_it_is_made_from(
    newspaper: TemporaryArchive, folder: str
) -> None:
    with pytest.raises(UserError, match="which the site is made from"):
        newspaper.build(newspaper.root / folder)
    assert not (newspaper.root / folder).exists()


def test_symbolic_links_are_refused(newspaper: TemporaryArchive) -> None:
    secret = newspaper.write("secret.md", "---\ntitle: Mật\n---\n")
    (newspaper.root / "content" / "link.md").symlink_to(secret)
    with pytest.raises(UserError, match=r"content/link.md: is a symbolic link"):
        newspaper.build()


@pytest.mark.parametrize("damage", [b"", b"x" * 5000])
def test_a_damaged_cache_costs_time_only(newspaper: TemporaryArchive, damage: bytes) -> None:
    newspaper.build()
    before = published(newspaper.output)
    for file in (newspaper.root / ".backissue").glob("cache.sqlite*"):
        file.write_bytes(damage)
    newspaper.article("2022/moi.md", "Bài mới")
    newspaper.build()
    (newspaper.root / "content/2022/moi.md").unlink()
    newspaper.build()
    assert published(newspaper.output) == before
