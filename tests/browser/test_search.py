"""Search in a real browser: what readers type, and what they expect to find."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Reader, Site

pytestmark = pytest.mark.browser

POTTERS = "Làng gốm Đông Kỳ đỏ lửa trở lại sau ba mùa lụt"
BRIDGE = "Cầu Trầm thông xe, chuyến phà cuối cùng rời bến"
PASS = "Đèo Gió có trạm cứu hộ đầu tiên"  # noqa: S105 - a mountain pass
MARKET = "Phiên chợ Nà Hẩu đầu năm"


def search(reader: Reader, site: Site, query: str, **chosen: str) -> None:
    """Open the search page for a query and wait for its answer."""
    reader.page.goto(f"{site.address}tim-kiem/")
    reader.page.locator("#q").fill(query)
    for name, value in chosen.items():
        reader.page.locator(f"#{name.replace('_', '-')}").select_option(value)
    expect(reader.page.locator("#status")).not_to_be_empty()


def titles(reader: Reader) -> list[str]:
    return reader.page.locator("#results h2").all_inner_texts()


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
    search(reader, site, "lửa")
    exact = titles(reader)
    search(reader, site, "lua")
    folded = titles(reader)
    assert POTTERS in exact
    assert set(exact) < set(folded)
    assert "Được mùa lúa nếp trên cánh đồng Mường Tấu" not in exact


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
    expect(status(reader)).to_have_text("Không tìm thấy “xyzkhông”.")
    expect(reader.page.locator("#help")).to_be_visible()
    assert titles(reader) == []


def test_the_excerpt_is_the_original_text_with_the_hit_marked(reader: Reader, site: Site) -> None:
    search(reader, site, "duoc va den pin")
    first = reader.page.locator("#results li").first
    assert first.locator("mark").all_inner_texts() == ["đuốc", "và", "đèn", "pin"]
    # What the index holds for đ must never be seen.
    assert "\u1e0f" not in reader.page.content()
    assert "\u1e0e" not in reader.page.content()


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
    options = reader.page.locator("#muc option").all_inner_texts()
    assert any(re.fullmatch(r"Văn hóa \(\d+\)", option) for option in options)
    search(reader, site, "sông", muc="Văn hóa")
    expect(reader.page.locator("#results li")).not_to_have_count(everywhere)
    assert {*reader.page.locator("#results .by").all_inner_texts()} == {"Văn hóa"}


def test_years_narrow_the_results(reader: Reader, site: Site) -> None:
    reader.page.goto(f"{site.address}tim-kiem/?q=s%C3%B4ng&tu=2018&den=2019")
    expect(status(reader)).to_contain_text("kết quả")
    dates = reader.page.locator("#results .when").all_inner_texts()
    assert dates
    assert all(re.search(r"201[89]", date) for date in dates)


def test_results_are_sorted_by_date_either_way(reader: Reader, site: Site) -> None:
    def shown_years(order: str) -> list[int]:
        reader.page.goto(f"{site.address}tim-kiem/?q=s%C3%B4ng&tu=2013&sap-xep={order}")
        expect(status(reader)).to_contain_text("kết quả")
        texts = reader.page.locator("#results .when").all_inner_texts()
        return [int(re.search(r"\d{4}", text)[0]) for text in texts]  # type: ignore[index]

    newest = shown_years("moi")
    assert newest == sorted(newest, reverse=True)
    assert shown_years("cu") == newest[::-1]
    assert len(set(newest)) > 2


def test_the_address_holds_the_search_and_the_back_button_works(reader: Reader, site: Site) -> None:
    search(reader, site, "đèo gió")
    expect(reader.page.locator("#results h2").first).to_have_text(PASS)
    assert parse_qs(urlsplit(reader.page.url).query) == {"q": ["đèo gió"]}
    reader.page.locator("#muc").select_option("Giao thông")
    expect(reader.page).to_have_url(re.compile("muc=Giao"))
    reader.page.go_back()
    expect(reader.page.locator("#muc")).to_have_value("")
    reader.page.reload()
    expect(reader.page.locator("#q")).to_have_value("đèo gió")
    expect(reader.page.locator("#results h2").first).to_have_text(PASS)


def test_the_search_box_of_every_page_leads_here(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address)
    reader.page.locator(".find input").fill("nà hẩu")
    reader.page.locator(".find input").press("Enter")
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


def test_the_filters_are_cleared_and_the_words_stay(reader: Reader, site: Site) -> None:
    reader.page.goto(f"{site.address}tim-kiem/?q=s%C3%B4ng&tu=2018&muc=Giao+th%C3%B4ng")
    expect(status(reader)).to_contain_text("kết quả")
    narrowed = len(titles(reader))
    reader.page.get_by_role("button", name="Xóa bộ lọc").click()
    expect(reader.page.locator("#results li")).not_to_have_count(narrowed)
    assert parse_qs(urlsplit(reader.page.url).query) == {"q": ["sông"]}
    expect(reader.page.locator("#clear")).to_be_hidden()


def test_the_spellings_that_were_found_are_named(reader: Reader, site: Site) -> None:
    search(reader, site, "gom")
    expect(status(reader)).to_contain_text("Các chữ đã khớp:")
    expect(status(reader)).to_contain_text("gốm")


def test_without_javascript_the_page_offers_the_other_ways_in(
    chromium: Browser, site: Site
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}tim-kiem/?q=s%C3%B4ng")
    assert "Tìm kiếm cần JavaScript" in page.locator("main").inner_text()
    expect(page.locator("form:visible")).to_have_count(0)
    for name in ("Theo ngày", "Chủ đề", "Văn hóa", "2018"):
        expect(page.locator("main").get_by_role("link", name=name, exact=True)).to_be_visible()
    context.close()


def test_a_lost_index_is_told_politely(chromium: Browser, site: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/pagefind/volumes.json", lambda route: route.abort())
    page.goto(f"{site.address}tim-kiem/?q=s%C3%B4ng")
    expect(page.locator("#status")).to_contain_text("Không mở được chỉ mục tìm kiếm")
    context.close()
