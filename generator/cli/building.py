"""``backissue build``."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterable, Iterator
from functools import cache

from generator.build import BuildReport, build
from generator.cli.options import moment, output_folder, whole_configuration
from generator.cli.telling import count
from generator.cli.workforce import workforce
from generator.errors import Location, Problem, UsageError, visible
from generator.previewing import forget_preview
from generator.timing import Profile, Progress, Timed

__all__ = ["build_site"]

LITTLE = 100
"""Up to how many pages nobody asks how far a build is."""


def build_site(options: argparse.Namespace) -> int:
    """Build the site and print what was done."""
    if options.list and not options.json:
        raise UsageError(
            Problem(location=Location(file="backissue build"), message="--list needs --json")
        )
    config, output = whole_configuration(options), output_folder(options)
    with contextlib.ExitStack() as stack:

        @cache
        def meter() -> Progress:
            from generator.progress import stderr_meter  # noqa: PLC0415 - rich is large

            return stack.enter_context(stderr_meter())

        def progress(stage: str, done: int, total: int | None) -> None:
            if total is None or total > LITTLE:
                meter()(stage, done, total)

        report = build(
            config,
            output,
            jobs=stack.enter_context(workforce(options)),
            search=not options.no_search,
            progress=progress,
            moment=moment(options, config),
        )
    forget_preview(config.state)
    if options.json:
        data = _build_json(report, with_lists=options.list, with_profile=options.profile)
        print(json.dumps(data, ensure_ascii=False))
    else:
        seconds = sum(report.seconds.values())
        print(
            f"{count(report.articles, 'article')}, {count(report.planned, 'file')}: "
            f"{report.written} written, {report.removed} removed, {report.unchanged} unchanged, "
            f"in {seconds:.2f} s → {output}"
        )
        for line in _profile_lines(report.profile) if options.profile else ():
            print(line)
    return 0


def _profile_lines(profile: Profile) -> Iterator[str]:
    """Yield where the time went, as tables."""
    if profile.templates:
        yield "\nTemplates, of the pages that were made now:"
    for kind in profile.templates:
        each = 1000 * kind.seconds / kind.count
        yield f"  {kind.seconds:8.2f} s  {kind.count:>7,} × {each:8.2f} ms  {kind.template}"
    for title, found in (("pages", profile.pages), ("articles to read", profile.articles)):
        if found:
            yield f"\nThe slowest {title}:"
        yield from (f"  {1000 * each.seconds:8.2f} ms  {visible(each.name)}" for each in found)


def _build_json(report: BuildReport, *, with_lists: bool, with_profile: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "articles": report.articles,
        "pages": {
            "planned": report.planned,
            "rendered": report.rendered,
            "written": report.written,
            "removed": report.removed,
            "unchanged": report.unchanged,
        },
        "seconds": {stage: round(seconds, 4) for stage, seconds in report.seconds.items()},
    }
    if with_lists:
        data |= {
            "added": report.changes.added,
            "changed": report.changes.changed,
            "removed": report.changes.removed,
        }
    if with_profile:
        data["profile"] = {
            "templates": {
                kind.template: {"pages": kind.count, "seconds": round(kind.seconds, 4)}
                for kind in report.profile.templates
            },
            "pages": _seconds(report.profile.pages),
            "articles": _seconds(report.profile.articles),
        }
    return data


def _seconds(timed: Iterable[Timed]) -> dict[str, float]:
    return {each.name: round(each.seconds, 4) for each in timed}
