"""A raw record to a cleaned article: label the lines, then put the article together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.importing.bylines import read_byline
from generator.importing.corpus import Corpus, Counts
from generator.importing.dating import date_article, is_day_line
from generator.importing.draft import Draft
from generator.importing.furniture import find_rule
from generator.importing.house import House
from generator.importing.labelling import Labelled, label_lines
from generator.importing.lines import split_lines
from generator.importing.moments import declared_date
from generator.importing.page import Page
from generator.importing.records import CleanArticle, RawRecord
from generator.importing.sections import find_section
from generator.importing.tagging import candidates, choose_tags
from generator.importing.titles import UNCLEAR, Headline, find_title, is_solid
from generator.importing.weights import OUT, Label
from generator.vietnamese import slug

__all__ = ["clean", "survey"]

_BODY_INSTEAD: Mapping[Label, Label] = {"head": "body", "tail": "body", "inset": "body"}
"""Where a source holds the article only, no line of it is furniture."""
_NEAR = 3
_SURELY_OUT = 0.8
"""Running text is left out only with at least this confidence: a paragraph lost is the worst."""


def survey(
    record: RawRecord, counts: Counts, house: House, *, with_tags: bool = True
) -> Headline | None:
    """Count a record: its lines, its likely headline, its possible tags.

    Of thousands of records a sample ``with_tags`` is enough to know which are common. Returns
    the likely headline.
    """
    lines = split_lines(record)
    rules = [find_rule(line, house.rules) for line in lines]
    title, margin = find_title(lines, rules, Corpus(), record.declared.title)
    sure = title is not None and margin > 0
    texts = [line.text for line in lines if is_solid(line)]
    phrases = candidates("", texts) if with_tags else None
    counts.add(lines, lines[title].key if title is not None and sure else None, phrases)
    return None if title is None else Headline(title, lines[title].text, margin)


def clean(
    record: RawRecord, corpus: Corpus, house: House, seen: Headline | None = None
) -> CleanArticle:
    """Return the article in a raw record, with everything that was left out and why.

    ``corpus`` is what the records imported together have in common; it may be empty. ``seen``
    is the headline that the survey found.
    """
    lines = split_lines(record)
    rules = tuple(find_rule(line, house.rules) for line in lines)
    title: int | None
    if seen is not None and seen.still_is(lines, corpus):
        title, margin = seen.index, seen.margin
    else:
        title, margin = find_title(lines, rules, corpus, record.declared.title)
    page = Page(lines=tuple(lines), rules=rules, title=title, corpus=corpus)
    labelled = label_lines(page)
    labels = [each.label for each in labelled]
    if record.is_body:
        labels = [_BODY_INSTEAD.get(label, label) for label in labels]
    draft = Draft(page, [each.confidence for each in labelled])
    draft.doubts += _keep_doubtful(page, labelled, labels)
    _sign(page, labels)
    for index, label in enumerate(labels):
        draft.take(index, label)
    draft.finish(labels, record.declared)
    if title is not None and margin < UNCLEAR:
        draft.doubts.append("another line could be the headline as well")
    stamps = [stamp for _, stamp in sorted(draft.stamps)] or draft.stamp_apart()
    headline, *texts = draft.texts()
    dated = date_article(stamps, [headline, *_day_lines(page), *texts], house.zone, record)
    updated = declared_date(record.declared.updated, house.zone)
    keywords = [*draft.keywords, *record.declared.tags]
    tags = choose_tags(draft.title or "", texts, keywords, corpus, house.vocabulary)
    section = record.section or find_section(lines, title, house.sections)
    # What has no letter that an address could have is no tag, whatever the source says.
    tags = tuple(filter(slug, tags))
    return draft.article(replace(record, section=section), dated, updated, tags)


def _day_lines(page: Page) -> list[str]:
    """Return the lines near the headline that name a day without its year."""
    title = page.title or 0
    near = page.lines[max(0, title - _NEAR) : title + 1 + _NEAR]
    return [line.text for line in near if is_day_line(line.text)]


def _keep_doubtful(page: Page, labelled: Sequence[Labelled], labels: list[Label]) -> list[str]:
    """Keep running text that is as likely text as not, and return what to look at."""
    doubts = []
    for index, (line, found) in enumerate(zip(page.lines, labelled, strict=True)):
        if labels[index] in OUT and is_solid(line) and found.confidence < _SURELY_OUT:
            labels[index] = "body"
            doubts.append(f"line {line.number} was kept, but may be no part of the article")
    return doubts


def _sign(page: Page, labels: list[Label]) -> None:
    """Take a bare name for a signature only where the text is over: amid it, it is the text's.

    Names that stand below a signed article and its links are somebody else's.
    """
    last_text = max(
        (i for i, label in enumerate(labels) if label in {"body", "caption", "lede"}), default=-1
    )
    is_signed = is_over = False
    for index, label in enumerate(labels):
        if label == "signature":
            found = read_byline(page.lines[index].text)
            if index < last_text and not (found and found.labelled):
                labels[index] = "body"
            elif is_over and is_signed:
                labels[index] = "tail"
        is_signed = is_signed or labels[index] in {"byline", "signature"}
        is_over = is_over or label == "tail"
