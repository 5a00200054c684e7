"""Sitemaps, robots.txt and OpenSearch, each held to its schema."""

from __future__ import annotations

import pytest
from lxml import etree

from generator import discovery
from tests.conftest import TemporaryArchive

BASE = "https://example.org/archive"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
}


def schema(namespace: str, declarations: str) -> etree.XMLSchema:
    text = f"""
    <schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="{namespace}"
            targetNamespace="{namespace}" elementFormDefault="qualified">{declarations}</schema>
    """
    return etree.XMLSchema(etree.fromstring(text))


ADDRESS = """
    <simpleType name="address"><restriction base="anyURI">
      <minLength value="12"/><maxLength value="2048"/><pattern value="https?://.+"/>
    </restriction></simpleType>
    <simpleType name="day"><union memberTypes="date dateTime"/></simpleType>
    <complexType name="entry"><sequence>
      <element name="loc" type="t:address"/>
      <element name="lastmod" type="t:day" minOccurs="0"/>
    </sequence></complexType>
"""
"""What sitemaps.org says of the elements that we write; the order of its own schema is kept."""

SITEMAP = schema(
    NAMES["s"],
    ADDRESS
    + """<element name="urlset"><complexType><sequence>
      <element name="url" type="t:entry" maxOccurs="50000"/>
    </sequence></complexType></element>""",
)
INDEX = schema(
    NAMES["s"],
    ADDRESS
    + """<element name="sitemapindex"><complexType><sequence>
      <element name="sitemap" type="t:entry" maxOccurs="50000"/>
    </sequence></complexType></element>""",
)
OPENSEARCH = schema(
    NAMES["o"],
    """<element name="OpenSearchDescription"><complexType><all>
      <element name="ShortName"><simpleType><restriction base="string">
        <minLength value="1"/><maxLength value="16"/>
      </restriction></simpleType></element>
      <element name="Description"><simpleType><restriction base="string">
        <minLength value="1"/><maxLength value="1024"/>
      </restriction></simpleType></element>
      <element name="InputEncoding" type="string" minOccurs="0"/>
      <element name="Language" type="language" minOccurs="0"/>
      <element name="Url"><complexType>
        <attribute name="type" type="string" use="required"/>
        <attribute name="template" use="required"><simpleType><restriction base="string">
          <pattern value="https?://.+\\{searchTerms\\}.*"/>
        </restriction></simpleType></attribute>
      </complexType></element>
    </all></complexType></element>""",
)
"""What OpenSearch 1.1, draft 6, says of the elements that we write."""


def read(archive: TemporaryArchive, path: str, schema: etree.XMLSchema) -> etree._Element:
    root = etree.fromstring((archive.output / path).read_bytes())
    schema.assertValid(root)
    return root


def changes(archive: TemporaryArchive, path: str) -> dict[str, str | None]:
    """Return the last changes of a sitemap's pages by their URL."""
    return {
        entry.findtext("s:loc", namespaces=NAMES, default="").removeprefix(BASE): entry.findtext(
            "s:lastmod", namespaces=NAMES
        )
        for entry in read(archive, path, SITEMAP)
    }


def test_the_index_names_a_sitemap_for_each_year(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    root = read(newspaper, "sitemap.xml", INDEX)
    names = [entry.findtext("s:loc", namespaces=NAMES) for entry in root]
    assert names == [f"{BASE}/sitemap-{name}.xml" for name in ("2019", "2021", "pages", "undated")]
    assert root.findall(".//s:lastmod", NAMES) == []


def test_every_published_article_is_in_one_sitemap(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert list(changes(newspaper, "sitemap-2019.xml")) == ["/2019/05/gom/", "/2019/lua/"]
    assert list(changes(newspaper, "sitemap-undated.xml")) == ["/khac/xua/"]


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"date": "2021-12-02T23:30+07:00"}, "2021-12-02"),
        ({"date": "2021-12-02?"}, None),
        ({"date": "2021"}, None),
        ({"date": "2021-12-02", "updated": "2021-12-05"}, "2021-12-05"),
        ({"date": "2021-12-02", "updated": "2021-12~"}, "2021-12-02"),
        ({"date": "2021", "corrections": "[{date: 2022-01-03, text: Sai.}]"}, "2022-01-03"),
        (
            {
                "date": "2021-12-02",
                "updated": "2021-12-05",
                "corrections": "[{date: 2021-12-04, text: Sai.}, {date: 2021, text: Sai.}]",
            },
            "2021-12-05",
        ),
    ],
)
def test_the_last_change_is_the_last_day_that_is_certain(
    archive: TemporaryArchive, fields: dict[str, str], day: str | None
) -> None:
    archive.article("a.md", "Bài", section="Kinh tế", **fields)
    archive.build()
    assert changes(archive, "sitemap-2021.xml") == {"/a/": day}
    assert changes(archive, "sitemap-pages.xml")["/chuyen-muc/kinh-te/"] == day


def test_a_listing_changed_with_the_last_of_its_articles(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    found = changes(newspaper, "sitemap-pages.xml")
    assert found["/"] == "2021-03-02"
    assert found["/chuyen-muc/van-hoa/"] == "2019-05-14"
    assert found["/khong-ro-ngay/"] is None


def test_a_long_sitemap_is_split(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "SITEMAP_LENGTH", 1)
    newspaper.build()
    assert list(changes(newspaper, "sitemap-2019.xml")) == ["/2019/05/gom/"]
    assert list(changes(newspaper, "sitemap-2019-2.xml")) == ["/2019/lua/"]
    assert f"{BASE}/sitemap-2019-2.xml" in newspaper.page("sitemap.xml")


def test_robots_lead_to_the_sitemap(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert newspaper.page("robots.txt") == f"User-agent: *\nAllow: /\nSitemap: {BASE}/sitemap.xml\n"


def test_browsers_find_the_search(newspaper: TemporaryArchive) -> None:
    newspaper.write(
        "archive.toml",
        'title = "Kho lưu trữ của Báo Vân Sơn"\nbase_url = "https://example.org/archive/"\n',
    )
    newspaper.build()
    root = read(newspaper, "opensearch.xml", OPENSEARCH)
    [url] = root.findall("o:Url", NAMES)
    assert url.get("template") == f"{BASE}/tim-kiem/?q={{searchTerms}}"
    [link] = etree.fromstring(newspaper.page("index.html"), etree.HTMLParser()).findall(
        ".//link[@rel='search']"
    )
    assert link.get("href") == "/archive/opensearch.xml"
    assert link.get("type") == "application/opensearchdescription+xml"
