"""Tables of articles: CSV (RFC 4180), JSON Lines (jsonlines.org), JSON (RFC 8259).

Each is read row by row. A row that is wrong is told by its line and costs no other.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TextIO

from generator.errors import Problem, UserError
from generator.importing.house import column_key
from generator.importing.readers.fields import Columns, Row
from generator.importing.readers.parts import MAX_BYTES, Names, Part, problem
from generator.importing.readers.plain_text import decode, unicode_encoding

__all__ = [
    "csv_parts",
    "delimiter_of",
    "holds_articles",
    "is_json_lines",
    "json_object",
    "json_parts",
    "jsonl_parts",
]

_LARGEST_JSON = 500_000_000
"""Bytes of a JSON file, which has to be in memory as a whole."""

_SAMPLE = 65_536
_BROKEN = re.compile("[\udc80-\udcff]")
"""What bytes that are no UTF-8 are read as."""

_VALUE = re.compile(r"[^\s,]")
_NO_TEXT = "the row has no text"
_NAME_IT = "Name the column or key of the text in archive.toml: [import.fields] body = …"


def delimiter_of(header: str, columns: Columns) -> str | None:
    """Return what stands between the columns, if a line is the header of a table of articles.

    It is, if it names the text and one thing more of an article.
    """
    delimiter = max(",;\t|", key=header.count)
    names = {column_key(name) for name in header.split(delimiter)}
    known = {field for field, called in columns.items() if not names.isdisjoint(called)}
    return delimiter if "body" in known and len(known) > 1 else None


def csv_parts(path: Path, file: str, columns: Columns) -> Iterator[Part | Problem]:
    """Yield the articles of a CSV table, whose first line names the columns."""
    csv.field_size_limit(MAX_BYTES)
    stream, encoding = _open(path, file)
    table = _Table(path, file, columns, encoding)
    with stream:
        first = stream.readline(_SAMPLE)
        delimiter = delimiter_of(first, columns)
        if delimiter is None:
            yield problem(file, "its first line names no column that is the text", _NAME_IT, 1)
            return
        [header] = csv.reader([first], delimiter=delimiter)
        lines = _Lines(stream)
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            line = rows.line_num + 2
            try:
                cells = next(rows, None)
            except csv.Error as error:
                lines.take()
                remedy = "A cell that holds quotation marks stands in such, and its own are twice."
                yield problem(file, f"not a row of a table: {error}", remedy, line)
                continue
            text = lines.take()
            if cells is None:
                return
            if len(cells) == len(header):
                row = dict(zip(header, cells, strict=True))
                yield table.part(row, text, line)
            elif any(cells):
                message = f"the row has {len(cells)} cells, the header {len(header)}"
                remedy = "A cell that holds delimiters or line ends stands in quotation marks."
                yield problem(file, message, remedy, line)


def is_json_lines(path: Path) -> bool:
    """Return whether a file's first two lines are objects of their own."""
    with _open(path, path.name)[0] as stream:
        lines = filter(None, (line.strip() for line in _lines(stream)))
        first = [line.startswith("{") and line.endswith("}") for line in islice(lines, 2)]
    return len(first) == 2 and all(first)


def jsonl_parts(path: Path, file: str, columns: Columns) -> Iterator[Part | Problem]:
    """Yield the articles of a file that holds a JSON object a line."""
    stream, encoding = _open(path, file)
    table = _Table(path, file, columns, encoding)
    with stream:
        for number, line in enumerate(_lines(stream), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line, strict=False)
            except (ValueError, RecursionError) as error:
                yield problem(file, _told(error), "Write one object a line.", number)
            else:
                yield table.part(row, line.strip(), number)


def json_parts(path: Path, file: str, columns: Columns) -> Iterator[Part | Problem]:
    """Yield the articles of a JSON file: an object, or a list of them."""
    if path.stat().st_size > _LARGEST_JSON:
        yield problem(file, "too large for one JSON value", "Write it as JSON Lines.")
        return
    stream, encoding = _open(path, file)
    with stream:
        text = stream.read()
    table = _Table(path, file, columns, encoding)
    decoder = json.JSONDecoder(strict=False)
    is_list = text.lstrip().startswith("[")
    at, line = text.index("[") + 1 if is_list else 0, 1
    while True:
        start = next((found.start() for found in _VALUE.finditer(text, at)), len(text))
        line += text.count("\n", at, start)
        if start == len(text) or text[start] == "]":
            return
        try:
            row, at = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            where = error.lineno if isinstance(error, json.JSONDecodeError) else line
            remedy = "Nothing from there on was read. Mend it, or write one object a line."
            yield problem(file, _told(error), remedy, where)
            return
        found = table.part(row, text[start:at], line)
        yield replace(found, file=file) if isinstance(found, Part) and not is_list else found
        line += text.count("\n", start, at)


def holds_articles(path: Path, columns: Columns) -> bool:
    """Return whether the first object of a JSON file has the text of an article, or is broken.

    What lies among scraped pages as JSON is more often a list of their addresses.
    """
    try:
        first = next(json_parts(path, path.name, columns), None)
    except (UserError, OSError, UnicodeError):
        return True
    return first is not None and (isinstance(first, Part) or first.message != _NO_TEXT)


def json_object(data: bytes) -> Mapping[str, object] | None:
    """Return the object of JSON that some bytes are, or None."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _told(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON: {error.msg} in column {error.colno}"
    return "this is not JSON: its values are nested too deeply, or its numbers too long"


@dataclass(slots=True)
class _Table:
    """Makes articles of the rows of one file."""

    path: Path
    file: str
    columns: Columns
    encoding: str
    rows: int = 0
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.file)

    def part(self, values: object, text: str, line: int) -> Part | Problem:
        """Return the article in a row, whose own text and line are given."""
        self.rows += 1
        if _BROKEN.search(text):
            return problem(self.file, "the row is not UTF-8 text", "Save it as UTF-8.", line)
        row = Row.of(values if isinstance(values, Mapping) else {}, self.columns)
        try:
            return self._part(row, text, line)
        except RecursionError:
            return problem(self.file, _told(RecursionError()), "Write its text as a text.", line)

    def _part(self, row: Row, text: str, line: int) -> Part | Problem:
        body = row.body
        if not body:
            return problem(self.file, _NO_TEXT, _NAME_IT, line)
        return Part(
            file=self.names.give(row.name or str(self.rows)),
            path=self.path,
            content=body,
            encoding=self.encoding,
            sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            url=row.url,
            retrieved=row.retrieved,
            declared=row.declared,
        )


def _lines(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a file; one that is longer than any article comes in pieces."""
    while line := stream.readline(MAX_BYTES):
        yield line


class _Lines:
    """The lines of a file, of which it remembers those of the present row."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in _lines(self._stream):
            self._taken.append(line)
            yield line

    def take(self) -> str:
        """Return the lines since the last call, and forget them."""
        text = "".join(self._taken)
        self._taken.clear()
        return text


def _open(path: Path, file: str) -> tuple[TextIO, str]:
    """Return the text of a table, whose line ends are as they are, and its encoding.

    Bytes that are no UTF-8 come out as lone surrogates, so that they cost their row only.
    """
    with path.open("rb") as raw:
        encoding = unicode_encoding(raw.read(_SAMPLE))
    if encoding is not None:
        text = path.open(encoding=encoding, errors="surrogateescape", newline="")
        return text, encoding.removesuffix("-sig")
    if path.stat().st_size > MAX_BYTES:
        raise UserError(problem(file, "neither UTF-8 nor UTF-16", "Save it as UTF-8."))
    settled, found = decode(path.read_bytes(), file)
    return io.StringIO(settled, newline=""), found
