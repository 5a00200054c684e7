"""Time stamps as newspapers print them, day before month always."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.vietnamese import unify_tones

__all__ = [
    "MONTH_NAMES",
    "Stamp",
    "find_stamp",
    "is_stamp_label",
    "is_stamp_line",
    "month_number",
    "weekday_in",
]

# Whatever is spelt alike in two languages has the same number in both.
_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januar jänner enero janeiro gennaio januari stycznia ledna",
            "february feb février févr februar febrero fevereiro febbraio februari lutego února",
            "march mar mars märz marzo março maret maart marca března",
            "april apr avril avr abril abr aprile kwietnia dubna",
            "may mai mayo maio maggio mei maja května",
            "june jun juin juni junio junho giugno czerwca června",
            "july jul juillet juil juli julio julho luglio lipca července",
            "august aug août agosto ago agustus augustus sierpnia srpna",
            "september sep sept septembre septiembre setembro settembre września září",
            "october oct octobre oktober okt octubre outubro ottobre października října",
            "november nov novembre noviembre novembro listopada listopadu",
            "december dec décembre déc dezember diciembre dic dezembro dicembre desember prosince",
        ),
        1,
    )
    for name in names.split()
}

_MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        "một|giêng hai ba tư năm sáu bảy tám chín mười mười\u00a0một mười\u00a0hai|chạp".split(" "),
        1,
    )
    for word in words.replace("\u00a0", " ").split("|")
}
"""What follows "tháng" where a month is written in words."""
MONTH_NAMES = "|".join(sorted((n for n in _MONTHS if len(n) > 3 or n == "may"), reverse=True))
"""The full names of months in a regular expression, longer ones first."""

_TIME = r"(?P<{0}h>[01]?\d|2[0-3])(?:[:hg.]|\s?giờ\s?)(?P<{0}m>[0-5]\d)(?::[0-5]\d)?(?:\s?phút)?"
_HALF = r"(?:\s?(?:(?P<{0}half>[ap])\.?m\b\.?|(?P<{0}buoi>sáng|sa|chiều|ch|tối)\b))?"
_WEEKDAY = r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s?nhật|t[2-7]|cn)"
_HALVES = {"sa": "a", "sáng": "a", "ch": "p", "chiều": "p", "tối": "p"}
"""Sáng and chiều: the halves of the day as Vietnamese machines print them."""
_DATE = r"""(?:
    (?P<d>0?[1-9]|[12]\d|3[01])\s?(?P<sep>[/.-])\s?(?P<m>0?[1-9]|1[0-2])\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d)
  | (?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)
  | (?:ngày\s)?(?P<d2>0?[1-9]|[12]\d|3[01])\s(?:tháng|thg)
    \s(?:(?P<m2>0?[1-9]|1[0-2])|(?P<n2>{words}))(?:,?\snăm|,)?\s(?P<y2>(?:19|20)\d\d)
  | (?P<d4>0?[1-9]|[12]\d|3[01])(?:\.|er|st|nd|rd|th|º)?\s(?:de\s|of\s)?(?P<n4>{names})\.?,?
    \s(?:de\s)?(?P<y4>(?:19|20)\d\d)
  | (?P<n5>{names})\.?\s(?P<d5>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s(?P<y5>(?:19|20)\d\d)
)(?!\d)""".replace("{names}", "|".join(sorted(_MONTHS, key=len, reverse=True))).replace(
    "{words}", "|".join(map(re.escape, sorted(_MONTH_WORDS, key=len, reverse=True)))
)
_STAMP = re.compile(
    rf"""(?<![\d/.,-])(?:{(_TIME + _HALF).format("a")}(?:\s[A-Z]{{2,4}})?
      \s{{0,3}}[-–|,]?\s{{0,3}}(?:{_WEEKDAY}\s{{0,3}},?\s{{0,3}})?(?:ngày\s)?)?
    {_DATE}
    (?:\s{{0,3}}[-–|,T]{{0,2}}\s{{0,3}}(?:(?:lúc|à|um|at|alle|às|pukul|om|o)\s)?
      {(_TIME + _HALF).format("b")})?""",
    re.VERBOSE | re.IGNORECASE,
)

# What else stands on a line that only says when: weekday, label, time zone, counters, section.
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
    r"jueves|viernes|sábado|domingo|a|c?e[sd]?t|cest|jst|bst|ist|p[sd]t|uhr|am|a\.m|p\.m|pm|"
    r"first published|last (?:updated|modified)|updated|published|ist|pht|wib|wita|wit|cập nhật|"
    r"publié|mis à jour|le|à|modifié|"
    r"stand|veröffentlicht|aktualisiert|vom|um|publicado|actualizado|el|las|at|on|h"
)
_LABEL = (
    r"(?:được\sđăng|cập\snhật(?:\slần\scuối)?(?:\slúc)?|ngày\sđăng(?:\stin)?|đăng\s(?:lúc|ngày)|xuất\sbản|"
    r"thời\sgian|ngày|lúc|vào|published|updated|posted(?:\son)?|đăng|gmt\s?\+?\d*|utc\s?\+?\d*|"
    r"lượt\s(?:xem|đọc|truy\scập)|(?:\d+\s)?(?:bình\sluận|lượt\sxem|phút\sđọc)|in\sbài(?:\sviết)?|"
    r"(?:updated|atualizado|actualizado|aktualisiert|cập\snhật)(?:\s(?:há|hace|vor))?\s\d+\s\w+"
    r"(?:\s(?:ago|trước))?|"
    r"views?|tác\sgiả|giờ|(?:đã\s)?(?:xem|đọc)(?:\s?:)?\s?\d[\d.,]*)"
)
_REST = re.compile(
    rf"\b(?:{_WEEKDAY}|{_LABEL}|{_FOREIGN})\b|[\d.,:;|()\[\]+/–—\s•·-]+", re.IGNORECASE
)


_PLACE_BEFORE = re.compile(r"[Tt]heo [^.:;]{2,30}|[^\W\d_][^\W\d_]+(?: [^\W\d_a-z]\w*){0,3},\s*")
# The day on which the page was read.
_CLOCK = re.compile(r"(?:hôm nay|today|heute|aujourd['’]hui|hoy|oggi|hari ini)\b")
_BARS = frozenset("|-–•")
_LONGEST_LINE = 120
_LONGEST_SECTION = 40
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date found in a text, and where. ``time`` is ``hh:mm`` where one stands beside it.

    ``day`` is None where no such day exists.
    """

    start: int
    end: int
    day: date | None
    time: str | None


def month_number(name: str) -> int:
    """Return the number of the month with this name."""
    return _MONTHS[name.casefold()]


def find_stamp(text: str) -> Stamp | None:
    """Return the first full date (day, month, year) in a text, with its time of day."""
    # Most lines name no year, and the search is long.
    return _find_stamp(text) if "19" in text or "20" in text else None


@lru_cache(maxsize=4096)
def _find_stamp(text: str) -> Stamp | None:
    match = _STAMP.search(text)
    if match is None:
        return None
    year = int(match["y"] or match["y2"] or match["y3"] or match["y4"] or match["y5"])
    number = int(match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d5"])
    name = (match["n4"] or match["n5"] or match["n2"] or "").casefold()
    written = match["m"] or match["m2"] or match["m3"]
    month = int(written) if written else (_MONTHS | _MONTH_WORDS)[name]
    try:
        day = date(year, month, number)
    except ValueError:
        day = None
    return Stamp(start=match.start(), end=match.end(), day=day, time=_time(match))


def _time(match: re.Match[str]) -> str | None:
    for side in "ab":
        if match[f"{side}h"] is not None:
            hours = int(match[f"{side}h"])
            half = (match[f"{side}half"] or _half(match[f"{side}buoi"])).casefold()
            # "00:01 AM" and "13:05 PM" are common: a half of the day only moves 1 to 11.
            if half == "p" and hours < 12:
                hours += 12
            elif half == "a" and hours == 12:
                hours = 0
            return f"{hours:02}:{match[f'{side}m']}"
    return None


def _half(words: str | None) -> str:
    return _HALVES.get((words or "").casefold(), "")


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
    if len(text) > _LONGEST_LINE or _CLOCK.match(text.casefold()):
        return False
    stamp = find_stamp(text)
    if stamp is None:
        return False
    before, after = text[: stamp.start], text[stamp.end :]
    if not is_stamp_label(before):
        is_short = len(before) <= _LONGEST_SECTION
        # The section, the place, or the newspaper it is from: "Theo Nhịp Trẻ 14:30 18/05/2021".
        is_known = _ends_with_bar(before) or _PLACE_BEFORE.fullmatch(before) is not None
        is_known = is_known or (stamp.time is not None and _names_section(before))
        return is_known and is_short and is_stamp_label(after)
    # "… | Updated May 20, 2022 02:11 am": a second stamp, and its label.
    while (second := find_stamp(after)) is not None and is_stamp_label(after[: second.start]):
        after = after[second.end :]
    return is_stamp_label(after) or (after.lstrip()[:1] in _BARS and len(after) <= _LONGEST_SECTION)


def _names_section(text: str) -> bool:
    """Return whether a few words, and perhaps a day of the week, stand in front of a moment."""
    rest = _REST.sub(" ", unify_tones(text.casefold())).split()
    return text[:1].isupper() and 0 < len(rest) <= _LONGEST_NAME


def _ends_with_bar(text: str) -> bool:
    return text.rstrip()[-1:] in _BARS
