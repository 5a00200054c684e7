"""Web archives: an article a captured page, the latest capture of each address."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.importing.reading import read_all

PAGE = "<!doctype html><html><body><h1>{}</h1><p>Chợ Bến Nứa họp phiên đầu tiên.</p></body></html>"


class Capture(NamedTuple):
    url: str
    title: str
    date: str = "2021-12-03T00:00:00Z"
    status: str = "200 OK"
    mime: str = "text/html; charset=utf-8"
    kind: str = "response"
    encoding: str = "utf-8"


def record_of(capture: Capture) -> bytes:
    http = f"HTTP/1.1 {capture.status}\r\nContent-Type: {capture.mime}\r\n\r\n".encode()
    http += PAGE.format(capture.title).encode(capture.encoding)
    head = (
        f"WARC/1.1\r\nWARC-Type: {capture.kind}\r\nWARC-Target-URI: {capture.url}\r\n"
        f"WARC-Date: {capture.date}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def archive(path: Path, captures: Sequence[Capture], *, packed: bool = False) -> Path:
    records = map(record_of, captures)
    path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_a_captured_page_is_an_article(tmp_path: Path, *, packed: bool) -> None:
    captures = [Capture("https://bao.vn/kinh-te/a.html", "Một")]
    [record], problems = read_all(archive(tmp_path / "crawl", captures, packed=packed))
    assert problems == []
    assert record.file == "crawl#bao.vn/kinh-te/a.html"
    assert record.url == "https://bao.vn/kinh-te/a.html"
    assert record.retrieved == "2021-12-03T00:00:00Z"
    assert record.section == "Kinh tế"
    assert record.text.startswith("Một\n")


def test_an_archive_may_be_compressed_as_a_whole(tmp_path: Path) -> None:
    captures = [Capture("http://a.vn/1", "Một"), Capture("http://a.vn/2", "Hai")]
    path = archive(tmp_path / "a.warc", captures)
    packed = tmp_path / "b.warc.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert len(read_all(packed)[0]) == 2


def test_the_latest_capture_that_holds_a_page_is_taken(tmp_path: Path) -> None:
    captures = [
        Capture("https://bao.vn/a", "Mới", date="2021-06-01T00:00:00Z"),
        Capture("http://bao.vn/a", "Cũ", date="2020-01-01T00:00:00Z"),
        Capture("https://bao.vn/a", "Đã chuyển", date="2022-01-01T00:00:00Z", status="302 Found"),
        Capture("https://bao.vn/a", "", date="2023-01-01T00:00:00Z", kind="revisit"),
    ]
    [record], _ = read_all(archive(tmp_path / "a.warc", captures))
    assert record.text.startswith("Mới\n")
    assert record.retrieved == "2021-06-01T00:00:00Z"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    captures = [
        Capture("https://bao.vn/robots.txt", "x"),
        Capture("https://bao.vn/a.png", "x", mime="image/png"),
        Capture("https://bao.vn/b", "x", status="404 Not Found"),
        Capture("https://bao.vn/c", "x", kind="request"),
    ]
    assert read_all(archive(tmp_path / "a.warc", captures)) == ([], [])


def test_the_servers_word_on_the_encoding_counts(tmp_path: Path) -> None:
    mime = "text/html; charset=gb18030"
    capture = Capture("http://a.vn/1", "新闻档案", mime=mime, encoding="gb18030")
    [record], _ = read_all(archive(tmp_path / "a.warc", [capture]))
    assert record.text.startswith("新闻档案\n")
    assert record.encoding == "gb18030"


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_is_read_up_to_where_it_breaks(tmp_path: Path, *, packed: bool) -> None:
    captures = [Capture("http://a.vn/1", "Một"), Capture("http://a.vn/2", "Hai")]
    path = archive(tmp_path / "a.warc", captures, packed=packed)
    path.write_bytes(path.read_bytes()[:-40])
    records, [problem] = read_all(path)
    assert [record.url for record in records] == ["http://a.vn/1"]
    assert "damaged, or breaks off" in problem.message
