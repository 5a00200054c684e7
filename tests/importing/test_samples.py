"""The sample archive's raw articles become what a careful librarian would make of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.config import load_config
from generator.frontmatter import Field, read
from generator.markup import render_markdown
from generator.model import Figure
from tests.importing.running import run_import

ROOT = Path(__file__).parents[2]
EXPECTED: list[dict[str, Any]] = json.loads((ROOT / "sources/expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the samples have been imported."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copy(ROOT / "archive.toml", root)
    shutil.copytree(ROOT / "sources", root / "sources")
    (root / "content").mkdir()
    shutil.copy(ROOT / "content/tags.yaml", root / "content")
    report = run_import([root / "sources"], load_config(root))
    assert report.problems == ()
    return root


@pytest.fixture(scope="module")
def articles(imported: Path) -> dict[str, dict[str, Any]]:
    """Return the imported articles by their source file, in the form of expected.json."""
    found = [_librarian(path) for path in sorted((imported / "content").rglob("*.md"))]
    return {article["file"]: article for article in found}


def _librarian(path: Path) -> dict[str, Any]:
    document = read(path.read_text(encoding="utf-8"), path.name)
    fields = {name: _plain(field) for name, field in document.fields.items()}
    body = render_markdown(document.body)
    figures = [block for block in body.blocks if isinstance(block, Figure)]
    captions = {figure.caption for figure in figures}
    return {
        "file": fields["source"]["file"],
        "title": fields["title"],
        "kicker": fields.get("kicker"),
        "date": fields["date"],
        "byline": fields.get("authors") or [],
        "agency": fields.get("agency"),
        "section": fields["section"],
        "figures": [
            {"files": [name for name in figure.sources if name], "caption": figure.caption}
            for figure in figures
        ],
        "paragraphs": [line for line in body.text.split("\n") if line not in captions],
    }


def _plain(field: Field) -> Any:  # noqa: ANN401 - whatever YAML holds
    value = field.value
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda article: article["file"].split("/")[-1])
def test_a_raw_article_is_cleaned(
    expected: dict[str, Any], articles: dict[str, dict[str, Any]]
) -> None:
    article = articles[expected["file"]]
    for field in ("title", "kicker", "date", "byline", "agency", "figures"):
        assert article[field] == expected[field], field
    beginnings = [paragraph[:40] for paragraph in article["paragraphs"]]
    assert beginnings == expected["paragraphs"]


def test_every_raw_article_is_there_once(articles: dict[str, dict[str, Any]]) -> None:
    assert sorted(articles) == sorted(article["file"] for article in EXPECTED)
    assert len(articles) >= 24


def test_no_date_is_made_up(articles: dict[str, dict[str, Any]]) -> None:
    dates = [article["date"] for article in articles.values()]
    assert not any(date.endswith("-01-01") for date in dates)
    assert "XXXX" in dates


def test_the_repository_holds_what_import_makes_of_its_sources(imported: Path) -> None:
    made = {
        path.relative_to(imported).as_posix(): path.read_bytes()
        for path in (*(imported / "content").rglob("*"), imported / "imports.json")
        if path.is_file()
    }
    ours = {path: (ROOT / path).read_bytes() for path in made if (ROOT / path).is_file()}
    assert made == ours


def test_what_import_did_not_make_was_written_by_hand(imported: Path) -> None:
    made = {path.relative_to(imported) for path in (imported / "content").rglob("*.md")}
    ours = {path.relative_to(ROOT) for path in (ROOT / "content").rglob("*.md")}
    assert [
        path for path in ours - made if "\nsource:" in (ROOT / path).read_text(encoding="utf-8")
    ] == []


def test_importing_again_changes_nothing(imported: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in imported.rglob("*") if path.is_file()}
    report = run_import([imported / "sources"], load_config(imported))
    assert {entry.action for entry in report.entries} == {"unchanged"}
    after = {path: path.stat().st_mtime_ns for path in imported.rglob("*") if path.is_file()}
    assert after == before
