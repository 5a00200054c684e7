"""The controlled vocabulary of an archive: ``content/tags.yaml``, one term an entry.

    - label: Ủy ban nhân dân
      slug: uy-ban-nhan-dan
      aliases: [UBND, Uỷ ban nhân dân]
      broader: chính quyền
      description: …

Only the label is required. The file is read as strictly as front matter, and by its reader.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from generator.errors import Location, Problem, UserError
from generator.frontmatter import Field, read
from generator.vietnamese import compose, fold, slug, unify_tones

__all__ = [
    "KEYS",
    "VOCABULARY",
    "Subject",
    "Vocabulary",
    "load_vocabulary",
    "parse_vocabulary",
    "tag_key",
]

VOCABULARY = "content/tags.yaml"
"""Where an archive keeps it, from the archive's root."""

KEYS = ("label", "slug", "aliases", "broader", "description")
"""What a term of ``content/tags.yaml`` may say."""

_TOKEN = re.compile(r"[^\W_]+|\S")
_BREAK = "\n\0\n"  # between two texts: no label has this character, so none matches across
_OPEN_SYLLABLE = re.compile("(.*[ou])([\u0300\u0301\u0303\u0309\u0323])(.)")
_DOCUMENT_START = re.compile(r"\A(?P<above>(?:[ \t]*(?:#.*)?\n)*)---[ \t]*(?=\n|\Z)")
_ABOVE, _BESIDE = 2, 2  # lines and columns that wrapping the list as front matter adds


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A term of the vocabulary; ``broader`` is a label, ``line`` is where its entry begins."""

    label: str
    slug: str
    aliases: tuple[str, ...] = ()
    broader: str | None = None
    description: str | None = None
    line: int = 1


@dataclass(slots=True)
class _Node:
    """The syllables that may follow, and the label if a form ends here."""

    children: dict[str, _Node] = field(default_factory=dict)
    label: str | None = None
    capitals: bool = False


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The terms in the order of the file; an archive without one has an empty vocabulary."""

    subjects: tuple[Subject, ...] = ()

    def match(self, texts: Sequence[str]) -> dict[str, int]:
        """Return how often the texts name each term, by its label, the most frequent first.

        Forms are whole words, the longest at each place wins. Diacritics count; case, the
        placement of tones and the normalisation form do not. A form in capitals (``UBND``)
        is found in capitals only. Equally frequent terms stand as they first occur.
        """
        if not self.subjects:
            return {}
        words = _TOKEN.findall(_BREAK.join(map(compose, texts)))
        folded = list(map(str.casefold, words))
        first, size, resume = self._forms.children, len(folded), 0
        counts: Counter[str] = Counter()
        for start in [index for index, word in enumerate(folded) if word in first]:
            if start < resume:
                continue
            node: _Node | None = first[folded[start]]
            found, end = None, start
            while node is not None:
                end += 1
                if node.label and (not node.capitals or "".join(words[start:end]).isupper()):
                    found, resume = node.label, end
                node = node.children.get(folded[end]) if end < size else None
            if found is not None:
                counts[found] += 1
        return dict(counts.most_common())

    def find(self, label: str) -> Subject | None:
        """Return the term that this label or alias, however spelled, belongs to.

        Spellings with one slug would have one page on the site, so they are one term.
        """
        return self._by_slug.get(slug(label)) if self.subjects else None

    def canonical(self, label: str) -> str:
        """Return the label of the term that this label or alias belongs to, or the label itself."""
        subject = self.find(label)
        return label if subject is None else subject.label

    def above(self, label: str) -> Iterator[str]:
        """Yield the labels of the terms that are broader than this one, the nearest first."""
        subject = self.find(label)
        while subject is not None and subject.broader is not None:
            yield subject.broader
            subject = self.find(subject.broader)

    @cached_property
    def _by_slug(self) -> Mapping[str, Subject]:
        return {
            slug(form): subject
            for subject in self.subjects
            for form in (subject.label, subject.slug, *subject.aliases)
        }

    @cached_property
    def _forms(self) -> _Node:
        root = _Node()
        for subject in self.subjects:
            for form in (subject.label, *subject.aliases):
                node = root
                for word in _TOKEN.findall(compose(form)):
                    child = node.children.get(word.casefold()) or _Node()
                    node.children |= dict.fromkeys(_placements(word.casefold()), child)
                    node = child
                # The same form in small letters elsewhere in the term frees this one.
                node.capitals = form.isupper() and (node.label is None or node.capitals)
                node.label = subject.label
        return root


@lru_cache(maxsize=65536)
def tag_key(label: str) -> str:
    """Return what spellings of one tag have in common: letters without case and diacritics.

    >>> tag_key("Uỷ  ban nhân dân")
    'uy ban nhan dan'
    """
    return fold(unify_tones(" ".join(compose(label).split())))


def _placements(syllable: str) -> tuple[str, ...]:
    """Return a syllable as both schools of tone placement write it.

    So the trie knows both, and the text, which is longer, need not be rewritten.
    """
    unified = unify_tones(syllable)
    parts = _OPEN_SYLLABLE.fullmatch(unicodedata.normalize("NFD", unified))
    if parts is None:
        return (unified,)
    other = unicodedata.normalize("NFC", parts[1] + parts[3] + parts[2])
    return (unified, other) if unify_tones(other) == unified else (unified,)


def load_vocabulary(path: Path, file: str) -> Vocabulary:
    """Return the vocabulary in this file, which problems call ``file``; empty if it is absent.

    Raises:
        UserError: everything that is wrong in it.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Vocabulary()
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text: {error.reason} at byte {error.start}"
        problem = Problem(location=Location(file=file), message=message, remedy="Save it as UTF-8.")
        raise UserError(problem) from None
    return parse_vocabulary(text, file)


def parse_vocabulary(text: str, file: str) -> Vocabulary:
    """Return the vocabulary in the text of a ``tags.yaml``.

    Raises:
        UserError: everything that is wrong in it.
    """
    source = compose(text.replace("\r\n", "\n"))
    reader = _Reader(file=file)
    try:
        subjects = reader.subjects(source)
    except UserError as error:  # not YAML, or more than our YAML
        reader.problems += error.problems
    if reader.problems:
        lines = source.split("\n")
        raise UserError(_unwrapped(problem, lines) for problem in reader.problems)
    return Vocabulary(subjects=subjects)


def _unwrapped(problem: Problem, lines: Sequence[str]) -> Problem:
    """Return a problem of the wrapped text as one of the file itself."""
    place = problem.location
    line = min(max((place.line or 1) - _ABOVE, 1), len(lines))
    column = None if place.column is None else max(place.column - _BESIDE, 1)
    remedy = problem.remedy and re.sub(
        r"(?<=in line )\d+", lambda number: str(int(number[0]) - _ABOVE), problem.remedy
    )
    location = replace(place, line=line, column=column, text=lines[line - 1])
    return replace(problem, location=location, remedy=remedy)


@dataclass(slots=True)
class _Reader:
    """Reads terms out of fields and collects what is wrong with them."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def subjects(self, source: str) -> tuple[Subject, ...]:
        """Return the terms in this text; what is no term is a problem."""
        found: list[Subject] = []
        owners: dict[str, tuple[Field, Field]] = {}
        broader: dict[str, Field] = {}
        for entry in self._entries(source):
            fields = self._known(entry)
            label = self._text(fields, "label")
            if label is None or not slug(label):
                if isinstance(entry.value, Mapping):
                    self._complain(entry, "a term has no label", "Add: label: The tag")
                continue
            aliases = self._aliases(fields.get("aliases"))
            address = self._text(fields, "slug")
            if address is not None and slug(address) != address:
                message = f"“{address}” cannot be part of an address"
                self._complain(fields["slug"], message, f"Write: slug: {slug(address or label)}")
            forms = [(label, fields["label"]), *aliases]
            forms += [(address, fields["slug"])] if address else []
            # Forms with one slug have one page on the site, so one term must have them all.
            for form, where in forms:
                owner, first = owners.setdefault(slug(form), (entry, where))
                if owner is not entry:
                    message = f"“{form}” is the same tag as “{first.value}”"
                    remedy = f"It is already in line {first.line}. Leave one of them."
                    self._complain(where, message, remedy)
            if self._text(fields, "broader") is not None:
                broader[label] = fields["broader"]
            subject = Subject(label=label, slug=address or slug(label), line=entry.line - _ABOVE)
            description = self._text(fields, "description")
            names = tuple(form for form, _ in aliases)
            found.append(replace(subject, aliases=names, description=description))
        above = self._above(Vocabulary(subjects=tuple(found)), broader)
        return tuple(replace(subject, broader=above.get(subject.label)) for subject in found)

    def _complain(self, where: Field, message: str, remedy: str) -> None:
        location = Location(file=self.file, line=where.line, column=where.column)
        self.problems.append(Problem(location=location, message=message, remedy=remedy))

    def _entries(self, source: str) -> Sequence[Field]:
        """Return the entries of the list, parsed as the value of a key of a front matter."""
        plain = _DOCUMENT_START.sub(r"\g<above>", source, count=1)
        indented = re.sub("^(?=.)", " " * _BESIDE, plain, flags=re.MULTILINE)
        found = read(f"---\nterms:\n{indented}\n---\n", self.file).fields["terms"]
        if not isinstance(found.value, (str, Mapping)):
            return found.value or ()
        self._complain(found, "this is not a list of terms", "Write: - label: The tag")
        return ()

    def _known(self, entry: Field) -> Mapping[str, Field]:
        if not isinstance(entry.value, Mapping):
            self._complain(entry, "this is not a term", "Write: - label: The tag")
            return {}
        for name, value in entry.value.items():
            if name not in KEYS:
                close = difflib.get_close_matches(name, KEYS, n=1)
                hint = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(KEYS)}."
                self._complain(value, f"unknown key “{name}”", hint)
        return entry.value

    def _text(self, fields: Mapping[str, Field], key: str) -> str | None:
        where = fields.get(key)
        if where is None or where.value is None:
            return None
        if not isinstance(where.value, str):
            self._complain(where, f"“{key}” is not a line of text", "Put the value in quotes.")
            return None
        return " ".join(where.value.split()) or None

    def _aliases(self, where: Field | None) -> Sequence[tuple[str, Field]]:
        if where is None or where.value is None:
            return ()
        if isinstance(where.value, (str, Mapping)):
            self._complain(where, "“aliases” is not a list", "Write: aliases: [one, another]")
            return ()
        found = [(self._text({"aliases": item}, "aliases") or "", item) for item in where.value]
        for text, item in found:
            if not slug(text):
                self._complain(item, "an alias without letters", "Remove the entry.")
        return found

    def _above(self, terms: Vocabulary, broader: Mapping[str, Field]) -> Mapping[str, str]:
        """Return the label of each term's broader term; they must exist and lead upward."""
        above: dict[str, str] = {}
        for label, where in broader.items():
            name = str(where.value)
            if (subject := terms.find(name)) is not None:
                above[label] = subject.label
                continue
            close = difflib.get_close_matches(name, [s.label for s in terms.subjects], n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"Add: - label: {name}"
            self._complain(where, f"“broader” names no term: “{name}”", hint)
        for label in above:
            path = [label]
            while (up := above.get(path[-1])) is not None and up not in path:
                path.append(up)
            if up == label == min(path):  # a circle is told once
                message = f"a term is broader than itself: {' → '.join([*path, up])}"
                self._complain(broader[label], message, "Remove one of these “broader”.")
        return above
