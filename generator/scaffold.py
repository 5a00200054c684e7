"""Beginnings: a new archive, a new article."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.config import FILE_NAME, Config
from generator.dates import UNKNOWN, parse_date
from generator.errors import Location, Problem, UsageError, UserError
from generator.frontmatter import write
from generator.languages import load_language
from generator.requirement import requirement
from generator.schema import write_editor_files
from generator.urls import content_folder
from generator.vietnamese import compose, slug

__all__ = ["create_archive", "create_article", "daily"]

WORKFLOWS = (".github/workflows/publish.yml", ".gitlab-ci.yml")
"""What publishes a new archive from GitHub and from GitLab."""

_EXAMPLES = {
    "date": "2021-12-02",
    "authors": "[Lê An, Trần Bình]",
    "section": "Kinh tế",
    "tags": "[chợ nổi, du lịch]",
    "summary": "…",
    "status": "draft",
    "publish": "2027-01-31T06:00",
}
"""The keys that an editor may want first, each as it is written."""


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
    hints = "".join(f"# {line}\n" for line in _hints(config, fields))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_new(path, f"{head}{hints}---\n")
    except FileExistsError:
        raise UserError(
            Problem(
                location=Location(file=str(path)),
                message="exists already",
                remedy="Edit it, or choose another headline.",
            )
        ) from None
    return path


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; on a full disk none is left.

    Raises:
        FileExistsError: it is there.
    """
    with path.open("x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _hints(config: Config, fields: Mapping[str, object]) -> Iterator[str]:
    """Yield lines that an editor can take for their own, each with what it says."""
    language = load_language(config.language)
    for key, example in _EXAMPLES.items():
        if fields.get(key) is not None:
            continue
        value, hint = example, language.text(f"hint_{key}")
        if key == "section" and config.sections:
            value = next(iter(config.sections))
            choices = language.text("new_one_of", choices=", ".join(config.sections))
            hint = f"{hint.rstrip('.')}, {choices}."
        yield f"{key}: {value}  # {hint}"


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
    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    settings = folder / FILE_NAME
    zone = tomllib.loads(settings.read_text(encoding="utf-8"))["timezone"]
    # A TOML string takes the escapes of JSON.
    _fill(settings, {'"{title}"': json.dumps(name[:1].upper() + name[1:], ensure_ascii=False)})
    for path in WORKFLOWS:
        _fill(folder / path, {"{cron}": daily(ZoneInfo(zone)), "{timezone}": zone})
    needed = folder / "requirements.txt"
    needed.write_text(f"{requirement()}\n", encoding="utf-8", newline="\n")
    written += write_editor_files(folder, load_language(language))
    return sorted([*written, needed])


def daily(zone: ZoneInfo) -> str:
    """Return when it is shortly after midnight in a time zone, as a cron pattern in UTC.

    It is so in summer and in winter: an hour later in one of them.
    """
    midnights = (datetime(2026, month, 1, 0, 7, tzinfo=zone) for month in (1, 7))
    offset = min(midnight.utcoffset() or timedelta() for midnight in midnights)
    when = datetime(2026, 1, 1, 0, 7, tzinfo=UTC) - offset
    return f"{when.minute} {when.hour} * * *"


def _fill(path: Path, values: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for place, value in values.items():
        text = text.replace(place, value)
    path.write_text(text, encoding="utf-8", newline="\n")


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
