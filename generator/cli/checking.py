"""``backissue check``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from generator.checks import findings
from generator.cli.options import moment, output_folder, whole_configuration
from generator.cli.telling import count, print_advice, print_problems
from generator.cli.workforce import workforce
from generator.config import FILE_NAME, Config
from generator.errors import Location, Problem
from generator.hosts import exceeded, measure
from generator.permalinks import LEDGER, lasting, lost, read_ledger
from generator.rehearsal import Rehearsal, survey

__all__ = ["check"]

MANY = 50
"""How many lost addresses are told one by one: a change of style can lose all there are."""

_HERE = frozenset({"127.0.0.1", "localhost"})

_NO_ADDRESS = Problem(
    location=Location(file=FILE_NAME),
    message="base_url is still the address of this machine, for everybody else",
    remedy='Write where the site will be: base_url = "https://example.org/archive/"',
)

FEW = 10
"""How much advice of one kind is told, where not all of it is asked for."""


def check(options: argparse.Namespace) -> int:
    """Print what is wrong with the archive and what its build would publish; and advice."""
    config = whole_configuration(options)
    with workforce(options) as jobs:
        found = survey(config, moment(options, config), jobs=jobs)
    output = output_folder(options)
    told = [*found.problems, *findings(config, found, output)]
    if options.external:
        from generator.checks.external import dead_links  # noqa: PLC0415 - most never need it

        told += dead_links(config, found)
    if options.permalinks and not found.problems:  # a file that cannot be read has no address
        told += _lost(config, found)
    host = options.target or (config.settings.host if output.is_dir() else "")
    if host:
        told += _too_large(host, output)
    if options.target and urlsplit(config.origin).hostname in _HERE:
        told.append(_NO_ADDRESS)
    ignored = {*config.settings.check.ignore, *(options.ignore or ())}
    advice = [problem for problem in told if problem.kind and problem.kind not in ignored]
    problems = _once(problem for problem in told if problem.kind is None)
    failed = bool(problems or (options.strict and advice))
    if options.json:
        print(json.dumps([_json(problem) for problem in (*problems, *advice)], ensure_ascii=False))
        return int(failed)
    _print(problems, advice, options.site, show_all=options.all)
    if not problems:
        articles = count(len(found.archive.articles), "article")
        print(f"{articles}, nothing wrong{f'; {len(advice)} to look at' if advice else ''}")
    if host:
        print(f"For {host}: {measure(output)}" if output.is_dir() else f"For {host}: not built")
    if options.permalinks:
        _tell_new(config, found)
    return int(failed)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, of several at one column the first: a link is wrong on its page, too."""
    found: dict[object, Problem] = {}
    for problem in problems:
        found.setdefault(problem.location if problem.location.column else problem, problem)
    return list(found.values())


def _print(
    problems: Sequence[Problem], advice: Sequence[Problem], root: Path, *, show_all: bool
) -> None:
    kinds = Counter(str(problem.kind) for problem in advice)
    shown: Counter[str] = Counter()
    first = []
    for problem in advice:
        shown[str(problem.kind)] += 1
        if show_all or shown[str(problem.kind)] <= FEW:
            first.append(problem)
    if advice:
        print_advice(first, root, kinds, FEW if len(first) < len(advice) else None)
    if problems:
        print_problems(problems, root)


def _json(problem: Problem) -> dict[str, object]:
    place = problem.location
    return {
        "kind": problem.kind or "mistake",
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": problem.told,
        "remedy": problem.remedy,
    }


def _too_large(host: str, output: Path) -> Iterator[Problem]:
    if output.is_dir():
        yield from exceeded(host, measure(output), output)
    else:
        location, message = Location(file=str(output)), "is not built: its size is not known"
        yield Problem(location=location, message=message, remedy="Build it: backissue build")


def _lost(config: Config, found: Rehearsal) -> Iterator[Problem]:
    hidden = found.all_media.keys() - found.media.keys()
    problems = list(lost(read_ledger(config.root / LEDGER), found.files, hidden))
    yield from problems[:MANY]
    if len(problems) > MANY:
        message = f"{len(problems) - MANY} more of its addresses would vanish"
        yield Problem(location=Location(file=LEDGER), message=message)


def _tell_new(config: Config, found: Rehearsal) -> None:
    new = lasting(found.archive, config, found.media).keys() - read_ledger(config.root / LEDGER)
    if new:
        print(f"Not in {LEDGER} yet: {count(len(new), 'address')}. Add them: backissue permalinks")
