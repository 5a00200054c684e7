"""HTML pages, sidecars, and files that are no article: one clear line each, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problem
from generator.importing.readers import article_files
from tests.importing.reading import HOUSE, read_all

TEXT = "Sáng nay, chợ Bến Nứa họp phiên đầu tiên sau lũ."
VNI = "Ñöôøng vaøo laøng coù nhöõng caây ña raát lôùn."


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_a_page_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?>\n<html><body><p>{TEXT}</p></body></html>'
    [record], _ = read_all(write(tmp_path, name, page))
    assert record.text == TEXT


def test_a_fragment_is_a_page_where_its_name_says_so(tmp_path: Path) -> None:
    [record], _ = read_all(write(tmp_path, "a.html", f"<div><p>{TEXT}</p></div>"))
    assert record.text == TEXT


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "x-user-defined", "utf-8"])
def test_a_page_in_a_font_of_old_says_that_it_is_western(tmp_path: Path, charset: str) -> None:
    page = f"<html><head><meta charset={charset}></head><body><p>{VNI}</p></body></html>"
    [record], _ = read_all(write(tmp_path, "a.html", page.encode("latin-1")))
    assert record.text == "Đường vào làng có những cây đa rất lớn."
    assert record.encoding == "vni"


def test_a_page_in_a_font_of_old_may_have_letters_as_entities(tmp_path: Path) -> None:
    letters = "".join(char if char.isascii() else f"&#{ord(char)};" for char in VNI)
    [record], _ = read_all(write(tmp_path, "a.html", f"<html><p>{letters} 1 &lt; 2</p></html>"))
    assert record.text == "Đường vào làng có những cây đa rất lớn. 1 < 2"
    assert record.encoding == "utf-8, repaired from vni"


def test_a_page_that_closes_nothing_is_read(tmp_path: Path) -> None:
    [record], _ = read_all(write(tmp_path, "a.html", f"<html>{'<font>' * 1500}<p>{TEXT}</p>"))
    assert record.text == TEXT


def test_addresses_that_are_none_do_no_harm(tmp_path: Path) -> None:
    page = (
        '<html><head><link rel="canonical" href="http://[x"></head>'
        f'<body><img src="http://[x/a.jpg"><p><a href="http://[x">{TEXT}</a></p></body></html>'
    )
    [record], _ = read_all(write(tmp_path, "a.html", page))
    assert (record.url, record.text) == (None, TEXT)


def test_a_sidecar_says_where_an_article_is_from(tmp_path: Path) -> None:
    noted = {
        "url": "https://bao.vn/a.html",
        "retrieved": "2021-12-03",
        "title": "Chợ Bến Nứa",
        "authors": ["Lê Mai"],
        "date": "2021-12-02",
        "section": "Kinh tế",
        "tags": ["chợ"],
    }
    write(tmp_path, "a.meta.json", json.dumps(noted))
    page = '<html><head><link rel="canonical" href="https://khac.vn/"><meta name="description"'
    page += f' content="Tóm tắt."></head><body><p>{TEXT}</p></body></html>'
    [record], _ = read_all(write(tmp_path, "a.html", page))
    assert (record.url, record.retrieved) == ("https://bao.vn/a.html", "2021-12-03")
    assert record.section == "Kinh tế"
    assert record.declared.title == "Chợ Bến Nứa"
    assert record.declared.authors == ("Lê Mai",)
    assert record.declared.summary == "Tóm tắt."


def test_a_broken_sidecar_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.meta.json", "[")
    records, [problem] = read_all(write(tmp_path, "a.txt", TEXT))
    assert records == []
    assert "a.meta.json" in problem.message


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b"<html></html>", "no text"),
        (b"<!doctype html><!-- x -->", "no text"),
        (b"PK\x03\x04" + bytes(20), "ZIP"),
        (b"%PDF-1.4", "PDF"),
        (b"\x1f\x8b\x08" + bytes(range(64)), "compressed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "not text"),
        (b"<?xml version='1.0'?><urlset/>", "XML of another kind"),
        (b"WARC/1.0\r\n", "web archive is damaged"),
        (b"<html>" + b"<div>" * 100_000, "nested too deeply"),
        (b"a " * 60_000, "no article"),
        (b"a\n" * 6_000, "no article"),
        (b"a b c\n" * 4_000_000, "too large"),
    ],
)
def test_what_is_no_article_is_told_in_a_line(tmp_path: Path, data: bytes, complaint: str) -> None:
    records, [problem] = read_all(write(tmp_path, "a.txt", data))
    assert records == []
    assert problem.location.file == "a.txt"
    assert complaint in problem.message
    assert problem.remedy is not None


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.txt", TEXT)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    records, [problem] = read_all(path)
    assert records == []
    assert problem.message == "cannot be read: Permission denied"


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.sampled_from(
                [
                    b"<html><p>",
                    b'{"body": "a", ',
                    b"[{",
                    b"title,body\n",
                    b"WARC/1.0\r\n",
                    b"\x1f\x8b",
                    b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">',
                ]
            ),
            st.binary(max_size=200),
        ).map(b"".join),
    )
)
def test_whatever_bytes_there_are_nothing_breaks(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp(), "any.txt", data)
    records, problems = read_all(path)
    assert all(record.text.strip() for record in records)
    assert all(problem.remedy for problem in problems)


def test_a_folder_holds_more_than_articles(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    names = ["b.txt", "a.csv", "c.meta.json", "README.md", "readme.txt", ".git/x.txt", "p.jpg"]
    for name in names:
        write(tmp_path, name, TEXT)
    write(tmp_path, "list.json", json.dumps({"pages": 3}))
    write(tmp_path, "article.json", json.dumps({"body": TEXT}))
    problems: list[Problem] = []
    found = [path.name for path in article_files(tmp_path, HOUSE, problems)]
    assert found == ["a.csv", "article.json", "b.txt"]
    assert problems == []
