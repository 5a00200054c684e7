"""Readers: one file a format, each turning a file's bytes into the text of a raw record.

The format is found by content, not by name. A new format is one module with a function like
``plain_text.decode`` and one line in ``read_record``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from generator.errors import Location, Problem, UserError
from generator.importing.readers import html, plain_text
from generator.importing.records import RawRecord
from generator.vietnamese import slug

__all__ = ["article_files", "read_record"]

MAX_BYTES = 20_000_000
"""No article is this long; what is, is a dump or a mistake, and would only exhaust memory."""

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".htm", ".html", ".xhtml"})
"""Names that articles have. Everything else in a folder (pictures, sidecars) is passed over."""

NOT_ARTICLES = frozenset({"readme", "license", "makefile", "readme.txt", "license.txt"})


def article_files(path: Path) -> list[Path]:
    """Return the files at or below a path that can be articles, sorted by name.

    A file that is named outright is taken whatever its suffix. Hidden files and folders,
    pictures, sidecars and read-me files are passed over.
    """
    if path.is_file():
        return [path]
    return sorted(
        found
        for found in path.rglob("*")
        if found.suffix.lower() in TEXT_SUFFIXES
        and found.name.casefold() not in NOT_ARTICLES
        and not any(part.startswith(".") for part in found.relative_to(path).parts)
        and found.is_file()
    )


def read_record(path: Path, file: str, sections: Mapping[str, str]) -> RawRecord:
    """Return the raw record in a file.

    ``file`` is its name in provenance; ``sections`` maps slugs to the labels of the archive's
    sections: an article in a folder of that name belongs to the section.

    Raises:
        UserError: the file cannot be read, is empty, too large, or not text.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _failure(file, "too large for an article", "Split it, or leave it out.")
        data = path.read_bytes()
    except OSError as error:
        raise _failure(file, f"cannot be read: {error.strerror}", None) from None
    if html.is_html(data):
        return _in_section(html.read_html(data, file), sections)
    text, encoding = plain_text.decode(data, file)
    digest = hashlib.sha256(data).hexdigest()
    record = RawRecord(file=file, sha256=digest, text=text, encoding=encoding)
    return _in_section(record, sections)


def _in_section(record: RawRecord, sections: Mapping[str, str]) -> RawRecord:
    """Return the record in the section that its folder, categories or address name, if any."""
    path = urlsplit(record.url or "").path.split("/")
    names = [*reversed(record.file.split("/")[:-1]), *record.declared.categories, *path]
    section = next((sections[slug(name)] for name in names if slug(name) in sections), None)
    return replace(record, section=section)


def _failure(file: str, message: str, remedy: str | None) -> UserError:
    return UserError(Problem(location=Location(file=file), message=message, remedy=remedy))
