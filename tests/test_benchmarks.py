"""What the benchmark of builds compares, draws and writes; what it measures is the machine's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from benchmarks.building import (
    OURS,
    Built,
    Checked,
    Figures,
    Updated,
    blocks,
    changes,
    clean_chart,
    growth_chart,
    renew,
    require_shown,
    write,
)
from benchmarks.corpus import articles, make
from benchmarks.equivalence import HOME, SITEMAP, Facts, differences, expected, lacking, survey
from benchmarks.measuring import Cost, Size, size_of
from benchmarks.rivals import BACKISSUE, PEERS, set_up
from generator.build import build
from generator.config import load_config

ROOT = Path(__file__).parent.parent
COUNT = 30
PEERS_BY_NAME = {peer.key: peer for peer in PEERS}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    set_up(BACKISSUE, folder / "site", articles(COUNT))
    build(load_config(folder / "site"), folder / "site" / "public", jobs=1, search=False)
    return folder / "site" / "public"


@pytest.fixture(scope="module")
def sample() -> list[str]:
    return [path.removesuffix(".md") for path, _ in articles(COUNT)]


@pytest.fixture
def wanted(sample: Sequence[str]) -> Facts:
    return expected(articles(COUNT), sample)


# The corpus


def test_the_corpus_is_always_the_same(tmp_path: Path) -> None:
    for name in ("one", "other"):
        make(tmp_path / name, 3)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")]
    assert len(files) == 4
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


def test_our_site_is_the_archive_that_the_corpus_makes(tmp_path: Path) -> None:
    make(tmp_path / "made", 3)
    set_up(BACKISSUE, tmp_path / "set up", articles(3))
    assert size_of(tmp_path / "made") == size_of(tmp_path / "set up")


@pytest.mark.parametrize("name", PEERS_BY_NAME)
def test_the_others_sites_have_the_same_articles(name: str, tmp_path: Path) -> None:
    set_up(PEERS_BY_NAME[name], tmp_path / "site", articles(3))
    for path, text in articles(3):
        copy = (tmp_path / "site" / "content" / path).read_text(encoding="utf-8")
        assert copy.partition("\n---\n")[2] == text.partition("\n---\n")[2]
        assert copy.splitlines()[1] == text.splitlines()[1]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("hugo", ["categories: [Chuyến mục bản]", "tags: [Bản bản, Chè]"]),
        ("eleventy", ["section: Chuyến mục bản", "tags: [Bản bản, Chè]"]),
        ("pelican", ["category: Chuyến mục bản", "tags: Bản bản, Chè"]),
    ],
)
def test_the_others_articles_spell_as_one_what_shares_a_page(name: str, lines: list[str]) -> None:
    text = "---\ntitle: Bạn\nsection: Chuyên mục bạn\ntags: [bạn bàn, bản bạn, chè]\n---\nBạn\n"
    converted = PEERS_BY_NAME[name].convert(text)
    assert converted == "\n".join(["---", "title: Bạn", *lines, "---", "Bạn\n"])


# Equivalence


def test_our_site_says_what_the_corpus_says(
    archive: Path, sample: Sequence[str], wanted: Facts
) -> None:
    assert differences(wanted, survey(archive, sample), left_out=[HOME]) == []
    assert len(wanted.texts) == COUNT
    assert {SITEMAP, "2000/01", "chuyen-muc/chuyen-muc-anh"} < set(wanted.lists)


def test_our_pages_have_around_the_text_what_a_whole_page_has(
    archive: Path, sample: Sequence[str]
) -> None:
    assert lacking(archive, sample) == []
    page = archive / sample[3] / "index.html"
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace('class="citation"', ""), encoding="utf-8")
    try:
        assert lacking(archive, sample) == [f"{sample[3]}: no reference"]
    finally:
        page.write_text(html, encoding="utf-8")


def test_a_lost_paragraph_is_noticed(archive: Path, sample: Sequence[str], wanted: Facts) -> None:
    page = archive / sample[3] / "index.html"
    html = page.read_text(encoding="utf-8")
    start = html.index("<p>", html.index('<div class="body">'))
    page.write_text(html[:start] + html[html.index("</p>", start) :], encoding="utf-8")
    try:
        [difference] = differences(wanted, survey(archive, sample), left_out=[HOME])
    finally:
        page.write_text(html, encoding="utf-8")
    assert difference.startswith(f"{sample[3]}: “")


def test_other_spaces_and_punctuation_are_no_difference(
    archive: Path, sample: Sequence[str], wanted: Facts
) -> None:
    page = archive / sample[3] / "index.html"
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace(".</p>", " …</p>"), encoding="utf-8")
    try:
        assert differences(wanted, survey(archive, sample), left_out=[HOME]) == []
    finally:
        page.write_text(html, encoding="utf-8")


def test_an_article_that_a_list_lost_or_has_too_many_is_noticed(wanted: Facts) -> None:
    lists = {"2000/01": wanted.lists["2000/01"] ^ {"2000/01/bai-0", "2000/01/bai-99"}}
    [difference] = differences(wanted, replace(wanted, lists={**wanted.lists, **lists}))
    assert difference == "2000/01: 1 articles lost, 1 too many (2000/01/bai-0, 2000/01/bai-99)"


def test_a_list_that_is_not_there_is_noticed(wanted: Facts) -> None:
    lists = {name: found for name, found in wanted.lists.items() if name != "2000/01"}
    [difference] = differences(wanted, replace(wanted, lists=lists))
    assert difference.startswith("2000/01: 1 articles lost")


def test_a_short_feed_is_noticed(wanted: Facts) -> None:
    assert differences(wanted, replace(wanted, feed=1)) == [f"feed: 1 entries, not {COUNT}"]


# Changes


def test_a_change_is_a_text_edited_an_article_added_and_one_removed() -> None:
    before = dict(articles(COUNT))
    nothing, edited, added, removed = changes(COUNT, 0)
    assert not nothing.path
    assert edited.text is not None
    assert edited.text.startswith(before[edited.path])
    assert added.path not in before
    assert removed.path in before
    assert removed.text is None


def test_every_turn_changes_other_articles() -> None:
    paths = [change.path for turn in range(3) for change in changes(COUNT, turn) if change.path]
    assert len(set(paths)) == len(paths)


def test_a_change_that_a_site_does_not_show_ends_the_benchmark(archive: Path) -> None:
    nothing, edited, added, removed = changes(COUNT, 0)
    require_shown(archive, nothing)
    for change in (edited, added, removed):
        with pytest.raises(SystemExit, match=change.name):
            require_shown(archive, change)


# What is printed

COST = Cost(seconds=2.0, cpu=3.0, largest=100_000_000, together=150_000_000)


def costs(*seconds: float) -> list[list[Cost]]:
    return [[replace(COST, seconds=each)] for each in seconds]


def built(name: str, *seconds: float, search: bool = False) -> Built:
    return Built(name=name, search=search, costs=costs(*seconds), size=Size(files=40, bytes=10**6))


def figures() -> Figures:
    clean = [built("Backissue", 1, 4, 2), built("Hugo & co", 6), built(OURS.name, 3, search=True)]
    return Figures(
        articles=1000,
        versions=["Backissue 0.1.0"],
        checked=Checked(texts=1000, letters=3_500_000, lists=700),
        clean=clean,
        changes=[
            Updated(change="nothing", name=OURS.name, costs=costs(0.5)),
            Updated(change="nothing", name="Hugo with Pagefind", costs=[[COST, COST]]),
        ],
        growth={100: [built("Backissue", 1)], 1000: [built("Backissue", 2)]},
    )


def test_the_tables_tell_medians_ranges_and_ratios() -> None:
    tables = blocks(figures())
    assert (
        "| Backissue | 2.0 (1.0–4.0) | 1.00 | 3.0 | 100 | 150 | 40 | 1 | 50.00 |" in tables["clean"]
    )
    assert "| Hugo & co | 6.0 | 3.00 | 3.0 | 100 | 150 | 40 | 1 | 150.00 |" in tables["clean"]
    assert "| nothing | 0.5 | 3.0 | 100 | 4.0 | 2.0 | 6.0 | 100 | 8.0 |" in tables["changes"]
    assert "| 1,000 | Backissue | 2.0 | 2.00 | 100 | 150 | 40 |" in tables["growth"]
    assert all(table[-1] == "Backissue 0.1.0." for table in tables.values())


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (clean_chart(figures()), "Clean build without search, Hugo & co: 6 s."),
        (growth_chart(figures()), "Seconds, Backissue: 1 at 100, 2 at 1,000."),
    ],
    ids=["clean", "growth"],
)
def test_a_chart_is_well_formed_and_says_what_it_shows(chart: str, said: str) -> None:
    root = etree.fromstring(chart)
    svg = "{http://www.w3.org/2000/svg}"
    title, description = root.find(f"{svg}title"), root.find(f"{svg}desc")
    assert title is not None
    assert description is not None
    assert said in (description.text or "")
    assert "prefers-color-scheme: dark" in (root.findtext(f"{svg}style") or "")
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for text in root.iter(f"{svg}text"):
        assert 0 <= float(text.get("x", -1)) <= width
        assert 0 <= float(text.get("y", -1)) <= height


def test_a_place_in_a_document_is_renewed_and_nothing_else() -> None:
    document = (
        "Before\n\n<!-- clean -->\n<!-- /clean -->\n\nAfter <!-- growth --> x <!-- /growth -->\n"
    )
    once = renew(document, "clean", ["| a |"])
    assert once == document.replace("n -->\n<!-- /c", "n -->\n\n| a |\n\n<!-- /c")
    assert renew(once, "clean", ["| a |"]) == once
    assert renew(renew(once, "clean", ["| b |"]), "clean", ["| a |"]) == once


@pytest.mark.parametrize("document", ["", "<!-- clean -->", "<!-- /clean -->\n<!-- clean -->"])
def test_a_document_without_the_place_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match="no <!-- clean --> that <!-- /clean --> follows"):
        renew(document, "clean", [])


def test_our_document_has_all_places(tmp_path: Path) -> None:
    copy = tmp_path / "performance.md"
    copy.write_bytes((ROOT / "docs" / "performance.md").read_bytes())
    write(figures(), copy)
    assert copy.read_text(encoding="utf-8").count("\nBackissue 0.1.0.\n") == 3
    assert {path.name for path in tmp_path.iterdir()} == {
        "performance.md", "performance.svg", "growth.svg",
    }  # fmt: skip
