"""``backissue import``."""

from __future__ import annotations

import argparse

from generator.cli.options import configuration
from generator.cli.telling import print_problems
from generator.cli.workforce import workforce
from generator.errors import Location, Problem, UsageError
from generator.importing import ReportFile, import_sources
from generator.progress import stderr_meter

__all__ = ["import_articles"]


def import_articles(options: argparse.Namespace) -> int:
    """Turn raw texts into content files and print how many."""
    config = configuration(options)
    for path in options.paths:
        if not path.exists():
            raise UsageError(Problem(location=Location(file=str(path)), message="does not exist"))
    with workforce(options) as jobs, stderr_meter() as progress, ReportFile() as file:
        report = import_sources(
            options.paths,
            config,
            dry_run=options.dry_run,
            jobs=jobs,
            tell=file.tell if options.report is not None else lambda _entry: None,
            progress=progress,
        )
        if options.report is not None:
            file.write(report, options.report)
    counts = sorted(report.actions.items())
    print(", ".join(f"{number} {action}" for action, number in counts) or "nothing")
    if report.reprints:
        print(f"{report.reprints} nearly the same as another article: see reprint_of in the report")
    if report.problems:
        print_problems(report.problems, options.site)
        return 1
    return 0
