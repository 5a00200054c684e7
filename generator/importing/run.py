"""The import as a whole: which files, in which order, to where, and what is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.config import Config
from generator.errors import Problem, UserError
from generator.importing.clean import clean, survey
from generator.importing.corpus import Corpus, Counts, Tally
from generator.importing.house import House, house_of
from generator.importing.ledger import Ledger
from generator.importing.placing import Placer
from generator.importing.readers import Part, read_part
from generator.importing.records import CleanArticle
from generator.importing.report import Action, ImportedFile, ImportReport
from generator.importing.reprints import Signature, signature
from generator.importing.sources import Sources
from generator.importing.titles import Headline
from generator.importing.write import body_text
from generator.timing import Progress
from generator.workers import default_jobs, map_batches

__all__ = ["import_sources"]

_ALL = 1000
"""Of so many articles all possible tags are counted, then of ever fewer."""

BATCH = 50
"""Articles that are handed to another process at once: few, for some are large pages."""


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
    ledger = Ledger(config.root)
    house = house_of(config)
    sources = Sources(paths, config.root, house)
    tally, total = Tally(), 0
    files = len(sources)
    numbered = enumerate(sources.parts())
    for headlines, counted in map_batches(partial(_survey, house), numbered, default_jobs(), BATCH):
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
    job = partial(_clean, house, tally.corpus())
    for results in map_batches(job, sources.parts_again(), default_jobs(), BATCH):
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


def _survey(
    house: House, parts: Sequence[tuple[int, Part | Problem]]
) -> tuple[Sequence[Headline | None], Counts]:
    """Return the likely headline of each part, and what their records have in common."""
    counts = Counts()
    found: list[Headline | None] = []
    for number, part in parts:
        headline = None
        # What cannot be read is reported when it is cleaned.
        with suppress(UserError):
            if isinstance(part, Part):
                record, with_tags = read_part(part, house), _is_sampled(number)
                headline = survey(record, counts, house, with_tags=with_tags)
        found.append(headline)
    return found, counts


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
