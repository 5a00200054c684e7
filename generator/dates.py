"""Dates as archives know them: EDTF read, checked and written.

The subset of EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/) that an article
can need: years, months, days and times; ``?`` uncertain, ``~`` approximate, ``%`` both;
``X`` for unknown digits (``XXXX-04-28``, ``202X``, ``2021-XX``); intervals ``2021/2022``.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from generator.model import ArchiveDate

__all__ = ["UNKNOWN", "parse_date", "to_instant", "weekday"]

UNKNOWN = ArchiveDate(edtf="XXXX")
"""The date of an article about whose time nothing is known."""

_DATE = re.compile(
    r"""(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?P<q1>[?~%])?
        (?:-(?P<month>\d{2}|XX)(?P<q2>[?~%])?
            (?:-(?P<day>\d{2}|XX)(?P<q3>[?~%])?)?
        )?
        (?:[T ](?P<time>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?
            (?P<offset>Z|[+-]\d{2}:?\d{2})?(?P<q4>[?~%])?
        )?
    """,
    re.VERBOSE,
)


def parse_date(text: str) -> ArchiveDate:
    """Return the date that an EDTF text means.

    A qualifier anywhere in the date qualifies the whole of it: for an archive's reader
    "2025?-04-28" and "2025-04-28?" are the same admission.

    Raises:
        ValueError: the text is no such date, or no such day exists; the message says which.
    """
    text = text.strip()
    if "/" in text:
        return _parse_interval(text)
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is not a date")
    qualifiers = {match[name] for name in ("q1", "q2", "q3", "q4")}
    year = None if "X" in match["year"] else int(match["year"])
    month = _known(match["month"])
    day = _known(match["day"])
    if year == 0:
        raise ValueError(f"“{text}” is not a date: there is no year 0")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"“{text}” is not a date: there is no month {month}")
    if day is not None:
        if month is None:
            raise ValueError(f"“{text}” is not a date: a day needs its month")
        # Without a year, 29 February may have existed: 2000 was a leap year.
        last = calendar.monthrange(year or 2000, month)[1]
        if not 1 <= day <= last:
            raise ValueError(f"“{text}” is not a date: {month:02} has no day {day}")
    return ArchiveDate(
        edtf=text,
        year=year,
        month=month,
        day=day,
        time=_time(match, text, day),
        uncertain=not qualifiers.isdisjoint({"?", "%"}),
        approximate=not qualifiers.isdisjoint({"~", "%"}),
    )


def _parse_interval(text: str) -> ArchiveDate:
    ends = text.split("/")
    if len(ends) != 2 or not all(map(_DATE.fullmatch, ends)):
        raise ValueError(f"“{text}” is not a date")
    first, last = map(parse_date, ends)
    if first.sort_key > last.sort_key:
        raise ValueError(f"“{text}” is not a date: it ends before it begins")
    return ArchiveDate(
        edtf=text,
        year=first.year,
        month=first.month,
        day=first.day,
        uncertain=first.uncertain or last.uncertain,
        approximate=first.approximate or last.approximate,
        until=last.edtf,
    )


def _known(digits: str | None) -> int | None:
    return None if digits is None or "X" in digits else int(digits)


def _time(match: re.Match[str], text: str, day: int | None) -> str | None:
    if match["time"] is None:
        return None
    if day is None:
        raise ValueError(f"“{text}” is not a date: a time needs its day")
    hours, minutes = map(int, match["time"].split(":"))
    if hours > 23 or minutes > 59:
        raise ValueError(f"“{text}” is not a date: there is no time {match['time']}")
    offset = match["offset"] or ""
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    return match["time"] + offset


def to_instant(when: ArchiveDate, zone: tzinfo) -> datetime | None:
    """Return the moment as an aware datetime, or None where the day is not known.

    A date without a time is midnight; a time without an offset is in ``zone``.
    """
    if when.year is None or when.month is None or when.day is None:
        return None
    clock, offset = "00:00", ""
    if when.time is not None:
        clock, offset = when.time[:5], when.time[5:]
    hours, minutes = map(int, clock.split(":"))
    moment = datetime(when.year, when.month, when.day, hours, minutes, tzinfo=zone)
    if not offset:
        return moment
    return moment.replace(tzinfo=_offset_zone(offset))


def _offset_zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    sign = -1 if offset[0] == "-" else 1
    hours, minutes = map(int, offset[1:].split(":"))
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def weekday(when: ArchiveDate) -> int | None:
    """Return the day of the week, 0 for Monday, or None where the day is not known."""
    if when.year is None or when.month is None or when.day is None:
        return None
    return date(when.year, when.month, when.day).weekday()
