"""What is to be seen on each line of a page: many small observations, none of them decisive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from generator.importing.bylines import read_agency, read_byline
from generator.importing.furniture import Corpus, Rule
from generator.importing.lines import Line, picture_files
from generator.importing.stamps import is_stamp_line
from generator.importing.titles import is_solid, placeholder_of, words

__all__ = ["Page", "observe"]

_SENTENCE_END = re.compile(r"[.!?…;:][”\"’')\]]*$")
_INNER_END = re.compile(r"[.!?…][”\"’')\]]*\s+[“\"‘(]?[^\W\d_]")
_LIST_ITEM = re.compile(r"(?:[-–+*•]|\(?\d{1,2}[.)]|\(?[a-zđ][.)])\s")
_BULLET = re.compile(r"[•·▪●■►▶»›]\s?")
_CAPTION_OPENING = re.compile(
    r"""(?:quang\scảnh|toàn\scảnh|một\sgóc|cảnh|ảnh|hình\sảnh|chân\sdung|ảnh\sminh\shọa|minh\shọa|
    các\sđại\sbiểu|đại\sbiểu|khung\scảnh|không\skhí|trong\sảnh|từ\strái|bên\strái|lễ|đông\sđảo)\b""",
    re.VERBOSE,
)
_CAPTION_SCENE = re.compile(
    r"""(?:phát\sbiểu|báo\scáo|tham\sluận|trình\sbày|trao|tặng|kiểm\stra|thăm|chủ\strì|thảo\sluận|kết\sluận|chụp\sảnh|
    quán\striệt|tham\squan|cắt\sbăng|thắp\shương|biểu\sdiễn|thi\sđấu|ký\skết|đánh\strống)\b
    .{0,60}\b(?:tại|cho|với|ở)\s(?:hội\snghị|hội\sthảo|buổi|lễ|cuộc|đại\shội|chương\strình|kỳ\shọp|phiên|hiện\strường|
    nhà|các|học\ssinh|em|gia\sđình|đơn\svị|tọa\sđàm|diễn\sđàn|điểm|hội\sthi|giải|nội\sdung|một\ssố)""",
    re.VERBOSE,
)
_CREDIT = re.compile(r"(?:[(.\-–—|]|^)\s*(?:ảnh|photo|nguồn ảnh|nguồn)\s*(?:minh họa|tư liệu|tl|chụp|cắt)?\s*[:;-].{1,60}$|\(?ảnh (?:minh họa|tư liệu|đồ họa).{0,40}\)?\.?$")
# A paragraph that goes on telling; a caption shows one thing and stands alone.
_NARRATIVE = re.compile(
    r"""(?:theo|tuy\snhiên|bên\scạnh|ngoài\sra|trong|tại|hiện|nhờ|cùng\svới|đồng\sthời|năm|ngày|sáng|chiều|tối|trưa|về|để|do|
    vì|khi|sau|trước|qua|với|từ|đến|vào|cụ\sthể|được|mặc\sdù|mặt\skhác|nhằm|song|nhưng|và|còn|như|nếu|riêng|đây|đó|trên|
    dự|tham\sdự|phát\sbiểu|cũng|đặc\sbiệt|thời\sgian|tiếp|có|nói|chia\ssẻ|hội\snghị|dịp|qua|ông|bà|anh|chị|căn\scứ|kết|thực)\b""",
    re.VERBOSE,
)
_TELLS = re.compile(r"\b(?:cũng|đã|sẽ|cho biết|cho rằng|nhấn mạnh|đề nghị|được tổ chức|khẳng định|lưu ý|do đó|vì vậy|tuy nhiên)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's lines with what was found out about them as a whole."""

    lines: tuple[Line, ...]
    rules: tuple[Rule | None, ...]
    title: int | None
    corpus: Corpus

    @property
    def title_key(self) -> str | None:
        """Return the headline for comparison."""
        return None if self.title is None else self.lines[self.title].key


def observe(page: Page) -> list[dict[str, float]]:
    """Return, for every line, the observations that hold and how much, by name."""
    lines = page.lines
    keys = Counter(line.key for line in lines)
    solid = [len(line.text) for line in lines if is_solid(line)]
    usual = median(solid) if solid else 200
    title_words = set(words(page.title_key or ""))
    first_seen: dict[str, int] = {}
    result = []
    for index, line in enumerate(lines):
        found = _alone(line, usual)
        found |= _beside(page, index)
        own = words(line.key)
        if title_words and own and index != page.title:
            found["words of the headline"] = min(1.0, 3 * sum(w in title_words for w in own) / len(own))
        if keys[line.key] > 1 and line.key != page.title_key and len(line.key) > 12:
            found["printed twice"] = 1.0
            if first_seen.setdefault(line.key, index) != index:
                found["printed before"] = 1.0
        if line.key == page.title_key and index != page.title:
            found["the headline again"] = 1.0
        if page.corpus.is_repeated(line.key):
            found["repeated in other records"] = 1.0
        if page.corpus.is_other_title(line.key, page.title_key):
            found["headline of another record"] = 1.0
        found["anything"] = 1.0
        result.append(found)
    _after_headlines(page, result)
    _link_boxes(page, result)
    _counts_of_text(page, result)
    return result


def _alone(line: Line, usual: float) -> dict[str, float]:
    text, key, size = line.text, line.key, len(line.text)
    found: dict[str, float] = {}
    if picture_files(text):
        return {"picture file": 1.0}
    ended = _SENTENCE_END.search(text) is not None
    found["tiny" if size < 22 else "short" if size < 70 else "middling" if size < 150 else "long"] = 1.0
    if size >= 300:
        found["very long"] = 1.0
    if is_solid(line):
        found["running text"] = 1.0
    found["ends like a sentence" if ended else "no end"] = 1.0
    if _INNER_END.search(text):
        found["several sentences"] = 1.0
    if text[0].islower():
        found["begins small"] = 1.0
    if text.endswith(":"):
        found["ends with a colon"] = 1.0
    if _BULLET.match(text):
        found["bullet"] = 1.0
    elif _LIST_ITEM.match(text):
        found["list item"] = 1.0
    letters = [char for char in text if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > 0.8 * len(letters) and len(letters) > 3:
        found["capitals"] = 1.0
    if sum(char.isdigit() for char in text) > 0.3 * size:
        found["digits"] = 1.0
    if is_stamp_line(text):
        found["stamp"] = 1.0
    else:
        byline = read_byline(text)
        if byline is not None:
            found["byline in words" if byline.labelled else "names only"] = 1.0
    if size < 330 and _CREDIT.search(key):
        found["photo credit"] = 1.0
    if placeholder_of(line) is not None:
        found["picture placeholder"] = 1.0
    if read_agency(text) is not None and size > 60:
        found["agency prefix"] = 1.0
    if size < 230:
        if _CAPTION_OPENING.match(key):
            found["caption words"] = 1.0
        elif _CAPTION_SCENE.search(key):
            found["caption words"] = 0.8
    if ended and "several sentences" not in found and 15 <= size < min(240, 0.5 * usual):
        if not _NARRATIVE.match(key) and not _TELLS.search(key) and text[-1] in ".”\"":
            found["one sentence among long ones"] = min(1.0, 1.4 - size / (0.5 * usual))
            if text.endswith(("...", "…")):
                found["one sentence among long ones"] = 0.0
    if _NARRATIVE.match(key) or _TELLS.search(key):
        found["goes on telling"] = 1.0
    return found


def _beside(page: Page, index: int) -> dict[str, float]:
    lines, found = page.lines, {}
    line = lines[index]
    rule = page.rules[index]
    if rule is not None:
        found[f"rule: {rule.kind}"] = 1.0
    if index:
        before = lines[index - 1]
        on_picture = bool(picture_files(before.text)) or placeholder_of(before) is not None
        if on_picture and not line.spaced:
            found["directly below a picture"] = 1.0
        elif on_picture:
            found["after a picture"] = 1.0
        if page.rules[index - 1] is not None:
            found["after furniture"] = 1.0
    else:
        found["first line"] = 1.0
    if index + 1 < len(lines):
        after = lines[index + 1]
        if is_solid(after):
            found["running text follows"] = 1.0
            own = words(line.key)
            if own:
                below = set(words(after.key))
                found["its words in what follows"] = sum(w in below for w in own) / len(own)
        if page.rules[index + 1] is not None:
            found["furniture follows"] = 1.0
    else:
        found["last line"] = 1.0
    return found


def _after_headlines(page: Page, result: list[dict[str, float]]) -> None:
    """Mark the summary below a headline that is printed twice or known from another record."""
    for index in range(1, len(page.lines)):
        before = result[index - 1]
        here = result[index]
        if "printed twice" in here or "picture file" in here:
            continue
        if "printed before" in before or "headline of another record" in before:
            here["below a teaser's headline"] = 1.0
        elif index > 1 and "printed twice" in result[index - 2] and "running text" not in before:
            # The headline again, but with its kicker in front of it.
            first, second = page.lines[index - 2].key, page.lines[index - 1].key
            if first in second:
                here["below a teaser's headline"] = 1.0
    for index in range(1, len(page.lines)):
        first, second = page.lines[index - 1].key, page.lines[index].key
        if len(first) > 20 and len(first) < len(second) and second.endswith(first) and index != page.title:
            if index - 1 != page.title:
                result[index - 1]["printed twice"] = 1.0
                result[index]["printed before"] = result[index]["printed twice"] = 1.0
                if index + 1 < len(page.lines):
                    result[index + 1]["below a teaser's headline"] = 1.0


def _link_boxes(page: Page, result: list[dict[str, float]]) -> None:
    """Mark boxes of links: headline and short summary, two or more in turn, up to a mark.

    Newspapers put such a box between the text and its keywords, without a heading of its own.
    A text with subheadings looks similar, but has more than one paragraph below some of them.
    """
    for mark in range(len(page.lines)):
        rule = page.rules[mark]
        if rule is None or rule.kind == "line":
            continue
        index = mark - 1
        pairs: list[int] = []
        while index >= 1 and _is_summary(result[index], page.lines[index]) and _is_headline(result[index - 1]):
            pairs.append(index - 1)
            index -= 2
        if len(pairs) >= 2:
            for head in pairs:
                result[head]["headline in a box of links"] = 1.0
                result[head + 1]["summary in a box of links"] = 1.0


def _is_summary(found: dict[str, float], line: Line) -> bool:
    return "ends like a sentence" in found and 40 < len(line.text) < 320 and "picture file" not in found


def _is_headline(found: dict[str, float]) -> bool:
    return (
        "no end" in found
        and ("short" in found or "middling" in found)
        and not found.keys() & {"rule: line", "rule: opens", "rule: imprint", "names only", "stamp", "list item"}
    )


def _counts_of_text(page: Page, result: list[dict[str, float]]) -> None:
    """Say of each line how much running text stands above it and how much comes below."""
    sizes = [len(line.text) if is_solid(line) else 0 for line in page.lines]
    weights = [
        0 if found.keys() & {"below a teaser's headline", "summary in a box of links"} else size
        for size, found in zip(sizes, result, strict=True)
    ]
    total = sum(weights) or 1
    above = 0
    window = 6
    for index, found in enumerate(result):
        near = weights[max(0, index - window) : index + window + 1]
        found["text around"] = min(1.0, sum(near) / 1500)
        found["text above"] = above / total
        found["text below"] = 1 - (above + weights[index]) / total
        above += weights[index]
