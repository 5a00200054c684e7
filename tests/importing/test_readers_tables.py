"""CSV, JSON Lines and JSON: rows become articles, and a bad row costs no other."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from generator.config import load_config
from generator.errors import UserError
from generator.importing.house import COLUMNS, column_key, house_of
from tests.conftest import SETTINGS
from tests.importing.reading import HOUSE, read_all

TEXT = "Sáng nay, chợ Bến Nứa họp phiên đầu tiên sau lũ."


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_table_is_known_by_its_header(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["title", "noidung", "ngày"], ["Chợ", "Phở chua, bánh cuốn.", "02/12/2021"]]
    quoted = (delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    text = "\r\n".join(quoted) + "\r\n"
    records, problems = read_all(write(tmp_path, "anything.txt", text, encoding))
    assert problems == []
    [record] = records
    assert record.text == "Phở chua, bánh cuốn."
    assert (record.declared.title, record.declared.date) == ("Chợ", "02/12/2021")


def test_a_table_may_be_older_than_unicode(tmp_path: Path) -> None:
    table = "title;body\nChî;S¸ng nay, chî BÕn Nøa häp phiªn ®Çu tiªn sau lò.\n"
    [record], _ = read_all(write(tmp_path, "a.csv", table, "latin-1"))
    assert record.declared.title == "Chợ"
    assert record.text == TEXT
    assert record.encoding == "tcvn3"


def test_columns_may_be_called_as_people_call_them(tmp_path: Path) -> None:
    header = "Tiêu đề;Nội dung;tac_gia;Chuyên mục;Link;Từ khóa;sapo"
    row = f"Chợ;{TEXT};Lê Mai, Trần Bình;Kinh tế;https://bao.vn/a.html;chợ|lũ;Chợ họp."
    [record], _ = read_all(write(tmp_path, "a.csv", f"{header}\n{row}\n"))
    assert record.file == "a.csv#bao.vn/a.html"
    assert record.url == "https://bao.vn/a.html"
    assert record.section == "Kinh tế"
    assert record.declared.authors == ("Lê Mai", "Trần Bình")
    assert record.declared.tags == ("chợ", "lũ")
    assert record.declared.summary == "Chợ họp."
    assert record.is_body


def test_the_settings_name_columns_of_your_own(tmp_path: Path) -> None:
    write(tmp_path, "archive.toml", SETTINGS + '[import.fields]\nbody = "Bài viết"\n')
    house = house_of(load_config(tmp_path))
    [record], _ = read_all(write(tmp_path, "a.csv", f"title;bai_viet;body\nChợ;{TEXT}x;y\n"), house)
    assert record.text == f"{TEXT}x"


def test_the_settings_may_name_parts_of_an_article_only(tmp_path: Path) -> None:
    write(tmp_path, "archive.toml", SETTINGS + '[import.fields]\ntitel = "x"\n')
    with pytest.raises(UserError, match="an article has no “titel”"):
        house_of(load_config(tmp_path))


def test_a_bad_row_costs_no_other(tmp_path: Path) -> None:
    table = f'title,body\nA,"{TEXT}"\nB,"a "b" c"\nC\nD,"{TEXT}"\nE,"never closed\nF,G\n'
    records, problems = read_all(write(tmp_path, "a.csv", table))
    assert [record.declared.title for record in records] == ["A", "D"]
    assert [str(problem.location) for problem in problems] == ["a.csv:3", "a.csv:4", "a.csv:6"]


def test_a_bad_line_costs_no_other(tmp_path: Path) -> None:
    lines = [
        json.dumps({"title": "A", "body": TEXT}),
        '{"title": ',
        "[1]",
        "[" * 100_000,
        json.dumps({"title": "E", "body": TEXT}),
    ]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    path.write_bytes(path.read_bytes() + b'\n{"title": "F", "body": "\xff\xfe"}\n')
    records, problems = read_all(path)
    assert [record.declared.title for record in records] == ["A", "E"]
    assert [problem.location.line for problem in problems] == [2, 3, 4, 6]


def test_a_json_file_is_one_article_or_a_list(tmp_path: Path) -> None:
    one = write(tmp_path, "one.json", json.dumps({"title": "A", "body": TEXT}, indent=1))
    [record], _ = read_all(one)
    assert record.file == "one.json"
    listed = write(tmp_path, "two", json.dumps([{"id": 7, "body": TEXT}, {"body": TEXT}], indent=1))
    assert [record.file for record in read_all(listed)[0]] == ["two#7", "two#2"]


def test_a_json_list_is_read_up_to_where_it_breaks(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", f'[{{"body": "{TEXT}"}},\n{{"body": "b')
    records, [problem] = read_all(path)
    assert len(records) == 1
    assert str(problem.location) == "a.json:2"


def test_articles_of_one_name_in_a_file_stay_apart(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": 5, "body": TEXT}) + "\n" for _ in range(3))
    records, _ = read_all(write(tmp_path, "a.jsonl", rows))
    assert [record.file for record in records] == ["a.jsonl#5", "a.jsonl#5-2", "a.jsonl#5-3"]


def test_the_digest_is_that_of_the_rows_own_bytes(tmp_path: Path) -> None:
    row = json.dumps({"id": 5, "body": TEXT}, ensure_ascii=False)
    records, _ = read_all(write(tmp_path, "a.jsonl", f"{row}\n{row.replace('5', '6')}\n"))
    assert records[0].sha256 == sha256(row.encode()).hexdigest()
    assert records[1].sha256 != records[0].sha256


def test_a_body_may_be_html_with_pictures(tmp_path: Path) -> None:
    body = f'<p>{TEXT}</p><figure><img src="/x/a.jpg"><figcaption>Bến.</figcaption></figure>'
    [record], _ = read_all(write(tmp_path, "a.json", json.dumps({"body": body})))
    assert record.text.split("\n") == [TEXT, "a.jpg", "Bến."]
    assert "html: figcaption" in record.marks[3]


def test_a_picture_may_have_columns_of_its_own(tmp_path: Path) -> None:
    row = {"body": f"{TEXT}\nHai.", "image": "https://bao.vn/x/a.jpg", "caption": "Bến."}
    [record], _ = read_all(write(tmp_path, "a.json", json.dumps(row)))
    assert record.text.split("\n") == ["a.jpg", "Bến.", TEXT, "Hai."]


def test_answers_of_a_rest_interface_are_understood(tmp_path: Path) -> None:
    row = {
        "title": {"rendered": "Chợ &amp; lũ"},
        "content": {"rendered": f"<p>{TEXT}</p>"},
        "date": 1638441180,
        "author": 5,
        "tags": [3, 4],
        "categories": [{"name": "Kinh tế"}],
    }
    [record], _ = read_all(write(tmp_path, "a.json", json.dumps(row)))
    assert record.declared.title == "Chợ & lũ"
    assert record.declared.date == "2021-12-02T10:33:00+00:00"
    assert (record.declared.authors, record.declared.tags) == ((), ())
    assert record.declared.categories == ("Kinh tế",)


def test_text_of_a_font_from_before_unicode_is_repaired(tmp_path: Path) -> None:
    body = "Ñöôøng vaøo laøng coù nhöõng caây ña raát lôùn."
    [record], _ = read_all(write(tmp_path, "a.json", json.dumps({"body": body})))
    assert record.text == "Đường vào làng có những cây đa rất lớn."
    assert record.encoding == "utf-8, repaired from vni"


def test_a_table_without_text_says_how_to_name_it(tmp_path: Path) -> None:
    _, [problem] = read_all(write(tmp_path, "a.csv", "title,wie\nA,b\n"))
    assert "[import.fields]" in (problem.remedy or "")
    named = replace(HOUSE, columns={**HOUSE.columns, "body": ("wie",)})
    [record], _ = read_all(tmp_path / "a.csv", named)
    assert record.text == "b"


def test_the_names_that_are_documented_are_known() -> None:
    text = (Path(__file__).parents[2] / "docs/importing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| (\w.*) \|$", text.partition("## Columns")[2], re.MULTILINE)
    documented = {
        field: {column_key(name) for name in names.split(", ")}
        for fields, called in rows
        for field, names in zip(re.findall(r"`(\w+)`", fields), called.split("; "), strict=True)
    }
    assert documented.keys() == COLUMNS.keys()
    assert all(names <= set(COLUMNS[field]) for field, names in documented.items())
