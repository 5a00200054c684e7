"""Dates as archives know them: EDTF read, checked and written.

The subset of EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/) that an article
can need: years, months, days and times; ``?`` uncertain, ``~`` approximate, ``%`` both;
``X`` for unknown digits (``XXXX-04-28``, ``202X``, ``2021-XX``); intervals ``2021/2022``.
"""

from __future__ import annotations

import calendar
import contextlib
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from generator.model import ArchiveDate

__all__ = [
    "DATE_PATTERN",
    "MOMENT_PATTERN",
    "UNKNOWN",
    "date_remedy",
    "parse_date",
    "to_instant",
    "weekday",
]

UNKNOWN = ArchiveDate(edtf="XXXX")
"""The date of an article about whose time nothing is known."""

_DATE = re.compile(
    r"""(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?P<q1>[?~%])?
        (?:-(?P<month>\d{2}|XX)(?P<q2>[?~%])?
            (?:-(?P<day>\d{2}|XX)(?P<q3>[?~%])?)?
        )?
        (?:[T ](?P<time>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?
            [ ]?(?P<offset>Z|[+-]\d{2}:?\d{2})?(?P<q4>[?~%])?
        )?
    """,
    re.VERBOSE,
)


_ONE = (
    r"(?:\d{4}|\d{3}X|\d{2}XX|XXXX)[?~%]?(?:-(?:\d{2}|XX)[?~%]?(?:-(?:\d{2}|XX)[?~%]?)?)?"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?[?~%]?)?"
)
DATE_PATTERN = rf"^{_ONE}(?:/{_ONE})?$"
"""What ``parse_date`` takes, as a regular expression for other programs (ECMA-262)."""

MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$"
"""Of these, a certain day or minute."""

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


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
        raise ValueError(f"“{text}” is not a date{_why_not(text)}")
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
    time = _time(match, text, day)
    return ArchiveDate(
        # Other programs write a time after a space, and its offset as well.
        edtf=text.replace(" ", "T", 1).replace(" ", ""),
        year=year,
        month=month,
        day=day,
        time=time,
        uncertain=not qualifiers.isdisjoint({"?", "%"}),
        approximate=not qualifiers.isdisjoint({"~", "%"}),
    )


def date_remedy(text: str) -> str:
    """Return what to write instead of a text that is not a date, as far as it can be told.

    >>> date_remedy("02-12-2021")
    'Write 2021-12-02 for 2 December, or 2021-02-12 for 12 February.'
    """
    parts = re.fullmatch(r"\s*(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[T ].*)?", text)
    readings: dict[str, str] = {}
    if parts is not None:
        one, two, three = int(parts[1]), int(parts[3]), int(parts[4])
        orders = [(one, two, three)] if len(parts[1]) == 4 else []
        orders += [(three, two, one), (three, one, two)] if len(parts[4]) == 4 else []
        for year, month, day in orders:
            with contextlib.suppress(ValueError):
                found = date(year, month, day)
                readings[found.isoformat()] = f"{day} {_MONTHS[month - 1]}"
    if len(readings) == 1:
        return f"Write {next(iter(readings))}."
    if readings:
        meant = [f"{edtf} for {said}" for edtf, said in readings.items()]
        return f"Write {', or '.join(meant)}."
    return (
        "Write year-month-day, as exactly as it is known: 2021-12-02T17:33+07:00, "
        "2021-12-02, 2021-12, 2021~ (about), 2021-12-02? (probably), XXXX-12-02."
    )


def _parse_interval(text: str) -> ArchiveDate:
    ends = text.split("/")
    if len(ends) != 2 or not all(map(_DATE.fullmatch, ends)):
        raise ValueError(f"“{text}” is not a date{_why_not(text)}")
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


def _why_not(text: str) -> str:
    """Return what is ambiguous about a text that is not a date, as the end of a sentence."""
    parts = re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}", text)
    both = parts is not None and max(int(parts[1]), int(parts[2])) <= 12 and parts[1] != parts[2]
    return ": which number is the day?" if both else ""


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
    if offset[1:3] > "23" or offset[4:] > "59":
        raise ValueError(f"“{text}” is not a date: there is no time zone {offset}")
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
