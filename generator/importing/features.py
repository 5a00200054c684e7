"""What is to be seen on each line of a page: many small observations, none of them decisive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from statistics import median

from generator.importing.arrangement import observe_arrangement
from generator.importing.bylines import read_byline
from generator.importing.lines import Line, picture_files
from generator.importing.links import observe_links
from generator.importing.page import Observations, Page
from generator.importing.shapes import observe_line, tells_more
from generator.importing.titles import is_solid, placeholder_of, taken_up
from generator.importing.wording import said, word_count, words

__all__ = ["observe"]

_KIND_OF_TEXT = re.compile(
    r"phóng sự(?: ảnh| dài kỳ)?|ký sự|ghi chép|bút ký|phỏng vấn|bình luận|xã luận|tản văn|tùy bút|"
    r"truyện ngắn|điều tra|nhật ký|thư ngỏ|hồi ký|nghị luận|chuyên luận|diễn đàn|sổ tay|"
    r"reportage|interview|editorial|comment|analysis|feature|obituary|letters?|review|"
    r"kommentar|glosse|porträt|leitartikel|tribune|enquête|portrait|entretien|éditorial|"
    r"entrevista|editorial|crónica|reportaje|columna"
)
"""What kind of text it is stands above headlines as their kicker."""
_SHORTEST_KICKER, _LONGEST_KICKER = 6, 40
_TEXT_BELOW = 4
_SHORT_CAPTION = 120
_TELLING, _LONG_WORD = 5, 7
_OPENING_QUOTES, _CLOSING_QUOTES = frozenset('“"«„'), frozenset('”"»“')
_APART = frozenset(
    {"html: mostly links", "html: called furniture", "html: called comments", "html: outside"}
    | {"html: called caption", "html: figcaption", "html: called byline", "html: called date"}
)
_BYLINE_WITHIN = 2
_LINKED_NAME_WITHIN = 6
_UNUSUAL_PARAGRAPH = 200
_ONLY_NAMES = frozenset({"names only", "several names", "capitals like a name"})
# The same reporter signs many articles, and many pictures show "Quang cảnh hội nghị."
_REPEATED_RIGHTLY = frozenset(
    {"names only", "byline in words", "caption words", "photo credit", "source credit", "stamp"}
)


def observe(page: Page) -> list[Observations]:
    """Return, for every line, the observations that hold and how much, by name."""
    # Captions must not shorten the yardstick that they are measured with.
    paragraphs = [len(line.text) for line in page.lines if is_solid(line) and tells_more(line)]
    usual = median(paragraphs) if paragraphs else _UNUSUAL_PARAGRAPH
    result = [
        {
            "anything": 1.0,
            **observe_line(line, usual),
            **_neighbours(page, index),
            **dict.fromkeys(line.marks, 1.0),
            **_in_the_text(page, index),
        }
        for index, line in enumerate(page.lines)
    ]
    for rule, found in zip(page.rules, result, strict=True):
        if rule is not None:  # "Merken Drucken Teilen" has the form of a name
            for name in _ONLY_NAMES & found.keys():
                del found[name]
    _repetitions(page, result)
    _headline_words(page, result)
    observe_links(page, result)
    observe_arrangement(page, result, usual)
    _surroundings(page, result)
    return result


def _in_the_text(page: Page, index: int) -> Observations:
    """Return whether markup puts a line into the article's text, and nothing speaks against it."""
    line, is_furniture = page.lines[index], page.rules[index] is not None
    if is_furniture or "html: main" not in line.marks or line.marks & _APART:
        return {}
    below_picture = index > 0 and bool(picture_files(page.lines[index - 1].text))
    is_caption = below_picture and len(line.text) < _SHORT_CAPTION and not tells_more(line)
    return {} if is_caption else {"html: in the text": 1.0}


def _neighbours(page: Page, index: int) -> Observations:
    lines, rule = page.lines, page.rules[index]
    found: Observations = {}
    if rule is not None:
        found = {f"rule: {rule.kind}": 1.0, rule.name: 1.0}
    if index + 1 == page.title and rule is None:
        found |= _above_headline(page, index)
        if is_solid(lines[index]):
            found["running text above the headline"] = 1.0
    if page.title is not None and index > page.title:
        found["below the headline"] = 1.0
        if index <= page.title + _BYLINE_WITHIN:
            found["just below the headline"] = 1.0
    if page.title is not None and 0 < index - page.title <= _LINKED_NAME_WITHIN:
        found |= _linked_name(lines[index])
    if index:
        found |= _below_picture(page, lines[index - 1], lines[index])
        found |= _below_quotation(lines, index)
    return found | (_above(page, index) if index + 1 < len(lines) else _at_the_end(lines[index]))


def _at_the_end(line: Line) -> Observations:
    is_name = read_byline(line.text) is not None
    return {"last line": 1.0} | ({"a name ends the page": 1.0} if is_name else {})


def _above(page: Page, index: int) -> Observations:
    """Return what the next line tells."""
    lines, after = page.lines, page.lines[index + 1]
    found: Observations = {}
    if page.rules[index + 1] is not None:
        found["furniture follows"] = 1.0
    if is_solid(after):
        found["running text follows"] = 1.0
        if not is_solid(lines[index]):
            below = said(after.text)
            own = list(chain(*words(lines[index].text)))
            found["its words in what follows"] = sum(w in below for w in own) / max(1, len(own))
    return found


def _linked_name(line: Line) -> Observations:
    """Return whether a line is a name that leads to its other articles, as bylines do."""
    is_linked = "html: mostly links" in line.marks and read_byline(line.text) is not None
    return {"a linked name": 1.0} if is_linked else {}


def _above_headline(page: Page, index: int) -> Observations:
    """Return what speaks for the line above the headline being its kicker."""
    line, headline = page.lines[index], page.lines[index + 1]
    if not _SHORTEST_KICKER <= len(line.text) <= _LONGEST_KICKER or line.key == headline.key:
        return {}
    above = page.lines[max(0, index - 3) : index]
    many = len(line.text.split())
    if line.text.isupper() and many > 1 and not (above and above[-1].text.isupper()):
        return {"alone above the headline": 1.0}
    # A topic of one word or two is a section that this newspaper has.
    if many < _TELLING and max(map(len, line.text.split())) < _LONG_WORD:
        return {"a kind of text": 1.0} if _KIND_OF_TEXT.fullmatch(line.key) else {}
    texts = [headline, *(other for other in page.lines[index + 1 :] if is_solid(other))]
    share = min(1.0, 3 * taken_up(line, texts[:_TEXT_BELOW]))
    found = {"above the headline": 1.0, "a word of the headline above it": share}
    return found | (
        {"a kind of text": 1.0} if _KIND_OF_TEXT.fullmatch(line.key.partition(":")[0]) else {}
    )


def _below_quotation(lines: Sequence[Line], index: int) -> Observations:
    """Return whether a short line stands below a quotation: the name of who said it."""
    before, line = lines[index - 1].text, lines[index].text
    is_quotation = before[:1] in _OPENING_QUOTES and before[-1:] in _CLOSING_QUOTES
    return {"below a quotation": 1.0} if is_quotation and len(line) < _LONGEST_KICKER else {}


def _below_picture(page: Page, before: Line, line: Line) -> Observations:
    if not picture_files(before.text) and placeholder_of(before) is None:
        return {}
    if not line.spaced:
        return {"directly below a picture": 1.0}
    return {"directly below a picture": 0.75} if page.all_spaced else {"after a picture": 1.0}


def _repetitions(page: Page, result: Sequence[Observations]) -> None:
    """Mark lines that stand on the page, or in the import's other records, more than once."""
    keys = Counter(line.key for line in page.lines)
    seen: set[str] = set()
    for index, (line, found) in enumerate(zip(page.lines, result, strict=True)):
        key = line.key
        if key == page.title_key:
            if index != page.title:
                found["the headline again"] = 1.0
        elif keys[key] > 1 and len(key) > 12:
            found["printed twice"] = 1.0
            if key in seen:
                found["printed before"] = 1.0
            seen.add(key)
        if keys[key] > 2 and len(key) < 60 and key != page.title_key:
            found["printed many times"] = 1.0
        if placeholder_of(line) not in {None, ""} and placeholder_of(line) == page.title_key:
            found["placeholder of the headline"] = 1.0
        if page.corpus.is_repeated(key) and _REPEATED_RIGHTLY.isdisjoint(found):
            found["repeated in other records"] = 1.0
        if page.corpus.is_other_title(key, page.title_key):
            found["headline of another record"] = 1.0


def _headline_words(page: Page, result: Sequence[Observations]) -> None:
    if page.title is None:
        return
    texts = [said(line.text) for line in page.lines]
    texts[page.title] = ""
    anywhere = "\n".join(texts)
    headline = [
        each for each in set(chain(*words(page.lines[page.title].text))) if each in anywhere
    ]
    for line, text, found in zip(page.lines, texts, result, strict=True) if headline else ():
        if times := sum(map(text.count, headline)):
            found["words of the headline"] = min(1.0, 3 * times / word_count(line.text))


def _surroundings(page: Page, result: Sequence[Observations]) -> None:
    """Say of each line how much running text stands near, above and below it."""
    teasers = {"below a teaser's headline", "summary in a box of links"}
    sizes = [
        len(line.text) if is_solid(line) and teasers.isdisjoint(found) else 0
        for line, found in zip(page.lines, result, strict=True)
    ]
    total = sum(sizes) or 1
    above = 0
    for index, (found, size) in enumerate(zip(result, sizes, strict=True)):
        found["text around"] = min(1.0, sum(sizes[max(0, index - 6) : index + 7]) / 1500)
        found["text above"] = above / total
        found["text below"] = 1 - (above + size) / total
        above += size
