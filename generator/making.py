"""The later stages: every file of the site with all it depends on, and the making of it."""

from __future__ import annotations

import contextlib
import pickle
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import groupby, islice
from pathlib import Path
from typing import TypeAlias

import msgspec

from generator.config import Config
from generator.data import PACKAGE
from generator.digest import content_digest, digest, engine_digest
from generator.discovery import ROBOTS
from generator.errors import Location, Problem, UserError
from generator.model import Media, StoredBody
from generator.pages import Page, Plan, site_view
from generator.pictures import encoder_digest, render
from generator.publish import STATE, StagedFile, stage, stage_copy
from generator.reading import Disk
from generator.render import Renderer
from generator.renditions import Rendition, renditions_of
from generator.search import FOLDER
from generator.store import Cache, Renditions
from generator.theme import Theme
from generator.timing import Timed, Watch
from generator.urls import canonical_name, media_url, output_path, wrong_name
from generator.workers import WORTHWHILE, Jobs, Steps, map_batches

__all__ = [
    "Asset",
    "Copy",
    "Picture",
    "Task",
    "attempt",
    "clashes",
    "forget_renditions",
    "make",
    "page_tasks",
    "renderer_of",
    "tasks_among",
    "tasks_of",
]


class Copy(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file that is published as it is."""

    source: Path
    path: str


class Asset(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file of the theme, published under a name that carries its digest."""

    name: str
    path: str


class Picture(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rendition of the original at ``source``, whose content has this digest."""

    source: Path
    digest: bytes
    rendition: Rendition


class Task(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One piece of work whose result is published: its name, and all that it depends on."""

    name: str
    fingerprint: bytes
    work: Page | Copy | Asset | Picture


_Rendering = tuple[int, Task, Picture]
"""A rendition to be made: the number of its task, the task, and its work."""


def tasks_of(plan: Plan, disk: Disk, media: Mapping[str, Media], config: Config) -> list[Task]:
    """Return all tasks of a build.

    Raises:
        UserError: broken templates, or two files with one address.
    """
    tasks = tasks_among(plan, disk, media, config)
    if problems := clashes(tasks):
        raise UserError(problems)
    return tasks


def tasks_among(plan: Plan, disk: Disk, media: Mapping[str, Media], config: Config) -> list[Task]:
    """Return all tasks of a build, even if several make one file.

    Raises:
        UserError: broken templates.
    """
    theme = disk.theme
    tasks = page_tasks(plan, disk, config)
    tasks += [
        Task(name=path, fingerprint=path.encode(), work=Asset(name=name, path=path))
        for name in theme.assets
        for path in (theme.asset_path(name),)
    ]
    tasks += [
        Task(
            name=path,
            fingerprint=bytes.fromhex(item.digest),
            work=Copy(source=config.content / path, path=path),
        )
        for path, item in media.items()
    ]
    tasks += _pictures(plan.pictures, media, config)
    tasks += [
        Task(
            name=path.removeprefix("static/"),
            fingerprint=stamp.digest,
            work=Copy(source=config.root / path, path=path.removeprefix("static/")),
        )
        for path, stamp in disk.static.stamps.items()
    ]
    return tasks


def page_tasks(plan: Plan, disk: Disk, config: Config) -> list[Task]:
    """Return the tasks of the pages of a plan.

    Raises:
        UserError: broken templates.
    """
    site, theme = site_view(config), disk.theme
    encode = msgspec.msgpack.Encoder().encode
    asset_paths = sorted(theme.asset_path(name) for name in theme.assets)
    common = digest(engine_digest(), encode(site), encode(asset_paths))
    digest_of = renderer_of(config, theme).digest

    @cache
    def kind(template: str) -> bytes:
        return digest(common, template.encode(), digest_of(template))

    return [
        Task(
            name=page.path,
            fingerprint=digest(kind(page.template), page.key),
            work=page,
        )
        for page in plan.pages
        if not _is_replaced(page, disk)
    ]


def _is_replaced(page: Page, disk: Disk) -> bool:
    """Return whether ``static/`` has its own robots.txt: whom a site lets in is its owner's."""
    return page.path == output_path(ROBOTS) and f"static/{page.path}" in disk.static.stamps


def _pictures(shown: Container[str], media: Mapping[str, Media], config: Config) -> Iterator[Task]:
    """Yield the renditions of the pictures that articles show, by URL."""
    settings = config.settings.pictures
    for path, item in media.items():
        if media_url(path) not in shown:
            continue
        original = bytes.fromhex(item.digest)
        for rendition in renditions_of(item, settings):
            shape = (rendition.format, rendition.width, rendition.height, rendition.quality)
            yield Task(
                name=rendition.path,
                fingerprint=digest(encoder_digest(), original, msgspec.msgpack.encode(shape)),
                work=Picture(source=config.content / path, digest=original, rendition=rendition),
            )


def clashes(tasks: Sequence[Task]) -> list[Problem]:
    """Return a problem for each address that several files have, or that is the builder's own."""
    taken: defaultdict[str, list[Task]] = defaultdict(list)
    folders: dict[str, Task] = {}
    for task in tasks:
        name = canonical_name(task.name)
        taken[name].append(task)
        while (name := name.rpartition("/")[0]) and name not in folders:
            folders[name] = task
    problems = [
        Problem(
            location=Location(file=_origin(task)),
            message=f"cannot be published as {task.name}: {wrong}",
            remedy="Give it another name.",
        )
        for task in tasks
        if (wrong := wrong_name(task.name)) is not None
    ]
    problems += [
        Problem(
            location=Location(file=_origin(first)),
            message=f"has the same address, /{first.name}, as {', '.join(map(_origin, others))}",
            remedy="Rename one of them, or remove the alias.",
        )
        for first, *others in taken.values()
        if others
    ]
    problems += [
        Problem(
            location=Location(file=_origin(taken[name][0])),
            message=f"has the address /{name}, which is the folder of {_origin(folders[name])}",
            remedy="Rename one of them, or remove the alias.",
        )
        for name in taken.keys() & folders.keys()
    ]
    problems += [
        Problem(
            location=Location(file=_origin(folders.get(name) or taken[name][0])),
            message=f"has an address in /{name}, which Backissue keeps for itself",
            remedy="Rename it, or remove the alias.",
        )
        for name in (FOLDER, STATE, output_path(PACKAGE))
        if name in folders or name in taken
    ]
    return problems


def _origin(task: Task) -> str:
    match task.work:
        case Page(origin=origin):
            return origin
        case Copy(source=source) | Picture(source=source):
            return "/".join(source.parts[-len(task.name.split("/")) - 1 :])
        case Asset(name=name):
            return f"templates/assets/{name}"


def make(
    todo: Sequence[Task], config: Config, theme: Theme, staging: Path, jobs: Jobs, watch: Watch
) -> list[StagedFile]:
    """Make the files of these tasks in the staging folder.

    Raises:
        UserError: everything that went wrong in templates and files.
    """
    staged, problems = attempt(todo, config, theme, staging, jobs, watch)
    if problems:
        raise UserError(problems)
    return staged


def attempt(
    todo: Sequence[Task], config: Config, theme: Theme, staging: Path, jobs: Jobs, watch: Watch
) -> tuple[list[StagedFile], list[Problem]]:
    """Make the files of these tasks as far as that goes, and return also what went wrong."""
    numbered = list(enumerate(todo))
    pages = tuple((number, task) for number, task in numbered if isinstance(task.work, Page))
    others = [(n, task) for n, task in numbered if isinstance(task.work, Asset | Copy)]
    specification = _specification(config, theme)
    if len(pages) >= WORTHWHILE:
        _renderer(specification).prepare(
            {t.work.template for _, t in pages if isinstance(t.work, Page)}
        )
    # The pages are part of the work, not of the batches: a process that is forked has them.
    steps = Steps(
        load=partial(_with_bodies, config.state, pages),
        make=partial(_render, specification),
        keep=partial(_staged, staging, pages),
    )
    staged: list[StagedFile] = []
    failed: defaultdict[Problem, list[str]] = defaultdict(list)
    batches = map_batches(steps, range(len(pages)), jobs)
    for files, found in watch.follow("rendering", batches, len(pages)):
        staged += files
        for problem, origin in found:
            failed[problem].append(origin)
    problems = [_seen_in(origins, problem) for problem, origins in failed.items()]
    encode = partial(_encode_batch, config.state, staging)
    for files, wrong in map_batches(encode, _originals(numbered), jobs, size=1, worthwhile=2):
        staged += files
        problems += wrong
    for number, task in others:
        place = (staging, str(number), task.name, task.name, task.fingerprint)
        match task.work:
            case Asset(name=name):
                staged.append(stage(*place, theme.assets[name]))
            case Copy(source=source):
                try:
                    staged.append(stage_copy(*place, source))
                except OSError as error:
                    if error.filename != str(source):
                        raise
                    message = f"cannot be read: {error.strerror}"
                    problems.append(Problem(location=Location(file=_origin(task)), message=message))
    return staged, problems


def _seen_in(origins: Sequence[str], problem: Problem) -> Problem:
    """Return a template's problem with where it was seen: ten thousand times it is still one."""
    others = len(set(origins)) - 1
    more = f" and {others:,} more" if others else ""
    return replace(problem, seen_in=f"{origins[0]}{more}")


_Loaded: TypeAlias = tuple[int, Page, list[StoredBody]]
_Made: TypeAlias = tuple[int, bytes | Sequence[Problem], Timed]


def _with_bodies(
    cache_folder: Path, pages: Sequence[tuple[int, Task]], batch: Iterable[int]
) -> Iterator[_Loaded]:
    """Yield some of these pages, by their places here, each with the texts that it shows."""
    with contextlib.closing(Cache(cache_folder)) as cache:
        for place in batch:
            page = pages[place][1].work
            if not isinstance(page, Page):
                raise TypeError(page)
            yield place, page, list(cache.bodies((each.path, each.key) for each in page.articles))


def _render(specification: bytes, pages: Iterable[_Loaded]) -> Iterator[_Made]:
    """Yield the file of each page, or what went wrong, and how long that took."""
    renderer = _renderer(specification)
    made: bytes | Sequence[Problem]
    start = time.perf_counter()
    for place, page, bodies in pages:
        try:
            made = renderer.render(page, bodies)
        except UserError as error:
            made = error.problems
        yield place, made, Timed(page.template, page.path, time.perf_counter() - start)
        start = time.perf_counter()


def _staged(
    staging: Path, pages: Sequence[tuple[int, Task]], made: Iterable[_Made]
) -> tuple[tuple[list[StagedFile], list[tuple[Problem, str]]], list[Timed]]:
    """Stage the files that were made; return also what went wrong, each with the page's origin."""
    staged: list[StagedFile] = []
    problems: list[tuple[Problem, str]] = []
    timed: list[Timed] = []
    for place, found, took in made:
        number, task = pages[place]
        if isinstance(found, bytes):
            key = task.fingerprint
            staged.append(stage(staging, str(number), task.name, task.name, key, found))
        else:
            problems += [(problem, _origin(task)) for problem in found]
        timed.append(took)
    return (staged, problems), timed


def _originals(numbered: Iterable[tuple[int, Task]]) -> Iterator[list[_Rendering]]:
    """Yield the renditions to be made, those of one original together."""
    renderings = ((n, task, task.work) for n, task in numbered if isinstance(task.work, Picture))
    for _, group in groupby(renderings, lambda rendering: rendering[2].source):
        yield list(group)


def _encode_batch(
    state: Path, staging: Path, batch: Sequence[Sequence[_Rendering]]
) -> tuple[list[StagedFile], list[Problem]]:
    """Make the renditions of some originals, or take them from the build's memory."""
    memory = Renditions(state)
    staged: list[StagedFile] = []
    problems: list[Problem] = []
    for renderings in batch:
        try:
            files = _encoded(renderings, memory)
        except (OSError, ValueError) as error:
            location = Location(file=_origin(renderings[0][1]))
            problems.append(Problem(location=location, message=f"cannot be made smaller: {error}"))
            continue
        staged += [
            stage(staging, str(number), task.name, task.name, key, files[key])
            for number, task, _ in renderings
            for key in (task.fingerprint,)
        ]
    return staged, problems


def _encoded(renderings: Sequence[_Rendering], memory: Renditions) -> dict[bytes, bytes]:
    """Return the files of renditions of one original, by their fingerprints."""
    remembered = {task.fingerprint: memory.get(task.fingerprint) for _, task, _ in renderings}
    files = {key: data for key, data in remembered.items() if data is not None}
    missing = {t.fingerprint: picture for _, t, picture in renderings if t.fingerprint not in files}
    for original in islice(missing.values(), 1):
        data = original.source.read_bytes()
        if content_digest(data) != original.digest:
            raise ValueError("it has changed since the build began. Build again")
        made = render(data, [picture.rendition for picture in missing.values()])
        for key, rendition in zip(missing, made, strict=True):
            memory.add(key, rendition)
            files[key] = rendition
    return files


def forget_renditions(fingerprints: Iterable[bytes], config: Config) -> None:
    """Remove all renditions from the build's memory but those of these tasks."""
    Renditions(config.state).keep(fingerprints)


def renderer_of(config: Config, theme: Theme) -> Renderer:
    """Return what makes the pages of an archive: one, as long as site and theme are the same.

    Raises:
        UserError: broken templates.
    """
    return _renderer(_specification(config, theme))


def _specification(config: Config, theme: Theme) -> bytes:
    return pickle.dumps((site_view(config), theme))


@lru_cache(maxsize=2)
def _renderer(specification: bytes) -> Renderer:
    """Return the renderer of a pickled (Site, Theme): made once in every process."""
    site, theme = pickle.loads(specification)  # noqa: S301 - made by make, in this very build
    return Renderer.create(site, theme)
