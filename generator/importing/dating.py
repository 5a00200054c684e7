"""Honest dates: what a page says about when it was published, and how sure that is.

A date is *stated* where the page prints it as its own; everything concluded from the text is
*inferred*, marked ``?`` or ``~``, and comes with its evidence in one line. Where the text does
not tell, nothing is made up: "XXXX-04-28" is an honest date, the first of January is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from generator.dates import UNKNOWN, parse_date
from generator.importing.moments import date_in_address, declared_date, printed_date
from generator.importing.records import RawRecord
from generator.importing.stamps import (
    MONTH_NAMES,
    Stamp,
    find_stamp,
    month_number,
    weekday_in,
)
from generator.importing.years import YearEvidence, years_in
from generator.model import ArchiveDate, DateBasis

__all__ = ["Dated", "date_article", "is_day_line"]

_FAR = 45
"""So many days from the day it reports, an article's date is worth a look."""

_SOON = 14
"""Pages saved within so many days of an event report that very event."""

LEDE_PARAGRAPHS = 4
"""The event that an article reports stands in its headline or in its first paragraphs."""

_DAY_MONTH = re.compile(
    r"""(?:
        \b(?P<when>ngày\smai|ngày\skia|hôm\squa|hôm\snay|sáng\snay|chiều\snay|tối\snay|tối\squa
           |đêm\squa|sáng|chiều|trưa|tối|đêm|ngày|hôm|rạng\ssáng|khuya|thứ\s\w+|chủ\snhật)
        (?:\s(?:hôm\s)?(?:nay|ngày|qua|mai|thứ\s\w+|chủ\snhật|tuần\s(?:trước|qua|này))){0,3},?
        \s*\(?(?:ngày\s)?
    )
    (?P<d>0?[1-9]|[12]\d|3[01])(?:\s?[/.-]\s?|\stháng\s)(?P<m>0?[1-9]|1[0-2])
    (?:(?:\s?[/.-]\s?|,?\snăm\s)(?P<y>(?:19|20)\d\d))?
    (?![\d/.-]*\d|\stháng|\snăm\s\d|\s?[-–]\s?\d)\)?""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(r"\d(?:\s?[/.-]\s?|\stháng\s)\d")
"""What is in every day and month that is written with numbers; quickly looked for."""
_VIETNAMESE = re.compile("[ăđơưạ-ỹ]")
# "mardi 12 septembre", "12. September", "September 12": in a text, full names only.
_DAY_MONTH_NAME = re.compile(
    rf"""\b(?:
        (?P<d>0?[1-9]|[12]\d|3[01])(?:\.|er|st|nd|rd|th|º)?\s(?:de\s|of\s)?(?P<n>{MONTH_NAMES})
      | (?P<n2>{MONTH_NAMES})\s(?P<d2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?
    )\b(?:,?\s(?:de\s)?(?P<y>(?:19|20)\d\d)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SHIFT = {"tuần trước": 7, "tuần qua": 7, "mai": -1, "kia": -2, "qua": 1}
"""How many days after the one they name these words are written; of a week, about so many."""
_WEEK = 7
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
    the headline, lines below it that name a day without its year, then the paragraphs and
    captions of the article itself, never its furniture.
    ``record`` is where they come from: its metadata come first, its address and the day it was
    saved may tell what the text leaves open.
    """
    saved = declared_date(record.retrieved, zone)
    stated, doubts = _stated(stamps, zone)
    declared = declared_date(record.declared.date, zone)
    if declared is not None and not _knows_better(stated, declared):
        evidence = f"“{record.declared.date}” in the metadata"
        stated = Dated(date=declared, basis="stated", evidence=evidence)
    found = declared_date(record.declared.found_date, zone)
    if stated is None and found is not None:
        evidence = f"“{record.declared.found_date}”, found on the page"
        stated = Dated(date=found, basis="stated", evidence=evidence)
    if stated is None:
        doubts = (*doubts, *_impossible(texts))
        return _inferred(_event(texts), years_in(texts), record.url, _day(saved), doubts)
    more = (*_contradictions(stated.date, texts), *_too_late(stated.date, saved))
    return replace(stated, doubts=(*doubts, *more))


def is_day_line(text: str) -> bool:
    """Return whether a line is nothing but a day and month: "3rd November", "Ngày 28/4"."""
    found = (pattern.fullmatch(text.strip(" .,")) for pattern in (_DAY_MONTH, _DAY_MONTH_NAME))
    return any(match is not None and match["y"] is None for match in found)


def _knows_better(stamp: Dated | None, declared: ArchiveDate) -> bool:
    """Return whether the page's stamp is to be believed, not its metadata.

    It may tell the time of the same day; and programs write the first of January for nothing.
    """
    if stamp is None:
        return False
    is_empty = (declared.month, declared.day, declared.time) == (1, 1, None)
    is_finer = _day(stamp.date) == _day(declared) and declared.time is None
    return is_empty or (is_finer and stamp.date.time is not None)


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
    assert best.day is not None  # noqa: S101 - sorted out above
    named = weekday_in(line)
    if named is not None and named != best.day.weekday():
        doubts.append(f"“{line}”: that day was another day of the week")
    stated = parse_date(printed_date(best, zone))
    return Dated(date=stated, basis="stated", evidence=f"“{line}”"), tuple(doubts)


def _contradictions(stated: ArchiveDate, texts: Sequence[str]) -> tuple[str, ...]:
    """Return what to doubt about a stated date that is far from the day the text reports."""
    event, published = _event(texts), _day(stated)
    if event is None or published is None:
        return ()
    day = event.day_in(published.year)
    if day is not None and abs((published - day).days) > _FAR:
        return (f"published on {published.isoformat()}, but the text says “{event.quote}”",)
    return ()


def _too_late(stated: ArchiveDate, saved: ArchiveDate | None) -> tuple[str, ...]:
    published, last = _day(stated), None if saved is None else _day(saved)
    if published is None or last is None or published <= last + timedelta(days=1):
        return ()
    return (f"published on {published.isoformat()}, but saved on {last.isoformat()} already",)


def _day(when: ArchiveDate | None) -> date | None:
    if when is None or when.year is None or when.month is None or when.day is None:
        return None
    return date(when.year, when.month, when.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """A day and month named near the beginning of the text, perhaps with its year."""

    month: int
    day: int
    year: int | None
    shift: int
    weekday: int | None
    quote: str

    @property
    def mark(self) -> str:
        """Return how EDTF marks a day concluded from it: uncertain, and approximate as well."""
        return "%" if self.shift == _WEEK else "?"

    def day_in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day) + timedelta(days=self.shift)
        except ValueError:
            return None


def _event(texts: Sequence[str]) -> _Event | None:
    for text in texts[: LEDE_PARAGRAPHS + 1]:
        opening = text[:600]
        for match in _DAY_MONTH.finditer(opening) if _DAY.search(opening) else ():
            before = opening[: match.start()]
            if _DOCUMENT.search(before[-70:]) or _NOT_THE_EVENT.search(before[-30:]):
                continue
            said = " ".join(match.group().casefold().split())
            shift = next((days for words, days in _SHIFT.items() if words in said), 0)
            event = _event_on(match, int(match["d"]), int(match["m"]), shift)
            if event is not None:
                return event
        for match in () if _VIETNAMESE.search(opening) else _DAY_MONTH_NAME.finditer(opening):
            month = month_number(match["n"] or match["n2"])
            event = _event_on(match, int(match["d"] or match["d2"]), month, 0)
            if event is not None:
                return event
    return None


def _impossible(texts: Sequence[str]) -> tuple[str, ...]:
    """Return what to doubt about days that the beginning of the text names and no calendar has."""
    return tuple(
        f"“{match.group().strip()}” names a day that does not exist"
        for text in texts[: LEDE_PARAGRAPHS + 1]
        if _DAY.search(text)
        for match in _DAY_MONTH.finditer(text[:600])
        if _event_on(match, int(match["d"]), int(match["m"]), 0) is None
    )


def _event_on(match: re.Match[str], day: int, month: int, shift: int) -> _Event | None:
    """Return the event on a day that a match names, if there is such a day."""
    event = _Event(
        month=month,
        day=day,
        year=int(match["y"]) if match["y"] else None,
        shift=shift,
        weekday=weekday_in(match.group()),
        quote=match.group().strip(),
    )
    # Without a year, 29 February may have existed: 2000 was a leap year.
    return event if event.day_in(event.year or 2000) is not None else None


def _inferred(
    event: _Event | None,
    years: YearEvidence,
    address: str | None,
    saved: date | None,
    doubts: Sequence[str],
) -> Dated:
    """Return the date that the evidence allows: of the address, the text, the day of saving."""
    in_address = date_in_address(address)
    if in_address is not None:
        return _guess(in_address, f"the address, {address}", doubts, "the address tells the date")
    if event is not None:
        return _of_event(event, years, saved, doubts)
    if years.latest is not None:
        return _guess(f"{years.latest}~", years.why, doubts, "only the year is known, and about")
    if saved is not None:
        doubts = (*doubts, f"saved on {saved.isoformat()}; it may be much older")
    return Dated(
        date=UNKNOWN,
        basis=None,
        evidence=years.why or "the text names no date",
        doubts=(*doubts, "the date is not known"),
    )


def _of_event(
    event: _Event, years: YearEvidence, saved: date | None, doubts: Sequence[str]
) -> Dated:
    """Return the date of the day that the text reports, in the year that most speaks for."""
    quote = f"“{event.quote}” in the text"
    if event.year is not None:
        day = event.day_in(event.year)
        assert day is not None  # noqa: S101 - _event returns days that exist
        return Dated(
            date=parse_date(f"{day.isoformat()}{event.mark}"),
            basis="inferred",
            evidence=f"{quote}; its year is named",
            doubts=tuple(doubts),
        )
    year, why = years.year_of(event.month, event.day)
    day = None if year is None else event.day_in(year)
    if year is not None and day is not None:
        if event.weekday is not None and day.weekday() != event.weekday:
            later = event.day_in(year + 1)
            if later is None or later.weekday() != event.weekday:
                doubts = (*doubts, f"{quote} was another day of the week in {year}")
            else:
                day, why = later, f"{why}; the day of the week is that of {year + 1}"
        told = f"{day.isoformat()}{event.mark}"
        return _guess(told, f"{quote}; {why}", doubts, "the year is inferred")
    if saved is not None:
        recent = event.day_in(saved.year)
        if recent is not None and 0 <= (saved - recent).days <= _SOON:
            why = f"{quote}; the page was saved on {saved.isoformat()}"
            guess = _guess(f"{recent.isoformat()}?", why, doubts, "the year is that of saving")
            return replace(guess, basis="crawl")
    unknown = event.day_in(2000)
    assert unknown is not None  # noqa: S101 - _event returns days that exist
    why = f"{quote}; nothing in it tells the year"
    return _guess(f"XXXX-{unknown.month:02}-{unknown.day:02}", why, doubts, "no year is known")


def _guess(edtf: str, evidence: str, doubts: Sequence[str], doubt: str) -> Dated:
    return Dated(
        date=parse_date(edtf), basis="inferred", evidence=evidence, doubts=(*doubts, doubt)
    )
