"""An article's page as a reader uses it: side by side, to cite, on paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Reader, Site

pytestmark = pytest.mark.browser

ARTICLE = "2019/11/lang-gom-dong-ky-do-lua-tro-lai-sau-ba-mua-lut/"
GALLERY = "2021/05/mot-nam-sau-ngay-thong-cau-ben-pha-cu-thanh-cho-chieu/"


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return {
        "left": found["x"],
        "top": found["y"],
        "width": found["width"],
        "height": found["height"],
    }


def test_the_aside_stands_beside_the_text_where_there_is_room(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + ARTICLE)
    text, aside = box(reader.page, "article .text"), box(reader.page, "article .about")
    assert aside["left"] > text["left"] + text["width"]
    assert aside["top"] == text["top"]
    reader.page.set_viewport_size({"width": 700, "height": 900})
    text, aside = box(reader.page, "article .text"), box(reader.page, "article .about")
    assert aside["top"] >= text["top"] + text["height"]


def test_a_line_of_text_is_not_too_long_to_read(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + ARTICLE)
    letters = reader.page.evaluate(
        """() => {
          const text = document.querySelector(".body p");
          const range = document.createRange();
          const node = text.firstChild;
          let end = 0;
          const top = () => range.getClientRects().length;
          range.setStart(node, 0);
          while (end < node.length) { range.setEnd(node, end + 1); if (top() > 1) break; end += 1; }
          return end;
        }"""
    )
    assert 60 <= letters <= 82


def test_a_lost_picture_has_the_shape_of_its_neighbours(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + GALLERY)
    lost, picture = box(reader.page, ".gallery .lost"), box(reader.page, ".gallery img")
    assert lost["width"] / lost["height"] == pytest.approx(1.5, abs=0.02)
    assert (lost["top"], lost["height"]) == pytest.approx((picture["top"], picture["height"]))


def test_citations_are_downloaded_without_javascript(
    chromium: Browser, site: Site, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + ARTICLE)
    files = {}
    for link in page.locator("a[download]").all():
        with page.expect_download() as found:
            link.click()
        name = found.value.suggested_filename
        found.value.save_as(tmp_path / name)
        files[name.rpartition(".")[2]] = (tmp_path / name).read_bytes().decode()
    context.close()
    address = site.address + ARTICLE
    assert f"  url = {{{address}}},\n" in files["bib"]
    assert f"\r\nUR  - {address}\r\n" in files["ris"]
    assert json.loads(files["json"])[0]["author"][0] == {"literal": "Quỳnh Anh"}


def test_the_policy_lets_linked_data_stand(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + ARTICLE)
    text = reader.page.locator('script[type="application/ld+json"]').text_content()
    assert [each["@type"] for each in json.loads(text or "")] == ["NewsArticle", "BreadcrumbList"]


def test_on_paper_the_citation_stays_and_the_ways_go(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + ARTICLE)
    reader.page.emulate_media(media="print")
    assert reader.page.locator(".citation").first.is_visible()
    assert reader.page.locator("#source").is_visible()
    for way in (".masthead nav", ".breadcrumb", ".neighbours", "#related", "a[download]"):
        assert not reader.page.locator(way).first.is_visible(), way
