"""``backissue new``, ``backissue schema`` and ``backissue init``."""

from __future__ import annotations

import argparse

from generator.cli.options import configuration
from generator.languages import load_language
from generator.requirement import WHEELS, is_local, requirement
from generator.scaffold import create_archive, create_article
from generator.schema import write_editor_files

__all__ = ["init", "new", "schema"]


def new(options: argparse.Namespace) -> int:
    """Begin an article and print where it is."""
    print(create_article(configuration(options), options.title, options.date))
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write what code editors need to complete keys, and print the files that changed."""
    config = configuration(options)
    for path in write_editor_files(config.root, load_language(config.language)):
        print(path)
    return 0


def init(options: argparse.Namespace) -> int:
    """Begin an archive and print its files."""
    for path in create_archive(options.folder, options.language):
        print(path)
    print(f"\nNow: cd {options.folder} && backissue serve")
    needed = requirement()
    if is_local(needed):
        wheels = options.folder / WHEELS
        print(
            f"Before CI can publish it: put the wheel that requirements.txt names into {wheels}/:\n"
            f"  python -m pip wheel --no-deps --wheel-dir {wheels} PATH_OF_BACKISSUE"
        )
    return 0
