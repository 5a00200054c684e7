"""Search finds what readers look for: the judged queries of relevance.toml in a real browser."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT, Site
from tests.browser.relevance import Answers, JudgedSet, ask, figures, load_judged, show

pytestmark = pytest.mark.browser

# The floors of the figures. Those of benchmarks/relevance.py are in docs/search.md.
SUCCESS_AT_1 = 0.78
SUCCESS_AT_5 = 0.81
MRR = 0.79


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return load_judged()


@pytest.fixture(scope="module")
def answers(chromium: Browser, site: Site, judged: JudgedSet) -> Answers:
    """Return what the search page lists for every query."""
    context = chromium.new_context()
    page = context.new_page()
    found = {text: ask(page, site.address, text) for text in judged.texts()}
    context.close()
    return found


def test_the_right_article_is_found_first(judged: JudgedSet, answers: Answers) -> None:
    found = figures(judged.queries, answers)
    said = "\n".join([show(judged, {"ours": answers}), "", *judged.failures(answers)])
    assert found.first >= SUCCESS_AT_1, said
    assert found.five >= SUCCESS_AT_5, said
    assert found.mrr >= MRR, said


def test_the_better_article_is_above_the_others(judged: JudgedSet, answers: Answers) -> None:
    wrong = [order for order in judged.orders if not order.holds(answers[order.text])]
    assert wrong == []


def test_what_is_not_there_is_not_found(judged: JudgedSet, answers: Answers) -> None:
    assert {text: answers[text] for text in judged.nothing if answers[text]} == {}


def test_the_set_asks_for_every_article_and_says_nothing_twice(judged: JudgedSet) -> None:
    texts = Counter(query.text for query in judged.queries)
    assert len(texts) >= 80
    assert [text for text, count in texts.items() if count > 1] == []
    assert {*judged.articles.values()} == {url for query in judged.queries for url in query.right}
    paths = [f"content{url.removesuffix('/')}.md" for url in judged.articles.values()]
    assert [path for path in paths if not (ROOT / path).is_file()] == []
