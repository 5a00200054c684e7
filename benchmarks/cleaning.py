"""Score the importer against the gold cases of the tests: ``python benchmarks/cleaning.py``.

A paragraph is right if the article has one with the same first 40 characters. Titles, dates and
bylines are right or wrong as a whole; a caption counts as right if its figure has the same
pictures and the same words. "Through" is the share of the lines of furniture that came into the
article, "whole" the number of cases in which nothing at all is wrong.

With ``--peers``, over the HTML cases only, beside what other libraries make of them (``pip
install --group bench``). The headline, headings and an agency's name may stand in their text; a
date is right if its day is, a caption if its words are, and "-" is what a library does not give.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import PEERS, Extract
from generator.importing.records import Paragraph, PictureBlock
from tests.importing.cases import (
    BEGINNING,
    Block,
    Case,
    blocks_of,
    came_through,
    clean_alone,
    load_cases,
)

_COLUMNS = "cases whole prec. recall F1 titles dates bylines captions through".split()
_COMPARED = "prec. recall F1 titles dates bylines captions".split()
_ALWAYS = frozenset({"prec.", "recall", "F1", "titles"})
_DAY = len("2000-01-01")


@dataclass(slots=True)
class Score:
    """Counts over some cases; ``right`` ones of what is ``found`` in them and ``due``."""

    cases: int = 0
    whole: int = 0
    paragraphs_right: int = 0
    paragraphs_found: int = 0
    paragraphs_due: int = 0
    titles: int = 0
    dates: int = 0
    bylines: int = 0
    captions_right: int = 0
    captions_due: int = 0
    through: int = 0
    dropped: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of other cases."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def row(self) -> list[str]:
        """Return the counts as a row of the table, in the order of ``_COLUMNS``."""
        precision = _share(self.paragraphs_right, self.paragraphs_found)
        recall = _share(self.paragraphs_right, self.paragraphs_due)
        both = self.paragraphs_found + self.paragraphs_due
        return [
            str(self.cases),
            str(self.whole),
            precision,
            recall,
            _share(2 * self.paragraphs_right, both),
            _share(self.titles, self.cases),
            _share(self.dates, self.cases),
            _share(self.bylines, self.cases),
            _share(self.captions_right, self.captions_due),
            _share(self.through, self.dropped),
        ]


def score(case: Case) -> Score:
    """Clean one case and count what is right."""
    article = clean_alone(case)
    blocks = blocks_of(article)
    found, due = _of("paragraph", blocks), _of("paragraph", case.blocks)
    captions = _of("figure", case.blocks)
    result = Score(
        cases=1,
        paragraphs_right=(found & due).total(),
        paragraphs_found=found.total(),
        paragraphs_due=due.total(),
        titles=int(article.title == case.title),
        dates=int(article.date.edtf == case.date),
        bylines=int(article.authors == case.authors),
        captions_right=(captions & _of("figure", blocks)).total(),
        captions_due=captions.total(),
        through=sum(came_through(article, line) for line in case.dropped),
        dropped=len(case.dropped),
    )
    rest = (article.kicker, article.agency) == (case.kicker, case.agency)
    facts = result.titles and result.dates and result.bylines and not result.through
    result.whole = int(bool(facts) and rest and blocks == case.blocks)
    return result


def _compare(case: Case, found: Extract) -> Score:
    """Count what is right in an extract of one case, by what all libraries can give."""
    heads = {case.title, *(block.text for block in case.blocks if block.kind == "heading")}
    prefix = re.compile(rf"\(?{re.escape(case.agency)}\)?[\s–—-]*" if case.agency else "")
    lines = [prefix.sub("", line, count=1) for line in found.lines if line not in heads]
    paragraphs = Counter(line[:BEGINNING].strip() for line in lines)
    due = _of("paragraph", case.blocks)
    words = [figure.partition("|")[2].strip() for figure in _of("figure", case.blocks)]
    captions = Counter(filter(None, words))
    return Score(
        cases=1,
        paragraphs_right=(paragraphs & due).total(),
        paragraphs_found=paragraphs.total(),
        paragraphs_due=due.total(),
        titles=int(found.title == case.title),
        dates=int(found.date == case.date[:_DAY]),
        bylines=int(found.authors == case.authors),
        captions_right=(captions & Counter(found.captions)).total(),
        captions_due=captions.total(),
    )


def _ours(case: Case) -> Extract:
    """Return our article of a case in the form of the peers'."""
    article = clean_alone(case)
    pictures = [block for block in article.blocks if isinstance(block, PictureBlock)]
    return Extract(
        title=article.title,
        lines=tuple(block.text for block in article.blocks if isinstance(block, Paragraph)),
        date=article.date.edtf[:_DAY],
        authors=article.authors,
        captions=tuple(picture.caption for picture in pictures),
    )


def _print_peers(cases: Sequence[Case]) -> None:
    rows = [("ours", frozenset(_COMPARED), [_ours(case) for case in cases])]
    for name, peer in PEERS.items():
        rows.append((name, peer.gives | _ALWAYS, [peer.extract(case.raw) for case in cases]))
    width = max(len(name) for name, _, _ in rows) + 2
    _print(f"{len(cases)} pages", _COMPARED, width)
    for name, gives, extracts in rows:
        total = Score()
        for case, found in zip(cases, extracts, strict=True):
            total.add(_compare(case, found))
        cells = dict(zip(_COLUMNS, total.row(), strict=True))
        _print(name, [cells[column] if column in gives else "-" for column in _COMPARED], width)


def _of(kind: str, blocks: Iterable[Block]) -> Counter[str]:
    return Counter(block.text for block in blocks if block.kind == kind)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _print(name: str, cells: Iterable[str], width: int) -> None:
    print(name.ljust(width) + "".join(cell.rjust(10) for cell in cells))


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", action="store_true", help="one line for every case as well")
    parser.add_argument("--peers", action="store_true", help="other libraries on the HTML cases")
    parser.add_argument("--folder", type=Path, help="cases of your own instead")
    options = parser.parse_args()
    cases = load_cases(options.folder) if options.folder else load_cases()
    if options.peers:
        _print_peers([case for case in cases if case.is_html])
        return
    width = max(map(len, [*(case.name for case in cases if options.cases), "total"])) + 2
    _print("", _COLUMNS, width)
    total = Score()
    languages = {case.lang: Score() for case in cases}
    for case in cases:
        result = score(case)
        total.add(result)
        languages[case.lang].add(result)
        if options.cases:
            _print(case.name, result.row(), width)
    for language, counts in sorted(languages.items()):
        _print(language, counts.row(), width)
    _print("total", total.row(), width)


if __name__ == "__main__":
    main()
