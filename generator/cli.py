"""The command line: one short handler a command, and the only place that catches UserError.

What only one command needs is imported by its handler: to load the importer takes as long as a
whole build in which little has changed.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from generator import __version__
from generator.build import BuildReport, build, rehearse
from generator.config import Config, load_config
from generator.errors import Location, Problem, UsageError, UserError
from generator.languages import available_languages
from generator.model import Term
from generator.scaffold import create_archive, create_article
from generator.theme import default_templates
from generator.timing import Profile, Progress, Timed
from generator.vocabulary import VOCABULARY, load_vocabulary

__all__ = ["main", "run"]

LITTLE = 100
"""Up to how many pages nobody asks how far a build is."""


def run() -> NoReturn:
    """Run the command as a process of its own."""
    code = main()
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    # To take an archive of many articles apart, object by object, takes longer than to read it.
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 1 content or build wrong, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    # An archive is many objects, few of which refer to themselves: the search for those that do
    # would look through all of it again and again.
    gc.set_threshold(50_000)
    for stream in (sys.stdout, sys.stderr):
        # The content is Vietnamese whatever the machine's locale thinks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(options.handler(options))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except (UserError, OSError) as error:
        _print_error(error, options.outcome)
        return 1
    except KeyboardInterrupt:
        return 130


def _print_error(error: UserError | OSError, outcome: str = "") -> None:
    """Print what went wrong and, where it is known, in what state that leaves the site."""
    if isinstance(error, UserError):
        _print_problems(error.problems, outcome)
        return
    # Disk full, no permission: the machine's fault, but the user's to mend.
    place = str(error.filename2 or error.filename or "backissue")
    message = error.strerror or str(error)
    _print_problems([Problem(location=Location(file=place), message=message)])


def _print_problems(problems: Sequence[Problem], outcome: str = "") -> None:
    print("\n\n".join(map(str, problems)), file=sys.stderr)
    print(f"\n{_count(len(problems), 'problem')}. {outcome}".rstrip(), file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backissue", description="Turn old articles into an archive to read, search and cite."
    )
    parser.add_argument("--version", action="version", version=f"backissue {__version__}")
    parser.set_defaults(site=Path(), outcome="")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    site = argparse.ArgumentParser(add_help=False)
    site.add_argument(
        "-s",
        "--site",
        type=Path,
        default=argparse.SUPPRESS,  # an inner command's default would hide the outer's value
        metavar="DIR",
        help="the archive (default: here)",
    )
    output = argparse.ArgumentParser(add_help=False)
    output.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="the output folder (default: public)"
    )
    make = argparse.ArgumentParser(add_help=False)
    make.add_argument("--no-search", action="store_true", help="leave the search index out")
    make.add_argument(
        "--jobs", type=_positive, metavar="N", help="processes to use (default: all processors)"
    )

    command = commands.add_parser(
        "import",
        parents=[site],
        help="turn raw texts into content files",
        description="Clean raw scraped texts into content/YYYY/MM/slug.md. What a person has "
        "edited since is never overwritten; running it twice changes nothing.",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    command.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was left out, and why, as JSON"
    )
    command.add_argument("--dry-run", action="store_true", help="write nothing but the report")
    command.set_defaults(handler=_import)

    command = commands.add_parser(
        "build",
        parents=[site, output, make],
        help="build the site",
        description="Build the site; only what changed since the last build is made again.",
    )
    command.add_argument("--json", action="store_true", help="print what was done as JSON")
    command.add_argument(
        "--list", action="store_true", help="with --json: name the files added, changed, removed"
    )
    command.add_argument(
        "--profile", action="store_true", help="tell which templates, pages and articles took long"
    )
    command.set_defaults(handler=_build, outcome="Nothing was published.")

    command = commands.add_parser(
        "serve",
        parents=[site, output, make],
        help="show the site and rebuild it on every change",
        description="Serve the site on this machine; every saved change is built and shown.",
    )
    command.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    command.set_defaults(handler=_serve)

    command = commands.add_parser(
        "new",
        parents=[site],
        help="begin a new article",
        description="Write an empty content file for a headline, and say where it is.",
    )
    command.add_argument("title", metavar="HEADLINE")
    command.add_argument("--date", metavar="EDTF", help="as exactly as it is known: 1998-05-19")
    command.set_defaults(handler=_new)

    command = commands.add_parser(
        "check",
        parents=[site, output],
        help="find what is wrong, without building",
        description="Check every content file and template, and the links of the built site.",
    )
    command.set_defaults(handler=_check)

    command = commands.add_parser(
        "tags",
        parents=[site],
        help="list the tags, or make two of them one",
        description="List the tags with their articles and other forms, then those that are "
        "probably one.",
    )
    command.add_argument("--json", action="store_true", help="print them as JSON")
    command.set_defaults(handler=_tags)
    actions = command.add_subparsers(title="to change them", metavar="ACTION")
    command = actions.add_parser(
        "merge",
        parents=[site],
        help="make two tags one",
        description=f"Write KEEP for DROP in every article, and DROP as an alias of KEEP in "
        f"{VOCABULARY}, so that its address leads on.",
    )
    command.add_argument("keep", metavar="KEEP")
    command.add_argument("drop", metavar="DROP")
    command.add_argument("--dry-run", action="store_true", help="only name the files")
    command.set_defaults(handler=_merge_tags)

    command = commands.add_parser(
        "init",
        help="begin a new archive",
        description="Make a folder with a small archive that builds, ready to be filled.",
    )
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument(
        "--language",
        choices=available_languages(),
        default="vi",
        help="of the interface and the sample (default: vi)",
    )
    command.set_defaults(handler=_init)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a positive number")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 65535")
    return int(text)


def _config(options: argparse.Namespace) -> Config:
    return load_config(options.site)


def _output(options: argparse.Namespace) -> Path:
    """Return the output folder: relative to here if it was named, in the archive if not."""
    output: Path | None = options.output
    site: Path = options.site
    return output if output is not None else site / "public"


def _build(options: argparse.Namespace) -> int:
    if options.list and not options.json:
        raise UsageError(
            Problem(location=Location(file="backissue build"), message="--list needs --json")
        )
    output = _output(options)
    with contextlib.ExitStack() as stack:

        @cache
        def meter() -> Progress:
            from generator.progress import stderr_meter

            return stack.enter_context(stderr_meter())

        def progress(stage: str, done: int, total: int | None) -> None:
            if total is None or total > LITTLE:
                meter()(stage, done, total)

        report = build(
            _config(options),
            output,
            jobs=options.jobs,
            search=not options.no_search,
            progress=progress,
        )
    if options.json:
        data = _build_json(report, with_lists=options.list, with_profile=options.profile)
        print(json.dumps(data, ensure_ascii=False))
    else:
        seconds = sum(report.seconds.values())
        print(
            f"{_count(report.articles, 'article')}, {_count(report.planned, 'file')}: "
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
        yield from (f"  {1000 * each.seconds:8.2f} ms  {each.name}" for each in found)


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


def _import(options: argparse.Namespace) -> int:
    from generator.importing import ReportFile, import_sources
    from generator.progress import stderr_meter

    config = _config(options)
    for path in options.paths:
        if not path.exists():
            raise UsageError(Problem(location=Location(file=str(path)), message="does not exist"))
    with stderr_meter() as progress, ReportFile() as file:
        report = import_sources(
            options.paths,
            config,
            dry_run=options.dry_run,
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
        _print_problems(report.problems)
        return 1
    return 0


def _serve(options: argparse.Namespace) -> int:
    from generator.proofs import Proofs
    from generator.serve import Site, serve

    config, output = _config(options), _output(options)
    site = Site(output=output, base_path=config.base_path)
    proofs = Proofs()

    def rebuild(changed: Collection[Path]) -> None:
        try:
            for proof in filter(None, map(proofs.of, changed)):
                site.show(*proof)
            config = _config(options)
            search = not options.no_search
            report = build(config, output, jobs=options.jobs, search=search, proofs=proofs)
        except (UserError, OSError) as error:
            _print_error(error, "The site stays as it was.")
            return
        written = report.changes.added + report.changes.changed
        seconds = sum(report.seconds.values())
        print(f"{len(written)} written, {report.removed} removed, in {seconds:.2f} s")
        site.update(config.base_path, (*written, *report.changes.removed))

    folders = (config.content, config.static, config.templates, default_templates())
    watched = {config.root.resolve(): False} | {folder.resolve(): True for folder in folders}
    try:
        serve(site, options.port, rebuild, watched)
    except KeyboardInterrupt:
        print()
    return 0


def _new(options: argparse.Namespace) -> int:
    print(create_article(_config(options), options.title, options.date))
    return 0


def _check(options: argparse.Namespace) -> int:
    from generator.check import broken_links

    config = _config(options)
    archive = rehearse(config, render=True)
    output = _output(options)
    problems = list(broken_links(output, config.origin, config.base_path))
    if problems:
        _print_problems(problems)
        return 1
    note = "" if output.is_dir() else f" ({output} is not built yet: its links were not checked)"
    print(f"{_count(len(archive.articles), 'article')}, nothing wrong{note}")
    return 0


def _tags(options: argparse.Namespace) -> int:
    from generator.authority import likely_duplicates

    config = _config(options)
    tags = rehearse(config).tags
    pairs = likely_duplicates(tags, load_vocabulary(config.root / VOCABULARY, VOCABULARY))
    if options.json:
        print(json.dumps(_tags_json(tags, pairs), ensure_ascii=False))
        return 0
    width = max((len(tag.label) for tag in tags), default=0)
    for tag in tags:
        forms = ", ".join(tag.forms[1:])
        print(f"{tag.label:{width}}  {len(tag.articles):>6}  {forms}".rstrip())
    if pairs:
        print("\nProbably one tag:")
        for keep, drop, reason in pairs:
            print(f"  {keep}  ←  {drop}  ({reason})")
    return 0


def _tags_json(
    tags: Sequence[Term], pairs: Sequence[tuple[str, str, str]]
) -> dict[str, list[dict[str, object]]]:
    return {
        "tags": [
            {"label": tag.label, "articles": len(tag.articles), "other_forms": tag.forms[1:]}
            for tag in tags
        ],
        "likely_duplicates": [
            {"keep": keep, "drop": drop, "reason": reason} for keep, drop, reason in pairs
        ],
    }


def _merge_tags(options: argparse.Namespace) -> int:
    from generator.retagging import merge_tags

    config = _config(options)
    for path in merge_tags(config, options.keep, options.drop, dry_run=options.dry_run):
        print(path.relative_to(config.root).as_posix())
    return 0


def _init(options: argparse.Namespace) -> int:
    for path in create_archive(options.folder, options.language):
        print(path)
    print(f"\nNow: cd {options.folder} && backissue serve")
    return 0
