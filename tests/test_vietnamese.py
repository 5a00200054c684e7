"""Vietnamese letters: folding, sorting, slugs, the two schools of tone placement."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.vietnamese import collation_key, compose, fold, initial, slug, unify_tones


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng viên Lào Cai", "dang vien lao cai"),
        ("ĐƯỜNG", "duong"),
        ("đ", "d"),
        ("Straße", "strasse"),
        ("Ấm ầm ẩm ẫm ậm", "am am am am am"),
    ],
)
def test_folding_is_what_people_type_without_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Uỷ ban", "Ủy ban"),
        ("hoà bình", "hòa bình"),
        ("khoẻ", "khỏe"),
        ("THUỶ", "THỦY"),
        ("quý", "quý"),  # the u belongs to the consonant
        ("quỳ", "quỳ"),
        ("hoàng", "hoàng"),  # a final consonant leaves no choice
        ("khuya", "khuya"),
    ],
)
def test_both_schools_of_tone_placement_are_one_for_comparison(old: str, new: str) -> None:
    assert unify_tones(old) == new
    assert unify_tones(unicodedata.normalize("NFD", old)) == new


def test_words_sort_as_in_a_vietnamese_dictionary() -> None:
    ordered = ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "cam", "da", "đa", "em", "ê"]
    ordered += ["o", "ô", "ơ", "u", "ư", "xã", "y"]
    assert sorted(ordered[::-1], key=collation_key) == ordered


def test_the_letter_decides_before_the_tone() -> None:
    assert sorted(["bạn", "bàng", "ban"], key=collation_key) == ["ban", "bạn", "bàng"]


@given(st.text(), st.text())
def test_different_texts_never_have_equal_keys(one: str, other: str) -> None:
    assert (collation_key(one) == collation_key(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường lên Mường Tấu: 12 km", "duong-len-muong-tau-12-km"),
        ("Uỷ ban", "uy-ban"),
        ("Ủy ban", "uy-ban"),
        ("  --  ", ""),
        ("「東京」", "dong-jing"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert slug(unicodedata.normalize("NFD", text)) == expected


@given(st.text())
def test_slugs_are_short_lower_case_ascii(text: str) -> None:
    found = slug(text)
    assert len(found) <= 96
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(found) == found


@pytest.mark.parametrize(
    ("text", "letter"), [("Ấm", "Â"), ("đò", "Đ"), ("Ôn", "Ô"), ("é", "E"), ("12", "#"), ("", "#")]
)
def test_the_letter_an_a_to_z_lists_a_text_under(text: str, letter: str) -> None:
    assert initial(text) == letter


def test_invisible_characters_go_and_letters_are_composed() -> None:
    assert compose("Ti\u00ada\u0306\u200bng\ufeff") == "Tiăng"
