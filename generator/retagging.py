"""Two tags made one: in every article and in the vocabulary, without another byte changing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generator import frontmatter
from generator.config import Config
from generator.errors import Location, Problem, UserError, visible
from generator.field_reader import spread
from generator.frontmatter import Field, FrontMatter
from generator.importing.write import write_atomically
from generator.keys import plain_key
from generator.scan import ARTICLE, scan_folder
from generator.vietnamese import compose, slug
from generator.vocabulary import VOCABULARY, Subject, parse_vocabulary, tag_key

__all__ = ["merge_tags"]

# What follows finds labels in YAML as people write it. It need not know all of YAML: what it
# takes for something else fails the comparison with the parser's result, and is refused.
_HEAD = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<inside>.*?)^(?P=fence)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_TAGS_KEY = re.compile(r"""^(?:tags|"tags"|'tags')[ \t]*(?::(?=\s)|=)""", re.MULTILINE)
_INNER_TAGS_KEY = re.compile(rf"^[ \t]+{_TAGS_KEY.pattern[1:]}", re.MULTILINE)
_ALIASES_KEY = re.compile(r"^(?:[ ]*-)?[ ]+aliases[ ]*:(?=\s)", re.MULTILINE)
_LABEL_LINE = re.compile(r"^(?P<pad>[ ]*(?:-[ ]+)?)label[ ]*:[^\n]*(?:\n|\Z)", re.MULTILINE)
_QUOTED = r""""(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\n]|'')*'"""
_PLAIN = r"[^\s#&*!|>'\"%@`,\[\]{}]"
_ITEM = re.compile(rf"{_QUOTED}|{_PLAIN}[^,\[\]{{}}\n]*?(?=\s*[,\]]|\s+#|\s*\n)")
_VALUE = rf"(?P<item>{_QUOTED}|{_PLAIN}[^\n]*?)(?P<note>[ \t]+#[^\n]*?)?[ \t]*\r?(?:\n|\Z)"
_LINE, _ROW = re.compile(rf"[ \t]+{_VALUE}"), re.compile(rf"(?P<dash>[ ]*-[ ]+){_VALUE}")
_BETWEEN = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
_BRACKET, _COMMA = re.compile(r"[ \t]*\["), re.compile(r"[ \t]*,[ \t]*")
_PIECE = re.compile(r"[^\s,](?:[^,\n]*[^\s,])?")
_SPACE = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*")
_GULF = " " * 1000
"""So much white space in a line that to look for its end takes longer than anybody waits."""


def merge_tags(config: Config, keep: str, drop: str, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Give every article tagged ``drop`` the tag ``keep``, and return the changed files, sorted.

    All spellings of ``drop`` that fold alike go. Nothing else in a file changes. ``drop``
    becomes an alias of ``keep`` in ``content/tags.yaml``, so that its page leads on. A merge
    that is interrupted is finished by doing it again. With ``dry_run`` nothing is written.

    Raises:
        UserError: a label without letters, an unreadable file, tags or a vocabulary written in
            a way that cannot be changed safely; then no file is changed.
    """
    said = " ".join(f"{keep} {drop}".split())
    keep, drop = (" ".join(compose(label).split()) for label in (keep, drop))
    if not (slug(keep) and slug(drop) and keep != drop and visible(said) == said):
        raise _refusal(VOCABULARY, None, f"“{drop}” cannot become “{keep}”", "Name two tags.")
    changed: dict[Path, str] = {}
    problems: list[Problem] = []
    # The vocabulary comes last: once it has the alias, no article has the old tag.
    articles = scan_folder(config.root, "content", frozenset({ARTICLE}), {}).stamps
    for file in (*articles, VOCABULARY):
        path = config.root / file
        try:
            text = path.read_bytes().decode() if file in articles or path.exists() else ""
            merge = _with_alias if file == VOCABULARY else _retagged
            edited = merge(text, file, keep, drop)
        except UnicodeDecodeError as error:
            message = f"not UTF-8 text: {error.reason} at byte {error.start}"
            problems += _refusal(file, None, message, "Save it as UTF-8.").problems
        except UserError as error:
            problems += error.problems
        else:
            if edited != text:
                changed[path] = edited
    if problems:
        raise UserError(problems)
    if not dry_run:
        for path, text in changed.items():
            write_atomically(path, [text.encode()])
    return tuple(sorted(changed))


def _refusal(file: str, line: int | None, message: str, remedy: str) -> UserError:
    return UserError(
        Problem(location=Location(file=file, line=line), message=message, remedy=remedy)
    )


def _retagged(text: str, file: str, keep: str, drop: str) -> str:
    """Return the text of a content file with one tag for the other."""
    before = _parsed(text, file)
    where = _tags(before)
    labels = _labels(where)
    gone = [i for i, tag in enumerate(labels) if tag_key(tag) == tag_key(drop) and tag != keep]
    if where is None or not gone:
        return text
    others = (tag for i, tag in enumerate(labels) if i not in gone)
    renamed = None if any(slug(tag) == slug(keep) for tag in others) else gone.pop(0)
    wanted = [keep if i == renamed else tag for i, tag in enumerate(labels) if i not in gone]
    edited: str | None = None if _GULF in text.replace("\t", " ") else text
    key = _INNER_TAGS_KEY if where.key is not None and where.key[1] > 1 else _TAGS_KEY
    # From the last to the first, so that those before keep their places.
    for place in sorted([*gone, *([] if renamed is None else [renamed])], reverse=True):
        head = _HEAD.match(edited) if edited is not None else None
        written = head and _Written.find(head.string, key, head.span("inside"))
        if not written or len(written.spans) <= place:
            edited = None
        elif place == renamed:
            edited = written.renamed(place, keep)
        else:
            edited = written.without(place)
    if "" in labels or edited is None or not _differs_in_tags_only(before, edited, file, wanted):
        message = f"the tag “{drop}” is written in a way that cannot be changed safely"
        raise _refusal(file, where.line, message, "Write the tags as a list: tags: [one, another]")
    return edited


def _tags(front: FrontMatter) -> Field | None:
    """Return the tags, wherever another generator has them."""
    return next((where for name, where in spread(front.fields) if plain_key(name) == "tags"), None)


def _parsed(text: str, file: str) -> FrontMatter:
    return frontmatter.read(compose(text.replace("\r\n", "\n")), file)


def _labels(where: Field | None) -> list[str]:
    """Return the tags as ``articles`` reads them; what is no text has an empty label."""
    if where is None or where.value is None or isinstance(where.value, Mapping):
        return []
    if isinstance(where.value, str):
        return [" ".join(part.split()) for part in where.value.split(",")]
    values = [item.value for item in where.value]
    return [" ".join(value.split()) if isinstance(value, str) else "" for value in values]


def _differs_in_tags_only(before: FrontMatter, text: str, file: str, tags: list[str]) -> bool:
    try:
        after = _parsed(text, file)
    except UserError:
        return False
    same, was = (
        [(k, _plain(v)) for k, v in spread(front.fields) if plain_key(k) != "tags"]
        for front in (after, before)
    )
    return same == was and _labels(_tags(after)) == tags and after.body == before.body


def _plain(where: Field) -> object:
    """Return a field's value without lines and columns, which may move."""
    if where.value is None or isinstance(where.value, str):
        return where.value
    if isinstance(where.value, Mapping):
        return [(key, _plain(value)) for key, value in where.value.items()]
    return [_plain(item) for item in where.value]


def _scalar(label: str, like: str = "") -> str:
    """Return a label in YAML, in the quotes that another one is written in."""
    if like.startswith("'"):
        return "'" + label.replace("'", "''") + "'"
    if like.startswith('"'):
        return json.dumps(label, ensure_ascii=False)
    return frontmatter.write({"x": [label]}, "").removeprefix("---\nx: [").removesuffix("]\n---\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """Where the labels of a key stand in a text, and how: on rows, in brackets, on one line."""

    text: str
    start: int
    spans: Sequence[tuple[int, int]]
    style: Literal["rows", "brackets", "line"]

    @classmethod
    def find(cls, text: str, key: re.Pattern[str], part: tuple[int, int]) -> _Written | None:
        """Return the labels of the only such key in this part of the text, if they are plain."""
        found = list(key.finditer(text, *part))
        if len(found) != 1:
            return None
        start, end = found[0].end(), part[1]
        if (bracket := _BRACKET.match(text, start, end)) is not None:
            items = _bracketed(text, bracket.end(), end)
            if items is None:
                return None
            return cls(text=text, start=bracket.end(), spans=items, style="brackets")
        if (line := _LINE.match(text, start, end)) is not None:
            return cls(text=text, start=start, spans=_pieces(line), style="line")
        spans = []
        place = _end(_BETWEEN, text, start, end)
        while (row := _ROW.match(text, place, end)) is not None:
            spans.append(row.span("item"))
            place = _end(_BETWEEN, text, row.end(), end)
        return cls(text=text, start=start, spans=spans, style="rows")

    def renamed(self, place: int, label: str) -> str:
        start, end = self.spans[place]
        is_piece = self.style == "line" and len(self.spans) > 1
        new = label if is_piece else _scalar(label, like=self.text[start:end])
        return self._with(start, end, new)

    def without(self, place: int) -> str:
        start, end = self.spans[place]
        last = place == len(self.spans) - 1
        if self.style == "line":
            if last:
                return self._with(self.spans[place - 1][1], end, "")
            return self._with(start, self.spans[place + 1][0], "")
        row, below = self._row(start, end)
        if self.style == "rows":
            note = self.text[end:below].lstrip(" \t")
            indent = self.text[row:start].partition("-")[0]
            return self._with(row, below, indent + note if note.strip() else "")
        if (comma := _COMMA.match(self.text, end)) is not None:
            alone = not self.text[row:start].strip() and not self.text[comma.end() : below].strip()
            return self._with(*((row, below) if alone else (start, comma.end())), "")
        before = self.spans[place - 1][1] if place else start
        closes = self.text[before:start].strip() == ","
        return self._with(before if closes else start, end, "")

    def with_another(self, label: str) -> str:
        scalar = _scalar(label)
        if self.style == "brackets":
            place = self.spans[-1][1] if self.spans else self.start
            return self._with(place, place, f", {scalar}" if self.spans else scalar)
        if not self.spans:
            return self._with(self.start, self.start, f" [{scalar}]")
        start, end = self.spans[-1]
        row, below = self._row(start, end)
        return _with_line(self.text, below, self.text[row:start] + scalar)

    def _row(self, start: int, end: int) -> tuple[int, int]:
        return self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end) + 1 or len(self.text)

    def _with(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return start if match is None else match.end()


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]] | None:
    spans = []
    place = _end(_SPACE, text, start, end)
    while text[place : place + 1] != "]":
        item = _ITEM.match(text, place, end)
        if item is None:
            return None
        spans.append(item.span())
        place = _end(_SPACE, text, item.end(), end)
        if text[place : place + 1] == ",":
            place = _end(_SPACE, text, place + 1, end)
        elif text[place : place + 1] != "]":
            return None
    return spans


def _pieces(line: re.Match[str]) -> list[tuple[int, int]]:
    """Return where the labels are that commas divide; one alone stands with its quotes."""
    start, end = line.span("item")
    if "," not in line["item"]:
        return [(start, end)]
    if line["item"][0] in "\"'":
        start, end = start + 1, end - 1
    return [piece.span() for piece in _PIECE.finditer(line.string, start, end)]


def _with_line(text: str, place: int, line: str) -> str:
    """Return the text with a line more at this place, ended as the others are."""
    end = "\r\n" if "\r\n" in text else "\n"
    before = text[:place] + ("" if place == 0 or text[place - 1] == "\n" else end)
    return before + line + end + text[place:]


def _with_alias(text: str, file: str, keep: str, drop: str) -> str:
    """Return the text of the vocabulary in which ``keep`` has the alias ``drop``."""
    before = parse_vocabulary(text, file)
    subject, owner = before.find(keep), before.find(drop)
    if owner is not None and owner == subject:
        return text
    if owner is not None:
        message = f"“{drop}” belongs to the term “{owner.label}”"
        raise _refusal(file, owner.line, message, f"Move it to the aliases of “{keep}” first.")
    after = list(before.subjects)
    if subject is None:
        pad = next(iter(re.findall(r"^( *)- ", text, re.MULTILINE)), "")
        entry = _with_line(text, len(text), f"{pad}- label: {_scalar(keep)}")
        edited: str | None = _with_line(entry, len(entry), f"{pad}  aliases: [{_scalar(drop)}]")
        after.append(Subject(label=keep, slug=slug(keep), aliases=(drop,)))
    else:
        place = after.index(subject)
        starts = [0, *(line.end() for line in re.finditer("\n", text))]
        end = starts[after[place + 1].line - 1] if place + 1 < len(after) else len(text)
        edited = _with_alias_in(text, (starts[subject.line - 1], end), drop)
        after[place] = replace(subject, aliases=(*subject.aliases, drop))
    if edited is None or not _says(edited, file, after):
        line = subject.line if subject is not None else None
        message = f"“{drop}” cannot be added safely to the aliases of “{keep}”"
        raise _refusal(file, line, message, f"Add it by hand, then merge again: aliases: [{drop}]")
    return edited


def _with_alias_in(text: str, part: tuple[int, int], alias: str) -> str | None:
    if _ALIASES_KEY.search(text, *part):
        written = _Written.find(text, _ALIASES_KEY, part)
        return None if written is None else written.with_another(alias)
    label = _LABEL_LINE.search(text, *part)
    return label and _with_line(
        text, label.end(), " " * len(label["pad"]) + f"aliases: [{_scalar(alias)}]"
    )


def _says(text: str, file: str, subjects: Iterable[Subject]) -> bool:
    """Return whether the vocabulary parses, and has these terms on whatever lines."""
    try:
        found = parse_vocabulary(text, file).subjects
    except UserError:
        return False
    return [replace(s, line=1) for s in found] == [replace(s, line=1) for s in subjects]
