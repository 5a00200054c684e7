"""``backissue check``: everything that can be wrong in an archive, and what may be better."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from generator import rehearsal
from generator.checks import findings
from generator.checks.external import dead_links
from generator.cli import main
from generator.making import attempt
from generator.rehearsal import survey
from generator.settings import ADVICE
from tests.conftest import PIXEL, SETTINGS, TemporaryArchive


def advice(archive: TemporaryArchive, kind: str) -> list[str]:
    """Return what check says of this kind: the place and the message, and the remedy."""
    assert kind in ADVICE
    found = survey(archive.config)
    return [
        f"{problem.location}: {problem.message} → {problem.remedy}"
        for problem in findings(archive.config, found, archive.output)
        if problem.kind == kind
    ]


def run(archive: TemporaryArchive, *arguments: str) -> int:
    return main(["check", "-s", str(archive.root), *arguments])


def test_all_mistakes_are_told_at_once(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("content/a.md", "---\ntitle: [x\n---\n")
    newspaper.write("content/b.md", "---\ntitle: B\ndate: 02-12-2021\ntgas: [a]\n---\n[x](c.md)\n")
    newspaper.article("khac/xua.md", "C", "[x](kho.md) [y](/khong/)")
    newspaper.article("khac/Xưa.md", "D")
    newspaper.write("content/tags.yaml", "- label: gốm\n- label: Gốm\n")
    newspaper.write("templates/404.html", "{% if %}")
    newspaper.write("templates/year.html", "{{ page.titel }}")
    newspaper.write("content/2019/05/lo.png", b"no picture")
    assert run(newspaper) == 1
    told = capsys.readouterr().err
    for place, message in {
        "content/a.md:2:8": "what “[” opens is not closed",
        "content/b.md:3:7": "“02-12-2021” is not a date: which number is the day?",
        "content/b.md:4:1": "unknown key “tgas”",
        "content/b.md:6:5": "the link leads to no article: there is no content/c.md",
        "content/khac/xua.md:4:5": "the link leads to no article: there is no content/khac/kho.md",
        "content/khac/Xưa.md": "has the same address, /khac/xua/index.html, as content/khac/xua.md",
        "content/tags.yaml:2:10": "“Gốm” is the same tag as “gốm”",
        "templates/404.html:1": "Expected an expression",
        "content/2019/05/gom.md:11:13": "the picture content/2019/05/lo.png cannot be published",
    }.items():
        assert f"{place}: {message}" in told
    assert "Did you mean “tags”?" in told


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    "settings",
    [
        'titel = "A"',
        "title = A",
        'title = "A"\nlanguage = "xx"',
        'title = "A"\n[theme]\ntext = "x"',
    ],
)
def test_mistakes_of_the_settings_hide_no_others(
    newspaper: TemporaryArchive,
    capsys: pytest.CaptureFixture[str],
    command: str,
    settings: str,
) -> None:
    newspaper.write("archive.toml", settings)
    newspaper.write("content/a.md", "---\ntitle: [x\n---\n")
    newspaper.write("templates/404.html", "{% if %}")
    assert main([command, "-s", str(newspaper.root)]) == 1
    told = capsys.readouterr().err
    assert "archive.toml:" in told
    assert "content/a.md:2:8: what “[” opens is not closed" in told
    assert "templates/404.html:1: Expected an expression" in told


def test_a_link_to_an_article_with_mistakes_is_no_mistake(newspaper: TemporaryArchive) -> None:
    newspaper.article("khac/xua.md", "C", "[x](../2021/cho.md) [y](/2021/cho/)")
    newspaper.write("content/2021/cho.md", "---\ntitle: [x\n---\n")
    found = survey(newspaper.config)
    told = [*found.problems, *findings(newspaper.config, found, newspaper.output)]
    assert [problem.message for problem in told if problem.kind is None] == [
        "what “[” opens is not closed"
    ]


def test_a_build_tells_them_all_too(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("content/a.md", "---\ntitle: [x\n---\n")
    newspaper.article("khac/Xưa.md", "D")
    newspaper.write("templates/year.html", "{{ page.titel }}")
    assert main(["build", "-s", str(newspaper.root)]) == 1
    told = capsys.readouterr().err
    assert "content/a.md:2:8" in told
    assert "has the same address" in told
    assert "templates/year.html:1: YearView has no “titel”" in told
    assert told.endswith("\n3 problems. Nothing was published.\n")


def test_templates_are_told_with_their_lines_even_if_several_fail(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("templates/year.html", "\n{{ page.titel }}")
    newspaper.write("templates/month.html", "\n\n{{ page.uhr }}")
    assert run(newspaper) == 1
    told = capsys.readouterr().err
    assert "templates/year.html:2: YearView has no “titel”" in told
    assert "templates/month.html:3: MonthView has no “uhr”" in told


def test_a_mistake_of_a_template_is_one_however_many_pages_have_it(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("templates/article.html", "{{ page.titel }}")
    for command in (["check"], ["build", "--no-search"]):
        assert main([*command, "-s", str(newspaper.root)]) == 1
        told = capsys.readouterr().err
        assert told.count("templates/article.html:1: ArticleView has no “titel” (in content/") == 1
        assert " more)" in told
        assert "\n1 problem." in told


def test_a_link_that_is_wrong_on_its_page_too_is_told_once(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.article("khac/a.md", "A", "[x](khong.md) [y](xua.md#khong)")
    assert run(newspaper) == 1
    told = capsys.readouterr().err
    assert told.count("content/khac/a.md:4:5: ") == 1
    assert "\n2 problems." in told


def test_a_link_of_a_template_is_told_once(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write(
        "templates/year.html",
        '{% extends "base.html" %}{% block main %}<a href="/archive/no/">x</a>{% endblock %}',
    )
    assert run(newspaper) == 1
    told = capsys.readouterr().err
    assert told.count("the link “/archive/no/” leads nowhere") == 1
    assert "templates/year.html: the link “/archive/no/” leads nowhere (on /" in told


def test_what_is_in_the_output_folder_already_can_be_linked_to(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.build()
    newspaper.write("public/cu/trang.html", "<p>Trang cũ</p>")
    newspaper.article("khac/xua.md", "C", "[y](/cu/trang.html)")
    assert run(newspaper) == 0


def test_advice_lets_a_check_pass_unless_it_is_strict(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(newspaper) == 0
    told = capsys.readouterr()
    assert told.out == "4 articles, nothing wrong; 2 to look at\n"
    assert "To look at: 1 missing-picture, 1 undated." in told.err
    assert '[check] ignore = ["missing-picture", "undated"]' in told.err
    assert run(newspaper, "--strict") == 1
    assert run(newspaper, "--strict", "--ignore", "undated", "--ignore", "missing-picture") == 0


def test_advice_is_silenced_in_the_settings(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    ignored = '[check]\nignore = ["undated", "missing-picture"]\n'
    newspaper.write("archive.toml", SETTINGS + ignored)
    assert run(newspaper, "--strict") == 0
    assert capsys.readouterr().err == ""
    newspaper.write("archive.toml", SETTINGS + '[check]\nignore = ["undatd"]\n')
    assert run(newspaper) == 1
    assert "Did you mean “undated”?" in capsys.readouterr().err


def test_much_advice_of_a_kind_is_shortened(
    archive: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        archive.article(f"{number}.md", f"Bài số {number}")
    assert run(archive) == 0
    told = capsys.readouterr().err
    assert told.count("[undated]") == 10
    assert "12 undated (the first 10 of each; all: --all)" in told
    assert run(archive, "--all") == 0
    assert capsys.readouterr().err.count("[undated]") == 12


def test_what_is_found_can_be_had_as_json(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.article("khac/xua.md", "C", "[x](khong.md)", date="2020")
    assert run(newspaper, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found[0] == {
        "kind": "mistake",
        "file": "content/khac/xua.md",
        "line": 5,
        "column": 5,
        "message": "the link leads to no article: there is no content/khac/khong.md",
        "remedy": "Correct the address, or remove the link.",
    }
    assert {each["kind"] for each in found} == {"mistake", "missing-picture"}


def test_problems_are_annotations_where_github_runs_the_check(
    newspaper: TemporaryArchive,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newspaper.write("content/a, b: 100%.md", "---\ntitle: Giá vàng: tăng\n---\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(newspaper.root.parent))
    assert run(newspaper) == 1
    lines = capsys.readouterr().err.splitlines()
    assert (
        "::error file=archive/content/a%2C b%3A 100%25.md,line=2,col=16::"
        'a value with a colon needs quotes. Write: title: "Giá vàng: tăng"'
    ) in lines
    assert any(line.startswith("::warning file=archive/content/2019/05/gom.md,") for line in lines)
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert run(newspaper) == 1
    assert "::error" not in capsys.readouterr().err


def test_a_link_to_a_like_name_gets_a_suggestion(newspaper: TemporaryArchive) -> None:
    newspaper.article("khac/xua.md", "C", "[x](cho.md) [y](../2019/lúa.md)")
    problems = survey(newspaper.config).problems
    assert [problem.remedy for problem in problems] == [
        "Did you mean “../2021/cho.md”?",
        "Did you mean “../2019/lua.md”?",
    ]


def test_links_to_what_readers_do_not_see_are_told(newspaper: TemporaryArchive) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2099-01-01")
    newspaper.article("khac/xua.md", "C", "[x](nhap.md) [y](mai.md) [z](../2020/rut.md)")
    assert advice(newspaper, "hidden-link") == [
        (
            "content/khac/xua.md:4:5: the link “/archive/khac/nhap/” leads to an article that is "
            "not shown: it is a draft → Wait with the link, or publish the article."
        ),
        (
            "content/khac/xua.md:4:18: the link “/archive/khac/mai/” leads to an article that is "
            "not shown: its time has not come → Wait with the link, or publish the article."
        ),
    ]


def test_pages_that_nothing_links_to_are_orphans(newspaper: TemporaryArchive) -> None:
    newspaper.write("static/bia/index.html", "<p>Bìa</p>")
    assert advice(newspaper, "orphan") == [
        (
            "static/bia/index.html: no page of the site links to /bia/ → "
            "Link to it from where its readers are."
        )
    ]
    newspaper.article("khac/xua.md", "C", "[bìa](/bia/)")
    assert advice(newspaper, "orphan") == []


def test_pictures_that_are_missing_unused_or_silent_are_told(archive: TemporaryArchive) -> None:
    archive.write("content/2021/cho.png", PIXEL)
    archive.write("content/2021/thua.png", PIXEL)
    archive.write("content/2021/tai-lieu.pdf", b"%PDF")
    archive.article(
        "2021/a.md",
        "A",
        "![Chợ](choo.png)\n\n![](cho.png)\n\n![Đã mất]()\n\n[x](/2021/tai-lieu.pdf)",
    )
    assert advice(archive, "missing-picture") == [
        "content/2021/a.md:4:8: there is no picture “choo.png” → Did you mean “cho.png”?"
    ]
    assert advice(archive, "caption") == [
        (
            "content/2021/a.md:6:5: the picture has neither caption nor alternative text → "
            "Say what it shows: ![Who or what, where, when.](cho.png)"
        )
    ]
    assert advice(archive, "unused-file") == [
        (
            "content/2021/thua.png: no article shows this picture, and it is published → "
            "Show it, or remove the file."
        )
    ]


def test_the_next_number_is_no_misspelling(archive: TemporaryArchive) -> None:
    archive.write("content/cho-1.png", PIXEL)
    archive.article("a.md", "A", "![Chợ](cho-1.png) ![Chợ](cho-2.png)")
    [told] = advice(archive, "missing-picture")
    assert "Did you mean" not in told


def test_a_section_that_is_nearly_one_of_the_archive_is_told(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", section="Kinh tếe")
    archive.article("b.md", "B", section="kinh tế")
    archive.article("c.md", "C", section="Rao vặt")
    assert advice(archive, "section") == [
        "content/a.md:3:10: archive.toml has no section “Kinh tếe” → Did you mean “Kinh tế”?",
        (
            "content/c.md:3:10: archive.toml has no section “Rao vặt” → "
            "Write one of: Kinh tế, Văn hóa; or add it to “sections”."
        ),
    ]


def test_tags_that_are_probably_one_are_told_where_they_are_used(
    archive: TemporaryArchive,
) -> None:
    archive.write("content/tags.yaml", "- label: Ủy ban nhân dân\n  aliases: [UBND]\n")
    archive.article("a.md", "A", tags="[Ủy ban nhân dâm, UBND]")
    [told] = advice(archive, "similar-tags")
    assert told.startswith(
        "content/a.md:3:8: the tag “Ủy ban nhân dâm” is probably “Ủy ban nhân dân”"
    )
    assert 'backissue tags merge "Ủy ban nhân dân" "Ủy ban nhân dâm"' in told


def test_tags_with_one_address_are_told(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A", tags="[gốm]")
    archive.article("b.md", "B", tags="[gốm]")
    archive.article("c.md", "C", tags="[gom]")
    [told] = advice(archive, "similar-tags")
    assert told.startswith("content/c.md:3:8: the tag “gom” is probably “gốm” (diacritics)")


def test_every_mistake_comes_with_what_to_write(newspaper: TemporaryArchive) -> None:
    newspaper.write("content/a.md", "---\ntitle: [x\n---\n")
    newspaper.write(
        "content/b.md",
        "---\ntitle: B\ndate: 02-12-2021\ntgas: [a]\nstatus: x\naliases: [a]\nslug: y\n---\n",
    )
    links = "[a](/no/) [b](#no) [c](no.html) [d](no.md) [e](http://[) [f](../khac/xua.md#no)"
    newspaper.article("khac/xua.md", "C", links)
    newspaper.article("khac/Xưa.md", "D")
    found = survey(newspaper.config)
    told = [*found.problems, *findings(newspaper.config, found, newspaper.output)]
    assert len(told) > 12
    assert [str(problem) for problem in told if not problem.remedy] == []


def test_articles_that_say_the_same_are_told_once(archive: TemporaryArchive) -> None:
    text = " ".join(f"Câu thứ {n} của bài báo về chợ phiên vùng cao." for n in range(30))
    archive.article("2021/a.md", "A", text)
    archive.article("2021/b.md", "B", text + " Thêm một câu.")
    archive.article("2021/c.md", "C", text, reprint_of="2021/a.md")
    archive.article("2021/d.md", "D", "Chuyện khác. " * 30)
    assert advice(archive, "similar-articles") == [
        (
            "content/2021/b.md: says nearly the same as content/2021/a.md → "
            "Remove one of them, or write: reprint_of: 2021/a.md"
        )
    ]


class _Answers(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]]

    def _answer(self) -> None:
        type(self).asked.append((self.command, self.path))
        status = {
            "/moved": 301,
            "/gone": 410,
            "/no-head": 405 if self.command == "HEAD" else 200,
            "/members": 403,
        }.get(self.path, 200)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/gone")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Return the address of another site."""
    _Answers.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_links_to_other_sites_are_followed_politely(
    archive: TemporaryArchive, elsewhere: str
) -> None:
    pages = ("fine", "gone", "moved", "no-head", "members", "fine#part")
    archive.article("a.md", "A", " ".join(f"[x]({elsewhere}/{page})" for page in pages))
    archive.article("b.md", "B", "[x](http://127.0.0.1:9/) [y](https://example.org/archive/b/)")
    archive.article("c.md", "C", f"[x]({elsewhere}/draft)", status="draft")
    archive.article("d.md", "D", f"[x]({elsewhere}/chợ?q=nổi%20)")
    found = survey(archive.config)
    told = {
        f"{problem.location}: {problem.message}"
        for problem in dead_links(archive.config, found, pause=0.0)
    }
    [refused] = [message for message in told if "127.0.0.1:9/" in message]
    assert refused.startswith("content/b.md:4:5: the link “http://127.0.0.1:9/” is dead: ")
    assert {message.replace(elsewhere, "") for message in told - {refused}} == {
        (
            f"content/a.md:4:{5 + len(f'{elsewhere}/fine') + 6}: "
            "the link “/gone” is dead: its server answers 410 Gone"
        ),
        (
            f"content/a.md:4:{5 + 2 * (len(elsewhere) + 11)}: "
            "the link “/moved” is dead: its server answers 410 Gone"
        ),
    }
    assert _Answers.asked.count(("HEAD", "/fine")) == 1
    assert ("GET", "/no-head") in _Answers.asked
    assert ("GET", "/fine") not in _Answers.asked
    assert ("HEAD", "/draft") not in _Answers.asked
    assert ("HEAD", "/ch%E1%BB%A3?q=n%E1%BB%95i%20") in _Answers.asked


def test_other_sites_are_asked_on_request_only(
    archive: TemporaryArchive, elsewhere: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.article("a.md", "A", f"[x]({elsewhere}/gone)", date="2020")
    assert run(archive) == 0
    assert _Answers.asked == []
    assert run(archive, "--external") == 0
    assert "[external-link]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("which", "files"),
    [
        ("drafts", ["content/khac/nhap.md"]),
        ("undated", ["content/khac/xua.md"]),
        ("untagged", ["content/2021/cho.md"]),
        ("future", ["content/khac/mai.md"]),
        ("withdrawn", ["content/2020/rut.md", "content/khac/het.md"]),
    ],
)
def test_articles_that_wait_for_an_editor_are_listed(
    newspaper: TemporaryArchive,
    capsys: pytest.CaptureFixture[str],
    which: str,
    files: list[str],
) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2099-01-01T06:00")
    newspaper.article("khac/het.md", "Hết", expires="2020-01-01")
    assert main(["list", which, "-s", str(newspaper.root), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in found] == files
    assert main(["list", which, "-s", str(newspaper.root)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == files


def test_of_a_large_site_only_a_part_is_on_the_disk_at_a_time(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    newspaper.write("content/khac/xua.md", "---\ntitle: Xưa\n---\n[x](/khong/)\n")
    expected = survey(newspaper.config)
    most = 0

    def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as it is
        nonlocal most
        files, wrong = attempt(*arguments, **options)
        most = max(most, len(list(Path(arguments[3]).iterdir())))
        return files, wrong

    monkeypatch.setattr(rehearsal, "attempt", counted)
    monkeypatch.setattr(rehearsal, "AT_ONCE", 3)
    found = survey(newspaper.config)
    assert most == 3
    assert found.links == expected.links
    assert found.problems == expected.problems
