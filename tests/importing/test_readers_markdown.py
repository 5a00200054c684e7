"""Pages saved as Markdown are read as pages; an article with a star or a link in it is text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.reading import read_all

MENU = """\
* [Trang chủ](/)
* [Thời sự](/thoi-su/)
* [Kinh tế](https://bao.example/kinh-te/ "Kinh tế")
* [Văn hóa](./van-hoa/)
"""
ARTICLE = """
# Chợ Bến Nứa họp lại

**Sáng nay, chợ họp phiên đầu tiên sau lũ, [theo ban quản lý](/tag/ban-quan-ly/).**

![Gian hàng](/anh/cho-ben-nua.jpg)

_Gian hàng đầu tiên mở lại._
"""
TOP = "[Đầu trang](#top)\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_with_eight_links_is_read_as_what_was_to_be_seen(tmp_path: Path) -> None:
    [record], problems = read_all(
        write(tmp_path, f"{MENU}{ARTICLE}\n[Gửi phản hồi](javascript:void\\(0\\)) {TOP}")
    )
    assert problems == []
    assert record.text.split("\n") == [
        "Trang chủ",
        "Thời sự",
        "Kinh tế",
        "Văn hóa",
        "Chợ Bến Nứa họp lại",
        "Sáng nay, chợ họp phiên đầu tiên sau lũ, theo ban quản lý.",
        "cho-ben-nua.jpg",
        "Gian hàng đầu tiên mở lại.",
        "Gửi phản hồi Đầu trang",
    ]
    assert "html: h1" in record.marks[5]
    assert "html: mostly links" in record.marks[1]
    [link] = record.links[6]
    assert link.url == "/tag/ban-quan-ly/"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MENU + ARTICLE + TOP, id="seven links"),
        pytest.param(
            "* Giá bưởi **12.000 đồng**, chữ _in nghiêng_, # là hàng rào.\n" * 9, id="stars"
        ),
        pytest.param("Ông viết [sách đã dẫn](trang 12) và [1] (như trên).\n" * 9, id="brackets"),
    ],
)
def test_a_text_with_few_links_or_with_stars_stays_as_it_is(tmp_path: Path, text: str) -> None:
    [record], _ = read_all(write(tmp_path, text))
    assert record.text == text
    assert not record.marks
