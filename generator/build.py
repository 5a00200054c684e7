"""THE pipeline: read it first.

    sources  = read(folder)              what is on disk, by digest; if all is as before: done
    content  = parse(sources)            articles memoised by content, parallel
    archive  = arrange(content)          pure
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
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.archive import arrange
from generator.config import Config
from generator.indexing import arrange_index, make_index, volumes_to_make
from generator.making import forget_renditions, make, renderer_of, tasks_of
from generator.model import Archive, Media
from generator.packaging import arrange_package, make_package
from generator.pages import Page
from generator.planning import plan
from generator.proofs import Proofs
from generator.publish import Changes, Edition, StagedFile, open_publication
from generator.reading import inputs_digest, parse, read
from generator.store import FILE_NAME, Cache, DamagedError, remove_database
from generator.timing import Profile, Progress, Stages, Watch, profile_of
from generator.workers import beside, default_jobs

__all__ = ["BuildReport", "Rehearsal", "build", "rehearse"]

FEW = 2
"""Up to how many volumes of the search index are made beside the pages, in one process."""

T = TypeVar("T")


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
    jobs: int | None = None,
    search: bool = True,
    progress: Progress = lambda _stage, _done, _total: None,
    proofs: Proofs | None = None,
) -> BuildReport:
    """Build the archive into the output folder; a failed build leaves the folder as it was.

    ``jobs`` is how many processes may be used, where there is work for them; ``proofs`` are told
    what they need.

    Raises:
        UserError: everything that is wrong with the content, the templates or the folder.
    """
    processes = jobs or default_jobs()
    return _unharmed(
        config, lambda: _build(config, output, processes, Watch(progress), proofs, search=search)
    )


def _unharmed(config: Config, work: Callable[[], T]) -> T:
    """Return the work's result. A damaged cache is only a memory: forget it, and work again."""
    try:
        return work()
    except (sqlite3.DatabaseError, DamagedError):
        remove_database(config.state / FILE_NAME)
        return work()


def _build(
    config: Config,
    output: Path,
    jobs: int,
    watch: Watch,
    proofs: Proofs | None,
    *,
    search: bool,
) -> BuildReport:
    stages = Stages()
    folders = (config.content, config.static, config.templates)
    with (
        open_publication(output, config.root, folders) as publication,
        contextlib.closing(Cache(config.state)) as cache,
    ):
        with stages.time("read"):
            disk = read(config, cache)
            inputs = inputs_digest(config, disk, search=search)
        with stages.time("compare"):
            edition = publication.edition(inputs)
        if edition is not None and (proofs is None or proofs.is_ready):
            cache.save(disk.changed, (), ())
            return _unchanged(edition, stages.seconds)
        with stages.time("parse"):
            content = parse(config, cache, disk, jobs, watch)
        with stages.time("arrange"):
            archive = arrange(content.articles, config.sections, content.vocabulary)
        with stages.time("index"):
            volumes: Callable[[], list[StagedFile]] = list
            indexed: set[str] = set()
            few = False
            if search:
                index = arrange_index(archive, content.vocabulary, config.language)
                indexed = publication.unchanged(index.fingerprints)
                few = jobs > 1 and 0 < volumes_to_make(index, indexed) <= FEW
                processes = 1 if few else jobs
                volumes = partial(
                    make_index, index, indexed, config, publication.staging, processes
                )
        # A volume or two are made while the pages are; more of them take all processes in turn.
        with beside(volumes, worthwhile=few) as made_volumes:
            with stages.time("plan"):
                known = cache.gatherings()
                pages = plan(archive, config, content.media, known)
                cache.remember(known, pages.gatherings)
                tasks = tasks_of(pages, disk, content.media, config)
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
            changes = publication.publish(staged, unchanged, inputs, len(archive.articles))
            forget_renditions(tasks, config)
        if proofs is not None:
            renderer = renderer_of(config, disk.theme)
            proofs.take(config, pages, content.vocabulary, renderer)
    return _report(archive, len(staged), changes, stages.seconds, profile_of(watch.timed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a build would publish: the archive, the media beside it by path, and every file."""

    archive: Archive
    media: Mapping[str, Media]
    files: frozenset[str]


def rehearse(config: Config, *, render: bool = False) -> Rehearsal:
    """Do everything of a build up to its rendering, and return what it found; publish nothing.

    With ``render`` every page is made as well, and thrown away. The search index and the check
    sums of the data are not among the files.

    Raises:
        UserError: everything that is wrong with the content and the templates.
    """
    return _unharmed(config, lambda: _rehearse(config, render=render))


def _rehearse(config: Config, *, render: bool) -> Rehearsal:
    with contextlib.closing(Cache(config.state)) as cache:
        disk = read(config, cache)
        content = parse(config, cache, disk, default_jobs(), Watch())
        archive = arrange(content.articles, config.sections, content.vocabulary)
        tasks = tasks_of(plan(archive, config, content.media), disk, content.media, config)
        if render:
            pages = [task for task in tasks if isinstance(task.work, Page)]
            with tempfile.TemporaryDirectory(prefix="backissue-") as folder:
                make(pages, config, disk.theme, Path(folder), default_jobs(), Watch())
    files = frozenset(task.name for task in tasks)
    return Rehearsal(archive=archive, media=content.media, files=files)


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
