"""One content file to one article: the front matter's keys, their types and their meaning."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator.dates import UNKNOWN, parse_date
from generator.digest import content_digest
from generator.errors import Location, Problem, UserError
from generator.frontmatter import Field, FrontMatter, read
from generator.markup import link_resolver, plain_text, render_markdown
from generator.model import (
    ArchiveDate,
    Article,
    Body,
    Correction,
    DateBasis,
    Figure,
    Provenance,
    Status,
)
from generator.urls import Urls, is_address
from generator.vietnamese import compose, slug

__all__ = ["KEYS", "Parsed", "parse_article"]

LEDE_LENGTH = 240
"""Longest lede of a listing in characters, where the front matter has no summary."""

STATUSES: tuple[Status, ...] = ("published", "draft", "withdrawn")
DATE_BASES: tuple[DateBasis, ...] = ("stated", "inferred", "crawl")

_SAME_KEY = {
    "author": "authors",
    "byline": "authors",
    "category": "section",
    "categories": "section",
    "description": "summary",
    "excerpt": "summary",
    "lastmod": "updated",
    "modified": "updated",
    "subject": "section",
}
"""Keys that users of Hugo, Jekyll, Pelican and Zola type, and what they are called here."""

KEYS = (
    "title",
    "date",
    "date_basis",
    "updated",
    "authors",
    "agency",
    "kicker",
    "section",
    "tags",
    "summary",
    "status",
    "draft",
    "reason",
    "corrections",
    "aliases",
    "reprint_of",
    "source",
)
"""What the front matter of an article may say; docs/editors.md describes it."""

_SOURCE_KEYS = ("file", "sha256", "url", "retrieved", "importer", "comments")
_CORRECTION_KEYS = ("date", "text")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An article and its body, as the store keeps them."""

    article: Article
    body: Body


def parse_article(path: str, text: str, key: str, urls: Urls, base_path: str) -> Parsed:
    """Return the article in a content file.

    ``path`` is relative to ``content/``; ``key`` identifies this very text under these very
    settings, and becomes the article's key.

    Raises:
        UserError: everything that is wrong in this file.
    """
    file = f"content/{path}"
    front = read(compose(text.replace("\r\n", "\n")), file)
    reader = _Reader(file=file, content=text, front=front)
    fields = reader.known(front.fields, KEYS, _SAME_KEY)
    title = reader.text(fields, "title")
    if title is None and not (fields.get("title") and reader.problems):
        reader.complain(fields.get("title"), "the title is missing", "Add: title: The headline")
    status = reader.choice(fields, "status", STATUSES) or "published"
    if reader.flag(fields, "draft"):
        status = "draft"
    url = urls.article(path)
    if url == "/":
        reader.complain(None, "the file's name has no letter or digit", "Rename the file.")
    body = render_markdown(front.body, link_resolver(path, base_path, urls.article))
    summary, opening = reader.text(fields, "summary"), _first_text(body)
    article = Article(
        path=path,
        key="",
        facts=b"",
        url=url,
        title=title or "",
        date=reader.date(fields, "date") or UNKNOWN,
        date_basis=reader.choice(fields, "date_basis", DATE_BASES),
        updated=reader.date(fields, "updated"),
        kicker=reader.text(fields, "kicker"),
        summary=summary,
        opens_with_summary=summary is not None and opening.startswith(summary),
        lede=_shorten(summary or opening),
        authors=reader.labels(fields, "authors"),
        agency=reader.text(fields, "agency"),
        section=next(iter(reader.labels(fields, "section", separators="")), None),
        tags=reader.labels(fields, "tags"),
        status=status,
        reason=reader.text(fields, "reason"),
        corrections=reader.corrections(fields),
        aliases=reader.aliases(fields),
        reprint_of=reader.reprint_of(fields, path),
        source=reader.source(fields),
        pictures=tuple(
            source for block in body.blocks if isinstance(block, Figure) for source in block.sources
        ),
    )
    if reader.problems:
        raise UserError(reader.problems)
    article = replace(
        article,
        facts=content_digest(msgspec.msgpack.encode(article)),
        key=key,
        # A body's text has one space between words, and one line end between lines.
        words=body.text.count(" ") + body.text.count("\n") + bool(body.text),
    )
    return Parsed(article=article, body=body)


def _first_text(body: Body) -> str:
    """Return the first paragraph that is no picture and no heading."""
    for block in body.blocks:
        if isinstance(block, str) and "<p>" in block:
            return plain_text(block[block.index("<p>") : block.index("</p>")])
    return ""


def _shorten(text: str) -> str:
    """Return the text cut after a whole word, with an ellipsis, if it is too long."""
    folded = " ".join(text.split())
    if len(folded) <= LEDE_LENGTH:
        return folded
    cut = folded[:LEDE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.–-")
    return cut + "…"


@dataclass(slots=True)
class _Reader:
    """Reads typed values out of fields and collects what is wrong with them."""

    file: str
    content: str
    front: FrontMatter
    problems: list[Problem] = field(default_factory=list)

    def complain(self, where: Field | None, message: str, remedy: str | None = None) -> None:
        location = Location(file=self.file)
        if where is not None:
            lines = self.content.splitlines()
            line = lines[where.line - 1] if where.line <= len(lines) else None
            location = Location(file=self.file, line=where.line, column=where.column, text=line)
        self.problems.append(Problem(location=location, message=message, remedy=remedy))

    def known(
        self, fields: Mapping[str, Field], keys: Sequence[str], same: Mapping[str, str]
    ) -> dict[str, Field]:
        """Return the fields under our own names; unknown keys are problems."""
        found: dict[str, Field] = {}
        for name, value in fields.items():
            key = same.get(name, name)
            if key not in keys:
                close = difflib.get_close_matches(name, [*keys, *same], n=1)
                hint = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(keys)}."
                self.complain(value, f"unknown key “{name}”", hint)
            elif key in found:
                self.complain(value, f"“{name}” says again what “{key}” says", "Remove one.")
            else:
                found[key] = value
        return found

    def text(self, fields: Mapping[str, Field], key: str) -> str | None:
        where = fields.get(key)
        if where is None or where.value is None:
            return None
        if not isinstance(where.value, str):
            self.complain(where, f"“{key}” is not a line of text", "Put the value in quotes.")
            return None
        return " ".join(where.value.split()) or None

    def flag(self, fields: Mapping[str, Field], key: str) -> bool:
        value = self.choice(fields, key, ("true", "false"))
        return value == "true"

    def choice(self, fields: Mapping[str, Field], key: str, choices: Sequence[T]) -> T | None:
        value = self.text(fields, key)
        for choice in choices:
            if choice == value:
                return choice
        if value is not None:
            names = ", ".join(map(str, choices))
            self.complain(fields[key], f"“{key}” cannot be “{value}”", f"One of: {names}.")
        return None

    def date(self, fields: Mapping[str, Field], key: str) -> ArchiveDate | None:
        value = self.text(fields, key)
        if value is None:
            return None
        try:
            return parse_date(value)
        except ValueError as error:
            self.complain(
                fields[key],
                str(error),
                "Write year-month-day, as exactly as it is known: 2021-12-02T17:33+07:00, "
                "2021-12-02, 2021-12, 2021~ (about), 2021-12-02? (probably), XXXX-12-02.",
            )
            return None

    def labels(
        self, fields: Mapping[str, Field], key: str, separators: str = ","
    ) -> tuple[str, ...]:
        """Return a list of labels without repetitions; one text may hold several, by commas."""
        where = fields.get(key)
        if where is None or where.value is None:
            return ()
        items: Sequence[Field] = []
        if isinstance(where.value, str):
            parts = where.value.split(separators) if separators else [where.value]
            items = [Field(value=part, line=where.line, column=where.column) for part in parts]
        elif isinstance(where.value, Mapping):
            self.complain(where, f"“{key}” is not a list", f"Write: {key}: [one, another]")
        else:
            items = where.value
        found: dict[str, str] = {}
        for item in items:
            label = " ".join(item.value.split()) if isinstance(item.value, str) else ""
            if not slug(label):
                self.complain(item, f"“{key}” has an entry without letters", "Remove the entry.")
            else:
                found.setdefault(slug(label), label)
        return tuple(found.values())

    def aliases(self, fields: Mapping[str, Field]) -> tuple[str, ...]:
        where = fields.get("aliases")
        if where is None or where.value is None:
            return ()
        items: Sequence[Field] = [where]
        if not isinstance(where.value, (str, Mapping)):
            items = where.value
        found = []
        for item in items:
            if isinstance(item.value, str) and is_address(item.value):
                found.append(item.value)
            else:
                self.complain(
                    item, "an alias is not a path of this site", "Write: aliases: [/old/page.html]"
                )
        return tuple(dict.fromkeys(found))

    def reprint_of(self, fields: Mapping[str, Field], path: str) -> str | None:
        original = self.text(fields, "reprint_of")
        if original == path:
            self.complain(fields["reprint_of"], "an article is no reprint of itself", "Remove it.")
        return original

    def source(self, fields: Mapping[str, Field]) -> Provenance:
        values = self._mapping(fields.get("source"), "source", _SOURCE_KEYS)
        return Provenance(**{key: self.text(values, key) for key in _SOURCE_KEYS})

    def corrections(self, fields: Mapping[str, Field]) -> tuple[Correction, ...]:
        where = fields.get("corrections")
        if where is None or where.value is None:
            return ()
        if isinstance(where.value, (str, Mapping)):
            self.complain(
                where,
                "“corrections” is not a list",
                "Write: corrections: [{date: 2021-10-05, text: What was corrected}]",
            )
            return ()
        found = []
        for item in where.value:
            values = self._mapping(item, "corrections", _CORRECTION_KEYS)
            text, when = self.text(values, "text"), self.date(values, "date")
            if text is None:
                self.complain(item, "a correction has no text", "Add: text: What was corrected")
            else:
                found.append(Correction(date=when or UNKNOWN, text=text))
        return tuple(found)

    def _mapping(self, where: Field | None, key: str, keys: Sequence[str]) -> Mapping[str, Field]:
        if where is None or where.value is None:
            return {}
        if not isinstance(where.value, Mapping):
            self.complain(
                where, f"“{key}” is not a list of “key: value”", f"Keys: {', '.join(keys)}"
            )
            return {}
        return self.known(where.value, keys, {})
