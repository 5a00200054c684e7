"""Articles as they stand at a moment: what is not shown yet, and what no longer is.

The clock is an input of a build like any other: it comes from the command line, and all that
follows from it is worked out here. Days begin at midnight in the archive's own time zone,
wherever the machine is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from msgspec.structs import replace

from generator.dates import to_instant
from generator.model import ArchiveDate, Article, Media, Status
from generator.renditions import picture_path

__all__ = ["PREVIEWED", "SHOWN", "Standing", "beginning", "shown_media", "stand"]

SHOWN: frozenset[Status] = frozenset({"published"})
"""What readers see."""

PREVIEWED: frozenset[Status] = SHOWN | {"draft", "future"}
"""What editors see while they write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The articles, each with the status that it has now, and until when (exclusive) all have it.

    ``until`` is None where time alone changes nothing any more.
    """

    articles: tuple[Article, ...]
    until: datetime | None


def stand(articles: Iterable[Article], moment: datetime, zone: tzinfo) -> Standing:
    """Return the articles as they stand at this moment.

    One whose ``publish`` or, without that, whose date is still to come, is "future"; one whose
    ``expires`` has come is "expired".
    """
    # Two time zones are less than two days apart, so this year decides nearly always.
    recent = moment.year - 1
    found: list[Article] = []
    changes: set[datetime] = set()
    for article in articles:
        year = article.date.year
        settled = article.publish is None and article.expires is None
        if article.status == "draft" or (settled and (year is None or year < recent)):
            found.append(article)
            continue
        begins = beginning(article.publish or article.date, zone)
        ends = beginning(article.expires, zone)
        changes |= {change for change in (begins, ends) if change is not None and change > moment}
        status = article.status
        if begins is not None and begins > moment:
            status = "future"
        elif ends is not None and ends <= moment and status == "published":
            status = "expired"
        found.append(article if status == article.status else replace(article, status=status))
    return Standing(articles=tuple(found), until=min(changes, default=None))


def beginning(when: ArchiveDate | None, zone: tzinfo) -> datetime | None:
    """Return the first moment of a date in this zone, None if its year is not known.

    An unknown month is January, an unknown day the first.
    """
    if when is None or when.year is None:
        return None
    exact = to_instant(when, zone)
    return exact or datetime(when.year, when.month or 1, 1, tzinfo=zone)


def shown_media(
    articles: Iterable[Article], media: Mapping[str, Media], shown: Collection[Status] = SHOWN
) -> Mapping[str, Media]:
    """Return the pictures and documents without those that only hidden articles have."""
    hidden: set[str] = set()
    kept: set[str] = set()
    for article in articles:
        if article.status not in shown:
            hidden |= _files(article, media)
    if not hidden:
        return media
    for article in articles:
        if article.status in shown:
            kept |= _files(article, media)
    return {path: item for path, item in media.items() if path not in hidden - kept}


def _files(article: Article, media: Mapping[str, Media]) -> set[str]:
    """Return the pictures and documents that an article shows or links to."""
    found = {picture_path(article.path, source, media) for source in article.pictures}
    found |= {link.lstrip("/") for link in article.links if link.startswith("/")}
    return {path for path in found if path is not None and path in media}
