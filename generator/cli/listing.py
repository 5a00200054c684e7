"""``backissue list``: the articles that wait for an editor."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping

from generator.cli.options import configuration, moment
from generator.embargo import SHOWN
from generator.errors import visible
from generator.model import Article
from generator.rehearsal import rehearse

__all__ = ["list_articles"]

_CHOICES: Mapping[str, Callable[[Article], bool]] = {
    "drafts": lambda article: article.status == "draft",
    "future": lambda article: article.status == "future",
    "undated": lambda article: article.status in SHOWN and article.date.year is None,
    "untagged": lambda article: article.status in SHOWN and not article.tags,
    "withdrawn": lambda article: article.status in {"withdrawn", "expired"},
}


def list_articles(options: argparse.Namespace) -> int:
    """Print the articles of one kind: the file, what is known of its time, and the headline."""
    config = configuration(options)
    found = rehearse(config, moment(options, config))
    chosen = sorted(filter(_CHOICES[options.which], found.articles), key=lambda a: a.path)
    if options.json:
        print(json.dumps([_json(article) for article in chosen], ensure_ascii=False))
        return 0
    rows = [(visible(f"content/{a.path}"), _when(a), visible(a.title)) for a in chosen]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for file, when, title in rows:
        print(f"{file:{widths[0]}}  {when:{widths[1]}}  {title}")
    return 0


def _when(article: Article) -> str:
    """Return when an article is or was to be seen, else its date."""
    if article.status == "expired" and article.expires is not None:
        return article.expires.edtf
    return article.publish.edtf if article.publish is not None else article.date.edtf


def _json(article: Article) -> dict[str, object]:
    return {
        "file": f"content/{article.path}",
        "title": article.title,
        "url": article.url,
        "status": article.status,
        "date": article.date.edtf,
        "publish": article.publish and article.publish.edtf,
        "expires": article.expires and article.expires.edtf,
        "reason": article.reason,
    }
