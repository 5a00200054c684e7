"""The import as a whole: which files, in which order, to where, and what is told about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.importing import ledger
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus
from generator.importing.house import House, house_of
from generator.importing.placing import Placer
from generator.importing.readers import article_files, read_record
from generator.importing.records import CleanArticle
from generator.importing.report import ImportedFile, ImportReport
from generator.workers import default_jobs, map_batches

__all__ = ["import_sources"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A source file and its name in provenance."""

    path: Path
    file: str


def import_sources(
    paths: Sequence[Path],
    config: Config,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """Import raw articles (files, or folders with all below them) into ``content/``.

    A file that cannot be imported is reported and does not stop the others. With ``dry_run``
    nothing is written.

    Returns the report: per source file the content file, what was done, guessed and left out.

    Raises:
        UserError: the ledger of earlier imports is damaged, or the archive's vocabulary wrong.
    """
    placer = Placer(config=config, entries=ledger.load(config.root), dry_run=dry_run)
    sources, problems = _find_sources(paths, config.root)
    house = house_of(config)
    entries: list[ImportedFile] = [_failed(problem) for problem in problems]
    corpus = Corpus()
    for part in map_batches(partial(_survey, house), sources, default_jobs()):
        corpus.merge(part)
    job = partial(_clean, house, corpus.pruned())
    results = chain.from_iterable(map_batches(job, sources, default_jobs()))
    for source, result in zip(sources, results, strict=True):
        if isinstance(result, Problem):
            problems.append(result)
            entries.append(_failed(result))
        else:
            entries.append(placer.place(result, source.path))
    placer.finish()
    entries.sort(key=lambda entry: entry.source)
    return ImportReport(entries=tuple(entries), problems=tuple(problems))


def _find_sources(paths: Sequence[Path], root: Path) -> tuple[list[_Source], list[Problem]]:
    """Return the files to import, sorted by name, and names that two files claim."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    base = root.resolve()
    for given in paths:
        for path in article_files(given):
            resolved = path.resolve()
            if resolved.is_relative_to(base):
                file = resolved.relative_to(base).as_posix()
            else:
                # Outside of the archive: no more of the path than tells the files apart, for
                # provenance is published.
                inside = path.relative_to(given).as_posix() if path != given else ""
                file = f"{given.resolve().name}/{inside}".rstrip("/")
            if found.setdefault(file, resolved) != resolved:
                problems.append(
                    Problem(
                        location=Location(file=file),
                        message=f"two files have this name: {found[file]} and {resolved}",
                        remedy="Import them one folder up, so that their names differ.",
                    )
                )
    return [_Source(path=found[file], file=file) for file in sorted(found)], problems


def _survey(house: House, sources: Sequence[_Source]) -> Corpus:
    corpus = Corpus()
    for source in sources:
        try:
            record = read_record(source.path, source.file, house.sections)
        except UserError:
            continue  # reported when it is cleaned
        survey(record, corpus, house)
    return corpus


def _clean(
    house: House, corpus: Corpus, sources: Sequence[_Source]
) -> list[CleanArticle | Problem]:
    results: list[CleanArticle | Problem] = []
    for source in sources:
        try:
            record = read_record(source.path, source.file, house.sections)
        except UserError as error:
            results.append(error.problems[0])
        else:
            results.append(clean(record, corpus, house))
    return results


def _failed(problem: Problem) -> ImportedFile:
    return ImportedFile(source=problem.location.file, action="failed", doubts=(problem.message,))
