"""Colours, typefaces and the masthead come from archive.toml alone, and can be read."""

from __future__ import annotations

import re

import pytest

from generator.errors import UserError
from generator.look import DARK, LIGHT, STACKS, colour_problems
from tests.conftest import PIXEL, SETTINGS, TemporaryArchive

FONT = b"wOF2 as far as we look into it"


def themed(archive: TemporaryArchive, settings: str) -> None:
    archive.write("archive.toml", f"{SETTINGS}\n{settings}")


def style(archive: TemporaryArchive) -> str:
    [found] = (archive.output / "assets").glob("style.*.css")
    return found.read_text(encoding="utf-8")


def complaint(archive: TemporaryArchive) -> str:
    with pytest.raises(UserError) as caught:
        archive.build()
    return str(caught.value)


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_default_colours_can_be_read(name: str, colours: dict[str, str]) -> None:
    assert list(colour_problems(name, colours)) == []


def test_the_stylesheet_names_no_property_that_is_not_set(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    css = style(newspaper)
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    assert used - set(re.findall(r"(--[\w-]+):", css)) == set()
    assert {f"--{name}" for name in LIGHT} <= used


def test_colours_change_from_the_settings(newspaper: TemporaryArchive) -> None:
    themed(newspaper, '[theme.light]\naccent = "#005500"\n[theme.dark]\naccent = "#88dd88"\n')
    newspaper.build()
    light, dark = style(newspaper).split("@media (prefers-color-scheme: dark)")[:2]
    assert "--accent: #005500;" in light
    assert "--paper: #faf8f3;" in light
    assert "--accent: #88dd88;" in dark.partition("\n")[0]


def test_what_cannot_be_read_is_an_error_with_the_pair_and_the_ratio(
    newspaper: TemporaryArchive,
) -> None:
    themed(newspaper, '[theme.light]\nmuted = "#aaaaaa"\n')
    text = complaint(newspaper)
    assert "archive.toml:5:1: [theme.light]: “muted” on “paper” has a contrast of 2.19 : 1" in text
    assert "“muted” on “raised”" in text
    assert "At least 4.5 : 1 is needed" in text
    assert "[theme.dark]" not in text


def test_a_calendar_of_links_can_be_read(newspaper: TemporaryArchive) -> None:
    themed(newspaper, '[theme.light]\nink = "#454545"\nlink = "#000000"\n')
    assert "“ink” on 45% of “link” has a contrast of" in complaint(newspaper)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('[theme.light]\nacent = "#005500"\n', "no colour “acent”"),
        ('[theme.light]\naccent = "green"\n', "“accent” is not a colour"),
        ("[theme.light]\naccent = 5\n", "“accent” is not a colour"),
        ('[theme]\nlight = "#ffffff"\n', "“light” is no table"),
        ('[theme]\ncolour = "x"\n', "unknown key “colour” in [theme]"),
        ('theme = "dark"\n', "“theme” is no table"),
        ('[theme]\ntext = "Papyrus"\n', "there is no typeface “Papyrus”"),
        ('[theme]\ntext = "a.woff2"\n', "there is no static/a.woff2"),
        ('[theme]\nlogo = "a.svg"\n', "there is no static/a.svg"),
        ('[theme]\nlogo = "../archive.toml"\n', "there is no static/../archive.toml"),
        ('[theme]\nlogo = "bad.png"\n', "static/bad.png: not an AVIF, GIF, JPEG, PNG or WebP"),
    ],
)
def test_mistakes_are_told(newspaper: TemporaryArchive, settings: str, message: str) -> None:
    newspaper.write("static/bad.png", b"no picture")
    themed(newspaper, settings)
    assert message in complaint(newspaper)


def test_typefaces_are_stacks_by_name(newspaper: TemporaryArchive) -> None:
    themed(newspaper, '[theme]\ntext = "times"\ninterface = "serif"\n')
    newspaper.build()
    assert f"--serif: {STACKS['times']};" in style(newspaper)
    assert f"--sans: {STACKS['serif']};" in style(newspaper)
    assert "--headlines: var(--serif);" in style(newspaper)
    assert "@font-face" not in style(newspaper)


def test_a_typeface_of_the_archives_own_is_published_and_may_be_fetched(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.write("static/chữ/tít.woff2", FONT)
    themed(newspaper, '[theme]\nheadlines = "chữ/tít.woff2"\n')
    newspaper.build()
    assert (newspaper.output / "chữ/tít.woff2").read_bytes() == FONT
    assert 'src: url("../ch%E1%BB%AF/t%C3%ADt.woff2") format("woff2")' in style(newspaper)
    assert f'--headlines: "headlines", {STACKS["serif"]};' in style(newspaper)
    assert "font-src 'self'" in newspaper.page("index.html")


def test_the_masthead_is_a_text_of_its_own(newspaper: TemporaryArchive) -> None:
    themed(newspaper, '[theme]\nmasthead = "VÂN SƠN <báo>"\n')
    newspaper.build()
    article = newspaper.page("2021/cho/index.html")
    assert '<p class="name"><a href="/archive/">VÂN SƠN &lt;báo&gt;</a></p>' in article
    assert "<title>Chợ phiên – Báo Vân Sơn</title>" in article
    assert "<h1>VÂN SƠN &lt;báo&gt;</h1>" in newspaper.page("index.html")


def test_the_masthead_is_a_picture_with_the_name_as_its_text(newspaper: TemporaryArchive) -> None:
    newspaper.write("static/logo.png", PIXEL)
    themed(newspaper, '[theme]\nlogo = "logo.png"\n')
    newspaper.build()
    picture = '<img src="/archive/logo.png" alt="Báo Vân Sơn" width="1" height="1">'
    assert f'<p class="name"><a href="/archive/">{picture}</a></p>' in newspaper.page(
        "2021/cho/index.html"
    )
    assert f"<h1>{picture}</h1>" in newspaper.page("index.html")
