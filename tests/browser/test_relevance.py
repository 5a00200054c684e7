"""Search finds what readers look for: the judged queries of relevance.toml in a real browser."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT, Site
from tests.browser.relevance import (
    NOTHING,
    Answers,
    JudgedSet,
    ask,
    figures,
    load_judged,
    show,
)

pytestmark = pytest.mark.browser

# The floors of the figures. Those of benchmarks/relevance.py are in docs/search.md.
SUCCESS_AT_1 = 0.97
SUCCESS_AT_5 = 0.98
MRR = 0.975

# The kinds in which the right article always comes first.
CERTAIN = {
    "headlines",
    "no marks",
    "case",
    "decomposed letters",
    "place of the tone",
    "d and đ",
    "some marks",
    "phrases",
    "people",
    "bylines",
    "places",
    "captions",
}


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return load_judged()


@pytest.fixture(scope="module")
def answers(chromium: Browser, site: Site, judged: JudgedSet) -> Answers:
    """Return what the search page lists for every query."""
    context = chromium.new_context()
    page = context.new_page()
    found = ask(page, site.address, judged.texts())
    context.close()
    return found


def test_the_right_article_is_found_first(judged: JudgedSet, answers: Answers) -> None:
    found = figures(judged.queries, answers)
    said = "\n".join([show(judged, {"search": answers}), "", *judged.failures(answers)])
    assert found.first >= SUCCESS_AT_1, said
    assert found.five >= SUCCESS_AT_5, said
    assert found.mrr >= MRR, said


def test_some_kinds_of_queries_have_no_exceptions(judged: JudgedSet, answers: Answers) -> None:
    assert {query.kind for query in judged.queries} > CERTAIN
    assert judged.only(CERTAIN).failures(answers) == []


def test_the_better_article_is_above_the_others(judged: JudgedSet, answers: Answers) -> None:
    assert judged.only({order.kind for order in judged.orders}).failures(answers) == []


def test_what_is_not_there_is_not_found(judged: JudgedSet, answers: Answers) -> None:
    assert judged.only({NOTHING}).failures(answers) == []


def test_the_set_asks_for_every_article_and_says_nothing_twice(judged: JudgedSet) -> None:
    texts = Counter(query.text for query in judged.queries)
    assert len(texts) >= 80
    assert [text for text, count in texts.items() if count > 1] == []
    assert {*judged.articles.values()} == {url for query in judged.queries for url in query.right}
    paths = [f"content{url.removesuffix('/')}.md" for url in judged.articles.values()]
    assert [path for path in paths if not (ROOT / path).is_file()] == []
