"""What an import did, told so that a person can check it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.errors import Problem
from generator.importing.records import Dropped

__all__ = ["Action", "ImportReport", "ImportedFile", "report_json"]

Action = Literal["written", "unchanged", "kept", "conflict", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of one source file.

    ``content`` is the content file, relative to the archive. ``kept`` means that a person has
    edited or deleted it and there is nothing new; ``conflict`` that the new result lies beside
    it (``conflict``), because the file is a person's or not import's own.
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
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: one entry a source file, sorted by name, and what went wrong."""

    entries: tuple[ImportedFile, ...]
    problems: tuple[Problem, ...]


def report_json(report: ImportReport) -> str:
    """Return the whole report as JSON, for ``--report``: the same for the same import.

    Every line that was left out stands there with its number in the source and the rule.
    """
    actions = Counter(entry.action for entry in report.entries)
    data = {
        "files": len(report.entries),
        "actions": dict(sorted(actions.items())),
        "problems": [str(problem) for problem in report.problems],
        "articles": [_article(entry) for entry in report.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


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
