"""What the tests of the importer share: a house, a file read whole, an article cleaned alone."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from generator.errors import Problem, UserError
from generator.importing.clean import clean, survey
from generator.importing.corpus import Counts, Tally
from generator.importing.house import House
from generator.importing.readers import Part, read_part, unpack
from generator.importing.records import CleanArticle, RawRecord

HOUSE = House(zone=ZoneInfo("Asia/Ho_Chi_Minh"), sections={"kinh-te": "Kinh tế"})


def read_all(path: Path, house: House = HOUSE) -> tuple[list[RawRecord], list[Problem]]:
    """Return all articles of a file, read, and all that is wrong with it."""
    records: list[RawRecord] = []
    problems: list[Problem] = []
    for part in unpack(path, path.name, house):
        if isinstance(part, Problem):
            problems.append(part)
            continue
        try:
            records.append(read_part(part, house))
        except UserError as error:
            problems += error.problems
    return records, problems


def clean_part(part: Part, house: House = HOUSE) -> CleanArticle:
    """Return what the importer makes of an article when nothing else is imported with it."""
    record = read_part(part, house)
    counts, tally = Counts(), Tally()
    survey(record, counts, house)
    tally.add(counts)
    return clean(record, tally.corpus(), house)


def clean_text(text: str) -> CleanArticle:
    """Return what the importer makes of a text alone."""
    return clean_part(Part(file="a.txt", path=Path("a.txt"), content=text.encode()))
