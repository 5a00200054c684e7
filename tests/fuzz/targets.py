"""What is fuzzed: bytes in, and nothing but what is promised out.

Each target takes any bytes. It may find them wrong, but only in the way that its module says
(``UserError``, ``ValueError``); what escapes from it is a bug, and so is a failed assertion. The
suite tries a few hundred inputs of each and every case that was ever found (``cases/``);
``guided`` goes on for hours.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from generator import frontmatter
from generator.articles import parse_article
from generator.config import load_config
from generator.dates import date_remedy, parse_date, to_instant, weekday
from generator.errors import Problem, UserError
from generator.frontmatter import Field, Value
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus, Counts
from generator.importing.house import House
from generator.importing.ledger import Ledger
from generator.importing.moments import declared_date
from generator.importing.readers import Part, read_part, unpack
from generator.importing.records import RawRecord
from generator.importing.reprints import signature
from generator.importing.stamps import find_stamp
from generator.importing.write import article_slug, body_text, content_text
from generator.languages import load_language
from generator.markup import render_markdown
from generator.permalinks import read_ledger, write_ledger
from generator.pictures import examine
from generator.urls import Urls, alias_url, content_folder, output_path
from generator.vietnamese import SLUG_LENGTH, collation_key, compose, fold, slug
from generator.vocabulary import parse_vocabulary, tag_key

__all__ = ["READERS", "TARGETS", "Target"]

Target = Callable[[bytes], None]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOUSE = House(zone=ZONE, sections={"kinh-te": "Kinh tế"})
URLS = Urls(language=load_language("vi"), style="dir")

_MOST = 20
"""Articles of one file that are cleaned: one is as good as another."""


@cache
def _folder() -> Path:
    """Return a folder of this process, in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - memory, and no secret
    base = memory if os.access(memory, os.W_OK) else None
    place = tempfile.TemporaryDirectory(prefix="backissue-fuzz-", dir=base)
    _kept.append(place)
    return Path(place.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _is_told(problem: Problem) -> None:
    """See to it that a problem reads as one: it says something, and its place exists."""
    assert problem.message.strip()
    assert str(problem).isprintable() or "\n" in str(problem) or problem.location.text is not None
    assert problem.location.line is None or problem.location.line > 0
    assert problem.location.column is None or problem.location.column > 0


def _are_told(error: UserError) -> None:
    assert error.problems
    for problem in error.problems:
        _is_told(problem)


def content_file(data: bytes) -> None:
    """A content file is an article, or it is told what is wrong with it; and it is written back."""
    text = _text(data)
    try:
        parse_article("2021/a.md", text, "", URLS, "/archive")
    except UserError as error:
        _are_told(error)
    with contextlib.suppress(UserError):
        front = frontmatter.read(compose(text.replace("\r\n", "\n")), "content/2021/a.md")
        fields = {key: found for key, found in _plain(front.fields).items() if _can_be_key(key)}
        again = frontmatter.read(frontmatter.write(fields, front.body), "content/2021/a.md")
        assert _plain(again.fields) == fields


def _can_be_key(key: str) -> bool:
    return key.isidentifier() and key.isascii() and key.casefold() not in {"no", "on", "y", "n"}


def _plain(fields: Mapping[str, Field]) -> dict[str, object]:
    """Return what fields say; of what ``write`` promises to write, without what is empty."""
    found = {key: _value(field.value) for key, field in fields.items()}
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _value(value: Value) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        inner = _plain(value)
        return inner if all(map(_can_be_key, inner)) else None
    items = [_value(item.value) for item in value]
    if all(isinstance(item, str) for item in items):
        return items
    if items and all(isinstance(item, dict) and item for item in items):
        return items
    return None


def markdown(data: bytes) -> None:
    """Any Markdown is a body, and rendering is a function."""
    text = _text(data)
    assert render_markdown(text) == render_markdown(text)


def dates(data: bytes) -> None:
    """A date is told as it was read; nothing that dates are looked for in breaks that."""
    text = _text(data)
    date_remedy(text)
    find_stamp(text)
    declared_date(text, ZONE)
    try:
        found = parse_date(text)
    except ValueError:
        return
    assert parse_date(found.edtf) == found
    to_instant(found, ZONE)
    weekday(found)
    content_folder(found, load_language("en"))


def words(data: bytes) -> None:
    """Slugs, addresses, folded words and keys: as they should be, whatever the text."""
    text = _text(data)
    found = slug(text)
    assert slug(found) == found
    assert len(found) <= SLUG_LENGTH
    assert not found.startswith("-")
    assert not found.endswith("-")
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert compose(compose(text)) == compose(text)
    assert collation_key(text)[2] == text
    tag_key(text)
    address = URLS.article(f"{text}.md")
    assert address.startswith("/")
    assert address.isascii()
    assert ".." not in output_path(address).split("/")
    with contextlib.suppress(ValueError):
        alias_url(text)


def settings(data: bytes) -> None:
    """Settings are right, or it is told what is wrong with them."""
    root = _folder() / "settings"
    root.mkdir(exist_ok=True)
    (root / "archive.toml").write_bytes(data)
    try:
        found = load_config(root)
    except UserError as error:
        _are_told(error)
        return
    assert found.base_path == "" or found.base_path.startswith("/")


def vocabulary(data: bytes) -> None:
    """A vocabulary is one, or it is told why not."""
    text = _text(data)
    try:
        found = parse_vocabulary(text, "content/tags.yaml")
    except UserError as error:
        _are_told(error)
        return
    for subject in found.subjects:
        assert found.canonical(subject.label) == subject.label


def permalinks(data: bytes) -> None:
    """What the ledger of permalinks says is kept when it is written."""
    path = _folder() / "permalinks.txt"
    path.write_bytes(data)
    try:
        found = read_ledger(path)
    except UnicodeDecodeError:
        return
    write_ledger(path, found)
    assert read_ledger(path) == found


def imports(data: bytes) -> None:
    """The ledger of imports is read, or told to be damaged; it is written as it was read."""
    root = _folder() / "imports"
    root.mkdir(exist_ok=True)
    (root / "imports.json").write_bytes(data)
    try:
        ledger = Ledger(root)
    except UserError:
        return
    ledger.save()
    assert list(Ledger(root).paths()) == list(ledger.paths())


def picture(data: bytes) -> None:
    """A picture is one, or it is told why not."""
    for suffix in (".svg", ".jpg"):
        with contextlib.suppress(ValueError):
            found = examine(data, suffix)
            assert found.width is None or found.width > 0


def _importing(suffix: str) -> Target:
    def target(data: bytes) -> None:
        path = _folder() / f"page{suffix}"
        path.write_bytes(data)
        counts = Counts()
        for number, part in enumerate(unpack(path, path.name, HOUSE)):
            if isinstance(part, Problem):
                _is_told(part)
                assert part.remedy
            elif number < _MOST:
                _import(part, counts)

    target.__doc__ = f"Whatever is in a file called {suffix}, its articles are content files."
    return target


def _import(part: Part, counts: Counts) -> None:
    try:
        record: RawRecord = read_part(part, HOUSE)
    except UserError as error:
        _are_told(error)
        return
    assert record.text.strip()
    seen = survey(record, counts, HOUSE)
    article = clean(record, Corpus(), HOUSE, seen)
    body = body_text(article)
    signature(body)
    text = content_text(article, body)
    path = f"{content_folder(article.date, URLS.language)}/{article_slug(article)}.md"
    parsed = parse_article(path, text, "", URLS, "")
    assert parsed.article.title == " ".join(compose(article.title).split())
    assert parsed.article.date == article.date
    msgspec.msgpack.encode(parsed.article)


READERS: Mapping[str, str] = {
    "text": ".txt",
    "page": ".html",
    "json": ".json",
    "jsonl": ".jsonl",
    "csv": ".csv",
    "wordpress": ".xml",
    "warc": ".warc",
    "gzip": ".warc.gz",
}
"""The formats that import reads, each with the end of a file's name."""

TARGETS: Mapping[str, Target] = {
    "content": content_file,
    "markdown": markdown,
    "dates": dates,
    "words": words,
    "settings": settings,
    "vocabulary": vocabulary,
    "permalinks": permalinks,
    "imports": imports,
    "picture": picture,
    **{f"import-{name}": _importing(suffix) for name, suffix in READERS.items()},
}
