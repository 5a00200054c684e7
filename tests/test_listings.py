"""The front page, and the pages of sections, tags and people: what they say, what changes them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.bylines import is_shared
from generator.checks.links import broken_links
from tests.conftest import SETTINGS, TemporaryArchive, published
from tests.test_trust import text_of


def write(archive: TemporaryArchive, number: int, date: str, **fields: str) -> None:
    archive.article(f"{date[:4]}/bai-{number:03}.md", f"Bài {number:03}", date=date, **fields)


def in_main(page: str, pattern: str) -> list[Any]:
    """Return what the pattern finds in the main part of a page: texts, or tuples of them."""
    return re.findall(pattern, page[page.index("<main") : page.index("</main>")])


class TestTheFrontPage:
    """A newspaper's front, not a list of everything."""

    def test_what_and_when_the_archive_covers(self, newspaper: TemporaryArchive) -> None:
        newspaper.build()
        page = newspaper.page("index.html")
        assert "4 bài, từ năm 2019 đến năm 2021" in text_of(page)
        assert '<label for="find">Tìm trong kho</label>' in page
        assert in_main(page, r'<a href="/archive/(ngay/)">') == ["ngay/"]

    def test_a_lead_story_and_headlines(self, newspaper: TemporaryArchive) -> None:
        newspaper.build()
        page = newspaper.page("index.html")
        [lead] = re.findall(r'<div class="lead">.*?</h3>', page, re.DOTALL)
        assert "Chợ phiên" in lead
        assert '<section class="latest plain"' in page

    def test_an_empty_archive_has_one_too(self, archive: TemporaryArchive) -> None:
        archive.build()
        assert "0 bài" in text_of(archive.page("index.html"))

    def test_an_edit_of_what_it_does_not_show_does_not_touch_it(
        self, archive: TemporaryArchive
    ) -> None:
        for number in range(12):
            write(archive, number, f"2021-03-{20 - number:02}", section="Kinh tế", summary="Một.")
        archive.build()
        for number, shown in ((11, False), (5, False), (0, True)):
            write(archive, number, f"2021-03-{20 - number:02}", section="Kinh tế", summary="Hai.")
            assert ("index.html" in archive.build().changes.changed) is shown, number


class TestSections:
    def test_they_are_introduced(self, newspaper: TemporaryArchive) -> None:
        newspaper.write(
            "archive.toml",
            SETTINGS.replace('sections = ["Kinh tế", "Văn hóa"]\n', "")
            + '[sections]\n"Văn hóa" = "Lễ hội & làng nghề."\n"Kinh tế" = ""\n',
        )
        newspaper.build()
        everything = newspaper.page("chuyen-muc/index.html")
        assert in_main(everything, r'<h2><a href="[^"]+">([^<]+)') == ["Văn hóa", "Kinh tế"]
        for page in (everything, newspaper.page("chuyen-muc/van-hoa/index.html")):
            assert "Lễ hội &amp; làng nghề." in page
        assert in_main(everything, r"Bài|Chợ phiên|Được mùa lúa") == ["Chợ phiên"]

    def test_its_cards_do_not_repeat_it(self, newspaper: TemporaryArchive) -> None:
        newspaper.build()
        page = newspaper.page("chuyen-muc/van-hoa/index.html")
        assert "chuyen-muc/van-hoa/" not in "".join(in_main(page, r'<p class="by">.*'))
        assert "chuyen-muc/van-hoa/" in newspaper.page("chu-de/gom/index.html")


class TestTags:
    def test_what_occurs_with_a_tag_most_first(self, archive: TemporaryArchive) -> None:
        for number, tags in enumerate(("gốm, lò", "gốm, lò, lũ", "lũ", "Gốm, đá")):
            write(archive, number, "2021-03-02", tags=f"[{tags}]")
        archive.build()
        page = archive.page("chu-de/gom/index.html")
        assert (
            re.findall(r'aria-labelledby="together".*?</ul>', page, re.DOTALL)[0].count("<li>") == 3
        )
        assert in_main(page, r'">(đá|lò|lũ)</a> <span class="count">(\d)') == [
            ("lò", "2"),
            ("đá", "1"),
            ("lũ", "1"),
        ]

    def test_it_changes_with_its_own_articles_only(self, archive: TemporaryArchive) -> None:
        for number in range(3):
            write(archive, number, "2021-03-02", tags="[gốm, lò]")
        archive.build()
        write(archive, 4, "2021-03-02", tags="[lò, lũ]")
        changed = archive.build().changes.changed
        assert "chu-de/lo/index.html" in changed
        assert "chu-de/gom/index.html" not in changed

    def test_a_broader_tag_counts_what_is_below_it_once(self, newspaper: TemporaryArchive) -> None:
        newspaper.write(
            "content/tags.yaml",
            "- label: gốm\n  broader: nghề\n- label: Đông Kỳ\n  broader: nghề\n- label: nghề\n",
        )
        newspaper.build()
        assert "3 bài nếu kể cả" in text_of(newspaper.page("chu-de/nghe/index.html"))
        assert "0 bài" not in text_of(newspaper.page("chu-de/nghe/index.html"))
        assert 'nghề</a> <span class="count">3</span>' in newspaper.page("chu-de/index.html")

    def test_few_stand_on_one_page(self, newspaper: TemporaryArchive) -> None:
        newspaper.build()
        page = newspaper.page("chu-de/index.html")
        assert in_main(page, r'<a href="/archive/chu-de/#(\w+)">(.) <span class="count">(\d)') == [
            ("111", "Đ", "1"),
            ("g", "G", "1"),
            ("l", "L", "1"),
        ]
        assert "3 chủ đề" in text_of(page)

    def test_very_many_have_a_page_a_letter(self, archive: TemporaryArchive) -> None:
        tags = [f"{word}{number}" for word in ("an", "ăm", "đê") for number in range(101)]
        write(archive, 1, "2021-03-02", tags=f"[{', '.join(tags)}]")
        write(archive, 2, "2021-03-02", tags="[đê7]")
        archive.build()
        page = archive.page("chu-de/index.html")
        assert in_main(page, r'chu-de/chu-cai/(\w+)/">(.) ') == [
            ("a", "A"),
            ("103", "Ă"),
            ("111", "Đ"),
        ]
        assert in_main(page, r'id="largest".*\n<ul>\n<li><a href="[^"]+">(\w+)') == ["đê7"]
        assert len(in_main(archive.page("chu-de/chu-cai/111/index.html"), "<li>")) == 101
        assert list(broken_links(archive.output, "https://example.org", "/archive")) == []


class TestPeople:
    @pytest.mark.parametrize("byline", ["N.V", "PV", "p.v", "T.H.", "Phóng viên", "Staff writer"])
    def test_initials_and_roles_name_nobody(self, byline: str) -> None:
        assert is_shared(byline) is (byline != "p.v")

    @pytest.mark.parametrize("byline", ["Lê An", "H. Anh", "LÊ AN", "Sông Thu", "Phóng"])
    def test_names_do(self, byline: str) -> None:
        assert not is_shared(byline)

    def test_what_names_nobody_stands_apart(self, newspaper: TemporaryArchive) -> None:
        newspaper.article("a.md", "A", authors="[N.V, Nguyễn Văn]", date="2021-03-02")
        newspaper.build()
        page = newspaper.page("tac-gia/index.html")
        assert in_main(page, r"<h2[^>]*>([^<]+)") == ["L", "N", "T", "Chữ ký tắt, chức danh"]
        assert "kho không đoán họ là ai" in newspaper.page("tac-gia/n-v/index.html")
        assert "kho không đoán" not in newspaper.page("tac-gia/nguyen-van/index.html")

    def test_spellings_years_and_sections(self, newspaper: TemporaryArchive) -> None:
        newspaper.article("a.md", "A", authors="Lê  MAI", date="2021-03-02", section="Kinh tế")
        newspaper.build()
        words = text_of(newspaper.page("tac-gia/le-mai/index.html"))
        assert "3 bài · 2019–2021 · cũng ký là Lê MAI" in words
        assert "Viết cho chuyên mục Kinh tế 2 Văn hóa 1" in words


class TestLongLists:
    @pytest.fixture
    def long(self, archive: TemporaryArchive) -> TemporaryArchive:
        """Return an archive of one section with a full month, a full year and others."""
        for number in range(60):
            write(archive, number, "2021-03-02", section="Kinh tế")
        for number in range(60, 115):
            write(archive, number, f"2020-{1 + number % 2:02}-03", section="Kinh tế")
        write(archive, 200, "2019-01-02", section="Kinh tế")
        for number in range(300, 351):
            archive.article(f"x/{number}.md", f"Chuyện {number}", section="Kinh tế")
        archive.build()
        return archive

    def test_no_page_lists_more_than_fifty(self, long: TemporaryArchive) -> None:
        cards = {
            path: data.count(b'class="card"')
            for path, data in published(long.output).items()
            if path.endswith(".html")
        }
        assert max(cards.values()) == 50
        assert list(broken_links(long.output, "https://example.org", "/archive")) == []

    def test_every_article_is_on_one_of_its_pages(self, long: TemporaryArchive) -> None:
        pages = [
            data.decode()
            for path, data in published(long.output).items()
            if path.startswith("chuyen-muc/kinh-te/") and path.endswith(".html")
        ]
        listed = {url for page in pages for url in in_main(page, r'<h3><a href="([^"]+)"')}
        assert len(listed) == 60 + 55 + 1 + 51

    def test_years_are_divided_no_further_than_they_must_be(
        self, archive: TemporaryArchive
    ) -> None:
        for year, count in ((1987, 3), (1999, 40), (2001, 30), (2004, 1), (2009, 21), (2013, 51)):
            for number in range(count):
                write(archive, year * 100 + number, f"{year}-05-02", section="Kinh tế")
        archive.article("khong-ngay.md", "Không ngày", section="Kinh tế")
        archive.build()
        page = archive.page("chuyen-muc/kinh-te/index.html")
        assert in_main(page, r'kinh-te/([^"]+)/">([^<]+)</a> <span class="count">(\d+)') == [
            ("2013", "Năm 2013", "51"),
            ("2005-2009", "Năm 2005–2009", "21"),
            ("2000-2004", "Năm 2000–2004", "31"),
            ("1990-1999", "Năm 1990–1999", "40"),
            ("1980-1989", "Năm 1980–1989", "3"),
            ("khong-ro-ngay", "Không rõ ngày", "1"),
        ]

    def test_a_year_is_divided_no_further_than_it_must_be(self, archive: TemporaryArchive) -> None:
        for number in range(60):
            write(archive, number, f"2021-{1 + number % 12:02}-02", section="Kinh tế")
        write(archive, 60, "2021", section="Kinh tế")
        archive.build()
        page = archive.page("chuyen-muc/kinh-te/2021/index.html")
        assert in_main(page, r'kinh-te/2021/([^"]+)/">([^<]+)</a> <span class="count">(\d+)') == [
            ("07-12", "Tháng 7 – Tháng 12 năm 2021", "30"),
            ("01-06", "Tháng 1 – Tháng 6 năm 2021", "30"),
            ("khong-ro-thang", "Năm 2021, không rõ tháng", "1"),
        ]

    def test_an_old_article_changes_the_lists_of_its_time(self, long: TemporaryArchive) -> None:
        write(long, 201, "2019-05-02", section="Kinh tế")
        changed = set(long.build().changes.changed)
        lists = {"chuyen-muc/kinh-te/index.html", "chuyen-muc/kinh-te/2010-2019/index.html"}
        assert lists <= changed
        assert not {path for path in changed if re.match("chuyen-muc/kinh-te/202", path)}
