"""An archive and its settings: ``archive.toml``, read and checked."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.errors import Location, Problem, UsageError, UserError
from generator.frontmatter import toml_problem
from generator.languages import available_languages
from generator.look import FONT_FILE, STACKS, ThemeSettings, colour_problems
from generator.pictures import examine
from generator.renditions import PictureSettings
from generator.settings import HOSTS, AboutSettings, ImportSettings, Settings
from generator.urls import is_address

__all__ = [
    "FILE_NAME",
    "Config",
    "load_config",
]

FILE_NAME = "archive.toml"

_TABLES = {"importing": "import"}
"""Names of fields that are keywords of Python where they are keys."""

_PICTURE_FORMATS = ("avif", "webp")

_ESCAPE = "Write a backslash before . ? * + ( ) [ ] { } | ^ $ that mean themselves."

_LANGUAGE_TAG = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)?")
"""A language with its subtags (RFC 5646), in brief; nothing stands for the interface's."""

_Complain = Callable[[str, str, str], None]
"""Takes a key, what is wrong with its value, and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one archive, checked, and where its folders are."""

    root: Path
    settings: Settings
    zone: ZoneInfo
    logo_size: tuple[int, int] | None = None

    @property
    def content(self) -> Path:
        """Return the folder of the content files."""
        return self.root / "content"

    @property
    def templates(self) -> Path:
        """Return the folder of the archive's own templates; it need not exist."""
        return self.root / "templates"

    @property
    def static(self) -> Path:
        """Return the folder that is published as it is; it need not exist."""
        return self.root / "static"

    @property
    def state(self) -> Path:
        """Return the folder of the build's cache; deleting it is always safe."""
        return self.root / ".backissue"

    @property
    def base_path(self) -> str:
        """Return the path part of the base URL, without a slash at its end."""
        return urlsplit(self.settings.base_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Return the base URL without its path: ``https://example.org``."""
        parts = urlsplit(self.settings.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def language(self) -> str:
        """Return the language code of the archive."""
        return self.settings.language

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the labels of the newspaper's sections, in its own order."""
        return tuple(self.settings.sections)

    @property
    def title(self) -> str:
        """Return the archive's title."""
        return self.settings.title


def load_config(root: Path) -> Config:
    """Return the configuration of the archive in this folder.

    Raises:
        UsageError: there is no ``archive.toml``.
        UserError: it is not TOML, or a key or value is wrong; all problems at once.
    """
    path = root / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            Problem(
                location=Location(file=str(path)),
                message="there is no archive here",
                remedy="Name the archive's folder with --site, or make one: backissue init NAME",
            )
        ) from None
    except UnicodeDecodeError as error:
        raise UserError(
            Problem(
                location=Location(file=FILE_NAME),
                message=f"not UTF-8 text: {error.reason} at byte {error.start}",
                remedy="Save the file as UTF-8.",
            )
        ) from None
    return _check(root, text)


def _check(root: Path, text: str) -> Config:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(toml_problem(str(error), text, FILE_NAME)) from None
    lines = text.splitlines()
    problems: list[Problem] = []

    def complain(key: str, message: str, remedy: str) -> None:
        problems.append(Problem(location=_find_key(key, lines), message=message, remedy=remedy))

    values = _typed_values(data, complain)
    if not values.get("title"):
        complain("title", "“title” is missing", 'Add a line: title = "The name of the archive"')
        values["title"] = "?"
    settings = Settings(**values)  # type: ignore[arg-type]  # _typed_values saw to the types
    zone = _check_values(settings, complain)
    logo_size = _check_theme(settings.theme, root / "static", complain)
    if problems:
        raise UserError(problems)
    if not settings.base_url.endswith("/"):
        settings = replace(settings, base_url=settings.base_url + "/")
    return Config(root=root, settings=settings, zone=zone, logo_size=logo_size)


def _typed_values(data: Mapping[str, object], complain: _Complain) -> dict[str, object]:
    known = [_TABLES.get(field.name, field.name) for field in fields(Settings)]
    values: dict[str, object] = {}
    for key, value in data.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"Known keys: {', '.join(known)}."
            complain(key, f"unknown key “{key}”", hint)
        elif key == "sections":
            values[key] = _sections(value, complain)
        elif key == "redirects":
            values[key] = _redirects(value, complain)
        elif key == "about":
            values[key] = AboutSettings(**_texts(key, AboutSettings, value, complain))
        elif key == "theme":
            values[key] = _theme_settings(value, complain)
        elif key == "import":
            values["importing"] = _import_settings(value, complain)
        elif key == "pictures":
            values["pictures"] = _picture_settings(value, complain)
        elif not isinstance(value, str):
            complain(key, f"“{key}” is not text", "Put the value in quotes.")
        else:
            values[key] = value.strip()
    return values


def _sections(data: object, complain: _Complain) -> dict[str, str]:
    """Return the sections with their introductions; a list of names has none."""
    table = dict.fromkeys(data, "") if isinstance(data, list) and _are_texts(data) else data
    if not isinstance(table, dict) or not _are_texts(table) or not all(map(str.strip, table)):
        complain("sections", "“sections” is not a list of names", 'Write: ["Kinh tế", "Văn hóa"]')
        return {}
    for name, introduction in table.items():
        if not isinstance(introduction, str):
            complain(name, f"the introduction of “{name}” is not text", "Put it in quotes.")
    return {name: " ".join(str(text).split()) for name, text in table.items()}


def _redirects(data: object, complain: _Complain) -> dict[str, str]:
    """Return the new address of each old one."""
    remedy = 'Write both from the root of the archive: "/old/page.html" = "/chuyen-muc/van-hoa/"'
    if not isinstance(data, dict):
        complain("redirects", "“redirects” is no table", "Write [redirects] on a line of its own.")
        return {}
    found = {}
    for old, new in data.items():
        if isinstance(new, str) and is_address(old) and is_address(new):
            found[old] = new
        else:
            complain(old, f"“{old}” = {new!r} does not lead from one address to another", remedy)
    return found


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _texts(key: str, kind: type[object], data: object, complain: _Complain) -> dict[str, str]:
    """Return the texts of a table of which every field of ``kind`` is a key."""
    known = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    if not isinstance(data, dict):
        complain(key, f"“{key}” is no table", f"Write [{key}] on a line of its own.")
        return {}
    for name, value in data.items():
        if name not in known:
            complain(name, f"unknown key “{name}” in [{key}]", f"Known keys: {', '.join(known)}.")
        elif not isinstance(value, str):
            complain(name, f"“{name}” is not text", "Put the value in quotes.")
    return {name: data[name].strip() for name in known if isinstance(data.get(name), str)}


def _theme_settings(data: object, complain: _Complain) -> ThemeSettings:
    tables = dict(data) if isinstance(data, dict) else {}
    palettes: dict[str, dict[str, str]] = {}
    for name in ("light", "dark"):
        colours = tables.pop(name, {})
        if not isinstance(colours, dict):
            complain(name, f"“{name}” is no table", f"Write [theme.{name}] on a line of its own.")
            continue
        problems = list(colour_problems(name, colours))
        for message, remedy in problems:
            complain(f"theme.{name}", f"[theme.{name}]: {message}", remedy)
        palettes[name] = {} if problems else colours
    texts = _texts("theme", ThemeSettings, tables if isinstance(data, dict) else data, complain)
    return ThemeSettings(**texts, **palettes)  # type: ignore[arg-type]  # texts are texts


def _check_theme(theme: ThemeSettings, static: Path, complain: _Complain) -> tuple[int, int] | None:
    """Complain of typefaces and of a logo that are not there, and return the logo's size."""
    for name, font in theme.typefaces.items():
        if font.endswith(FONT_FILE):
            _find_static(name, font, static, complain)
        elif font and font not in STACKS:
            remedy = f"There are: {', '.join(STACKS)}; or name a {FONT_FILE} file in static/."
            complain(name, f"there is no typeface “{font}”", remedy)
    if not theme.logo or not _find_static("logo", theme.logo, static, complain):
        return None
    try:
        logo = static / theme.logo
        found = examine(logo.read_bytes(), logo.suffix.lower())
    except ValueError as error:
        complain("logo", f"static/{theme.logo}: {error}", "Save it as SVG, PNG or WebP.")
        return None
    return found.width, found.height


def _find_static(key: str, path: str, static: Path, complain: _Complain) -> bool:
    found = static / path
    if ".." not in found.parts and found.is_file():
        return True
    complain(key, f"there is no static/{path}", "Put the file there, or correct its name.")
    return False


def _picture_settings(data: object, complain: _Complain) -> PictureSettings:
    found: dict[str, Any] = {}
    for key, value in (data if isinstance(data, dict) else {"pictures": data}).items():
        values = value if isinstance(value, list) else [value]
        whole = all(type(number) is int and number > 0 for number in values)
        if key == "widths" and values and whole:
            found[key] = tuple(sorted(set(values)))
        elif key == "formats" and all(each in _PICTURE_FORMATS for each in values):
            found[key] = tuple(dict.fromkeys(values))
        elif key == "quality" and whole and value in range(1, 101):
            found[key] = value
        else:
            complain(
                key,
                f"“{key}” cannot be {value!r} in [pictures]",
                'Known: widths = [480, 800, 1200, 1600], formats = ["avif", "webp"], quality = 75.',
            )
    return PictureSettings(**found)


def _import_settings(data: object, complain: _Complain) -> ImportSettings:
    tables = data if isinstance(data, dict) else {"import": None}
    found: dict[str, dict[str, object]] = {"fields": {}, "furniture": {}}
    for name, table in tables.items():
        if name not in found or not isinstance(table, dict):
            remedy = "Known tables: [import.fields], [import.furniture]."
            complain(name, f"“{name}” is no table of [import]", remedy)
            continue
        found[name] = table
    for name, column in found["fields"].items():
        if not isinstance(column, str):
            complain(name, f"“{name}” is not text", "Put the value in quotes.")
    furniture: dict[str, tuple[str, ...]] = {}
    for name, lines in found["furniture"].items():
        patterns = [lines] if isinstance(lines, str) else lines
        if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
            complain(name, f"“{name}” is not a list of lines", 'Write: ["Thăm dò.*", "Mới nhất"]')
            continue
        furniture[name] = tuple(patterns)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                complain(name, f"“{pattern}” is no regular expression: {error}", _ESCAPE)
    columns = {name: column for name, column in found["fields"].items() if isinstance(column, str)}
    return ImportSettings(fields=columns, furniture=furniture)


def _check_values(settings: Settings, complain: _Complain) -> ZoneInfo:
    url = urlsplit(settings.base_url)
    if url.scheme not in {"http", "https"} or not url.netloc or url.query or url.fragment:
        complain(
            "base_url",
            f"“{settings.base_url}” is not the address of a site",
            'Write it whole: base_url = "https://example.org/archive/"',
        )
    if settings.language not in available_languages():
        complain(
            "language",
            f"there is no language “{settings.language}”",
            f"There are: {', '.join(available_languages())}.",
        )
    if not _LANGUAGE_TAG.fullmatch(settings.article_language):
        complain(
            "article_language",
            f"“{settings.article_language}” is not the tag of a language",
            'Use a BCP 47 tag: article_language = "vi"',
        )
    if settings.host and settings.host not in HOSTS:
        complain("host", f"there is no host “{settings.host}”", f"There are: {', '.join(HOSTS)}.")
    if settings.url_style not in {"dir", "html"}:
        complain("url_style", f"“{settings.url_style}” is no style of URLs", "dir or html")
    try:
        return ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        complain(
            "timezone",
            f"there is no time zone “{settings.timezone}”",
            'Use an IANA name: timezone = "Asia/Ho_Chi_Minh"',
        )
        return ZoneInfo("UTC")


def _find_key(key: str, lines: Sequence[str]) -> Location:
    pattern = re.compile(rf"""\s*\[*["']?{re.escape(key)}["']?\s*[\]=.]""")
    for number, line in enumerate(lines, 1):
        if pattern.match(line):
            return Location(file=FILE_NAME, line=number, column=1, text=line)
    return Location(file=FILE_NAME)
