"""``backissue permalinks``."""

from __future__ import annotations

import argparse

from generator.build import rehearse
from generator.cli.options import configuration
from generator.cli.telling import count
from generator.permalinks import LEDGER, lasting, lost, read_ledger, write_ledger

__all__ = ["permalinks"]


def permalinks(options: argparse.Namespace) -> int:
    """Add the addresses of the archive to its ledger, and print how many are new."""
    config = configuration(options)
    found = rehearse(config)
    path = config.root / LEDGER
    known = read_ledger(path)
    now = lasting(found.archive, config, found.media)
    new = sorted(now.keys() - known.keys())
    for url in new if options.dry_run else ():
        print(url)
    if not options.dry_run:
        write_ledger(path, known | now)
    missing = len(list(lost(known, found.files)))
    note = f"; {missing} would vanish: backissue check --permalinks" if missing else ""
    print(f"{count(len(known) + len(new), 'address')}, {len(new)} new{note}")
    return 0
