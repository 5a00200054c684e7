"""The development server: the built site, safe from others, reloaded on change."""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.serve import Site
from tests.conftest import SETTINGS, WIDE, TemporaryArchive
from tests.serving import Server


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_the_site_is_served_under_its_base_path(server: Server) -> None:
    status, page = server.get("/archive/2019/05/gom/")
    assert status == 200
    assert "Làng gốm Đông Kỳ vào vụ" in page
    assert server.get("/")[0] == 302
    assert server.get("/archive")[0] == 302
    assert server.get("/archive/2019/05/gom")[0] == 302
    assert server.get("/archive/nowhere/")[0] == 404
    assert server.get("/2019/05/gom/")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/archive/../archive.toml",
        "/archive/%2e%2e/archive.toml",
        "/archive/..%2farchive.toml",
        "/archive/.backissue/manifest.sqlite",
        "/archive/%2Fetc/passwd",
        "/archive//etc/passwd",
        "/archive/a%00b",
        "/archive/..%5carchive.toml",
    ],
)
def test_nothing_outside_the_site_is_served(server: Server, path: str) -> None:
    status, body = server.get(path)
    assert status == 404
    assert "sections = " not in body
    assert "root:" not in body


def test_other_names_are_refused(server: Server) -> None:
    assert server.get("/archive/", Host="evil.example")[0] == 421
    assert server.get("/archive/", Host=f"localhost:{server.port}")[0] == 200


def test_the_page_carries_the_reload_script_and_its_policy_lets_it_run(server: Server) -> None:
    page = server.get("/archive/")[1]
    assert re.search(
        r'<script src="/__backissue/reload.js" data-version="1-[0-9a-f]{16}"></script></body>', page
    )
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "script-src 'self'" in policy[1]
    assert "connect-src 'self'" in policy[1]
    assert "EventSource" in server.get("/__backissue/reload.js")[1]


@contextlib.contextmanager
def events(server: Server, path: str) -> Iterator[Iterator[str]]:
    """Follow the versions of the page at this path."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", f"/__backissue/reload?{quote(path, safe='')}")
    stream = connection.getresponse()
    yield (line.decode().split()[1] for line in stream if line.startswith(b"data: "))
    connection.close()


def version(page: str) -> str:
    """Return the version that a page was served in."""
    return page.split('data-version="')[1].split('"', maxsplit=1)[0]


def test_a_saved_change_is_built_and_announced(server: Server, newspaper: TemporaryArchive) -> None:
    path = "/archive/2021/cho/"
    with events(server, path) as versions:
        assert next(versions) == version(server.get(path)[1])
        newspaper.article("2021/cho.md", "Chợ phiên họp lại", date="2021-03-02")
        new = next(versions)
        page = server.get(path)[1]
        assert "Chợ phiên họp lại" in page
        assert version(page) == new


def test_a_page_that_does_not_change_is_not_loaded_again(
    server: Server, newspaper: TemporaryArchive
) -> None:
    with events(server, "/archive/2021/cho/") as versions:
        first = next(versions)
        newspaper.article("khac/xua.md", "Chuyện xưa", "Viết lại.", tags="[gốm]")
        server.wait_for("written")
        newspaper.article("2021/cho.md", "Chợ phiên", "Viết lại.", date="2021-03-02")
        second = next(versions)
        assert second != first
        assert second == version(server.get("/archive/2021/cho/")[1])


@pytest.mark.parametrize(
    ("changed", "reloads"),
    [
        (["2021/cho/index.html", "feed.xml", "data/articles-2021.csv"], False),
        (["pagefind/all/fragment/1.pf_fragment", "pagefind/pagefind.js"], False),
        (["2021/cho/index.html", "2019/05/lo.png"], True),
        ([], False),
    ],
)
def test_only_what_other_pages_show_reloads_them(
    tmp_path: Path, changed: list[str], *, reloads: bool
) -> None:
    site = Site(output=tmp_path)
    site.update("", changed)
    assert site.edition == reloads


def test_a_changed_picture_is_announced_to_every_page(
    server: Server, newspaper: TemporaryArchive
) -> None:
    with events(server, "/archive/2021/cho/") as versions:
        assert next(versions).startswith("1-")
        newspaper.write("content/2019/05/lo.png", WIDE)
        assert next(versions).startswith("2-")


def test_an_address_without_a_page_is_told_when_there_is_one(
    server: Server, newspaper: TemporaryArchive
) -> None:
    path = "/archive/2021/moi/"
    with events(server, path) as versions:
        assert next(versions) == version(server.get(path)[1])
        newspaper.article("2021/moi.md", "Bài mới", date="2021-03-04")
        next(versions)
        assert "Bài mới" in server.get(path)[1]


def test_a_mistake_is_told_and_the_last_good_site_stays(
    server: Server, newspaper: TemporaryArchive
) -> None:
    newspaper.write("content/2021/cho.md", "---\ndate: 31-2\n---\n")
    assert "content/2021/cho.md" in server.wait_for("is missing")
    assert "The site stays as it was." in server.wait_for("2 problems.")
    assert "Chợ phiên" in server.get("/archive/2021/cho/")[1]
    newspaper.article("2021/cho.md", "Đã sửa")
    until(lambda: "Đã sửa" in server.get("/archive/2021/cho/")[1])


def test_a_folder_that_comes_later_is_watched_too(
    server: Server, newspaper: TemporaryArchive
) -> None:
    newspaper.write("templates/404.html", "<p>Một</p>")
    until(lambda: "<p>Một</p>" in server.get("/archive/nowhere/")[1])
    newspaper.write("templates/404.html", "<p>Hai</p>")
    until(lambda: "<p>Hai</p>" in server.get("/archive/nowhere/")[1])


def test_a_folder_that_cannot_be_read_is_told_and_waited_for(
    server: Server, newspaper: TemporaryArchive
) -> None:
    aside = newspaper.root / "aside"
    (newspaper.root / "content").rename(aside)
    newspaper.write("content", "")
    server.wait_for("content: Not a directory")
    (newspaper.root / "content").unlink()
    aside.rename(newspaper.root / "content")
    newspaper.write("archive.toml", SETTINGS.replace("Báo Vân Sơn", "Báo mới"))
    until(lambda: "Báo mới" in server.get("/archive/")[1])


def test_editors_that_save_by_renaming_are_understood(
    server: Server, newspaper: TemporaryArchive
) -> None:
    temporary = newspaper.write("content/2021/.cho.md.swp", "---\ntitle: Lưu kiểu khác\n---\n")
    temporary.replace(newspaper.root / "content/2021/cho.md")
    until(lambda: "Lưu kiểu khác" in server.get("/archive/2021/cho/")[1])


def test_a_busy_port_is_told(server: Server, newspaper: TemporaryArchive) -> None:
    command = [sys.executable, "-m", "generator", "serve", "--no-search", "-s", str(newspaper.root)]
    found = subprocess.run(
        [*command, "--port", str(server.port)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert found.stdout == ""
    assert "Nothing was published" not in found.stderr
    assert f"Try another: backissue serve --port {server.port + 1}" in found.stderr
