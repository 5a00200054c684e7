"""Web archives: WARC 1.0 and 1.1 (ISO 28500:2017), compressed or not, an article a captured page.

Of several captures of one address the latest that holds a page is taken. A revisit record says
that a page has not changed since: it holds none, and changes nothing.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from generator.errors import Problem
from generator.importing.readers.parts import MAX_BYTES, Names, Part, problem

__all__ = ["warc_parts"]

_AT_ONCE = 1 << 16
_PAGE = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SCHEME = re.compile(r"^https?://")

# What warcio raises at headers that are none is as varied as they are.
_DAMAGE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
)


def warc_parts(path: Path, file: str) -> Iterator[Part | Problem]:
    """Yield the pages of a web archive: what was answered with status 200 and is HTML.

    The file is read twice, for which capture is the latest is known at its end only.
    """
    latest: dict[str, tuple[str, int]] = {}
    for number, record in _records(path, file):
        if not isinstance(record, Problem) and _is_page(record) and _is_whole(record):
            date = record.rec_headers.get_header("WARC-Date") or ""
            key = _key(record)
            latest[key] = max((date, number), latest.get(key, ("", 0)))
    chosen = {number for _, number in latest.values()}
    names = Names(file)
    for number, record in _records(path, file):
        if isinstance(record, Problem):
            yield record
        elif number in chosen:
            yield _part(record, path, names)


def _records(path: Path, file: str) -> Iterator[tuple[int, ArcWarcRecord | Problem]]:
    """Yield the records with their numbers, and what broke them off, if something did."""
    number, is_whole = 0, False
    try:
        with path.open("rb") as raw:
            is_compressed = raw.read(2) == b"\x1f\x8b"
        with _Unpacked(path) if is_compressed else path.open("rb") as stream:
            for record in _Archive(stream):
                number += 1
                yield number, record
                is_whole = _is_whole(record)
    except _DAMAGE:
        is_whole = False
    if not is_whole:
        message = f"the web archive is damaged, or breaks off, after record {number}"
        yield number, problem(file, message, "Fetch it again: what follows was not read.")


class _Unpacked(gzip.GzipFile):
    """A compressed file, whatever records its members hold, that is damaged where it ends."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            # No further than needed: what stands before the damage is whole.
            return super().read1(size or -1)
        except (EOFError, zlib.error) as error:
            # To warcio, the end of a file is the end of an archive.
            raise gzip.BadGzipFile(str(error)) from None


class _Archive(ArchiveIterator):  # type: ignore[misc] # warcio has no types
    """An archive that does not write about its damage to the terminal."""

    INC_RECORD = ""


def _is_page(record: ArcWarcRecord) -> bool:
    """Return whether a record holds an HTML page that a server had, and no robots.txt."""
    http = record.http_headers
    return (
        record.rec_type == "response"
        and http is not None
        and http.get_statuscode() == "200"
        and _PAGE.match(http.get_header("Content-Type") or "") is not None
        and not _key(record).endswith("/robots.txt")
    )


def _is_whole(record: ArcWarcRecord) -> bool:
    """Return whether all bytes are there that a record has by its header; they are read."""
    try:
        while record.raw_stream.read(MAX_BYTES):
            pass
    except _DAMAGE:
        return False
    return getattr(record.raw_stream, "limit", None) == 0


def _key(record: ArcWarcRecord) -> str:
    """Return the address of a record for comparison: neither scheme nor fragment counts."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    return _SCHEME.sub("", address).partition("#")[0]


def _unpacked(stream: BinaryIO) -> bytes:
    """Return what a server sent, whatever it had packed it with; no more than is too much."""
    parts, size = [], 0
    while size <= MAX_BYTES and (part := stream.read(_AT_ONCE)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _part(record: ArcWarcRecord, path: Path, names: Names) -> Part | Problem:
    name = names.give(_key(record))
    data = _unpacked(record.content_stream())
    if len(data) > MAX_BYTES:
        return problem(name, "too large for an article", "It was left out.")
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type"))
    return Part(
        file=name,
        path=path,
        content=data,
        is_page=True,
        charset=charset[1] if charset else None,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        retrieved=record.rec_headers.get_header("WARC-Date"),
    )
