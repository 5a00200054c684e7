"""The commands and their arguments.

Handlers are named, not imported: to load the importer takes as long as a whole build in which
little has changed.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.deploying import TOOLS
from generator.languages import available_languages
from generator.settings import ADVICE, HOSTS
from generator.vocabulary import VOCABULARY

__all__ = ["command_parser"]

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no other name


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; its ``handler`` is a function's name below this package.

    ``outcome`` is what a failure of the command leaves behind, as a sentence.
    """
    parser = argparse.ArgumentParser(
        prog="backissue", description="Turn old articles into an archive to read, search and cite."
    )
    parser.add_argument("--version", action="version", version=f"backissue {__version__}")
    parser.set_defaults(site=Path(), outcome="")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = _shared()
    for add in (
        _add_import,
        _add_build,
        _add_serve,
        _add_new,
        _add_check,
        _add_list,
        _add_permalinks,
        _add_deploy,
        _add_tags,
        _add_schema,
        _add_init,
    ):
        add(commands, shared)
    return parser


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """Arguments that several commands have."""

    site: argparse.ArgumentParser
    output: argparse.ArgumentParser
    make: argparse.ArgumentParser
    clock: argparse.ArgumentParser
    cluster: argparse.ArgumentParser


def _shared() -> _Shared:
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

    clock = argparse.ArgumentParser(add_help=False)
    clock.add_argument(
        "--clock",
        metavar="TIME",
        help="what time it is for embargoes: 2027-01-31T06:00 (default: now, or SOURCE_DATE_EPOCH)",
    )
    cluster = argparse.ArgumentParser(add_help=False)
    cluster.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the workers of a Dask scheduler do it: tcp://HOST:8786 (default: this machine)",
    )
    return _Shared(site=site, output=output, make=make, clock=clock, cluster=cluster)


def _add_import(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "import",
        parents=[shared.site, shared.cluster],
        help="turn raw texts into content files",
        description="Clean raw scraped texts into content/YYYY/MM/slug.md. What a person has "
        "edited since is never overwritten; running it twice changes nothing.",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    command.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was left out, and why, as JSON"
    )
    command.add_argument("--dry-run", action="store_true", help="write nothing but the report")
    command.set_defaults(handler="importing.import_articles")


def _add_build(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "build",
        parents=[shared.site, shared.output, shared.make, shared.clock, shared.cluster],
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
    command.set_defaults(handler="building.build_site", outcome="Nothing was published.")


def _add_serve(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "serve",
        parents=[shared.site, shared.make, shared.clock],
        help="show the site and rebuild it on every change",
        description="Serve the site on this machine, with drafts and what is embargoed; every "
        "saved change is built and shown. Nothing is published.",
    )
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="where to make it (default: a hidden place)",
    )
    command.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    command.add_argument(
        "--bind",
        type=_address,
        default="127.0.0.1",
        metavar="ADDRESS",
        help="0.0.0.0: also for phones on this network (default: this machine only)",
    )
    command.set_defaults(handler="serving.serve_site")


def _add_new(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "new",
        parents=[shared.site],
        help="begin a new article",
        description="Write an empty content file for a headline, and say where it is.",
    )
    command.add_argument("title", type=_text, metavar="HEADLINE")
    command.add_argument(
        "--date", type=_text, metavar="EDTF", help="as exactly as it is known: 1998-05-19"
    )
    command.set_defaults(handler="editing.new")


def _add_schema(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "schema",
        parents=[shared.site],
        help="let VS Code complete the keys of articles and settings",
        description="Write JSON Schemas and snippets of all keys into .vscode/, as “init” does; "
        "again after a new version of Backissue.",
    )
    command.set_defaults(handler="editing.schema")


def _add_check(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "check",
        parents=[shared.site, shared.output, shared.clock, shared.cluster],
        help="find what is wrong, without building",
        description="Check every content file, template and page that a build would publish. "
        "Mistakes make it fail; advice does not.",
    )
    command.add_argument(
        "--external", action="store_true", help="follow the links to other sites, too"
    )
    command.add_argument("--strict", action="store_true", help="fail on advice as well")
    command.add_argument("--all", action="store_true", help="give all advice, not the first ten")
    command.add_argument(
        "--ignore",
        action="append",
        choices=ADVICE,
        metavar="KIND",
        help="give no advice of this kind (also: [check] ignore in archive.toml)",
    )
    command.add_argument("--json", action="store_true", help="print what is found as JSON")
    command.add_argument(
        "--permalinks",
        action="store_true",
        help="fail if an address of permalinks.txt would vanish",
    )
    command.add_argument(
        "--target",
        choices=HOSTS,
        metavar="HOST",
        help=f"fail if the site is too large for {', '.join(HOSTS[:-1])} or {HOSTS[-1]}",
    )
    command.set_defaults(handler="checking.check")


def _add_list(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "list",
        parents=[shared.site, shared.clock],
        help="list articles that wait for an editor",
        description="List drafts, or the articles that are undated, untagged, withdrawn, or to be "
        "published in the future.",
    )
    command.add_argument("which", choices=("drafts", "future", "undated", "untagged", "withdrawn"))
    command.add_argument("--json", action="store_true", help="print them as JSON")
    command.set_defaults(handler="listing.list_articles")


def _add_permalinks(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "permalinks",
        parents=[shared.site, shared.clock],
        help="write down every address that is published",
        description="Add the archive's lasting addresses to permalinks.txt, and remove none: "
        "“check --permalinks” sees from it what would vanish.",
    )
    command.add_argument("--dry-run", action="store_true", help="only print what is new")
    command.set_defaults(handler="publishing.permalinks")


def _add_tags(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "tags",
        parents=[shared.site],
        help="list the tags, or make two of them one",
        description="List the tags with their articles and other forms, then those that are "
        "probably one.",
    )
    command.add_argument("--json", action="store_true", help="print them as JSON")
    command.set_defaults(handler="tags.list_tags")
    actions = command.add_subparsers(title="to change them", metavar="ACTION")
    command = actions.add_parser(
        "merge",
        parents=[shared.site],
        help="make two tags one",
        description=f"Write KEEP for DROP in every article, and DROP as an alias of KEEP in "
        f"{VOCABULARY}, so that its address leads on.",
    )
    command.add_argument("keep", type=_text, metavar="KEEP")
    command.add_argument("drop", type=_text, metavar="DROP")
    command.add_argument("--dry-run", action="store_true", help="only name the files")
    command.set_defaults(handler="tags.merge")


def _add_init(commands: _Commands, _: _Shared) -> None:
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
    command.set_defaults(handler="editing.init")


def _add_deploy(commands: _Commands, shared: _Shared) -> None:
    command = commands.add_parser(
        "deploy",
        parents=[shared.site, shared.output],
        help="upload what has changed",
        description="Let a tool that you have set up upload what has changed since the last "
        "deploy to the same place, and delete what is gone.",
    )
    command.add_argument("tool", choices=TOOLS, metavar="TOOL", help=", ".join(TOOLS))
    command.add_argument(
        "destination",
        metavar="WHERE",
        help="as the tool writes it: s3://bucket, “origin gh-pages”, remote:path, host:/srv/www",
    )
    command.add_argument("--all", action="store_true", help="upload everything again")
    command.add_argument("--dry-run", action="store_true", help="only print the commands")
    command.set_defaults(handler="publishing.deploy", outcome="Deploy again: it is safe.")


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("this is not text in UTF-8") from None
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a positive number")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 65535")
    return int(text)


def _address(text: str) -> str:
    try:
        return str(ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not an IP address") from None
