"""The documentation says what the code does."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from generator import date_views, elements, trust_views, views
from generator.cli import main
from generator.cli.parser import command_parser
from generator.keys import KEYS, SAME
from generator.settings import ADVICE, ImportSettings, Settings
from generator.vocabulary import KEYS as TERM_KEYS
from tests.conftest import TemporaryArchive

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
NAMES = ("build", "check", "deploy", "import", "init", "list", "new", "serve", "tags")
TEMPLATES = {
    "article.html": views.ArticleView,
    "home.html": views.HomeView,
    "listing.html": views.ListingView,
    "terms.html": views.IndexView,
    "term.html": views.TermView,
    "sections.html": views.SectionsView,
    "dates.html": date_views.DatesView,
    "year.html": date_views.YearView,
    "month.html": date_views.MonthView,
    "day.html": date_views.DayView,
    "days.html": date_views.DaysView,
    "search.html": views.SearchView,
    "about.html": trust_views.AboutView,
    "corrections.html": trust_views.NoticesView,
    "health.html": trust_views.HealthView,
    "data.html": views.DataView,
    "tombstone.html": views.TombstoneView,
    "redirect.html": views.RedirectView,
    "404.html": views.MessageView,
    "admin.html": views.AdminView,
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_input_of_a_template_is_documented(template: str) -> None:
    [row] = re.findall(rf"^\| `{re.escape(template)}` \|.*$", read("docs/theming.md"), re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", row))
    assert set(TEMPLATES[template].__struct_fields__) <= named


def test_every_template_is_documented() -> None:
    found = {path.name for path in (ROOT / "templates").glob("*.html")}
    partials = {"base.html", "calendar.html", "chart.html", "macros.html"}
    assert found - partials == set(TEMPLATES)


def test_every_fact_about_the_site_is_documented() -> None:
    [row] = re.findall(r"^\| `site` \|.*$", read("docs/theming.md"), re.MULTILINE)
    assert set(elements.Site.__struct_fields__) <= set(re.findall(r"`(\w+)`", row))


@pytest.mark.parametrize("guide", ["docs/editors.md", "docs/editors.vi.md"])
def test_all_that_editors_can_write_is_documented(guide: str) -> None:
    text = read(guide)
    assert [key for key in (*KEYS, *TERM_KEYS) if f"`{key}`" not in text] == []
    cells = {name.casefold() for name in re.findall(r"`(\w+)(?:: \w+)?`", text)}
    assert SAME.keys() - cells == set()
    assert [kind for kind in ADVICE if f"| `{kind}` |" not in text] == []


def test_both_guides_for_editors_say_the_same() -> None:
    english, vietnamese = read("docs/editors.md"), read("docs/editors.vi.md")
    for pattern in ("^## ", r"^\| ", "^    ", "backissue \\w+"):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in (english, vietnamese)]
        assert counts[0] == counts[1], pattern


def commands(text: str) -> set[str]:
    """Return the commands that a document names, in its lines and on lines of their own."""
    spans = re.findall(r"`(backissue [^`]+)`", " ".join(text.split()))
    lines = re.findall(r"(?m)^    (?:cd \S+ && |python -m )?(backissue .+)$", text)
    return {re.split(r" #| && | \| |\.\.\.", command)[0].strip() for command in (*spans, *lines)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_is_one(document: Path) -> None:
    for command in commands(document.read_text(encoding="utf-8")):
        _, *arguments = shlex.split(command)
        if arguments in ([name] for name in NAMES):
            continue  # only its name is said
        command_parser().parse_args(arguments)


def test_what_editors_do_first_works(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []
    for command in sorted(commands(read("docs/editors.vi.md"))):
        _, *arguments = shlex.split(command)
        if arguments[0] in {"serve", "import", "init"} or "GIU" in arguments:
            continue  # ends never, or needs what is not there
        assert main([*arguments, "-s", str(newspaper.root)]) == 0, command
        done.append(arguments[0])
    assert {"new", "check", "list", "schema", "tags"} <= set(done)
    assert "cho-noi-mua-nuoc-len.md" in capsys.readouterr().out


def test_every_setting_is_documented() -> None:
    text = read("docs/settings.md")
    names = [field.name for field in fields(Settings) if field.name != "importing"]
    assert [name for name in names if f"| `{name}`" not in text] == []
    assert [f"[import.{field.name}]" in text for field in fields(ImportSettings)] == [True, True]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_linked_exists(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target and not target.endswith((".jpg", "cho-noi.md")):
            assert (document.parent / target).exists(), target
