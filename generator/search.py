"""The search index: the only place that knows Pagefind.

Pagefind folds accents by Unicode decomposition, and đ has none. So what is indexed are not the
words of an article but its *shadow*: its words alone, in small letters, their tones in one
spelling, and đ written ḏ (U+1E0F): that decomposes to d, stays apart from d for exact matches,
and occurs in no Vietnamese text. Nobody sees the shadow: what the reader is shown comes from a
fragment in which the article stands as it was written.

Every volume of the archive (``volumes.py``) has an index of its own. How a word is indexed –
without its diacritics, by its stem, in parts – depends on the word alone, so Pagefind is asked
about each word of a volume once, on one page that holds them all. Where the words stand in the
articles is noted here, in the form and with the weights that Pagefind would give them, and cut
into small chunks, so that a reader fetches the words that are asked for and little else. In the
browser ``templates/assets/finding.js`` reads the volumes with Pagefind's program.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import cbor2
import pagefind_bin

from generator.errors import Location, Problem, UserError, WorkersError
from generator.vietnamese import unify_tones
from generator.volumes import Volume
from generator.workers import killed

__all__ = [
    "FOLDER",
    "SearchDocument",
    "VolumeIndex",
    "contents",
    "index_volume",
    "runtime",
    "words_of",
]

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


_FIELDS = ("person", "section", "tag", "title", "topic", "year")
"""The fields in which a word can stand besides the text; what they are called in the script."""

_HEADLINE = "7"
"""The weight that Pagefind gives the words of an ``h1``, as it is written in HTML."""

_USUAL = 24
"""The weight of other words, as it is written in the index."""

_GROUP = 24
"""How far left its group stands in a place: the weight of a word there, or the field."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeIndex:
    """The files of a volume's index by their path in its folder.

    ``fragments`` are what is shown of articles, by URL: each a path and the file.
    """

    files: Mapping[str, bytes]
    fragments: Mapping[str, tuple[str, bytes]]


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


def index_volume(
    documents: Sequence[SearchDocument], language: str, head: str, missing: set[str]
) -> VolumeIndex:
    """Return the index of a volume, with the fragments of those articles that are ``missing``.

    The documents are in the order of their dates, the newest first. ``head`` becomes part of the
    names of the files that are read first: another content needs another one, so that no
    browser takes an old file for a new one.

    Raises:
        UserError: Pagefind failed; with what it said.
    """
    shadows = [_shadow(document) for document in documents]
    lexicon = _ask(shadows, language)
    for page, shadow in enumerate(shadows):
        _note(page, shadow, lexicon)
    shown = [_fragment(document) for document in documents]
    names = [_name(fragment) for fragment in shown]
    fragments = {
        document.url: (f"fragment/{name}.pf_fragment", _packed(fragment))
        for document, name, fragment in zip(documents, names, shown, strict=True)
        if document.url in missing
    }
    files: dict[str, bytes] = {}
    words = sorted(_entries(lexicon.spellings))
    chunks = []
    for group in _chunked(words):
        chunk = _array([_array([word.data for word in group])])
        name = _name(chunk)
        files[f"index/{name}.pf_index"] = _packed(chunk)
        chunks.append([group[0].stem, group[-1].stem, name])
    pages = [
        [name, max(1, len(shadow.title) + len(shadow.text))]
        for name, shadow in zip(names, shadows, strict=True)
    ]
    meta = cbor2.dumps([lexicon.version, pages, chunks, [], [], _FIELDS])
    files[f"pagefind.{head}.pf_meta"] = _packed(meta)
    files[f"cards.{head}.pf_cards"] = _packed(_cards(documents, names))
    least = 1 if len(documents) < MANY else 2
    frequent = {word.stem: word.articles for word in words if word.articles >= least}
    files[f"words.{head}.pf_words"] = _packed(json.dumps(frequent, ensure_ascii=False).encode())
    return VolumeIndex(files=files, fragments=fragments)


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
    if found.returncode < 0:  # by a signal
        raise WorkersError(killed("pagefind"))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shadow:
    """The words of an article as they are indexed; ``fields`` are in the order of their names."""

    title: Sequence[str]
    text: Sequence[str]
    fields: tuple[Sequence[str], ...]


def _shadow(document: SearchDocument) -> _Shadow:
    fields = {
        "person": " ".join(document.people),
        "section": document.section or "",
        "tag": " ".join(document.tags),
        "title": document.title,
        "topic": " ".join(document.topics),
        "year": "" if document.year is None else str(document.year),
    }
    return _Shadow(
        title=words_of(document.title),
        text=words_of(document.text),
        fields=tuple(words_of(fields[name]) for name in _FIELDS),
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are indexed.

    Words are runs of letters, marks and digits, as in the search page's script.
    """
    return list(chain.from_iterable(map(_words_of_run, text.split())))


@lru_cache(maxsize=65536)
def _words_of_run(run: str) -> tuple[str, ...]:
    # Most of what stands between two spaces has been there before.
    return tuple(unify_tones(run).lower().translate(_CARRIED).split())


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


@dataclass(slots=True, eq=False)
class _Spelling:
    """A word in one spelling, and the pages that have it so, each as it is encoded.

    Pagefind finds it under its ``stem``, which has no diacritics; ``form`` is the word with them,
    None if it has none. ``last`` is the last of the pages.
    """

    stem: str
    form: str | None
    pages: list[bytes] = field(default_factory=list)
    last: int = 0

    def add(self, page: int, places: bytes, fields: bytes) -> None:
        """Note where the word stands on the next page: the places in its text and its fields."""
        self.pages.append(b"\x83%b%b%b" % (_NUMBER[page - self.last], places, fields))
        self.last = page


_Answer = list[tuple[_Spelling, int]]
"""How a word is indexed: as what, and with which weight; more than once if it has parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    """How Pagefind indexes each word, in a headline and in the text.

    ``whole`` are the words of the text with one spelling and the usual weight, and ``parted`` for
    the others.
    """

    version: str
    spellings: Sequence[_Spelling]
    headline: Mapping[str, _Answer]
    text: Mapping[str, _Answer]
    whole: Mapping[str, _Spelling]
    parted: _Spelling


def _ask(shadows: Iterable[_Shadow], language: str) -> _Lexicon:
    """Ask Pagefind how the words of some articles are indexed.

    Pagefind's files are gzipped CBOR (RFC 8949) or JSON behind a magic word. The meta file of
    version 1.5 is a list: the version, the pages with their fragments and numbers of words, the
    chunks of words with the first and last word of each, the filters, the sorts, and the names of
    the meta fields. A chunk is a list of one list of words. A word is a list: the word without
    diacritics, the pages that have it so, and each other spelling with its pages. A page is its
    number, less that of the page before, and where the word stands in its text and in its fields
    (``_encoded``).
    """
    # Pagefind refuses a page without any word.
    titles = sorted({"0"}.union(*(shadow.title for shadow in shadows)))
    words = sorted({"0"}.union(*(chain(shadow.text, *shadow.fields) for shadow in shadows)))
    page = (
        f'<!doctype html><html lang="{language}"><body data-pagefind-body>'
        f'<span data-pagefind-weight="{_HEADLINE}">{" ".join(titles)}</span> '
        f"{' '.join(words)}</body></html>"
    )
    spellings = []
    headline: dict[str, _Answer] = {word: [] for word in titles}
    text: dict[str, _Answer] = {word: [] for word in words}
    answers = [*headline.values(), *text.values()]
    with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
        output = _run(Path(folder), [("index.html", page)])
        [index] = json.loads((output / "pagefind-entry.json").read_bytes())["languages"].values()
        meta = cbor2.loads(_read(output / f"pagefind.{index['hash']}.pf_meta"))
        version, [[_, length]], chunks, *_ = meta
        if length != len(answers):
            raise UserError(_problem("is of a version that Backissue does not know"))
        for _, _, name in chunks:
            [entries] = cbor2.loads(_read(output / "index" / f"{name}.pf_index"))
            for stem, pages, others in entries:
                for form, [[_, numbers, _]] in chain([(None, pages)] if pages else [], others):
                    spelling = _Spelling(stem, form)
                    spellings.append(spelling)
                    for weight, place in _groups(numbers):
                        answers[place].append((spelling, weight))
    parted = _Spelling("", None)
    return _Lexicon(
        version=version,
        spellings=spellings,
        headline=headline,
        text=text,
        whole={
            word: answer[0][0] if [weight for _, weight in answer] == [_USUAL] else parted
            for word, answer in text.items()
        },
        parted=parted,
    )


def _groups(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield places, each after its weight, from Pagefind's numbers: see ``_encoded``."""
    weight, place = 25, 0
    for number in numbers:
        if number < 0:
            weight, place = ~number, 0
        else:
            place += number
            yield weight, place


def _note(page: int, shadow: _Shadow, lexicon: _Lexicon) -> None:
    """Note where the words of an article stand; it is the next page."""
    places = _places_in_text(shadow, lexicon)
    fields = _places_in_fields(shadow, lexicon)
    nothing = _array(())
    for spelling, found in places.items():
        beside = fields.pop(spelling, None)
        spelling.add(page, _encoded(found), nothing if beside is None else _encoded(beside))
    for spelling, found in fields.items():
        spelling.add(page, nothing, _encoded(found))


_Places = dict[_Spelling, list[int]]
"""Where the words of a page stand: how many are before it, and above that its group.

Groups are the weights of words of the text, or the numbers of fields.
"""


def _places_in_text(shadow: _Shadow, lexicon: _Lexicon) -> _Places:
    places: _Places = defaultdict(list)
    start = _USUAL << _GROUP | len(shadow.title)
    for place, spelling in enumerate(map(lexicon.whole.__getitem__, shadow.text), start):
        places[spelling].append(place)
    for place in places.pop(lexicon.parted, ()):
        for spelling, weight in lexicon.text[shadow.text[place - start]]:
            places[spelling].append(place + (weight - _USUAL << _GROUP))
    for place, word in enumerate(shadow.title):
        for spelling, weight in lexicon.headline[word]:
            places[spelling].append(weight << _GROUP | place)
    return places


def _places_in_fields(shadow: _Shadow, lexicon: _Lexicon) -> _Places:
    places: _Places = defaultdict(list)
    for number, words in enumerate(shadow.fields):
        for place, word in enumerate(words, number << _GROUP):
            for spelling, _ in lexicon.text[word]:
                places[spelling].append(place)
    return places


def _encoded(places: list[int]) -> bytes:
    """Return where a word stands on a page as Pagefind encodes it: an array of numbers in CBOR.

    Each group begins with its number as a negative one, and the first place; each place that
    follows is what it is more than the one before.
    """
    if len(places) == 1:
        return _SINGLE[places[0]]
    places.sort()
    return _grouped(places)


def _grouped(places: Iterable[int]) -> bytes:
    numbers = []
    group = last = -1
    for place in places:
        if place >> _GROUP != group:
            group = place >> _GROUP
            last = group << _GROUP
            numbers.append(_NUMBER[~group])
        numbers.append(_NUMBER[place - last])
        last = place
    return _array(numbers)


class _Numbers(dict[int, bytes]):
    """Numbers in CBOR, which are few; filled as they come."""

    def __missing__(self, number: int) -> bytes:
        self[number] = encoded = cbor2.dumps(number)
        return encoded


class _Singles(dict[int, bytes]):
    """Single places, encoded: half of the words of an article stand there once."""

    def __missing__(self, place: int) -> bytes:
        self[place] = encoded = _grouped([place])
        return encoded


_NUMBER = _Numbers()
_SINGLE = _Singles()


class _Word(NamedTuple):
    """A word of the index, in how many articles it is, and its entry in Pagefind's encoding."""

    stem: str
    articles: int
    data: bytes


def _entries(spellings: Iterable[_Spelling]) -> Iterator[_Word]:
    """Yield the words that the spellings are of, each with those of its spellings."""
    of_stem: defaultdict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        if spelling.pages:
            of_stem[spelling.stem].append(spelling)
    for stem, found in of_stem.items():
        plain = [page for spelling in found if spelling.form is None for page in spelling.pages]
        others = sorted(
            (spelling.form, _array(spelling.pages))
            for spelling in found
            if spelling.form is not None
        )
        forms = [b"\x82" + cbor2.dumps(form) + pages for form, pages in others]
        yield _Word(
            stem=stem,
            articles=sum(len(spelling.pages) for spelling in found),
            data=_array([cbor2.dumps(stem), _array(plain), _array(forms)]),
        )


def _chunked(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Yield the words in groups that are about as long as a chunk should be."""
    group: list[_Word] = []
    size = 0
    for word in words:
        if group and size + len(word.data) > CHUNK:
            yield group
            group, size = [], 0
        group.append(word)
        size += len(word.data)
    if group:
        yield group


def _array(items: Sequence[bytes]) -> bytes:
    """Return an array of encoded items in CBOR (RFC 8949, section 3.1: major type 4)."""
    return b"".join((_head(len(items)), *items))


def _head(length: int) -> bytes:
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


def _cards(documents: Sequence[SearchDocument], fragments: Sequence[str]) -> bytes:
    """Return what a volume's articles can be narrowed and sorted by, as JSON.

    The articles are in the order of the documents; their section, people and tags are numbers
    of the labels.
    """
    labels: dict[str, int] = {}

    def number(label: str) -> int:
        return labels.setdefault(label, len(labels))

    articles = [
        [
            fragment,
            document.year,
            None if document.section is None else number(document.section),
            [number(label) for label in document.people],
            [number(label) for label in document.tags],
        ]
        for document, fragment in zip(documents, fragments, strict=True)
    ]
    cards = {"labels": list(labels), "articles": articles}
    return json.dumps(cards, ensure_ascii=False).encode()


def _name(content: bytes) -> str:
    """Return a name that says what is in a file."""
    return sha256(content).hexdigest()[:10]


def _packed(content: bytes) -> bytes:
    """Return a file as Pagefind reads it."""
    return gzip.compress(_MAGIC + content, 6, mtime=0)


def _read(path: Path) -> bytes:
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(_MAGIC):
        raise UserError(_problem("is of a version that Backissue does not know"))
    return raw[len(_MAGIC) :]
