"""An archive and its settings: ``archive.toml``, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.config_tables import Complain, typed_values
from generator.errors import Location, Problem, UsageError, UserError
from generator.frontmatter import parse_toml, toml_problem
from generator.languages import available_languages
from generator.look import FONT_FILE, STACKS, ThemeSettings
from generator.pictures import examine
from generator.settings import HOSTS, Settings

__all__ = [
    "FILE_NAME",
    "Config",
    "load_config",
    "read_config",
]

FILE_NAME = "archive.toml"

_REPOSITORY = re.compile(r"(?:github:[\w.-]+|gitlab:[\w.-]+(?:/[\w.-]+)*)/[\w.-]+(?:@[\w./-]+)?")

_LANGUAGE_TAG = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)?")
"""A language with its subtags (RFC 5646), in brief; nothing stands for the interface's."""


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
    config, problems = read_config(root)
    if problems:
        raise UserError(problems)
    return config


def read_config(root: Path) -> tuple[Config, Sequence[Problem]]:
    """Return the configuration of the archive in this folder, and everything that is wrong with it.

    Where something is wrong, defaults stand in, so that the content can be read all the same.

    Raises:
        UsageError: there is no ``archive.toml``.
    """
    path = root / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            Problem(
                location=Location(file=str(root if root.is_file() else path)),
                message="is a file, not a folder" if root.is_file() else "there is no archive here",
                remedy="Name the archive's folder with --site, or make one: backissue init NAME",
            )
        ) from None
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text: {error.reason} at byte {error.start}"
        location, remedy = Location(file=FILE_NAME), "Save the file as UTF-8."
        return _stand_in(root), [Problem(location=location, message=message, remedy=remedy)]
    try:
        data = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        return _stand_in(root), [toml_problem(str(error), text, FILE_NAME)]
    return _checked(root, data, text)


def _checked(root: Path, data: Mapping[str, object], text: str) -> tuple[Config, Sequence[Problem]]:
    lines = text.splitlines()
    problems: list[Problem] = []
    wrong: set[str] = set()

    def complain(key: str, message: str, remedy: str) -> None:
        wrong.add(key)
        problems.append(Problem(location=_find_key(key, lines), message=message, remedy=remedy))

    values = typed_values(data, complain)
    if not values.get("title"):
        complain("title", "“title” is missing", 'Add a line: title = "The name of the archive"')
        values["title"] = "?"
    settings = Settings(**values)  # type: ignore[arg-type]  # typed_values saw to the types
    zone = _check_values(settings, complain)
    logo_size = _check_theme(settings.theme, root / "static", complain)
    if problems:
        right = {key: value for key, value in values.items() if key in _NEEDED - wrong}
        return _stand_in(root, **right), problems
    if not settings.base_url.endswith("/"):
        settings = replace(settings, base_url=settings.base_url + "/")
    return Config(root=root, settings=settings, zone=zone, logo_size=logo_size), ()


_NEEDED = frozenset({"base_url", "language", "timezone", "url_style"})
"""Settings on which it depends how content is read."""


def _stand_in(root: Path, **values: object) -> Config:
    settings = Settings(title="?", **values)  # type: ignore[arg-type]  # as above
    return Config(root=root, settings=settings, zone=ZoneInfo(settings.timezone))


def _check_theme(theme: ThemeSettings, static: Path, complain: Complain) -> tuple[int, int] | None:
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


def _find_static(key: str, path: str, static: Path, complain: Complain) -> bool:
    found = static / path
    if ".." not in found.parts and found.is_file():
        return True
    complain(key, f"there is no static/{path}", "Put the file there, or correct its name.")
    return False


def _check_values(settings: Settings, complain: Complain) -> ZoneInfo:
    if not _is_address_of_a_site(settings.base_url):
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
    if settings.admin and not _REPOSITORY.fullmatch(settings.admin):
        complain(
            "admin",
            f"“{settings.admin}” is not a repository",
            'Write: admin = "github:owner/name", or "gitlab:group/name@branch"',
        )
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


def _is_address_of_a_site(text: str) -> bool:
    try:
        url = urlsplit(text)
        host = url.hostname and url.port != 0
    except ValueError:  # no number of a port, a bracket that is not closed
        return False
    return bool(url.scheme in {"http", "https"} and host and not url.query and not url.fragment)


def _find_key(key: str, lines: Sequence[str]) -> Location:
    pattern = re.compile(rf"""\s*\[*["']?{re.escape(key)}["']?\s*[\]=.]""")
    for number, line in enumerate(lines, 1):
        if pattern.match(line):
            return Location(file=FILE_NAME, line=number, column=1, text=line)
    return Location(file=FILE_NAME)
