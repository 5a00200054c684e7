"""Search in a real browser: what readers type, and what they expect to find."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from tests.browser import test_search_page as search_page
from tests.browser.conftest import BASE, Reader, Site
from tests.browser.test_pages import KINDS
from tests.browser.test_quality import DESKTOP, PHONE, SHIFTS
from tests.browser.test_search_page import facet, parameters, settled, visit

pytestmark = pytest.mark.browser

POTTERS = "Làng gốm Đông Kỳ đỏ lửa trở lại sau ba mùa lụt"
BRIDGE = "Cầu Trầm thông xe, chuyến phà cuối cùng rời bến"
PASS = "Đèo Gió có trạm cứu hộ đầu tiên"  # noqa: S105 - a mountain pass
MARKET = "Phiên chợ Nà Hẩu đầu năm"


def search(reader: Reader, site: Site, query: str, **chosen: str) -> None:
    """Open the search page, type a query, and wait for its whole answer."""
    visit(reader.page, site, **chosen)
    reader.page.locator("#q").fill(query)
    settled(reader.page, query.strip())


def titles(reader: Reader) -> list[str]:
    return search_page.titles(reader.page)


def status(reader: Reader) -> Locator:
    return reader.page.locator("#status")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("gốm Đông Kỳ", POTTERS),
        ("gom dong ky", POTTERS),
        ("GỐM ĐÔNG KỲ", POTTERS),
        ("Gom Dong Ky", POTTERS),
        ("đèo gió", PASS),
        ("deo gio", PASS),
        ("ĐÈO GIÓ", PASS),
        (unicodedata.normalize("NFD", "Đèo Gió"), PASS),
        ("nà hẩu", MARKET),
        ("na hau", MARKET),
        ("cầu trầm thông xe", BRIDGE),
        ("cau tram thong xe", BRIDGE),
        ('"chuyến phà cuối cùng"', BRIDGE),
        ('"chuyen pha cuoi cung"', BRIDGE),
        ("“chuyến phà cuối cùng”", BRIDGE),
        ("đuốc và đèn pin", MARKET),
        ("duoc va den pin", MARKET),
    ],
)
def test_the_article_is_first(reader: Reader, site: Site, query: str, first: str) -> None:
    search(reader, site, query)
    expect(reader.page.locator("#results h2").first).to_have_text(first)


def test_every_article_is_found_by_its_title_with_and_without_diacritics(
    reader: Reader, site: Site
) -> None:
    lost = []
    for url in site.pages():
        reader.page.goto(site.address + url)
        if reader.page.locator("article .body").count() == 0:
            continue
        title = reader.page.locator("h1").inner_text()
        bare = unicodedata.normalize("NFD", title.replace("đ", "d").replace("Đ", "D"))
        bare = "".join(char for char in bare if not unicodedata.combining(char))
        for query in (title, bare.lower()):
            search(reader, site, query)
            if title not in titles(reader)[:1]:
                lost.append(query)
    assert lost == []


def test_diacritics_that_were_typed_are_meant(reader: Reader, site: Site) -> None:
    rice = "Được mùa lúa nếp trên cánh đồng Mường Tấu"
    search(reader, site, "lửa")
    count = len(titles(reader))
    below = reader.page.locator(".divider + ol h2").all_inner_texts()
    exact = titles(reader)[: count - len(below)]
    assert POTTERS in exact
    assert rice in below
    expect(reader.page.locator(".divider")).to_have_text(f"Khớp khi bỏ dấu: {len(below)}")
    expect(status(reader)).to_contain_text(f"{len(exact)} kết quả đúng dấu")
    expect(status(reader)).to_contain_text(f"{len(below)} kết quả khớp khi bỏ dấu")


def test_without_diacritics_all_spellings_are_equal(reader: Reader, site: Site) -> None:
    search(reader, site, "lua")
    expect(reader.page.locator(".divider")).to_have_count(0)
    assert {POTTERS, "Được mùa lúa nếp trên cánh đồng Mường Tấu"} <= set(titles(reader))


def test_diacritics_that_lead_nowhere_are_forgiven_and_that_is_said(
    reader: Reader, site: Site
) -> None:
    search(reader, site, "gộm đống kỷ")
    expect(reader.page.locator("#results h2").first).to_have_text(POTTERS)
    expect(status(reader)).to_contain_text("không phân biệt dấu")


@pytest.mark.parametrize("query", ["ủy ban xã", "uỷ ban xã"])
def test_the_tone_may_stand_on_either_letter(reader: Reader, site: Site, query: str) -> None:
    search(reader, site, query)
    assert MARKET in titles(reader)


def test_a_phrase_is_a_phrase(reader: Reader, site: Site) -> None:
    search(reader, site, '"lửa đỏ"')
    expect(status(reader)).to_contain_text("Không tìm thấy")
    search(reader, site, "lửa đỏ")
    assert POTTERS in titles(reader)


def test_an_unknown_word_finds_nothing_and_help_is_offered(reader: Reader, site: Site) -> None:
    search(reader, site, "xyzkhông")
    expect(status(reader)).to_contain_text("Không tìm thấy “xyzkhông”.")
    expect(reader.page.locator("#help")).to_be_visible()
    assert titles(reader) == []


def test_a_slip_of_the_finger_is_mended_on_demand(reader: Reader, site: Site) -> None:
    search(reader, site, "cau trmam")
    expect(status(reader)).to_contain_text("Có phải bạn muốn tìm:")
    reader.page.locator("#help").get_by_role("link", name="cau tram", exact=True).click()
    settled(reader.page, "cau tram")
    expect(reader.page.locator("#q")).to_have_value("cau tram")
    expect(reader.page.locator("#results h2").first).to_have_text(BRIDGE)


def test_the_excerpt_is_the_original_text_with_the_hit_marked(reader: Reader, site: Site) -> None:
    search(reader, site, "duoc va den pin")
    first = reader.page.locator("#results li").first
    assert first.locator(".lede mark").all_inner_texts() == ["đuốc", "và", "đèn", "pin"]


@pytest.mark.parametrize("query", ["dong ky do lua", "đông kỳ đỏ lửa", "duoc va den pin", "dduoc"])
def test_what_the_index_holds_for_a_letter_is_never_seen(
    reader: Reader, site: Site, query: str
) -> None:
    search(reader, site, query)
    expect(status(reader)).not_to_be_empty()
    seen = [reader.page.content(), reader.page.locator("body").aria_snapshot()]
    assert [text for text in seen if "\u1e0f" in text or "\u1e0e" in text] == []
    for title in titles(reader):
        assert any(title in text for text in seen)
        assert title != title.lower()


def test_a_hit_leads_to_its_place_in_the_article(reader: Reader, site: Site) -> None:
    search(reader, site, "đuốc và đèn pin")
    link = reader.page.locator("#results h2 a").first
    assert "#:~:text=" in str(link.get_attribute("href"))
    link.click()
    expect(reader.page.locator("h1")).to_have_text(MARKET)
    assert reader.page.url.startswith(f"{site.address}khong-ro-ngay/phien-cho-na-hau-dau-nam/")


def test_a_section_narrows_the_results_and_counts_are_shown(reader: Reader, site: Site) -> None:
    search(reader, site, "sông")
    everywhere = len(titles(reader))
    link = facet(reader.page, "Chuyên mục").get_by_role("link", name="Văn hóa")
    count = int(link.locator(".count").inner_text())
    link.click()
    settled(reader.page, "sông")
    assert len(titles(reader)) == count < everywhere
    assert {by.split(" · ")[0] for by in reader.page.locator("#results .by").all_inner_texts()} == {
        "Văn hóa"
    }


@pytest.mark.parametrize("name", ["Chuyên mục", "Năm", "Tác giả", "Chủ đề"])
def test_every_count_is_what_its_link_finds(reader: Reader, site: Site, name: str) -> None:
    search(reader, site, "song")
    values = facet(reader.page, name).locator("li a")
    promised = {
        str(link.get_attribute("href")): int(link.locator(".count").inner_text())
        for link in values.all()
    }
    assert len(promised) > 2
    for address, count in promised.items():
        reader.page.goto(site.address.removesuffix(BASE) + address)
        settled(reader.page, "song")
        assert len(titles(reader)) == count, address


def test_a_person_and_a_tag_narrow_the_results(reader: Reader, site: Site) -> None:
    visit(reader.page, site, q="gốm", tac_gia="Quỳnh Anh", chu_de="mưa lũ")
    settled(reader.page, "gốm")
    assert POTTERS in titles(reader)
    for by in reader.page.locator("#results .by").all_inner_texts():
        assert "Quỳnh Anh" in by


def test_years_narrow_the_results(reader: Reader, site: Site) -> None:
    visit(reader.page, site, q="sông", tu="2018", den="2019")
    settled(reader.page, "sông")
    dates = reader.page.locator("#results .when").all_inner_texts()
    assert dates
    assert all(re.search(r"201[89]", date) for date in dates)


def test_results_are_sorted_by_date_either_way(reader: Reader, site: Site) -> None:
    def shown_years(order: str) -> list[int]:
        visit(reader.page, site, q="song", tu="2013", sap_xep=order)
        settled(reader.page, "song")
        texts = reader.page.locator("#results .when").all_inner_texts()
        return [int(re.search(r"\d{4}", text)[0]) for text in texts]  # type: ignore[index]

    newest = shown_years("moi")
    assert newest == sorted(newest, reverse=True)
    assert shown_years("cu") == newest[::-1]
    assert len(set(newest)) > 2


def test_the_address_holds_the_search_and_the_back_button_works(reader: Reader, site: Site) -> None:
    search(reader, site, "đèo gió")
    expect(reader.page.locator("#results h2").first).to_have_text(PASS)
    assert parameters(reader.page) == {"q": ["đèo gió"]}
    reader.page.get_by_label("Sắp xếp").select_option("Mới nhất")
    expect(reader.page).to_have_url(re.compile("sap-xep=moi"))
    reader.page.go_back()
    expect(reader.page.get_by_label("Sắp xếp")).to_have_value("")
    reader.page.reload()
    expect(reader.page.locator("#q")).to_have_value("đèo gió")
    expect(reader.page.locator("#results h2").first).to_have_text(PASS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "search"])
def test_a_search_box_of_every_page_leads_here(reader: Reader, site: Site, kind: str) -> None:
    reader.page.goto(site.address + KINDS[kind])
    reader.page.get_by_role("searchbox").fill("nà hẩu")
    reader.page.get_by_role("searchbox").press("Enter")
    settled(reader.page, "nà hẩu")
    expect(reader.page.locator("#results h2").first).to_have_text(MARKET)


def test_search_works_by_keyboard_alone(reader: Reader, site: Site) -> None:
    reader.page.goto(f"{site.address}tim-kiem/")
    keys = reader.page.keyboard
    keys.press("/")
    keys.type("phiên chợ")
    expect(reader.page.locator("#results h2").first).to_have_text(MARKET)
    keys.press("ArrowDown")
    expect(reader.page.locator("#results h2 a").first).to_be_focused()
    keys.press("Escape")
    expect(reader.page.locator("#q")).to_be_focused()
    keys.press("Escape")
    expect(reader.page.locator("#q")).to_have_value("")
    expect(reader.page.locator("#results li")).to_have_count(0)


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("query", ["song", "xyzkhông"])
def test_nothing_moves_when_the_answer_comes(
    chromium: Browser, site: Site, window: ViewportSize, query: str
) -> None:
    page = chromium.new_page(viewport=window)
    visit(page, site, q=query, muc="Văn hóa")
    settled(page, query)
    assert sum(page.evaluate(SHIFTS)) <= 0.02
    page.close()


def test_the_spellings_that_were_found_are_named(reader: Reader, site: Site) -> None:
    search(reader, site, "gom")
    expect(status(reader)).to_contain_text("Các chữ đã khớp:")
    expect(status(reader)).to_contain_text("gốm")


def test_without_javascript_the_page_offers_the_other_ways_in(
    chromium: Browser, site: Site
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, site, q="sông")
    assert "Tìm kiếm cần JavaScript" in page.locator("main").inner_text()
    expect(page.locator("form:visible")).to_have_count(0)
    expect(page.locator(":is(input, select, button, summary):visible")).to_have_count(0)
    for name in ("Theo ngày", "Chủ đề", "Văn hóa", "2018"):
        expect(page.locator("main").get_by_role("link", name=name, exact=True)).to_be_visible()
    context.close()


@pytest.mark.parametrize("kind", ["home", "article", "missing"])
def test_without_javascript_too_the_search_boxes_lead_here(
    chromium: Browser, site: Site, kind: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + KINDS[kind])
    page.get_by_role("searchbox").fill("nà hẩu")
    page.get_by_role("button", name="Tìm").click()
    assert urlsplit(page.url).path == f"{BASE}tim-kiem/"
    assert parameters(page) == {"q": ["nà hẩu"]}
    assert "Tìm kiếm cần JavaScript" in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize(
    "lost", ["pagefind/volumes.json", "pagefind/pagefind.js", "assets/finding.*"]
)
def test_a_lost_index_is_told_politely_and_can_be_tried_again(
    chromium: Browser, site: Site, lost: str
) -> None:
    page = chromium.new_page()
    page.route(f"**/{lost}", lambda route: route.abort())
    visit(page, site, q="nà hẩu")
    expect(page.get_by_role("status")).to_contain_text("Không mở được chỉ mục tìm kiếm")
    page.unroute(f"**/{lost}")
    page.get_by_role("button", name="Thử lại").click()
    settled(page, "nà hẩu")
    expect(page.locator("#results h2").first).to_have_text(MARKET)
    page.close()
