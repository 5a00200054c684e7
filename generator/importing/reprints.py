"""Reprints: which article says again, nearly word for word, what another one says.

Texts are compared as sets of shingles (runs of five syllables without diacritics), by MinHash:
A. Broder, "On the resemblance and containment of documents" (1997). Five syllables are long
enough that two reports in one newspaper's set phrases have few in common, and a changed number
costs five of them. What is compared is the Markdown of the body, so that an article has the
same signature before it is written and after.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import eq
from pathlib import Path
from typing import TypeAlias

from rensa import RMinHash

from generator.importing.scratch import scratch
from generator.importing.wording import words_in
from generator.scan import content_files
from generator.workers import default_jobs, map_batches

__all__ = ["Reprint", "Reprints", "Signature", "signature", "similarity"]

Signature: TypeAlias = bytes
"""A text in 512 bytes: two of them tell how similar the texts are, by ``similarity``."""

_SHINGLE = 5
_SHORTEST = 40
"""Syllables below which a text is a notice that may well be the same as another one."""

_SIMILAR = 0.8
"""Share of common shingles (the Jaccard index) from which on an article is a reprint."""

_PERMUTATIONS = 128
"""Numbers in a signature: the similarity that it tells is right to about 0.04."""

_SEED = 1
_BANDS = 16
"""Of eight numbers each: a pair of the least similarity that counts is found in 95 of 100 cases,
one of 0.9 always."""

_SCHEMA = """
    CREATE TABLE originals (number INTEGER PRIMARY KEY, path TEXT UNIQUE, signature BLOB);
    CREATE TABLE bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID;
"""
_CANDIDATES = """
    SELECT path, signature FROM originals WHERE number IN (
        SELECT number FROM bands WHERE band IN (SELECT value FROM json_each(?)))
    ORDER BY number
"""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_LINKED = re.compile(r"^reprint_of:", re.MULTILINE)
_NO_TEXT = re.compile(
    r"!\[(?:\\.|[^][\\])*\]\((?:<[^<>]*>|[^()]*)\)"  # a picture with its caption
    r"|(?<=\])\([^()\s]*\)"  # where a link leads
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """The article that another one repeats: its content file below ``content/``, how much of it.

    ``similarity`` is from 0 to 1, an estimate.
    """

    path: str
    similarity: float


def signature(body: str) -> Signature | None:
    """Return the signature of an article's text in Markdown, or None if it is too short to tell.

    It is the same in every process and on every machine; captions and addresses do not count.
    """
    if "](" in body:
        body = _NO_TEXT.sub(" ", body)
    # Paragraph by paragraph, for as lines of the raw text they have been taken apart before.
    words = chain.from_iterable(map(words_in, body.split("\n")))
    syllables = list(chain.from_iterable([word.folded for word in words]))
    if len(syllables) < _SHORTEST:
        return None
    found = RMinHash(_PERMUTATIONS, _SEED)
    found.update(list(map(" ".join, zip(*_shifted(syllables), strict=False))))
    return array("I", found.digest()).tobytes()


def similarity(one: Signature, other: Signature) -> float:
    """Return the share of shingles that two texts have in common, from 0 to 1, estimated."""
    equal = sum(map(eq, array("I", one), array("I", other)))
    return float(equal / _PERMUTATIONS)


def _shifted(syllables: Sequence[str]) -> list[Sequence[str]]:
    return [syllables[start:] for start in range(_SHINGLE)]


class Reprints:
    """The originals of an archive: the articles that repeat no other.

    Only they are kept and compared with, so that the work stays linear where a hundred articles
    say the same, and no chain or circle of links comes about.
    """

    def __init__(self, content: Path) -> None:
        """Begin with the articles below ``content/``; they are read when first needed."""
        self._content = content
        self._is_read = False
        self._originals = scratch(_SCHEMA)

    def place(
        self, path: str, text: Signature | None, known: str | None, *, look: bool
    ) -> Reprint | None:
        """Return the original of an article, or take it up as an original itself.

        ``path`` is its content file below ``content/``. An original that is ``known`` from an
        earlier import stays the one for as long as it is there and similar; others are looked
        for only with ``look``. Of several the most similar counts, then the first.
        """
        if text is None:
            return None
        found = self._still(text, known) or (self._most_similar(path, text) if look else None)
        if found is None:
            self._settle(path, text)
        else:
            self._originals.execute("DELETE FROM originals WHERE path = ?", (path,))
        return found

    def _still(self, text: Signature, known: str | None) -> Reprint | None:
        if known is None or not (self._content / known).is_file():
            return None
        found = self._signature(known) or _file_signature(self._content, known)
        alike = similarity(text, found) if found is not None else 0.0
        return Reprint(path=known, similarity=alike) if alike >= _SIMILAR else None

    def _most_similar(self, path: str, text: Signature) -> Reprint | None:
        self._read()
        best: Reprint | None = None
        bands = json.dumps(_bands(text))
        for candidate, signature in self._originals.execute(_CANDIDATES, (bands,)).fetchall():
            alike = similarity(text, signature)
            if candidate != path and alike >= _SIMILAR and (not best or alike > best.similarity):
                best = Reprint(path=candidate, similarity=alike)
        return best

    def _settle(self, path: str, text: Signature) -> None:
        if self._is_read and self._signature(path) != text:
            run = self._originals
            run.execute(
                "INSERT OR REPLACE INTO originals (path, signature) VALUES (?, ?)", (path, text)
            )
            [(number,)] = run.execute("SELECT number FROM originals WHERE path = ?", (path,))
            rows = [(band, number) for band in _bands(text)]
            run.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)

    def _signature(self, path: str) -> Signature | None:
        query = "SELECT signature FROM originals WHERE path = ?"
        found: tuple[bytes] | None = self._originals.execute(query, (path,)).fetchone()
        return found[0] if found is not None else None

    def _read(self) -> None:
        """Take up the originals that are in the archive, folder by folder."""
        if self._is_read:
            return
        self._is_read = True
        job = partial(_originals, self._content)
        for found in map_batches(job, content_files(self._content), default_jobs()):
            for path, text in found:
                if text is not None:
                    self._settle(path, text)


def _bands(text: Signature) -> list[int]:
    """Return a number for each band of a signature: equal bands have equal numbers."""
    size = len(text) // _BANDS
    parts = (bytes([band]) + text[band * size : (band + 1) * size] for band in range(_BANDS))
    digests = (blake2b(part, digest_size=8).digest() for part in parts)
    return [int.from_bytes(found, "big", signed=True) for found in digests]


def _originals(content: Path, paths: Sequence[str]) -> list[tuple[str, Signature | None]]:
    return [(path, _file_signature(content, path, originals_only=True)) for path in paths]


def _file_signature(content: Path, path: str, *, originals_only: bool = False) -> Signature | None:
    """Return the signature of a content file; None as well where it says whose reprint it is."""
    try:
        text = (content / path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None  # the build will tell
    match = _FRONT_MATTER.match(text)
    if match is None or (originals_only and _LINKED.search(match["fields"])):
        return None
    return signature(text[match.end() :])
