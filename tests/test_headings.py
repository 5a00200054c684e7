"""Long lists without dates, by the words of their headlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from generator.headings import Division, divide
from generator.model import Article
from tests.test_archive import article


def headlines(*titles: str) -> list[Article]:
    return [article(title) for title in titles]


def labels(division: Division) -> list[str]:
    return [part.label for part in division.parts]


def pages(division: Division) -> Iterator[Division]:
    """Yield what is listed: the divisions without parts."""
    if not division.parts:
        yield division
    for part in division.parts:
        yield from pages(part)


def test_a_short_list_is_in_the_order_of_a_dictionary() -> None:
    whole = divide("Không rõ ngày", headlines("Đò", "Dừa", "Ăn", "An"), 4, "trang")
    assert [found.title for found in whole.articles] == ["An", "Ăn", "Dừa", "Đò"]
    assert (whole.label, whole.path, whole.parts) == ("Không rõ ngày", (), ())


def test_a_long_list_is_divided_by_letters_as_vietnamese_has_them() -> None:
    whole = divide("", headlines("Đò", "Dừa", "Ăn", "An"), 3, "trang")
    assert labels(whole) == ["A", "Ă", "D", "Đ"]
    assert len({part.path for part in whole.parts}) == 4


def test_a_long_letter_is_divided_by_its_words() -> None:
    found = headlines("Hội làng", "Hội đình xuân", "Hội đình thu", "Hồ cạn", "Hoa mai", "Ba")
    [_, letter] = divide("", found, 2, "trang").parts
    assert labels(letter) == ["Hoa", "Hồ", "Hội"]
    hoi = letter.parts[-1]
    assert [(part.label, part.path) for part in hoi.parts] == [
        ("Hội đình", ("h", "hoi", "dinh")),
        ("Hội làng", ("h", "hoi", "lang")),
    ]


def test_words_that_an_address_does_not_tell_apart_are_both_named() -> None:
    found = headlines("Hồi ký", "Hội làng", "HỘI đình", "Huế")
    [letter] = divide("", found, 3, "trang").parts
    assert labels(letter) == ["Hội / Hồi", "Huế"]


def test_a_page_that_leads_to_one_other_only_is_spared() -> None:
    found = headlines("Giá vàng hôm nay", "Giá vàng hôm qua", "Bò")
    [_, letter] = divide("", found, 1, "trang").parts
    assert (letter.label, letter.path) == ("Giá vàng hôm", ("g", "gia", "vang", "hom"))
    assert labels(letter) == ["Giá vàng hôm nay", "Giá vàng hôm qua"]


def test_what_has_one_headline_is_numbered() -> None:
    found = [article(f"{n}") for n in range(5)]
    same = [
        Article(path=a.path, key=a.key, facts=a.facts, url=a.url, title="Tin vắn", date=a.date)
        for a in found
    ]
    [whole] = divide("", same, 2, "trang").parts
    assert [(part.label, part.path[-1], len(part.articles)) for part in whole.parts] == [
        ("Tin vắn", "trang-1", 2),
        ("Tin vắn (2)", "trang-2", 2),
        ("Tin vắn (3)", "trang-3", 1),
    ]


TITLES = st.lists(
    st.text(alphabet="aăđ -1", max_size=6).filter(str.strip), min_size=1, max_size=25, unique=True
)


@given(TITLES, st.integers(min_value=1, max_value=4))
def test_every_article_is_on_one_page_and_no_page_is_too_long(
    titles: Sequence[str], most: int
) -> None:
    found = list(pages(divide("", headlines(*titles), most, "trang")))
    assert sorted(a.title for page in found for a in page.articles) == sorted(titles)
    assert all(len(page.articles) <= most for page in found)
    assert len({page.path for page in found}) == len(found)


@given(TITLES, st.text(alphabet="aăđ ", min_size=1, max_size=6).filter(str.strip))
def test_one_more_article_moves_only_those_that_begin_as_it_does(
    titles: Sequence[str], title: str
) -> None:
    before = divide("", headlines(*titles), 2, "trang")
    after = divide("", headlines(*{*titles, title}), 2, "trang")
    if before.parts:
        changed = {part.label for part in after.parts if part not in before.parts}
        [own] = {p.path[0] for p in after.parts if title in {a.title for a in p.articles}}
        assert {part.path[0] for part in after.parts if part.label in changed} <= {own}
