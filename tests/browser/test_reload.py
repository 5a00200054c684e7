"""``backissue serve`` and the browser: a saved change is on the page without a key pressed."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.conftest import TemporaryArchive
from tests.serving import Server

pytestmark = pytest.mark.browser


def test_the_open_page_reloads_itself(
    server: Server, newspaper: TemporaryArchive, reader: Reader
) -> None:
    reader.page.goto(f"http://127.0.0.1:{server.port}/archive/2021/cho/")
    expect(reader.page.locator("h1")).to_have_text("Chợ phiên")
    for title in ("Chợ phiên họp lại", "Chợ phiên lại họp"):
        newspaper.article("2021/cho.md", title, date="2021-03-02")
        expect(reader.page.locator("h1")).to_have_text(title)
    newspaper.write(
        "templates/article.html",
        "{% extends 'base.html' %}{% block main %}<h1>Mẫu mới</h1>{% endblock %}",
    )
    expect(reader.page.locator("h1")).to_have_text("Mẫu mới")


def test_problems_lie_over_the_page_until_they_are_mended(
    server: Server, newspaper: TemporaryArchive, reader: Reader
) -> None:
    page = reader.page
    page.goto(f"http://127.0.0.1:{server.port}/archive/2021/cho/")
    newspaper.write("content/khac/hong.md", "---\ntitle: Giá vàng: tăng\n---\n")
    told = page.locator(".backissue-editors")
    expect(told).to_contain_text("content/khac/hong.md:2:16")
    expect(told).to_contain_text('Write: title: "Giá vàng: tăng"')
    expect(told).to_have_css("position", "fixed")
    expect(page.locator("h1")).to_have_text("Chợ phiên")
    told.locator("summary").click()
    expect(told.locator("li")).to_be_hidden()
    (newspaper.root / "content/khac/hong.md").unlink()
    expect(told).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_added_to_pages_can_be_used_by_everybody(
    server: Server,
    newspaper: TemporaryArchive,
    reader: Reader,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = reader.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    newspaper.article("khac/nhap.md", "Bản nháp", "[x](/khong/)", status="draft")
    server.wait_for("written")
    page.goto(f"http://127.0.0.1:{server.port}/archive/khac/nhap/")
    expect(page.locator(".backissue-editors li")).to_have_count(1)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_drafts_are_marked_on_their_pages_and_wherever_they_are_listed(
    server: Server, reader: Reader
) -> None:
    page = reader.page
    page.goto(f"http://127.0.0.1:{server.port}/archive/khong-ro-ngay/")
    mark = "link => getComputedStyle(link, '::after').content"
    draft = page.locator("h3 a", has_text="Bản nháp")
    assert draft.evaluate(mark) == '" bản nháp"'
    assert page.locator("h3 a", has_text="Chuyện xưa").evaluate(mark) == "none"
    draft.click()
    expect(page.locator(".backissue-editors")).to_contain_text("chỉ thấy khi xem thử")
