"""Honest dates: what a page says about when it was published, and how sure that is.

A date is *stated* where the page prints it as its own; everything concluded from the text is
*inferred*, marked ``?`` or ``~``, and comes with its evidence in one line. Where the text does
not tell, nothing is made up: "XXXX-04-28" is an honest date, the first of January is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from generator.dates import UNKNOWN, parse_date
from generator.importing.records import RawRecord
from generator.importing.stamps import Stamp, find_stamp
from generator.importing.years import YearEvidence, years_in
from generator.model import ArchiveDate, DateBasis

__all__ = ["Dated", "date_article"]

LEDE_PARAGRAPHS = 4
"""The event that an article reports stands in its headline or in its first paragraphs."""

_DAY_MONTH = re.compile(
    r"""(?:
        \b(?P<when>ngày\smai|ngày\skia|hôm\squa|hôm\snay|sáng\snay|chiều\snay|tối\snay|tối\squa
           |đêm\squa|sáng|chiều|trưa|tối|đêm|ngày|hôm|rạng\ssáng|khuya)
        (?:\s(?:hôm\s)?(?:nay|ngày|qua|mai|thứ\s\w+|chủ\snhật)){0,2},?\s*\(?(?:ngày\s)?
    )
    (?P<d>0?[1-9]|[12]\d|3[01])(?:\s?[/.-]\s?|\stháng\s)(?P<m>0?[1-9]|1[0-2])
    (?:(?:\s?[/.-]\s?|,?\snăm\s)(?P<y>(?:19|20)\d\d))?
    (?![\d/.-]*\d|\stháng|\snăm\s\d|\s?[-–]\s?\d)\)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SHIFT = {"ngày mai": -1, "ngày kia": -2, "hôm qua": 1, "tối qua": 1, "đêm qua": 1}
_DOCUMENT = re.compile(
    r"\b(?:số|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|luật|kế hoạch|công văn|quy định|"
    r"hướng dẫn|văn bản|kết luận|"
    r"tờ trình|đề án|thông báo|công điện|thành lập|kỷ niệm|sinh|năm ngày)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_NOT_THE_EVENT = re.compile(
    r"\b(?:trước|từ|đến|đến hết|hạn|kể từ|cho đến|kỷ niệm|nhân|tính đến|sau|hằng năm|mừng)"
    r"(?: ngày)?\s*$|\bngày [^.]{0,25}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date, what it rests on, and what a person should look at."""

    date: ArchiveDate
    basis: DateBasis | None
    evidence: str
    doubts: tuple[str, ...] = ()


def date_article(
    stamps: Sequence[str], texts: Sequence[str], zone: tzinfo, record: RawRecord
) -> Dated:
    """Return when an article was published, as exactly as its page tells and no more.

    ``stamps`` are the lines that only say when, the nearest to the headline first; ``texts``
    the headline, then the paragraphs and captions of the article itself, never its furniture.
    ``record`` is where they come from: its metadata come first.
    """
    stated, doubts = _stated(stamps, zone)
    declared = declared_date(record.declared.date, zone)
    if declared is not None:
        stated = Dated(
            date=declared,
            basis="stated",
            evidence=f"“{record.declared.date}” in the metadata",
        )
    if stated is not None:
        return Dated(
            date=stated.date,
            basis=stated.basis,
            evidence=stated.evidence,
            doubts=(*doubts, *_disagreement(stated.date, texts)),
        )
    found = _event(texts)
    evidence = years_in(texts)
    return _inferred(found, evidence, doubts)


def declared_date(text: str | None, zone: tzinfo) -> ArchiveDate | None:
    """Return the date that metadata name: ISO 8601, RFC 5322, EDTF, or as newspapers print it.

    A moment keeps its own offset; without one it is in ``zone``. Midnight to the second is
    what programs write for a day. None where it is no date.
    """
    text = (text or "").strip()
    moment: datetime | None = None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            break
        except ValueError:
            continue
    if moment is None:
        stamp = find_stamp(text)
        try:
            return parse_date(text if stamp is None or stamp.day is None else _edtf(stamp, zone))
        except ValueError:
            return None
    is_day = (
        len(text) <= len("2021-12-02") or (moment.hour, moment.minute, moment.second) == (0,) * 3
    )
    if is_day:
        return parse_date(moment.date().isoformat())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    elif moment.utcoffset() == timedelta(0):
        moment = moment.astimezone(zone)
    return parse_date(moment.isoformat(timespec="minutes"))


def _edtf(stamp: Stamp, zone: tzinfo) -> str:
    """Return a printed date, with its time where it has one, in EDTF."""
    assert stamp.day is not None  # noqa: S101 - the callers have looked
    if stamp.time is None:
        return stamp.day.isoformat()
    hours, minutes = map(int, stamp.time.split(":"))
    moment = datetime.combine(stamp.day, time(hours, minutes), tzinfo=zone)
    return moment.isoformat(timespec="minutes")


def _stated(stamps: Sequence[str], zone: tzinfo) -> tuple[Dated | None, tuple[str, ...]]:
    found: list[tuple[bool, int, Stamp, str]] = []
    doubts = []
    for place, line in enumerate(stamps):
        stamp = find_stamp(line)
        if stamp is None:
            continue
        if stamp.day is None:
            doubts.append(f"“{line}” names a day that does not exist")
            continue
        found.append((stamp.time is None, place, stamp, line))
    if not found:
        return None, tuple(doubts)
    # A time of day is printed with the article's own date; a bare date may be the page's.
    _, _, best, line = min(found, key=lambda entry: entry[:2])
    date = parse_date(_edtf(best, zone))
    return Dated(date=date, basis="stated", evidence=f"“{line}”"), tuple(doubts)


def _disagreement(stated: ArchiveDate, texts: Sequence[str]) -> tuple[str, ...]:
    event = _event(texts)
    if event is None or stated.year is None or stated.month is None or stated.day is None:
        return ()
    published = date(stated.year, stated.month, stated.day)
    day = event.day_in(published.year)
    if day is not None and abs((published - day).days) > 45:
        return (f"published on {published.isoformat()}, but the text says “{event.quote}”",)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """A day and month named near the beginning of the text, perhaps with its year."""

    month: int
    day: int
    year: int | None
    shift: int
    quote: str

    def day_in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day) + timedelta(days=self.shift)
        except ValueError:
            return None


def _event(texts: Sequence[str]) -> _Event | None:
    for text in texts[: LEDE_PARAGRAPHS + 1]:
        opening = text[:600]
        for match in _DAY_MONTH.finditer(opening):
            before = opening[: match.start()]
            if _DOCUMENT.search(before[-70:]) or _NOT_THE_EVENT.search(before[-30:]):
                continue
            event = _Event(
                month=int(match["m"]),
                day=int(match["d"]),
                year=int(match["y"]) if match["y"] else None,
                shift=_SHIFT.get(" ".join(match["when"].casefold().split()), 0),
                quote=match.group().strip(),
            )
            # Without a year, 29 February may have existed: 2000 was a leap year.
            if event.day_in(event.year or 2000) is not None:
                return event
    return None


def _inferred(event: _Event | None, evidence: YearEvidence, doubts: Sequence[str]) -> Dated:
    if event is not None:
        year, why = (
            (event.year, "its year is named")
            if event.year
            else evidence.year_of(event.month, event.day)
        )
        day = event.day_in(year or 2000)
        if year is None or day is None:
            unknown = event.day_in(2000)
            assert unknown is not None  # noqa: S101 - _event returns days that exist
            return Dated(
                date=parse_date(f"XXXX-{unknown.month:02}-{unknown.day:02}"),
                basis="inferred",
                evidence=f"“{event.quote}” in the text; nothing in it tells the year",
                doubts=(*doubts, "the year is not known"),
            )
        return Dated(
            date=parse_date(f"{day.isoformat()}?"),
            basis="inferred",
            evidence=f"“{event.quote}” in the text; {why}",
            doubts=(*doubts, "the year is inferred") if not event.year else tuple(doubts),
        )
    if evidence.latest is not None:
        edtf = str(evidence.latest)
        return Dated(
            date=parse_date(f"{edtf}~"),
            basis="inferred",
            evidence=evidence.why,
            doubts=(*doubts, "only the year is known, and only about"),
        )
    return Dated(
        date=UNKNOWN,
        basis=None,
        evidence=evidence.why or "the text names no date",
        doubts=(*doubts, "the date is not known"),
    )
