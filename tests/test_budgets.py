"""What the pages of the sample archive may weigh, and where they may fetch from."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from generator.build import build
from generator.config import load_config

ROOT = Path(__file__).parent.parent
KILOBYTE = 1000
REGEX = {"re": "http://exslt.org/regular-expressions"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built sample archive."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copy(ROOT / "archive.toml", root)
    shutil.copytree(ROOT / "content", root / "content")
    build(load_config(root), root / "public", jobs=1, search=False)
    return root / "public"


def pages(sample: Path) -> Iterator[tuple[Path, HtmlElement]]:
    for path in sorted(sample.rglob("*.html")):
        yield path, html.fromstring(path.read_bytes())


def articles(sample: Path) -> list[tuple[Path, HtmlElement]]:
    found = [
        (path, tree) for path, tree in pages(sample) if tree.xpath("//article//*[@class='body']")
    ]
    assert len(found) > 20
    return found


def fetched(tree: HtmlElement) -> Iterator[str]:
    """Yield every address that a browser fetches to show the page."""
    yield from tree.xpath("//script/@src | //img/@src | //source/@src | //iframe/@src")
    links = tree.xpath("//link[re:test(@rel, 'stylesheet|icon|preload')]/@href", namespaces=REGEX)
    yield from (address for address in links if not address.startswith("data:"))
    for candidates in tree.xpath("//@srcset"):
        yield from (candidate.split()[0] for candidate in candidates.split(","))


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), mtime=0))


def stylesheet(sample: Path) -> Path:
    [found] = (sample / "assets").glob("style.*.css")
    return found


def test_the_stylesheet_is_small(sample: Path) -> None:
    assert compressed(stylesheet(sample)) <= 12 * KILOBYTE


def test_an_article_is_small(sample: Path) -> None:
    heavy = [path for path, _ in articles(sample) if compressed(path) > 15 * KILOBYTE]
    assert heavy == []


def test_an_article_without_pictures_is_two_small_files(sample: Path) -> None:
    style = compressed(stylesheet(sample))
    plain = [(path, tree) for path, tree in articles(sample) if not tree.xpath("//img")]
    assert plain
    for path, tree in plain:
        assert len(list(fetched(tree))) == 1, path
        assert compressed(path) + style <= 14 * KILOBYTE, path


def test_only_search_has_a_script(sample: Path) -> None:
    # JSON-LD is data, which no browser runs.
    running = "//script[not(@type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
    found = [path.parent.name for path, tree in pages(sample) if tree.xpath(running)]
    assert found == ["tim-kiem"]


def test_nothing_comes_from_elsewhere(sample: Path) -> None:
    foreign = [
        (path, address)
        for path, tree in pages(sample)
        for address in fetched(tree)
        if not re.match(r"/(?!/)", address)
    ]
    assert foreign == []
    for path in sample.rglob("*.css"):
        assert re.findall(r"@import|url\(\s*[\"']?(?:\w+:)?//", path.read_text("utf-8")) == []
