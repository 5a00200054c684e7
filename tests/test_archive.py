"""Articles in every order a reader meets them."""

from __future__ import annotations

from generator.archive import arrange
from generator.dates import parse_date
from generator.model import Article, Status
from generator.vocabulary import parse_vocabulary


def article(
    name: str,
    date: str = "XXXX",
    tags: tuple[str, ...] = (),
    section: str | None = None,
    authors: tuple[str, ...] = (),
    status: Status = "published",
) -> Article:
    return Article(
        path=f"{name}.md",
        key=name,
        facts=name.encode(),
        url=f"/{name}/",
        title=name,
        date=parse_date(date),
        tags=tags,
        section=section,
        authors=authors,
        status=status,
    )


def names(articles: tuple[Article, ...]) -> str:
    return " ".join(found.title for found in articles)


def test_articles_are_newest_first_the_undated_last() -> None:
    archive = arrange(
        [
            article("undated"),
            article("year", "2020"),
            article("old", "2019-05-01"),
            article("month", "2020-03"),
            article("day", "2020-03-09"),
            article("b", "2020-03-08"),
            article("a", "2020-03-08"),
        ]
    )
    assert names(archive.articles) == "day a b month year old undated"
    assert names(archive.undated) == "undated"
    assert [year.number for year in archive.years] == [2020, 2019]
    assert [month.number for month in archive.years[0].months] == [3, 0]
    assert names(archive.years[0].articles) == "day a b month year"


def test_drafts_and_withdrawn_articles_are_in_no_list() -> None:
    archive = arrange(
        [
            article("a", "2020", tags=("t",)),
            article("draft", "2020", tags=("t",), status="draft"),
            article("gone", "2020", tags=("t",), status="withdrawn"),
        ]
    )
    assert names(archive.articles) == "a"
    assert names(archive.tags[0].articles) == "a"
    assert names(archive.withdrawn) == "gone"


def test_spellings_with_one_slug_are_one_term_under_the_most_frequent() -> None:
    archive = arrange(
        [
            article("a", tags=("Uỷ ban",)),
            article("b", tags=("Ủy ban", "Đồng")),
            article("c", tags=("Ủy ban",)),
        ]
    )
    [dong, uy_ban] = archive.tags
    assert dong.label == "Đồng"
    assert (uy_ban.label, uy_ban.forms, uy_ban.slug) == ("Ủy ban", ("Ủy ban", "Uỷ ban"), "uy-ban")
    assert names(uy_ban.articles) == "a b c"


VOCABULARY = parse_vocabulary(
    """\
- label: Ủy ban nhân dân
  slug: uy-ban
  aliases: [UBND, ubnd, Uỷ ban]
  broader: chính quyền
  description: Cơ quan hành chính
- label: chính quyền
  broader: xã hội
- label: xã hội
- label: lễ hội
""",
    "content/tags.yaml",
)


def test_a_tag_is_called_as_the_vocabulary_calls_it() -> None:
    articles = [article("a", tags=("UBND", "gốm", "Uỷ ban")), article("b", tags=("UY BAN",))]
    archive = arrange(articles, vocabulary=VOCABULARY)
    [_, gom, tag, _] = archive.tags
    assert archive.articles[0].tags == ("Ủy ban nhân dân", "gốm")
    assert (tag.label, tag.slug, names(tag.articles)) == ("Ủy ban nhân dân", "uy-ban", "a b")
    assert tag.forms == ("Ủy ban nhân dân", "UBND", "ubnd", "Uỷ ban")
    assert tag.description == "Cơ quan hành chính"
    assert (gom.slug, gom.forms, gom.description) == ("gom", ("gốm",), None)


def test_other_addresses_of_a_tag_lead_to_it() -> None:
    [_, tag, _] = arrange([article("a", tags=("ubnd",))], vocabulary=VOCABULARY).tags
    assert tag.aliases == ("ubnd", "uy-ban-nhan-dan")


def test_broader_tags_are_there_even_without_articles_of_their_own() -> None:
    articles = [article("a", tags=("UBND",)), article("b", tags=("gốm",))]
    terms = {term.label: term for term in arrange(articles, vocabulary=VOCABULARY).tags}
    assert list(terms) == ["chính quyền", "gốm", "Ủy ban nhân dân", "xã hội"]
    assert [term.broader for term in terms.values()] == ["xã hội", None, "chính quyền", None]
    assert terms["chính quyền"].narrower == ("Ủy ban nhân dân",)
    assert (terms["chính quyền"].slug, terms["chính quyền"].articles) == ("chinh-quyen", ())
    assert (terms["gốm"].narrower, terms["Ủy ban nhân dân"].narrower) == ((), ())


def test_sections_stand_in_the_newspapers_order() -> None:
    articles = [article(s, section=s) for s in ("Đời sống", "Ảnh", "Kinh tế", "Văn hóa")]
    archive = arrange(articles, ["Văn hóa", "Kinh tế"])
    assert [term.label for term in archive.sections] == ["Văn hóa", "Kinh tế", "Ảnh", "Đời sống"]


def test_neighbours_are_the_earlier_and_the_later() -> None:
    years = {"c": "2021", "a": "2019", "b": "2020", "x": "XXXX"}
    archive = arrange([article(name, date) for name, date in years.items()])
    earlier, later = archive.neighbours["/b/"]
    assert earlier is not None
    assert later is not None
    assert (earlier.title, later.title) == ("a", "c")
    assert archive.neighbours["/a/"][0] is None
    assert archive.neighbours["/c/"][1] is None
    assert "/x/" not in archive.neighbours


def test_the_order_in_which_articles_are_found_does_not_matter() -> None:
    articles = [
        article(f"n{i}", f"20{10 + i % 7}", tags=(f"t{i % 3}", "x"), authors=(f"A{i % 2}",))
        for i in range(30)
    ]
    assert arrange(articles) == arrange(articles[::-1])
