"""The controlled vocabulary: read strictly, matched exactly, looked up leniently."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import UserError
from generator.vocabulary import Subject, Vocabulary, load_vocabulary, parse_vocabulary, tag_key

FILE = "content/tags.yaml"
TEXT = """\
# Cơ quan
- label: Ủy ban nhân dân
  aliases: [UBND, Uỷ ban nhân dân]
  broader: chinh quyen
  description: Cơ quan hành chính
- label: chính quyền
- label: nhân dân
- label: TP.HCM
  slug: sai-gon
  aliases: [Thành phố Hồ Chí Minh]
- {label: Hòa Bình}
"""
VOCABULARY = parse_vocabulary(TEXT, FILE)


def match(*texts: str) -> tuple[str, ...]:
    return tuple(VOCABULARY.match(texts))


def report(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_vocabulary(text, FILE)
    return str(caught.value)


def test_a_term_has_a_label_and_what_else_it_says() -> None:
    assert VOCABULARY.subjects[0] == Subject(
        label="Ủy ban nhân dân",
        slug="uy-ban-nhan-dan",
        aliases=("UBND", "Uỷ ban nhân dân"),
        broader="chính quyền",
        description="Cơ quan hành chính",
        line=2,
    )
    assert [subject.slug for subject in VOCABULARY.subjects[3:]] == ["sai-gon", "hoa-binh"]


@pytest.mark.parametrize("text", ["", "# soon\n", "---\n", "[]\n"])
def test_an_empty_list_is_an_empty_vocabulary(text: str) -> None:
    assert parse_vocabulary(text, FILE) == Vocabulary()


def test_an_absent_file_is_an_empty_vocabulary(tmp_path: Path) -> None:
    assert load_vocabulary(tmp_path / "tags.yaml", FILE) == Vocabulary()


def test_byte_order_mark_line_ends_and_document_start_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "tags.yaml"
    path.write_bytes(b"\xef\xbb\xbf# a\r\n---\r\n- label: a\r\n  aliases: [b]\r\n")
    [subject] = load_vocabulary(path, FILE).subjects
    assert (subject.label, subject.aliases, subject.line) == ("a", ("b",), 3)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tags.yaml"
    path.write_bytes(b"- label: \xff\n")
    with pytest.raises(UserError, match=f"{FILE}: not UTF-8 text"):
        load_vocabulary(path, FILE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("label: a\n", "1:1: this is not a list of terms"),
        ("gốm\n", "1:1: this is not a list of terms"),
        ("- gốm\n", "1:3: this is not a term"),
        ("- aliases: [a]\n", "1:3: a term has no label"),
        ("- label: '--'\n", "1:3: a term has no label"),
        ("- label: [a]\n", "1:10: “label” is not a line of text"),
        ("- label: a\n  aliases: b\n", "2:12: “aliases” is not a list"),
        ("- label: a\n  aliases: ['-']\n", "2:13: an alias without letters"),
        ("- label: a\n  slug: A b\n", "2:9: “A b” cannot be part of an address"),
        ("- label: a\n\n- label: b: c\n", "3:11: a value with a colon needs quotes"),
        ("- label: a\n  label: b\n", "2:3: “label” stands here again"),
        ("- label: a\n  broader: a\n", "2:12: a term is broader than itself: a → a"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, expected: str) -> None:
    assert f"{FILE}:{expected}" in report(text)


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    assert "It is already in line 3." in report("\n\n- label: a\n  label: b\n")


@pytest.mark.parametrize(
    ("typed", "remedy"), [("lable", "Did you mean “label”?"), ("zz", "Known: label, slug, ")]
)
def test_an_unknown_key_is_told_what_was_meant(typed: str, remedy: str) -> None:
    found = report(f"- label: a\n  {typed}: b\n")
    assert f"unknown key “{typed}”" in found
    assert remedy in found


@pytest.mark.parametrize(
    "other",
    [
        "label: uỷ ban",
        "label: UY BAN",
        "label: uỷ-ban",
        "label: b\n  aliases: [Uy ban]",
        "label: b\n  slug: uy-ban",
    ],
)
def test_two_terms_cannot_share_a_form(other: str) -> None:
    found = report(f"- label: Ủy ban\n- {other}\n")
    assert "is the same tag as “Ủy ban”" in found
    assert "It is already in line 1." in found
    assert found.count(FILE) == 1


def test_a_broader_term_must_exist() -> None:
    found = report("- label: gốm sứ\n- label: lò\n  broader: gốm sứs\n")
    assert f"{FILE}:3:12: “broader” names no term: “gốm sứs”" in found
    assert "Did you mean “gốm sứ”?" in found


def test_a_circle_of_broader_terms_is_told_once() -> None:
    found = report(
        "- {label: d, broader: b}\n- {label: b, broader: c}\n- {label: c, broader: a}\n"
        "- {label: a, broader: b}\n"
    )
    assert "4:23: a term is broader than itself: a → b → c → a" in found
    assert found.count("broader than itself") == 1


def test_all_mistakes_are_told_at_once() -> None:
    assert report("- lable: a\n- b\n- label: c\n  slug: C\n").count(FILE) == 4


def test_the_longest_form_wins_at_each_place() -> None:
    assert match("Ủy ban nhân dân tỉnh") == ("Ủy ban nhân dân",)
    assert match("Ủy ban của nhân dân") == ("nhân dân",)


def test_the_most_frequent_term_is_first_and_equals_stand_as_they_occur() -> None:
    assert match("chính quyền, UBND, nhân dân", "UBND") == (
        "Ủy ban nhân dân",
        "chính quyền",
        "nhân dân",
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["hòa bình", "Hoà Bình", "HOÀ BÌNH", "(Hòa Bình)", "Hòa\nBình."])
def test_case_tone_placement_and_normalisation_do_not_matter(form: str, text: str) -> None:
    normal = unicodedata.normalize("NFD" if form == "NFD" else "NFC", text)
    assert match(normal) == ("Hòa Bình",)


@pytest.mark.parametrize("text", ["hoa bình", "Hóa Bình", "Hòa, Bình", "Hòa Bìnhs", "thHòa Bình"])
def test_diacritics_and_whole_words_matter(text: str) -> None:
    assert match(text) == ()


def test_no_form_spans_two_texts() -> None:
    assert match("Hòa", "Bình") == ()


def test_an_alias_in_capitals_is_found_in_capitals_only() -> None:
    assert match("UBND-TW") == ("Ủy ban nhân dân",)
    assert match("Ubnd", "ubnd") == ()


def test_a_form_that_a_term_has_in_small_letters_too_is_found_in_both() -> None:
    vocabulary = parse_vocabulary("- label: Mặt trận\n  aliases: [MẶT TRẬN]\n", FILE)
    assert vocabulary.match(["mặt trận", "Mặt trận"]) == {"Mặt trận": 2}


def test_a_label_with_marks_is_found() -> None:
    assert match("về TP.HCM.") == ("TP.HCM",)


@pytest.mark.parametrize("text", ["uỷ  ban nhân dân", "UBND", "ubnd", "uy ban nhan dan"])
def test_the_canonical_label_of_any_spelling(text: str) -> None:
    assert VOCABULARY.canonical(text) == "Ủy ban nhân dân"


def test_a_tag_outside_the_vocabulary_is_its_own_label() -> None:
    assert VOCABULARY.canonical("Gốm") == "Gốm"


@pytest.mark.parametrize("tag", ["sai-gon", "Sài Gòn", "tp hcm", "Thành phố Hồ-Chí-Minh"])
def test_tags_of_one_address_are_one_term(tag: str) -> None:
    assert VOCABULARY.canonical(tag) == "TP.HCM"


def test_the_broader_terms_of_a_term_are_nearest_first() -> None:
    vocabulary = parse_vocabulary(
        "- {label: a, broader: B}\n- {label: b, broader: c}\n- label: c\n", FILE
    )
    assert list(vocabulary.above("a")) == ["b", "c"]
    assert list(vocabulary.above("x")) == []


@given(st.text(st.sampled_from("aàảoòỏyuủ Đđ-"), max_size=12))
def test_the_key_does_not_depend_on_case_or_normalisation(text: str) -> None:
    assert tag_key(unicodedata.normalize("NFD", text.upper())) == tag_key(text)
