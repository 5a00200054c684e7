"""``backissue check``."""

from __future__ import annotations

import argparse

from generator.build import rehearse
from generator.check import broken_links
from generator.cli.options import configuration, output_folder
from generator.cli.telling import count, print_problems

__all__ = ["check"]


def check(options: argparse.Namespace) -> int:
    """Print what is wrong with the archive and its built site."""
    config = configuration(options)
    archive = rehearse(config, render=True).archive
    output = output_folder(options)
    problems = list(broken_links(output, config.origin, config.base_path))
    if problems:
        print_problems(problems)
        return 1
    note = "" if output.is_dir() else f" ({output} is not built yet: its links were not checked)"
    print(f"{count(len(archive.articles), 'article')}, nothing wrong{note}")
    return 0
