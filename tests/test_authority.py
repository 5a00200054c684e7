"""Authority control: doubles found, and two tags made one without other changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import authority, frontmatter
from generator.archive import arrange
from generator.authority import likely_duplicates
from generator.dates import UNKNOWN
from generator.errors import UserError
from generator.frontmatter import Field
from generator.model import Article, Term
from generator.retagging import merge_tags
from generator.vocabulary import Vocabulary, load_vocabulary, parse_vocabulary
from tests.conftest import TemporaryArchive


def tagged(*articles: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the tags of an archive of articles with these tags."""
    return arrange(
        Article(path=f"{n}.md", key="", facts=b"", url=f"/{n}/", title="A", date=UNKNOWN, tags=tags)
        for n, tags in enumerate(articles)
    ).tags


def reasons(*labels: str) -> list[str]:
    found = likely_duplicates(tagged(*((label,) for label in labels)), Vocabulary())
    return [reason for _, _, reason in found]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Chợ nổi", "chợ nổi", "case"),
        ("Hòa Bình", "hoà bình", "tone placement"),
        ("Hòa Bình", "Hoa Binh", "diacritics"),
        ("Covid-19", "covid 19", "punctuation"),
        ("Covid-19", "COVID19", "punctuation"),
        ("UBND", "Ủy ban nhân dân", "abbreviation"),
        ("U.B.N.D.", "Ủy ban nhân dân", "abbreviation"),
        ("CLB", "câu lạc bộ", "abbreviation"),
        ("ĐBSCL", "đồng bằng sông Cửu Long", "abbreviation"),
        ("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai", "abbreviation"),
        ("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Long Châu", None),
        ("UBND", "ủng bộ nhà dột nát", None),
        ("market", "Markets", "plural"),
        ("city", "cities", "plural"),
        ("beach", "beaches", "plural"),
        ("Phòng Văn hóa huyện Bình Lộc", "Phòng Văn hóa huyên Bình Lộc", "diacritics"),
        ("Phòng Văn hóa huyện Bình Lộc", "Phòng Vănn hóa huyện Bình Lộc", "one letter"),
        ("Phòng Văn hóa huyện Bình Lộc", "Phòng Văm hóa huyện Bình Lộc", "one letter"),
        ("Phòng Văn hóa huyện Bình Lộc", "Phòng Văn óha huyện Bình Lộc", None),
        ("Lê An Vy", "Lê Am Vy", None),
        ("khóa 15 quốc hội", "khóa 16 quốc hội", None),
        ("gas", "ga", None),
        ("bus", "bu", None),
        ("chợ nổi", "chợ phiên", None),
    ],
)
def test_why_two_tags_may_be_one(one: str, other: str, reason: str | None) -> None:
    assert reasons(one, other) == ([] if reason is None else [reason])


def test_two_letters_abbreviate_only_what_is_alone_with_them() -> None:
    assert reasons("HN", "Hà Nội") == ["abbreviation"]
    assert reasons("HN", "Hà Nội", "học nghề") == []


def test_the_more_used_of_a_pair_is_first_and_pairs_are_in_alphabetical_order() -> None:
    tags = tagged(("UBND", "gốm"), ("Ủy ban nhân dân", "Gốm"), ("UBND", "Gốm"))
    assert likely_duplicates(tags, Vocabulary()) == (
        ("Gốm", "gốm", "case"),
        ("UBND", "Ủy ban nhân dân", "abbreviation"),
    )


def test_what_the_vocabulary_has_is_decided() -> None:
    tags = tagged(("UBND", "Covid-19"), ("Ủy ban nhân dân", "covid19"))
    vocabulary = parse_vocabulary("- label: UBND\n- label: Ủy ban nhân dân\n", "tags.yaml")
    assert likely_duplicates(tags, vocabulary) == (("Covid-19", "covid19", "punctuation"),)


def test_tags_that_begin_and_end_alike_are_not_all_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [a + b + c for a in "bcdghklmnp" for b in "aeiou" for c in "bcdghklmnp"]
    tags = tagged(tuple(f"tỉnh {word} Việt Nam" for word in words))
    compared: list[str] = []

    def is_one_letter(one: str, other: str) -> bool:
        compared.append(f"{one} {other}")
        return False

    monkeypatch.setattr(authority, "_is_one_letter", is_one_letter)
    likely_duplicates(tags, Vocabulary())
    assert len(tags) == 500
    assert len(compared) < 20 * len(tags)


def merged(archive: TemporaryArchive, text: str, keep: str = "Gốm", drop: str = "gốm cổ") -> str:
    path = archive.write("content/a.md", text.encode())
    merge_tags(archive.config, keep, drop)
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [gốm cổ]", "tags: [Gốm]"),
        ("tags:   [ a,gốm cổ ,  b ]  # c", "tags:   [ a,Gốm ,  b ]  # c"),
        ('tags: ["a, b", "gốm cổ", \'c\']', 'tags: ["a, b", "Gốm", \'c\']'),
        ("tags: ['gốm cổ']", "tags: ['Gốm']"),
        ('"tags" : [GỐM CỔ, gôm cô]', '"tags" : [Gốm]'),
        ("tags: [gốm cổ, a, Gốm]", "tags: [a, Gốm]"),
        ("tags: [Gốm, gốm cổ, a]", "tags: [Gốm, a]"),
        ("tags: [Gốm, a, gốm cổ]", "tags: [Gốm, a]"),
        ("tags: [Gốm, gốm cổ,]", "tags: [Gốm, ]"),
        ("tags: [\n  Gốm,\n  gốm cổ,\n  a,\n]", "tags: [\n  Gốm,\n  a,\n]"),
        ("tags: [\n  Gốm,\n  gốm cổ, # x\n  a\n ]", "tags: [\n  Gốm,\n  # x\n  a\n ]"),
        ("tags: [Gốm, # x\n  gốm cổ]", "tags: [Gốm, # x\n  ]"),
        ("tags:\n- a\n- gốm cổ # x\n- b", "tags:\n- a\n- Gốm # x\n- b"),
        ("tags: # x\n\n  - 'gốm cổ'\n  # y\n  - b", "tags: # x\n\n  - 'Gốm'\n  # y\n  - b"),
        ("tags:\n  - Gốm\n  - gốm cổ\n  - b", "tags:\n  - Gốm\n  - b"),
        ("tags:\n  - Gốm\n  - gốm cổ  # x\n", "tags:\n  - Gốm\n  # x\n"),
        ("tags: gốm cổ", "tags: Gốm"),
        ('tags:  "gốm cổ"  # x', 'tags:  "Gốm"  # x'),
        ("tags: a, gốm cổ,b", "tags: a, Gốm,b"),
        ('tags: "a, gốm cổ"', 'tags: "a, Gốm"'),
        ("tags: gốm cổ, Gốm, b", "tags: Gốm, b"),
        ("tags: Gốm, gốm cổ", "tags: Gốm"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_tag_changes(archive: TemporaryArchive, before: str, after: str, end: str) -> None:
    frame = "---\ntitle:  'A'   # gốm cổ\n{}\nkicker: gốm cổ\n---\n\ntags: [gốm cổ]\n".replace
    old, new = (frame("{}", tags.rstrip("\n")).replace("\n", end) for tags in (before, after))
    assert merged(archive, old) == new


def test_a_byte_order_mark_and_decomposed_letters_stay(archive: TemporaryArchive) -> None:
    text = "\ufeff---\ntitle: Gô\u0301m\ntags: [a\u0306, gô\u0301m cô\u0309]\n---\nGô\u0301m"
    assert merged(archive, text) == text.replace("gô\u0301m cô\u0309", "Gốm")


@pytest.mark.parametrize(
    ("keep", "written"),
    [("a, b", '["a, b"]'), ("no", '["no"]'), ('x "y"', '[x "y"]'), ("a: b", '["a: b"]')],
)
def test_a_tag_is_quoted_where_yaml_needs_it(
    archive: TemporaryArchive, keep: str, written: str
) -> None:
    text = merged(archive, "---\ntitle: A\ntags: [gốm cổ]\n---\n", keep=keep)
    assert f"tags: {written}\n" in text


def test_spellings_of_one_tag_become_one_spelling(archive: TemporaryArchive) -> None:
    text = "---\ntitle: A\ntags: [hoà bình, a, Hòa Bình]\n---\n"
    assert "tags: [a, Hòa Bình]" in merged(archive, text, keep="Hòa Bình", drop="Hoa Binh")


@pytest.mark.parametrize(
    "tags",
    [
        "tags: >\n  gốm cổ",
        "tags: [gốm\n  cổ]",
        "tags:\n  - gốm\n    cổ",
        "tags:\n  [gốm cổ]",
        "tags: [gốm cổ, [a]]",
        "tags:\n  - gốm cổ\n  - {a: b}",
        "? tags\n: [gốm cổ]",
    ],
)
def test_what_cannot_be_changed_safely_is_refused_and_nothing_changes(
    archive: TemporaryArchive, tags: str
) -> None:
    fine = archive.write("content/0.md", "---\ntitle: A\ntags: [gốm cổ]\n---\n")
    broken = archive.write("content/b.md", "---\ntitle: A\n" + tags + "\n---\n")
    before = fine.read_bytes(), broken.read_bytes()
    with pytest.raises(UserError, match=r"content/b\.md:[345]: the tag “gốm cổ” is written"):
        merge_tags(archive.config, "Gốm", "gốm cổ")
    assert (fine.read_bytes(), broken.read_bytes()) == before
    assert not (archive.root / "content/tags.yaml").exists()


def test_files_without_the_tag_are_not_touched(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", tags="[gốm cổ]")
    archive.article("b.md", "B", tags="[gốm cổ kính]")
    archive.article("c.md", "C")
    content = archive.config.content
    found = merge_tags(archive.config, "Gốm", "gốm cổ")
    assert found == (content / "a.md", content / "tags.yaml")
    assert merge_tags(archive.config, "Gốm", "gốm cổ") == ()
    assert sorted(path.name for path in content.iterdir()) == ["a.md", "b.md", "c.md", "tags.yaml"]


def test_a_dry_run_names_the_files_and_writes_nothing(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", tags="[gốm cổ]")
    content = archive.config.content
    found = merge_tags(archive.config, "Gốm", "gốm cổ", dry_run=True)
    assert found == (content / "a.md", content / "tags.yaml")
    assert "gốm cổ" in (content / "a.md").read_text(encoding="utf-8")
    assert not (content / "tags.yaml").exists()


@pytest.mark.parametrize(("keep", "drop"), [("a", "a"), ("-", "a"), ("a", " "), ("a\x07", "b")])
def test_two_different_tags_must_be_named(archive: TemporaryArchive, keep: str, drop: str) -> None:
    with pytest.raises(UserError, match="Name two tags"):
        merge_tags(archive.config, keep, drop)


def test_files_that_cannot_be_read_are_all_named(archive: TemporaryArchive) -> None:
    archive.write("content/a.md", b"\xff")
    archive.write("content/b.md", "Không có phần đầu.\n")
    archive.write("content/tags.yaml", "- lable: a\n")
    with pytest.raises(UserError) as caught:
        merge_tags(archive.config, "Gốm", "gốm cổ")
    files = {problem.location.file for problem in caught.value.problems}
    assert files == {"content/a.md", "content/b.md", "content/tags.yaml"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- label: Gốm\n  aliases: [gốm cổ]\n"),
        ("# Từ khóa", "# Từ khóa\n- label: Gốm\n  aliases: [gốm cổ]\n"),
        ("  - label: a\n", "  - label: a\n  - label: Gốm\n    aliases: [gốm cổ]\n"),
        ("- label: a\r\n", "- label: a\r\n- label: Gốm\r\n  aliases: [gốm cổ]\r\n"),
        (
            "- label: 'Gốm' # x\n  slug: gom\n- label: b\n",
            "- label: 'Gốm' # x\n  aliases: [gốm cổ]\n  slug: gom\n- label: b\n",
        ),
        ("- slug: gom\n  label: gốm", "- slug: gom\n  label: gốm\n  aliases: [gốm cổ]\n"),
        (
            "- label: Gốm\n  aliases: [ 'x' ]  # y\n- label: b\n  aliases: [c]\n",
            "- label: Gốm\n  aliases: [ 'x', gốm cổ ]  # y\n- label: b\n  aliases: [c]\n",
        ),
        ("- aliases: []\n  label: Gốm\n", "- aliases: [gốm cổ]\n  label: Gốm\n"),
        ("- label: Gốm\n  aliases:\n", "- label: Gốm\n  aliases: [gốm cổ]\n"),
        (
            "- label: Gốm\n  aliases:\n  - x # y\n\n- label: b\n",
            "- label: Gốm\n  aliases:\n  - x # y\n  - gốm cổ\n\n- label: b\n",
        ),
        ("- label: Gốm\n  aliases: [Gốm Cổ]\n", "- label: Gốm\n  aliases: [Gốm Cổ]\n"),
    ],
)
def test_the_old_tag_becomes_an_alias(archive: TemporaryArchive, before: str, after: str) -> None:
    path = archive.write("content/tags.yaml", before.encode())
    merge_tags(archive.config, "Gốm", "gốm cổ")
    assert path.read_bytes().decode() == after
    assert load_vocabulary(path, "tags.yaml").canonical("gốm cổ").casefold() == "gốm"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- label: Gốm\n- label: gốm cổ\n", "2: “gốm cổ” belongs to the term “gốm cổ”"),
        ("- label: Gốm\n- label: gốm-cổ\n", "2: “gốm cổ” belongs to the term “gốm-cổ”"),
        ("- {label: Gốm}\n", "1: “gốm cổ” cannot be added safely"),
        ('- label: Gốm\n  "aliases": [x]\n', "1: “gốm cổ” cannot be added safely"),
        ("[]\n", " “gốm cổ” cannot be added safely"),
    ],
)
def test_a_vocabulary_that_cannot_be_changed_safely_stops_the_merge(
    archive: TemporaryArchive, text: str, message: str
) -> None:
    archive.article("a.md", "A", tags="[gốm cổ]")
    path = archive.write("content/tags.yaml", text.encode())
    with pytest.raises(UserError, match=f"content/tags.yaml:{message}"):
        merge_tags(archive.config, "Gốm", "gốm cổ")
    assert path.read_bytes().decode() == text
    assert "gốm cổ" in (archive.root / "content/a.md").read_text(encoding="utf-8")


LABELS = st.sampled_from(
    [
        "Gốm",
        "gốm cổ",
        "GỐM CỔ",
        "gô\u0301m cô\u0309",
        "a, b",
        "it's",
        'x "y"',
        "chợ: nổi",
        "#1",
        "c",
    ]
)
GAPS = st.sampled_from(["", " ", "  "])
NOTES = st.sampled_from(["", " # gốm cổ", "   # [a, b]"])
OTHERS = st.sampled_from(
    ["kicker: tags", "agency: [gốm cổ]", "x:\n  tags: [gốm cổ]", "# tags: gốm cổ", "y: |\n  gốm cổ"]
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a label as a person writes it: quoted in one way or another, where that is safe."""
    label = draw(LABELS)
    quoted = [json.dumps(label, ensure_ascii=False), "'" + label.replace("'", "''") + "'"]
    return draw(st.sampled_from(quoted if set(label) & set(",:#") else [label, *quoted]))


@st.composite
def content_files(draw: st.DrawFn) -> str:
    """Return a content file with tags on rows, in brackets, or on one line."""
    items = draw(st.lists(written(), min_size=1, max_size=5))
    style = draw(st.sampled_from(["rows", "brackets", "lines", "line"]))
    if style == "rows":
        pad = draw(GAPS)
        tags = "tags:" + "".join(f"\n{pad}- {item}{draw(NOTES)}" for item in items)
    elif style == "brackets":
        gaps = [f"{draw(GAPS)},{draw(GAPS)}" for _ in items]
        inner = "".join(gap + item for gap, item in zip(gaps, items, strict=True))
        tags = f"tags: [{draw(GAPS)}{inner.lstrip(' ,')}{draw(GAPS)}]{draw(NOTES)}"
    elif style == "lines":
        tags = "tags: [" + "".join(f"\n  {item},{draw(NOTES)}" for item in items) + "\n  ]"
    else:
        tags = f"tags: {items[0]}{draw(NOTES)}"
    fields = ["title: A", *draw(st.lists(OTHERS, unique=True)), tags]
    text = "---\n" + "\n".join(draw(st.permutations(fields))) + "\n---\n\ntags: [gốm cổ]\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def plain(where: Field) -> object:
    if where.value is None or isinstance(where.value, str):
        return where.value
    if isinstance(where.value, dict):
        return {key: plain(value) for key, value in where.value.items()}
    return [plain(item) for item in list(where.value) if isinstance(item, Field)]


def parsed(path: Path) -> tuple[dict[str, object], str]:
    front = frontmatter.read(path.read_bytes().decode().replace("\r\n", "\n"), "a.md")
    return {key: plain(value) for key, value in front.fields.items()}, front.body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('+++\ntitle = "A"\ntags = ["gốm cổ", \'đá\']\n+++\n', "tags = [\"Gốm\", 'đá']\n"),
        ('+++\ntitle = "A"\n[taxonomies]\ntags = ["gốm cổ"]\n+++\n', 'tags = ["Gốm"]\n'),
        ("---\ntitle: A\ntaxonomies:\n  tags: [gốm cổ]\n---\n", "  tags: [Gốm]\n"),
    ],
)
def test_tags_are_merged_where_other_generators_have_them(
    archive: TemporaryArchive, before: str, after: str
) -> None:
    path = archive.write("content/a.md", before.encode())
    merge_tags(archive.config, "Gốm", "gốm cổ")
    assert after in path.read_text(encoding="utf-8")


def test_tags_in_lines_without_fences_are_left_to_their_editor(archive: TemporaryArchive) -> None:
    archive.write("content/a.md", "Title: A\nTags: gốm cổ, đá\n\nBài.\n")
    with pytest.raises(UserError, match="cannot be changed safely"):
        merge_tags(archive.config, "Gốm", "gốm cổ")


@given(text=content_files())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_merging_changes_only_the_tags(archive: TemporaryArchive, text: str) -> None:
    path = archive.write("content/a.md", text.encode())
    fields, body = parsed(path)
    try:
        merge_tags(archive.config, "Gốm", "gốm cổ")
    except UserError:
        assert path.read_bytes().decode() == text
        raise
    changed, same_body = parsed(path)
    tags, new_tags = fields.pop("tags"), changed.pop("tags")
    assert (list(changed.items()), same_body) == (list(fields.items()), body)
    old = {"gốm cổ", "GỐM CỔ", "gô\u0301m cô\u0309"}
    before = tags if isinstance(tags, list) else str(tags).split(",")
    after = new_tags if isinstance(new_tags, list) else str(new_tags).split(",")
    assert not old & set(after)
    assert [tag for tag in after if tag != "Gốm"] == [t for t in before if t not in {"Gốm", *old}]
    if old & set(before):
        assert after.count("Gốm") == max(1, before.count("Gốm"))
    else:
        assert path.read_bytes().decode() == text
    comments = text.count("#")
    assert path.read_bytes().decode().count("#") == comments
