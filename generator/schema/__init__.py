"""JSON Schemas and snippets, so that code editors complete and check what people write.

They follow from the lists that the program itself goes by: the keys of the front matter
(``keys``), the settings (``settings``), the terms of the vocabulary (``vocabulary``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.languages import Language
from generator.schema.content import front_matter_schema, vocabulary_schema
from generator.schema.settings import settings_schema
from generator.schema.snippets import snippets

__all__ = [
    "FOLDER",
    "editor_files",
    "front_matter_schema",
    "settings_schema",
    "vocabulary_schema",
    "write_editor_files",
]

FOLDER = ".vscode"
SETTINGS = f"{FOLDER}/settings.json"


def editor_files(language: Language) -> Mapping[str, object]:
    """Return the files for code editors by path, each with what its JSON says."""
    return {
        f"{FOLDER}/archive.schema.json": settings_schema(),
        f"{FOLDER}/backissue.code-snippets": snippets(language),
        f"{FOLDER}/front-matter.schema.json": front_matter_schema(language),
        SETTINGS: _settings(),
        f"{FOLDER}/tags.schema.json": vocabulary_schema(language),
    }


def _settings() -> dict[str, object]:
    """Return the settings of VS Code for an archive: which schema is for which file.

    ``archive.toml`` names its own, in its first line (taplo, Even Better TOML). The keys of
    Markdown files come as snippets, for VS Code completes nothing in their front matter by itself.
    """
    return {
        "yaml.schemas": {
            f"./{FOLDER}/front-matter.schema.json": "content/**/*.md",
            f"./{FOLDER}/tags.schema.json": "content/tags.yaml",
        },
        "[markdown]": {
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": False},
            "editor.snippetSuggestions": "top",
            "editor.wordWrap": "on",
        },
        "files.insertFinalNewline": True,
    }


def write_editor_files(root: Path, language: Language) -> list[Path]:
    """Write the files for code editors below an archive's root and return those that changed.

    The settings of VS Code are written where there are none: people have their own.
    """
    changed = []
    for name, content in editor_files(language).items():
        path = root / name
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        there = path.read_text(encoding="utf-8") if path.is_file() else None
        if there == text or (there is not None and name == SETTINGS):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        changed.append(path)
    return changed
