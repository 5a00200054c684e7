"""Front matter: strict YAML, with the line of every field and of every mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import UserError
from generator.frontmatter import Field, read, write
from generator.frontmatter.plain_lines import read_plain
from generator.frontmatter.yaml_text import read_yaml


def values(text: str) -> dict[str, object]:
    def plain(field: Field) -> object:
        if field.value is None or isinstance(field.value, str):
            return field.value
        if isinstance(field.value, dict):
            return {key: plain(value) for key, value in field.value.items()}
        return [plain(item) for item in list(field.value) if isinstance(item, Field)]

    return {key: plain(field) for key, field in read(text, "a.md").fields.items()}


def test_every_scalar_is_the_text_that_is_written() -> None:
    text = "---\na: no\nb: 0123\nc: 12:30\nd: 2021-10-03\ne: 1e3\nf: ~\ng:\nh: '~'\n---\n"
    assert values(text) == {
        "a": "no",
        "b": "0123",
        "c": "12:30",
        "d": "2021-10-03",
        "e": "1e3",
        "f": None,
        "g": None,
        "h": "~",
    }


def test_the_body_and_its_line_follow_the_front_matter() -> None:
    front = read("---\ntitle: A\n---\n\nBody\n---\nmore\n", "a.md")
    assert (front.body, front.body_line) == ("\nBody\n---\nmore\n", 4)
    assert front.fields["title"].line == 2


@pytest.mark.parametrize(
    ("text", "report"),
    [
        (
            "---\ntitle: Giá vàng: tăng\n---\n",
            (
                "a.md:2:16: a value with a colon needs quotes\n"
                "  2 | title: Giá vàng: tăng\n"
                "                     ^\n"
                '  Write: title: "Giá vàng: tăng"'
            ),
        ),
        (
            "---\ntitle: A\ntags: [a]\ntitle: B\n---\n",
            (
                "a.md:4:1: “title” stands here again\n"
                "  4 | title: B\n"
                "      ^\n"
                "  It is already in line 2."
            ),
        ),
        (
            "---\na: &x [1]\nb: *x\n---\n",
            (
                "a.md:2:4: this value is used again through a YAML alias (*name)\n"
                "  2 | a: &x [1]\n"
                "         ^\n"
                "  Write the value out each time."
            ),
        ),
        (
            "No front matter\n",
            (
                "a.md:1: no front matter\n"
                "  1 | No front matter\n"
                "  Begin the file with three lines: ---, title: The headline, ---"
            ),
        ),
        (
            "---\ntitle: A\n",
            (
                "a.md:1: the front matter is not closed\n"
                "  1 | ---\n"
                "  Close it with a line of three hyphens: ---"
            ),
        ),
    ],
)
def test_a_mistake_is_shown_with_its_line_and_its_remedy(text: str, report: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text, "a.md")
    assert str(caught.value.problems[0]) == report


@pytest.mark.parametrize(
    ("front", "place", "message", "remedy"),
    [
        ("title: [x", "2:8", "what “[” opens is not closed", 'write it as text: title: "[x"'),
        ("tags: {a: b\nx: y", "2:7", "what “{” opens is not closed", "Close it with }"),
        ('title: "x\ndate: 2021', "2:8", 'what “"” opens is not closed', 'Close it with "'),
        ("title: A\njust words\nx: y", "3:1", "this is not “key: value”", "a colon, a space"),
        ("title: @x", "2:8", "a value that begins with @ needs quotes", 'Write: title: "@x"'),
        ("title: A\n\tx: y", "3:1", "found a tab", "Indent with spaces"),
        ("title: A\n  x: y", "3:4", "this line is indented", "where the lines above begin"),
        ('title: "A" b', "2:12", "did not find expected key", "quotes: title: '\"A\" b'"),
    ],
)
def test_what_is_no_yaml_is_told_at_the_line_at_fault(
    front: str, place: str, message: str, remedy: str
) -> None:
    with pytest.raises(UserError) as caught:
        read(f"---\n{front}\n---\nBài.\n", "a.md")
    [problem] = caught.value.problems
    assert str(problem).startswith(f"a.md:{place}: {message}")
    assert problem.remedy is not None
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("front", "report"),
    [
        ("title = Giá vàng", "a.md:2:9: this value is not TOML"),
        ('title = "A', "a.md:2:11: this text is not closed"),
        ('title = "A"\ntags = ["a"', "a.md:3:1: this list is not closed"),
        ('title = "A"\ntitle = "B"', "a.md:3:12: this key stands here again"),
    ],
)
def test_what_is_no_toml_is_told_at_the_line_at_fault(front: str, report: str) -> None:
    with pytest.raises(UserError) as caught:
        read(f"+++\n{front}\n+++\n", "a.md")
    assert str(caught.value).startswith(report)


def test_toml_says_what_yaml_says() -> None:
    text = """+++
a = true
b = 0.5
c = 2021-10-03
d = 2021-10-03T08:15:00+07:00
e = ["x", 'y', 3]
[f]
g = "h"
[f.i]
j = "k"
[[l]]
m = "n"
+++
"""
    assert values(text) == {
        "a": "true",
        "b": "0.5",
        "c": "2021-10-03",
        "d": "2021-10-03T08:15:00+07:00",
        "e": ["x", "y", "3"],
        "f": {"g": "h", "i": {"j": "k"}},
        "l": [{"m": "n"}],
    }


def test_toml_knows_where_its_values_stand() -> None:
    text = '+++\ntitle = "A"\ntags = [\n  "a",\n  "b",\n]\n[extra]\nx.y = 1\n+++\nBài.\n'
    front = read(text, "a.md")
    title, tags = front.fields["title"], front.fields["tags"]
    assert (title.line, title.column, title.key) == (2, 9, (2, 1))
    assert isinstance(tags.value, list)
    assert [(item.line, item.column) for item in tags.value] == [(4, 3), (5, 3)]
    assert front.fields["extra"].key == (7, 2)
    assert (front.body, front.body_line) == ("Bài.\n", 10)


def test_lines_above_an_empty_line_are_front_matter_if_they_have_a_title() -> None:
    front = read("Title: A: b\nTags: a,\n  b\nDate:\n\nBài.\n", "a.md")
    assert {key: field.value for key, field in front.fields.items()} == {
        "Title": "A: b",
        "Tags": "a,\nb",
        "Date": None,
    }
    assert (front.fields["Tags"].line, front.fields["Tags"].column) == (2, 7)
    assert (front.body, front.body_line) == ("\nBài.\n", 5)
    with pytest.raises(UserError, match="no front matter"):
        read("Nam: Chào\nBắc: Chào\n\nBài.\n", "a.md")
    with pytest.raises(UserError, match=r"a\.md:2:1: “Title” stands here again"):
        read("Title: A\nTitle: B\n\nBài.\n", "a.md")


def test_a_heading_needs_no_front_matter() -> None:
    front = read("\n# Chợ nổi\n", "a.md")
    assert (front.fields, front.body, front.body_line) == ({}, "\n# Chợ nổi\n", 1)


@pytest.mark.parametrize(
    "text", ["---\n- a\n---\n", "---\njust text\n---\n", "---\na: !!python/none x\n---\n"]
)
def test_what_is_no_mapping_of_plain_values_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read(text, "a.md")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(
    st.dictionaries(
        st.sampled_from(["title", "tags", "note"]),
        st.one_of(TEXTS, st.lists(TEXTS, min_size=1, max_size=3)),
        min_size=1,
    )
)
def test_what_is_written_is_read_again(fields: dict[str, object]) -> None:
    assert values(write(fields, "Body")) == fields


def test_people_can_read_what_is_written() -> None:
    fields = {
        "title": "Giá vàng: tăng",
        "date": "2021-10-03T08:15+07:00",
        "authors": ["Lê An", "Trần Bình"],
        "draft": True,
        "summary": None,
        "tags": [],
        "source": {"file": "sources/a b.txt", "url": None, "sha256": "0123abcd"},
        "corrections": [{"date": "2021-10-05", "text": "Đã sửa."}],
    }
    assert (
        write(fields, "Xin chào.\n\n")
        == """\
---
title: "Giá vàng: tăng"
date: 2021-10-03T08:15+07:00
authors: [Lê An, Trần Bình]
draft: true
source:
  file: sources/a b.txt
  sha256: "0123abcd"
corrections:
  - date: 2021-10-05
    text: Đã sửa.
---
Xin chào.
"""
    )


# fmt: off
PIECES = st.sampled_from([
    "Chợ nổi", "null", "2021-10-03T08:00+07:00", "0123", "~", ": ", ":", " #", "#", "- ", "?", ", ",
    "[a, b]", "[null, c ]", "[]", "{a: b}", '"a"', "'a'", "&a", "*a", "!!str a", "|", "%", "@", "=",
    "\\", '"', "'", "“x”", "\t", "\xa0", "\u2028", "a", " ", "",
])
# fmt: on
LINES = st.builds(
    "{}{}:{}{}\n".format,
    st.sampled_from(["", "", "", "  ", "    "]),
    st.sampled_from(["title", "tags", "source", "sha256", "null", "y"]),
    st.sampled_from([" ", " ", "", "  "]),
    st.lists(PIECES, max_size=3).map("".join),
)


@given(st.lists(LINES | st.sampled_from(["- a\n", "# a\n", "\n"]), max_size=4).map("".join))
def test_what_is_read_without_yaml_is_what_yaml_reads(source: str) -> None:
    plain = read_plain(source)
    if plain is not None:
        assert plain == read_yaml(source, f"---\n{source}---\n", "a.md")


def test_front_matter_as_it_mostly_is_needs_no_yaml() -> None:
    source = (
        "title: Chợ nổi Cái Răng họp lại?\ndate: 2021-12-02T17:33+07:00\n"
        "authors: [Lê An, Trần Bình]\nsource:\n  file: raw/1.txt\n"
        '  sha256: "0123"\n  url: https://example.org/a?b=c\n'
    )
    plain = read_plain(source)
    assert plain is not None
    assert plain["authors"].value == [
        Field(value="Lê An", line=4, column=11),
        Field(value="Trần Bình", line=4, column=18),
    ]
