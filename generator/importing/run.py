"""The import as a whole: which files, in which order, to where, and what is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.importing import ledger
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus
from generator.importing.house import House, house_of
from generator.importing.placing import Placer
from generator.importing.readers import Part, article_files, read_part, unpack
from generator.importing.records import CleanArticle
from generator.importing.report import Action, ImportedFile, ImportReport
from generator.importing.reprints import Signature, signature
from generator.importing.titles import Headline
from generator.importing.write import body_text
from generator.timing import Progress
from generator.workers import default_jobs, map_batches

__all__ = ["import_sources"]

_ALL, _SAMPLE = 1000, 8
"""Beyond so many articles, the possible tags of only each eighth are counted."""

BATCH = 50
"""Articles that are handed to another process at once: few, for some are large pages."""


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
    tell: Callable[[ImportedFile], None] = lambda _entry: None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> ImportReport:
    """Import raw articles (files, or folders with all below them) into ``content/``.

    A file or row that cannot be imported is reported and does not stop the others. With
    ``dry_run`` nothing is written.

    Returns the counts and the problems. What became of each source file, what was guessed and
    left out, is given to ``tell`` as it is known, in the order of their names; first comes what
    cannot be a source.

    Raises:
        UserError: the ledger of earlier imports is damaged, or the archive's vocabulary wrong.
    """
    before = ledger.load(config.root)
    house = house_of(config)
    sources, problems = _find_sources(paths, config.root, house)
    actions: Counter[Action] = Counter()
    reprints = 0
    names: set[str] = set()
    whole: dict[Path, Part] = {}
    corpus, total = Corpus(), 0
    headlines: list[Headline | None] = []
    parts = enumerate(_noting(_parts(sources, house), names, whole))
    for seen, counted in map_batches(partial(_survey, house), parts, default_jobs(), BATCH):
        corpus.merge(counted)
        headlines += seen
        total += len(seen)
        # How many articles are in a file is known when it has been read.
        progress("reading", total, len(sources) if total <= len(sources) else None)
    placer = Placer(config=config, entries=before, sources=names, dry_run=dry_run)
    job = partial(_clean, house, corpus.pruned())
    done = 0

    def note(entry: ImportedFile) -> None:
        nonlocal reprints
        actions[entry.action] += 1
        reprints += entry.reprint is not None
        tell(entry)

    for problem in problems:
        note(_failed(problem))
    known = iter(headlines)
    again = ((part, next(known, None)) for part in _parts(sources, house, whole))
    for results in map_batches(job, again, default_jobs(), BATCH):
        for result in results:
            if isinstance(result, Problem):
                problems.append(result)
                note(_failed(result))
            else:
                note(placer.place(result.article, result.body, result.signature, result.path))
        done += len(results)
        progress("cleaning", done, total)
    placer.finish()
    return ImportReport(actions=actions, reprints=reprints, problems=tuple(problems))


def _find_sources(
    paths: Sequence[Path], root: Path, house: House
) -> tuple[list[_Source], list[Problem]]:
    """Return the files to import, sorted by name, and what cannot be one of them."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    base = root.resolve()
    for given in paths:
        for path in article_files(given, house, problems):
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


def _parts(
    sources: Iterable[_Source], house: House, whole: Mapping[Path, Part] = MappingProxyType({})
) -> Iterator[Part | Problem]:
    """Yield what is in the sources; which are one article as a ``whole`` may be known already."""
    for source in sources:
        part = whole.get(source.path)
        yield from [part] if part is not None else unpack(source.path, source.file, house)


def _noting(
    parts: Iterable[Part | Problem], names: set[str], whole: dict[Path, Part]
) -> Iterator[Part | Problem]:
    """Yield the parts, and add their names in provenance and the whole files to those."""
    for part in parts:
        if isinstance(part, Part):
            names.add(part.file)
            if part.content is None:
                whole[part.path] = part
        yield part


def _survey(
    house: House, parts: Sequence[tuple[int, Part | Problem]]
) -> tuple[Sequence[Headline | None], Corpus]:
    """Return the likely headline of each part, and what their records have in common."""
    corpus = Corpus()
    found: list[Headline | None] = []
    for number, part in parts:
        headline = None
        # What cannot be read is reported when it is cleaned.
        with suppress(UserError):
            if isinstance(part, Part):
                counts = number < _ALL or number % _SAMPLE == 0
                headline = survey(read_part(part, house), corpus, house, with_tags=counts)
        found.append(headline)
    return found, corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cleaned:
    """A cleaned article, its text, the signature of that, and the file that it is from."""

    article: CleanArticle
    body: str
    signature: Signature | None
    path: Path


def _clean(
    house: House, corpus: Corpus, parts: Sequence[tuple[Part | Problem, Headline | None]]
) -> list[_Cleaned | Problem]:
    results: list[_Cleaned | Problem] = []
    for part, seen in parts:
        if isinstance(part, Problem):
            results.append(part)
            continue
        try:
            record = read_part(part, house)
        except UserError as error:
            results.append(error.problems[0])
            continue
        article = clean(record, corpus, house, seen)
        body = body_text(article)
        # What has been read is not needed any more, and would have to be handed over.
        article = replace(article, record=replace(article.record, text="", marks={}, links={}))
        results.append(
            _Cleaned(article=article, body=body, signature=signature(body), path=part.path)
        )
    return results


def _failed(problem: Problem) -> ImportedFile:
    return ImportedFile(source=problem.location.file, action="failed", doubts=(problem.message,))
