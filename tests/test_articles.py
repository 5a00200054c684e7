"""A content file's front matter: keys, types, meaning, and every mistake at once."""

from __future__ import annotations

import json
import unicodedata

import pytest

from generator.articles import Parsed, parse_article
from generator.errors import UserError
from generator.languages import load_language
from generator.model import Provenance
from generator.urls import Urls

URLS = Urls(language=load_language("vi"), style="dir")


def parse(text: str, path: str = "2021/10/cho-noi.md") -> Parsed:
    return parse_article(path, text, "key", URLS, "/kho")


def complaints(text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        parse(text)
    return [str(problem).splitlines()[0] for problem in caught.value.problems]


def test_a_title_is_enough() -> None:
    article = parse("---\ntitle: Chợ nổi\n---\n").article
    assert (article.title, article.date.edtf, article.status) == ("Chợ nổi", "XXXX", "published")
    assert article.url == "/2021/10/cho-noi/"


def test_everything_an_article_can_say() -> None:
    article = parse(
        """---
title: Khai trương  chợ nổi
date: 2021-10-03T08:15+07:00
date_basis: stated
updated: 2021-10-05
authors: [Lê An, Trần Bình]
agency: VSĐT
kicker: Mùa nước nổi
section: Kinh tế
tags: [chợ nổi, du lịch, Chợ nổi]
summary: Sáng nay.
status: withdrawn
reason: Sai sự thật
corrections: [{date: 2021-10-05, text: Sửa số hộ.}]
aliases: [/old/a.html, /b/]
source: {file: sources/a.txt, sha256: ab12, url: "https://example.org/1", retrieved: 2022-01-01}
---
Đoạn *một*.

![Ảnh](a.jpg)
"""
    ).article
    assert article.title == "Khai trương chợ nổi"
    assert article.authors == ("Lê An", "Trần Bình")
    assert article.tags == ("chợ nổi", "du lịch")
    assert article.source == Provenance(
        file="sources/a.txt", sha256="ab12", url="https://example.org/1", retrieved="2022-01-01"
    )
    assert article.corrections[0].text == "Sửa số hộ."
    assert article.corrections[0].date.edtf == "2021-10-05"
    assert article.aliases == ("/old/a.html", "/b/")
    assert article.pictures == ("a.jpg",)
    assert (article.lede, article.summary, article.reason) == (
        "Sáng nay.",
        "Sáng nay.",
        "Sai sự thật",
    )
    assert article.words == 3


def test_the_lede_is_the_first_paragraph_where_there_is_no_summary() -> None:
    text = "---\ntitle: A\n---\n![Ảnh](a.jpg)\n\n## Đầu đề\n\nĐoạn *một* dài " + "chữ " * 80
    lede = parse(text).article.lede
    assert lede.startswith("Đoạn một dài chữ")
    assert lede.endswith("chữ…")
    assert len(lede) <= 241


@pytest.mark.parametrize(
    ("body", "opens"),
    [
        ("Chợ *nổi* họp sáng nay.", True),
        ("![Ảnh](a.jpg)\n\nChợ nổi họp sáng nay.", True),
        ("Sáng nay, chợ nổi họp.", False),
        ("", False),
    ],
)
def test_a_summary_that_the_text_begins_with_is_noticed(body: str, *, opens: bool) -> None:
    text = f"---\ntitle: A\nsummary: Chợ nổi họp\n---\n{body}\n"
    assert parse(text).article.opens_with_summary is opens


def test_keys_of_other_generators_are_understood() -> None:
    article = parse(
        "---\ntitle: A\nauthor: Lê An, Trần Bình\ncategories: [Kinh tế]\n"
        "description: Tóm tắt\nlastmod: 2021\ndraft: true\n---\n"
    ).article
    assert article.authors == ("Lê An", "Trần Bình")
    assert article.section == "Kinh tế"
    assert article.summary == "Tóm tắt"
    assert article.updated is not None
    assert article.status == "draft"


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    assert complaints(
        "---\ndate: 02-12-2021\ntgas: [a]\ntags: [a, '…']\nstatus: hidden\n"
        "aliases: [../../etc/passwd]\nsource: [x]\nauthors: {a: b}\n---\n"
    ) == [
        "content/2021/10/cho-noi.md: the title is missing",
        "content/2021/10/cho-noi.md:2:7: “02-12-2021” is not a date",
        "content/2021/10/cho-noi.md:3:7: unknown key “tgas”",
        "content/2021/10/cho-noi.md:4:11: “tags” has an entry without letters",
        "content/2021/10/cho-noi.md:5:9: “status” cannot be “hidden”",
        "content/2021/10/cho-noi.md:6:11: an alias is not a path of this site",
        "content/2021/10/cho-noi.md:7:9: “source” is not a list of “key: value”",
        "content/2021/10/cho-noi.md:8:10: “authors” is not a list",
    ]


def test_a_misspelt_key_gets_a_suggestion() -> None:
    with pytest.raises(UserError, match="Did you mean “tags”"):
        parse("---\ntitle: A\ntgas: [a]\n---\n")


@pytest.mark.parametrize(
    "alias", ["relative", "//host/x", "/a/../b", "/a?b", "/a\\b", "/a\nb", "/./a", "/a:b"]
)
def test_an_alias_cannot_leave_the_site(alias: str) -> None:
    found = complaints(f"---\ntitle: A\naliases: [{json.dumps(alias)}]\n---\n")
    assert found[0].endswith("an alias is not a path of this site")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("2021/10/Đường lên bản.md", "/2021/10/duong-len-ban/"),
        ("2021/10/cho-noi/index.md", "/2021/10/cho-noi/"),
        ("index.md", "/index/"),
        ("2021/10/A.MD", "/2021/10/a/"),
    ],
)
def test_the_url_follows_from_the_path(path: str, url: str) -> None:
    assert parse("---\ntitle: A\ndate: 1999\n---\n", path).article.url == url


def test_text_in_another_normal_form_is_the_same_text() -> None:
    text = "---\ntitle: Đường sá\nsection: Kinh tế\n---\nTiếng Việt\n"
    assert parse(unicodedata.normalize("NFD", text)) == parse(text)
