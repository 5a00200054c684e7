"""The years that a text names, and what each tells about when it was written.

Newspapers name three kinds of years. What has just happened ("Năm 2021 … đã kết nạp", "tháng
10/2021") dates the text; documents, foundations and histories ("Nghị quyết … ngày 26/5/2022",
"từ năm 2012") only say that it is no older; plans ("đến năm 2030", "năm 2023 sẽ") that it is
rather not younger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["YearEvidence", "years_in"]

_Kind = Literal["recent", "earlier", "plan"]

_YEAR = re.compile(
    r"(?<![\d./-])(?:(?P<day>\d{1,2})\s?[/.-]\s?)?(?:(?P<month>\d{1,2})\s?[/.-]\s?)?(?P<year>(?:19|20)\d\d)(?![\d./-]*\d|[^\W\d_])"
)
_RANGE = re.compile(
    r"(?P<first>(?:19|20)\d\d)\s?(?:[-–—]|đến(?: năm)?|tới)\s?(?P<last>(?:19|20)\d\d)(?!\d)"
)
_WORDED = re.compile(
    r"(?:tháng\s(?P<month>\d{1,2})|quý\s(?:[ivx]{1,3}|[1-4]))\s?(?:năm\s|[-/])?"
    r"(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)

# Judged by the words just before a year, in this order.
_BEFORE: tuple[tuple[_Kind, re.Pattern[str]], ...] = (
    (
        "plan",
        re.compile(r"theo (?:kế hoạch|dự kiến|quy hoạch|lộ trình)[^.;]{0,30}$", re.IGNORECASE),
    ),
    (
        "plan",
        re.compile(
            r"(?:đến|tới|vào cuối|hết|trước|tầm nhìn|định hướng|mục tiêu|phấn đấu|"
            r"dự kiến|kế hoạch|sẽ|chỉ tiêu|quy hoạch|nhiệm kỳ)"
            r"(?:\s\w+){0,3}\s(?:năm\s)?$",
            re.IGNORECASE,
        ),
    ),
    (
        "earlier",
        re.compile(
            r"(?:nghị quyết|quyết định|chỉ thị|nghị định|thông tư|luật|kế hoạch|công văn|quy định|"
            r"hướng dẫn|văn bản|"
            r"kết luận|đề án|pháp lệnh|hiến pháp|qđ|tw|bộ luật)\b[^.;]{0,60}$",
            re.IGNORECASE,
        ),
    ),
    (
        "earlier",
        re.compile(
            r"(?:từ|kể từ|sau|hồi|thành lập|khởi công|sinh|so với|ra đời|tái lập|xây dựng|"
            r"đầu những|những|thập niên|"
            r"cách mạng|chiến dịch|mùa xuân|nhiệm kỳ|kỷ niệm|khóa)(?:\s\w+){0,2}\s(?:năm\s)?$",
            re.IGNORECASE,
        ),
    ),
    (
        "recent",
        re.compile(
            r"(?:năm(?: học)?|quý \w+|tháng \d+|vụ [^.]{2,20}|cuối|đầu|giữa|mùa \w+|"
            r"ngày)\s?[-/]?\s?$",
            re.IGNORECASE,
        ),
    ),
)
_DOCUMENTS, _HISTORY = _BEFORE[2][1], _BEFORE[3][1]
# "Từ đầu năm 2017 đến nay" is said in 2017; "từ năm 2012 đến nay" in any later year.
_SINCE_NEW_YEAR = re.compile(r"từ đầu năm\s$", re.IGNORECASE)
_PLANNED = re.compile(
    r"^[^.;]{0,60}\b(?:sẽ|dự kiến|phấn đấu|đặt mục tiêu|phải đạt)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    year: int
    month: int | None
    kind: _Kind
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEvidence:
    """The latest year that a text reports on, and on what that rests.

    ``latest`` is None where no year dates the text. ``month`` is the latest month of that
    year that it reports on, where one is named.
    """

    latest: int | None
    month: int | None
    why: str

    def year_of(self, month: int, day: int) -> tuple[int | None, str]:
        """Return the year of a day and month that the text reports, and why."""
        if self.latest is None:
            return None, self.why
        if self.month is None and month == 1:
            # A year is reported on as a whole when it is over.
            why = f"{self.why}, and a {day}/{month} that looks back on it is of the year after"
            return self.latest + 1, why
        if self.month is not None and month + 1 < self.month:
            # It already looks back at a later month: the day is in the year after.
            return self.latest + 1, f"{self.why}, so a {day}/{month} is of the year after"
        return self.latest, self.why


def years_in(texts: Sequence[str]) -> YearEvidence:
    """Return what the years named in an article's own texts tell about its date."""
    mentions = [mention for text in texts for mention in _mentions(text)]
    recent = [mention for mention in mentions if mention.kind == "recent"]
    earlier = max((mention.year for mention in mentions if mention.kind == "earlier"), default=0)
    if not recent:
        why = "only years of documents, histories and plans are named" if mentions else ""
        return YearEvidence(latest=None, month=None, why=why)
    latest = max(recent, key=lambda mention: (mention.year, mention.month or 0))
    year, month = latest.year, latest.month
    why = f"the latest year reported on is {year} (“{latest.quote}”)"
    if earlier > year:
        year, month = earlier, None
        why = f"something of {earlier} is named; {why}"
    plans = sorted(
        {mention.year for mention in mentions if mention.kind == "plan" and mention.year > year}
    )
    if plans:
        why += f"; {plans[0]} is spoken of as the future"
    return YearEvidence(latest=year, month=month, why=why)


def _mentions(text: str) -> list[_Mention]:
    if "19" not in text and "20" not in text:
        return []
    found = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        taken.append(match.span())
        found.append(_mention(int(match["first"]), None, "earlier", match.group()))
        # The end of a period is past or future: "giai đoạn 2020-2023" may be either.
        term = text[max(0, match.start() - 40) : match.start()].casefold()
        school_year = int(match["last"]) - int(match["first"]) == 1 and "năm học" in term
        found.append(
            _mention(
                int(match["first"]) if school_year else int(match["last"]),
                None,
                "recent" if school_year else "plan",
                match.group(),
            )
        )
    for match in _WORDED.finditer(text):
        if _free(match, taken):
            taken.append(match.span())
            month = match["month"]
            found.append(_judged(text, match, int(month) if month else None))
    for match in _YEAR.finditer(text):
        if _free(match, taken):
            number = match["month"] or match["day"]
            found.append(_judged(text, match, int(number) if number else None))
    return [mention for mention in found if mention is not None]


def _free(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return not any(start < match.end() and match.start() < end for start, end in taken)


def _judged(text: str, match: re.Match[str], month: int | None) -> _Mention:
    before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() :]
    kind: _Kind = next((kind for kind, pattern in _BEFORE if pattern.search(before)), "earlier")
    if month is not None and not 1 <= month <= 12:
        month = None
    is_written = month is not None and match.group().count("/") + match.group().count("-") >= 1
    dated = is_written or match.re is _WORDED
    if kind == "earlier" and dated and not _DOCUMENTS.search(before):
        kind = "recent" if not _HISTORY.search(before) or _until_now(after) else "earlier"
    if _SINCE_NEW_YEAR.search(before) and _until_now(after):
        kind = "recent"
    if kind == "recent" and _PLANNED.search(after):
        kind = "plan"
    quote = " ".join((text[max(0, match.start() - 12) : match.end()]).split())
    return _mention(int(match["year"]), month, kind, quote)


def _until_now(after: str) -> bool:
    return after.lstrip(" ,)").casefold().startswith(("đến nay", "tới nay"))


def _mention(year: int, month: int | None, kind: _Kind, quote: str) -> _Mention:
    return _Mention(year=year, month=month, kind=kind, quote=quote)
