"""The development server under attack: nothing leaves it, and nothing of it breaks."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TemporaryArchive
from tests.serving import Server

SECRET = b"sections = "


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return one server for all attacks; after each of them it must answer as before."""
    archive = TemporaryArchive(tmp_path_factory.mktemp("attacked"))
    archive.write(
        "archive.toml", 'title = "Báo"\nbase_url = "https://example.org/"\nsections = ["Kinh tế"]\n'
    )
    archive.article("2021/cho.md", "Chợ phiên", date="2021-03-02")
    found = Server(archive.root)
    preview = archive.root / ".backissue/preview"
    with contextlib.suppress(OSError):
        (preview / "out.txt").symlink_to(archive.root / "archive.toml")
        (preview / "folder").symlink_to(archive.root)
        (preview / "loop").symlink_to(preview / "loop")
    yield found
    told = found.stop_and_tell()
    assert "Traceback" not in told
    assert "not answered" not in told


def get(target: str, *headers: str) -> bytes:
    lines = [f"GET {target} HTTP/1.1", *(headers or ("Host: localhost",)), "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


@pytest.fixture(autouse=True)
def still_well(busy: Server) -> Iterator[None]:
    yield
    assert status(busy.send(get("/2021/cho/"))) == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../archive.toml", "/%2e%2e/archive.toml", "/..%2farchive.toml", "/%2e%2e%2farchive.toml",
        "/%252e%252e/archive.toml", "/..%252farchive.toml", "/..\\archive.toml",
        "/..%5carchive.toml", "/%2e%2e%5c%2e%2e%5carchive.toml", "/.../archive.toml",
        "/2021/../../archive.toml", "/2021/cho/../../../archive.toml", "/./../archive.toml",
        "/%00", "/archive.toml%00.html", "/%c0%ae%c0%ae/archive.toml", "/%u002e%u002e/archive.toml",
        "//etc/passwd", "///etc/passwd", "/%2fetc/passwd", "/file:///etc/passwd", "file:///etc/passwd",
        "/out.txt", "/folder/archive.toml", "/folder/content/2021/cho.md", "/loop", "/loop/x",
        "/.backissue/manifest.sqlite", "/.backissue/paths", "/2021/.backissue/", "/.git/config",
        "http://localhost/../archive.toml", "http://localhost//etc/passwd", "*", "x", "?", "#",
        "/" + "a" * 5000, "/" + "a/" * 3000, "/" + "%61" * 5000, "/\xff\xfe", "/con", "/nul.html",
    ],
)  # fmt: skip
def test_nothing_outside_the_site_is_read(busy: Server, target: str) -> None:
    answer = busy.send(get(target))
    assert status(answer) in {400, 404} or b"\r\nLocation: /\r\n" in answer, answer[:200]
    for secret in (SECRET, b"root:", b"title: ", b"SQLite format"):
        assert secret not in answer


@pytest.mark.parametrize(
    ("target", "headers", "expected"),
    [
        ("/2021/cho/", ["Host: localhost"], 200),
        ("/2021/cho/", ["Host: evil.example"], 421),
        ("/2021/cho/", ["Host: localhost.evil.example"], 421),
        ("/2021/cho/", ["Host: localhost@evil.example"], 421),
        ("/2021/cho/", ["Host: evil.example", "Host: localhost"], 421),
        ("/2021/cho/", ["X-Forwarded-Host: localhost", "Host: evil.example"], 421),
        ("/2021/cho/", ["Accept: */*"], 421),
        ("/__backissue/reload?%2F2021%2Fcho%2F", ["Host: evil.example"], 421),
        ("/__backissue/reload.js", ["Host: evil.example"], 421),
        ("/__backissue/serve.css", ["Host: evil.example"], 421),
        ("http://evil.example/2021/cho/", ["Host: localhost"], 421),
        ("http://localhost/2021/cho/", ["Host: localhost"], 200),
        ("http://[/2021/cho/", ["Host: localhost"], 400),
        ("/2021/cho/", ["Host: localhost", "Origin: https://evil.example"], 403),
        ("/2021/cho/", ["Host: localhost", "Origin: null"], 403),
        ("/__backissue/reload?%2F", ["Host: localhost", "Origin: http://evil.example"], 403),
        ("/2021/cho/", ["Host: localhost", "Origin: http://localhost:8000"], 200),
    ],
)
def test_other_names_and_other_sites_are_refused(
    busy: Server, target: str, headers: list[str], expected: int
) -> None:
    answer = busy.send(get(target, *headers))
    assert status(answer) == expected
    assert (b"Ch\xe1\xbb\xa3 phi\xc3\xaan" in answer) == (expected == 200)
    assert b"Access-Control-Allow" not in answer


def test_no_other_site_can_embed_what_is_served(busy: Server) -> None:
    answer = busy.send(get("/2021/cho/"))
    assert b"Cross-Origin-Resource-Policy: same-origin\r\n" in answer
    assert b"X-Content-Type-Options: nosniff\r\n" in answer


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"]
)
def test_nothing_can_be_done_but_reading(busy: Server, method: str) -> None:
    body = b"x" * 100
    request = f"{method} /2021/cho/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
    assert status(busy.send(request.encode(), body)) == 501


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"", b"\r\n\r\n", b"\0" * 100, b"\xff" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n", b"GET / HTTP/x\r\n\r\n", b"GET / / / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\xff\xfe: x\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: [\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
        b"GET /2021/cho/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_breaks_nothing(busy: Server, request_bytes: bytes) -> None:
    answer = busy.send(request_bytes)
    assert status(answer) in {0, 200, 400, 414, 421, 431, 501, 505}
    assert b"Traceback" not in answer


def test_who_hangs_up_in_the_middle_is_no_mistake(busy: Server) -> None:
    for number in range(20):
        with socket.create_connection(("127.0.0.1", busy.port)) as connection:
            connection.sendall(get("/2021/cho/")[: 10 + 3 * number])
            # Reset and not closed: what is written to it then fails.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def test_who_sends_slowly_or_opens_very_many_connections_stops_nobody(busy: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(120):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", busy.port)))
            slow.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert status(busy.send(get("/2021/cho/"))) == 200
        for _ in range(200):
            stack.enter_context(socket.create_connection(("127.0.0.1", busy.port)))


def test_it_is_bound_to_this_machine_only(busy: Server) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("needs /proc of Linux")
    port = f":{busy.port:04X}"
    bound = {
        line.split()[1]
        for line in listening.read_text().splitlines()[1:]
        if line.split()[1].endswith(port) and line.split()[3] == "0A"
    }
    assert bound == {f"0100007F{port}"}


@pytest.mark.skipif(not socket.has_ipv6 or os.name != "posix", reason="needs IPv6")
def test_the_other_loopback_is_one_as_well(tmp_path: Path) -> None:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        archive = TemporaryArchive(tmp_path)
        archive.write("archive.toml", 'title = "Báo"\nbase_url = "https://example.org/"\n')
        server = Server(archive.root, "--bind", "::1")
        with socket.create_connection(("::1", server.port), timeout=10) as connection:
            connection.sendall(get("/", f"Host: [::1]:{server.port}"))
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert "Everybody" not in server.stop_and_tell()
