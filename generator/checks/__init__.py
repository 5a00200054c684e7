"""What can be wrong with an archive beside what a build refuses.

A link that leads nowhere is a mistake, like those that a build tells. All else is advice: it has
a kind, by which an archive can ask not to be told: ``[check] ignore`` in ``archive.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.checks.links import check_links
from generator.checks.pictures import check_pictures
from generator.checks.texts import Texts
from generator.config import Config
from generator.embargo import SHOWN
from generator.errors import Location, Problem
from generator.rehearsal import Rehearsal

__all__ = ["findings"]


def findings(config: Config, found: Rehearsal, output: Path) -> Iterator[Problem]:
    """Yield what is wrong with what a build would publish, and advice.

    Files that are in the output folder already, and not ours, can be linked to.
    """
    from generator.checks.likeness import (  # noqa: PLC0415 - it needs what the importer knows
        similar_articles,
        similar_tags,
        unknown_sections,
    )

    texts = Texts(config)
    yield from check_links(config, found, output, texts)
    yield from check_pictures(found, texts)
    yield from _undated(found, texts)
    yield from unknown_sections(config, found, texts)
    yield from similar_tags(found, texts)
    yield from similar_articles(found, texts)


def _undated(found: Rehearsal, texts: Texts) -> Iterator[Problem]:
    for article in found.articles:
        if article.status in SHOWN and article.date.year is None:
            place = texts.place(article, r"^date\b.*$")
            yield Problem(
                location=place if place.line else Location(file=f"content/{article.path}"),
                message="the article has no year",
                remedy="If anything about its time is known, write it: date: 2021~ (about 2021)",
                kind="undated",
            )
