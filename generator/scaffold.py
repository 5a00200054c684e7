"""Beginnings: a new archive, a new article."""

from __future__ import annotations

import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.config import FILE_NAME, Config
from generator.dates import UNKNOWN, parse_date
from generator.errors import Location, Problem, UsageError, UserError
from generator.frontmatter import write
from generator.languages import load_language
from generator.urls import content_folder
from generator.vietnamese import compose, slug

__all__ = ["create_archive", "create_article"]

_HINTS = """\
# date: 2021-12-02T17:33+07:00 · 2021-12-02 · 2021-12 · 2021~ (about) · 2021-12-02? (probably)
# authors: [Lê An, Trần Bình]
# section: Kinh tế
# tags: [chợ nổi, du lịch]
# summary: The lede, if it is not the first paragraph.
# status: draft
"""


def create_article(config: Config, title: str, date: str | None) -> Path:
    """Write a content file for a headline and return its path.

    Raises:
        UsageError: the date is none, or the headline has no letter.
        UserError: the file exists.
    """
    try:
        when = parse_date(date) if date is not None else UNKNOWN
    except ValueError as error:
        raise UsageError(
            Problem(
                location=Location(file="backissue new"),
                message=str(error),
                remedy="Write it as exactly as it is known: 2021-12-02, 2021-12, 2021~",
            )
        ) from None
    name = slug(title)
    if not name:
        raise UsageError(
            Problem(location=Location(file="backissue new"), message="the headline has no letter")
        )
    path = config.content / content_folder(when, load_language(config.language)) / f"{name}.md"
    fields = {"title": " ".join(compose(title).split()), "date": date}
    head, _, _ = write(fields, "").rpartition("---\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{head}{_HINTS}---\n")
    except FileExistsError:
        raise UserError(
            Problem(
                location=Location(file=str(path)),
                message="exists already",
                remedy="Edit it, or choose another headline.",
            )
        ) from None
    return path


def create_archive(folder: Path, language: str) -> list[Path]:
    """Write a small archive into a new or empty folder and return the files written.

    Raises:
        UsageError: the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            Problem(
                location=Location(file=str(folder)),
                message="is not empty" if folder.is_dir() else "is a file",
                remedy="Name a new folder: backissue init my-archive",
            )
        )
    written: list[Path] = []
    starter = resources.files("generator") / "starter"
    for source in (starter / "common", starter / language):
        _copy(source, folder, written)
    settings = folder / FILE_NAME
    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    text = settings.read_text(encoding="utf-8")
    title = name[:1].upper() + name[1:]
    # A TOML string takes the escapes of JSON.
    quoted = json.dumps(title, ensure_ascii=False)
    settings.write_text(text.replace('"{title}"', quoted), encoding="utf-8", newline="\n")
    return sorted(written)


def _copy(source: Traversable, target: Path, written: list[Path]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in source.iterdir():
        # Package data cannot be hidden files everywhere, so "dot-x" stands for ".x".
        path = target / entry.name.replace("dot-", ".", 1)
        if entry.is_dir():
            _copy(entry, path, written)
        else:
            path.write_bytes(entry.read_bytes())
            written.append(path)
