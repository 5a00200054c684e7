"""Every command that the documentation names exists as it is written, and the guides' are run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli import main
from generator.cli.parser import command_parser
from generator.deploying import TOOLS
from tests.conftest import TemporaryArchive, published

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

PROGRAMS = frozenset("apt-get backissue cd make pip python unzip".split())
"""What the documentation may ask to be run; a line that begins otherwise is no command."""

OTHERS = (
    r"apt-get install [\w -]+",
    r"cd \S+",
    r"pip install \S+",
    r"python -m http\.server",
    r"python -m pip wheel --no-deps --wheel-dir \S+ \S+",  # tests/test_workflow.py runs it
    r"unzip \S+ -d \S+",
)
"""Commands of others, in the forms in which we name them."""

_LINE = re.compile(r"^(?:    )(\S.*)$", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")


def commands(document: Path, *, inline: bool = True) -> Iterator[list[str]]:
    """Yield the words of every command, of lines and within sentences."""
    text = document.read_text(encoding="utf-8")
    found = _LINE.findall(text) + (_INLINE.findall(text) if inline else [])
    for line in found:
        if line.partition(" ")[0].partition("=")[0] not in PROGRAMS | {"BACKISSUE_CHROMIUM"}:
            continue
        words = shlex.split(line.replace("“", '"').replace("”", '"'), comments=True)
        while "&&" in words:
            end = words.index("&&")
            yield words[:end]
            words = words[end + 1 :]
        yield words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_is_one(document: Path) -> None:
    for words in commands(document):
        assert is_a_command(words), f"{document.name}: {shlex.join(words)}"


def is_a_command(words: list[str]) -> bool:
    match words:
        case [assignment, *rest] if "=" in assignment:
            return is_a_command(rest)
        case ["backissue", *arguments]:
            return is_understood(arguments)
        case ["make", *targets]:
            text = (ROOT / "Makefile").read_text(encoding="utf-8")
            found = re.findall(r"^([\w ]+):", text, re.MULTILINE)
            known = {name for line in found for name in line.split()}
            return {target for target in targets if "=" not in target} <= known
        case ["python", script, *options] if script.endswith(".py"):
            text = (ROOT / script).read_text(encoding="utf-8")
            names = [option.strip("[]") for option in options if option.strip("[]")[:2] == "--"]
            return all(f'"{name}"' in text for name in names if name != "--help")
    return any(re.fullmatch(form, " ".join(words)) for form in OTHERS)


def is_understood(arguments: list[str]) -> bool:
    """Return whether the command's own parser takes the arguments; only a name is enough."""
    if len(arguments) < 2:
        arguments = [*arguments, "--help"]
    try:
        command_parser().parse_args([argument.rstrip(".") for argument in arguments])
    except SystemExit as ended:
        return not ended.code
    return True


def test_a_command_that_is_none_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_a_command(["backissue", "biuld"])
    assert not is_a_command(["backissue", "build", "--fast"])
    assert not is_a_command(["make", "coffee"])
    assert not is_a_command(["python", "benchmarks/building.py", "--nonsense"])
    assert not is_a_command(["rm", "-rf", "/"])
    assert "invalid choice" in capsys.readouterr().err


def run_guide(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run the commands of a guide, one after the other, and return their names."""
    monkeypatch.chdir(folder)
    nobody = folder / "programs"
    nobody.mkdir()
    for tool in TOOLS:
        (nobody / tool).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (nobody / tool).chmod(0o755)
    done = []
    for words in commands(ROOT / name, inline=False):
        match words:
            case ["cd", target]:
                monkeypatch.chdir(target)
            case ["backissue", "serve", *_]:
                continue  # it would not end; tests/test_serve.py runs it
            case ["backissue", "deploy", *arguments]:
                # Not to strangers' machines; tests/test_deploy.py runs all of it.
                with monkeypatch.context() as patch:
                    patch.setenv("PATH", f"{nobody}{os.pathsep}{os.environ['PATH']}")
                    assert main(["deploy", "--dry-run", *arguments]) == 0, words
            case ["backissue", "import", *arguments] if "FILE_OR_FOLDER..." in arguments:
                continue  # any; the guide names one below
            case ["backissue", *arguments]:
                if arguments[:1] == ["init"]:
                    shutil.rmtree(arguments[1], ignore_errors=True)
                assert main(arguments) == 0, words
            case _:
                continue
        done.append(" ".join(words[:2]))
    return done


def test_the_guide_from_wordpress_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = TemporaryArchive(tmp_path / "old")
    old.write("export.xml", EXPORT)
    old.write("uploads/2021/10/cho-noi.jpg", JPEG)
    done = run_guide("docs/wordpress.md", tmp_path, monkeypatch)
    assert done.count("backissue import") == 2
    archive = TemporaryArchive(tmp_path / "kho-bao")
    [article] = (archive.root / "content/2021").rglob("*.md")
    text = article.read_text(encoding="utf-8")
    assert "title: Khai trương chợ nổi" in text
    assert "/2021/10/khai-truong-cho-noi/" in text, "its address goes on"
    page = archive.page("2021/10/khai-truong-cho-noi/index.html")
    assert "cho-noi.jpg" in page
    assert "/2021/10/khai-truong-cho-noi/" in (archive.root / "permalinks.txt").read_text("utf-8")


def test_the_guide_for_ci_is_true(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run_guide("docs/ci.md", newspaper.root, monkeypatch)
    assert set(done) == {
        f"backissue {name}" for name in ("build", "check", "deploy", "init", "permalinks")
    }


def test_the_guide_for_importing_is_true(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    newspaper.write(
        "scraped/1.txt", "Chợ nổi họp lại\n\nSáng nay chợ nổi đã họp lại sau nhiều tháng.\n"
    )
    assert run_guide("docs/importing.md", newspaper.root, monkeypatch) == ["backissue import"]
    assert (newspaper.root / "report.json").is_file()


def test_the_read_me_is_true(newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_guide("README.md", newspaper.root, monkeypatch)
    assert done == ["backissue build", "backissue init", "cd my-archive"]


@pytest.mark.parametrize(("language", "column"), [("vi", 1), ("en", 2)])
def test_the_readers_guide_names_addresses_that_exist(
    newspaper: TemporaryArchive, language: str, column: int
) -> None:
    newspaper.write("archive.toml", f'title = "Báo"\nlanguage = "{language}"\n')
    newspaper.article("2021/10/hop.md", "Họp", date="2021-10-03", section="Kinh tế")
    newspaper.build()
    text = (ROOT / "docs/readers.md").read_text(encoding="utf-8")
    ways, others = text.split("## Search")
    rows = [line.split("|") for line in ways.splitlines() if line.startswith("| ")]
    named = {address for row in rows for address in re.findall(r"`(/[^`]*)`", row[column + 1])}
    assert len(named) > 9
    pages = {f"/{path}".removesuffix("index.html") for path in published(newspaper.output)}
    assert named <= pages
    if language == "vi":
        english = {"/data/", "/about/", "/corrections/", "/health/"}
        assert set(re.findall(r"`(/[^`]*)`", others)) - english <= pages


JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c19"
    "12130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b08"
    "000100010101110000ffc4001f0000010501010101010100000000000000000102030405060708090a0bffc400b510"
    "0002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1"
    "f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a6364656667"
    "68696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2"
    "c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00"
    "fbd2800fffd9"
)
"""A picture of one pixel."""

EXPORT = """\
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
      xmlns:content="http://purl.org/rss/1.0/modules/content/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
    <channel><title>Báo cũ</title><wp:wxr_version>1.2</wp:wxr_version>
    <wp:author><wp:author_login>an</wp:author_login>
    <wp:author_display_name>Lê An</wp:author_display_name></wp:author>
    <item><title>Khai trương chợ nổi</title>
    <link>https://bao.example/2021/10/khai-truong-cho-noi/</link><dc:creator>an</dc:creator>
    <content:encoded><![CDATA[<p>Sáng nay chợ nổi đã họp lại sau nhiều tháng vắng khách.</p>
    <figure><img src="https://bao.example/wp-content/uploads/2021/10/cho-noi.jpg">
    <figcaption>Chợ nổi buổi sáng.</figcaption></figure>
    <p>Ghe thuyền từ các xã về đông hơn mọi năm, bà con cho biết.</p>]]></content:encoded>
    <excerpt:encoded></excerpt:encoded><wp:post_id>7</wp:post_id>
    <wp:post_date>2021-10-03 08:15:00</wp:post_date><wp:post_name>khai-truong-cho-noi</wp:post_name>
    <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
    <category domain="category" nicename="doi-song">Đời sống</category></item>
    </channel></rss>
    """
