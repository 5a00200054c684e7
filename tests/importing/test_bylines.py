"""Bylines and agencies: who signs, and what only looks like a name."""

from __future__ import annotations

import pytest

from generator.importing.bylines import glued_byline, read_agency, read_byline
from generator.importing.records import Paragraph
from tests.importing.reading import clean_text

PAGE = """\
The ferry at Harlow Reach runs again

{name}

3 March 2014

The ferry is a flat wooden boat pulled along a chain. When the tide took the slipway, the county \
said that repairs would have to wait for the autumn.

Instead, the landlord of the Eel and Anchor pinned a sheet of paper to his door. By closing time \
it held forty names, two tractors and a retired bridge engineer.
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hữu Thắng", ("Hữu Thắng",)),
        ("Quỳnh Anh – Hữu Thắng", ("Quỳnh Anh", "Hữu Thắng")),
        ("Quỳnh Anh - Hữu Thắng", ("Quỳnh Anh", "Hữu Thắng")),
        ("Lê Mai, Thu Hà", ("Lê Mai", "Thu Hà")),
        ("Lê Mai & Thu Hà", ("Lê Mai", "Thu Hà")),
        ("Bài, ảnh: Đức Toàn", ("Đức Toàn",)),
        ("Bài và ảnh: Đức Toàn - Minh Châu", ("Đức Toàn", "Minh Châu")),
        ("Tác giả: Hồng Vân", ("Hồng Vân",)),
        ("LÊ MAI", ("Lê Mai",)),
        ("Đ.T", ("Đ.T",)),
        ("Lê Mai (tổng hợp)", ("Lê Mai",)),
        ("By Anna Becker", ("Anna Becker",)),
        ("Oona Field and Peter Lasko", ("Oona Field", "Peter Lasko")),
        ("Jean-Pierre Martin", ("Jean-Pierre Martin",)),
        ("Jeanne LE GOFF", ("Jeanne Le Goff",)),
        ("Femke van Ittersloot", ("Femke van Ittersloot",)),
        ("Thu Hà - Anh Tú", ("Thu Hà", "Anh Tú")),
        ("Bài: LÊ MAI - Ảnh: THU HÀ", ("Lê Mai", "Thu Hà")),
        ("Phóng viên: Lê Mai - Quay phim: Thu Hà", ("Lê Mai", "Thu Hà")),
        ("Lê Mai - Phòng Văn hóa Bình Lộc", ("Lê Mai",)),
        ("LÊ MAI thực hiện", ("Lê Mai",)),
        ("Lê Mai (TTXB/Bình Lộc)", ("Lê Mai",)),
        ("Lê An/VOV-Tây Bắc", ("Lê An",)),
        ("Viết bởi Lê Mai", ("Lê Mai",)),
        ("PV", ("PV",)),
    ],
)
def test_a_byline_names_its_authors(text: str, names: tuple[str, ...]) -> None:
    found = read_byline(text)
    assert found is not None
    assert found.names == names


@pytest.mark.parametrize(
    "text",
    [
        "Thời tiết",
        "Gặt lúa nếp ở Mường Tấu.",
        "Hà Nội",
        "Ông Lê Văn Mai",
        "Anh Lê Văn Tú",
        "AMPARO LEDESMA",
        "KINH TẾ",
        "Ý kiến ()",
        "Bài học từ trận lụt",
        "Khán đài B một chiều tập.",
        "2021",
        "",
    ],
)
def test_other_lines_are_no_bylines(text: str) -> None:
    assert read_byline(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "Senior Reporter",
        "Chief Political Correspondent",
        "Google News",
        "Zum Artikel",
        "Merken Drucken Teilen",
        "Écouter Partager Commenter",
        "Đài Vân Sơn",
    ],
)
def test_what_stands_where_a_byline_stands_need_not_be_one(line: str) -> None:
    assert clean_text(PAGE.format(name="Oona Field")).authors == ("Oona Field",)
    for name in (line, f"By Oona Field\n{line}"):
        article = clean_text(PAGE.format(name=name))
        assert set(article.authors) <= {"Oona Field"}
        assert [block.text[:9] for block in article.blocks if isinstance(block, Paragraph)] == [
            "The ferry",
            "Instead, ",
        ]


def test_capitals_are_a_name_where_one_is_expected() -> None:
    found = read_byline("AMPARO LEDESMA", placed=True)
    assert found is not None
    assert found.names == ("Amparo Ledesma",)


def test_a_byline_glued_to_the_last_paragraph_comes_off() -> None:
    body = (
        "Ban quản lý cho biết cầu sẽ thông xe trước Tết, sớm hơn kế hoạch hai tháng, và phà cũ "
        "được giữ lại làm bến đón khách ra cù lao."
    )
    found = glued_byline(f"{body} Đức Toàn – Minh Châu")
    assert found is not None
    text, byline = found
    assert text == body
    assert byline.names == ("Đức Toàn", "Minh Châu")
    assert glued_byline(body) is None


def test_a_last_sentence_in_capitals_stays_in_the_text() -> None:
    body = "Trên khán đài, hơn bảy nghìn người đứng cả dậy và cùng hát cho đến khi đèn sân tắt hẳn."
    assert glued_byline(f"{body} VÔ ĐỊCH") is None


@pytest.mark.parametrize(
    ("text", "agency", "rest"),
    [
        ("VSĐT - Sáng 2/11, lò bầu đỏ lửa.", "VSĐT", "Sáng 2/11, lò bầu đỏ lửa."),
        ("(TTXB) - Sáng 4/5, chợ nổi khai trương.", "TTXB", "Sáng 4/5, chợ nổi khai trương."),
        ("Vansontv.vn – Ngày 4/5, cầu thông xe.", "Vansontv.vn", "Ngày 4/5, cầu thông xe."),
        ("PTTH Vân Sơn - Ngày 4/5, cầu thông xe.", "PTTH Vân Sơn", "Ngày 4/5, cầu thông xe."),
    ],
)
def test_the_newsrooms_prefix_is_taken_off_the_lede(text: str, agency: str, rest: str) -> None:
    assert read_agency(text) == (agency, rest)


@pytest.mark.parametrize(
    "text",
    [
        "UBND - HĐND huyện họp phiên thường kỳ.",
        "CLB - đội bóng của tỉnh - lên hạng.",
        "Sáng nay - một sáng mùa đông - chợ họp.",
        "(Một buổi sáng mùa đông rất lạnh ở chợ) - bà nói.",
    ],
)
def test_other_dashes_begin_no_prefix(text: str) -> None:
    assert read_agency(text) is None
