"""The search page itself: what it shows of the answers of an archive, and what readers can do.

The archive is a script (scripted_archive.js), so that a test says what is found, and when.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import BASE, Reader, Site, watch
from tests.browser.test_quality import DESKTOP, PHONE, RULES, SHIFTS

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).with_name("scripted_archive.js")
FACETS = {
    "section": [["Văn hóa", 30], ["Kinh tế", 12]],
    "year": [["2021", 20], ["2019", 10], ["2018", 5]],
    "person": [["Quỳnh Anh", 3]],
    "tag": [[f"chủ đề {number}", 60 - number] for number in range(1, 51)],
}


def ids(count: int, prefix: str = "a") -> list[str]:
    return [f"{prefix}{number}" for number in range(1, count + 1)]


def answer(results: Sequence[str], **more: object) -> dict[str, object]:
    return {"results": list(results), **more}


def play(page: Page, *answers: dict[str, object], **script: object) -> None:
    """Let the archive of the search page give these answers to every request."""
    told = {"answers": answers, **script}
    page.add_init_script(f"window.script = {json.dumps(told)}")
    page.route("**/assets/finding.*.js", scripted)


def scripted(route: Route) -> None:
    route.fulfill(path=SCRIPT, content_type="text/javascript")


def visit(page: Page, site: Site, **query: str) -> None:
    """Open the search page with these parameters, given with _ for - in their names."""
    parameters = {name.replace("_", "-"): value for name, value in query.items()}
    page.goto(f"{site.address}tim-kiem/" + (f"?{urlencode(parameters)}" if parameters else ""))


def settled(page: Page, query: str) -> None:
    """Wait until the page has done all that it does for a query."""
    expect(results(page)).to_have_attribute("data-query", query)
    expect(results(page)).to_have_attribute("aria-busy", "false")


def results(page: Page) -> Locator:
    return page.locator("#results")


def titles(page: Page) -> list[str]:
    return page.locator("#results h2").all_inner_texts()


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def requests(page: Page) -> list[dict[str, object]]:
    return list(page.evaluate("window.requests ?? []"))


def until(page: Page, condition: str) -> None:
    """Wait until this is true in the page; its policy forbids Playwright's own way to do so."""
    for _ in range(500):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"in vain: {condition}")


def waits(page: Page, count: int = 1) -> None:
    """Wait until so many answers of a gated archive wait for their release."""
    until(page, f"window.gates?.length === {count}")


def stop_the_clock(page: Page) -> None:
    """Let the page's time pass only as the test says, from now on."""
    page.clock.pause_at(60_000)


# While typing


def test_results_come_while_typing_one_search_for_a_burst_of_keys(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(3)))
    page.clock.install(time=0)
    visit(page, site)
    stop_the_clock(page)
    for letter in "gốm":
        page.locator("#q").press_sequentially(letter)
        page.clock.run_for(50)
    page.clock.run_for(200)
    settled(page, "gốm")
    assert titles(page) == ["Bài a1", "Bài a2", "Bài a3"]
    assert [request["text"] for request in requests(page)] == ["gốm"]


def test_enter_searches_at_once(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    page.clock.install(time=0)
    visit(page, site)
    stop_the_clock(page)
    page.locator("#q").fill("gốm")
    page.locator("#q").press("Enter")
    settled(page, "gốm")


@pytest.mark.parametrize("query", ["g", "ộ", "o\u0323\u0302", "!?"])
def test_a_single_letter_is_not_searched_for(reader: Reader, site: Site, query: str) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    visit(page, site, q=query)
    settled(page, query)
    expect(page.locator("#count")).to_have_text("Xin gõ ít nhất hai chữ.")
    assert requests(page) == []


def test_the_index_is_fetched_when_the_box_is_entered(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page)
    visit(page, site)
    assert page.evaluate("window.isPrepared") is None
    page.locator("#q").focus()
    until(page, "window.isPrepared")


def test_only_the_newest_search_is_shown(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(2)), isGated=True)
    visit(page, site, q="cũ")
    waits(page)
    page.locator("#q").fill("mới")
    waits(page, 2)
    page.evaluate("release()")  # the old search comes back, too late
    expect(results(page)).to_have_attribute("aria-busy", "true")
    assert titles(page) == []
    page.evaluate("release()")
    settled(page, "mới")
    assert titles(page) == ["Bài a1", "Bài a2"]


def test_what_the_reader_asked_is_what_the_archive_is_asked(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    chosen = {"muc": "Văn hóa", "tac_gia": "An", "chu_de": "gốm", "sap_xep": "moi"}
    visit(page, site, q="lò", tu="2021", den="2018", **chosen)
    settled(page, "lò")
    assert requests(page) == [
        {
            "text": "lò",
            "section": "Văn hóa",
            "person": "An",
            "tag": "gốm",
            "from": 2018,  # a span is a span, from whichever end it is told
            "to": 2021,
            "order": "moi",
        }
    ]


# Waiting


def test_the_page_says_that_it_searches_only_when_that_takes_long(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(1)), isGated=True)
    page.clock.install(time=0)
    visit(page, site)
    stop_the_clock(page)
    page.locator("#q").fill("gốm")
    page.locator("#q").press("Enter")
    waits(page)
    page.clock.run_for(299)
    expect(page.locator("#count")).to_be_empty()
    page.clock.run_for(2)
    expect(page.locator("#count")).to_have_text("Đang tìm…")
    page.evaluate("release()")
    expect(page.locator("#count")).to_have_text("1 kết quả.")


def test_the_results_say_whether_they_are_done(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer([]), isGated=True)
    visit(page, site, q="gốm")
    waits(page)
    expect(results(page)).to_have_attribute("aria-busy", "true")
    expect(results(page)).not_to_have_attribute("data-query", "gốm")
    page.evaluate("release()")
    settled(page, "gốm")
    page.locator("#q").press_sequentially("s")
    expect(results(page)).to_have_attribute("aria-busy", "true")


# What is announced


def test_a_count_is_announced_when_the_reader_has_stopped_typing(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(3)))
    page.clock.install(time=0)
    visit(page, site)
    stop_the_clock(page)
    page.locator("#q").press_sequentially("gốm")
    page.clock.run_for(120)
    settled(page, "gốm")
    expect(page.locator("#count")).to_have_text("3 kết quả.")
    expect(page.get_by_role("status")).to_be_empty()
    page.clock.run_for(700)
    expect(page.get_by_role("status")).to_have_text("3 kết quả.")


def test_counts_that_still_grow_are_seen_but_not_announced(reader: Reader, site: Site) -> None:
    page = reader.page
    parts = (answer(ids(3), isComplete=False), answer(ids(5)))
    play(page, *parts, isGated=True)
    visit(page, site, q="gốm")
    waits(page)
    page.evaluate("release()")
    expect(page.locator("#count")).to_have_text("3 kết quả, còn đang tìm tiếp…")
    waits(page)
    # That it searches may have been said, if that took a while.
    expect(page.get_by_role("status")).not_to_contain_text("kết quả")
    page.evaluate("release()")
    expect(page.get_by_role("status")).to_have_text("5 kết quả.")


def test_what_is_announced_is_read_once(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(3)))
    visit(page, site, q="gốm")
    expect(page.get_by_role("status")).to_have_text("3 kết quả.")
    assert page.locator("main").aria_snapshot().count("3 kết quả.") == 1


# Results


def test_a_result_is_the_original_with_what_was_found_marked(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(["a1"]))
    visit(page, site, q="bài")
    settled(page, "bài")
    item = page.locator("#results li")
    expect(item.locator(".lede")).to_have_text("Nguyên văn của bài a1.")
    assert item.locator("mark").all_inner_texts() == ["bài"]
    expect(item.locator(".when")).to_have_text("02/12/2021")
    expect(item.locator(".by")).to_have_text("Kinh tế · An, Bình")
    link = f"{BASE}a1/#:~:text=Nguy%C3%AAn%20v%C4%83n"
    expect(item.get_by_role("link")).to_have_attribute("href", link)


def test_what_matches_without_diacritics_only_stands_below_a_divider(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(5), exact=2, isMarked=True))
    visit(page, site, q="lửa")
    settled(page, "lửa")
    expect(page.locator(".divider")).to_have_text("Khớp khi bỏ dấu: 3")
    below = page.locator(".divider + ol h2").all_inner_texts()
    assert titles(page)[:2] + below == [f"Bài a{number}" for number in range(1, 6)]
    expect(page.get_by_role("list", name="Khớp khi bỏ dấu: 3")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(
        "2 kết quả đúng dấu, 3 kết quả khớp khi bỏ dấu."
    )


def test_where_nothing_has_the_typed_diacritics_that_is_said(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(3), exact=0, isMarked=True))
    visit(page, site, q="lữa")
    settled(page, "lữa")
    expect(page.locator(".divider")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("3 kết quả.")
    expect(page.get_by_role("status")).to_contain_text("không phân biệt dấu")


def test_results_come_twenty_at_a_time(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(45)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    more = page.get_by_role("button", name="Xem thêm kết quả")
    for count in (20, 40):
        expect(page.locator("#results li")).to_have_count(count)
        more.press("Enter")
        expect(page.locator("#results li a").nth(count)).to_be_focused()
    expect(page.locator("#results li")).to_have_count(45)
    expect(more).to_be_hidden()


def test_the_first_results_do_not_wait_for_the_others(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(30)), late=ids(30)[5:])
    visit(page, site, q="gốm")
    expect(page.locator("#results li")).to_have_count(5)
    expect(results(page)).to_have_attribute("aria-busy", "true")
    expect(page.locator("#more")).to_be_hidden()
    page.locator("#results li a").nth(4).focus()
    page.evaluate("deliver()")
    settled(page, "gốm")
    assert titles(page) == [f"Bài {each}" for each in ids(20)]
    expect(page.locator("#results li a").nth(4)).to_be_focused()


def test_better_results_may_still_take_the_place_of_the_first(reader: Reader, site: Site) -> None:
    page = reader.page
    parts = (answer(ids(3, "b"), isComplete=False), answer(ids(2) + ids(3, "b")))
    play(page, *parts, isGated=True)
    visit(page, site, q="gốm")
    waits(page)
    page.evaluate("release()")
    expect(page.locator("#results h2").first).to_have_text("Bài b1")
    waits(page)
    page.evaluate("release()")
    settled(page, "gốm")
    assert titles(page)[:3] == ["Bài a1", "Bài a2", "Bài b1"]


def test_answers_that_come_faster_than_they_are_drawn_do_not_wait_for_it(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    parts = [answer(ids(count, "b"), isComplete=False) for count in range(1, 6)]
    play(page, *parts, answer([*ids(3), *ids(5, "b")]))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    assert titles(page) == [f"Bài {each}" for each in [*ids(3), *ids(5, "b")]]
    expect(page.get_by_role("status")).to_have_text("8 kết quả.")


@pytest.mark.parametrize("deed", ["focus", "hover", "scroll", "keys"])
def test_what_the_reader_has_under_their_hands_stays(reader: Reader, site: Site, deed: str) -> None:
    page = reader.page
    first = ids(20, "b")
    parts = (answer(first, isComplete=False), answer(ids(2) + first))
    play(page, *parts, isGated=True)
    visit(page, site, q="gốm")
    waits(page)
    page.evaluate("release()")
    expect(page.locator("#results h2").first).to_have_text("Bài b1")
    if deed == "focus":
        page.locator("#results li a").nth(3).focus()
    elif deed == "hover":
        page.locator("#results li").nth(1).hover()
        page.mouse.move(600, 700)
    elif deed == "scroll":
        page.mouse.wheel(0, 300)
        until(page, "scrollY > 0")
    else:
        page.locator("#q").press("ArrowDown")
    waits(page)
    page.evaluate("release()")
    settled(page, "gốm")
    shown = [f"Bài {each}" for each in first]
    assert titles(page) == shown
    page.get_by_role("button", name="Xem thêm kết quả").click()
    expect(page.locator("#results li")).to_have_count(22)
    assert titles(page) == [*shown, "Bài a1", "Bài a2"]


def test_exact_matches_that_come_late_have_a_divider_of_their_own(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    first = ids(2, "b")
    parts = (
        answer(first, exact=0, isMarked=True, isComplete=False),
        answer([*ids(1), *first], exact=1, isMarked=True),
    )
    play(page, *parts, isGated=True)
    visit(page, site, q="lửa")
    waits(page)
    page.evaluate("release()")
    page.locator("#results li a").first.focus()
    waits(page)
    page.evaluate("release()")
    settled(page, "lửa")
    page.get_by_role("button", name="Xem thêm kết quả").click()
    expect(page.locator(".divider")).to_have_text("Cũng khớp đúng dấu")
    assert titles(page) == ["Bài b1", "Bài b2", "Bài a1"]


def test_a_new_search_is_no_longer_the_old_one(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(45)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.get_by_role("button", name="Xem thêm kết quả").click()
    expect(page.locator("#results li")).to_have_count(40)
    page.locator("#q").fill("lò")
    settled(page, "lò")
    expect(page.locator("#results li")).to_have_count(20)


def test_years_that_were_not_searched_are_offered(reader: Reader, site: Site) -> None:
    page = reader.page
    first = ids(3)
    play(
        page,
        answer(first, older={"before": 2012}),
        further=[answer([*first, "c1"], older={"before": 2001}), answer([*first, "c1", "c2"])],
    )
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.get_by_role("button", name="Tìm tiếp trong những năm trước 2012").press("Enter")
    settled(page, "gốm")
    assert titles(page) == ["Bài a1", "Bài a2", "Bài a3", "Bài c1", "Bài c2"]
    expect(page.locator("#results li a").nth(3)).to_be_focused()
    expect(page.locator("#older")).to_be_hidden()
    assert requests(page)[1]["further"] is True


# Filters


def facet(page: Page, name: str) -> Locator:
    return page.locator(".facet").filter(has=page.get_by_role("heading", name=name, exact=True))


def test_every_value_of_a_facet_is_a_link_with_its_count(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm", sap_xep="cu")
    settled(page, "gốm")
    assert facet(page, "Chuyên mục").locator("li").all_inner_texts() == [
        "Văn hóa\n30",
        "Kinh tế\n12",
    ]
    href = facet(page, "Chuyên mục").get_by_role("link").first.get_attribute("href")
    assert parse_qs(urlsplit(str(href)).query) == {
        "q": ["gốm"],
        "muc": ["Văn hóa"],
        "sap-xep": ["cu"],
    }
    assert urlsplit(str(href)).path == f"{BASE}tim-kiem/"


def test_a_filter_changes_the_search_in_place_and_back_undoes_it(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    facet(page, "Chuyên mục").get_by_role("link", name="Văn hóa").click()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"], "muc": ["Văn hóa"]}
    assert requests(page)[-1]["section"] == "Văn hóa"
    link = facet(page, "Chuyên mục").get_by_role("link", name="Văn hóa")
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()
    page.go_back()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"]}
    assert requests(page)[-1]["section"] is None


def test_a_filter_can_be_opened_in_another_tab(reader: Reader, site: Site) -> None:
    page = reader.page
    page.context.route("**/assets/finding.*.js", scripted)
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    with page.context.expect_page() as opened:
        facet(page, "Chuyên mục").get_by_role("link", name="Văn hóa").click(modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile("muc="))
    assert parameters(page) == {"q": ["gốm"]}


def test_one_click_on_a_year_narrows_to_it(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    years = facet(page, "Năm")
    assert years.locator(".label").all_inner_texts() == ["2021", "2019", "2018"]
    widths = years.locator("rect").evaluate_all("all => all.map(bar => bar.getAttribute('width'))")
    assert widths == ["100", "50", "25"]
    years.get_by_role("link", name="2019").click()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"], "tu": ["2019"], "den": ["2019"]}
    expect(page.locator("#tu")).to_have_value("2019")
    expect(page.locator(".outside .label")).to_have_text(["2021", "2018"])
    years.get_by_role("link", name="2019").click()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"]}


def test_a_range_of_years_is_typed(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.get_by_label("Từ năm").press_sequentially("20")
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"]}  # not yet a year
    page.get_by_label("Từ năm").press_sequentially("18")
    expect(page).to_have_url(re.compile("tu=2018"))
    settled(page, "gốm")
    assert requests(page)[-1]["from"] == 2018
    expect(page.locator("#chosen")).to_contain_text("Từ 2018")


def test_a_long_facet_shows_its_first_values_and_more_on_demand(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    tags = facet(page, "Chủ đề")
    expect(tags.locator("li")).to_have_count(8)
    tags.get_by_role("button", name="Xem thêm Chủ đề").press("Enter")
    expect(tags.locator("li")).to_have_count(48)
    expect(tags.get_by_role("link").nth(8)).to_be_focused()


def test_a_chosen_value_is_among_those_that_are_seen(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    for tag, count in (("chủ đề 33", "27"), ("không có", "0")):
        visit(page, site, q="gốm", chu_de=tag)
        settled(page, "gốm")
        assert facet(page, "Chủ đề").locator("[aria-current]").inner_text() == f"{tag}\n{count}"


def test_what_is_chosen_can_be_taken_back_one_by_one(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm", muc="Văn hóa", chu_de="lò", tu="2018", den="2020")
    settled(page, "gốm")
    chosen = page.get_by_role("list", name="Đang lọc theo")
    assert chosen.get_by_role("link").all_inner_texts() == [
        "Văn hóa\n ×",
        "lò\n ×",
        "2018–2020\n ×",
        "Xóa bộ lọc",
    ]
    chosen.get_by_role("link", name="Bỏ lọc Chuyên mục: Văn hóa").press("Enter")
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"], "chu-de": ["lò"], "tu": ["2018"], "den": ["2020"]}
    expect(page.get_by_role("region", name="Kết quả")).to_be_focused()
    chosen.get_by_role("link", name="Bỏ lọc Năm: 2018–2020").click()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"], "chu-de": ["lò"]}


def test_all_filters_are_cleared_and_the_words_stay(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)), facets=FACETS)
    visit(page, site, q="gốm", muc="Văn hóa", tu="2018", sap_xep="moi")
    settled(page, "gốm")
    page.get_by_role("link", name="Xóa bộ lọc").click()
    settled(page, "gốm")
    assert parameters(page) == {"q": ["gốm"], "sap-xep": ["moi"]}
    expect(page.locator("#chosen")).to_be_hidden()


def test_on_a_phone_the_filters_wait_behind_one_line(chromium: Browser, site: Site) -> None:
    reader = watch(chromium.new_page(viewport=PHONE))
    page = reader.page
    play(page, answer(ids(30)), facets=FACETS)
    visit(page, site, q="gốm", muc="Văn hóa", tu="2018")
    settled(page, "gốm")
    expect(page.get_by_role("link", name="Kinh tế")).to_be_hidden()
    page.get_by_text("Bộ lọc (2)").click()
    facet(page, "Chuyên mục").get_by_role("link", name="Kinh tế").click()
    settled(page, "gốm")
    page.get_by_role("button", name="Xem 30 kết quả").click()
    expect(page.get_by_role("link", name="Quỳnh Anh")).to_be_hidden()
    expect(page.locator("#results li").first).to_be_in_viewport()
    page.close()
    assert reader.complaints == []


def test_on_a_desktop_the_filters_stand_beside_the_results(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(3)), facets=FACETS)
    visit(page, site, q="gốm")
    settled(page, "gốm")
    expect(page.get_by_text("Bộ lọc", exact=True)).to_be_hidden()
    sides = [facet(page, "Chuyên mục").bounding_box(), results(page).bounding_box()]
    assert sides[0]
    assert sides[1]
    assert sides[0]["x"] + sides[0]["width"] < sides[1]["x"]
    page.set_viewport_size(PHONE)
    expect(facet(page, "Chuyên mục")).to_be_hidden()


# The address


def test_typing_goes_on_in_the_same_step_until_its_results_are_used(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(3)))
    visit(page, site)
    for query in ("gốm", "gốm đông"):
        page.locator("#q").fill(query)
        settled(page, query)
    page.locator("#q").press("Enter")
    for query in ("lò", "lò nung"):
        page.locator("#q").fill(query)
        settled(page, query)
    page.go_back()
    settled(page, "gốm đông")
    expect(page.locator("#q")).to_have_value("gốm đông")
    assert page.evaluate("history.length") == 3  # the empty window, and these two


@pytest.mark.parametrize("query", ["q=g%E1%BB%91m%20s%E1%BB%A9", "q=gốm+sứ&utm_source=x"])
def test_an_address_in_another_spelling_is_no_step(reader: Reader, site: Site, query: str) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    page.goto(f"{site.address}theo-ngay/")
    page.goto(f"{site.address}tim-kiem/?{query}")
    settled(page, "gốm sứ")
    assert parameters(page) == {"q": ["gốm sứ"]}
    page.go_back()
    expect(page).to_have_url(f"{site.address}theo-ngay/")


def test_the_title_names_the_search(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    visit(page, site, q="gốm")
    expect(page).to_have_title(re.compile("^gốm – Tìm kiếm – "))


def test_who_comes_back_finds_the_results_as_they_were(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(60)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.get_by_role("button", name="Xem thêm kết quả").click()
    expect(page.locator("#results li")).to_have_count(40)
    page.locator("#results li a").nth(35).evaluate("link => link.href = '/kho/luu-tru/theo-ngay/'")
    page.locator("#results li a").nth(35).click()
    page.wait_for_url("**/theo-ngay/")
    page.go_back()
    settled(page, "gốm")
    expect(page.locator("#results li")).to_have_count(40)
    expect(page.locator("#results li").nth(35)).to_be_in_viewport()


def test_following_a_link_within_the_page_searches_nothing(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.evaluate("location.hash = 'main'")
    settled(page, "gốm")
    assert len(requests(page)) == 1


# Keyboard


def test_the_arrows_go_from_the_box_through_the_results_and_back(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(22)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    links = page.locator("#results h2 a")
    keys = page.keyboard
    page.locator("#q").focus()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    links.last.focus()
    keys.press("ArrowDown")
    expect(page.locator("#more")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#q")).to_be_focused()


def test_a_slash_is_a_slash_where_one_types(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(1)))
    visit(page, site)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("5/9")
    expect(page.locator("#q")).to_have_value("5/9")
    page.locator("#sap-xep").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_keys_of_an_unfinished_word_belong_to_the_input_method(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(3)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.locator("#q").focus()
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'ArrowDown', isComposing: true, bubbles: true }))"
    )
    expect(page.locator("#q")).to_be_focused()


# Nothing found, and failures


def test_where_nothing_is_found_other_queries_are_offered(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer([]), suggestions=["gốm sứ", "gồm"])
    visit(page, site, q='"gom su"', muc="Văn hóa")
    settled(page, '"gom su"')
    expect(page.get_by_role("status")).to_have_text(
        'Không tìm thấy “"gom su"”. Có phải bạn muốn tìm: gốm sứ, gồm'
    )
    advice = page.locator("#help")
    for words in ("Thử bớt từ", "Bỏ dấu ngoặc kép", "Xem lại năm"):
        expect(advice).to_contain_text(words)
    suggestions = page.get_by_role("list", name="Có phải bạn muốn tìm:")
    assert suggestions.get_by_role("link").all_inner_texts() == ["gốm sứ", "gồm"]
    suggestions.get_by_role("link", name="gốm sứ").click()
    settled(page, "gốm sứ")
    assert parameters(page) == {"q": ["gốm sứ"]}
    page.go_back()
    settled(page, '"gom su"')
    advice.get_by_role("link", name="mà không lọc").click()
    settled(page, '"gom su"')
    assert parameters(page) == {"q": ['"gom su"']}
    expect(advice).not_to_contain_text("Xem lại năm")


def test_articles_with_most_of_the_words_are_said_to_be_that(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(3), whole=0), suggestions=["phien cho na hau"])
    visit(page, site, q="phien cho na hua")
    settled(page, "phien cho na hua")
    expect(page.locator("#count")).to_contain_text("Không bài nào có đủ các từ đã gõ; 3 bài")
    assert len(titles(page)) == 3
    assert page.evaluate("window.suggested") == {"text": "phien cho na hua", "isPartial": True}
    advice = page.locator("#help")
    assert advice.get_by_role("link").all_inner_texts() == ["phien cho na hau"]
    expect(advice).not_to_contain_text("Thử bớt từ")


def test_articles_with_all_words_are_counted_among_those_with_most(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(5), whole=2), suggestions=["gốm sứ"])
    visit(page, site, q="ai làm gốm ở đâu")
    settled(page, "ai làm gốm ở đâu")
    expect(page.locator("#count")).to_contain_text("5 kết quả. 2 bài có đủ các từ đã gõ")
    expect(page.locator("#help")).to_be_hidden()


def test_help_says_only_what_can_help(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer([]))
    visit(page, site, q="gom su")
    settled(page, "gom su")
    assert page.locator("#help").inner_text() == "Thử bớt từ, hoặc dùng từ khác."


def test_a_failure_is_told_and_can_be_tried_again(chromium: Browser, site: Site) -> None:
    page = chromium.new_page()
    play(page, answer(ids(2)), failures=1)
    visit(page, site, q="gốm")
    expect(page.get_by_role("status")).to_contain_text("Không mở được chỉ mục tìm kiếm")
    expect(results(page)).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Thử lại").click()
    settled(page, "gốm")
    expect(page.get_by_role("status")).to_have_text("2 kết quả.")
    expect(page.locator("#help")).to_be_hidden()
    assert titles(page) == ["Bài a1", "Bài a2"]
    page.close()


def test_a_failure_leaves_no_results_of_another_search(chromium: Browser, site: Site) -> None:
    page = chromium.new_page()
    play(page, answer(ids(2)))
    visit(page, site, q="gốm")
    settled(page, "gốm")
    page.evaluate("window.fail()")
    page.locator("#q").fill("lò")
    expect(page.get_by_role("status")).to_contain_text("Không mở được chỉ mục tìm kiếm")
    assert titles(page) == []
    page.close()


def test_a_failure_on_the_way_leaves_what_was_found(chromium: Browser, site: Site) -> None:
    page = chromium.new_page()
    play(page, answer(ids(3), isComplete=False), {"fails": True}, isGated=True)
    visit(page, site, q="gốm")
    waits(page)
    page.evaluate("release()")
    expect(page.locator("#results li")).to_have_count(3)
    waits(page)
    page.evaluate("release()")
    expect(page.get_by_role("button", name="Thử lại")).to_be_visible()
    assert titles(page) == ["Bài a1", "Bài a2", "Bài a3"]
    page.close()


# How it looks


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("count", [0, 3, 30])
def test_nothing_moves_when_an_answer_comes(
    chromium: Browser, site: Site, window: dict[str, int], count: int
) -> None:
    page = chromium.new_page(viewport=window)  # type: ignore[arg-type]  # a dict is a ViewportSize
    parts = [answer(ids(count)[:2], isComplete=False), answer(ids(count))]
    play(page, *parts, facets=FACETS, suggestions=["gốm sứ"], isGated=True)
    visit(page, site, q="gốm", muc="Văn hóa")
    for _ in parts:
        waits(page)
        page.wait_for_timeout(600)  # what comes later than that is not the reader's doing
        page.evaluate("release()")
    settled(page, "gốm")
    assert sum(page.evaluate(SHIFTS)) <= 0.02
    page.close()


STATES = {
    "results": (answer(ids(30), exact=4, isMarked=True, older={"before": 2001}), "gốm"),
    "nothing": (answer([]), '"gom su"'),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_to_complain_of(
    chromium: Browser, site: Site, window: dict[str, int], state: str
) -> None:
    found, query = STATES[state]
    reader = watch(chromium.new_page(viewport=window))  # type: ignore[arg-type]  # a dict is a ViewportSize
    page = reader.page
    play(page, found, facets=FACETS, suggestions=["gốm sứ"])
    visit(page, site, q=query, muc="Văn hóa", tu="2019")
    settled(page, query)
    page.evaluate("document.querySelector('details').open = true")
    complaints = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        complaints += [
            (scheme, violation["id"], node["html"])
            for violation in Axe().run(page, options=RULES).response["violations"]
            for node in violation["nodes"]
        ]
    assert complaints == []
    assert reader.complaints == []
    page.close()


def test_a_finger_finds_everything_on_a_phone(chromium: Browser, site: Site) -> None:
    page = chromium.new_page(viewport=PHONE)
    small = {}
    for state, (found, query) in STATES.items():
        play(page, found, facets=FACETS, suggestions=["gốm sứ"])
        visit(page, site, q=query, muc="Văn hóa")
        settled(page, query)
        page.evaluate("document.querySelector('details').open = true")
        small[state] = page.locator(
            ".finder :is(input, select, button, summary, .facet a, .chosen a, .help a)"
        ).evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.close()
    assert small == {"results": [], "nothing": []}


def test_a_keyboard_goes_through_the_page_in_the_order_in_which_it_is_seen(
    reader: Reader, site: Site
) -> None:
    page = reader.page
    play(page, answer(ids(2)), facets=FACETS)
    visit(page, site, q="gốm", muc="Văn hóa")
    settled(page, "gốm")
    page.locator("#q").focus()
    reached: list[str | None] = ["search"]
    while reached[-1] is not None:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(PLACE))
    assert list(dict.fromkeys(reached[1:])) == [
        *("search", "filters", "sap-xep", "chosen", "results", None)
    ]


PLACE = """() => {
  const parts = ["filters", "chosen", "results", "sap-xep", "search"];
  return parts.find((id) => document.getElementById(id).contains(document.activeElement)) ?? null;
}"""


def test_on_paper_are_the_results_only(reader: Reader, site: Site) -> None:
    page = reader.page
    play(page, answer(ids(30)), facets=FACETS)
    visit(page, site, q="gốm", muc="Văn hóa")
    settled(page, "gốm")
    page.emulate_media(media="print")
    for part in (".filters", "#more", "#sap-xep", ".search button"):
        expect(page.locator(part)).to_be_hidden()
    for part in ("#q", "#count", "#chosen", "#results"):
        expect(page.locator(part)).to_be_visible()
