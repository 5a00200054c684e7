"""A build up to its publishing: what it would publish, and everything that is wrong.

A build stops at the first stage that cannot go on; a rehearsal goes on with what is right, so
that all mistakes are told at once.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from generator.archive import arrange
from generator.config import Config
from generator.database import unharmed
from generator.embargo import SHOWN, shown_media, stand
from generator.errors import Problem, UserError
from generator.look import custom_properties
from generator.making import Task, attempt, clashes, renderer_of, tasks_among
from generator.model import Archive, Article, Media
from generator.pages import Page, urls_of
from generator.planning import plan
from generator.reading import Disk, gather, read
from generator.scan import is_article
from generator.site_links import SiteLinks, read_pages
from generator.store import Cache
from generator.theme import load_theme
from generator.timing import Watch
from generator.urls import output_path
from generator.vocabulary import Vocabulary
from generator.workers import Jobs, default_jobs

__all__ = ["Rehearsal", "rehearse", "survey"]

AT_ONCE = 10_000
"""Pages that a check makes, reads and deletes again before it makes the next: 400 MB or so."""

Made = Literal["no pages", "one of each kind", "all pages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a build would publish: the archive, the media beside it by path, and every file.

    ``articles`` are all there are, also those that are not shown, as they stand now, and
    ``all_media`` are all there are beside them. The files do not include the search index and the
    check sums of the data. ``unread`` are the pages that articles with mistakes will have; the
    ``links`` are those of the HTML pages, if all were made.
    """

    archive: Archive
    articles: tuple[Article, ...]
    media: Mapping[str, Media]
    all_media: Mapping[str, Media]
    vocabulary: Vocabulary
    files: frozenset[str]
    unread: frozenset[str]
    pictures: frozenset[str]
    links: SiteLinks
    problems: tuple[Problem, ...]


def rehearse(config: Config, moment: datetime | None = None) -> Rehearsal:
    """Do everything of a build up to its rendering, and return what it found; publish nothing.

    ``moment`` is what the clock says: now, if it is left out.

    Raises:
        UserError: everything that is wrong with the content and the templates.
    """
    found = survey(config, moment, make="no pages")
    if found.problems:
        raise UserError(found.problems)
    return found


def survey(
    config: Config,
    moment: datetime | None = None,
    *,
    make: Made = "all pages",
    jobs: Jobs | None = None,
) -> Rehearsal:
    """Do as ``rehearse`` does, make pages as well, and return also what is wrong.

    ``jobs`` is how many processes may be used (all processors, if it is left out), or a cluster's
    workers.

    Raises:
        UserError: files that cannot be read at all.
        WorkersError: those who do the work cannot be had, or are gone.
    """
    when, workers = moment or datetime.now(UTC), jobs or default_jobs()
    return unharmed(lambda: _survey(config, when, make, workers))


def _survey(config: Config, moment: datetime, make: Made, jobs: Jobs) -> Rehearsal:
    with contextlib.closing(Cache(config.state)) as cache:
        disk = read(config, cache)
        content, problems = gather(config, cache, disk, jobs, Watch())
        articles = stand(content.articles, moment, config.zone).articles
        archive = arrange(articles, config.sections, content.vocabulary)
        media = shown_media(articles, content.media, SHOWN)
        disk, wrong = _with_a_sound_theme(config, disk)
        problems += wrong
        pages = plan(archive, config, media)
        tasks = tasks_among(pages, disk, media, config)
        problems += clashes(tasks)
        chosen = _chosen(tasks, make)
        links, wrong = _made(chosen, config, disk, jobs, follow=make == "all pages")
        problems += wrong
    return Rehearsal(
        archive=archive,
        articles=articles,
        media=media,
        all_media=content.media,
        vocabulary=content.vocabulary,
        files=frozenset(task.name for task in tasks),
        unread=frozenset(_unread(config, disk, articles)),
        pictures=pages.pictures,
        links=links,
        problems=tuple(dict.fromkeys(problems)),
    )


def _unread(config: Config, disk: Disk, articles: Sequence[Article]) -> Iterator[str]:
    paths = {f"content/{article.path}" for article in articles}
    urls = urls_of(config)
    for file in disk.content.stamps:
        if file not in paths and is_article(file):
            yield output_path(urls.article(file.removeprefix("content/")))


def _with_a_sound_theme(config: Config, disk: Disk) -> tuple[Disk, Sequence[Problem]]:
    """Return the disk, and what is wrong with its templates; the default ones stand in then."""
    try:
        renderer_of(config, disk.theme)
    except UserError as error:
        nowhere = config.state / "no templates"
        theme = load_theme(nowhere, custom_properties(config.settings.theme))
        return replace(disk, theme=theme), error.problems
    return disk, ()


def _chosen(tasks: Sequence[Task], make: Made) -> list[Task]:
    pages = {t.name: t.work for t in tasks if isinstance(t.work, Page)}
    if make == "no pages":
        pages = {}
    elif make == "one of each kind":
        pages = {page.template: page for page in reversed(pages.values())}
        pages = {page.path: page for page in pages.values()}
    return [task for task in tasks if task.name in pages and isinstance(task.work, Page)]


def _made(
    tasks: Sequence[Task], config: Config, disk: Disk, jobs: Jobs, *, follow: bool
) -> tuple[SiteLinks, list[Problem]]:
    links, problems = SiteLinks(), list[Problem]()
    origins = {task.name: task.work.origin for task in tasks if isinstance(task.work, Page)}
    for start in range(0, len(tasks), AT_ONCE):
        # A folder for temporary files is often in memory: of a large site only a part is there.
        with tempfile.TemporaryDirectory(prefix="backissue-") as name:
            folder = Path(name)
            some = tasks[start : start + AT_ONCE]
            staged, wrong = attempt(some, config, disk.theme, folder, jobs, Watch())
            problems += wrong
            pages = (
                (file.path, origins[file.path], folder / file.name)
                for file in staged
                if follow and file.path.endswith(".html")
            )
            read_pages(pages, jobs, links)
    if follow:
        read_pages(_static_pages(config, disk), jobs, links)
    return links, problems


def _static_pages(config: Config, disk: Disk) -> Iterator[tuple[str, str, Path]]:
    for path in disk.static.stamps:
        if path.endswith(".html"):
            yield path.removeprefix("static/"), path, config.root / path
