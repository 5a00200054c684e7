"""How an article is cited, read back with the parsers of those who will read it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from generator.citations import Reference, bibtex, cite, csl_json, ris
from generator.config import Config
from generator.dates import parse_date
from generator.elements import Link
from generator.model import Provenance
from generator.pages import site_view
from generator.settings import Settings
from generator.views import ArticleView

SETTINGS = Settings(
    title="Kho lưu trữ", publisher="Báo Vân Sơn", base_url="https://example.org/kho/"
)
SITE = site_view(Config(root=Path(), settings=SETTINGS, zone=ZoneInfo("Asia/Ho_Chi_Minh")))


def article(title: str = "Chợ nổi", date: str = "2019-11-02T17:33+07:00") -> ArticleView:
    return ArticleView(
        url="/2019/11/cho-noi/",
        title=title,
        date=parse_date(date),
        date_basis=None,
        updated=None,
        archived=None,
        kicker=None,
        summary=None,
        lede="",
        authors=(
            Link(label="Quỳnh Anh", url="/tac-gia/a/"),
            Link(label="Lê Bá", url="/tac-gia/b/"),
        ),
        agency="VSĐT",
        section=Link(label="Văn hóa", url="/chuyen-muc/van-hoa/"),
        tags=(Link(label="chợ", url="/chu-de/cho/"),),
        corrections=(),
        reprint_of=None,
        source=Provenance(),
        pictures=(),
        earlier=None,
        later=None,
        period=Link(label="Tháng 11 năm 2019", url="/2019/11/"),
        related=(),
        breadcrumb=(),
    )


def words(reference: Reference) -> str:
    return f"{reference.before}_{reference.publication}_{reference.after}{reference.url}"


ADDRESS = "https://example.org/kho/2019/11/cho-noi/"


def test_the_vietnamese_reference() -> None:
    assert words(cite(article(), SITE).vietnamese) == (
        f"Quỳnh Anh, Lê Bá (2019), “Chợ nổi”, _Báo Vân Sơn_, ngày 02/11/2019, {ADDRESS}"
    )


def test_the_reference_in_apa_style() -> None:
    assert words(cite(article(), SITE).apa) == (
        f"Quỳnh Anh, & Lê Bá. (2019, November 2). Chợ nổi. _Báo Vân Sơn_. {ADDRESS}"
    )


def test_without_people_the_agency_is_cited_and_without_it_the_headline() -> None:
    agency = replace(article("Chợ nổi?"), authors=())
    assert words(cite(agency, SITE).apa).startswith("VSĐT. (2019, November 2). Chợ nổi? _")
    nobody = replace(agency, agency=None)
    assert words(cite(nobody, SITE).apa).startswith("Chợ nổi? (2019, November 2). _")
    assert words(cite(nobody, SITE).vietnamese).startswith("“Chợ nổi?” (2019), _")


@pytest.mark.parametrize(
    ("date", "vietnamese", "day", "apa"),
    [
        ("2019-11", "2019", ", tháng 11 năm 2019", "2019, November"),
        ("2019", "2019", "", "2019"),
        ("2019~", "khoảng năm 2019", "", "ca. 2019"),
        ("2019-11-02?", "có lẽ năm 2019", ", có lẽ 02/11/2019", "ca. 2019, November 2"),
        ("2019/2021", "năm 2019 – năm 2021", "", "2019–2021"),
        ("202X", "thập niên 2020", "", "ca. 2020s"),
        ("XXXX-04-28", "không rõ ngày", ", 28 tháng 4, không rõ năm", "n.d."),
        ("XXXX", "không rõ ngày", "", "n.d."),
    ],
)
def test_a_date_is_as_certain_as_it_is_known(
    date: str, vietnamese: str, day: str, apa: str
) -> None:
    found = cite(article(date=date), SITE)
    assert f" ({vietnamese}), " in found.vietnamese.before
    assert found.vietnamese.after == f"{day}, "
    assert f" ({apa}). " in found.apa.before


def entry(text: str) -> tuple[str, dict[str, str]]:
    """Return the only entry of a BibTeX file: its key and its fields."""
    library = parse_string(text)
    assert library.failed_blocks == []
    [found] = library.entries
    assert found.entry_type == "article"
    return found.key, {field.key: str(field.value) for field in found.fields}


def test_bibtex() -> None:
    key, fields = entry(bibtex(article(), SITE))
    assert key == "2019-11-cho-noi"
    assert fields == {
        "author": "{Quỳnh Anh} and {Lê Bá}",
        "title": "{Chợ nổi}",
        "journal": "Báo Vân Sơn",
        "date": "2019-11-02",
        "year": "2019",
        "month": "nov",
        "url": ADDRESS,
        "langid": "vietnamese",
        "entrysubtype": "newspaper",
    }


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2019-11", {"date": "2019-11", "year": "2019", "month": "nov"}),
        ("2019~", {"date": "2019~"}),
        ("2019-11-02T10:00?", {"date": "2019-11-02?"}),
        ("2019-11/2020-01", {"date": "2019-11/2020-01"}),
        ("202X", {"date": "202X"}),
        ("XXXX-04-28", {"note": "28 tháng 4, không rõ năm"}),
        ("XXXX", {}),
    ],
)
def test_a_date_that_is_not_certain_in_bibtex(date: str, expected: dict[str, str]) -> None:
    _, fields = entry(bibtex(article(date=date), SITE))
    names = ("date", "year", "month", "note")
    assert {name: fields[name] for name in names if name in fields} == expected


def test_what_bibtex_would_take_for_markup_is_escaped() -> None:
    _, fields = entry(bibtex(article(r"50% & 100$ #1 a_b {x} ~ ^ \n }"), SITE))
    assert fields["title"] == (
        r"{50\% \& 100\$ \#1 a\_b \textbraceleft{}x\textbraceright{} \textasciitilde{} "
        r"\textasciicircum{} \textbackslash{}n \textbraceright{}}"
    )


def test_ris() -> None:
    text = ris(article(), SITE)
    assert text.endswith("\r\nER  - \r\n")
    assert text.count("\n") == text.count("\r\n")
    [record] = rispy.loads(text)
    assert record == {
        "type_of_reference": "NEWS",
        "authors": ["Quỳnh Anh", "Lê Bá"],
        "title": "Chợ nổi",
        "secondary_title": "Báo Vân Sơn",
        "section": "Văn hóa",
        "year": "2019",
        "date": "2019/11/02/",
        "keywords": ["chợ"],
        "language": "vi",
        "urls": [ADDRESS],
    }


@pytest.mark.parametrize(
    ("date", "year", "words"),
    [
        ("2019-11", "2019", "2019/11//"),
        ("2019~", None, "2019///khoảng năm 2019"),
        ("XXXX-04-28", None, "///28 tháng 4, không rõ năm"),
        ("XXXX", None, None),
    ],
)
def test_a_date_that_is_not_certain_in_ris(date: str, year: str | None, words: str | None) -> None:
    [record] = rispy.loads(ris(article(date=date), SITE))
    assert (record.get("year"), record.get("date")) == (year, words)


NAME = {
    "type": "object",
    "properties": {"literal": {"type": "string"}},
    "required": ["literal"],
    "additionalProperties": False,
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 1,
                "maxItems": 3,
            },
            "minItems": 1,
            "maxItems": 2,
        },
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"const": "article-newspaper"},
            "author": {"type": "array", "items": NAME, "minItems": 1},
            "issued": DATE,
            **{
                name: {"type": "string", "minLength": 1}
                for name in ("id", "title", "container-title", "section", "language", "URL")
            },
        },
        "required": ["id", "type", "title", "container-title", "URL"],
        "additionalProperties": False,
    },
    "minItems": 1,
    "maxItems": 1,
}
"""What of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html) we use."""


def test_csl_json() -> None:
    data = json.loads(csl_json(article(), SITE))
    Draft202012Validator(CSL).validate(data)
    assert data[0]["author"] == [{"literal": "Quỳnh Anh"}, {"literal": "Lê Bá"}]
    assert data[0]["issued"] == {"date-parts": [[2019, 11, 2]]}


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2019-11", {"date-parts": [[2019, 11]]}),
        ("2019~", {"date-parts": [[2019]], "circa": True}),
        ("2019/2021-02", {"date-parts": [[2019], [2021, 2]]}),
        ("202X", {"literal": "thập niên 2020"}),
        ("XXXX-04-28", {"literal": "28 tháng 4, không rõ năm"}),
        ("XXXX", None),
    ],
)
def test_a_date_that_is_not_certain_in_csl_json(date: str, issued: object) -> None:
    data = json.loads(csl_json(article(date=date), SITE))
    Draft202012Validator(CSL).validate(data)
    assert data[0].get("issued") == issued


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_every_headline_comes_back_from_every_record(title: str) -> None:
    title = " ".join(title.split()) or "x"
    records = {item.label: item for item in cite(article(title), SITE).downloads}
    texts = {name: unquote(item.url.partition(",")[2]) for name, item in records.items()}
    assert json.loads(texts["CSL-JSON"])[0]["title"] == title
    assert rispy.loads(texts["RIS"])[0]["title"] == title
    _, fields = entry(texts["BibTeX"])
    assert fields["url"] == ADDRESS
    assert not any(char in item.url for item in records.values() for char in ' "<>#{}\r\n')
