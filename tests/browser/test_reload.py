"""``backissue serve`` and the browser: a saved change is on the page without a key pressed."""

from __future__ import annotations

import pytest
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
