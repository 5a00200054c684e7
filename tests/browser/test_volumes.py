"""An archive in many volumes answers as one in a single volume does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from generator import volumes
from generator.build import build
from generator.config import load_config
from tests.browser.conftest import ROOT, Site
from tests.browser.cost import host
from tests.browser.relevance import ask, load_judged

pytestmark = pytest.mark.browser

KINDS = {"headlines", "some marks", "phrases", "bylines", "years", "unfinished", "questions"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the sample archive, its index cut into volumes of three articles."""
    root = tmp_path_factory.mktemp("many")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "archive.toml", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volumes, "ARTICLES", 3)
        config = load_config(root)
        build(config, root / "public")
    assert len(list((root / "public/pagefind").glob("*/words.*"))) > 10
    with host(root / "public", urlsplit(config.settings.base_url).path) as served:
        yield served.address


def test_many_volumes_find_what_one_finds(chromium: Browser, site: Site, many: str) -> None:
    judged = load_judged().only(KINDS)
    context = chromium.new_context()
    page = context.new_page()
    whole = ask(page, site.address, judged.texts())
    parts = ask(page, many, judged.texts())
    context.close()
    assert {text: set(found) for text, found in parts.items()} == {
        text: set(found) for text, found in whole.items()
    }
    # Rarity is reckoned over all volumes, but the average length within each.
    same = [text for text in judged.texts() if parts[text][:1] == whole[text][:1]]
    assert len(same) >= 0.97 * len(judged.texts())


@dataclass
class Log:
    """The volumes that a page has opened."""

    opened: set[str] = field(default_factory=set)

    def note(self, url: str) -> None:
        if url.endswith(".pf_meta"):
            self.opened.add(url.split("/")[-2])


def test_a_range_of_years_opens_its_own_volumes_only(chromium: Browser, many: str) -> None:
    context = chromium.new_context()
    page, log = context.new_page(), Log()
    page.on("request", lambda request: log.note(request.url))
    page.goto(f"{many}tim-kiem/?q=s%C3%B4ng&tu=2018&den=2019")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")
    dates = page.locator("#results .when").all_inner_texts()
    context.close()
    assert dates
    assert all("2018" in date or "2019" in date for date in dates)
    assert log.opened
    assert {name.split(".")[0] for name in log.opened} <= {"2018", "2019", "2018-2019"}


@pytest.mark.parametrize("order", ["moi", "cu"])
def test_dates_are_in_order_over_all_volumes(chromium: Browser, many: str, order: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{many}tim-kiem/?q=song&sap-xep={order}")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")
    dates = page.locator("#results .when").all_inner_texts()
    context.close()
    years = [
        next((int(w) for w in d.replace("/", " ").split() if w.isdigit() and len(w) == 4), 0)
        for d in dates
    ]
    dated = [year for year in years if year]
    assert len(set(dated)) > 3
    assert dated == sorted(dated, reverse=order == "moi")
    assert 0 in years
    assert not any(years[len(dated) :])  # what has no date comes last either way
