"""Dates outside of the text: in metadata, and in addresses."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from generator.dates import parse_date
from generator.importing.stamps import Stamp, find_stamp
from generator.model import ArchiveDate

__all__ = ["date_in_address", "declared_date", "printed_date"]

# "/2021/12/02/", "/2021-12-02-", "/2021/12/", and the running numbers of many content systems
# that begin with the moment of publishing: "-20211202173304123.htm".
_IN_PATH = re.compile(
    r"[/_-](?P<y>(?:19|20)\d\d)(?P<sep>[/-])(?P<m>0[1-9]|1[0-2])(?:(?P=sep)(?P<d>\d\d))?(?=[/_.-]|$)"
    r"|[/_-](?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-2]\d|3[01])"
    r"(?=[01]\d[0-5]\d|2[0-3][0-5]\d|[/_.-]|$)"
)


def date_in_address(address: str | None) -> str | None:
    """Return the day or month that an address names, in EDTF and as uncertain, or None."""
    match = _IN_PATH.search(urlsplit(address or "").path)
    if match is None:
        return None
    year, month = match["y"] or match["y2"], match["m"] or match["m2"]
    day = match["d"] or match["d2"]
    if day is None:
        return f"{year}-{month}?"
    try:
        return f"{date(int(year), int(month), int(day)).isoformat()}?"
    except ValueError:
        return None


def declared_date(text: str | None, zone: tzinfo) -> ArchiveDate | None:
    """Return the date that metadata name: ISO 8601, RFC 5322, EDTF, or as newspapers print it.

    A moment keeps its own offset; without one it is in ``zone``. Midnight to the second is
    what programs write for a day. None where it is no date.
    """
    # A year before the first or after the last that Python knows is no date, in some zone.
    with contextlib.suppress(ValueError, OverflowError):
        return _declared((text or "").strip(), zone)
    return None


def _declared(text: str, zone: tzinfo) -> ArchiveDate | None:
    if not text:
        return None
    moment: datetime | None = None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            break
        except (ValueError, OverflowError):
            continue
    if moment is None:
        stamp = find_stamp(text)
        return parse_date(text if stamp is None or stamp.day is None else printed_date(stamp, zone))
    is_midnight = moment.time().replace(tzinfo=None) == time()
    if is_midnight or len(text) <= len("2021-12-02"):
        return parse_date(moment.date().isoformat())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    elif moment.utcoffset() == timedelta(0):
        moment = moment.astimezone(zone)
    return parse_date(_to_the_minute(moment, zone))


def _to_the_minute(moment: datetime, zone: tzinfo) -> str:
    """Return a moment in EDTF.

    Offsets of long ago have seconds (+07:06:30 in Saigon until 1911), which cannot be written:
    then it is told as the archive's own time, which needs no offset.
    """
    offset = moment.utcoffset() or timedelta(0)
    if offset % timedelta(minutes=1):
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return moment.isoformat(timespec="minutes")


def printed_date(stamp: Stamp, zone: tzinfo) -> str:
    """Return a printed date, with its time where it has one, in EDTF; its day must exist."""
    assert stamp.day is not None  # noqa: S101 - the callers have looked
    if stamp.time is None:
        return stamp.day.isoformat()
    hours, minutes = map(int, stamp.time.split(":"))
    return _to_the_minute(datetime.combine(stamp.day, time(hours, minutes), tzinfo=zone), zone)
