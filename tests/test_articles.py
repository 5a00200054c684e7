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
        "content/2021/10/cho-noi.md:2:7: “02-12-2021” is not a date: which number is the day?",
        "content/2021/10/cho-noi.md:3:1: unknown key “tgas”",
        "content/2021/10/cho-noi.md:4:11: “tags” has an entry without letters",
        "content/2021/10/cho-noi.md:5:9: “status” cannot be “hidden”",
        "content/2021/10/cho-noi.md:6:11: an alias is not a path of this site",
        "content/2021/10/cho-noi.md:7:9: “source” is not a list of “key: value”",
        "content/2021/10/cho-noi.md:8:10: “authors” is not a list",
    ]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("tgas: [a]", "tags"),
        ("Summmary: x", "summary"),
        ("status: drafft", "draft"),
        ("source: {flie: x}", "file"),
        ("corrections: [{dat: 2021, text: x}]", "date"),
    ],
)
def test_a_misspelt_word_gets_a_suggestion(line: str, meant: str) -> None:
    with pytest.raises(UserError, match=f"Did you mean “{meant}”"):
        parse(f"---\ntitle: A\n{line}\n---\n")


@pytest.mark.parametrize(
    ("date", "remedy"),
    [
        ("02-12-2021", "Write 2021-12-02 for 2 December, or 2021-02-12 for 12 February."),
        ("31/12/2021", "Write 2021-12-31."),
        ("2021/12/31", "Write 2021-12-31."),
        ("5.5.2021", "Write 2021-05-05."),
        ("2021-02-30", "Write year-month-day, as exactly as it is known: 2021-12-02T17:33+07:00,"),
        ("hôm qua", "Write year-month-day, as exactly as it is known: 2021-12-02T17:33+07:00,"),
    ],
)
def test_a_date_that_is_none_is_answered_with_what_to_write(date: str, remedy: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(f"---\ntitle: A\ndate: {date}\n---\n")
    assert str(caught.value).splitlines()[-1].strip().startswith(remedy)


OTHERS = {
    "Hugo, YAML": """---
title: Chợ nổi
date: 2021-10-03T08:15:00+07:00
lastmod: 2021-10-05
publishDate: 2021-10-03
expiryDate: 2099-01-01
author: Lê An
categories: [Kinh tế, Thời sự]
tags: [chợ nổi]
description: Tóm tắt
url: /kinh-te/cho-noi.html
slug: cho-noi
draft: true
weight: 3
params: {x: 1}
menu: main
---
""",
    "Hugo, TOML": """+++
title = "Chợ nổi"
date = 2021-10-03T08:15:00+07:00
lastmod = 2021-10-05
publishDate = 2021-10-03
expiryDate = "2099-01-01"
author = "Lê An"
categories = ["Kinh tế", "Thời sự"]
tags = ["chợ nổi"]
description = "Tóm tắt"
aliases = ["/kinh-te/cho-noi.html"]
draft = true
[params]
x = 1
+++
""",
    "Jekyll": """---
layout: post
title: "Chợ nổi"
date: 2021-10-03 08:15:00 +0700
last_modified_at: 2021-10-05
publish_date: 2021-10-03
expires: 2099-01-01
author: Lê An
categories:
  - Kinh tế
  - Thời sự
tags:
  - chợ nổi
excerpt: Tóm tắt
permalink: /kinh-te/cho-noi.html
published: false
comments: true
---
""".replace("publish_date", "publish"),
    "Pelican": """Title: Chợ nổi
Date: 2021-10-03 08:15 +07:00
Modified: 2021-10-05
Publish: 2021-10-03
Expires: 2099-01-01
Authors: Lê An
Category: Kinh tế
Tags: chợ nổi, Thời sự
Slug: cho-noi
Summary: Tóm tắt
Save_as: kinh-te/cho-noi.html
Status: draft
Lang: vi

""",
    "Zola": """+++
title = 'Chợ nổi'
date = 2021-10-03T08:15:00+07:00
updated = 2021-10-05
publish = 2021-10-03
expires = 2099-01-01
authors = ["Lê An"]
description = "Tóm tắt"
aliases = ["kinh-te/cho-noi.html"]
draft = true
in_search_index = true
template = "page.html"
[taxonomies]
categories = ["Kinh tế", "Thời sự"]
tags = ["chợ nổi"]
[extra]
anything = { goes = "here" }
+++
""".replace('"kinh-te', '"/kinh-te'),
}


@pytest.mark.parametrize("generator", OTHERS)
def test_the_front_matter_of_other_generators_is_understood(generator: str) -> None:
    article = parse(OTHERS[generator] + "Bài.").article
    assert (article.title, article.section, article.authors) == ("Chợ nổi", "Kinh tế", ("Lê An",))
    assert article.date.edtf.startswith("2021-10-03T08:15")
    assert article.date.time == "08:15+07:00"
    assert article.updated is not None
    assert article.updated.edtf == "2021-10-05"
    assert article.publish is not None
    assert article.publish.edtf == "2021-10-03"
    assert article.expires is not None
    assert article.tags == ("chợ nổi", "Thời sự")
    assert article.summary == "Tóm tắt"
    assert article.aliases == ("/kinh-te/cho-noi.html",)
    assert article.status == "draft"
    assert article.lede == "Tóm tắt"


def test_names_with_commas_are_divided_by_semicolons() -> None:
    article = parse("---\ntitle: A\nauthors: An, Lê; Bình, Trần\ntags: a, b\n---\n").article
    assert article.authors == ("An, Lê", "Bình, Trần")
    assert article.tags == ("a", "b")


def test_our_own_name_of_a_thing_counts_before_anothers() -> None:
    found = parse("---\ntitle: A\ndescription: Một\nsummary: Hai\n---\n").article
    assert found.summary == "Hai"
    assert complaints("---\ntitle: A\nauthor: B\nbyline: C\n---\n") == [
        "content/2021/10/cho-noi.md:4:1: “byline” says again what “author” says"
    ]


def test_an_address_of_old_that_is_the_articles_own_is_no_alias() -> None:
    assert parse("---\ntitle: A\nurl: /2021/10/cho-noi/\n---\n").article.aliases == ()
    assert parse("---\ntitle: A\npermalink: /:year/:title/\n---\n").article.aliases == ()


def test_the_page_of_a_list_in_other_generators_is_no_article() -> None:
    with pytest.raises(UserError, match=r"an introduction belongs into \[sections\]"):
        parse("---\ntitle: A\n---\n", "2021/_index.md")


def test_a_slug_that_is_not_the_files_name_is_told() -> None:
    with pytest.raises(UserError, match=r"rename it to cho-moi\.md"):
        parse("---\ntitle: A\nslug: cho-moi\n---\n")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Chợ *nổi*\n\nBài.", "Chợ nổi", "Bài."),
        ("---\ndate: 2021\n---\n\n# Chợ nổi #\nBài.", "Chợ nổi", "Bài."),
        ("---\ntitle: Chợ nổi\n---\n# Chợ nổi\n\nBài.", "Chợ nổi", "Bài."),
        ("---\ntitle: Chợ\n---\n## Chợ nổi\n\nBài.", "Chợ", "Chợ nổi\nBài."),
    ],
)
def test_a_heading_above_the_text_is_a_title(text: str, title: str, body: str) -> None:
    found = parse(text)
    assert (found.article.title, found.body.text) == (title, body)


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2021-10-03-cho-noi.md", "2021-10-03"),
        ("tin/2021-10-03_cho-noi/index.md", "2021-10-03"),
        ("2021-13-03-cho-noi.md", "XXXX"),
        ("2021/10/cho-noi.md", "XXXX"),
    ],
)
def test_a_file_that_is_called_by_its_date_needs_no_other(path: str, date: str) -> None:
    assert parse("---\ntitle: A\n---\n", path).article.date.edtf == date
    assert parse("---\ntitle: A\ndate: 1999\n---\n", path).article.date.edtf == "1999"


@pytest.mark.parametrize("when", ["2027", "2027-01", "2027-01-31?", "2027/2028", "XXXX"])
def test_an_embargo_needs_a_day(when: str) -> None:
    [complaint] = complaints(f"---\ntitle: A\npublish: {when}\n---\n")
    assert complaint.endswith("“publish” needs a day that is certain")


def test_links_to_content_files_are_noted() -> None:
    text = (
        "---\ntitle: A\n---\n[x](../a.md#b) [y](b%20c.md) [z](https://example.org/x.md) `[c](c.md)`"
    )
    assert parse(text).article.links == ("2021/a.md", "2021/10/b c.md")


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
