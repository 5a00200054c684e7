"""The keys of the front matter: the one list of what an article may say about itself.

What reads them (``articles``), what completes them in an editor (``schema``) and what shows them
as a form (``admin``) all go by this list. What each key says, in words, is in the language files
(``key_title`` and so on).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "CORRECTION",
    "KEYS",
    "PASSED_OVER",
    "SAME",
    "SOURCE",
    "Key",
    "Kind",
    "closest",
    "plain_key",
]

Kind = Literal["text", "date", "moment", "labels", "choice", "flag", "addresses", "list", "table"]
"""What a value is.

``date`` may be as vague as EDTF allows, ``moment`` is a day or a minute; ``labels`` are names
without repetition, ``addresses`` paths on this site; a ``list`` has tables of the key's ``parts``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: its name, what its value is, and what users of other generators call it (``also``)."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = field(default=())


CORRECTION = ("date", "text")
SOURCE = ("file", "sha256", "url", "retrieved", "importer", "comments")

_KEYS = (
    Key(name="title", kind="text"),
    Key(name="date", kind="date"),
    Key(name="date_basis", kind="choice", choices=("stated", "inferred", "crawl")),
    Key(name="updated", kind="date", also=("lastmod", "last_modified_at", "modified")),
    Key(name="authors", kind="labels", also=("author", "byline")),
    Key(name="agency", kind="text"),
    Key(name="kicker", kind="text"),
    Key(name="section", kind="text", also=("category", "categories", "subject")),
    Key(name="tags", kind="labels"),
    Key(name="summary", kind="text", also=("description", "excerpt")),
    Key(name="status", kind="choice", choices=("published", "draft", "withdrawn")),
    Key(name="draft", kind="flag"),
    Key(name="publish", kind="moment", also=("publishdate", "pubdate")),
    Key(name="expires", kind="moment", also=("expirydate", "unpublishdate")),
    Key(name="reason", kind="text"),
    Key(name="corrections", kind="list", parts=CORRECTION),
    Key(name="aliases", kind="addresses", also=("redirect_from", "permalink", "url", "save_as")),
    Key(name="reprint_of", kind="text"),
    Key(name="source", kind="table", parts=SOURCE),
)

KEYS: Mapping[str, Key] = {key.name: key for key in _KEYS}
"""What the front matter of an article may say; docs/editors.md describes it."""

SAME: Mapping[str, str] = {other: key.name for key in _KEYS for other in key.also}
"""Keys that users of Hugo, Jekyll, Pelican and Zola type, and what they are called here."""

PASSED_OVER = frozenset(
    "cascade comments cover extra featured_image headless image images in_search_index keywords "
    "lang language layout linktitle markup math menu menus outputs page_template params pin "
    "render resources series sitemap template thumbnail toc translation translationkey type "
    "weight".split()
)
"""Keys of those generators that say nothing about an article's own past: how it is laid out."""


def plain_key(name: str) -> str:
    """Return a key as this list spells it: Hugo and Pelican do not tell capitals apart.

    >>> plain_key("publishDate"), plain_key("Date-Basis")
    ('publishdate', 'date_basis')
    """
    return name.casefold().replace("-", "_")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, if one is close; capitals do not count."""
    by_letters = {other.casefold(): other for other in reversed(list(known))}
    found = difflib.get_close_matches(word.casefold(), by_letters, n=1)
    return by_letters[found[0]] if found else None
