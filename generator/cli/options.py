"""What several commands read from their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.config import Config, load_config

__all__ = ["configuration", "output_folder"]


def configuration(options: argparse.Namespace) -> Config:
    """Return the settings of the archive that the command is about.

    Raises:
        UserError: naming all that is wrong with them.
    """
    return load_config(options.site)


def output_folder(options: argparse.Namespace) -> Path:
    """Return the output folder: relative to here if it was named, in the archive if not."""
    output: Path | None = options.output
    site: Path = options.site
    return output if output is not None else site / "public"
