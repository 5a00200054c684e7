"""What the vocabulary makes of the pages of tags, and what goes wrong with it in a build."""

from __future__ import annotations

import pytest

from generator.checks.links import broken_links
from generator.errors import UserError
from tests.conftest import TemporaryArchive, published

VOCABULARY = """\
- label: Đồ gốm
  slug: do-dat-nung
  aliases: [gốm]
  broader: nghề
  description: Lò, thợ & đất sét
- label: nghề
  aliases: [lúa]
"""


@pytest.fixture
def pottery(newspaper: TemporaryArchive) -> TemporaryArchive:
    """Return the newspaper with a vocabulary for two of its tags."""
    newspaper.write("content/tags.yaml", VOCABULARY)
    return newspaper


def test_the_page_of_a_term_says_what_the_vocabulary_says(pottery: TemporaryArchive) -> None:
    pottery.build()
    page = pottery.page("chu-de/do-dat-nung/index.html")
    assert "<h1>Đồ gốm</h1>" in page
    assert "2 bài · 2019 · còn viết là gốm" in " ".join(page.split())
    assert '<p class="summary">Lò, thợ &amp; đất sét</p>' in page
    assert '<meta name="description" content="Lò, thợ &amp; đất sét">' in page
    assert 'Thuộc chủ đề <a href="/archive/chu-de/nghe/">nghề</a>' in page
    broader = pottery.page("chu-de/nghe/index.html")
    assert '<a href="/archive/chu-de/do-dat-nung/">Đồ gốm</a> <span class="count">2</span>' in (
        broader
    )


def test_articles_link_to_the_term(pottery: TemporaryArchive) -> None:
    pottery.build()
    assert '<a href="/archive/chu-de/do-dat-nung/">Đồ gốm</a>' in pottery.page(
        "khac/xua/index.html"
    )


@pytest.mark.parametrize(
    ("style", "files"),
    [
        ("dir", ["chu-de/gom/index.html", "chu-de/do-gom/index.html"]),
        ("html", ["chu-de/gom.html", "chu-de/do-gom.html"]),
    ],
)
def test_the_addresses_of_former_tags_lead_to_the_term(
    pottery: TemporaryArchive, style: str, files: list[str]
) -> None:
    settings = (pottery.root / "archive.toml").read_text("utf-8")
    pottery.write("archive.toml", f'url_style = "{style}"\n{settings}')
    pottery.build()
    target = "chu-de/do-dat-nung" + ("/" if style == "dir" else ".html")
    for file in files:
        assert f'href="https://example.org/archive/{target}"' in pottery.page(file)
    assert list(broken_links(pottery.output, "https://example.org", "/archive")) == []


def test_a_term_without_articles_has_no_page(pottery: TemporaryArchive) -> None:
    pottery.write("content/tags.yaml", VOCABULARY + "- label: dệt\n  aliases: [tơ]\n")
    pottery.build()
    assert not {"chu-de/det/index.html", "chu-de/to/index.html"} & set(published(pottery.output))


def test_a_broader_term_without_articles_leads_to_the_narrower_ones(
    pottery: TemporaryArchive,
) -> None:
    pottery.write("content/tags.yaml", "- label: gốm\n  broader: nghề\n- label: nghề\n")
    pottery.build()
    page = pottery.page("chu-de/nghe/index.html")
    assert '<a href="/archive/chu-de/gom/">gốm</a> <span class="count">2</span>' in page
    assert 'id="articles"' not in page
    assert list(broken_links(pottery.output, "https://example.org", "/archive")) == []


def test_a_new_description_changes_one_page(pottery: TemporaryArchive) -> None:
    pottery.build()
    pottery.write("content/tags.yaml", VOCABULARY.replace("thợ", "người thợ"))
    assert pottery.build().changes.changed == ("chu-de/do-dat-nung/index.html",)


def test_mistakes_in_the_vocabulary_and_the_content_are_told_together(
    pottery: TemporaryArchive,
) -> None:
    pottery.article("a.md", "A: b")
    pottery.write("content/tags.yaml", "- lable: a\n- label: b\n  broader: c\n")
    with pytest.raises(UserError) as caught:
        pottery.build()
    assert [str(problem.location) for problem in caught.value.problems] == [
        "content/a.md:2:9",
        "content/tags.yaml:1:3",
        "content/tags.yaml:1:10",
        "content/tags.yaml:3:12",
    ]


def test_an_alias_whose_address_is_taken_names_both(pottery: TemporaryArchive) -> None:
    pottery.article("x.md", "X", aliases="[/chu-de/gom/]")
    with pytest.raises(
        UserError, match=r"/chu-de/gom/index\.html, as content/(x\.md|tags\.yaml)"
    ) as caught:
        pottery.build()
    assert "content/tags.yaml" in str(caught.value)
