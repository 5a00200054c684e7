"""The import as a whole: which files, in which order, to where, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.importing import ledger
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus
from generator.importing.placing import Placer
from generator.importing.readers import article_files, read_record
from generator.importing.records import CleanArticle
from generator.importing.report import ImportedFile, ImportReport
from generator.languages import load_language
from generator.vietnamese import slug

__all__ = ["import_sources"]

BATCH = 250
"""Records a task: enough that handing them over costs little, few enough to share the work."""

PARALLEL_FROM = 500
"""Fewer files than this are cleaned before other processes would have started."""


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
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Import raw articles (files, or folders with all below them) into ``content/``.

    A file that cannot be imported is reported and does not stop the others. ``progress`` is
    called with the number of articles done and of all. With ``dry_run`` nothing is written.

    Returns the report: per source file the content file, what was done, guessed and left out.

    Raises:
        UserError: the ledger of earlier imports is damaged.
    """
    placer = Placer(
        config=config,
        undated=load_language(config.language).text("url_undated"),
        entries=ledger.load(config.root),
        dry_run=dry_run,
    )
    sources, problems = _find_sources(paths, config.root)
    sections = {slug(label): label for label in config.sections}
    batches = [sources[i : i + BATCH] for i in range(0, len(sources), BATCH)]
    entries: list[ImportedFile] = [_failed(problem) for problem in problems]
    with _pool(len(sources)) as run:
        corpus = Corpus()
        for part in run(partial(_survey, sections), batches):
            corpus.merge(part)
        job = partial(_clean, sections, corpus.pruned(), config.timezone)
        for batch, results in zip(batches, run(job, batches), strict=True):
            for source, result in zip(batch, results, strict=True):
                if isinstance(result, Problem):
                    problems.append(result)
                    entries.append(_failed(result))
                else:
                    entries.append(placer.place(result, source.path))
                if progress is not None:
                    progress(len(entries), len(sources))
    placer.finish()
    entries.sort(key=lambda entry: entry.source)
    return ImportReport(entries=tuple(entries), problems=tuple(problems))


_Map = Callable[..., Iterable[object]]


@contextmanager
def _pool(files: int) -> Iterator[Callable[..., Iterable]]:  # type: ignore[type-arg]
    """Give a ``map`` that keeps the order: in this process, or over all cores for much work."""
    if files < PARALLEL_FROM:
        yield map
        return
    with ProcessPoolExecutor() as executor:
        yield executor.map


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


def _survey(sections: Mapping[str, str], sources: Sequence[_Source]) -> Corpus:
    corpus = Corpus()
    for source in sources:
        try:
            record = read_record(source.path, source.file, sections)
        except UserError:
            continue  # reported when it is cleaned
        survey(record, corpus)
    return corpus


def _clean(
    sections: Mapping[str, str], corpus: Corpus, zone: ZoneInfo, sources: Sequence[_Source]
) -> list[CleanArticle | Problem]:
    results: list[CleanArticle | Problem] = []
    for source in sources:
        try:
            record = read_record(source.path, source.file, sections)
        except UserError as error:
            results.append(error.problems[0])
        else:
            results.append(clean(record, corpus, zone))
    return results


def _failed(problem: Problem) -> ImportedFile:
    return ImportedFile(source=problem.location.file, action="failed", doubts=(problem.message,))
