"""Imports with all that they tell."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.config import Config
from generator.errors import Problem
from generator.importing import ImportedFile, ReportFile, import_sources

__all__ = ["Imported", "run_import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import told of each source file, what went wrong, and the report's file."""

    entries: tuple[ImportedFile, ...]
    problems: tuple[Problem, ...]
    json: str


def run_import(paths: Sequence[Path], config: Config, *, dry_run: bool = False) -> Imported:
    """Import these files and folders."""
    entries: list[ImportedFile] = []
    with ReportFile() as file, tempfile.TemporaryDirectory() as folder:

        def tell(entry: ImportedFile) -> None:
            entries.append(entry)
            file.tell(entry)

        report = import_sources(paths, config, dry_run=dry_run, tell=tell)
        path = Path(folder) / "report.json"
        file.write(report, path)
        return Imported(
            entries=tuple(entries), problems=report.problems, json=path.read_text("utf-8")
        )
