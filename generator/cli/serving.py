"""``backissue serve``."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Collection
from pathlib import Path

from generator.build import build
from generator.checks.page import look_at
from generator.cli.fault import print_fault
from generator.cli.options import configuration, moment, whole_configuration
from generator.cli.telling import print_error, problems_of
from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.previewing import preview_of
from generator.proofs import Proofs
from generator.serve import Site, serve
from generator.theme import default_templates

__all__ = ["serve_site"]

_FEW = 10
"""Up to how many files that changed at once may be looked at before the build."""

_STAYS = "The site stays as it was."


def serve_site(options: argparse.Namespace) -> int:
    """Show the site, and build it on every change, until it is interrupted."""
    config = configuration(options)
    if options.output is not None:
        return _serve(options, config, options.output)
    with preview_of(config.state, config.root / "public") as preview:
        return _serve(options, config, preview)


def _serve(options: argparse.Namespace, config: Config, output: Path) -> int:
    site = Site(output=output, base_path=config.base_path, language=config.language)
    proofs = Proofs()

    def look(path: str, data: bytes) -> tuple[Problem, ...]:
        article = proofs.articles.get(path)
        return look_at(config, article, data, output) if article is not None else ()

    site.look_at = look

    def rebuild(changed: Collection[Path]) -> None:
        nonlocal config
        try:
            if len(changed) <= _FEW:  # and not another branch
                for proof in filter(None, map(proofs.of, changed)):
                    site.show(*proof)
            config = whole_configuration(options)
            report = build(
                config,
                output,
                jobs=options.jobs,
                search=not options.no_search,
                moment=moment(options, config),
                proofs=proofs,
            )
        except (UserError, OSError, sqlite3.Error) as error:
            print_error(error, options.site, _STAYS)
            site.fail(problems_of(error))
            return
        except Exception as error:  # noqa: BLE001 - the next change may be built all the same
            message = print_fault(error, options.site, _STAYS)
            site.fail([Problem(location=Location(file="backissue"), message=message)])
            return
        written = report.changes.added + report.changes.changed
        seconds = sum(report.seconds.values())
        print(f"{len(written)} written, {report.removed} removed, in {seconds:.2f} s")
        site.language = config.language
        site.unpublished = dict(proofs.unpublished)
        site.update(config.base_path, (*written, *report.changes.removed))

    folders = (config.content, config.static, config.templates, default_templates())
    watched = {config.root.resolve(): False} | {folder.resolve(): True for folder in folders}
    try:
        serve(site, (str(options.bind), options.port), rebuild, watched)
    except KeyboardInterrupt:
        print()
    return 0
