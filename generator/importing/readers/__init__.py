"""Readers: files to raw records, in two steps.

``unpack`` finds the articles in a file, cheaply and one after the other; ``load_part`` gets the
bytes of one, and ``read_part`` decodes it, which is work for many processes. The format is found
by content (``formats``). A new format of many articles is one module with a generator of parts
and one line in ``_unpack``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path

from generator.errors import Problem, UserError
from generator.importing.house import House
from generator.importing.readers import html, plain_text
from generator.importing.readers.fields import Row, is_markup, merged
from generator.importing.readers.formats import format_of
from generator.importing.readers.markdown_text import is_markdown, read_markdown
from generator.importing.readers.parts import MAX_BYTES, Part, path_in, problem
from generator.importing.readers.tables import (
    csv_parts,
    holds_articles,
    json_object,
    json_parts,
    jsonl_parts,
)
from generator.importing.readers.warc import warc_parts
from generator.importing.readers.wordpress import wordpress_parts
from generator.importing.records import Declared, RawRecord
from generator.urls import is_web_address
from generator.vietnamese import slug

__all__ = ["Part", "article_files", "load_part", "read_part", "unpack"]

MOST_LINES = 5_000
LONGEST_LINE = 100_000
"""What is more is a dump of data, and would cost more time than all articles together."""

SUFFIXES = frozenset(
    {"", ".txt", ".text", ".htm", ".html", ".xhtml"}
    | {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".wxr", ".warc", ".gz"}
)
"""Names that articles have. Everything else in a folder (pictures, for one) is passed over."""

_TOO_LARGE = ("too large for an article", "Split it, or leave it out.")

SIDECAR = ".meta.json"
NOT_ARTICLES = frozenset({"readme", "license", "makefile", "readme.txt", "license.txt"})


def article_files(path: Path, house: House, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files at or below a path that can hold articles, by name.

    A file that is named outright is taken whatever its suffix. Hidden files and folders,
    pictures, sidecars, read-me files and JSON without any text of an article are passed over;
    a folder that cannot be read is added to the problems.
    """
    if path.is_file():
        yield path
        return

    def complain(error: OSError) -> None:
        problems.append(_unreadable(str(error.filename), error))

    root = path.resolve()
    for folder, folders, names in os.walk(path, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for found in [Path(folder, name) for name in (*folders, *sorted(names))]:
            if found.is_symlink() and not _leads_into(root, found):
                if found.is_dir() or found.suffix.lower() in SUFFIXES:
                    message = "is a symbolic link that leads out of the folder to import"
                    problems.append(problem(str(found), message, "Copy what it leads to."))
            elif found.name not in folders and _can_hold_articles(found, house):
                yield found


def _leads_into(root: Path, link: Path) -> bool:
    """Return whether a symbolic link leads to something below a folder; loops lead nowhere."""
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _can_hold_articles(path: Path, house: House) -> bool:
    name = path.name.casefold()
    return (
        path.suffix.lower() in SUFFIXES
        and name not in NOT_ARTICLES
        and not name.startswith(".")
        and not name.endswith(SIDECAR)
        and path.is_file()
        and (not name.endswith(".json") or holds_articles(path, house.columns))
    )


def unpack(path: Path, file: str, house: House) -> Iterator[Part | Problem]:
    """Yield the articles in a file, still to be read, and what is wrong with it.

    ``file`` is its name in provenance.
    """
    try:
        yield from _unpack(path, file, house)
    except UserError as error:
        yield from error.problems
    except OSError as error:
        yield _unreadable(file, error)
    except UnicodeError:
        yield problem(file, "this is not text in one encoding", "Save it as UTF-8.")


def _unpack(path: Path, file: str, house: House) -> Iterator[Part | Problem]:
    match format_of(path, file, house.columns):
        case "csv":
            yield from csv_parts(path, file, house.columns)
        case "json":
            yield from json_parts(path, file, house.columns)
        case "json lines":
            yield from jsonl_parts(path, file, house.columns)
        case "wordpress":
            yield from wordpress_parts(path, file)
        case "warc":
            yield from warc_parts(path, file)
        case "text":
            yield Part(file=file, path=path)
        case "page":
            yield Part(file=file, path=path, is_page=True)


def read_part(part: Part, house: House) -> RawRecord:
    """Return the raw record of an article that ``unpack`` has found.

    An article in a folder, category or address of the name of a section belongs to it.

    Raises:
        UserError: it cannot be read, is empty, too large, or not text.
    """
    part = load_part(part, house)
    record = _read(part)
    _refuse_no_article(record)
    url = next(filter(_is_address, (part.url, record.url)), None)
    declared = merged(record.declared, part.declared)
    return replace(
        record,
        sha256=part.sha256 or record.sha256,
        url=url,
        retrieved=part.retrieved,
        section=_section(record.file, declared, url, house.sections),
        declared=declared,
    )


def _refuse_no_article(record: RawRecord) -> None:
    """Refuse what holds nothing, or so much that it is no article and would take for ever."""
    lines = record.text.split("\n")
    if not any(map(str.strip, lines)):
        remedy = "Delete it, or scrape the page again."
        raise UserError(problem(record.file, "there is no text in it", remedy))
    if len(lines) > MOST_LINES or max(map(len, lines)) > LONGEST_LINE:
        message = f"more than {MOST_LINES:,} lines, or {LONGEST_LINE:,} characters in one"
        raise UserError(problem(record.file, f"no article: {message}", _TOO_LARGE[1]))


def load_part(part: Part, house: House) -> Part:
    """Return the article with the bytes of its file, and what the sidecar beside it says.

    Raises:
        UserError: a file cannot be read, is too large, or the sidecar is not an object of JSON.
    """
    if part.content is not None:
        return part
    sidecar = part.path.with_suffix(SIDECAR)
    try:
        if part.path.stat().st_size > MAX_BYTES:
            raise UserError(problem(part.file, *_TOO_LARGE))
        data = part.path.read_bytes()
        is_own = sidecar.is_file() and not sidecar.is_symlink()
        noted = sidecar.read_bytes() if is_own else None
    except OSError as error:
        raise UserError(_unreadable(part.file, error)) from None
    if noted is None:
        return replace(part, content=data)
    values = json_object(noted)
    if values is None:
        message = f"its sidecar {sidecar.name} is not an object of JSON"
        raise UserError(problem(part.file, message, "Mend the sidecar, or delete it."))
    row = Row.of(values, house.columns)
    return replace(part, content=data, url=row.url, retrieved=row.retrieved, declared=row.declared)


def _read(part: Part) -> RawRecord:
    content = part.content or b""
    if isinstance(content, bytes):
        if part.is_page:
            return html.read_html(content, part.file, part.charset)
        text, encoding = plain_text.decode(content, part.file)
        digest = sha256(content).hexdigest()
        record = RawRecord(file=part.file, sha256=digest, text=text, encoding=encoding)
        return read_markdown(record) if is_markdown(text) else record
    if html.is_html(content):
        page = html.read_html(content.encode(), part.file)
        return replace(page, encoding=page.encoding.replace("utf-8", part.encoding, 1))
    if is_markup(content):
        return html.read_fragment(content, part.file, part.encoding)
    text, encoding = plain_text.settle(unescape(content), part.encoding)
    return RawRecord(file=part.file, sha256=part.sha256, text=text, encoding=encoding, is_body=True)


def _section(
    file: str, declared: Declared, url: str | None, sections: Mapping[str, str]
) -> str | None:
    """Return the section that a record's folder, categories or address name, if any."""
    path = (path_in(url or "") or "").split("/")
    names = [*reversed(file.split("/")[:-1]), *declared.categories, *path]
    return next((sections[slug(name)] for name in names if slug(name) in sections), None)


def _is_address(address: str | None) -> bool:
    return is_web_address(address or "") and path_in(address or "") is not None


def _unreadable(file: str, error: OSError) -> Problem:
    return problem(file, f"cannot be read: {error.strerror or error}", "Check who may read it.")
