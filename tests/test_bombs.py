"""Bombs: small files that are large inside, and large ones. Time and memory stay bounded.

Each is read by a process of its own, whose processor time and memory are limited: without the
limits of the program it would be killed. What it says has a file, a line and a remedy.
"""

from __future__ import annotations

import gzip
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from generator import bounds
from generator.bounds import LARGEST_ARTICLE, LARGEST_PICTURE, Excess, bound
from generator.errors import UserError
from generator.frontmatter import read
from generator.markup import render_markdown
from tests.conftest import TemporaryArchive

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux")

SECONDS = 30
"""Of the processor: what is bounded needs a tenth of that on a slow machine."""

MEMORY = 3_000_000_000
"""Bytes of addresses, most of which are never used; the peak of what is counts as well."""

LIMITED = (
    "import resource, sys\n"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))\n"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
    "from generator.cli import main\n"
    "code = main(sys.argv[1:])\n"
    "status = open('/proc/self/status').read()\n"
    "print('PEAK', status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
    "sys.stdout.flush(); sys.stderr.flush()\n"
    "sys.exit(code)\n"
)


def run(archive: TemporaryArchive, *arguments: str) -> tuple[int, str, int]:
    """Return the exit code of a command with limits, what it said, and its peak in megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *arguments, "-s", str(archive.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    peak = re.search(r"PEAK (\d+)", done.stderr)
    assert peak is not None, done.stderr[-300:]
    return done.returncode, done.stdout + done.stderr, int(peak[1]) // 1024


TEXTS: dict[str, str] = {
    "brackets": "[" * 100_000,
    "links": "[a](" * 50_000,
    "pictures": "![a" * 50_000,
    "links in links": "[" * 20_000 + "a" + "](b)" * 20_000,
    "elements never closed": "<a " * 50_000,
    "addresses never closed": "<http://a" * 30_000,
    "CDATA": "<![CDATA[" * 20_000,
    "CDATA by paragraphs": "<![CDATA[\n\n" * 20_000,
    "elements in elements": "<div>" * 50_000,
    "lists in elements": "<ul><li>" * 50_000,
    "lists in one line": "- " * 5_000 + "x",
    "lists by lines": "\n".join(f"{'    ' * i}- x" for i in range(500)),
    "quotations": "> " * 5_000 + "x",
    "headings": "# a\n" * 50_000,
    "underlined headings": "a\n=\n" * 50_000,
    "rules": "***\n" * 50_000,
    "rules in quotations": ">---\n" * 50_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_too_much_of_something(archive: TemporaryArchive, name: str) -> None:
    archive.write("content/a.md", f"---\ntitle: A\n---\nMột đoạn.\n\n{TEXTS[name]}\n")
    with pytest.raises(UserError) as found:
        archive.build()
    [problem] = found.value.problems
    assert (problem.location.file, problem.remedy) == ("content/a.md", "Divide or mend it.")
    assert problem.message.startswith("the text has ")
    assert (problem.location.line or 0) >= 4
    assert len(problem.location.text or "") <= 120


HARMLESS: dict[str, str] = {
    "a book": "Một đoạn văn có *chữ* nghiêng và [một](a.html) liên kết (ở đây).\n\n" * 20_000,
    "a list of links": "- [Một bài](https://example.org/1) (2021)\n" * 5_000,
    "a table": "| a | b |\n|---|---|\n" + "| [a](b) | **c** |\n" * 3_000,
    "dashes": "- " * 400 + "-\n\nx",
    "stars": "*" * 50_000,
    "emphasis": "**a *b " * 10_000,
    "code": "`" * 20_000 + "\n\n" + "    " * 2_000 + "x",
    "entities": "&amp;" * 50_000,
    "backslashes": "\\" * 50_000,
    "white space": "a" + " " * 500_000 + "b",
    "one line": "từ " * 300_000,
    "elements": "<b>a</b> <i>b</i><br>\n" * 10_000,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_much_of_what_people_write_is_no_bomb(name: str) -> None:
    bound(HARMLESS[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    render_markdown(HARMLESS[name])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < SECONDS


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_let_through_is_read_in_bounded_time(name: str) -> None:
    """The largest part of a bomb that is no bomb yet."""
    whole, low, high = TEXTS[name], 0, len(TEXTS[name])
    while high - low > 100:
        middle = (low + high) // 2
        try:
            bound(whole[:middle])
            low = middle
        except Excess:
            high = middle
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    render_markdown(whole[:low])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < SECONDS


FRONT_MATTER: dict[str, str] = {
    "aliases": "---\na: &a [x, x]\n"
    + "".join(f"{y}: &{y} [*{x}, *{x}]\n" for x, y in pairwise("abcdefghijklmnop"))
    + "---\n",
    "lists of YAML": "---\ntitle: " + "[" * 50_000 + "\n---\n",
    "maps of YAML": "---\n" + "".join(f"{'  ' * i}a:\n" for i in range(1_500)) + "---\n",
    "dashes of YAML": "---\n" + "- " * 5_000 + "x\n---\n",
    "lists of TOML": "+++\na = " + "[" * 3_000 + "]" * 3_000 + "\n+++\n",
    "tables of TOML": "+++\na = " + "{a=" * 3_000 + "1" + "}" * 3_000 + "\n+++\n",
    "a dotted key": "+++\n" + "a." * 20_000 + "a = 1\n+++\n",
    "a dotted table": "+++\n[" + "a." * 20_000 + "a]\n+++\n",
    "a number": "+++\na = " + "9" * 100_000 + "\n+++\n",
    "never closed": "---\n" + "--- x\n" * 200_000,
}


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_front_matter_is_told_and_not_unfolded(archive: TemporaryArchive, name: str) -> None:
    with pytest.raises(UserError) as found:
        read(FRONT_MATTER[name], "content/a.md")
    assert found.value.problems[0].location.file == "content/a.md"
    archive.write("content/a.md", FRONT_MATTER[name])
    with pytest.raises(UserError):
        archive.build()


def huge_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer, data = zlib.compressobj(9), b""
    for _ in range(min(height, 2_000)):
        data += packer.compress(bytes(1 + width * 3))
    parts = ((b"IHDR", header), (b"IDAT", data + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, inside) for kind, inside in parts)


def moving(path: Path, kind: str) -> None:
    frames = [Image.new("P", (400, 400), number % 256) for number in range(300)]
    frames[0].save(path, kind, save_all=True, append_images=frames[1:])


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


def drawing(path: Path, inside: str) -> None:
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', encoding="utf-8")


PICTURES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a.png": (lambda path: path.write_bytes(huge_png(50_000, 50_000)), "too many to open safely"),
    "b.png": (lambda path: path.write_bytes(huge_png(9_000, 9_000)[:5_000]), "truncated|broken"),
    "c.png": (lambda path: sparse(path, LARGEST_PICTURE + 1), "a picture may have 200,000,000"),
    "d.svg": (lambda path: drawing(path, "<g>" * 100_000), "not an SVG picture"),
    "e.svg": (lambda path: sparse(path, 50_000_000), "too large for a drawing"),
    "f.svg": (
        lambda path: path.write_text(
            '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
            + ']><svg xmlns="http://www.w3.org/2000/svg" width="&j;"/>'
        ),
        "not an SVG picture|entities",
    ),
    "g.gif": (lambda path: path.write_bytes(b"GIF89a" + b"\xff" * 4_000), "broken|not an AVIF"),
    "h.webp": (lambda path: path.write_bytes(b"RIFF\xff\xff\xff\xffWEBPVP8X"), "broken"),
}


def test_pictures_are_told_before_they_are_unpacked(archive: TemporaryArchive) -> None:
    for name, (make, _) in PICTURES.items():
        archive.article(f"{name[0]}.md", name, f"![x]({name})")
        make(archive.root / "content" / name)
    sizes = archive.root / "content/c.png"
    code, said, peak = run(archive, "build", "--jobs", "1")
    assert (code, peak < 400) == (1, True), said
    assert re.search(PICTURES["c.png"][1], said)
    sizes.unlink()
    code, said, peak = run(archive, "build", "--jobs", "1")
    assert (code, peak < 500) == (1, True), said
    for name, (_, message) in PICTURES.items():
        if name != "c.png":
            assert re.search(rf"{name} cannot be published: .*(?:{message})", said), (name, said)
    assert said.count("Replace the file, or remove it") == len(PICTURES) - 1


def test_animations_are_published_as_they_are(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", "![x](a.gif)\n\n![y](b.webp)")
    moving(archive.root / "content/a.gif", "GIF")
    moving(archive.root / "content/b.webp", "WEBP")
    code, said, peak = run(archive, "build", "--jobs", "1", "--no-search")
    assert (code, peak < 300) == (0, True), said
    assert (archive.output / "a.gif").stat().st_size == (
        archive.root / "content/a.gif"
    ).stat().st_size


def test_a_gigantic_article_is_told_without_being_read(archive: TemporaryArchive) -> None:
    sparse(archive.root / "content/a.md", 2_000_000_000)
    sparse(archive.root / "content/b.md", LARGEST_ARTICLE + 1)
    code, said, peak = run(archive, "build")
    assert (code, peak < 200) == (1, True)
    assert (
        "content/a.md: has 2,000,000,000 bytes; an article may have 5,000,000\n  Divide it." in said
    )
    assert "content/b.md: has 5,000,001 bytes" in said


def test_a_gigantic_film_is_published_without_being_in_memory(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", "[Phim](phim.mp4)")
    for path in ("content/phim.mp4", "static/phim.bin"):
        sparse(archive.root / path, 100_000_000)
    code, said, peak = run(archive, "build", "--no-search")
    assert (code, peak < 250) == (0, True), (said, peak)
    assert (archive.output / "phim.mp4").stat().st_size == 100_000_000
    assert len(published_names(archive)) > 10


def published_names(archive: TemporaryArchive) -> list[str]:
    return [path.name for path in archive.output.rglob("*") if path.is_file()]


def write_gzip(path: Path, head: bytes, size: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(head)
        for _ in range(size // 1_000_000):
            file.write(b"a" * 1_000_000)


WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%b\r\n"
)


def zipped_page(path: Path) -> None:
    body = gzip.compress(b"<html>" + b"a" * 100_000_000, compresslevel=1)
    head = b"Content-Encoding: gzip\r\n"
    path.write_bytes(WARC % (len(body) + len(head) + 44, head) + body + b"\r\n\r\n")


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">%b]><rss '
    b'xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>%b</title></item></channel></rss>'
)
LAUGHS = b"".join(b'<!ENTITY %c "%b">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))

SOURCES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a.warc.gz": (
        lambda path: write_gzip(path, WARC % (300_000_044, b""), 300_000_000),
        "too large",
    ),
    "b.warc": (zipped_page, "too large|damaged"),
    "c.txt": (lambda path: sparse(path, 2_000_000_000), "empty|too large"),
    "d.html": (lambda path: path.write_bytes(b"<html>" + b"<div>" * 300_000), "nested too deeply"),
    "e.json": (lambda path: path.write_bytes(b'{"body": ' + b"[" * 200_000), "nested too deeply"),
    "f.jsonl": (
        lambda path: path.write_bytes(b'{"body": ' + b"[" * 900 + b'"x"' + b"]" * 900 + b"}\n"),
        "nested too deeply",
    ),
    "g.xml": (lambda path: path.write_bytes(ENTITIES % (LAUGHS, b"&k;")), "amplification|DTD"),
    "h.xml": (
        lambda path: path.write_bytes(ENTITIES % (b'<!ENTITY x SYSTEM "/etc/hosts">', b"&x;")),
        "declares a DTD",
    ),
    "i.txt": (lambda path: path.write_text("a " * 1_000_000), "100,000 characters in one"),
    "j.txt": (
        lambda path: path.write_text("[x](http://a.example/) " * 30 + "[" * 50_000),
        "too many brackets",
    ),
    "k.csv": (lambda path: path.write_text('title,body\n"' + "x" * 25_000_000), "not a row"),
}


def test_sources_are_told_before_they_are_unpacked(archive: TemporaryArchive) -> None:
    raw = archive.root / "raw"
    raw.mkdir()
    (raw / "l.html").write_text(
        "<html><body><script type=application/ld+json>" + "[" * 50_000 + "</script><p>Một đoạn.",
        encoding="utf-8",
    )
    for name, (make, _) in SOURCES.items():
        make(raw / name)
    code, said, peak = run(archive, "import", str(raw))
    assert (code, peak < 700) == (1, True), (said, peak)
    for name, (_, message) in SOURCES.items():
        assert re.search(rf"raw/{re.escape(name)}\S*: .*(?:{message})", said), (name, said)
    assert "1 written" in said


def test_the_limits_are_written_down() -> None:
    text = (Path(__file__).parents[1] / "docs/untrusted-content.md").read_text(encoding="utf-8")
    for number in (LARGEST_ARTICLE, LARGEST_PICTURE, bounds.DEEPEST):
        assert f"{number:,}" in text
