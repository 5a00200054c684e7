"""The fields of a front matter to typed values, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from generator.dates import UNKNOWN, date_remedy, parse_date
from generator.errors import Location, Problem
from generator.frontmatter import Field, problem_at
from generator.keys import CORRECTION, KEYS, PASSED_OVER, SAME, SOURCE, closest, plain_key
from generator.model import ArchiveDate, Correction, Provenance
from generator.urls import alias_url, is_address, is_web_address, output_path, wrong_name
from generator.vietnamese import slug

__all__ = ["FieldReader", "distinct", "spread"]

T = TypeVar("T")

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What is no text, but may be written in a quoted value; the others of these are white space."""


@dataclass(slots=True)
class FieldReader:
    """Reads typed values out of fields and collects what is wrong with them."""

    path: str
    content: str
    problems: list[Problem] = field(default_factory=list)
    addresses: list[Field] = field(default_factory=list)
    """Where the article was on the web before, as other generators' keys say."""

    @property
    def file(self) -> str:
        """Return the file's path, as problems name it."""
        return f"content/{self.path}"

    def complain(self, where: Field | None, message: str, remedy: str | None = None) -> None:
        """Take down a problem of a value, or of the file."""
        if where is None:
            location = Location(file=self.file)
            self.problems.append(Problem(location=location, message=message, remedy=remedy))
        else:
            place = (where.line, where.column)
            self.problems.append(problem_at(self.file, self.content, place, message, remedy))

    def complain_of_line(self, line: int, message: str, remedy: str) -> None:
        """Take down a problem of a line of the file, of which only the beginning is shown."""
        text = self.content.split("\n")[line - 1][:120]
        location = Location(file=self.file, line=line, text=text)
        self.problems.append(Problem(location=location, message=message, remedy=remedy))

    def complain_of_key(self, where: Field, message: str, remedy: str) -> None:
        """Take down a problem of a value's key."""
        place = where.key or (where.line, where.column)
        self.problems.append(problem_at(self.file, self.content, place, message, remedy))

    def article(self, fields: Mapping[str, Field]) -> dict[str, Field]:
        """Return the fields of an article under our own names; unknown keys are problems.

        Our own name of a thing counts before another generator's.
        """
        found: dict[str, Field] = {}
        foreign: dict[str, tuple[str, Field]] = {}
        for name, value in spread(fields):
            key = name if name in KEYS else plain_key(name)
            same = SAME.get(key, key)
            if key == "slug":
                self._slug(value)
            elif key == "published":  # Jekyll: true or false; Hugo: a date
                is_flag = value.value in {"true", "false"}
                opposite = "false" if value.value == "true" else "true"
                own = replace(value, value=opposite) if is_flag else value
                foreign["draft" if is_flag else "publish"] = (name, own)
            elif key in PASSED_OVER:
                continue
            elif same not in KEYS:
                close = closest(name, [*KEYS, *SAME])
                hint = f"Did you mean “{close}”?" if close else f"Known: {', '.join(KEYS)}."
                self.complain_of_key(value, f"unknown key “{name}”", hint)
            elif key == same and key in found:
                self.complain_of_key(value, f"“{name}” says again what “{key}” says", "Remove one.")
            elif key == same:
                found[key] = value
            elif same == "aliases":
                self.addresses.append(value)
            elif same in foreign:
                message = f"“{name}” says again what “{foreign[same][0]}” says"
                self.complain_of_key(value, message, "Remove one.")
            else:
                foreign[same] = (name, value)
        return {key: value for key, (_, value) in foreign.items()} | found

    def _slug(self, value: Field) -> None:
        """Complain of an address that is not that of the file: only its path says where it goes."""
        *folders, name = self.path.removesuffix(".md").split("/")
        name = folders[-1] if name == "index" and folders else name
        if isinstance(value.value, str) and slug(value.value) != slug(name):
            message = f"“slug” says “{value.value}”, but the file is called “{name}”"
            remedy = (
                f"An article's address is that of its file: rename it to {slug(value.value)}.md"
            )
            self.complain(value, message, f"{remedy}, or remove the line.")

    def part(self, fields: Mapping[str, Field], keys: Sequence[str]) -> Mapping[str, Field]:
        """Return the fields of a part of an article; unknown keys are problems."""
        for name, value in fields.items():
            if name not in keys:
                close = closest(name, keys)
                hint = f"Did you mean “{close}”?" if close else f"Known: {', '.join(keys)}."
                self.complain_of_key(value, f"unknown key “{name}”", hint)
        return fields

    def text(self, fields: Mapping[str, Field], key: str) -> str | None:
        """Return the value of a key as one line of text, None if it says nothing."""
        where = fields.get(key)
        if where is None or where.value is None:
            return None
        if not isinstance(where.value, str):
            self.complain(where, f"“{key}” is not a line of text", "Put the value in quotes.")
            return None
        return _one_line(where.value) or None

    def flag(self, fields: Mapping[str, Field], key: str) -> bool:
        """Return whether the value of a key is ``true``."""
        value = self.choice(fields, key, ("true", "false"))
        return value == "true"

    def choice(self, fields: Mapping[str, Field], key: str, choices: Sequence[T]) -> T | None:
        """Return the value of a key that can be one of these, however its capitals are."""
        value = self.text(fields, key)
        if value is None:
            return None
        for choice in choices:
            if str(choice) == value.casefold():
                return choice
        close = closest(value, map(str, choices))
        hint = f"Did you mean “{close}”? " if close else ""
        remedy = f"{hint}One of: {', '.join(map(str, choices))}."
        self.complain(fields[key], f"“{key}” cannot be “{value}”", remedy)
        return None

    def date(self, fields: Mapping[str, Field], key: str) -> ArchiveDate | None:
        """Return the date of a key, None if it says none."""
        value = self.text(fields, key)
        if value is None:
            return None
        try:
            return parse_date(value)
        except ValueError as error:
            self.complain(fields[key], str(error), date_remedy(value))
            return None

    def moment(self, fields: Mapping[str, Field], key: str) -> ArchiveDate | None:
        """Return the day or minute of a key, None if it says none."""
        when = self.date(fields, key)
        if when is not None and not when.is_exact:
            self.complain(
                fields[key],
                f"“{key}” needs a day that is certain",
                f"Write: {key}: 2027-01-31, or with a time: {key}: 2027-01-31T06:00",
            )
            return None
        return when

    def labels(
        self, fields: Mapping[str, Field], key: str, separators: str = ","
    ) -> tuple[str, ...]:
        """Return a list of labels without repetitions; one text may hold several, by commas."""
        where = fields.get(key)
        if where is None or where.value is None:
            return ()
        items: Sequence[Field] = []
        if isinstance(where.value, str):
            # Pelican's users put semicolons where a name may have a comma.
            separator = ";" if separators and ";" in where.value else separators
            parts = where.value.split(separator) if separator else [where.value]
            items = [Field(value=part, line=where.line, column=where.column) for part in parts]
        elif isinstance(where.value, Mapping):
            self.complain(where, f"“{key}” is not a list", f"Write: {key}: [one, another]")
        else:
            items = where.value
        found: list[str] = []
        for item in items:
            label = _one_line(item.value) if isinstance(item.value, str) else ""
            if not slug(label):
                self.complain(item, f"“{key}” has an entry without letters", "Remove the entry.")
            else:
                found.append(label)
        return distinct(found)

    def aliases(self, fields: Mapping[str, Field], url: str) -> tuple[str, ...]:
        """Return the old addresses of the article at this URL."""
        return tuple(dict.fromkeys((*self._aliases(fields), *self._other_addresses(url))))

    def _other_addresses(self, url: str) -> Iterator[str]:
        """Yield where another generator had the article, if that was elsewhere."""
        for where in self.addresses:
            items = [where] if isinstance(where.value, str) else where.value or ()
            for item in items if not isinstance(items, Mapping) else ():
                path = urlsplit(str(item.value)).path if isinstance(item.value, str) else ""
                path = "/" + path.lstrip("/")
                # Patterns of addresses (/:year/:title/) say nothing about this one.
                if is_address(path) and output_path(alias_url(path)) != output_path(url):
                    yield path

    def _aliases(self, fields: Mapping[str, Field]) -> tuple[str, ...]:
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
                text = item.value if isinstance(item.value, str) else ""
                wrong = wrong_name(text[1:]) if text.startswith("/") else None
                because = f" ({wrong})" if wrong else ""
                message = "an alias is not a path of this site"
                self.complain(item, message, f"Write: aliases: [/old/page.html]{because}")
        return tuple(found)

    def reprint_of(self, fields: Mapping[str, Field]) -> str | None:
        """Return the content file that the article repeats."""
        original = self.text(fields, "reprint_of")
        if original == self.path:
            self.complain(fields["reprint_of"], "an article is no reprint of itself", "Remove it.")
        return original

    def source(self, fields: Mapping[str, Field]) -> Provenance:
        """Return where the article comes from."""
        values = self._mapping(fields.get("source"), "source", SOURCE)
        found = {key: self.text(values, key) for key in SOURCE}
        if found["url"] is not None and not is_web_address(found["url"]):
            message = f"“{found['url']}” is not an address of the web"
            self.complain(values["url"], message, "Write it whole: url: https://example.org/1.html")
        return Provenance(**found)

    def corrections(self, fields: Mapping[str, Field]) -> tuple[Correction, ...]:
        """Return what was corrected."""
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
            values = self._mapping(item, "corrections", CORRECTION)
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
        return self.part(where.value, keys)


def _one_line(text: str) -> str:
    """Return a text with one space between words, without what is none."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_UNSEEN.sub("", text).split())


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels without repetitions: of those with one slug the first."""
    found: dict[str, str] = {}
    for label in labels:
        found.setdefault(slug(label), label)
    return tuple(found.values())


def spread(fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    """Yield the fields, and in their place those of Zola's table of taxonomies."""
    for name, value in fields.items():
        if name == "taxonomies" and isinstance(value.value, Mapping):
            known = KEYS.keys() | SAME.keys()
            yield from ((key, labels) for key, labels in value.value.items() if key in known)
        else:
            yield name, value
