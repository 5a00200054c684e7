"""The pages on which an archive gives account of itself."""

from __future__ import annotations

import re

from tests.conftest import SETTINGS, TemporaryArchive, published

ABOUT, CORRECTIONS, HEALTH = (
    f"{name}/index.html" for name in ("gioi-thieu", "dinh-chinh", "tinh-trang")
)


def text_of(page: str) -> str:
    """Return what a reader sees in the main part of a page."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def corrected(newspaper: TemporaryArchive, number: int, date: str, text: str) -> None:
    newspaper.article(
        f"2018/{number}.md",
        f"Bài {number}",
        date="2018-03-04",
        corrections=f"[{{date: {date}, text: {text}}}]",
    )


def test_every_page_leads_to_them(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    for path, data in published(newspaper.output).items():
        page = data.decode(errors="replace")
        if path.endswith(".html") and 'http-equiv="refresh"' not in page:
            footer = page[page.rindex("<footer>") :]
            for name in ("gioi-thieu", "dinh-chinh", "tinh-trang"):
                assert f'href="/archive/{name}/"' in footer, path


def test_the_page_about_the_archive_says_what_its_settings_and_its_articles_say(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.write(
        "archive.toml",
        SETTINGS
        + """\
        [about]
        scope = \"\"\"
        Bài từ năm 2019,
        trừ <rao vặt>.

        Không có ảnh bìa.
        \"\"\"
        withdrawals = "Khi tòa soạn yêu cầu."
        contact = "kho@example.org"
        """.replace("        ", ""),
    )
    newspaper.build()
    page = newspaper.page(ABOUT)
    assert "<p>Bài từ năm 2019, trừ &lt;rao vặt&gt;.</p>\n<p>Không có ảnh bìa.</p>" in page
    assert '<a href="mailto:kho@example.org">' in page
    words = text_of(page)
    assert "2019–2021" in words
    assert "4 bài" in words
    assert "Khi nào một bài được rút Khi tòa soạn yêu cầu." in words
    assert "Cách đính chính" not in words


def test_corrections_and_withdrawals_stand_newest_first(newspaper: TemporaryArchive) -> None:
    corrected(newspaper, 1, "2018-05-06", "Số liệu là 12.")
    corrected(newspaper, 2, "2023-01-02", "Tên là Lê An.")
    newspaper.build()
    page = newspaper.page(CORRECTIONS)
    assert re.findall(r'<h3><a href="([^"]+)">([^<]+)</a>', page) == [
        ("/archive/2018/2/", "Bài 2"),
        ("/archive/2018/1/", "Bài 1"),
        ("/archive/2020/rut/", "Bài báo, không rõ ngày"),
    ]
    assert "Sai sự thật" in page
    # The headline of what was withdrawn may be what was wrong with it.
    assert "Bài đã rút" not in page


def test_many_corrections_are_listed_by_year(newspaper: TemporaryArchive) -> None:
    for number in range(51):
        corrected(newspaper, number, f"20{19 + number % 2}-01-02", f"Lỗi {number}.")
    newspaper.build()
    assert newspaper.page(CORRECTIONS).count('class="card"') == 50
    assert newspaper.page("dinh-chinh/2020/index.html").count('class="card"') == 25
    assert newspaper.page("dinh-chinh/khong-ro-ngay/index.html").count('class="card"') == 1
    corrected(newspaper, 3, "2020-01-02", "Lỗi khác.")
    changed = {path for path in newspaper.build().changes.changed if path.endswith(".html")}
    assert changed == {"2018/3/index.html", CORRECTIONS, "dinh-chinh/2020/index.html"}


def test_an_archive_without_corrections_says_so(archive: TemporaryArchive) -> None:
    archive.build()
    assert "Chưa có đính chính nào" in text_of(archive.page(CORRECTIONS))


def test_the_state_of_the_archive_is_told_in_numbers(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    rows = re.findall(
        r"<th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td>", newspaper.page(HEALTH)
    )
    assert [(re.sub("<[^>]+>", "", what), n, of) for what, n, of in rows] == [
        ("Không rõ ngày", "1", "4"),
        ("Bài chỉ biết năm", "1", "4"),
        ("Bài có ngày phỏng đoán", "1", "4"),
        ("Bài không rõ tác giả", "2", "4"),
        ("Bài không rõ chuyên mục", "1", "4"),
        ("Bài chưa gắn chủ đề", "1", "4"),
        ("Ảnh không còn trong bản lưu", "1", "2"),
    ]


def test_months_without_articles_between_others_are_gaps(newspaper: TemporaryArchive) -> None:
    newspaper.article("a.md", "A", date="2019-07")
    newspaper.build()
    words = text_of(newspaper.page(HEALTH))
    assert "từ tháng 5 năm 2019 đến tháng 3 năm 2021" in words
    assert "tháng 6 năm 2019 1 tháng tháng 8 năm 2019 – tháng 2 năm 2021 19 tháng" in words


def test_an_archive_of_one_month_has_no_gaps(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", date="2019-07")
    archive.build()
    assert "tháng nào cũng có bài" in text_of(archive.page(HEALTH))


def test_the_state_changes_only_with_its_figures(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    newspaper.article("2021/cho.md", "Chợ phiên họp", date="2021-03-05", section="Văn hóa")
    changed = newspaper.build().changes.changed
    assert "2021/cho/index.html" in changed
    assert not {ABOUT, CORRECTIONS, HEALTH} & set(changed)


def test_a_lost_address_leads_to_the_years(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    page = newspaper.page("404.html")
    assert '<a href="/archive/2021/">2021</a>' in page
    assert page.count("<form") == 1
    newspaper.article("2021/moi.md", "Mới", date="2021-03-04")
    assert "404.html" not in newspaper.build().changes.changed
