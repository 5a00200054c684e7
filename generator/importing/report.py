"""What an import did, told so that a person can check it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import indent
from types import TracebackType
from typing import Literal, Self

from generator.errors import Problem
from generator.importing.records import CleanArticle, Dropped, PictureBlock
from generator.importing.reprints import Reprint
from generator.vietnamese import fold

__all__ = ["Action", "Guess", "ImportReport", "ImportedFile", "ReportFile", "told"]

Action = Literal["written", "unchanged", "kept", "conflict", "failed"]

_BYLINES = frozenset({"byline", "date line"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Something that the source does not say outright, and what it was concluded from."""

    field: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of one source file.

    ``content`` is the content file, relative to the archive. ``kept`` means that a person has
    edited or deleted it and there is nothing new; ``conflict`` that the new result lies beside
    it (``conflict``), because the file is a person's or not import's own. ``reprint`` is the
    article that it repeats.
    """

    source: str
    action: Action
    content: str | None = None
    conflict: str | None = None
    title: str = ""
    date: str = ""
    date_basis: str | None = None
    date_evidence: str = ""
    authors: tuple[str, ...] = ()
    agency: str | None = None
    figures: int = 0
    encoding: str = ""
    reprint: Reprint | None = None
    guesses: tuple[Guess, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: how often each action, how many reprints, and what went wrong."""

    actions: Mapping[Action, int]
    reprints: int
    problems: tuple[Problem, ...]


def told(
    article: CleanArticle,
    action: Action,
    content: str,
    *,
    conflict: str | None,
    reprint: Reprint | None,
    moved_from: str | None,
) -> ImportedFile:
    """Return what to tell of an article: what became of it, and everything guessed about it."""
    return ImportedFile(
        source=article.record.file,
        action=action,
        content=content,
        conflict=conflict,
        title=article.title,
        date=article.date.edtf,
        date_basis=article.date_basis,
        date_evidence=article.date_evidence,
        authors=article.authors,
        agency=article.agency,
        figures=sum(isinstance(block, PictureBlock) for block in article.blocks),
        encoding=article.record.encoding,
        reprint=reprint,
        guesses=tuple(_guesses(article, moved_from)),
        dropped=article.dropped,
        doubts=article.doubts,
    )


_VIETNAMESE = frozenset({"tcvn3", "vni", "viscii", "windows-1258"})


def _encoding_evidence(encoding: str) -> str:
    base, repaired, meant = encoding.partition(", repaired from ")
    if repaired:
        return f"the letters are {base}, but only as codes of {meant} are they Vietnamese words"
    if base.startswith("utf-16"):
        return "a byte order mark, or every other byte is zero"
    if base in _VIETNAMESE:
        return "the bytes are not UTF-8, and in this encoding they are Vietnamese words"
    return "the page declares it, or the bytes are neither UTF-8 nor Vietnamese in any encoding"


def _guesses(article: CleanArticle, moved_from: str | None) -> Iterator[Guess]:
    record = article.record
    if article.date_basis is not None:
        yield Guess(field="date", value=article.date.edtf, evidence=article.date_evidence)
    if article.authors:
        value = ", ".join(article.authors)
        yield Guess(field="authors", value=value, evidence=_byline_evidence(article))
    if record.encoding != "utf-8":
        evidence = _encoding_evidence(record.encoding)
        yield Guess(field="encoding", value=record.encoding, evidence=evidence)
    if moved_from is not None:
        evidence = f"the same bytes as {moved_from}, which is gone"
        yield Guess(field="source", value=record.file, evidence=evidence)


def _byline_evidence(article: CleanArticle) -> str:
    """Return where the authors stand: in the metadata, on lines of their own, or in the text."""
    if set(article.authors) <= set(article.record.declared.authors):
        return "the source's metadata"
    # A byline in capitals is written in the usual way in the front matter.
    names = [fold(name) for name in article.authors]
    lines = [
        f"line {line.line}: “{line.text}”"
        for line in article.dropped
        if line.rule in _BYLINES and any(name in fold(line.text) for name in names)
    ]
    return "; ".join(lines) or "the end of the text"


class ReportFile:
    """The whole report as JSON, for ``--report``: the same for the same import.

    Every line that was left out stands there with its number in the source and the rule. What is
    told of an article waits on disk, so that memory stays flat however many there are.
    """

    def __init__(self) -> None:
        """Begin without any article."""
        self._told = tempfile.TemporaryFile(  # noqa: SIM115 - closed in __exit__
            "w+", encoding="utf-8", newline="\n"
        )
        self._separator = "\n"

    def __enter__(self) -> Self:
        """Begin to be told."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was told."""
        self._told.close()

    def tell(self, entry: ImportedFile) -> None:
        """Take up what became of one source file."""
        text = json.dumps(_article(entry), ensure_ascii=False, indent=1)
        self._told.write(self._separator + indent(text, "  "))
        self._separator = ",\n"

    def write(self, report: ImportReport, path: Path) -> None:
        """Write the file, with the counts first.

        Raises:
            OSError: it cannot be written.
        """
        data = {
            "files": sum(report.actions.values()),
            "actions": dict(sorted(report.actions.items())),
            "reprints": report.reprints,
            "problems": [str(problem) for problem in report.problems],
        }
        head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
        self._told.seek(0)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f'{head},\n "articles": [')
            shutil.copyfileobj(self._told, file)
            file.write("\n ]\n}\n")


def _article(entry: ImportedFile) -> dict[str, object]:
    fields: dict[str, object] = {
        "source": entry.source,
        "action": entry.action,
        "content": entry.content,
        "conflict": entry.conflict,
        "title": entry.title,
        "date": entry.date,
        "date_basis": entry.date_basis,
        "date_evidence": entry.date_evidence,
        "authors": list(entry.authors),
        "agency": entry.agency,
        "figures": entry.figures,
        "encoding": entry.encoding,
        "reprint_of": entry.reprint.path if entry.reprint else None,
        "similarity": round(entry.reprint.similarity, 2) if entry.reprint else None,
        "guesses": [asdict(guess) for guess in entry.guesses],
        "doubts": list(entry.doubts),
        "dropped": _dropped(entry.dropped),
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _dropped(lines: Sequence[Dropped]) -> list[dict[str, object]]:
    return [
        {
            "line": line.line,
            "rule": line.rule,
            "confidence": round(line.confidence, 2),
            "text": line.text,
        }
        for line in lines
    ]
