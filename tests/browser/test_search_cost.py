"""What a search costs a reader of the sample archive, who has nothing of it yet."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.cost import DESK, Question, host, measure

pytestmark = pytest.mark.browser

REQUESTS = 12
PAGE_KILOBYTES = 10
SEARCH_KILOBYTES = 115


def test_the_first_result_is_cheap(chromium: Browser, site: Site) -> None:
    question = Question(name="gốm", text="gốm Đông Kỳ")
    with host(site.output, urlsplit(site.address).path) as served:
        cost = measure(chromium, served, "tim-kiem/", question, DESK, arrive=True)
    assert cost.first is not None
    assert cost.requests <= REQUESTS
    assert cost.page_bytes <= PAGE_KILOBYTES * 1000
    assert cost.search_bytes <= SEARCH_KILOBYTES * 1000
