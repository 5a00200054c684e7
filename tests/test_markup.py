"""Markdown to safe HTML, figures and plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import markup
from generator.languages import load_language
from generator.markup import escape, link_resolver, plain_text, render_markdown
from generator.model import Figure
from generator.urls import Urls


def html(text: str) -> str:
    return "\n".join(block for block in render_markdown(text).blocks if isinstance(block, str))


def figures(text: str) -> list[Figure]:
    return [block for block in render_markdown(text).blocks if isinstance(block, Figure)]


def test_a_paragraph_of_pictures_is_one_figure_with_the_last_caption() -> None:
    assert figures("![](a.jpg) ![](b.jpg)\n![Chú thích.](c.jpg)") == [
        Figure(
            sources=("a.jpg", "b.jpg", "c.jpg"),
            alts=("", "", "Chú thích."),
            caption="Chú thích.",
        )
    ]


def test_a_title_is_the_caption_and_the_text_describes_the_picture() -> None:
    [figure] = figures('![Ba người đứng](a.jpg "Quang cảnh lễ hội.")')
    assert (figure.alts, figure.caption) == (("Ba người đứng",), "Quang cảnh lễ hội.")


def test_a_lost_picture_keeps_its_caption() -> None:
    assert figures("![Ảnh đã mất.]()") == [
        Figure(sources=("",), alts=("Ảnh đã mất.",), caption="Ảnh đã mất.")
    ]


def test_a_picture_inside_a_text_stands_after_it() -> None:
    body = render_markdown("Trước ![ảnh](a.jpg) sau.\n\n- mục ![b](b.jpg)\n\nHết.")
    kinds = ["figure" if isinstance(block, Figure) else plain_text(block) for block in body.blocks]
    assert kinds == ["Trước sau.", "figure", "mục", "figure", "Hết."]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<p onclick="alert(1)">x</p>',
        "[x](javascript:alert(1))",
        "[x](data:text/html,alert)",
        "<a href=' javascript:alert(1)'>x</a>",
        "<style>p{}</style>",
        "<iframe src=//evil.example></iframe>",
        "<svg onload=alert(1)>",
        "<form action=/x><input></form>",
    ],
)
def test_nothing_that_runs_gets_through(hostile: str) -> None:
    found = html(f"Trước {hostile} sau.\n\n{hostile}")
    assert not re.search(r"<(script|style|iframe|form|svg|img)|on\w+=|javascript:|data:", found)
    assert "Trước" in found


def test_the_text_has_a_line_for_each_block() -> None:
    body = render_markdown("## Đầu đề\n\nMột *đoạn*\nvăn &amp; <b>nữa</b>.\n\n- a\n- b")
    assert body.text == "Đầu đề\nMột đoạn văn & nữa.\na\nb"


@given(
    st.text(
        st.one_of(
            st.sampled_from("*_`[]()#+-.!<>&\\|~=:1 \n\t{}\"'abđ;"), st.characters(codec="utf-8")
        ),
        max_size=60,
    )
)
def test_escaped_text_is_seen_as_it_was(text: str) -> None:
    lines = re.sub("[\x00-\x08\x0b-\x1f\x7f]", "", text).split("\n")
    folded = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
    body = render_markdown(escape(text))
    assert body.text == folded
    assert len(body.blocks) == (1 if folded else 0)


@pytest.mark.parametrize(
    ("link", "published"),
    [
        ("cho-noi.md", "/kho/2021/10/cho-noi/"),
        ("../11/Lúa mới.md#hai", "/kho/2021/11/lua-moi/#hai"),
        ("L%C3%BAa%20m%E1%BB%9Bi.md", "/kho/2021/10/lua-moi/"),
        ("/theo-ngay/", "/kho/theo-ngay/"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("//example.org/a.md", "//example.org/a.md"),
        ("#cuoi", "#cuoi"),
        ("../../../../etc/a.md", "../../../../etc/a.md"),
    ],
)
def test_links_to_content_files_lead_to_their_pages(link: str, published: str) -> None:
    urls = Urls(language=load_language("vi"), style="dir")
    assert link_resolver("2021/10/bai.md", "/kho", urls.article, {})(link) == published


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["Một đoạn văn.", "![Ảnh.](a_b.jpg)", "![]()", "“Nói”: 5 > 3", "\u00a0"]),
        st.sampled_from(["\n\n", "\n", "  \n", "\n \n", "    thụt", "===", "---", "*x*", "a_b_c"]),
        st.sampled_from(["- mục", "1. một", "> trích", "# đầu", ": định nghĩa", "(một)", "– hai"]),
        st.text(st.sampled_from("abđ .,:;!?()'\"-–+=#>1|~{}$%/\n"), max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=4),
    ),
    max_size=8,
).map("".join)


@given(PIECES)
def test_plain_texts_are_rendered_as_markdown_does(text: str) -> None:
    plain = markup._render_plain(text)  # noqa: SLF001 - the short way, held to the long one
    if plain is not None:
        assert plain == markup._render_any(text, None)  # noqa: SLF001 - as above


@given(PIECES)
def test_a_body_s_text_has_one_space_between_words(text: str) -> None:
    found = render_markdown(text).text
    assert found == "\n".join(" ".join(line.split()) for line in found.split("\n"))
    assert found.count(" ") + found.count("\n") + bool(found) == len(found.split())


def test_ordinary_articles_are_plain() -> None:
    text = "Đoạn một: “lời nói”.\n\n![Ảnh chợ, sáng 2/9.](cho_1.jpg)\n\nĐoạn hai (hết)."
    assert markup._render_plain(text) is not None  # noqa: SLF001 - as above
