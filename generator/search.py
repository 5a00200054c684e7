"""The search index: the only place that knows Pagefind.

Pagefind folds accents by Unicode decomposition, and đ has none. So what is indexed is not the
public page but a *shadow* of the article: its words alone, in small letters, their tones in one
spelling, and đ written ḏ (U+1E0F): that decomposes to d, stays apart from d for exact matches,
and occurs in no Vietnamese text. Nobody sees the shadow: what the reader is shown comes from a
fragment in which the article stands as it was written.

Every volume of the archive (``volumes.py``) has an index of its own. What Pagefind writes is put
into a canonical form, for in places it depends on hash order, and its words are cut into small
chunks, so that a reader fetches the words that are asked for and little else. In the browser
``templates/assets/finding.js`` reads the volumes.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

import cbor2
import pagefind_bin

from generator.errors import Location, Problem, UserError
from generator.vietnamese import unify_tones
from generator.volumes import Volume

__all__ = ["FOLDER", "SearchDocument", "contents", "index_volume", "runtime"]

FOLDER = "pagefind"
"""Where the index lies in the output folder."""

CHUNK = 16_000
"""Bytes of a chunk of words before it is compressed, where it holds more words than one."""

MANY = 100
"""From how many articles on a word that only one of them has is no help with spelling."""

_RUNTIME = "pagefind.js"
_WASM = "wasm.search.pagefind"
_MAGIC = b"pagefind_dcd"
_CLASS = b"PagefindInstance"


_Word = tuple[str, int, bytes]
"""A word of the index, in how many articles it is, and its entry in Pagefind's encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """An article as it is searched; ``date`` is shown, ``people`` are its authors.

    ``topics`` are other names of its tags, and the broader tags.
    """

    url: str
    title: str
    text: str
    date: str
    year: int | None
    section: str | None
    people: tuple[str, ...]
    tags: tuple[str, ...]
    topics: tuple[str, ...] = ()


def contents(volumes: Sequence[Volume], heads: Mapping[str, str]) -> bytes:
    """Return the list of volumes that the search page reads first, as JSON.

    ``heads`` are by the volumes' names what ``index_volume`` was given.
    """
    listed = [
        {
            "name": volume.name,
            "first": volume.first,
            "last": volume.last,
            "count": len(volume.entries),
            "head": heads[volume.name],
        }
        for volume in volumes
    ]
    return (json.dumps({"volumes": listed}) + "\n").encode()


def runtime(language: str) -> dict[str, bytes]:
    """Return Pagefind's program for the browser, which all volumes share, by file name.

    One instance of it reads one volume, and Pagefind keeps the class to itself: it is exported.

    Raises:
        UserError: Pagefind failed, or is not as it should be.
    """
    with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
        page = f'<!doctype html><html lang="{language}"><body>runtime</body></html>'
        output = _run(Path(folder), [("index.html", page)])
        script = (output / _RUNTIME).read_bytes()
        [index] = json.loads((output / "pagefind-entry.json").read_bytes())["languages"].values()
        wasm = (output / f"wasm.{index['wasm'] or 'unknown'}.pagefind").read_bytes()
    if b"var " + _CLASS + b"=class" not in script:
        raise UserError(_problem("is of a version that Backissue does not know"))
    return {_RUNTIME: script.rstrip() + b"\nexport{" + _CLASS + b"};\n", _WASM: wasm}


def index_volume(documents: Sequence[SearchDocument], language: str, head: str) -> dict[str, bytes]:
    """Return the files of a volume's index by their path in its folder.

    The documents are in the order of their dates, the newest first. ``head`` becomes part of the
    names of the files that are read first: another content needs another one, so that no
    browser takes an old file for a new one.

    Raises:
        UserError: Pagefind failed; with what it said.
    """
    with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
        shadows = (
            (f"{number}.html", _shadow(document, language))
            for number, document in enumerate(documents)
        )
        output = _run(Path(folder), shadows)
        return _canonical(output, documents, head)


def _run(folder: Path, pages: Iterable[tuple[str, str]]) -> Path:
    """Write the pages (path, HTML) into a folder, index them, and return the index's folder."""
    site, output = folder / "site", folder / "index"
    site.mkdir()
    for path, page in pages:
        (site / path).write_text(page, encoding="utf-8", newline="\n")
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
    fields = {
        "person": " ".join(document.people),
        "tag": " ".join(document.tags),
        "topic": " ".join(document.topics),
        "section": document.section or "",
        "year": "" if document.year is None else str(document.year),
    }
    head = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{_words(text)}">'
        for name, text in fields.items()
        if text
    )
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body data-pagefind-body>'
        f"<h1>{_words(document.title)}</h1><p>{_words(document.text)}</p></body></html>"
    )


def _words(text: str) -> str:
    """Return the words of a text as they are indexed, between single spaces.

    Words are runs of letters, marks and digits, as in the search page's script.
    """
    return " ".join(unify_tones(text).lower().translate(_CARRIED).split())


class _Letters(dict[int, str]):
    """What each character becomes in the index; filled as they come."""

    def __missing__(self, char: int) -> str:
        kept = unicodedata.category(chr(char))[0] in "LMN"
        self[char] = chr(char) if kept else " "
        return self[char]


_CARRIED = _Letters(
    str.maketrans({"đ": "ḏ", "ł": "ḽ", "ø": "ȯ", "ı": "ĭ", "ß": "ss", "æ": "ae", "œ": "oe"})
)
"""Letters that have no decomposition, and what stands for them; as in the script."""


def _canonical(output: Path, documents: Sequence[SearchDocument], head: str) -> dict[str, bytes]:
    """Return an index in its canonical form: small chunks of words, files named by content.

    Pagefind's files are gzipped CBOR (RFC 8949) or JSON behind a magic word. The meta file of
    version 1.5 is a list: the version, the pages with their fragments, the chunks of words with
    the first and last word of each, the filters, the sorts, and the names of the meta fields.
    """
    [index] = json.loads((output / "pagefind-entry.json").read_bytes())["languages"].values()
    version, pages, chunks, _, _, fields = cbor2.loads(
        _read(output / f"pagefind.{index['hash']}.pf_meta")
    )
    files: dict[str, bytes] = {}
    of_document = {}
    for page in pages:
        number = _number(json.loads(_read(output / "fragment" / f"{page[0]}.pf_fragment"))["url"])
        name, data = _packed(_fragment(documents[number]))
        files[f"fragment/{name}.pf_fragment"] = data
        of_document[number] = page[0] = name
    words = sorted(
        word
        for _, _, name in chunks
        for word in _indexed_words(_read(output / "index" / f"{name}.pf_index"))
    )
    table = []
    for group in _chunked(words):
        name, data = _packed(b"\x81" + _array(len(group)) + b"".join(data for _, _, data in group))
        files[f"index/{name}.pf_index"] = data
        table.append([group[0][0], group[-1][0], name])
    _, files[f"pagefind.{head}.pf_meta"] = _packed(
        cbor2.dumps([version, pages, table, [], [], fields])
    )
    _, files[f"cards.{head}.pf_cards"] = _packed(_cards(documents, of_document))
    least = 1 if len(documents) < MANY else 2
    frequent = {word: count for word, count, _ in words if count >= least}
    _, files[f"words.{head}.pf_words"] = _packed(json.dumps(frequent, ensure_ascii=False).encode())
    return files


def _number(url: str) -> int:
    """Return the number of the document whose shadow has this address: ``/17.html``."""
    return int(url.strip("/").removesuffix(".html"))


def _indexed_words(chunk: bytes) -> Iterator[_Word]:
    """Yield each word of a chunk, in how many articles it is, and all that is said of it.

    A chunk is a list of one list of words. A word is a list: the word without diacritics, the
    pages that have it so, and each other spelling with its pages. What is yielded last is this
    list as it is encoded.
    """
    file = io.BytesIO(chunk)
    start = 2 + {24: 1, 25: 2, 26: 4}.get(chunk[1] & 31, 0)
    file.seek(start)
    decoder = cbor2.CBORDecoder(file)
    while start < len(chunk):
        word, pages, *spellings = decoder.decode()
        end = file.tell()
        count = len(pages) + sum(len(other) for _, other in chain(*spellings))
        yield word, count, chunk[start:end]
        start = end


def _chunked(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Yield the words in groups that are about as long as a chunk should be."""
    group: list[_Word] = []
    size = 0
    for word in words:
        if group and size + len(word[2]) > CHUNK:
            yield group
            group, size = [], 0
        group.append(word)
        size += len(word[2])
    if group:
        yield group


def _array(length: int) -> bytes:
    """Return how CBOR begins an array of this length (RFC 8949, section 3.1: major type 4)."""
    if length < 24:
        return bytes([0x80 | length])
    size = 1 if length < 1 << 8 else 2 if length < 1 << 16 else 4
    return bytes([{1: 0x98, 2: 0x99, 4: 0x9A}[size]]) + length.to_bytes(size)


def _fragment(document: SearchDocument) -> bytes:
    """Return what the reader is shown of an article, as JSON."""
    shown = {
        "url": document.url,
        "title": document.title,
        "date": document.date,
        "section": document.section or "",
        "people": document.people,
        "text": document.text,
    }
    return json.dumps(shown, ensure_ascii=False).encode()


def _cards(documents: Sequence[SearchDocument], of_document: Mapping[int, str]) -> bytes:
    """Return what a volume's articles can be narrowed and sorted by, as JSON.

    The articles are in the order of the documents; their section, people and tags are numbers
    of the labels.
    """
    labels: dict[str, int] = {}

    def number(label: str) -> int:
        return labels.setdefault(label, len(labels))

    articles = [
        [
            of_document[place],
            document.year,
            None if document.section is None else number(document.section),
            [number(label) for label in document.people],
            [number(label) for label in document.tags],
        ]
        for place, document in enumerate(documents)
    ]
    cards = {"labels": list(labels), "articles": articles}
    return json.dumps(cards, ensure_ascii=False).encode()


def _packed(content: bytes) -> tuple[str, bytes]:
    """Return a name that says what is in a file, and the file as Pagefind reads it."""
    name = sha256(content).hexdigest()[:10]
    return name, gzip.compress(_MAGIC + content, 6, mtime=0)


def _read(path: Path) -> bytes:
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(_MAGIC):
        raise UserError(_problem("is of a version that Backissue does not know"))
    return raw[len(_MAGIC) :]
