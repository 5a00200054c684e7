"""``backissue permalinks`` and ``backissue deploy``."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Sequence

from generator.cli.options import configuration, moment, output_folder
from generator.cli.telling import count
from generator.delivery import delivery
from generator.deploying import deployed, note_deployed, script
from generator.errors import Location, Problem, UsageError, UserError
from generator.permalinks import LEDGER, lasting, lost, read_ledger, write_ledger
from generator.publish import published_site
from generator.rehearsal import rehearse

__all__ = ["deploy", "permalinks"]


def permalinks(options: argparse.Namespace) -> int:
    """Add the addresses of the archive to its ledger, and print how many are new."""
    config = configuration(options)
    found = rehearse(config, moment(options, config))
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


def deploy(options: argparse.Namespace) -> int:
    """Let a tool deliver what has changed, and print what that is."""
    tool, destination = options.tool, options.destination
    if tool == "git" and " " not in destination.strip():
        raise UsageError(_problem(tool, "needs a remote and a branch: git “origin gh-pages”"))
    if not options.dry_run and shutil.which(tool) is None:
        raise UserError(_problem(tool, "is not installed"))
    output = output_folder(options)
    with published_site(output) as files:
        before = {} if options.all else deployed(output, tool, destination)
        found = delivery(files.values(), before)
        lines = script(tool, destination, output, found, files)
        if options.dry_run:
            print("\n".join(lines))
            return 0
        if lines and _run(lines):
            raise UserError(_problem(tool, "failed; see above"))
        now = {path: file.digest.hex() for path, file in files.items()}
        note_deployed(output, tool, destination, now)
    print(
        f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed "
        f"→ {destination}"
    )
    return 0


def _run(lines: Sequence[str]) -> int:
    """Run the lines, which are shown as they are run, and return the exit code."""
    command = ["sh", "-eux", "-c", "\n".join(lines)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - what --dry-run prints


def _problem(tool: str, message: str) -> Problem:
    return Problem(location=Location(file=tool), message=message)
