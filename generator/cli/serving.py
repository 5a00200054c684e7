"""``backissue serve``."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from generator.build import build
from generator.cli.options import configuration, output_folder
from generator.cli.telling import print_error
from generator.errors import UserError
from generator.proofs import Proofs
from generator.serve import Site, serve
from generator.theme import default_templates

__all__ = ["serve_site"]


def serve_site(options: argparse.Namespace) -> int:
    """Show the site, and build it on every change, until it is interrupted."""
    config, output = configuration(options), output_folder(options)
    site = Site(output=output, base_path=config.base_path)
    proofs = Proofs()

    def rebuild(changed: Collection[Path]) -> None:
        try:
            for proof in filter(None, map(proofs.of, changed)):
                site.show(*proof)
            config = configuration(options)
            search = not options.no_search
            report = build(config, output, jobs=options.jobs, search=search, proofs=proofs)
        except (UserError, OSError) as error:
            print_error(error, options.site, "The site stays as it was.")
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
