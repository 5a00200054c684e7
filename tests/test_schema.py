"""Schemas for code editors: they know every key that the program knows, and nothing else."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml
from jsonschema import Draft7Validator

from generator.cli import main
from generator.config import load_config
from generator.dates import DATE_PATTERN, MOMENT_PATTERN, parse_date
from generator.errors import UserError
from generator.keys import KEYS, SAME
from generator.languages import available_languages, load_language
from generator.schema import (
    editor_files,
    front_matter_schema,
    settings_schema,
    vocabulary_schema,
)
from generator.settings import Settings
from generator.vocabulary import KEYS as TERM_KEYS
from tests.conftest import SETTINGS, TemporaryArchive
from tests.test_incremental import EDITED, SET

ROOT = Path(__file__).parent.parent
VIETNAMESE = load_language("vi")
ARTICLES = sorted((ROOT / "content").rglob("*.md")) + sorted(
    (ROOT / "generator/starter").rglob("*.md")
)


def as_yaml(text: str) -> object:
    """Return what a code editor sees in YAML: dates are text to it (YAML 1.2)."""

    def plain(value: object) -> object:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        return list(map(plain, value)) if isinstance(value, list) else value

    return plain(yaml.safe_load(text))


def complaints(schema: Mapping[str, object], data: object) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(data)]


@pytest.mark.parametrize("code", available_languages())
def test_they_are_schemas(code: str) -> None:
    language = load_language(code)
    for schema in (front_matter_schema(language), vocabulary_schema(language), settings_schema()):
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_samples_are_valid(path: Path) -> None:
    front = path.read_text(encoding="utf-8").split("---\n")[1]
    assert complaints(front_matter_schema(VIETNAMESE), as_yaml(front)) == []


@pytest.mark.parametrize("folder", ["", "generator/starter/vi", "generator/starter/en"])
def test_the_sample_settings_are_valid(folder: str) -> None:
    text = (ROOT / folder / "archive.toml").read_text(encoding="utf-8")
    assert complaints(settings_schema(), tomllib.loads(text)) == []


def test_every_key_of_the_front_matter_is_known() -> None:
    properties = front_matter_schema(VIETNAMESE)["properties"]
    assert isinstance(properties, dict)
    assert KEYS.keys() | SAME.keys() <= properties.keys()
    offered = {key for key, schema in properties.items() if not schema.get("doNotSuggest")}
    assert offered == KEYS.keys()
    for key, value in EDITED.items():
        data = {"title": "A", **tomllike(key, value)}
        assert complaints(front_matter_schema(VIETNAMESE), data) == [], key


def tomllike(key: str, value: str) -> dict[str, object]:
    found = as_yaml(f"{key}: {value}\n")
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "front",
    [
        "tgas: [a]",
        "status: hidden",
        "date: 02-12-2021",
        "publish: 2027",
        "draft: maybe",
        "aliases: [old.html]",
        "source: {flie: x}",
        "corrections: [{date: 5-5-2021}]",
    ],
)
def test_mistakes_are_seen_while_they_are_typed(front: str) -> None:
    assert complaints(front_matter_schema(VIETNAMESE), as_yaml(f"title: A\n{front}\n"))
    assert complaints(front_matter_schema(VIETNAMESE), as_yaml(front))


def keys_of(kind: type[object], prefix: str = "") -> set[str]:
    hints = get_type_hints(kind)
    found = set()
    for each in fields(kind):  # type: ignore[arg-type]  # a dataclass
        name = prefix + ("import" if each.name == "importing" else each.name)
        inner = hints[each.name]
        found |= {name} | (
            keys_of(inner, f"{name}.") if isinstance(inner, type) and is_dataclass(inner) else set()
        )
    return found


def schema_keys(schema: Mapping[str, object], prefix: str = "") -> set[str]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)
    return {prefix + key for key in properties}.union(
        *(schema_keys(inner, f"{prefix}{key}.") for key, inner in properties.items())
    )


def test_every_setting_is_known_and_described() -> None:
    schema = settings_schema()
    known = schema_keys(schema)
    colours = {key for key in known if key.startswith(("theme.light.", "theme.dark."))}
    assert known - colours == keys_of(Settings)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert [key for key, inner in properties.items() if len(inner["description"]) < 20] == []


@pytest.mark.parametrize("key", SET)
def test_settings_that_are_right_are_valid(key: str) -> None:
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"{key} = ")]
    assert complaints(settings_schema(), tomllib.loads("\n".join([*lines, SET[key]]))) == []


@pytest.mark.parametrize(
    "line",
    [
        'titel = "A"',
        'language = "fr"',
        'url_style = "flat"',
        'host = "my-server"',
        '[check]\nignore = ["undatd"]',
        "[pictures]\nquality = 101",
        '[pictures]\nformats = ["bmp"]',
        '[theme.light]\nacent = "#000000"',
        '[theme.dark]\naccent = "red"',
        "[about]\nscope = 3",
    ],
)
def test_the_schema_of_the_settings_refuses_what_the_program_refuses(
    archive: TemporaryArchive, line: str
) -> None:
    text = f'title = "A"\n{line}\n'
    archive.write("archive.toml", text.encode())
    with pytest.raises(UserError):
        load_config(archive.root)
    assert complaints(settings_schema(), tomllib.loads(text))


def test_terms_of_the_vocabulary_are_known() -> None:
    schema = vocabulary_schema(VIETNAMESE)
    assert isinstance(schema["items"], dict)
    assert set(schema["items"]["properties"]) == set(TERM_KEYS)
    assert complaints(schema, [{"label": "gốm", "aliases": ["đồ gốm"], "broader": "nghề"}]) == []
    assert complaints(schema, [{"lable": "gốm"}])


@pytest.mark.parametrize(
    "text",
    [
        "2021-12-02T17:33+07:00", "2021-12-02 17:33:00 +0700", "2021-12-02", "2021-12", "2021",
        "2021~", "202X", "2021-12-02?", "XXXX-12-02", "2021/2022", "XXXX", "2021-12-XX",
        "02-12-2021", "2021-1-2", "hôm qua", "2021-12-02T5:00", "2021//2022",
    ],
)  # fmt: skip
def test_a_schema_takes_what_is_written_like_a_date(text: str) -> None:
    pattern = {"type": "string", "pattern": DATE_PATTERN}
    if complaints(pattern, text):
        with pytest.raises(ValueError, match="is not a date"):
            parse_date(text)
    else:
        parse_date(text)
    if not complaints({"type": "string", "pattern": MOMENT_PATTERN}, text):
        assert parse_date(text).is_exact


def test_vs_code_finds_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kho"
    assert main(["init", str(folder)]) == 0
    settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
    for schema in settings["yaml.schemas"]:
        assert (folder / schema).is_file()
    first = (folder / "archive.toml").read_text("utf-8").splitlines()[0]
    assert (folder / first.removeprefix("#:schema ")).is_file()
    capsys.readouterr()
    assert main(["schema", "-s", str(folder)]) == 0
    assert capsys.readouterr().out == ""
    (folder / ".vscode/tags.schema.json").unlink()
    (folder / ".vscode/settings.json").write_text("{ // mine\n}", "utf-8")
    assert main(["schema", "-s", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / '.vscode/tags.schema.json'}\n"
    assert (folder / ".vscode/settings.json").read_text("utf-8") == "{ // mine\n}"


@pytest.mark.parametrize("code", available_languages())
def test_snippets_write_what_is_understood(code: str, archive: TemporaryArchive) -> None:
    snippets = editor_files(load_language(code))[".vscode/backissue.code-snippets"]
    assert isinstance(snippets, dict)
    assert KEYS.keys() < snippets.keys()
    [whole] = snippets.keys() - KEYS.keys()
    text = "\n".join(snippets[whole]["body"])
    for place, value in {"$1": "Bài mới", "${2:2021-12-02}": "2021", "$3": "Lê An", "$4": "Văn hóa",
                         "$5": "gốm", "$0": "Bài."}.items():  # fmt: skip
        text = text.replace(place, value)
    archive.write("content/a.md", text.encode())
    archive.build()
    assert "Lê An" in archive.page("a/index.html")
