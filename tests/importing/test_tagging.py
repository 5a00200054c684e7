"""First tags: whole names and phrases, the vocabulary's before all, none twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing import import_sources
from generator.importing.corpus import Corpus
from generator.importing.names import find_names
from generator.importing.tagging import candidates, choose_tags
from generator.vocabulary import Vocabulary, parse_vocabulary, tag_key
from tests.conftest import TemporaryArchive
from tests.importing.reading import clean_text

TITLE = "Chợ nổi Cái Muồng họp lại sau mùa lũ"
TEXTS = [
    "Sáng nay, chợ nổi Cái Muồng họp lại. Ông Lê Văn Đước, Chủ tịch Ủy ban nhân dân xã Tân Hạ.",
    "UBND xã Tân Hạ sẽ kẻ lại bến. Bà con Cái Muồng mừng. Chợ nổi đông hơn năm ngoái.",
]
VOCABULARY = parse_vocabulary(
    """\
- label: Ủy ban nhân dân xã Tân Hạ
  aliases: [UBND xã Tân Hạ]
- label: chợ nổi
- label: kinh tế
  aliases: [làm ăn]
- label: Cái Muồng
""",
    "content/tags.yaml",
)


def tags(
    title: str, *texts: str, keywords: tuple[str, ...] = (), vocabulary: Vocabulary = VOCABULARY
) -> tuple[str, ...]:
    return choose_tags(title, texts, keywords, Corpus(), vocabulary)


def names(text: str) -> list[str]:
    return [" ".join(name.words) for name in find_names([text])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhiều xe đến Pá Lừa từ sớm.", ["Pá Lừa"]),
        ("Theo ông Lê Văn Đước, lúa tốt.", ["Lê Văn Đước"]),
        ("Thầy giáo Đinh Công Sự dạy ở đây.", ["Đinh Công Sự"]),
        ("Trưởng bản Vàng A Sử kể lại.", ["Vàng A Sử"]),
        ("Ông Đước kể lại.", []),
        ("Theo Bộ Ngoại giao, tàu đã về.", ["Bộ Ngoại giao"]),
        ("Theo Đài Khí tượng Thủy văn tỉnh, mai mưa.", ["Đài Khí tượng Thủy văn tỉnh"]),
        ("Tại Bệnh viện Đa khoa tỉnh Vân Sơn có mổ.", ["Bệnh viện Đa khoa tỉnh Vân Sơn"]),
        ("Sở Dân tộc và Tôn giáo đã họp.", ["Sở Dân tộc và Tôn giáo"]),
        ("Hôm qua Sở Y tế tỉnh thông báo.", ["Sở Y tế"]),
        ("Ban Thường vụ Đảng ủy Khối ban hành kế hoạch.", ["Ban Thường vụ Đảng ủy Khối"]),
        ("Bí thư Đảng ủy xã Tân Hạ dự.", ["Đảng ủy xã Tân Hạ"]),
        ("Trưởng ban Tổ chức Thành ủy dự.", ["Ban Tổ chức Thành ủy"]),
        ("Nước sông Trầm rút.", ["sông Trầm"]),
        ("Ở huyện Bình Lộc và xã Lũng.", ["Bình Lộc", "xã Lũng"]),
        ("Thông xe cao tốc Hạ Long - Hải Phòng.", ["cao tốc Hạ Long - Hải Phòng"]),
        ("Từ Bình Lộc sang Vân Đài một giờ.", ["Bình Lộc", "Vân Đài"]),
        ("Năng suất tăng. Nghị định mới.", []),
        ("TIN MỚI TRONG NGÀY VỀ MƯA LŨ", []),
        ("Mỏ của Vinacomin đóng cửa.", ["Vinacomin"]),
        (
            "Le maire de Saint-Aubrac et Rosario de Quintela.",
            ["Saint-Aubrac", "Rosario de Quintela"],
        ),
    ],
)
def test_names_are_whole_and_nothing_but_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_word_that_only_begins_a_sentence_is_no_part_of_a_name() -> None:
    text = "Phấn khởi nhất là Pá Lừa. Khói Pá Lừa bay. Thấy khói và khói, ai cũng vui."
    assert names(text) == ["Pá Lừa", "Pá Lừa"]


def test_people_are_told_from_places() -> None:
    found = find_names(["Ở Mường Tấu, anh Giàng A Chớ và Lê Thị Mai gặp Bộ Công an."])
    assert [(name.words[0], name.is_person) for name in found] == [
        ("Mường", False),
        ("Giàng", True),
        ("Lê", True),
        ("Bộ", False),
    ]


def test_terms_of_the_vocabulary_come_first_under_their_labels() -> None:
    assert tags(TITLE, *TEXTS) == ("chợ nổi", "Cái Muồng", "Ủy ban nhân dân xã Tân Hạ")


def test_a_term_that_is_named_in_passing_is_no_tag() -> None:
    texts = ["Chợ nổi Cái Muồng đông.", "Người ta làm ăn ở đó."]
    assert "kinh tế" not in tags(TITLE, *texts)
    assert "kinh tế" in tags(TITLE, "Làm ăn khó.", *texts)


def test_keywords_of_the_source_are_called_as_the_vocabulary_calls_them() -> None:
    keywords = ("ubnd xã tân hạ", "Kinh Tế", "du lịch", "Kinh tế")
    assert tags(TITLE, "Một.", keywords=keywords)[:3] == (
        "Ủy ban nhân dân xã Tân Hạ",
        "kinh tế",
        "du lịch",
    )


def test_keywords_with_hashes_are_parted_and_end_where_something_else_begins() -> None:
    page = (
        "Chè Vọng Sơn vào vụ\n\n02/12/2021 17:33\n\nSáng nay, bà con hái lứa chè đầu tiên sau rét, "
        "mỗi nhà được chừng ba chục cân búp tươi, bán ngay tại gốc.\n\nLê Mai\n\n"
        "Từ khóa:\n#chè #nông dân giỏi #xóm núi\n\nNguồn: Báo Hoài Lĩnh\n"
    )
    assert clean_text(page).tags == ("chè", "nông dân giỏi", "xóm núi")


def test_few_keywords_are_filled_up_to_three() -> None:
    found = tags(TITLE, *TEXTS, keywords=("du lịch",), vocabulary=Vocabulary())
    assert found[0] == "du lịch"
    assert len(found) == 3


def test_a_name_that_keywords_write_small_is_written_as_in_the_text() -> None:
    texts = ["Tàu từ Hải Phòng về."]
    assert tags("Tàu về", *texts, keywords=("hải phòng",)) == ("Hải Phòng",)


def test_an_abbreviation_is_counted_under_its_long_form() -> None:
    texts = ["Ủy ban nhân dân xã Tân Hạ họp.", "Sau đó UBND xã Tân Hạ, rồi UBND xã Tân Hạ."]
    found = candidates("", texts)
    assert [(c.label, c.count) for c in found.values()] == [("Ủy ban nhân dân xã Tân Hạ", 3)]


def test_what_the_headline_and_the_text_share_is_a_phrase() -> None:
    text = "Việc kết nạp đảng viên mới: kết nạp đảng viên ở bản, kết nạp đảng viên ở xã."
    assert tags("Kết nạp đảng viên ở vùng cao", text) == ("kết nạp đảng viên",)


def test_people_with_names_alike_are_different_people() -> None:
    texts = ["Bà Nguyễn Thị Hoa và bà Nguyễn Thị Lan: Nguyễn Thị Hoa, Nguyễn Thị Lan."]
    assert set(tags("Hai chị em", *texts)) == {"Nguyễn Thị Hoa", "Nguyễn Thị Lan"}


WORDS = st.sampled_from(
    """Ủy ban nhân dân UBND xã Tân Hạ chợ nổi Cái Muồng ông Lê Đước Bộ Công an tỉnh , . ( ) – và
    Hòa Hoà Bình bình TP.HCM 2024 Khối""".split()
)


@given(title=st.lists(WORDS, max_size=12), words=st.lists(WORDS, max_size=80))
def test_tags_are_few_and_none_is_there_twice(title: list[str], words: list[str]) -> None:
    found = tags(" ".join(title), " ".join(words), " ".join(words[::2]))
    assert len(found) <= 8
    assert len(set(map(tag_key, found))) == len(found)
    assert [VOCABULARY.canonical(tag) for tag in found] == list(found)


def test_an_import_uses_the_archives_vocabulary_and_sections(archive: TemporaryArchive) -> None:
    text = "Trang chủ » Kinh tế\n\nChợ nổi họp lại\n\n02/12/2021 17:33\n\n" + "\n\n".join(
        [f"Sáng nay, {TEXTS[0]}", TEXTS[1], "Từ khóa: hàng hoá"]
    )
    archive.write("raw/1.txt", text.encode())
    archive.write("content/tags.yaml", "- label: hàng hóa\n- label: Chợ nổi Cái Muồng\n")
    import_sources([archive.root / "raw"], archive.config)
    written = (archive.root / "content/2021/12/cho-noi-hop-lai.md").read_text("utf-8")
    assert "section: Kinh tế\n" in written
    assert "tags: [hàng hóa, Chợ nổi Cái Muồng, " in written
