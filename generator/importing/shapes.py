"""What one line shows by itself: its length, its end, the set phrases it opens with.

Every observation is a name and a question that a line answers with yes or no. The phrases are
those of Vietnamese newspapers in general; none is taken from one paper's house style.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import digits

from generator.importing.bylines import glued_byline, read_agency, read_byline
from generator.importing.lines import Line, picture_files
from generator.importing.stamps import is_stamp_line
from generator.importing.titles import is_solid, placeholder_of

__all__ = ["observe_line", "tells_more"]

_SENTENCE_ENDS, _BEHIND_THEM = (".", "!", "?", "…", ";", ":"), "”\"’')]"
_SHORT_QUESTION, _LONGEST_SPEAKER = 60, 20
_SPEAKER = re.compile(
    r"(?:(?:pv|phóng viên|hỏi|đáp|nhà báo|bạn đọc|q|a|question|answer|frage|antwort)\s?:|[-–] )"
    r"\s?\S"
)
_INNER_END = re.compile(r"[.!?…][”\"’')\]]*\s+[“\"‘(]?[^\W\d_]")
_LIST_ITEM = re.compile(r"(?:[-–+*]|\(?\d{1,2}[.)]|\(?[a-zđ][.)])\s")
_BULLET = re.compile(r"[•·▪●■►▶»›]\s?")

# "Rạch Cái Muồng có bến xe khách mới (28/11/2003)": so portals list their other articles.
_DATED = re.compile(
    r"[\s(\[-]\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:[\s,|-]+\d{1,2}[:hg]\d{2})?[)\]]?$"
    r"|[(\[]\d{1,2}[/.-]\d{1,2}[)\]]$"
)
_SHORTEST_HEADLINE, _LONGEST_DATED, _LONGEST_DATE = 14, 200, 24
_CAPTION_OPENING = re.compile(
    r"""(?:quang\scảnh|toàn\scảnh|một\sgóc|cảnh|ảnh|hình\sảnh|chân\sdung|minh\shọa|khung\scảnh|
    các\sđại\sbiểu|đại\sbiểu|không\skhí|trong\sảnh|từ\strái|bên\strái|lễ|đông\sđảo)\b""",
    re.VERBOSE,
)
# Somebody does something somewhere: what press photographs of meetings and ceremonies show.
_CAPTION_SCENE = re.compile(
    r"""\b(?:phát\sbiểu|báo\scáo|tham\sluận|trình\sbày|trao|tặng|kiểm\stra|thăm|chủ\strì|thảo\sluận|
    kết\sluận|chụp\sảnh|quán\striệt|tham\squan|cắt\sbăng|thắp\shương|biểu\sdiễn|thi\sđấu|ký\skết|
    đánh\strống)\b .{0,60}
    \b(?:tại|cho|với|ở|nội\sdung|một\ssố)\s?(?:hội\snghị|hội\sthảo|buổi|lễ|cuộc|đại\shội|phiên|
    chương\strình|kỳ\shọp|hiện\strường|nhà|các|học\ssinh|em|gia\sđình|đơn\svị|tọa\sđàm|diễn\sđàn|
    điểm|hội\sthi|giải|nội\sdung|một\ssố)?""",
    re.VERBOSE,
)
_CREDIT = re.compile(
    r"""(?:[(.\-–—|/]|^)\s*(?:ảnh|photo|nguồn\sảnh|nguồn|foto|image|bild|fotos?)\s*(?:minh\shọa|tư\sliệu|tl|chụp|cắt)?
        \s*[:;/-].{1,60}$
    | ^\(?(?:photos?|images?|pictures?|courtesy)\s(?:by|of|via)\s.{2,80}$
    | (?:/\s?|via\s|,\s|\()(?:getty\simages|associated\spress|reuters|afp|epa|ap|ttxvn|vna)\)?\.?$
    | \(?ảnh\s(?:minh\shọa|tư\sliệu|đồ\shọa).{0,40}\)?\.?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SOURCE_CREDIT = re.compile(
    r"""\(?(?:theo|nguồn|source)\s*:?\s.{2,50}\)?
    | \((?:ttx|vov|vtv|vna|pv|nd|sggp|[a-z]{2,6})[\w/+ ,.-]{0,30}\)""",
    re.VERBOSE,
)
# How a paragraph begins that goes on telling; a caption shows one thing and stands alone.
_NARRATIVE = re.compile(
    r"""(?:theo|tuy\snhiên|bên\scạnh|ngoài\sra|trong|tại|hiện|nhờ|cùng\svới|đồng\sthời|năm|ngày|sáng|
    chiều|tối|trưa|về|để|do|vì|khi|sau|trước|qua|với|từ|đến|vào|cụ\sthể|được|mặc\sdù|mặt\skhác|nhằm|
    song|nhưng|và|còn|như|nếu|riêng|đây|đó|trên|dự|tham\sdự|phát\sbiểu|cũng|đặc\sbiệt|thời\sgian|
    tiếp|nhân\sdịp|tháng\s\d|có|nói|chia\ssẻ|hội\snghị|dịp|căn\scứ|kết|thực)\b""",
    re.VERBOSE,
)
_TELLING = (
    *("cũng", "đã", "sẽ", "cho biết", "cho rằng", "nhấn mạnh", "đề nghị", "được tổ chức"),
    *("khẳng định", "lưu ý", "do đó", "vì vậy", "tuy nhiên"),
)
_TELLS = re.compile(rf"\b(?:{'|'.join(_TELLING)})\b")

_LONG_PARAGRAPH = 300
_LONGEST_CAPTION = 230
_LONGEST_CREDITED = 330
_LONGEST_CREDIT = 110
_NO_SCENE = frozenset({"several sentences", "goes on telling", "bullet", "list item"})
_LONG_END = 30


def tells_more(line: Line) -> bool:
    """Return whether a line has more to say than a caption: sentences, or one long one."""
    return len(line.text) >= _LONG_PARAGRAPH or _has_sentences(line)


def _has_sentences(line: Line) -> bool:
    """Return whether a sentence ends within a line; a photographer's credit is no sentence."""
    if _INNER_END.search(line.text) is None:
        return False
    credit = _credit_in(line.text)
    return credit is None or _INNER_END.search(line.text[: credit.start()]) is not None


def _credit_in(text: str) -> re.Match[str] | None:
    """Return where a photographer's credit stands at the end of a text."""
    return _CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT))


def _ends(line: Line) -> bool:
    return line.text.rstrip(_BEHIND_THEM).endswith(_SENTENCE_ENDS) and not _asks(line)


def _asks(line: Line) -> bool:
    """Return whether a line is one short question: a subheading as often as a sentence."""
    is_short = len(line.text) < _SHORT_QUESTION
    return is_short and line.text.endswith("?") and not _speaks(line)


def _is_dated(line: Line) -> bool:
    match = _DATED.search(line.text[-_LONGEST_DATE:]) if len(line.text) <= _LONGEST_DATED else None
    return match is not None and len(line.text) - len(match.group()) >= _SHORTEST_HEADLINE


def _speaks(line: Line) -> bool:
    is_asked = line.text.startswith("* ") and line.text.endswith("?")
    return is_asked or _SPEAKER.match(line.text[:_LONGEST_SPEAKER].casefold()) is not None


def _goes_on(line: Line) -> bool:
    if _NARRATIVE.match(line.key) is not None:
        return True
    # Plain strings are found much quicker, and most lines have none of them.
    return any(map(line.key.__contains__, _TELLING)) and _TELLS.search(line.key) is not None


def _capitals(line: Line) -> bool:
    if line.text[-_LONG_END:].islower():
        return False  # nearly all lines, and quickly
    capitals = sum(map(str.isupper, line.text))
    return capitals > 3 and capitals > 0.8 * (capitals + sum(map(str.islower, line.text)))


def _is_numeric(line: Line) -> bool:
    if not any(map(line.text.__contains__, digits)):
        return False  # found quicker than none are counted
    return sum(map(line.text.count, digits)) > 0.3 * len(line.text)


def _shows(line: Line) -> bool:
    return len(line.text) < _LONGEST_CAPTION and (
        _CAPTION_OPENING.match(line.key) is not None or _CAPTION_SCENE.search(line.key) is not None
    )


QUESTIONS: Mapping[str, Callable[[Line], bool]] = {
    "tiny": lambda line: len(line.text) < 22,
    "short": lambda line: 22 <= len(line.text) < 70,
    "middling": lambda line: 70 <= len(line.text) < 150,
    "long": lambda line: len(line.text) >= 150,
    "very long": lambda line: len(line.text) >= _LONG_PARAGRAPH,
    "running text": is_solid,
    "ends like a sentence": _ends,
    "no end": lambda line: not _ends(line) and not _asks(line),
    "a short question": _asks,
    "a date at its end": _is_dated,
    "somebody speaks": _speaks,
    "several sentences": _has_sentences,
    "begins small": lambda line: line.text[0].islower(),
    "ends with a colon": lambda line: line.text.endswith(":"),
    "bullet": lambda line: _BULLET.match(line.text) is not None,
    "list item": lambda line: _LIST_ITEM.match(line.text) is not None,
    "capitals": _capitals,
    "digits": _is_numeric,
    "stamp": lambda line: is_stamp_line(line.text),
    "photo credit": lambda line: (
        len(line.text) < _LONGEST_CREDITED and _credit_in(line.key) is not None
    ),
    "source credit": lambda line: (
        len(line.text) < 70 and _SOURCE_CREDIT.fullmatch(line.key) is not None
    ),
    "signed at its end": lambda line: (
        glued_byline(line.text) is not None and _credit_in(line.key) is None
    ),
    "picture placeholder": lambda line: placeholder_of(line) is not None,
    "agency prefix": lambda line: len(line.text) > 60 and read_agency(line.text) is not None,
    "caption words": _shows,
    "goes on telling": _goes_on,
}
"""What is asked of every line that names no picture."""


def observe_line(line: Line, usual: float) -> dict[str, float]:
    """Return what one line shows by itself.

    ``usual`` is the length of the page's usual paragraph: beside long paragraphs, one short
    sentence that does not go on telling may be the caption of a lost picture.
    """
    found = dict.fromkeys(_shown(line.text, line.key), 1.0)
    size = len(line.text)
    if not line.marks and 15 <= size < min(240, 0.5 * usual) and _is_plain_sentence(line, found):
        found["one sentence among long ones"] = min(1.0, 1.4 - size / (0.5 * usual))
    return found


@lru_cache(maxsize=4096)
def _shown(text: str, key: str) -> tuple[str, ...]:
    """Return what holds of a line; a newspaper's menus and imprint are the same on every page."""
    if picture_files(text):
        return ("picture file",)
    line = Line(number=0, text=text, spaced=False, key=key)
    found = [name for name, holds in QUESTIONS.items() if holds(line)]
    byline = None if "stamp" in found else read_byline(text)
    if byline is not None:
        found.append("byline in words" if byline.labelled else "names only")
        if len(byline.names) > 1:
            found.append("several names")
    elif text.isupper() and read_byline(text, placed=True) is not None:
        found.append("capitals like a name")
    return tuple(found)


def _is_plain_sentence(line: Line, found: Mapping[str, float]) -> bool:
    return (
        line.text[-1] in '.”"'
        and "ends like a sentence" in found
        and not line.text.endswith("...")
        and _NO_SCENE.isdisjoint(found)
    )
