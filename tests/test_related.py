"""Who is related to whom: what few articles share counts most."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import arrange
from generator.dates import parse_date
from generator.digest import content_digest
from generator.model import Archive, Article
from generator.related import LENGTH, WINDOW, Relations
from generator.vocabulary import parse_vocabulary


def article(
    name: str,
    date: str = "2020",
    *,
    tags: str = "",
    title: str = "",
    section: str | None = None,
    authors: tuple[str, ...] = (),
    reprint_of: str | None = None,
) -> Article:
    """Return an article; its tags are given with spaces between them."""
    return Article(
        path=f"{name}.md",
        key=name,
        facts=name.encode(),
        url=f"/{name}/",
        title=title or name,
        date=parse_date(date),
        tags=tuple(tags.split()),
        section=section,
        authors=authors,
        reprint_of=reprint_of,
    )


OTHERS = [article(f"other{n}", f"19{n}", tags=f"t{n}", section=f"S{n}") for n in range(10, 40)]
"""Thirty articles that have nothing to do with anything."""


def related(to: str, articles: Sequence[Article], *, among: Sequence[Article] = OTHERS) -> str:
    """Return the names of those related to an article, best first."""
    found = relations([*articles, *among]).get(f"/{to}/", ())
    return " ".join(each.path.removesuffix(".md") for each in found)


def relations(articles: Sequence[Article]) -> dict[str, tuple[Article, ...]]:
    """Return whom each article is related to, by its URL, where there is anybody."""
    archive = arrange(articles)
    found = Relations(archive, digests(archive))
    return {each.url: others for each in archive.articles if (others := found.of(each))}


def digests(archive: Archive) -> dict[str, bytes]:
    """Return a digest of all that each article can be compared by, by its URL."""
    encode = msgspec.msgpack.encode
    return {each.url: content_digest(encode(each)) for each in archive.articles}


def test_a_rare_tag_weighs_more_than_a_common_one() -> None:
    common = [article(f"n{n}", f"2020-01-{n:02}", tags="tin") for n in range(10, 20)]
    found = [
        article("here", "2020-01-15", tags="tin gốm lửa"),
        article("rare", "2000", tags="gốm"),
        article("both", "1999", tags="gốm lửa"),
        *common,
    ]
    assert related("here", found).startswith("both rare ")


def test_two_tags_of_some_weigh_more_than_one_of_few() -> None:
    some = [article(f"n{n}", f"190{n}", tags="đá" if n % 2 else "cát") for n in range(6)]
    found = [
        article("here", tags="đá cát gốm"),
        article("one", tags="gốm"),
        article("two", tags="đá cát"),
        *some,
    ]
    assert related("here", found).startswith("two one")


def test_a_tag_that_most_articles_have_relates_nobody() -> None:
    found = [article(f"n{n}", tags="tỉnh") for n in range(20)]
    assert relations(found) == {}


def test_tags_that_are_spelt_alike_are_one_tag() -> None:
    assert related("a", [article("a", tags="Thuỷ"), article("b", tags="Thủy")]) == "b"
    vocabulary = parse_vocabulary("- label: Ủy ban\n  aliases: [UBND]\n", "content/tags.yaml")
    articles = [article("a", tags="UBND"), article("b", tags="uy-ban"), *OTHERS]
    archive = arrange(articles, vocabulary=vocabulary)
    found = Relations(archive, digests(archive))
    [here] = [each for each in archive.articles if each.path == "a.md"]
    assert [each.path for each in found.of(here)] == ["b.md"]


def test_of_equals_those_of_the_section_come_first_then_people_words_and_time() -> None:
    found = [
        article(
            "here", "2020-05-05", tags="lũ", section="Đời sống", authors=("An",), title="a b c"
        ),
        article("far", "2001-05-05", tags="lũ", title="x y"),
        article("near", "2020-05-01", tags="lũ", title="p q"),
        article("words", "1990", tags="lũ", title="z b c"),
        article("person", "1980", tags="lũ", authors=("An",), title="m n"),
        article("section", "1970", tags="lũ", section="Đời sống", title="k l"),
    ]
    assert related("here", found) == "section person words near far"


def test_without_tags_headline_and_section_relate() -> None:
    found = [
        article("here", title="Làng gốm Đông Kỳ đỏ lửa", section="Văn hóa"),
        article("same", title="Gốm Đông Kỳ ra biển", section="Kinh tế"),
        article("half", title="Về Đông Kỳ xem hội", section="Văn hóa"),
        article("section", title="Hội đua thuyền", section="Văn hóa"),
        article("pair", title="Cá về Đông Kỳ", section="Kinh tế"),
    ]
    assert related("here", found) == "same half"


def test_a_section_alone_relates_nobody() -> None:
    found = [article(name, title=name, section="Văn hóa") for name in ("a", "b")]
    assert related("a", found) == ""


def test_a_text_is_not_related_to_its_reprints_and_they_are_shown_once() -> None:
    reprints = [article(f"r{n}", f"2020-05-0{n}", tags="gốm", reprint_of="a.md") for n in (1, 2, 3)]
    found = [article("a", "2020-05-04", tags="gốm"), *reprints, article("b", "1999", tags="gốm")]
    assert related("a", found) == "b"
    assert related("r1", found) == "b"
    assert related("b", found) == "r1"


def test_reprints_take_nobodys_place() -> None:
    reprints = [article(f"r{n}", "2020", tags="gốm", reprint_of="a.md") for n in range(3)]
    others = [article(f"o{n}", "2001", tags="gốm") for n in range(LENGTH)]
    found = related("a", [article("a", "2020", tags="gốm"), *reprints, *others])
    assert found == "o0 o1 o2 o3 o4"


def test_an_article_far_away_in_time_changes_no_relations() -> None:
    articles = [article(f"n{n:03}", f"{1950 + n}", tags="tin") for n in range(3 * WINDOW)]
    among = [article(f"x{n}", "1000", tags=f"t{n}") for n in range(200)]
    before = relations([*articles, *among])
    after = relations([*articles, *among, article("old", "1900", tags="tin")])
    assert len(before["/n020/"]) == LENGTH
    changed = {url for url in before if before[url] != after[url]}
    assert changed <= {f"/n{n:03}/" for n in range(WINDOW)}


ARTICLES = st.lists(
    st.builds(
        article,
        st.text("abcdefgh", min_size=1, max_size=3),
        st.sampled_from(["2019-05-14", "2019-05", "2020", "XXXX"]),
        tags=st.sampled_from(["", "gốm", "lúa đá", "gốm lúa", "mưa"]),
        title=st.sampled_from(["mưa lũ lớn", "mưa lũ", "được mùa"]),
        section=st.sampled_from([None, "Văn hóa", "Kinh tế"]),
        reprint_of=st.sampled_from([None, "a.md", "b.md"]),
    ),
    unique_by=lambda each: each.path,
    max_size=12,
)


@given(ARTICLES)
@settings(deadline=None)
def test_no_list_is_too_long_or_holds_its_own_article_or_one_twice(articles: list[Article]) -> None:
    for url, found in relations(articles).items():
        urls = [each.url for each in found]
        assert 0 < len(urls) == len(set(urls)) <= LENGTH
        assert url not in urls


@given(ARTICLES)
@settings(deadline=None)
def test_the_order_in_which_articles_are_found_does_not_matter(articles: list[Article]) -> None:
    assert relations(articles) == relations(articles[::-1])


@given(ARTICLES, ARTICLES)
@settings(deadline=None)
def test_where_all_that_relations_depend_on_is_equal_so_are_they(
    articles: list[Article], others: list[Article]
) -> None:
    """A page whose key is as before is not made again: the key must miss nothing."""
    known = {each.path for each in articles}
    more = [*articles, *(each for each in others if each.path not in known)]
    before, after = map(arrange, (articles, more))
    first, second = (Relations(found, digests(found)) for found in (before, after))
    for each in before.articles:
        if first.key(each) == second.key(each):
            assert first.of(each) == second.of(each)
