"""What stands around every page: policy, navigation, breadcrumb, footer, languages."""

from __future__ import annotations

import re

import pytest

from generator.config import load_config
from generator.errors import UserError
from tests.conftest import TemporaryArchive

ARTICLE = "2019/05/gom/index.html"


def test_a_page_without_pictures_asks_for_its_style_only(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    page = newspaper.page("2021/cho/index.html")
    assert re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]{5})', page) == [
        "/arch",
        "data:",
    ]
    assert "<img" not in page
    assert re.findall(r"<script ([^>]*)>", page) == ['type="application/ld+json"']  # data


def test_the_policy_lets_a_page_read_its_own_site_and_nothing_else(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.build()
    [policy] = re.findall(r'Security-Policy" content="([^"]+)"', newspaper.page(ARTICLE))
    assert policy == (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; script-src 'none'; form-action 'self'; base-uri 'none'"
    )


def test_the_navigation_says_where_the_reader_is(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    here = '<a href="/archive/tim-kiem/" aria-current="page">Tìm kiếm</a>'
    assert here in newspaper.page("tim-kiem/index.html")
    assert here.replace(' aria-current="page"', "") in newspaper.page(ARTICLE)


def test_the_breadcrumb_ends_with_the_page_itself(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    [trail] = re.findall(r'<nav class="breadcrumb".*?</nav>', newspaper.page(ARTICLE), re.DOTALL)
    assert re.findall(r"<li([^>]*)>(?:<a[^>]*>)?([^<]+)", trail) == [
        ("", "Trang chủ"),
        ("", "Chuyên mục"),
        ("", "Văn hóa"),
        (' aria-current="page"', "Làng gốm Đông Kỳ vào vụ"),
    ]


def test_articles_in_another_language_than_the_interface_are_marked(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.write(
        "archive.toml", 'title = "Old News"\nlanguage = "en"\narticle_language = "vi"\n'
    )
    newspaper.build()
    page = newspaper.page(ARTICLE)
    assert '<html lang="en">' in page
    assert '<h1 lang="vi">' in page
    assert '<div class="body" lang="vi">' in page
    assert '<h3 lang="vi"><a href="/2019/05/gom/">' in newspaper.page("2019/index.html")


def test_one_language_is_said_once(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert newspaper.page(ARTICLE).count(" lang=") == 1


def test_the_language_of_the_articles_is_a_language_tag(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", 'title = "A"\narticle_language = "tiếng Việt"\n')
    with pytest.raises(UserError, match=r"archive.toml:2:1: “tiếng Việt” is not the tag"):
        load_config(archive.root)
