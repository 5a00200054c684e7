"""The import as a whole: which files, in which order, to where, and what is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from generator.config import Config
from generator.errors import Problem, UserError
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus, Counts, Tally
from generator.importing.house import House, house_of
from generator.importing.ledger import Ledger
from generator.importing.placing import Placer
from generator.importing.readers import Part, load_part, read_part
from generator.importing.records import CleanArticle
from generator.importing.report import Action, ImportedFile, ImportReport
from generator.importing.reprints import Signature, signature
from generator.importing.sources import Sources
from generator.importing.titles import Headline
from generator.importing.write import body_text
from generator.timing import Progress
from generator.workers import Jobs, Steps, default_jobs, map_batches

__all__ = ["import_sources"]

_ALL = 1000
"""Of so many articles all possible tags are counted, then of ever fewer."""

BATCH = 50
"""Articles that are handed to another process at once: few, for some are large pages."""

T = TypeVar("T")


def import_sources(
    paths: Sequence[Path],
    config: Config,
    *,
    dry_run: bool = False,
    jobs: Jobs | None = None,
    tell: Callable[[ImportedFile], None] = lambda _entry: None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> ImportReport:
    """Import raw articles (files, or folders with all below them) into ``content/``.

    A file or row that cannot be imported is reported and does not stop the others. With
    ``dry_run`` nothing is written. ``jobs`` is how many processes may be used (all processors, if
    it is left out), or a cluster's workers.

    Returns the counts and the problems. What became of each source file, what was guessed and
    left out, is given to ``tell`` as it is known, in the order of their names; first comes what
    cannot be a source.

    Raises:
        UserError: the ledger of earlier imports is damaged, or the archive's vocabulary wrong.
        WorkersError: those who do the work cannot be had, or are gone.
    """
    ledger = Ledger(config.root)
    house = house_of(config)
    sources = Sources(paths, config.root, house)
    tally, total = Tally(), 0
    files, workers = len(sources), jobs or default_jobs()
    load = partial(_load, house)
    numbered = ((part, number) for number, part in enumerate(sources.parts()))
    surveying = Steps(load=load, make=partial(_survey, house), keep=_combined)
    for headlines, counted in map_batches(surveying, numbered, workers, BATCH):
        tally.add(counted)
        sources.note_headlines(headlines)
        total += len(headlines)
        # How many articles are in a file is known when it has been read.
        progress("reading", total, files if total <= files else None)
    placer = Placer(config=config, ledger=ledger, sources=sources, dry_run=dry_run)
    actions: Counter[Action] = Counter()
    problems = list(sources.problems)
    reprints = done = 0

    def note(entry: ImportedFile) -> None:
        nonlocal reprints
        actions[entry.action] += 1
        reprints += entry.reprint is not None
        tell(entry)

    for problem in sources.problems:
        note(_failed(problem))
    cleaning = Steps(load=load, make=partial(_clean, house, tally.corpus()), keep=list)
    for results in map_batches(cleaning, sources.parts_again(), workers, BATCH):
        for result in results:
            if isinstance(result, Problem):
                problems.append(result)
                note(_failed(result))
            else:
                note(placer.place(result.article, result.body, result.signature, result.path))
        done += len(results)
        progress("cleaning", done, total)
    if not dry_run:
        ledger.save()
    return ImportReport(actions=actions, reprints=reprints, problems=tuple(problems))


def _load(
    house: House, parts: Iterable[tuple[Part | Problem, T]]
) -> Iterator[tuple[Part | Problem, T]]:
    """Yield the parts with the bytes of their files, or with why these cannot be read."""
    for part, known in parts:
        try:
            yield (load_part(part, house) if isinstance(part, Part) else part), known
        except UserError as error:
            yield error.problems[0], known


_Surveyed: TypeAlias = tuple[Sequence[Headline | None], Counts]


def _survey(house: House, parts: Iterable[tuple[Part | Problem, int]]) -> Iterator[_Surveyed]:
    """Yield the likely headline of each part, and what their records have in common; once."""
    counts = Counts()
    found: list[Headline | None] = []
    for part, number in parts:
        headline = None
        # What cannot be read is reported when it is cleaned.
        with suppress(UserError):
            if isinstance(part, Part):
                record, with_tags = read_part(part, house), _is_sampled(number)
                headline = survey(record, counts, house, with_tags=with_tags)
        found.append(headline)
    yield found, counts


def _combined(surveyed: Iterator[_Surveyed]) -> _Surveyed:
    return next(surveyed)


def _is_sampled(number: int) -> bool:
    """Return whether the possible tags of the article of this number, from 0, are counted.

    Of each time that an import doubles half a thousand are, so that memory stays flat.
    """
    return number % (1 << (number // _ALL).bit_length()) == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cleaned:
    """A cleaned article, its text, the signature of that, and the file that it is from."""

    article: CleanArticle
    body: str
    signature: Signature | None
    path: Path


def _clean(
    house: House, corpus: Corpus, parts: Iterable[tuple[Part | Problem, Headline | None]]
) -> Iterator[_Cleaned | Problem]:
    for part, seen in parts:
        if isinstance(part, Problem):
            yield part
            continue
        try:
            record = read_part(part, house)
        except UserError as error:
            yield error.problems[0]
            continue
        article = clean(record, corpus, house, seen)
        body = body_text(article)
        # What has been read is not needed any more, and would have to be handed over.
        article = replace(article, record=replace(article.record, text="", marks={}, links={}))
        yield _Cleaned(article=article, body=body, signature=signature(body), path=part.path)


def _failed(problem: Problem) -> ImportedFile:
    return ImportedFile(source=problem.location.file, action="failed", doubts=(problem.message,))
