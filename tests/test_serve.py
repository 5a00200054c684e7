"""The development server: the built site, safe from others, reloaded on change."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.cli import main
from generator.serve import Site
from generator.serve.handler import is_own_name
from generator.serve.overlay import for_editors
from tests.conftest import SETTINGS, WIDE, TemporaryArchive, published
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
    page = server.get("/archive/2021/cho/")[1]
    assert "Chợ phiên" in page
    for said in ("2 chỗ cần sửa", "content/2021/cho.md:2:7", "“31-2” is not a date", "date: 31-2"):
        assert said in page
    newspaper.article("2021/cho.md", "Đã <sửa>")
    until(lambda: "Đã &lt;sửa&gt;" in server.get("/archive/2021/cho/")[1])
    until(lambda: "backissue-editors" not in server.get("/archive/2021/cho/")[1])


def test_problems_are_told_to_the_pages_that_are_open(
    server: Server, newspaper: TemporaryArchive
) -> None:
    with events(server, "/archive/2021/cho/") as versions:
        first = next(versions)
        newspaper.write("content/khac/xua.md", "---\ntitle: <script>: x\n---\n")
        second = next(versions)
        page = server.get("/archive/2021/cho/")[1]
        assert version(page) == second != first
        assert "title: &lt;script&gt;: x" in page
        assert "<script>: x" not in page
        newspaper.article("khac/xua.md", "Chuyện xưa", tags="[gốm]")
        assert next(versions) == first


def test_a_page_tells_what_is_wrong_in_its_own_text(
    server: Server, newspaper: TemporaryArchive
) -> None:
    body = "[x](/khong/) [y](../2019/lua.md#khong) [z](../2019/lua.md#main)\n\n![](khong.jpg)"
    newspaper.article("2021/cho.md", "Chợ phiên", body, date="2021-03-02")
    until(lambda: "4 chỗ cần xem trên trang này" in server.get("/archive/2021/cho/")[1])
    page = server.get("/archive/2021/cho/")[1]
    assert "<details open>" in page
    for said in (
        "content/2021/cho.md:5:5",
        "the link “/archive/khong/” leads nowhere",
        "the link “/archive/2019/lua/#khong” leads to a place that is not on its page",
        "there is no picture “khong.jpg”",
    ):
        assert said in page
    assert "chỗ cần xem" not in server.get("/archive/2019/lua/")[1]
    with events(server, "/archive/2021/cho/") as versions:
        assert next(versions) == version(page)
        newspaper.write("static/khong/index.html", "<p>Có rồi</p>")
        next(versions)
        assert "3 chỗ cần xem" in server.get("/archive/2021/cho/")[1]


def test_mere_advice_is_folded(server: Server) -> None:
    page = server.get("/archive/2019/05/gom/")[1]
    assert "<details><summary>1 chỗ cần xem trên trang này</summary>" in page


def test_problems_are_told_where_there_has_never_been_a_site(archive: TemporaryArchive) -> None:
    archive.write("content/a.md", "---\ntitle: [x\n---\n")
    server = Server(archive.root)
    status, page = server.get("/archive/")
    assert status == 503
    assert "what “[” opens is not closed" in page
    archive.article("a.md", "Bài đầu")
    until(lambda: "Bài đầu" in server.get("/archive/")[1])
    assert server.stop() == 0


def test_the_policy_of_a_page_lets_in_what_is_added() -> None:
    page = (
        b'<meta http-equiv="Content-Security-Policy" content="default-src https://a; style-src b">'
    )
    text = for_editors(page, "/", Site(output=Path())).decode()
    assert "script-src 'self' https://a" in text
    assert "style-src 'self' b" in text
    assert "connect-src 'self' https://a" in text


def test_drafts_and_what_is_to_come_are_seen_and_marked_here_only(
    server: Server, newspaper: TemporaryArchive
) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2099-01-01")
    until(lambda: "Chưa đến" in server.get("/archive/khac/mai/")[1])
    draft, future = server.get("/archive/khac/nhap/")[1], server.get("/archive/khac/mai/")[1]
    assert "Bản nháp: chỉ thấy khi xem thử" in draft
    assert "Chưa đến giờ đăng: chỉ thấy khi xem thử" in future
    assert "/archive/khac/nhap/" in server.get("/archive/khong-ro-ngay/")[1]
    style = server.get("/__backissue/serve.css")[1]
    assert re.search(r'a\[href="/archive/khac/nhap/"\]::after\s*{ content: " bản nháp"', style)
    assert re.search(r'a\[href="/archive/khac/mai/"\]::after\s*{ content: " chưa đến giờ"', style)
    newspaper.build()
    files = published(newspaper.output)
    assert not [path for path in files if "nhap" in path or "khac/mai" in path]
    assert not [path for path, data in files.items() if b"khac/nhap" in data or b"__back" in data]


def test_what_is_served_is_not_what_is_published(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    before = {path: path.stat().st_mtime_ns for path in newspaper.output.rglob("*")}
    files = published(newspaper.output)
    server = Server(newspaper.root)
    preview = newspaper.root / ".backissue/preview"
    # What is the same in both is made once.
    assert (preview / "2021/cho/index.html").samefile(newspaper.output / "2021/cho/index.html")
    assert (preview / "khac/nhap/index.html").is_file()
    newspaper.article("2021/cho.md", "Chợ phiên họp lại", date="2021-03-02")
    until(lambda: "họp lại" in server.get("/archive/2021/cho/")[1])
    assert server.stop() == 0
    assert published(newspaper.output) == files
    assert {path: path.stat().st_mtime_ns for path in newspaper.output.rglob("*")} == before


def test_a_build_forgets_a_preview_that_nobody_looks_at(newspaper: TemporaryArchive) -> None:
    preview = newspaper.root / ".backissue/preview"
    command = ["build", "--no-search", "-s", str(newspaper.root)]
    server = Server(newspaper.root)
    assert main(command) == 0
    assert (preview / "khac/nhap/index.html").exists()
    assert server.get("/archive/khac/nhap/")[0] == 200
    assert server.stop() == 0
    assert main(command) == 0
    assert not preview.exists()


def test_the_clock_of_a_server_can_be_set(newspaper: TemporaryArchive) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2027-01-01")
    server = Server(newspaper.root, "--clock", "2027-01-01")
    assert "Chưa đến giờ" not in server.get("/archive/khac/mai/")[1]
    assert server.stop() == 0


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


@pytest.mark.parametrize(
    ("host", "bound", "answered"),
    [
        ("localhost:8000", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("192.168.1.7:8000", "127.0.0.1", False),
        ("192.168.1.7:8000", "0.0.0.0", True),  # noqa: S104 - a word here
        ("[fe80::1]:8000", "::", True),
        (f"{socket.gethostname()}:8000", "0.0.0.0", True),  # noqa: S104 - as above
        ("evil.example", "127.0.0.1", False),
        ("evil.example", "0.0.0.0", False),  # noqa: S104 - as above
        ("192.168.1.7.evil.example", "192.168.1.7", False),
        ("", "127.0.0.1", False),
        ("[", "127.0.0.1", False),
    ],
)
def test_only_this_machines_own_names_are_answered(
    host: str, bound: str, *, answered: bool
) -> None:
    assert is_own_name(host, bound) is answered


def test_a_phone_on_the_same_network_is_served_on_request(newspaper: TemporaryArchive) -> None:
    server = Server(newspaper.root, "--bind", "0.0.0.0")  # noqa: S104 - that is the point
    assert "drafts" in server.wait_for("Everybody on this network")
    assert server.get("/archive/", Host=f"192.168.1.7:{server.port}")[0] == 200
    assert server.get("/archive/", Host="evil.example")[0] == 421
    assert server.stop() == 0


def test_a_busy_port_is_told(server: Server, newspaper: TemporaryArchive) -> None:
    command = [sys.executable, "-m", "generator", "serve", "--no-search", "-s", str(newspaper.root)]
    with socket.socket() as next_one:
        with contextlib.suppress(OSError):  # somebody else has it
            next_one.bind(("127.0.0.1", server.port + 1))
            next_one.listen()
        found = subprocess.run(
            [*command, "--port", str(server.port)], capture_output=True, text=True, check=False
        )
    assert found.returncode == 1
    assert found.stdout == ""
    assert "Nothing was published" not in found.stderr
    offered = re.search(r"Try another: backissue serve --port (\d+)", found.stderr)
    assert offered is not None
    assert int(offered[1]) > server.port + 1
