"""THE pipeline: read it first.

    sources  = read(folder)              what is on disk, by digest; if all is as before: done
    content  = parse(sources)            articles memoised by content, parallel
    archive  = arrange(content)          as it stands at this moment, pure
    pages    = plan(archive, config)     pure: every page, with everything it depends on
    outputs  = render(pages)             only those whose inputs changed, parallel
    package(outputs)                     the check sums of the data files
    index(archive)                       the search index, only the volumes that changed
    publish(outputs)                     one transaction

There is no dependency graph. Every file of the site has a fingerprint of all that it is made
from; a file is made again exactly when its fingerprint is not the one it was published under.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator.archive import arrange
from generator.config import Config
from generator.database import unharmed
from generator.embargo import PREVIEWED, SHOWN, shown_media, stand
from generator.errors import UserError, WorkersError
from generator.indexing import arrange_index, make_index, volumes_to_make
from generator.making import forget_renditions, make, renderer_of, tasks_of
from generator.model import Archive
from generator.packaging import arrange_package, make_package
from generator.planning import plan
from generator.proofs import Proofs
from generator.publish import FOREVER, Changes, Edition, StagedFile, open_publication
from generator.reading import inputs_digest, parse, read
from generator.store import Cache
from generator.timing import Profile, Progress, Stages, Watch, profile_of
from generator.workers import Jobs, beside, default_jobs, on_this_machine

__all__ = ["BuildReport", "build"]

FEW = 2
"""Up to how many volumes of the search index are made beside the pages, in one process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did, in files; ``seconds`` by stage, in their order.

    ``planned`` are the files of the whole site, ``rendered`` those that were made in this build,
    ``written`` those of them that are new or different; the others of the site are ``unchanged``.
    """

    articles: int
    planned: int
    rendered: int
    written: int
    removed: int
    unchanged: int
    changes: Changes
    seconds: Mapping[str, float]
    profile: Profile


def build(
    config: Config,
    output: Path,
    *,
    jobs: Jobs | None = None,
    search: bool = True,
    progress: Progress = lambda _stage, _done, _total: None,
    moment: datetime | None = None,
    proofs: Proofs | None = None,
) -> BuildReport:
    """Build the archive into the output folder; a failed build leaves the folder as it was.

    ``jobs`` is how many processes may be used, where there is work for them, or a cluster's
    workers; ``moment`` is what the clock says: now, if it is left out. ``proofs`` are told what
    they need; with them the site is one for editors, with drafts and what is embargoed.

    Raises:
        UserError: everything that is wrong with the content, the templates or the folder.
        WorkersError: those who do the work cannot be had, or are gone.
    """
    workers, now = jobs or default_jobs(), moment or datetime.now(UTC)
    try:
        return unharmed(
            lambda: _build(config, output, workers, Watch(progress), now, proofs, search=search),
        )
    except WorkersError:
        raise  # looking for what else is wrong would take as long as a build
    except UserError as error:
        raise _with_all_problems(error, config, output, now) from None


def _with_all_problems(error: UserError, config: Config, output: Path, now: datetime) -> UserError:
    """Return the failure of a build, with all that would have made it fail later."""
    if all(problem.location.file == str(output) for problem in error.problems):
        return error
    from generator.rehearsal import survey  # noqa: PLC0415 - a build that is good needs none

    with contextlib.suppress(OSError, sqlite3.Error):
        try:
            others = survey(config, now, make="one of each kind").problems
        except UserError as further:
            others = tuple(further.problems)
        whole = UserError(dict.fromkeys((*error.problems, *others)))
        for note in getattr(error, "__notes__", ()):
            whole.add_note(note)
        return whole
    return error


def _build(
    config: Config,
    output: Path,
    jobs: Jobs,
    watch: Watch,
    moment: datetime,
    proofs: Proofs | None,
    *,
    search: bool,
) -> BuildReport:
    shown = SHOWN if proofs is None else PREVIEWED
    stages = Stages()
    folders = (config.content, config.static, config.templates)
    with (
        open_publication(output, config.root, folders) as publication,
        contextlib.closing(Cache(config.state)) as cache,
    ):
        with stages.time("read"):
            disk = read(config, cache)
            inputs = inputs_digest(config, disk, search=search, preview=proofs is not None)
        with stages.time("compare"):
            edition = publication.edition(inputs, int(moment.timestamp()))
        if edition is not None and (proofs is None or proofs.is_ready):
            cache.save(disk.changed, (), ())
            return _unchanged(edition, stages.seconds)
        with stages.time("parse"):
            content = parse(config, cache, disk, jobs, watch)
        with stages.time("arrange"):
            standing = stand(content.articles, moment, config.zone)
            archive = arrange(standing.articles, config.sections, content.vocabulary, shown)
            media = shown_media(standing.articles, content.media, shown)
        with stages.time("index"):
            volumes: Callable[[], list[StagedFile]] = list
            indexed: set[str] = set()
            few = False
            if search:
                index = arrange_index(archive, content.vocabulary, config.language)
                indexed = publication.unchanged(index.fingerprints)
                few = on_this_machine(jobs) > 1 and 0 < volumes_to_make(index, indexed) <= FEW
                processes = 1 if few else on_this_machine(jobs)
                volumes = partial(
                    make_index, index, indexed, config, publication.staging, processes
                )
        # A volume or two are made while the pages are; more of them take all processes in turn.
        with beside(volumes, worthwhile=few) as made_volumes:
            with stages.time("plan"):
                known = cache.gatherings()
                pages = plan(archive, config, media, known)
                cache.remember(known, pages.gatherings)
                tasks = tasks_of(pages, disk, media, config)
                package = arrange_package(tasks, config)
            with stages.time("compare"):
                fingerprints = {task.name: task.fingerprint for task in tasks}
                unchanged = publication.unchanged(fingerprints | package.fingerprints)
                todo = [task for task in tasks if task.name not in unchanged]
            with stages.time("render"):
                staged = make(todo, config, disk.theme, publication.staging, jobs, watch)
                staged += make_package(package, unchanged, staged, publication, config)
            with stages.time("index"):
                staged += made_volumes()
        unchanged |= indexed
        with stages.time("publish"):
            changes = publication.publish(
                staged, unchanged, _edition(inputs, archive, moment, standing.until)
            )
            forget_renditions(tasks, config)
        if proofs is not None:
            renderer = renderer_of(config, disk.theme)
            proofs.take(config, pages, content.vocabulary, renderer, archive.articles)
    return _report(archive, len(staged), changes, stages.seconds, profile_of(watch.timed))


def _edition(inputs: bytes, archive: Archive, moment: datetime, until: datetime | None) -> Edition:
    return Edition(
        inputs=inputs,
        articles=len(archive.articles),
        begins=int(moment.timestamp()),
        ends=FOREVER if until is None else int(until.timestamp()),
    )


def _unchanged(edition: Edition, seconds: Mapping[str, float]) -> BuildReport:
    return BuildReport(
        articles=edition.articles,
        planned=edition.files,
        rendered=0,
        written=0,
        removed=0,
        unchanged=edition.files,
        changes=Changes(total=edition.files),
        seconds=seconds,
        profile=profile_of([]),
    )


def _report(
    archive: Archive,
    rendered: int,
    changes: Changes,
    seconds: Mapping[str, float],
    profile: Profile,
) -> BuildReport:
    written = len(changes.added) + len(changes.changed)
    return BuildReport(
        articles=len(archive.articles),
        planned=changes.total,
        rendered=rendered,
        written=written,
        removed=len(changes.removed),
        unchanged=changes.total - written,
        changes=changes,
        seconds=seconds,
        profile=profile,
    )
