"""Time stamps as newspapers print them, day before month always."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from generator.vietnamese import unify_tones

__all__ = ["Stamp", "find_stamp", "is_stamp_label", "is_stamp_line", "weekday_in"]

# English, French, German and Spanish; whatever begins alike has the same number.
_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januar jänner enero ene",
            "february feb février févr februar febrero",
            "march mar mars märz marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juin juni junio",
            "july jul juillet juil juli julio",
            "august aug août agosto ago",
            "september sep sept septembre septiembre",
            "october oct octobre oktober okt octubre",
            "november nov novembre noviembre",
            "december dec décembre déc dezember dez diciembre dic",
        ),
        1,
    )
    for name in names.split()
}

_TIME = r"(?P<{0}h>[01]?\d|2[0-3])(?:[:hg.]|\s?giờ\s?)(?P<{0}m>[0-5]\d)(?::[0-5]\d)?(?:\s?phút)?"
_HALF = r"(?:\s?(?P<{0}half>[ap])\.?m\b\.?)?"
_DATE = r"""(?:
    (?P<d>0?[1-9]|[12]\d|3[01])\s?(?P<sep>[/.-])\s?(?P<m>0?[1-9]|1[0-2])\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d)
  | (?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)
  | (?:ngày\s)?(?P<d2>0?[1-9]|[12]\d|3[01])\s(?:tháng|thg)
    \s(?P<m2>0?[1-9]|1[0-2])(?:,?\snăm|,)?\s(?P<y2>(?:19|20)\d\d)
  | (?P<d4>0?[1-9]|[12]\d|3[01])(?:\.|er|st|nd|rd|th|º)?\s(?:de\s|of\s)?(?P<n4>{names})\.?,?
    \s(?:de\s)?(?P<y4>(?:19|20)\d\d)
  | (?P<n5>{names})\.?\s(?P<d5>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s(?P<y5>(?:19|20)\d\d)
)(?!\d)""".replace("{names}", "|".join(sorted(_MONTHS, key=len, reverse=True)))
_STAMP = re.compile(
    rf"""(?<![\d/.,-])(?:{(_TIME + _HALF).format("a")}(?:\s[A-Z]{{2,4}})?
      \s{{0,3}}[-–|,]?\s{{0,3}}(?:ngày\s)?)?
    {_DATE}
    (?:\s{{0,3}}[-–|,T]{{0,2}}\s{{0,3}}(?:(?:lúc|à|um|at)\s)?{(_TIME + _HALF).format("b")})?""",
    re.VERBOSE | re.IGNORECASE,
)

# What else stands on a line that only says when: weekday, label, time zone, counters, section.
_WEEKDAY = r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s?nhật|t[2-7]|cn)"
_WEEKDAY_NUMBERS = {"hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7} | {
    str(number): number for number in range(2, 8)
}
_WEEKDAY_NAME = re.compile(
    r"\b(?:thứ\s(?P<name>hai|ba|tư|năm|sáu|bảy)|(?:thứ\s|t)(?P<number>[2-7])|"
    r"(?P<sunday>chủ\s?nhật|cn))\b"
)
_FOREIGN = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:lun|mar|mercre|jeu|vendre|"
    r"same)di|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lunes|martes|miércoles|"
    r"jueves|viernes|sábado|domingo|c?e[sd]?t|cest|jst|bst|ist|p[sd]t|uhr|am|a\.m|p\.m|pm|"
    r"first published|last (?:updated|modified)|updated|published|publié|mis à jour|le|à|modifié|"
    r"stand|veröffentlicht|aktualisiert|vom|um|publicado|actualizado|el|las|at|on|h"
)
_LABEL = (
    r"(?:cập\snhật(?:\slần\scuối)?(?:\slúc)?|ngày\sđăng|đăng\s(?:lúc|ngày)|xuất\sbản|"
    r"thời\sgian|ngày|lúc|vào|published|updated|posted(?:\son)?|đăng|gmt\s?\+?\d*|utc\s?\+?\d*|"
    r"lượt\s(?:xem|đọc|truy\scập)|(?:\d+\s)?(?:bình\sluận|lượt\sxem|phút\sđọc)|in\sbài(?:\sviết)?|"
    r"views?|tác\sgiả|giờ)"
)
_REST = re.compile(
    rf"\b(?:{_WEEKDAY}|{_LABEL}|{_FOREIGN})\b|[\d.,:;|()\[\]+/–—\s•·-]+", re.IGNORECASE
)


_BARS = frozenset("|-–•")
_LONGEST_LINE = 120
_LONGEST_SECTION = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date found in a text, and where. ``time`` is ``hh:mm`` where one stands beside it.

    ``day`` is None where no such day exists.
    """

    start: int
    end: int
    day: date | None
    time: str | None


def find_stamp(text: str) -> Stamp | None:
    """Return the first full date (day, month, year) in a text, with its time of day."""
    match = _STAMP.search(text)
    if match is None:
        return None
    year = int(match["y"] or match["y2"] or match["y3"] or match["y4"] or match["y5"])
    number = int(match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d5"])
    name = match["n4"] or match["n5"]
    month = _MONTHS[name.casefold()] if name else int(match["m"] or match["m2"] or match["m3"])
    try:
        day = date(year, month, number)
    except ValueError:
        day = None
    return Stamp(start=match.start(), end=match.end(), day=day, time=_time(match))


def _time(match: re.Match[str]) -> str | None:
    for side in "ab":
        if match[f"{side}h"] is not None:
            hours = int(match[f"{side}h"])
            half = (match[f"{side}half"] or "").casefold()
            # "00:01 AM" and "13:05 PM" are common: a half of the day only moves 1 to 11.
            if half == "p" and hours < 12:
                hours += 12
            elif half == "a" and hours == 12:
                hours = 0
            return f"{hours:02}:{match[f'{side}m']}"
    return None


def weekday_in(text: str) -> int | None:
    """Return the day of the week that a text names in Vietnamese, 0 for Monday, or None."""
    match = _WEEKDAY_NAME.search(unify_tones(text.casefold()))
    if match is None:
        return None
    name = match["number"] or ("cn" if match["sunday"] else match["name"])
    return 6 if name == "cn" else _WEEKDAY_NUMBERS[name] - 2


def is_stamp_label(text: str) -> bool:
    """Return whether a text is only what accompanies a time: weekday, label, zone, counters."""
    return not _REST.sub(" ", unify_tones(text.casefold())).strip()


def is_stamp_line(text: str) -> bool:
    """Return whether a line says when it was published and little else.

    A short remainder after a bar or dash may be the section: "07-03-2026 | Kinh tế".
    """
    if len(text) > _LONGEST_LINE:
        return False
    stamp = find_stamp(text)
    if stamp is None:
        return False
    before, after = text[: stamp.start], text[stamp.end :]
    if not is_stamp_label(before):
        return _ends_with_bar(before) and len(before) <= _LONGEST_SECTION and is_stamp_label(after)
    return is_stamp_label(after) or (after.lstrip()[:1] in _BARS and len(after) <= _LONGEST_SECTION)


def _ends_with_bar(text: str) -> bool:
    return text.rstrip()[-1:] in _BARS
