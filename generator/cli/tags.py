"""``backissue tags`` and ``backissue tags merge``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from generator.authority import likely_duplicates
from generator.cli.options import configuration
from generator.errors import visible
from generator.model import Term
from generator.rehearsal import rehearse
from generator.retagging import merge_tags
from generator.vocabulary import VOCABULARY, load_vocabulary

__all__ = ["list_tags", "merge"]


def list_tags(options: argparse.Namespace) -> int:
    """Print the tags, and those that are probably one."""
    config = configuration(options)
    tags = rehearse(config).archive.tags
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


def merge(options: argparse.Namespace) -> int:
    """Make two tags one and print the files that changed."""
    config = configuration(options)
    for path in merge_tags(config, options.keep, options.drop, dry_run=options.dry_run):
        print(visible(path.relative_to(config.root).as_posix()))
    return 0
