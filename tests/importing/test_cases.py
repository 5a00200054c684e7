"""Each gold case, cleaned alone, becomes what a careful librarian would make of it."""

from __future__ import annotations

import pytest

from tests.importing.cases import (
    Case,
    blocks_of,
    came_through,
    clean_alone,
    load_cases,
    seen_text,
)

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_cleaned(case: Case) -> None:
    article = clean_alone(case)
    assert article.title == case.title
    assert article.kicker == case.kicker
    assert blocks_of(article) == case.blocks
    assert article.date.edtf == case.date
    assert article.authors == case.authors
    assert article.agency == case.agency
    assert [line for line in case.dropped if came_through(article, line)] == []


def test_the_cases_are_many_and_varied() -> None:
    languages = [case.lang for case in CASES]
    least = {"vi": 30, "en": 5, "fr": 2, "de": 2, "es": 1}
    assert {lang for lang, count in least.items() if languages.count(lang) < count} == set()
    assert len(CASES) >= 47
    assert sum(case.is_html for case in CASES) >= 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_expectation_of_a_case_is_about_its_text(case: Case) -> None:
    text = seen_text(case)
    assert [line for line in case.dropped if line not in text] == []
    for block in case.blocks:
        words = block.text.partition(" | ")[2] if block.kind == "figure" else block.text
        assert words in text
