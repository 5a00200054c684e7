"""Names: whatever they are, nothing is read or written outside, and what is wrong is told."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from generator.errors import UserError
from generator.importing import import_sources
from generator.languages import load_language
from generator.urls import Urls, canonical_name, wrong_name
from tests.conftest import PIXEL, TemporaryArchive, published

UNREAD = "Không ai được đọc dòng này."
NFC = "ảnh"
NFD = unicodedata.normalize("NFD", NFC)

WRONG_ALIASES = [
    *(
        "../x",
        "/../x",
        "/a/../../x",
        "/a/./x",
        "x",
        "//host.example/x",
        "/a\\..\\x",
        "/a?b",
        "/a#b",
    ),
    *("/C:/x", "/a*", "/a|b", "/a<b>", '/a"b', "/a\\nb", "/a\\0b", "/con", "/a/NUL.html", "/aux/x"),
    *("/com1", "/Lpt9.txt", "/a./x", "/a /x", "/ a", "/.htaccess", "/.git/config", "/a/.hidden"),
    *("/_headers", "/_redirects", "/_worker.js", "/CNAME", "/cname", f"/{'x' * 256}", "/a\\u2028b"),
    *("/a\\u202eb", f"/{'ả' * 86}", "/.backissue/x", "/...", "/…/../.."),
]


@pytest.mark.parametrize("alias", WRONG_ALIASES)
def test_an_alias_is_a_name_that_every_disk_and_host_takes(
    archive: TemporaryArchive, alias: str
) -> None:
    quoted = alias.replace('"', '\\"').replace("\\.", "\\\\.").replace("\\x", "\\\\x")
    archive.article("2021/a.md", "A", aliases=f'["{quoted}"]')
    with pytest.raises(UserError, match=r"content/2021/a.md:3:\d+: an alias is not a path of this"):
        archive.build()
    assert published(archive.output) == {}


@pytest.mark.parametrize(
    "alias", ["/cũ/chợ nổi.html", "/.well-known/x", "/a/consul", "/a/com10", "/%2e%2e/x", "/a.b/c"]
)
def test_an_old_address_may_be_what_it_was(archive: TemporaryArchive, alias: str) -> None:
    archive.article("2021/a.md", "A", aliases=f'["{alias}"]')
    archive.build()
    assert [path for path in published(archive.output) if path.startswith(alias[1:])]


WRONG_FILES = [
    *("static/con", "static/aux.txt", "static/a:b", "static/a?b", "static/a<b>", 'static/a"b'),
    *(
        "static/a|b",
        "static/a*b",
        "static/a\\b",
        "static/a.",
        "static/a ",
        "static/a./b",
        "static/a\nb",
    ),
    *("static/a\x1b[31mb", "content/2021/nul.png", "content/2021/a:b.pdf", "content/prn/a.png"),
    *("content/2021/a\nb.png", "content/a /b.mp3"),
]


@pytest.mark.parametrize("path", WRONG_FILES)
def test_a_published_file_has_a_name_that_every_disk_takes(
    archive: TemporaryArchive, path: str
) -> None:
    archive.write(path, PIXEL)
    with pytest.raises(UserError, match=r"cannot be published as .*\n  Give it another name"):
        archive.build()


@pytest.mark.parametrize(
    "path", ["content/2021/a\udcff.png", "content/a\udcff.md", "static/a\udcff"]
)
def test_a_name_that_is_no_text_is_told(archive: TemporaryArchive, path: str) -> None:
    archive.write(path, PIXEL)
    with pytest.raises(UserError, match="has a name that is not in UTF-8\n  Give it another name"):
        archive.build()
    assert main(["build", "-s", str(archive.root)]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("static/Anh.txt", "static/anh.TXT"),
        (f"static/{NFC}.txt", f"static/{NFD}.txt"),
        (f"static/{NFC.upper()}.txt", f"static/{NFD}.txt"),
        (f"content/2021/{NFC}.png", f"content/2021/{NFD}.png"),
        (f"static/2021/{NFC}.png", f"content/2021/{NFD}.png"),
        ("static/2021/BAI/index.html", "content/2021/bai.md"),
        (f"static/{NFC}", f"static/{NFD}/x.txt"),
        ("static/straße", "static/STRASSE"),
    ],
)
def test_two_names_that_are_one_on_some_disk_clash(
    archive: TemporaryArchive, one: str, other: str
) -> None:
    for path in (one, other):
        archive.write(path, "# Bài\n" if path.endswith(".md") else PIXEL)
    with pytest.raises(UserError, match=r"has the (same )?address"):
        archive.build()


def test_full_width_letters_are_others() -> None:
    assert canonical_name("ａ.txt") != canonical_name("a.txt")


def test_names_of_windows_are_marked_in_addresses(archive: TemporaryArchive) -> None:
    """“Con” is a word, and nobody did anything wrong."""
    archive.article("2021/con.md", "Con", tags="[con, aux]", authors="Prn", section="Nul")
    archive.article("2021/khac.md", "Khác", "[Con](con.md)", tags="[con]")
    archive.build()
    paths = published(archive.output)
    assert {"2021/con_/index.html", "chu-de/con_/index.html", "chu-de/aux_/index.html"} <= set(
        paths
    )
    assert {"tac-gia/prn_/index.html", "chuyen-muc/nul_/index.html"} <= set(paths)
    assert [path for path in paths if wrong_name(path)] == []
    assert 'href="/archive/2021/con_/"' in archive.page("2021/khac/index.html")
    assert Urls(language=load_language("vi"), style="html").page("a", "con") == "/a/con_.html"


def test_long_names_are_shortened(archive: TemporaryArchive) -> None:
    words = "nghiêng ngả đường rừng " * 30
    archive.article(f"2021/{'x' * 252}.md", words, tags=f"[{words}]", authors=f"[{words}]")
    archive.write("raw/a.txt", f"{words}\n\nMột đoạn văn của bài.\n")
    report = import_sources([archive.root / "raw"], archive.config)
    assert report.problems == ()
    archive.build()
    names = {part for path in published(archive.output) for part in path.split("/")}
    names |= {path.name for path in archive.root.rglob("*")}
    assert max(len(name.encode()) for name in names) <= 255


def test_a_rendition_s_name_may_be_too_long(archive: TemporaryArchive) -> None:
    from PIL import Image  # noqa: PLC0415 - no other test here needs it

    path = archive.root / f"content/2021/{'x' * 250}.png"
    archive.article("2021/a.md", "A", f"![x]({path.name})")
    Image.new("RGB", (900, 9)).save(path)
    with pytest.raises(UserError, match=r"a name of 2.. bytes; file systems allow 255"):
        archive.build()


def test_a_picture_whose_name_has_its_marks_apart_is_found(archive: TemporaryArchive) -> None:
    archive.write(f"content/2021/{NFD}.png", PIXEL)
    archive.article("2021/a.md", "A", f"![x]({NFC}.png)")
    archive.build()
    assert "Ảnh đã mất" not in archive.page("2021/a/index.html")
    assert "<img" in archive.page("2021/a/index.html")


def link(name: str, target: str) -> Callable[[TemporaryArchive, Path], None]:
    def make(archive: TemporaryArchive, outside: Path) -> None:
        place = archive.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(outside if target == "outside" else target)

    make.__name__ = f"{name} → {target}"
    return make


@pytest.mark.parametrize(
    "make",
    [
        link("content/2021/a.md", "outside/secret.md"),
        *(link(f"{folder}/x", "outside") for folder in ("content", "static", "templates")),
        *(link(f"{folder}/x", ".") for folder in ("content", "static", "templates")),
        *(link(folder, "outside") for folder in ("content", "static", "templates")),
        link("content/x.png", "/etc/hosts"),
        link("static/x.txt", "/etc/hosts"),
        link("static/x.txt", "nowhere"),
        link("templates/assets/x.txt", "/etc/hosts"),
        link("templates/home.html", "/etc/hosts"),
        link("templates/assets", "outside"),
    ],
    ids=lambda make: make.__name__,
)
def test_nothing_is_read_through_a_symbolic_link(
    archive: TemporaryArchive, tmp_path: Path, make: Callable[[TemporaryArchive, Path], None]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(f"# {UNREAD}\n", encoding="utf-8")
    make(archive, outside)
    with pytest.raises(UserError, match="is a symbolic link\n  Copy the"):
        archive.build()
    assert published(archive.output) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
@pytest.mark.parametrize("path", ["content/a.md", "content/a.png", "static/a"])
def test_what_is_no_file_is_not_waited_for(archive: TemporaryArchive, path: str) -> None:
    place = archive.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)
    with pytest.raises(UserError, match=f"{path}: is no file"):
        archive.build()


@pytest.mark.parametrize(
    "source",
    ["../../../../etc/hosts.png", "/../x.png", "%2e%2e/%2e%2e/x.png", "..\\x.png", "a\0b.png"],
)
def test_a_picture_elsewhere_is_a_lost_picture(archive: TemporaryArchive, source: str) -> None:
    (archive.root.parent / "x.png").parent.mkdir(exist_ok=True)
    (archive.root.parent / "x.png").write_bytes(PIXEL)
    archive.article("2021/a.md", "A", f'![Chú thích]({source})\n\n<img src="{source}">')
    archive.build()
    assert "<img" not in archive.page("2021/a/index.html")
    assert [path for path in published(archive.output) if path.endswith(".png")] == []


@pytest.mark.parametrize("name", ["../../../etc/hosts", "/etc/hosts", "assets/style.css", "x\0y"])
@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_a_template_is_one_of_the_theme(archive: TemporaryArchive, name: str, tag: str) -> None:
    ending = " as x" if tag == "import" else ""
    archive.write("templates/home.html", f'{{% {tag} "{name}"{ending} %}}')
    with pytest.raises(UserError, match=r"templates/home.html:1: there is no template “"):
        archive.build()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (".", "is the archive itself"),
        ("..", "is the archive itself"),
        ("content", "lies in content/"),
        ("content/../content/x", "lies in content/"),
        ("static/x", "lies in static/"),
        ("templates/x", "lies in templates/"),
        ("link", "lies in content/"),
        ("archive.toml", "is not a folder"),
        ("foreign", "is not empty, and not written by Backissue"),
        ("x" * 256, "File name too long"),
    ],
)
def test_a_site_is_not_built_over_something_else(
    archive: TemporaryArchive, output: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.article("2021/a.md", "A")
    archive.write("foreign/x.txt", "x")
    (archive.root / "link").symlink_to("content")
    before = {path: path.is_file() and path.read_bytes() for path in archive.root.rglob("*")}
    assert main(["build", "-s", str(archive.root), "-o", str(archive.root / output)]) == 1
    assert message in capsys.readouterr().err
    after = {path: path.is_file() and path.read_bytes() for path in archive.root.rglob("*")}
    assert {path: data for path, data in after.items() if ".backissue" not in path.parts} == before


def test_import_follows_no_link_out_of_its_folder(archive: TemporaryArchive) -> None:
    raw = archive.root.parent / "raw"
    outside = archive.root.parent / "outside"
    for folder in (raw, outside):
        folder.mkdir()
    (outside / "a.txt").write_text(f"Đầu đề của bài\n\n{UNREAD}\n", encoding="utf-8")
    (outside / "a.png").write_bytes(PIXEL)
    (raw / "a.txt").symlink_to(outside / "a.txt")
    (raw / "b").symlink_to(outside)
    (raw / "loop.txt").symlink_to("loop.txt")
    (raw / "a.png").symlink_to(outside / "a.png")
    (raw / "d.txt").write_text("Một đầu đề\n\nMột đoạn văn.\n\na.png\n", encoding="utf-8")
    (raw / "d.meta.json").symlink_to(outside / "a.txt")
    report = import_sources([raw], archive.config)
    assert [problem.message for problem in report.problems] == [
        "is a symbolic link that leads out of the folder to import"
    ] * 4
    files = [path for path in (archive.root / "content").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert UNREAD not in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["../../x.png", "/etc/hosts", "..\\x.png", "C:x.png", "x\0.png", "\u2025/x.png", "con.png"],
)
def test_import_copies_pictures_from_beside_the_article_only(
    archive: TemporaryArchive, name: str
) -> None:
    (archive.root.parent / "x.png").write_bytes(PIXEL)
    row = {"title": "Bài", "body": "<p>Một đoạn văn.</p>", "image": name, "id": name}
    archive.write("a/raw/rows.jsonl", json.dumps(row) + "\n")
    report = import_sources([archive.root / "a/raw"], archive.config)
    assert report.problems == ()
    files = [path for path in archive.root.rglob("*") if path.is_file()]
    assert [path for path in files if path.suffix == ".png"] == []


@pytest.mark.parametrize(
    "path", ["../../x", "/etc/hosts", "content/../x.md", "content", "archive.toml", "content//x.md"]
)
def test_a_ledger_names_nothing_but_content(
    archive: TemporaryArchive, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write("raw/a.txt", "Một đầu đề\n\nMột đoạn văn.\n")
    entry = {"source": "raw/a.txt", "source_sha256": "0", "sha256": "0"}
    archive.write("imports.json", json.dumps({path: entry}))
    assert main(["import", str(archive.root / "raw"), "-s", str(archive.root)]) == 1
    assert "imports.json: the ledger of imports is damaged" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_told(
    archive: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write("raw/a.txt", "Một đầu đề\n\nMột đoạn văn.\n")
    raw = str(archive.root / "raw")
    for report in (
        str(archive.root),
        str(archive.root / "no/x.json"),
        str(archive.root / ("x" * 256)),
    ):
        assert main(["import", raw, "-s", str(archive.root), "--report", report]) == 1
        assert report in capsys.readouterr().err
