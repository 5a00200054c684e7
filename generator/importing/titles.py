"""Which line is the headline: chosen by evidence before the other lines are labelled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.importing.bylines import read_byline
from generator.importing.corpus import Corpus
from generator.importing.furniture import OVER_LINKS
from generator.importing.keys import key_of
from generator.importing.lines import Line, picture_files
from generator.importing.rules import Rule
from generator.importing.stamps import is_stamp_line
from generator.importing.wording import said, words

__all__ = ["UNCLEAR", "WEIGHTS", "Headline", "find_title", "is_solid", "placeholder_of", "taken_up"]

WEIGHTS: Mapping[str, float] = {
    "first line": 2.0,
    "length of a headline": 1.5,
    "too short": -1.5,
    "too long": -3.0,
    "ends like a sentence": -2.5,
    "running text": -1.5,
    "several sentences": -1.0,
    "says who wrote it": -5.0,
    "a name": -1.5,
    "ends with a colon": -3.0,
    "short and in capitals": -1.5,
    "stands here again": 0.8,
    "pictures are named after it": 4.0,
    "repeated in other records": -5.0,
    "byline or date follows": 1.5,
    "date right below": 1.5,
    "date right above": 1.0,
    "in a box of links": -3.0,
    "lede follows": 1.0,
    "names the site": -6.0,
    "directly on a picture": -3.0,
    "its words in the text below": 6.0,
    "distance to the text": -0.25,
    "running text just above": -1.4,
    "below a heading over links": -3.0,
    "list item": -1.5,
    "html: h1": 5.0,
    "html: mostly links": -4.0,
    "html: outside": -6.0,
}
"""What speaks for and against a line as the headline."""

UNCLEAR = 0.4
"""By less than this, a headline is not much likelier than the next candidate."""
_ENOUGH = 1.0
_SURE = 9.0
_SHORTEST_HEADLINE = 32
_LOOK_AHEAD = 40
_TEXT_BELOW = 0.15
"""Less of a page's text than this does not stand below its headline."""
_LOOK_BACK = 10
_LONGEST_BOX = 12
_TEXT_PARAGRAPHS = 8
_PLACEHOLDER = re.compile(
    r"^(?P<title>.*?)[\s:–-]*\b(?:ảnh|hình(?: ảnh)?|photo|image)\s?(?:số\s)?\d{1,2}$"
    r"|^[\[(]\s*(?:hình(?: ảnh)?|ảnh|photo|image|picture|bild|foto|imagen?|video|clip|audio)"
    r"(?: [^\[\]]{0,30})?\s*[\])]$"
)
_SITE = re.compile(
    r"(?:cổng|trang) (?:thông tin|tin)|(?:chuyên )?trang tin|báo (?:điện tử|\w+ (?:điện tử|online))"
    r"|tạp chí|đài (?:phát thanh|truyền hình|pt)|cơ quan (?:ngôn luận|của)|website|"
    r"commune de|ville de|mairie d|gemeinde |stadt |ayuntamiento|municipio|comune di|"
    r"official (?:site|website)|the official"
)
"""How the name of a site begins that stands on top of its pages."""
_PAPER = re.compile(r"(?:báo|tạp chí|đài) (?:\w+ ){1,5}(?:điện tử|online)|home|trang chủ")
_LIST = re.compile(r"[-•+*]\s|\d{1,2}[.)]\s")
_INNER_END = re.compile(r"[^\W\d][.!?…][”\"’')\]]*\s+[“\"‘(]?[^\W\d_a-z]")
_SENTENCE_ENDS, _BEHIND_THEM = (".", "!", "?", "…", ";"), "”\"’')]"


def is_solid(line: Line) -> bool:
    """Return whether a line reads like running text by itself."""
    size = len(line.text)
    return size >= 220 or (size >= 90 and _ends(line))


def _ends(line: Line) -> bool:
    """Return whether a line ends like a sentence."""
    return line.text.rstrip(_BEHIND_THEM).endswith(_SENTENCE_ENDS)


def placeholder_of(line: Line) -> str | None:
    """Return what a line like "<headline> ảnh 1" repeats: the text that stood for a picture.

    It is empty where the words stand for a picture and repeat nothing: "[Hình ảnh]".
    """
    if len(line.key) > 260 or not (line.key[-1:].isdigit() or line.key[:1] in "[("):
        return None
    match = _PLACEHOLDER.match(line.key)
    return (match["title"] or "").strip(" -–:") if match else None


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline that was found before the other records were known, and by how much it won."""

    index: int
    text: str
    margin: float

    def still_is(self, lines: Sequence[Line], corpus: Corpus) -> bool:
        """Return whether it would be found again, now that the other records are known.

        They only speak against lines: so one that won clearly, and is not repeated in them, has
        won for good.
        """
        line = lines[self.index] if self.index < len(lines) else None
        return (
            line is not None
            and line.text == self.text
            and self.margin >= UNCLEAR
            and not (len(line.text) < _SHORTEST_HEADLINE and corpus.is_repeated(line.key))
        )


def find_title(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    corpus: Corpus,
    declared: str | None = None,
) -> tuple[int | None, float]:
    """Return the index of the headline and how well it stands above the next candidate.

    The index is None where no line can be one, or none is the headline that is ``declared``.
    """
    names_site = declared is not None and _names_site(key_of(declared))
    if declared is not None and not names_site:
        return _declared_title(lines, key_of(declared)), _SURE
    keys = Counter(line.key for line in lines)
    placeholders = {name for line in lines if (name := placeholder_of(line))}
    scores: list[tuple[float, int]] = []
    text_left = sum(len(line.text) for line in lines if is_solid(line)) or 1
    all_text = text_left
    links_since_text = text_above = False
    for index, line in enumerate(lines):
        rule = rules[index]
        if is_solid(line):
            text_left -= len(line.text)
            text_above = True
            # One paragraph below such a heading is a teaser's; two in a row are a text again.
            if index and is_solid(lines[index - 1]):
                links_since_text = False
        elif rule is not None and rule.kind != "line":
            links_since_text = text_above
        if text_left < all_text * _TEXT_BELOW and index > 1:
            break
        if rule is not None or not _can_be_title(line):
            continue
        features = _features(lines, index, rules, keys)
        features["pictures are named after it"] = float(line.key in placeholders)
        # Other pages link to an article by its headline; only short lines belong to the menu.
        is_short = len(line.text) < _SHORTEST_HEADLINE
        features["repeated in other records"] = float(is_short and corpus.is_repeated(line.key))
        features["below a heading over links"] = float(links_since_text)
        features |= {mark: 1.0 for mark in line.marks if mark in WEIGHTS}
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        scores.append((score, -index))
    if not scores:
        return None, 0.0
    scores.sort(reverse=True)
    best, index = scores[0][0], -scores[0][1]
    if best < _ENOUGH:
        return None, 0.0
    rivals = [score for score, other in scores[1:] if lines[-other].key != lines[index].key]
    return index, best - max(rivals, default=best - 9.0)


def _names_site(key: str) -> bool:
    """Return whether what is declared as a headline is the name of the site."""
    return _SITE.match(key) is not None or _PAPER.fullmatch(key) is not None


def _declared_title(lines: Sequence[Line], key: str) -> int | None:
    """Return the line that is the declared headline, which metadata may have cut short.

    Where it stands several times, the page's own heading is meant, or the last before the text.
    """
    same = [
        index
        for index, line in enumerate(lines)
        if line.key == key
        or (min(len(line.key), len(key)) > _SHORTEST_HEADLINE and line.key.startswith(key))
        or (len(line.key) > _SHORTEST_HEADLINE and key.startswith(line.key))
    ]
    headings = [index for index in same if "html: h1" in lines[index].marks]
    if headings:
        return headings[0]
    text = next((i for i, line in enumerate(lines) if is_solid(line)), len(lines))
    above = [index for index in same if index < text]
    return above[-1] if above else next(iter(same), None)


def _can_be_title(line: Line) -> bool:
    return (
        4 <= len(line.text) <= 300
        and not picture_files(line.text)
        and not is_stamp_line(line.text)
        and any(char.isalpha() for char in line.text)
    )


def _is_in_box(lines: Sequence[Line], index: int, rules: Sequence[Rule | None]) -> bool:
    """Return whether nothing but headlines stands between a line and a heading over links."""
    for above in range(index - 1, max(-1, index - _LONGEST_BOX), -1):
        rule, line = rules[above], lines[above]
        if rule is not None:
            return rule.name in OVER_LINKS
        if is_solid(line) or is_stamp_line(line.text) or picture_files(line.text):
            return False
    return False


def taken_up(line: Line, texts: Sequence[Line]) -> float:
    """Return how much of what a line says other lines say too: of its pairs, or its long words."""
    below = "\n".join([said(text.text) for text in texts])
    return max(sum(map(below.__contains__, own)) / max(3, len(own)) for own in words(line.text))


def _features(
    lines: Sequence[Line], index: int, rules: Sequence[Rule | None], keys: Counter[str]
) -> dict[str, float]:
    line = lines[index]
    size = len(line.text)
    text_below = [
        i
        for i in range(index + 1, min(len(lines), index + 1 + _LOOK_AHEAD))
        if is_solid(lines[i]) and lines[i].key != line.key
    ][:_TEXT_PARAGRAPHS]
    share = taken_up(line, [lines[i] for i in text_below])
    # A headline that follows its lede: the text is above it.
    if not text_below and index:
        share = taken_up(line, lines[index - 1 : index])
    text_above = sum(map(is_solid, lines[max(0, index - _LOOK_BACK) : index]))
    if text_above > 1:
        share /= 2  # as subheadings have it
    between = range(index + 1, text_below[0]) if text_below else range(0 if index else 8)
    nearest = sum(not text_below or rules[i] is None for i in between)
    following = lines[index + 1 : index + 4]
    byline = read_byline(line.text)
    return {
        "first line": float(index == 0),
        "length of a headline": float(25 <= size <= 140),
        "too short": float(size < 16),
        "too long": min(1.0, max(0.0, (size - 170) / 130)),
        "ends like a sentence": float(line.text.endswith((".", ";", ","))),
        "running text": float(is_solid(line) and _ends(line)),
        "several sentences": float(_INNER_END.search(line.text) is not None),
        "says who wrote it": float(byline is not None and byline.labelled),
        "a name": float(byline is not None and not byline.labelled),
        "ends with a colon": float(line.text.endswith(":")),
        "short and in capitals": float(size < 32 and line.text.isupper()),
        "stands here again": float(keys[line.key] > 1),
        "byline or date follows": float(
            any(
                rule is None and (is_stamp_line(other.text) or read_byline(other.text))
                for other, rule in zip(following, rules[index + 1 :], strict=False)
            )
        ),
        "date right below": float(bool(following) and is_stamp_line(following[0].text)),
        "date right above": float(index > 0 and is_stamp_line(lines[index - 1].text)),
        "in a box of links": float(_is_in_box(lines, index, rules)),
        "names the site": float(_names_site(line.key)),
        "lede follows": float(bool(following) and is_solid(following[0]) and _ends(following[0])),
        "directly on a picture": float(
            index > 0 and bool(picture_files(lines[index - 1].text)) and not line.spaced
        ),
        "its words in the text below": share,
        "distance to the text": float(min(8, nearest)),
        "running text just above": min(3.0, float(text_above)),
        "list item": float(_LIST.match(line.text) is not None or line.text.startswith("•")),
    }
