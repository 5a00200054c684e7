"""The documentation says what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from generator import date_views, elements, trust_views, views
from generator.keys import KEYS
from generator.settings import ImportSettings, Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
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


def test_every_key_of_the_front_matter_is_documented() -> None:
    text = read("docs/editors.md")
    assert [key for key in KEYS if f"`{key}" not in text] == []


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
