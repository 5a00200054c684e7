"""What comes from elsewhere cannot become markup, a formula, a field or a command anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from generator import frontmatter
from generator.citations import bibtex, csl_json, ris
from generator.cli import main
from generator.errors import Location, Problem, UserError, visible
from generator.markup import render_markdown
from generator.model import Figure
from generator.pictures import examine
from tests.conftest import PIXEL, TemporaryArchive, published
from tests.hostile import BODIES, VALUES
from tests.test_citations import SITE, article

TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del dl dt em h2 h3 h4 h5 h6 hr i ins kbd li mark "
    "ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
"""The elements that docs/untrusted-content.md lets through."""

ATTRIBUTES = frozenset(
    {("a", "href"), ("a", "title"), ("abbr", "title"), ("ol", "start")}
    | {(cell, name) for cell in ("td", "th") for name in ("colspan", "rowspan")}
    | {("th", "scope")}
)


class Elements(HTMLParser):
    """What of a text is markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


@pytest.mark.parametrize("case", BODIES)
def test_a_text_keeps_only_what_the_policy_lists(case: str) -> None:
    blocks = render_markdown(case).blocks
    text = "\n".join(block for block in blocks if not isinstance(block, Figure))
    for tag, attributes in Elements(text).found:
        assert tag in TAGS
        for name, value in attributes:
            assert name == "lang" or (tag, name) in ATTRIBUTES
            if name == "href":
                scheme = re.match(
                    r"[\x00-\x20]*([a-z][a-z0-9+.\t\n\r-]*):", value or "", re.IGNORECASE
                )
                assert scheme is None or scheme[1] in {"http", "https", "mailto", "tel"}
    assert "\x02" not in text


def test_the_policy_is_written_down() -> None:
    text = (Path(__file__).parents[1] / "docs/untrusted-content.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9]+)`", text))
    assert named >= TAGS
    assert named >= {name for _, name in ATTRIBUTES}
    assert named >= {"http", "https", "mailto", "tel"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TemporaryArchive:
    """Return a built archive whose every value is hostile."""
    archive = TemporaryArchive(tmp_path_factory.mktemp("hostile"))
    said = json.dumps(VALUES[1])
    archive.write(
        "archive.toml",
        f'title = {said}\nbase_url = "https://example.org/a/"\nhost = "netlify"\n'
        f"publisher = {said}\nlicense = {said}\ndescription = {said}\n",
    )
    for number, value in enumerate(VALUES):
        fields: dict[str, object] = {
            "title": f"{value}",
            "date": f"2021-03-{1 + number:02}",
            "authors": [f"{value} a"],
            "tags": [f"{value} t"],
            "section": f"{value} s",
            "summary": f"{value}",
            "agency": value,
            "kicker": value,
            "corrections": [{"date": "2021-05-01", "text": value}],
            "source": {"file": value, "sha256": value, "retrieved": value},
            "aliases": [f"/cu {number}/a'b&c.html"],
        }
        archive.write(f"content/bai-{number}.md", frontmatter.write(fields, value))
    archive.build()
    return archive


def titles() -> set[str]:
    return {" ".join(value.split()) for value in VALUES}


def test_feeds_and_sitemaps_are_xml_whose_texts_are_whole(hostile: TemporaryArchive) -> None:
    found = set()
    for path in hostile.output.rglob("*.xml"):
        root = etree.fromstring(path.read_bytes())
        found |= {element.text for element in root.iter("{*}title")}
        for element in root.iter("{*}content"):
            inside = Elements(element.text or "").found
            assert {tag for tag, _ in inside} <= TAGS
    assert found >= titles()


def test_json_is_whole_and_closes_no_script(hostile: TemporaryArchive) -> None:
    feed = json.loads(hostile.page("feed.json"))
    assert {item["title"] for item in feed["items"]} == titles()
    for page in hostile.output.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for data in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL
        ):
            json.loads(data)
            assert "<" not in data
            assert "-->" not in data


def test_no_cell_of_the_tables_is_a_formula(hostile: TemporaryArchive) -> None:
    text = hostile.page("data/articles-2021.csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["title"] for row in rows} == {
        f"'{title}" if title[0] in "=+-@" else title for title in titles()
    }
    for row in rows:
        assert not [cell for cell in row.values() if cell[:1] in set("=+-@\t\r\n＝＋－＠")]


def test_no_old_address_adds_a_rule(hostile: TemporaryArchive) -> None:
    lines = hostile.page("_redirects").splitlines()
    assert len(lines) == len(VALUES)
    assert all(re.fullmatch(r"/a/[^\s]+ /a/bai-\d+/ 301!", line) for line in lines)


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "data:text/html,x", "//x", "http://", "x"]
)
def test_a_source_s_address_is_one_of_the_web(archive: TemporaryArchive, wrong: str) -> None:
    archive.article("a.md", "A", source=f"{{url: '{wrong}'}}")
    with pytest.raises(UserError, match=r"content/a.md:3:15: .* is not an address of the web"):
        archive.build()


def test_control_characters_end_with_the_front_matter(archive: TemporaryArchive) -> None:
    archive.write(
        "content/a.md",
        '---\ntitle: "A\\e[31m\\0\\x9bB\\nC"\ntags: ["t\\a\\x1b[0m"]\nsource: {file: "x\\r\\ny"}\n'
        "---\nMột\x1b[2J\x00 đoạn.\n",
    )
    archive.write("content/b.md", "# D<br>ER  - \n\nx\n")
    archive.build()
    for path, data in published(archive.output).items():
        assert not set(data) & {0x00, 0x1B, 0x07} or path.endswith(".pf_meta")
        assert "\x9b".encode() not in data
    assert "<h1>A[31mB C</h1>" in archive.page("a/index.html")
    assert "<h1>D ER -</h1>" in archive.page("b/index.html")


@pytest.mark.parametrize("value", [*VALUES, "a\r\nER  - \r\nTY  - BOOK", "a\x1bb", "}, evil = {"])
def test_citations_have_the_fields_that_we_write(value: str) -> None:
    found = article(title=value)
    lines = ris(found, SITE).split("\r\n")
    assert [line[:6] for line in lines if line].count("ER  - ") == 1
    assert [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    text = bibtex(found, SITE)
    assert text.count("{") == text.count("}")
    assert "evil =" not in re.sub(r"title = .*", "", text)
    assert len(json.loads(csl_json(found, SITE))) == 1


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
ACTIVE = [
    *("<script>alert(1)</script>", "<foreignObject/>", "<handler/>", "<iframe/>", "<SCRIPT/>"),
    *("<audio/>", "<video/>", "<canvas/>", "<embed/>", "<object/>", "<listener/>", "<unknown/>"),
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    '<x:img xmlns:x="http://www.w3.org/1999/xhtml" src="x"/>',
    '<math xmlns="http://www.w3.org/1998/Math/MathML"/>',
    *('<rect onload="alert(1)"/>', '<g ONCLICK="alert(1)"/>', '<a href="javascript:alert(1)"/>'),
    '<a xlink:href="java&#10;script:alert(1)"/>',
    '<a href="data:text/html,x"/>',
    '<use href="data:image/svg+xml,x"/>',
    '<use href="https://canary.invalid/1.svg#x"/>',
    '<image href="other.svg"/>',
    '<image xlink:href="https://canary.invalid/1.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<set attributeName="href" to="x"/>',
    '<animate attributeName="xlink:href" values="x"/>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    '<animate attributeName="x" values="javascript:alert(1)"/>',
    '<style>@import url("https://canary.invalid/1.css");</style>',
    "<style>rect { fill: url(https://canary.invalid/1.svg#x) }</style>",
    "<style>rect { fill: u\\72l(https://canary.invalid/1.svg#x) }</style>",
    '<rect style="fill: url(//canary.invalid/1)"/>',
    '<rect fill="url(https://canary.invalid/1.svg#x)"/>',
    '<?xml-stylesheet href="https://canary.invalid/1.xsl"?>',
    "<unclosed>",
]
HARMLESS = [
    '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="stroke: url(\'#g\')"/>',
    '<style>text { font: 10px serif }</style><text>a</text><use xlink:href="#g"/>',
    '<a href="https://example.org/"><title>x</title></a>',
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    '<animate attributeName="x" values="0;1" dur="1s"/>',
    '<x:namedview xmlns:x="http://sodipodi.sourceforge.net/" x:docbase="/home/a"/><!-- x -->',
    '<metadata><rdf xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" resource="x"/></metadata>',
]


@pytest.mark.parametrize("inside", ACTIVE)
def test_a_drawing_with_more_than_lines_is_refused(inside: str) -> None:
    with pytest.raises(ValueError, match=r"holds|asks|not an SVG"):
        examine(f'{DRAWING} width="9" height="9">{inside}</svg>'.encode(), ".svg")


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml-stylesheet type="text/xsl" href="#x"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "/etc/hosts">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
        '<?xml version="1.0" encoding="utf-16"?><svg xmlns="http://www.w3.org/2000/svg"/>'.encode(
            "utf-16"
        ),
        b'<?xml version="1.0" encoding="iso-2022-jp"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"GIF89a<svg/>",
    ],
)
def test_a_file_that_browsers_may_read_in_another_way_is_no_drawing(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"instruction|entities|SVG|UTF-8"):
        examine(data, ".svg")


@pytest.mark.parametrize("inside", HARMLESS)
def test_what_programs_write_into_drawings_is_published(inside: str) -> None:
    found = examine(f'{DRAWING} width="9" height="9">{inside}</svg>'.encode(), ".svg")
    assert (found.width, found.height) == (9, 9)


def test_what_a_browser_could_run_is_not_published_from_content(archive: TemporaryArchive) -> None:
    archive.article("2021/a.md", "A")
    archive.write("content/2021/x.png", PIXEL)
    for suffix in "html htm xhtml xml svgz js mjs css swf xsl mht wasm json txt map exe".split():
        archive.write(f"content/2021/x.{suffix}", "<script>alert(1)</script>")
    archive.build()
    assert {path for path in published(archive.output) if "/x." in path} == {"2021/x.png"}


def terminal_output(archive: TemporaryArchive, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    for arguments in (["build"], ["check"], ["list", "undated"], ["tags"]):
        main([*arguments, "-s", str(archive.root)])
        out, err = capsys.readouterr()
        yield out + err


def test_nothing_from_files_acts_on_a_terminal(
    archive: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write(
        "content/a\x1b[31m\n::error::x.md", '---\ntitle: "\\e]0;x\\a"\nx\x1b[2J: y\n---\n'
    )
    archive.write("content/b\x9b1m\u202e.md", '---\ntitle: "B\\e[2J"\ntags: ["t\\e[1m"]\n---\nx\n')
    for text in terminal_output(archive, capsys):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "\n::error::x" not in text


def test_a_log_of_github_takes_no_commands_from_articles(
    archive: TemporaryArchive,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    archive.write("content/a.md", "---\ntitle: A\n'::add-mask::x##[set-output]': y\n---\n")
    assert main(["build", "-s", str(archive.root)]) == 1
    said = capsys.readouterr().err.splitlines()
    stop = next(line for line in said if line.startswith("::stop-commands::"))
    word = stop.removeprefix("::stop-commands::")
    inside = said[said.index(stop) + 1 : said.index(f"::{word}::")]
    assert any("##[set-output]" in line for line in inside)
    commands = [line for line in said if line.startswith("::") and line not in inside]
    assert [line.partition(" ")[0] for line in commands] == [stop, f"::{word}::", "::error"]


def test_a_problem_points_at_its_place_behind_what_is_spelt_out() -> None:
    where = Location(file="a\x07.md", line=1, column=3, text="\x1b\tx")
    assert str(Problem(location=where, message="m\n::error::", remedy="r\x1b")) == (
        "a\\x07.md:1:3: m\\x0a::error::\n  1 | \\x1b x\n           ^\n  r\\x1b"
    )
    assert visible("Đường \u202e\ud800") == "Đường \\u202e\\ud800"
