"""An editor for browsers: the page ``/admin/`` and what it knows of the archive. Pure.

Sveltia CMS (https://sveltiacms.app/) writes into the archive's repository, with the rights of
whoever signs in; this site needs no server for it. Its script is one file of one version, and
the browser refuses any other bytes (Subresource Integrity, https://www.w3.org/TR/sri/).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.config import Config
from generator.dates import DATE_PATTERN, MOMENT_PATTERN
from generator.documents import AdminConfigView
from generator.elements import Site
from generator.keys import KEYS, Key, Kind
from generator.languages import Language, load_language
from generator.model import Bodies
from generator.views import AdminView
from generator.vocabulary import KEYS as TERM_KEYS
from generator.vocabulary import VOCABULARY

__all__ = ["CONFIG", "INTEGRITY", "PAGE", "SCRIPT", "VERSION", "admin_config", "admin_views"]

PAGE = "/admin/"
CONFIG = "/admin/config.yml"

VERSION = "0.221.1"
INTEGRITY = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
"""Of ``dist/sveltia-cms.js`` in the package ``@sveltia/cms`` of this version, as npm has it."""

_PACKAGE = f"https://unpkg.com/@sveltia/cms@{VERSION}"
SCRIPT = f"{_PACKAGE}/dist/sveltia-cms.js"

_LOCALES = f"{_PACKAGE}/locales/"
_FONTS = "https://cdn.jsdelivr.net/fontsource/fonts/"
"""Where the script finds its words in other languages (data), and its letters and icons."""

_SERVERS = {
    "github": "https://api.github.com https://*.githubusercontent.com https://www.githubstatus.com",
    "gitlab": "https://gitlab.com https://status-api.hostedstatus.com",
}
"""What the editor asks of each kind of repository, and nothing else."""

_WIDGETS: Mapping[Kind, Mapping[str, object]] = {
    "text": {"widget": "string"},
    "date": {"widget": "string"},
    "moment": {"widget": "string"},
    "labels": {"widget": "list"},
    "flag": {"widget": "boolean"},
    "addresses": {"widget": "list"},
    "choice": {"widget": "select"},
    "list": {"widget": "list", "collapsed": True},
    "table": {"widget": "object", "collapsed": True},
}

_FIRST = ("title", "date", "authors", "section", "tags", "summary", "status")
"""Keys that stand above the text in the form."""

_LONG = frozenset({"summary", "reason"})
"""Texts that may have several lines."""


def admin_views(config: Config) -> tuple[AdminView | AdminConfigView, ...]:
    """Return the page of the editor and its configuration, if the archive wants one."""
    host, _, repository = config.settings.admin.partition(":")
    if not repository:
        return ()
    page = AdminView(
        url=PAGE,
        title=load_language(config.language).text("admin"),
        config=CONFIG,
        script=SCRIPT,
        integrity=INTEGRITY,
        servers=f"{_SERVERS[host]} {_LOCALES}",
        fonts=_FONTS,
    )
    text = msgspec.json.format(msgspec.json.encode(_settings(config, host, repository)), indent=1)
    return page, AdminConfigView(url=CONFIG, text=text.decode())


def admin_config(view: AdminConfigView, _site: Site, _bodies: Bodies = ()) -> bytes:
    """Return the configuration: JSON, which is YAML as well (YAML 1.2, section 1.2)."""
    return view.text.encode() + b"\n"


def _settings(config: Config, host: str, repository: str) -> dict[str, object]:
    language = load_language(config.language)
    name, _, branch = repository.partition("@")
    # To sign in with a button needs a server of one's own; a token needs none.
    backend: dict[str, object] = {"name": host, "repo": name, "auth_methods": ["token"]}
    if branch:
        backend["branch"] = branch
    body = {
        "name": "body",
        "label": language.text("key_body"),
        "widget": "markdown",
        "modes": ["raw", "rich_text"],
        "required": False,
    }
    fields = {key.name: _field(key, config, language) for key in KEYS.values()}
    others = [field for name, field in fields.items() if name not in _FIRST]
    return {
        "backend": backend,
        "site_url": config.settings.base_url,
        "media_folder": "content/images",
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": "articles",
                "label": language.text("admin_articles"),
                "folder": "content",
                "extension": "md",
                "format": "yaml-frontmatter",
                "create": True,
                "nested": {"subfolders": False},
                "meta": {"path": {"widget": "string", "label": language.text("admin_folder")}},
                "media_folder": "",
                "public_folder": "",
                "summary": "{{title}}",
                "sortable_fields": ["title", "date"],
                "editor": {"preview": False},
                "fields": [*(fields[name] for name in _FIRST), body, *others],
            },
            {
                "name": "vocabulary",
                "label": language.text("tags"),
                "files": [_vocabulary(language)],
            },
        ],
    }


def _field(key: Key, config: Config, language: Language) -> dict[str, object]:
    """Return a key of the front matter as a field of a form."""
    field: dict[str, object] = {
        "name": key.name,
        "label": language.text(f"key_{key.name}"),
        "hint": language.text(f"hint_{key.name}"),
        "required": key.name == "title",
        **_WIDGETS[key.kind],
    }
    if key.name in _LONG:
        field["widget"] = "text"
    if key.name == "section" and config.sections:
        field |= {"widget": "select", "options": list(config.sections)}
    if key.choices:
        field["options"] = list(key.choices)
    if key.kind in {"date", "moment"}:
        pattern = DATE_PATTERN if key.kind == "date" else MOMENT_PATTERN
        field["pattern"] = [pattern, language.text(f"hint_{key.name}")]
    if key.parts:
        field["fields"] = [
            {
                "name": part,
                "label": language.text(f"key_{key.name}_{part}"),
                "required": key.kind == "list",
                "widget": "string",
            }
            for part in key.parts
        ]
    return field


def _vocabulary(language: Language) -> dict[str, object]:
    """Return the file of the vocabulary: a list, without a key above it."""
    terms = [
        {
            "name": name,
            "label": language.text(f"term_{name}"),
            "required": name == "label",
            "widget": "list" if name == "aliases" else "string",
        }
        for name in TERM_KEYS
    ]
    label = language.text("tags")
    root = {"name": "terms", "label": label, "widget": "list", "root": True, "fields": terms}
    return {
        "name": "tags",
        "label": label,
        "file": VOCABULARY,
        "format": "yaml",
        "fields": [root | {"summary": "{{label}}", "collapsed": True, "required": False}],
    }
