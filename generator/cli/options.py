"""What several commands read from their arguments."""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from generator.config import Config, load_config, read_config
from generator.dates import parse_date, to_instant
from generator.errors import Location, Problem, UsageError, UserError

__all__ = ["configuration", "moment", "output_folder", "whole_configuration"]


def configuration(options: argparse.Namespace) -> Config:
    """Return the settings of the archive that the command is about.

    Raises:
        UserError: naming all that is wrong with them.
    """
    return load_config(options.site)


def whole_configuration(options: argparse.Namespace) -> Config:
    """Return the settings of the archive, as ``configuration`` does.

    Raises:
        UserError: naming all that is wrong with them, and with the content and the templates.
    """
    config, problems = read_config(options.site)
    if not problems:
        return config
    from generator.rehearsal import survey  # noqa: PLC0415 - an archive in order needs none

    others: Sequence[Problem] = ()
    with contextlib.suppress(UserError, OSError, sqlite3.Error):
        others = survey(config, make="one of each kind").problems
    raise UserError([*problems, *others])


def output_folder(options: argparse.Namespace) -> Path:
    """Return the output folder: relative to here if it was named, in the archive if not."""
    output: Path | None = options.output
    site: Path = options.site
    return output if output is not None else site / "public"


def moment(options: argparse.Namespace, config: Config) -> datetime:
    """Return what the clock says: ``--clock``, else SOURCE_DATE_EPOCH, else the machine's.

    A time without a zone is in the archive's. https://reproducible-builds.org/specs/source-date-epoch/

    Raises:
        UsageError: it is set to something else.
    """
    if options.clock is not None:
        return _told(options.clock, "--clock", config)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"“{epoch}” is not a number of seconds since 1970"
        problem = Problem(location=Location(file="SOURCE_DATE_EPOCH"), message=message)
        raise UsageError(problem) from None


def _told(text: str, where: str, config: Config) -> datetime:
    try:
        found = to_instant(parse_date(text), config.zone)
        if found is not None:
            return found
        message = f"“{text}” is not a moment"
    except ValueError as error:
        message = str(error)
    remedy = "Write a day or a minute: 2027-01-31, 2027-01-31T06:00"
    raise UsageError(Problem(location=Location(file=where), message=message, remedy=remedy))
