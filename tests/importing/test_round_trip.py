"""What import writes means itself: the page shows the cleaned text, whatever it looks like."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import lxml.html
from hypothesis import example, given
from hypothesis import strategies as st

from generator.archive import arrange
from generator.articles import parse_article
from generator.config import Config
from generator.dates import UNKNOWN
from generator.importing.records import (
    CleanArticle,
    Heading,
    Link,
    Paragraph,
    PictureBlock,
    RawRecord,
)
from generator.importing.write import body_text, content_text
from generator.pages import site_view, urls_of
from generator.planning import plan
from generator.render import Renderer
from generator.settings import Settings
from generator.theme import load_theme
from generator.vietnamese import compose

HOSTILE = (
    "1. ", "12.", "* ", "- ", "+ ", "---", "***", "===", "# ", " #", "> ", "`", "```", "~~~",
    "{{ 1 }}", "{% raw %}", "{#", "<script>", "</p>", "<!--", "<b>", "[x](y)", "![x](y)", "[x]: y",
    "](", "[", "]", "!", "\\", "*", "_", "__", "|", " | ", ": ", " #", '"', "'", "“", "&amp;",
    "&lt", "&#65;", "&", "%", "@", "https://a.b/c_d_e", "😀", "👍🏽", "שלום", "مرحبا", "\u200f",
    "\xa0", "\u2009", "~", "null", "no", "2021-12-02", "Đà Nẵng", " ", " ", "a", "1",
)  # fmt: skip
"""What has a meaning in Markdown, HTML, YAML or Jinja, and letters of other scripts."""

TEXTS = (
    st.lists(
        st.sampled_from(HOSTILE)
        | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Zl", "Zp"])),
        min_size=1,
        max_size=6,
    )
    .map(lambda parts: " ".join(compose("".join(parts)).split()))
    .filter(bool)
)
ADDRESSES = st.lists(st.sampled_from(HOSTILE).filter(lambda text: text.isascii()), max_size=4).map(
    lambda parts: "https://example.org/" + "".join(parts).replace(" ", "")
)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    """A paragraph or the item of a list, of texts some of which are links."""
    text = ""
    links = []
    for part in draw(st.lists(TEXTS, min_size=1, max_size=3)):
        if draw(st.booleans()):
            address = draw(ADDRESSES)
            links.append(Link(start=len(text), end=len(text) + len(part), url=address))
        text += part
    return Paragraph(text=text, links=tuple(links), is_item=draw(st.booleans()))


BLOCKS = (
    paragraphs()
    | st.builds(Heading, text=TEXTS)
    | st.builds(
        PictureBlock,
        files=st.lists(
            st.sampled_from(["a.jpg", "b c.png", "d(1)_e.gif", "f%20g.jpg"]), max_size=2
        ).map(tuple),
        caption=TEXTS,
    )
)


@cache
def site() -> tuple[Config, Renderer]:
    named = Settings(title="Báo", base_url="https://example.org/")
    config = Config(root=Path("nowhere"), settings=named, zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    return config, Renderer.create(site_view(config), load_theme(config.templates, ""))


def page_of(article: CleanArticle) -> lxml.html.HtmlElement:
    """Return the page of an article: written by import, read and rendered as in a build."""
    config, renderer = site()
    path = "2021/a.md"
    parsed = parse_article(
        path, content_text(article, body_text(article)), "key", urls_of(config), ""
    )
    [page] = [
        page
        for page in plan(arrange([parsed.article]), config, {}).pages
        if page.origin == f"content/{path}"
    ]
    return lxml.html.document_fromstring(renderer.render(page, [parsed.body]).decode())


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def shown(page: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Return what the body of a page shows, block by block."""
    [body] = page.find_class("body")
    return [
        (str(element.tag), words(element))
        for element in body.iter("p", "h2", "li", "figcaption")
        if element.get("class") != "lost"
    ]


def article_of(*blocks: Paragraph | Heading | PictureBlock, **fields: str | None) -> CleanArticle:
    return CleanArticle(
        record=RawRecord(file="a.txt", sha256="0", text=""),
        title=fields.get("title") or "Tiêu đề",
        kicker=fields.get("kicker"),
        summary=fields.get("summary"),
        blocks=blocks,
        date=UNKNOWN,
        date_basis=None,
        date_evidence="",
    )


def tag_of(block: Paragraph | Heading | PictureBlock) -> str:
    if isinstance(block, Paragraph):
        return "li" if block.is_item else "p"
    return "h2" if isinstance(block, Heading) else "figcaption"


@given(st.lists(BLOCKS, min_size=1, max_size=5))
@example([Heading(text="Ngôn ngữ C#"), Heading(text="#"), Heading(text="# #")])
@example([Paragraph(text="Hay quá!Xem", links=(Link(start=8, end=11, url="https://a.b/"),))])
def test_the_body_of_the_page_is_the_cleaned_text(
    blocks: list[Paragraph | Heading | PictureBlock],
) -> None:
    texts = [
        (tag_of(block), block.caption if isinstance(block, PictureBlock) else block.text)
        for block in blocks
    ]
    assert shown(page_of(article_of(*blocks))) == texts


@example(title="Bài thơ #1", kicker="no", summary="2021")
@given(title=TEXTS, kicker=TEXTS, summary=TEXTS)
def test_headline_kicker_and_summary_are_shown_as_they_were(
    title: str, kicker: str, summary: str
) -> None:
    page = page_of(article_of(title=title, kicker=kicker, summary=summary))
    [headline] = page.iter("h1")
    assert words(headline) == title
    assert [words(each) for each in page.find_class("kicker")] == [kicker]
    assert [words(each) for each in page.find_class("summary")] == [summary]


@given(paragraphs())
def test_links_lead_where_they_led(paragraph: Paragraph) -> None:
    [body] = page_of(article_of(paragraph)).find_class("body")
    found = [(words(link), unquote(link.get("href") or "")) for link in body.iter("a")]
    assert found == [
        (paragraph.text[link.start : link.end], unquote(link.url)) for link in paragraph.links
    ]


@given(st.lists(st.sampled_from(["a.jpg", "b c.png", "d(1)_e.gif", "f%20g.jpg", "ảnh&amp;.png"])))
def test_pictures_are_named_as_they_were(names: list[str]) -> None:
    page = page_of(article_of(PictureBlock(files=tuple(names), caption="Ảnh")))
    assert [words(name) for name in page.iter("small")] == names
