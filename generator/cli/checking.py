"""``backissue check``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from generator.build import Rehearsal, rehearse
from generator.check import broken_links
from generator.cli.options import configuration, output_folder
from generator.cli.telling import count, print_problems
from generator.config import Config
from generator.errors import Location, Problem
from generator.hosts import exceeded, measure
from generator.permalinks import LEDGER, lasting, lost, read_ledger

__all__ = ["check"]

MANY = 50
"""How many lost addresses are told one by one: a change of style can lose all there are."""


def check(options: argparse.Namespace) -> int:
    """Print what is wrong with the archive and its built site."""
    config = configuration(options)
    found = rehearse(config, render=True)
    output = output_folder(options)
    problems = list(broken_links(output, config.origin, config.base_path))
    if options.permalinks:
        problems += _lost(config, found)
    host = options.target or (config.settings.host if output.is_dir() else "")
    if host:
        problems += _too_large(host, output)
    if problems:
        print_problems(problems)
        return 1
    note = "" if output.is_dir() else f" ({output} is not built yet: its links were not checked)"
    print(f"{count(len(found.archive.articles), 'article')}, nothing wrong{note}")
    if host:
        print(f"For {host}: {measure(output)}")
    if options.permalinks:
        _tell_new(config, found)
    return 0


def _too_large(host: str, output: Path) -> Iterator[Problem]:
    if output.is_dir():
        yield from exceeded(host, measure(output), output)
    else:
        location, message = Location(file=str(output)), "is not built: its size is not known"
        yield Problem(location=location, message=message, remedy="Build it: backissue build")


def _lost(config: Config, found: Rehearsal) -> Iterator[Problem]:
    problems = list(lost(read_ledger(config.root / LEDGER), found.files))
    yield from problems[:MANY]
    if len(problems) > MANY:
        message = f"{len(problems) - MANY} more of its addresses would vanish"
        yield Problem(location=Location(file=LEDGER), message=message)


def _tell_new(config: Config, found: Rehearsal) -> None:
    new = lasting(found.archive, config, found.media).keys() - read_ledger(config.root / LEDGER)
    if new:
        print(f"Not in {LEDGER} yet: {count(len(new), 'address')}. Add them: backissue permalinks")
