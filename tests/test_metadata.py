"""What the head of a page says to machines, read as they read it."""

from __future__ import annotations

import extruct
from jsonschema import Draft202012Validator
from lxml import html

from tests.conftest import TemporaryArchive

TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?$"}
ADDRESS = {"type": "string", "pattern": "^https://example.org/archive/"}
CONTEXT = {"const": "https://schema.org"}


def named(kind: str) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"@type": {"const": kind}, "name": TEXT, "url": ADDRESS},
        "required": ["@type", "name"],
        "additionalProperties": False,
    }


def some(items: object) -> dict[str, object]:
    return {"type": "array", "items": items, "minItems": 1}


NEWS_ARTICLE = {
    "type": "object",
    "properties": {
        "@context": CONTEXT,
        "@type": {"const": "NewsArticle"},
        "@id": ADDRESS,
        "url": ADDRESS,
        "headline": TEXT,
        "description": TEXT,
        "image": some(
            {
                "type": "object",
                "properties": {
                    "@type": {"const": "ImageObject"},
                    "url": ADDRESS,
                    "width": {"type": "integer", "minimum": 1},
                    "height": {"type": "integer", "minimum": 1},
                    "caption": TEXT,
                },
                "required": ["@type", "url"],
                "additionalProperties": False,
            }
        ),
        "datePublished": DAY,
        "dateModified": DAY,
        "temporalCoverage": TEXT,
        "author": some(named("Person")),
        "sourceOrganization": named("Organization"),
        "publisher": named("NewsMediaOrganization"),
        "isPartOf": named("Newspaper"),
        "articleSection": TEXT,
        "keywords": some(TEXT),
        "inLanguage": TEXT,
        "isBasedOn": {"type": "string", "pattern": "^https?://"},
        "correction": some(
            {
                "type": "object",
                "properties": {
                    "@type": {"const": "CorrectionComment"},
                    "text": TEXT,
                    "datePublished": DAY,
                },
                "required": ["@type", "text"],
                "additionalProperties": False,
            }
        ),
        "license": named("CreativeWork"),
    },
    "required": ["@context", "@type", "@id", "url", "headline", "publisher", "isPartOf"],
    "additionalProperties": False,
}
TRAIL = {
    "type": "object",
    "properties": {
        "@context": CONTEXT,
        "@type": {"const": "BreadcrumbList"},
        "itemListElement": some(
            {
                "type": "object",
                "properties": {
                    "@type": {"const": "ListItem"},
                    "position": {"type": "integer", "minimum": 1},
                    "name": TEXT,
                    "item": ADDRESS,
                },
                "required": ["@type", "position", "name", "item"],
                "additionalProperties": False,
            }
        ),
    },
    "required": ["@context", "@type", "itemListElement"],
    "additionalProperties": False,
}
SITE = {
    "type": "object",
    "properties": {
        "@context": CONTEXT,
        "@type": {"enum": ["WebSite", "CollectionPage"]},
        "@id": ADDRESS,
        "url": ADDRESS,
        "name": TEXT,
        "description": TEXT,
        "inLanguage": TEXT,
        "publisher": named("NewsMediaOrganization"),
        "license": named("CreativeWork"),
        "isPartOf": {
            "type": "object",
            "properties": {"@type": {"const": "WebSite"}, "@id": ADDRESS, "name": TEXT},
            "required": ["@type", "@id", "name"],
            "additionalProperties": False,
        },
    },
    "required": ["@context", "@type", "@id", "url", "name"],
    "additionalProperties": False,
}
SCHEMAS = {
    "NewsArticle": NEWS_ARTICLE,
    "BreadcrumbList": TRAIL,
    "WebSite": SITE,
    "CollectionPage": SITE,
}
"""What of https://schema.org our pages use, and how."""


def linked_data(page: str) -> dict[str, dict[str, object]]:
    """Return the JSON-LD of a page by its types, valid."""
    found = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    for each in found:
        Draft202012Validator(SCHEMAS[each["@type"]]).validate(each)
    return {each["@type"]: each for each in found}


def tags(page: str) -> dict[str, list[str]]:
    """Return the contents of the meta elements of a page by their names."""
    found: dict[str, list[str]] = {}
    for element in html.fromstring(page).iter("meta"):
        name = element.get("name") or element.get("property")
        if name:
            found.setdefault(str(name), []).append(str(element.get("content")))
    return found


def test_an_article_in_linked_data(newspaper: TemporaryArchive) -> None:
    newspaper.article(
        "2019/05/gom.md",
        "Làng gốm Đông Kỳ vào vụ",
        "Lò gốm đỏ lửa.\n\n![Thợ gốm.](lo.png)\n\n![Ảnh đã mất.](mat.jpg)",
        date="2019-05-14T08:15+07:00",
        updated="2019-05-15",
        authors="[Lê Mai, Trần Bình]",
        agency="VSĐT",
        section="Văn hóa",
        tags="[Đông Kỳ, gốm]",
        corrections="[{date: 2019-06-01, text: Tên lò}, {text: Số lò}]",
        source="{url: 'http://bao.example/gom'}",
    )
    newspaper.build()
    url = "https://example.org/archive/2019/05/gom/"
    found = linked_data(newspaper.page("2019/05/gom/index.html"))
    people = "https://example.org/archive/tac-gia"
    assert found["NewsArticle"] == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "headline": "Làng gốm Đông Kỳ vào vụ",
        "description": "Lò gốm đỏ lửa.",
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://example.org/archive/2019/05/lo.png",
                "width": 1,
                "height": 1,
                "caption": "Thợ gốm.",
            }
        ],
        "datePublished": "2019-05-14T08:15+07:00",
        "dateModified": "2019-05-15",
        "author": [
            {"@type": "Person", "name": "Lê Mai", "url": f"{people}/le-mai/"},
            {"@type": "Person", "name": "Trần Bình", "url": f"{people}/tran-binh/"},
        ],
        "sourceOrganization": {"@type": "Organization", "name": "VSĐT"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "Báo Vân Sơn"},
        "isPartOf": {"@type": "Newspaper", "name": "Báo Vân Sơn"},
        "articleSection": "Văn hóa",
        "keywords": ["Đông Kỳ", "gốm"],
        "inLanguage": "vi",
        "isBasedOn": "http://bao.example/gom",
        "correction": [
            {"@type": "CorrectionComment", "text": "Tên lò", "datePublished": "2019-06-01"},
            {"@type": "CorrectionComment", "text": "Số lò"},
        ],
    }
    trail = found["BreadcrumbList"]["itemListElement"]
    assert isinstance(trail, list)
    assert [(step["position"], step["name"]) for step in trail][-2:] == [
        (len(trail) - 1, "Văn hóa"),
        (len(trail), "Làng gốm Đông Kỳ vào vụ"),
    ]
    assert trail[-1]["item"] == url


def test_a_reference_manager_finds_a_newspaper_article(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    found = tags(newspaper.page("2019/05/gom/index.html"))
    assert found["DC.type"] == ["newspaperArticle"]
    assert found["prism.publicationName"] == ["Báo Vân Sơn"]
    assert found["citation_title"] == ["Làng gốm Đông Kỳ vào vụ"]
    assert found["citation_author"] == ["Lê Mai", "Trần Bình"]
    assert found["citation_publication_date"] == ["2019/05/14"]
    assert found["citation_language"] == ["vi"]
    assert found["article:section"] == ["Văn hóa"]
    assert not found.keys() & {"citation_journal_title", "DC.coverage"}


def test_those_who_show_a_link_find_headline_picture_and_language(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.build()
    found = tags(newspaper.page("2019/05/gom/index.html"))
    graph = {name: values for name, values in found.items() if name.startswith("og:")}
    assert graph == {
        "og:type": ["article"],
        "og:site_name": ["Báo Vân Sơn"],
        "og:title": ["Làng gốm Đông Kỳ vào vụ"],
        "og:url": ["https://example.org/archive/2019/05/gom/"],
        "og:locale": ["vi_VN"],
        "og:description": ["Lò gốm đỏ lửa."],
        "og:image": ["https://example.org/archive/2019/05/lo.png"],
        "og:image:width": ["1"],
        "og:image:height": ["1"],
        "og:image:alt": ["Thợ gốm."],
    }
    assert found["article:published_time"] == ["2019-05-14T08:15+07:00"]


def test_a_date_less_certain_than_a_day_is_a_period_only(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    page = newspaper.page("2019/lua/index.html")
    found = linked_data(page)["NewsArticle"]
    assert found["temporalCoverage"] == "2019~"
    assert "datePublished" not in found
    names = {"citation_publication_date", "DC.date", "article:published_time"}
    assert not tags(page).keys() & names
    unknown = linked_data(newspaper.page("khac/xua/index.html"))["NewsArticle"]
    assert not unknown.keys() & {"temporalCoverage", "datePublished"}


def test_a_headline_cannot_end_the_script_or_the_attribute(newspaper: TemporaryArchive) -> None:
    title = """</script><script>alert(1)</script> & "'<!-- đ"""
    newspaper.article("2021/cho.md", f"{title!r}".replace("\\'", "''"), date="2021-03-02")
    newspaper.build()
    page = newspaper.page("2021/cho/index.html")
    assert "<script>alert" not in page
    assert linked_data(page)["NewsArticle"]["headline"] == title
    assert tags(page)["og:title"] == [title]


def test_lists_are_collections_and_the_front_is_the_site(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert linked_data(newspaper.page("index.html")).keys() == {"WebSite"}
    for path in ("chu-de/gom", "chu-de", "theo-ngay", "2019", "2019/05", "khong-ro-ngay"):
        found = linked_data(newspaper.page(f"{path}/index.html"))
        assert found.keys() == {"CollectionPage", "BreadcrumbList"}
        assert found["CollectionPage"]["url"] == f"https://example.org/archive/{path}/"


def test_what_is_not_to_be_found_says_nothing(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    for path in ("404.html", "2020/rut/index.html"):
        page = newspaper.page(path)
        assert linked_data(page) == {}
        assert tags(page)["robots"] == ["noindex"]
        assert "og:type" not in tags(page)
