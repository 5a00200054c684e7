"""The theme's files: the archive's own ``templates/`` over the default theme, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

__all__ = ["Theme", "default_templates", "load_theme"]

ASSETS = "assets/"


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


def load_theme(own: Path) -> Theme:
    """Return the default theme with the archive's ``own`` templates in place of its files."""
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    origins: dict[str, str] = {}
    for folder in (default_templates(), own):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if not path.is_file() or any(part.startswith(".") for part in name.split("/")):
                continue
            if name.startswith(ASSETS):
                assets[name.removeprefix(ASSETS)] = path.read_bytes()
            elif path.suffix == ".html":
                templates[name] = path.read_text(encoding="utf-8")
                origins[name] = f"templates/{name}"
    return Theme(templates=templates, assets=assets, origins=origins)
