"""Every page as a reader's browser shows it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from generator.urls import output_path
from tests.browser.conftest import BASE, Reader, Site, watch

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "article": "2019/11/lang-gom-dong-ky-do-lua-tro-lai-sau-ba-mua-lut/",
    "gallery": "2021/05/mot-nam-sau-ngay-thong-cau-ben-pha-cu-thanh-cho-chieu/",
    "withdrawn": "2022/11/nguoi-giu-den-cua-tram-da-ve-huu/",
    "section": "chuyen-muc/van-hoa/",
    "sections": "chuyen-muc/",
    "tag": "chu-de/binh-loc/",
    "tags": "chu-de/",
    "person": "tac-gia/quynh-anh/",
    "people": "tac-gia/",
    "year": "2018/",
    "month": "2018/12/",
    "month unknown": "2018/khong-ro-thang/",
    "days": "ngay/",
    "day of all years": "ngay/12-02/",
    "dates": "theo-ngay/",
    "undated": "khong-ro-ngay/",
    "search": "tim-kiem/",
    "missing": "404.html",
    "about": "gioi-thieu/",
    "corrections": "dinh-chinh/",
    "health": "tinh-trang/",
    "data": "du-lieu/",
}
"""A page of each kind."""


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_no_page_is_wider_than_a_phone_and_nothing_on_it_fails(
    chromium: Browser, site: Site
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    reader = watch(context.new_page())
    hosts: set[str] = set()
    reader.page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    wide = []
    for url in site.pages():
        reader.page.goto(site.address + url)
        if width_of(reader.page) > 320:
            wide.append(url)
    context.close()
    assert wide == []
    assert reader.complaints == []
    assert hosts == {urlsplit(site.address).netloc}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_readable(
    chromium: Browser, site: Site, kind: str, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    reader = watch(context.new_page())
    reader.page.goto(site.address + KINDS[kind])
    assert width_of(reader.page) == 1280
    assert reader.page.locator("h1").count() == 1
    assert reader.page.locator("section:not(:has(h2, h3))").count() == 0
    assert reader.page.evaluate(FAINT) == []
    assert reader.page.evaluate(CLIPPED) == []
    assert reader.complaints == []
    context.close()


FAINT = """() => {
  const light = (colour) => {
    const full = colour.startsWith("color(srgb") ? 1 : 255; // the former is what mixing gives
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / full)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !element.checkVisibility()) continue;
    const [one, other] = [getComputedStyle(element).color, ground(element)].map(light);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.push(`${element.localName}: ${element.textContent.trim()}`);
  }
  return faint;
}"""
"""Texts whose contrast is below 4.5 : 1 (WCAG 2.2, success criterion 1.4.3)."""

CLIPPED = """() => [...document.querySelectorAll("h1, h2, h3, a, p, dd")]
  .filter((element) => element.checkVisibility())
  .filter((element) => {
    const style = getComputedStyle(element);
    const low = parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.29;
    return low || /hidden|clip/.test(style.overflow);
  })
  .map((element) => `${element.localName}: ${element.textContent.trim()}`)"""
"""Texts whose stacked diacritics could be cut off: lines below 1.3, hidden overflow."""


@pytest.fixture(scope="module")
def links(site: Site) -> dict[str, set[str]]:
    """Return for each page the pages that it links to, as readers without JavaScript see them."""
    pages = set(site.pages())
    found = {}
    for url in pages:
        tree = html.fromstring((site.output / output_path(f"/{url}")).read_bytes())
        targets = {str(link.get("href")).split("#")[0] for link in tree.iter("a")}
        found[url] = {target.removeprefix(BASE) for target in targets if target.startswith(BASE)}
    return {url: targets & pages for url, targets in found.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_three_clicks_away_at_most(links: dict[str, set[str]], kind: str) -> None:
    reached = {KINDS[kind]}
    for _ in range(3):
        reached = reached.union(*(links[url] for url in reached))
    # Nobody is led to the page that says that there is none.
    assert links.keys() - reached <= {KINDS["missing"]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_keyboard_alone_reaches_everything_in_order(
    reader: Reader, site: Site, kind: str
) -> None:
    reader.page.goto(site.address + KINDS[kind])
    targets = reader.page.evaluate(TARGETS)
    reached = []
    for _ in range(targets):
        reader.page.keyboard.press("Tab")
        reached.append(reader.page.evaluate(FOCUSED))
    assert [place for place, _ in reached] == list(range(targets))
    assert [place for place, is_seen in reached if not is_seen] == []


TARGETS = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
  window.targets = [...all].filter((one) => one.checkVisibility() && one.tabIndex >= 0);
  return window.targets.length;
}"""

FOCUSED = """() => {
  const style = getComputedStyle(document.activeElement);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [window.targets.indexOf(document.activeElement), isSeen];
}"""
"""The place of what has the focus among all that can have it, and whether that is seen."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_finger_finds_the_controls_of_a_phone(chromium: Browser, site: Site, kind: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(site.address + KINDS[kind])
    small = page.locator(
        "input, select, button, nav a, body > footer a, .name a, .tags a, .years a"
    ).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)"
        ".map(one => one.outerHTML)"
    )
    page.close()
    assert small == []


def test_the_longest_tag_stays_on_a_phone(chromium: Browser, site: Site) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(site.address + KINDS["article"])
    tag = page.locator("#tags + .tags a").first
    tag.evaluate("tag => { tag.textContent = 'chương trình mục tiêu quốc gia '.repeat(4) }")
    assert width_of(page) == 320
    page.close()


def test_a_keyboard_reaches_the_text_first(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + KINDS["article"])
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def test_pictures_have_their_size_before_they_come(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + KINDS["article"])
    sizes = reader.page.locator("article img").evaluate_all(
        "all => all.map(image => [image.getAttribute('width'), image.getAttribute('height')])"
    )
    assert sizes
    assert all(width and height for width, height in sizes)


def test_a_lost_picture_keeps_its_caption_and_name(reader: Reader, site: Site) -> None:
    reader.page.goto(site.address + KINDS["article"])
    lost = reader.page.locator("figure:has(.lost)")
    assert "Ảnh không còn trong bản lưu" in lost.inner_text()
    assert "gom-dong-ky-02.jpg" in lost.inner_text()
    assert "Chum, vò chờ vào lò ở Đông Kỳ." in lost.inner_text()
