"""The section of an article, where the lines about its headline name one of the archive's own."""

from __future__ import annotations

import pytest

from generator.importing.lines import split_lines
from generator.importing.records import RawRecord
from generator.importing.sections import find_section

SECTIONS = {"kinh-te": "Kinh tế", "van-hoa": "Văn hóa", "xa-hoi": "Xã hội"}
TITLE = "Làng gốm Đông Kỳ đỏ lửa trở lại sau ba mùa lụt"
BODY = "Ba mùa lụt liền, lò nguội. Năm nay nước rút sớm, thợ lại nhào đất từ tháng Giêng."


def section(text: str) -> str | None:
    lines = split_lines(RawRecord(file="a.txt", sha256="", text=text.replace("TITLE", TITLE)))
    title = next(index for index, line in enumerate(lines) if line.text == TITLE)
    return find_section(lines, title, SECTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "Trang chủ / Kinh tế / Làng nghề\n\nTITLE\n\n{body}",
        "Trang chủ » Kinh tế\nTITLE\n{body}",
        "KINH TẾ\nTITLE\n02/12/2021 17:33\n{body}",
        "Trang chủ\nKinh tế\nTITLE\n{body}",
        "Kinh tế > Làng nghề\n\nTITLE\n\n{body}",
        "Kinh tế\n02/12/2021 17:33\n\nTITLE\n\n{body}",
        "TITLE\n\n07-03-2026 - 00:01 AM | Kinh tế\n\n{body}",
        "TITLE\n\nThứ Năm, 02/12/2021 17:33\nKinh tế\n\n{body}",
        "TITLE\n\nLê An\n02/12/2021 17:33\nKinh tế\n{body}",
    ],
)
def test_a_section_is_named_above_the_headline_or_beside_the_date(text: str) -> None:
    assert section(text.format(body=BODY)) == "Kinh tế"


@pytest.mark.parametrize(
    "text",
    [
        "TITLE\n\n{body}",
        "Trang nhất | Xã hội | Kinh tế | Thể thao\n\nTITLE\n\n{body}",
        "Pháp luật | Kinh tế\n\nTITLE\n\n{body}",
        "Trang chủ | Kinh tế | Thể thao | Pháp luật\n\nTITLE\n\n{body}",
        "Pháp luật | Kinh tế | Thể thao\n\nTITLE\n\n{body}",
        "Thể thao\nKinh tế\nTITLE\n{body}",
        "Xã hội\nTITLE\n02/12/2021 17:33 | Kinh tế\n{body}",
        "Kinh tế đang lên\nTITLE\n{body}",
        "TITLE\n\n{body}\n\nKinh tế",
        "TITLE\n\n02/12/2021 17:33\nKinh tế\nThể thao\nPháp luật\n\n{body}",
        "Kinh tế\n{body}\nTITLE\n{body}",
    ],
)
def test_where_the_text_does_not_tell_there_is_none(text: str) -> None:
    assert section(text.format(body=BODY)) is None


def test_a_text_without_a_headline_has_none() -> None:
    assert find_section([], None, SECTIONS) is None
