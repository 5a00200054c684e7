"""The theme's files: the archive's own ``templates/`` over the default theme, file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from generator.errors import Location, Problem, UserError

__all__ = ["Theme", "default_templates", "load_theme"]

ASSETS = "assets/"
STYLESHEET = "style.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Templates by name (``article.html``), and assets by name (``style.css``).

    ``origins`` are the files that the templates were read from, for error messages.
    """

    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    origins: Mapping[str, str]

    def asset_path(self, name: str) -> str:
        """Return where an asset is published: its name carries a digest of its content.

        Raises:
            KeyError: the theme has no such asset.
        """
        digest = blake2b(self.assets[name], digest_size=5).hexdigest()
        path = PurePosixPath(name)
        return f"{ASSETS}{path.stem}.{digest}{path.suffix}"


def default_templates() -> Path:
    """Return the folder of the default theme: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, and links to folders; none, where it is not there.

    Raises:
        OSError: a folder cannot be read; without what is in it the site would be another one.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    yield from filter(Path.is_symlink, [folder])
    for place, folders, names in os.walk(folder, onerror=refuse):
        yield from filter(Path.is_symlink, (Path(place, name) for name in folders))
        yield from (Path(place, name) for name in names)


def load_theme(own: Path, properties: str) -> Theme:
    """Return the default theme with the archive's ``own`` templates in place of its files.

    The stylesheet begins with the custom ``properties`` that the settings ask for.

    Raises:
        UserError: templates that are not UTF-8 text.
        OSError: a file or folder cannot be read.
    """
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    origins: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in (default_templates(), own):
        for path in sorted(_files(folder)):
            name = path.relative_to(folder).as_posix()
            if folder == own and path.is_symlink():
                problems.append(
                    Problem(
                        location=Location(file=f"templates/{name}".removesuffix("/.")),
                        message="is a symbolic link",
                        remedy="Copy the file or folder itself.",
                    )
                )
                continue
            if not path.is_file() or any(part.startswith(".") for part in name.split("/")):
                continue
            if name.startswith(ASSETS):
                assets[name.removeprefix(ASSETS)] = path.read_bytes()
            elif path.suffix == ".html":
                origins[name] = f"templates/{name}"
                try:
                    templates[name] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError as error:
                    problems.append(
                        Problem(
                            location=Location(file=origins[name]),
                            message=f"not UTF-8 text: {error.reason} at byte {error.start}",
                            remedy="Save it as UTF-8.",
                        )
                    )
    if problems:
        raise UserError(problems)
    assets[STYLESHEET] = properties.encode() + assets[STYLESHEET]
    return Theme(templates=templates, assets=assets, origins=origins)
