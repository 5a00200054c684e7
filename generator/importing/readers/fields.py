"""Rows of tables, objects of JSON and sidecars: which of their values is what of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape, unescape

from generator.importing.bylines import read_byline
from generator.importing.house import column_key
from generator.importing.records import Declared
from generator.vietnamese import compose

__all__ = ["Columns", "Row", "is_markup", "is_name", "merged", "tidy"]

Columns = Mapping[str, tuple[str, ...]]

_NO_NAME = re.compile(
    r"https?:|@|\d|\.(?:vn|com|net|org|info)\b|^(?:admin|editor|staff)$", re.IGNORECASE
)
_LONGEST_NAME = 60
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|img|a|b|i|em|strong|h[1-6]|figure|table|ul|ol|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"[;|,\n]")
_AROUND = " \t\r[]\"'"
"""What stands around the items of a list that was written into one cell."""

_NOTHING = Declared()
_TEXT_OF_OBJECT = ("rendered", "name", "text", "value", "url", "src")
"""Where objects of JSON keep what they stand for, as in the answers of WordPress' REST API."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, as JSON may escape it alone."""

_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
"""Seconds or milliseconds since 1970."""

_column_key = lru_cache(maxsize=1000)(column_key)


def is_name(text: str) -> bool:
    """Return whether a text can be an author's name: no address, no account of the system."""
    return 0 < len(text) <= _LONGEST_NAME and not _NO_NAME.search(text)


def is_markup(text: str) -> bool:
    """Return whether a text is a fragment of HTML, by its elements."""
    return _MARKUP.search(text) is not None


def tidy(text: str) -> str:
    """Return a short text on one line, without the entities and elements of HTML."""
    return " ".join(compose(unescape(_MARKUP.sub(" ", text))).split())


def merged(page: Declared, source: Declared) -> Declared:
    """Return what a page declares, but for what its source says of it as well."""
    if source == _NOTHING:
        return page
    said = {each.name: getattr(source, each.name) for each in fields(Declared)}
    return replace(page, **{name: value for name, value in said.items() if value not in (None, ())})


@dataclass(frozen=True, slots=True)
class Row:
    """An article as a table holds it: values by the name of their column."""

    values: Mapping[str, object]
    columns: Columns

    @classmethod
    def of(cls, row: Mapping[str, object], columns: Columns) -> Row:
        """Return a row whose columns may be written in any way: ``Tiêu đề``, ``tieu_de``."""
        values = {_column_key(name): value for name, value in row.items() if value}
        return cls(values, columns)

    @property
    def body(self) -> str:
        """Return the article's text or HTML, with its picture if that has a column; or nothing."""
        body = "\n\n".join(_texts(self._value("body"))).strip()
        pictures = [name for name in _texts(self._value("image")) if name not in body]
        if not body or not pictures:
            return body
        if not is_markup(body):
            body = "".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())
        images = "".join(f'<img src="{escape(name)}">' for name in pictures)
        caption = escape(self._words("caption") or "")
        return f"<figure>{images}<figcaption>{caption}</figcaption></figure>{body}"

    @property
    def name(self) -> str | None:
        """Return what the article is called in its file, and always will be: id or address."""
        address = re.sub(r"^https?://", "", self._words("url") or "")
        return self._words("id") or address or None

    @property
    def url(self) -> str | None:
        """Return the article's address, if it is one of the web."""
        url = self._words("url") or ""
        return url if re.match(r"https?://\S+$", url) else None

    @property
    def retrieved(self) -> str | None:
        """Return when the article was saved."""
        return self._moment("retrieved")

    @property
    def declared(self) -> Declared:
        """Return what the row says about its article."""
        return Declared(
            title=self._words("title"),
            authors=tuple(name for text in self._list("authors") for name in _people(text)),
            date=self._moment("date"),
            updated=self._moment("updated"),
            summary=self._words("summary"),
            publisher=self._words("publisher"),
            categories=self._list("section"),
            tags=self._list("tags"),
        )

    def _value(self, field: str) -> object:
        found = (self.values[name] for name in self.columns[field] if name in self.values)
        return next(found, None)

    def _words(self, field: str) -> str | None:
        return tidy(" ".join(_texts(self._value(field)))) or None

    def _list(self, field: str) -> tuple[str, ...]:
        value = self._value(field)
        if isinstance(value, list):
            # Numbers are keys of another table: names that we do not have.
            names = [name for item in value if not isinstance(item, int) for name in _texts(item)]
        else:
            cells = _texts(value)
            names = [name.strip(_AROUND) for cell in cells for name in _BETWEEN_NAMES.split(cell)]
        return tuple(dict.fromkeys(filter(None, map(tidy, names))))

    def _moment(self, field: str) -> str | None:
        text = self._words(field)
        if text is None or not _EPOCH.fullmatch(text):
            return text
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _people(text: str) -> tuple[str, ...]:
    byline = read_byline(text, placed=True)
    return byline.names if byline is not None else tuple(filter(is_name, [text]))


def _texts(value: object) -> list[str]:
    """Return the texts in a value: itself, those of a list, or that of an object."""
    if isinstance(value, str):
        return [_HALF.sub("\ufffd", value)] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, Mapping):
        return next((_texts(value[name]) for name in _TEXT_OF_OBJECT if value.get(name)), [])
    if isinstance(value, Sequence):
        return [text for item in value for text in _texts(item)]
    return []
