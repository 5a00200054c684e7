"""``backissue permalinks`` and ``backissue deploy``."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from generator.cli.options import configuration, moment, output_folder
from generator.cli.telling import count
from generator.delivery import delivery
from generator.deploying import fetching, read_record, script
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
    hidden = found.all_media.keys() - found.media.keys()
    missing = len(list(lost(known, found.files, hidden)))
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
        now = {path: file.digest.hex() for path, file in files.items()}
        before = {} if options.all else _deployed(tool, destination, output)
        found = delivery(files.values(), before)
        lines = script(tool, destination, output, found, now)
        if options.dry_run:
            print("\n".join(lines))
            return 0
        if lines and _run(["-eux", "-c", "\n".join(lines)]):
            raise UserError(_problem(tool, "failed; see above"))
    print(
        f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed "
        f"→ {destination}"
    )
    return 0


def _deployed(tool: str, destination: str, output: Path) -> dict[str, str]:
    """Return what is there, as the place says itself; nothing, where it says nothing."""
    line, file = fetching(tool, destination, output)
    file.unlink(missing_ok=True)
    return {} if _run(["-c", line], quiet=True) else read_record(file)


def _run(arguments: Sequence[str], *, quiet: bool = False) -> int:
    """Run a shell, which says what it does unless it is to be quiet, and return its exit code."""
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(["sh", *arguments], check=False, stdout=output, stderr=output)  # noqa: S603, S607 - what --dry-run prints
    return done.returncode


def _problem(tool: str, message: str) -> Problem:
    return Problem(location=Location(file=tool), message=message)
