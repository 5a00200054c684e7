"""Plain text is read in whatever encoding it came."""

from __future__ import annotations

import pytest

from generator.errors import UserError
from generator.importing.readers.plain_text import decode

TEXT = "Đường vào Pá Lừa: năm cây số, chín năm\nĐức Toàn\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    text, named = decode(TEXT.encode(encoding), "a.txt")
    assert text == TEXT
    assert named.startswith(encoding[:5])


def test_text_becomes_composed() -> None:
    assert decode("Đường".encode(), "a.txt")[0] == "Đường"
    decomposed = "\u0110u\u031bo\u031b\u0300ng"
    assert decode(decomposed.encode(), "a.txt")[0] == "Đường"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_is_one_line_end(end: str) -> None:
    assert decode(f"một{end}hai".encode(), "a.txt")[0] == "một\nhai"


def test_a_file_cut_off_within_a_letter_loses_the_letter_only() -> None:
    assert decode("Chợ phiên ở Đế".encode()[:-1], "a.txt")[0] == "Chợ phiên ở Đ"


def test_western_letters_of_one_byte() -> None:
    text = "Der Bürgermeister eröffnete die Brücke, und alle gingen hinüber.\n"
    assert decode(text.encode("cp1252"), "a.txt")[0] == text


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "this is not text"),
        (b"PK\x03\x04" + bytes(range(255, 0, -1)) * 4, "this is not text"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, complaint: str) -> None:
    with pytest.raises(UserError) as caught:
        decode(data, "sources/a.txt")
    [problem] = caught.value.problems
    assert problem.location.file == "sources/a.txt"
    assert complaint in problem.message


def test_a_file_of_zeros_behind_a_text_is_refused() -> None:
    with pytest.raises(UserError, match="this is not text"):
        decode("Chợ phiên họp sáng nay\n".encode() + bytes(300), "a.txt")


def test_one_broken_letter_costs_that_letter_only() -> None:
    text = "Chợ phiên ở Đế họp từ sáng sớm, người đến rất đông.\n"
    broken = text.encode().replace("ở".encode(), "ở".encode()[:2])
    assert decode(broken * 2, "a.txt")[0] == text.replace("ở", "\ufffd") * 2


@pytest.mark.parametrize(
    ("letters", "encoding"),
    [
        ("§\xad\xeang vµo lµng cã nh÷ng c©y ®a rÊt lín.", "tcvn3"),
        ("Ñöôøng vaøo laøng coù nhöõng caây ña raát lôùn.", "vni"),
    ],
)
def test_vietnamese_fonts_taken_for_western_letters_are_repaired(
    letters: str, encoding: str
) -> None:
    text = "Đường vào làng có những cây đa rất lớn."
    assert decode(letters.encode(), "a.txt") == (text, f"utf-8, repaired from {encoding}")
    if encoding == "tcvn3":
        assert decode(letters.encode("latin-1"), "a.txt") == (text, encoding)


def test_what_is_not_to_be_seen_is_removed() -> None:
    assert decode("Chợ\u200b phi\u00adên\ufeff".encode(), "a.txt")[0] == "Chợ phiên"
