"""Which format a file is in: found by how it begins; its name only decides between two."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Literal

from generator.errors import UserError
from generator.importing.readers.fields import Columns, is_markup
from generator.importing.readers.html import is_html
from generator.importing.readers.parts import problem
from generator.importing.readers.plain_text import unicode_encoding
from generator.importing.readers.tables import delimiter_of, is_json_lines

__all__ = ["Format", "format_of"]

Format = Literal["text", "page", "csv", "json lines", "json", "wordpress", "warc"]

_HEAD = 65_536
_GZIP = b"\x1f\x8b"
_NO_TEXT = (
    (b"PK\x03\x04", "a ZIP or Office file", "Unpack it; save a table as CSV, a text as text."),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save a table as CSV, a text as text."),
    (b"%PDF", "a PDF file", "Import its text, or the page that it was made from."),
    (_GZIP, "a compressed file, but no web archive (WARC)", "Unpack it."),
)
_WORDPRESS = "wordpress.org/export/"
_TABLES = frozenset({".csv", ".tsv"})
_LINES = frozenset({".jsonl", ".ndjson"})


def format_of(path: Path, file: str, columns: Columns) -> Format:
    """Return the format of a file.

    Raises:
        UserError: it is in a format that import knows it cannot read.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if _start(head).startswith(b"WARC/"):
        return "warc"
    for magic, what, remedy in _NO_TEXT:
        if head.startswith(magic):
            raise UserError(problem(file, f"this is {what}", remedy))
    suffix = path.suffix.lower()
    text = head.decode(unicode_encoding(head) or "latin-1", errors="replace").lstrip(
        "\ufeff \t\r\n"
    )
    if is_html(text) or (suffix in {".htm", ".html", ".xhtml"} and is_markup(text)):
        return "page"
    if text.startswith(("<?xml", "<rss")) or suffix == ".xml":
        if _WORDPRESS in text:
            return "wordpress"
        remedy = "Of XML, import reads the export files of WordPress and XHTML pages."
        raise UserError(problem(file, "this is XML of another kind", remedy))
    return _table_of(path, text, suffix, columns) or "text"


def _table_of(path: Path, text: str, suffix: str, columns: Columns) -> Format | None:
    """Return the format of a table that begins with this text."""
    if suffix in _LINES or (_is_json(text) and is_json_lines(path)):
        return "json lines"
    if suffix == ".json" or _is_json(text):
        return "json"
    if suffix in _TABLES or delimiter_of(text.partition("\n")[0], columns) is not None:
        return "csv"
    return None


def _start(head: bytes) -> bytes:
    """Return how a file begins, unpacked if it is compressed (gzip, RFC 1952)."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16)
    except zlib.error:
        return b""


def _is_json(text: str) -> bool:
    """Return whether a text begins as an object or a list of objects; prose never does."""
    start = "".join(text[:200].split())
    return start.startswith(('{"', "{}", "[{", "[]"))
