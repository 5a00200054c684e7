"""archive.toml: typed, checked, every mistake at once."""

from __future__ import annotations

import pytest

from generator.config import load_config
from generator.errors import UsageError, UserError
from tests.conftest import TemporaryArchive


def test_a_title_is_enough(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", 'title = "Kho báo"\n')
    config = load_config(archive.root)
    assert (config.title, config.language, config.base_path) == ("Kho báo", "vi", "")
    assert config.origin == "http://127.0.0.1:8000"
    assert str(config.zone) == "Asia/Ho_Chi_Minh"


def test_the_base_url_is_an_origin_and_a_path(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", 'title = "A"\nbase_url = "https://example.org/kho/bao"\n')
    config = load_config(archive.root)
    assert (config.origin, config.base_path) == ("https://example.org", "/kho/bao")


def test_all_mistakes_are_told_at_once(archive: TemporaryArchive) -> None:
    archive.write(
        "archive.toml",
        """\
        titel = "Kho báo"
        base_url = "example.org"
        language = "xx"
        timezone = "Hanoi"
        url_style = "flat"
        sections = "Kinh tế"
        license = 3
        """,
    )
    with pytest.raises(UserError) as caught:
        load_config(archive.root)
    assert [f"{p.location}: {p.message}" for p in caught.value.problems] == [
        "archive.toml: “title” is missing",
        "archive.toml:1:1: unknown key “titel”",
        "archive.toml:2:1: “example.org” is not the address of a site",
        "archive.toml:3:1: there is no language “xx”",
        "archive.toml:4:1: there is no time zone “Hanoi”",
        "archive.toml:5:1: “flat” is no style of URLs",
        "archive.toml:6:1: “sections” is not a list of names",
        "archive.toml:7:1: “license” is not text",
    ]
    assert "Did you mean “title”?" in str(caught.value)


def test_sections_are_a_list_or_a_table_with_introductions(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", 'title = "A"\nsections = ["Kinh tế", "Văn hóa"]\n')
    assert load_config(archive.root).sections == ("Kinh tế", "Văn hóa")
    archive.write(
        "archive.toml", 'title = "A"\n[sections]\n"Văn hóa" = "Lễ hội."\n"Kinh tế" = ""\n'
    )
    config = load_config(archive.root)
    assert config.sections == ("Văn hóa", "Kinh tế")
    assert config.settings.sections["Văn hóa"] == "Lễ hội."


def test_mistakes_in_tables_are_told_with_their_line(archive: TemporaryArchive) -> None:
    archive.write(
        "archive.toml",
        """\
        title = "A"
        [sections]
        "Văn hóa" = 3
        [about]
        scope = 1
        contakt = "x"
        """,
    )
    with pytest.raises(UserError) as caught:
        load_config(archive.root)
    assert [f"{p.location}: {p.message}" for p in caught.value.problems] == [
        "archive.toml:3:1: the introduction of “Văn hóa” is not text",
        "archive.toml:5:1: “scope” is not text",
        "archive.toml:6:1: unknown key “contakt” in [about]",
    ]
    archive.write("archive.toml", 'title = "A"\nabout = "x"\n')
    with pytest.raises(UserError, match=r"archive.toml:2:1: “about” is no table"):
        load_config(archive.root)


def test_what_is_not_toml_is_shown_with_its_line(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", 'title = "A"\nbase_url = \n')
    with pytest.raises(UserError, match=r"archive.toml:2:12: this value is not TOML"):
        load_config(archive.root)


def test_a_folder_without_settings_is_no_archive(archive: TemporaryArchive) -> None:
    with pytest.raises(UsageError, match="there is no archive here"):
        load_config(archive.root / "elsewhere")
