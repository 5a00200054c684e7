"""The search index: the only place that knows Pagefind.

Pagefind folds accents by Unicode decomposition, and đ has none. So what is indexed is not the
public page but a *shadow* of the article in which đ is written ḏ (U+1E0F): that decomposes to d,
stays apart from d for exact matches, and occurs in no Vietnamese text, so the search page's script
turns it back exactly. The script is ``templates/assets/search.js``.

An index is a *volume*: a contiguous range of years that is rebuilt only when one of its articles
changes. Pagefind's output depends on hash order in places; it is put into a canonical form, so
that the same articles always give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin

from generator.errors import Location, Problem, UserError
from generator.urls import output_path

__all__ = [
    "FOLDER",
    "SearchDocument",
    "SearchEntry",
    "Volume",
    "contents",
    "index_volume",
    "runtime",
    "volumes",
]

FOLDER = "pagefind"
"""Where the index lies in the output folder."""

ONE_VOLUME = 5_000
"""Up to how many articles one volume is simplest and quickest for the reader."""

WIDEST = 64
"""Years of the widest volume of a large archive; a power of two."""

_RUNTIME = "pagefind.js"
_WASM = "wasm.unknown.pagefind"
_MAGIC = b"pagefind_dcd"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """What the partition into volumes needs of an article: its year, and a digest of the rest."""

    url: str
    year: int | None
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """An article as it is searched; ``sort_key`` orders by date, ``date`` is shown."""

    url: str
    title: str
    text: str
    date: str
    sort_key: str
    year: int | None
    section: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A range of years with an index of its own; the years are None for the undated."""

    name: str
    first: int | None
    last: int | None
    entries: tuple[SearchEntry, ...]


def volumes(entries: Sequence[SearchEntry]) -> tuple[Volume, ...]:
    """Return the volumes of an archive, the newest first, the undated last.

    A small archive is one volume. A large one is cut into blocks of 64, 32, 16 … 1 years, each
    aligned to a multiple of its width and no larger than it must be: so a boundary moves only
    when a block itself grows too large, never because another one did.
    """
    if len(entries) <= ONE_VOLUME:
        years = [entry.year for entry in entries if entry.year is not None]
        name = "all"
        first, last = min(years, default=None), max(years, default=None)
        return (_volume(name, first, last, entries),) if entries else ()
    by_year: defaultdict[int, list[SearchEntry]] = defaultdict(list)
    for entry in entries:
        if entry.year is not None:
            by_year[entry.year].append(entry)
    starts = sorted({year - year % WIDEST for year in by_year}, reverse=True)
    found = [volume for start in starts for volume in _blocks(by_year, start, WIDEST)]
    undated = [entry for entry in entries if entry.year is None]
    if undated:
        found.append(_volume("undated", None, None, undated))
    return tuple(found)


def _blocks(by_year: Mapping[int, list[SearchEntry]], start: int, width: int) -> list[Volume]:
    inside = [e for year in range(start, start + width) for e in by_year.get(year, ())]
    if not inside:
        return []
    if len(inside) <= ONE_VOLUME or width == 1:
        last = start + width - 1
        return [_volume(f"{start:04}-{last:04}", start, last, inside)]
    half = width // 2
    return _blocks(by_year, start + half, half) + _blocks(by_year, start, half)


def _volume(
    name: str, first: int | None, last: int | None, entries: Iterable[SearchEntry]
) -> Volume:
    ordered = tuple(sorted(entries, key=lambda entry: entry.url))
    return Volume(name=name, first=first, last=last, entries=ordered)


def contents(found: Sequence[Volume]) -> bytes:
    """Return the list of volumes that the search page reads first, as JSON."""
    listed = [{"name": v.name, "first": v.first, "last": v.last} for v in found]
    return (json.dumps({"volumes": listed}) + "\n").encode()


def runtime() -> bytes:
    """Return Pagefind's script for the browser, which all volumes share."""
    with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
        page = '<html lang="en"><body data-pagefind-body>runtime</body></html>'
        output = _run(Path(folder), [("index.html", page)])
        return (output / _RUNTIME).read_bytes()


def index_volume(documents: Iterable[SearchDocument], language: str) -> dict[str, bytes]:
    """Return the files of a volume's index by their path in its folder.

    Raises:
        UserError: Pagefind failed; with what it said.
    """
    with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
        shadows = ((output_path(d.url), _shadow(d, language)) for d in documents)
        output = _run(Path(folder), shadows)
        wanted = [
            path
            for path in sorted(output.rglob("*"))
            if path.is_file() and (path.suffix.startswith(".pf_") or path.name == _WASM)
        ]
        files = {path.relative_to(output).as_posix(): path.read_bytes() for path in wanted}
        entry = json.loads((output / "pagefind-entry.json").read_bytes())
    return _canonical(files, entry)


def _run(folder: Path, pages: Iterable[tuple[str, str]]) -> Path:
    """Write the pages (path, HTML) into a folder, index them, and return the index's folder."""
    site, output = folder / "site", folder / "index"
    for path, page in pages:
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8", newline="\n")
    # The program lies in its own package: what PATH holds may be another version.
    package = Path(pagefind_bin.__file__).parent
    [binary] = [path for path in package.iterdir() if path.stem == "pagefind"]
    command = [str(binary), "--site", str(site), "--output-path", str(output), "--silent"]
    try:
        found = subprocess.run(  # noqa: S603 - our own program with our own arguments
            command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise UserError(_problem(f"cannot be started: {error.strerror}")) from None
    if found.returncode != 0 or not (output / "pagefind-entry.json").is_file():
        said = " ".join((found.stderr or found.stdout).split())[-400:]
        raise UserError(_problem(f"ended with code {found.returncode}: {said or 'no message'}"))
    return output


def _problem(message: str) -> Problem:
    return Problem(
        location=Location(file="pagefind"),
        message=message,
        remedy="Install it again (pip install --force-reinstall pagefind-bin), or build with "
        "--no-search.",
    )


def _shadow(document: SearchDocument, language: str) -> str:
    """Return the document that Pagefind indexes in an article's place."""
    filters = [("section", document.section), ("year", document.year)]
    filters += [("person", label) for label in document.authors]
    filters += [("tag", label) for label in document.tags]
    head = [
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(str(value))}">'
        for name, value in filters
        if value is not None
    ]
    head.append(f'<meta data-pagefind-meta="date[content]" content="{escape(document.date)}">')
    head.append(f'<meta data-pagefind-sort="date[content]" content="{escape(document.sort_key)}">')
    if document.section is not None:
        head.append(
            f'<meta data-pagefind-meta="section[content]" content="{escape(document.section)}">'
        )
    body = [f"<h1>{_carry(document.title)}</h1>"]
    body += [f"<p>{_carry(line)}</p>" for line in document.text.split("\n")]
    return (
        f'<!doctype html><html lang="{language}"><head>{"".join(head)}</head>'
        f"<body data-pagefind-body>{''.join(body)}</body></html>"
    )


def _carry(text: str) -> str:
    return escape(text.replace("đ", "ḏ").replace("Đ", "Ḏ"))


def _canonical(files: Mapping[str, bytes], entry: dict[str, Any]) -> dict[str, bytes]:
    """Return the index with its filters and tables sorted and its files named by their content.

    Pagefind's files are gzipped CBOR (RFC 8949) behind a magic word. In 1.5 the values inside a
    filter, and the tables of filters and sorts in the meta file, come in hash order.
    """
    rewritten = (".pf_meta", ".pf_filter")
    result = {path: data for path, data in files.items() if not path.endswith(rewritten)}
    for language, index in entry["languages"].items():
        meta = _decode(files[f"pagefind.{index['hash']}.pf_meta"])
        for row in meta[3]:
            values = _decode(files[f"filter/{row[1]}.pf_filter"])
            values[1].sort(key=lambda value: value[0])
            row[1], data = _encode(values, language)
            result[f"filter/{row[1]}.pf_filter"] = data
        for table in meta[3:5]:
            table.sort(key=lambda row: row[0])
        index["hash"], data = _encode(meta, language)
        result[f"pagefind.{index['hash']}.pf_meta"] = data
    entry["languages"] = dict(sorted(entry["languages"].items()))
    result["pagefind-entry.json"] = (json.dumps(entry) + "\n").encode()
    return result


def _encode(value: object, language: str) -> tuple[str, bytes]:
    """Return what Pagefind calls a file of this content, and the file."""
    data = _MAGIC + cbor2.dumps(value)
    return f"{language}_{sha256(data).hexdigest()[:10]}", gzip.compress(data, 9, mtime=0)


def _decode(data: bytes) -> Any:  # noqa: ANN401 - whatever CBOR holds
    raw = gzip.decompress(data)
    if not raw.startswith(_MAGIC):
        raise ValueError("not a file of Pagefind's")
    return cbor2.loads(raw[len(_MAGIC) :])
