"""THE pipeline: read it first.

    sources  = read(folder)              what is on disk, by digest; if all is as before: done
    content  = parse(sources)            articles memoised by content, parallel
    archive  = arrange(content)          as it stands at this moment, pure
    pages    = plan(archive, config)     pure: every page, with everything it depends on;
                                         if only wording has changed, those with that text
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
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator.archive import arrange
from generator.config import Config
from generator.database import unharmed
from generator.embargo import PREVIEWED, SHOWN, shown_media, stand
from generator.errors import UserError, WorkersError
from generator.indexing import NO_INDEX, arrange_index, is_of_index, make_index, volumes_to_make
from generator.making import forget_renditions, make, page_tasks, renderer_of, tasks_of
from generator.model import Archive
from generator.packaging import arrange_package, make_package
from generator.planning import plan, plan_texts
from generator.proofs import Proofs
from generator.publish import FOREVER, Changes, Edition, Publication, open_publication
from generator.reading import Content, inputs_digest, parse, read, surroundings_digest
from generator.rewording import frame_digest, reworded, texts_of
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


def _build(  # noqa: PLR0915 - the pipeline is read in one piece
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
    now, here = int(moment.timestamp()), on_this_machine(jobs)
    stages = Stages()
    folders = (config.content, config.static, config.templates)
    with (
        open_publication(output, config.root, folders, here) as publication,
        contextlib.closing(Cache(config.state)) as cache,
    ):
        with stages.time("read"):
            disk = read(config, cache)
            around = surroundings_digest(config, disk, search=search, preview=proofs is not None)
            inputs = inputs_digest(around, disk)
        with stages.time("compare"):
            last = publication.edition(now)
            same = last is not None and last.inputs == inputs and publication.is_sound
        if last is not None and same and (proofs is None or proofs.is_ready):
            cache.save(disk.changed, (), ())
            return _unchanged(last, stages.seconds)
        with stages.time("parse"):
            content = parse(config, cache, disk, jobs, watch)
        with stages.time("arrange"):
            standing = stand(content.articles, moment, config.zone)
            archive = arrange(standing.articles, config.sections, content.vocabulary, shown)
            media = shown_media(standing.articles, content.media, shown)
            edition = _edition(inputs, around, content, archive, now, standing.until)
        with stages.time("index"):
            spoken = config.language
            index = arrange_index(archive, content.vocabulary, spoken) if search else NO_INDEX
            indexed = publication.unchanged(index.fingerprints)
            missing = index.fingerprints.keys() - indexed
            few = here > 1 and 0 < volumes_to_make(index, missing) <= FEW
            staging, processes = publication.staging, 1 if few else here
            volumes = partial(make_index, index, missing, config, staging, processes)
        # A volume or two are made while the pages are; more of them take all processes in turn.
        with beside(volumes, worthwhile=few) as made_volumes:
            with stages.time("plan"):
                texts = _reworded(publication, last, edition, content)
                if texts is None:
                    known = cache.gatherings()
                    pages = plan(archive, config, media, known)
                    cache.remember(known, pages.gatherings)
                    tasks, others = tasks_of(pages, disk, media, config), {}
                else:
                    pages = plan_texts(archive, config, media, texts)
                    tasks, others = page_tasks(pages, disk, config), _published(publication)
                fingerprints = others | {task.name: task.fingerprint for task in tasks}
                package = arrange_package(pages.data, fingerprints, config)
            with stages.time("compare"):
                unchanged = publication.unchanged(fingerprints | package.fingerprints)
                todo = [task for task in tasks if task.name not in unchanged]
            with stages.time("render"):
                staged = make(todo, config, disk.theme, staging, jobs, watch)
                staged += make_package(package, unchanged, staged, publication, config)
            with stages.time("index"):
                staged += made_volumes()
        unchanged |= indexed
        with stages.time("publish"):
            changes = publication.publish(staged, unchanged, edition)
            forget_renditions(fingerprints.values(), config)
        if proofs is not None:
            renderer = renderer_of(config, disk.theme)
            proofs.take(config, pages, content.vocabulary, renderer, archive.articles)
    return _report(archive, len(staged), changes, stages.seconds, profile_of(watch.timed))


def _edition(
    inputs: bytes,
    surroundings: bytes,
    content: Content,
    archive: Archive,
    now: int,
    until: datetime | None,
) -> Edition:
    return Edition(
        inputs=inputs,
        frame=frame_digest(surroundings, content.articles),
        texts=texts_of(content.articles),
        articles=len(archive.articles),
        begins=now,
        ends=FOREVER if until is None else int(until.timestamp()),
    )


def _reworded(
    publication: Publication, last: Edition | None, edition: Edition, content: Content
) -> set[str] | None:
    """Return the URLs of the articles whose texts alone differ from what is published.

    None if there is more to it: then nothing is sure but by planning the whole site.
    """
    if last is None or last.frame != edition.frame or not publication.is_sound:
        return None
    return {content.articles[number].url for number in reworded(last, edition)}


def _published(publication: Publication) -> dict[str, bytes]:
    """Return the fingerprints of all files that are published, without the search index."""
    published = publication.fingerprints.items()
    return {task: fingerprint for task, fingerprint in published if not is_of_index(task)}


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
