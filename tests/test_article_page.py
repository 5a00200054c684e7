"""What an article's page shows, and in which order."""

from __future__ import annotations

from lxml import html

from tests.conftest import PIXEL, TemporaryArchive


def page_of(archive: TemporaryArchive, path: str) -> html.HtmlElement:
    """Return the main part of a page."""
    [main] = html.fromstring(archive.page(path)).iter("main")
    return main


def text(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_parts_of_an_article_in_their_order(newspaper: TemporaryArchive) -> None:
    newspaper.article(
        "2019/05/gom.md",
        "Làng gốm vào vụ",
        "Lò gốm đỏ lửa.",
        date="2019-05-14",
        updated="2019-05-15",
        kicker="Nghề cũ",
        summary="Mùa này đông khách",
        authors="Lê Mai",
        section="Văn hóa",
        tags="[Đông Kỳ, gốm]",
        corrections="[{date: 2019-06-01, text: Tên lò là Bầu}]",
        source="{url: 'http://bao.example/gom', retrieved: '2020-03-04T05:06:07Z'}",
    )
    newspaper.build()
    found = text(page_of(newspaper, "2019/05/gom/index.html"))
    parts = [
        "Nghề cũ",
        "Làng gốm vào vụ",
        "Mùa này đông khách",
        "Tác giả Lê Mai",
        "Đăng Thứ Ba, 14/05/2019",
        "Cập nhật Thứ Tư, 15/05/2019",
        "Lưu trữ ngày 04/03/2020",
        "Đính chính, 01/06/2019",
        "Tên lò là Bầu",
        "Lò gốm đỏ lửa.",
        "http://bao.example/gom",
        "Đông Kỳ",
        "Bài trước",
        "Cùng thời gian Tháng 5 năm 2019",
        "Bài liên quan Được mùa lúa",
        "Trích dẫn bài này",
        "APA 7",
        "BibTeX RIS CSL-JSON",
    ]
    places = [found.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_lede_that_opens_the_text_is_said_once(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/cho.md", "Chợ", "Chợ *họp* sớm. Đông.", summary="Chợ họp sớm.")
    newspaper.build()
    assert text(page_of(newspaper, "2021/cho/index.html")).count("Chợ họp sớm.") == 1


def test_without_a_kicker_the_section_stands_above_the_headline(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.build()
    main = page_of(newspaper, "2019/05/gom/index.html")
    [kicker] = main.xpath("article/header/p[@class='kicker']/a")
    assert (text(kicker), kicker.get("href")) == ("Văn hóa", "/archive/chuyen-muc/van-hoa/")


def test_when_an_article_was_saved_is_shown_as_it_stands_where_it_is_no_date(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.article("2021/cho.md", "Chợ", date="2021", source="{retrieved: mùa xuân 2022}")
    newspaper.build()
    assert "Lưu trữ ngày mùa xuân 2022" in text(page_of(newspaper, "2021/cho/index.html"))


def test_only_the_very_first_picture_is_loaded_at_once(newspaper: TemporaryArchive) -> None:
    for name in "abc":
        newspaper.write(f"content/2021/{name}.png", PIXEL)
    newspaper.article("2021/cho.md", "Chợ", "![](a.png) ![](b.png)\n\n![](c.png)", date="2021")
    newspaper.build()
    images = page_of(newspaper, "2021/cho/index.html").iter("img")
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_a_withdrawn_article_leads_on(newspaper: TemporaryArchive) -> None:
    newspaper.article(
        "2020/rut.md", "Tên cũ", date="2020-02-03", section="Kinh tế", status="withdrawn"
    )
    newspaper.build()
    page = html.fromstring(newspaper.page("2020/rut/index.html"))
    main = page_of(newspaper, "2020/rut/index.html")
    assert "Tên cũ" in text(main)
    assert "03/02/2020" in text(main)
    links = {link.get("href") for link in main.iter("a")}
    assert {"/archive/chuyen-muc/kinh-te/", "/archive/theo-ngay/", "/archive/tim-kiem/"} <= links
    assert page.xpath("//nav[@class='breadcrumb']//a[@href='/archive/chuyen-muc/kinh-te/']")


def test_a_section_without_published_articles_is_no_way_on(newspaper: TemporaryArchive) -> None:
    newspaper.article("2020/rut.md", "Tên cũ", section="Lạ", status="withdrawn")
    newspaper.build()
    assert "Lạ" not in text(page_of(newspaper, "2020/rut/index.html"))


def test_an_article_is_citable_without_a_file_more(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    main = page_of(newspaper, "2019/05/gom/index.html")
    downloads = main.xpath(".//a[@download]")
    names = [link.get("download") for link in downloads]
    assert names == ["2019-05-gom.bib", "2019-05-gom.ris", "2019-05-gom.json"]
    assert all(str(link.get("href")).startswith("data:") for link in downloads)
