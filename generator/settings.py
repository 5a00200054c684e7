"""What ``archive.toml`` may say: every key with its type, its default and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.look import ThemeSettings
from generator.renditions import PictureSettings

__all__ = [
    "ADVICE",
    "HOSTS",
    "AboutSettings",
    "CheckSettings",
    "ImportSettings",
    "Settings",
]


HOSTS = ("cloudflare-pages", "github-pages", "gitlab-pages", "netlify", "nginx", "s3")
"""Where a site can be published, as far as it makes a difference."""


ADVICE = (
    "caption",
    "external-link",
    "hidden-link",
    "missing-picture",
    "orphan",
    "section",
    "similar-articles",
    "similar-tags",
    "undated",
    "unused-file",
)
"""The kinds of advice that ``check`` gives; docs/editors.md says what each means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What the table ``[check]`` may say."""

    ignore: tuple[str, ...] = ()
    """The kinds of advice that this archive does not want (``ADVICE``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSettings:
    """What the table ``[about]`` may say; an empty line begins a new paragraph."""

    scope: str = ""
    """What the archive holds, what it leaves out, and why."""

    corrections: str = ""
    """How mistakes are corrected, and who decides."""

    withdrawals: str = ""
    """When an article is withdrawn, and how to ask for it."""

    contact: str = ""
    """An e-mail or web address, or where else to write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """What the table ``[import]`` of ``archive.toml`` may say."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """``[import.fields]``: what the columns or keys of a table are called: ``title = "tieude"``."""

    furniture: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``[import.furniture]``: a name, and regular expressions of whole lines that are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``archive.toml`` may say. The names of the fields are its keys."""

    title: str
    """The name of the archive, in the masthead and in every page's title."""

    description: str = ""
    """What the archive is and covers, in a sentence or two; shown on the home page."""

    publisher: str = ""
    """The newspaper whose articles these are; the title where it is left out."""

    base_url: str = "http://127.0.0.1:8000/"
    """Where the site is published, with its path: ``https://example.org/archive/``."""

    language: str = "vi"
    """The language of the interface: ``vi`` or ``en``."""

    article_language: str = ""
    """The language of the articles (BCP 47: ``vi``, ``fr``); the interface's if left out."""

    timezone: str = "Asia/Ho_Chi_Minh"
    """The newspaper's time zone (IANA name), for dates written without one."""

    license: str = ""
    """Under what terms the articles may be used; shown at the foot of every page."""

    url_style: Literal["dir", "html"] = "dir"
    """``dir`` for ``/2021/10/cho-noi/``, ``html`` for ``/2021/10/cho-noi.html``."""

    admin: str = ""
    """An editor for browsers at ``/admin/``, on this repository: ``github:owner/name``."""

    host: str = ""
    """Where it is published (``HOSTS``): what it can read is written, its limits are checked."""

    redirects: Mapping[str, str] = field(default_factory=dict)
    """The table ``[redirects]``: old addresses that belong to no article, with the new ones."""

    sections: Mapping[str, str] = field(default_factory=dict)
    """The newspaper's sections in its own order: a list of names, or a table of introductions."""

    about: AboutSettings = AboutSettings()
    """The table ``[about]``: what readers should know about the archive."""

    theme: ThemeSettings = field(default_factory=ThemeSettings)
    """The table ``[theme]``: colours, typefaces and the masthead."""

    pictures: PictureSettings = field(default_factory=PictureSettings)
    """The table ``[pictures]``: in which sizes and formats pictures are published."""

    check: CheckSettings = CheckSettings()
    """The table ``[check]``: what ``backissue check`` need not tell."""

    importing: ImportSettings = ImportSettings()
    """The table ``[import]``: how raw articles are read."""
