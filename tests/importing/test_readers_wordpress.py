"""Export files of WordPress: posts and pages with what surrounds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importing.records import RawRecord
from tests.importing.reading import read_all

TEXT = "Sáng nay, chợ Bến Nứa họp phiên đầu tiên sau lũ."
MORE = "Bà con quét bùn suốt hai ngày, nước giếng đã trong."
HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><wp:author><wp:author_login>mai</wp:author_login>
<wp:author_display_name><![CDATA[Lê Mai]]></wp:author_display_name></wp:author>
"""
PICTURE = """\
<item><wp:post_id>{number}</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:post_parent>12</wp:post_parent><wp:status>inherit</wp:status>
<wp:attachment_url>https://bao.vn/up/{name}</wp:attachment_url>
<excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded></item>
"""


def item(content: str, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title>Chợ &amp;amp; lũ</title><link>https://bao.vn/2021/12/cho/</link>"
        f'<dc:creator>mai</dc:creator><guid isPermaLink="false">https://bao.vn/?p=12</guid>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[Chợ họp.]]></excerpt:encoded><wp:post_id>12</wp:post_id>"
        f"<wp:post_date>2021-12-02 17:33:00</wp:post_date>"
        f"<wp:post_date_gmt>2021-12-02 10:33:00</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def export(folder: Path, *items: str) -> list[RawRecord]:
    path = folder / "export.xml"
    path.write_text(f"{HEAD}{''.join(items)}</channel></rss>", encoding="utf-8")
    records, problems = read_all(path)
    assert problems == []
    return records


def test_a_post_says_what_it_is(tmp_path: Path) -> None:
    more = (
        '<category domain="category"><![CDATA[Kinh tế]]></category>'
        '<category domain="category">Uncategorized</category>'
        '<category domain="post_tag">lũ</category>'
        "<wp:comment><wp:comment_approved>1</wp:comment_approved></wp:comment>"
        "<wp:comment><wp:comment_approved>0</wp:comment_approved></wp:comment>"
    )
    [record] = export(tmp_path, item(TEXT, more=more))
    declared = record.declared
    assert record.file == "export.xml#12"
    assert record.url == "https://bao.vn/2021/12/cho/"
    assert record.section == "Kinh tế"
    assert declared.title == "Chợ & lũ"
    assert declared.authors == ("Lê Mai",)
    assert declared.date == "2021-12-02T17:33:00+07:00"
    assert declared.summary == "Chợ họp."
    assert (declared.categories, declared.tags) == (("Kinh tế",), ("lũ",))
    assert declared.aliases == ("/2021/12/cho/",)
    assert declared.comments == 1
    assert not declared.draft


@pytest.mark.parametrize("status", ["draft", "private", "pending", "future"])
def test_what_was_not_public_is_a_draft(tmp_path: Path, status: str) -> None:
    [record] = export(tmp_path, item(TEXT, status=status))
    assert record.declared.draft


def test_only_posts_and_pages_are_articles(tmp_path: Path) -> None:
    kinds = ["post", "page", "nav_menu_item", "revision", "attachment"]
    items = [item(TEXT, kind=kind) for kind in kinds]
    records = export(tmp_path, *items, item(TEXT, status="trash"), item(" "))
    assert [record.file for record in records] == ["export.xml#12", "export.xml#12-2"]


def test_blank_lines_are_paragraphs_and_shortcodes_figures(tmp_path: Path) -> None:
    caption = (
        '[caption id="attachment_13" width="300"]<a href="x"><img class="wp-image-13"'
        ' src="https://bao.vn/up/cho-300x200.jpg" /></a> Gian <em>hàng</em>.[/caption]'
    )
    picture = PICTURE.format(number=13, name="cho.jpg", caption="")
    [record] = export(tmp_path, item(f"{TEXT}\n\n{caption}\n\n{MORE}"), picture)
    assert record.text.split("\n") == [TEXT, "cho.jpg", "Gian hàng.", MORE]
    assert "html: figcaption" in record.marks[3]


def test_blocks_are_html_already(tmp_path: Path) -> None:
    blocks = (
        f"<!-- wp:paragraph -->\n<p>{TEXT}</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:image -->\n"
        '<figure><img src="/up/a.jpg"/><figcaption>Bến.</figcaption></figure>\n<!-- /wp:image -->'
    )
    [record] = export(tmp_path, item(blocks))
    assert record.text.split("\n") == [TEXT, "a.jpg", "Bến."]


@pytest.mark.parametrize("gallery", ['[gallery ids="13,14"]', "[gallery]"])
def test_a_gallery_shows_its_pictures(tmp_path: Path, gallery: str) -> None:
    pictures = [
        PICTURE.format(number=13, name="a.jpg", caption="Một."),
        PICTURE.format(number=14, name="b.jpg", caption="Hai."),
    ]
    [record] = export(tmp_path, item(f"{TEXT}\n\n{gallery}"), *pictures)
    assert record.text.split("\n") == [TEXT, "a.jpg", "Một.", "b.jpg", "Hai."]


def test_the_featured_picture_stands_above(tmp_path: Path) -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        "<wp:meta_value>13</wp:meta_value></wp:postmeta>"
    )
    picture = PICTURE.format(number=13, name="a.jpg", caption="Bến.")
    [record] = export(tmp_path, item(TEXT, more=meta), picture)
    assert record.text.split("\n") == ["a.jpg", "Bến.", TEXT]


def test_characters_that_xml_forbids_are_passed_over(tmp_path: Path) -> None:
    [record] = export(tmp_path, item(f"{TEXT}\x0b\x00"))
    assert record.text == TEXT


def test_an_export_is_read_up_to_where_it_breaks(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(f"{HEAD}{item(TEXT)}<item><title>Ch", encoding="utf-8")
    records, [problem] = read_all(path)
    assert len(records) == 1
    assert "breaks off" in problem.message


def test_entities_do_not_multiply(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    )
    bomb = HEAD.replace("<rss", f"<!DOCTYPE rss [{entities}]><rss")
    path = tmp_path / "export.xml"
    path.write_text(f"{bomb}<item><title>&a9;</title></item></channel></rss>", encoding="utf-8")
    records, problems = read_all(path)
    assert (records, len(problems)) == ([], 1)
