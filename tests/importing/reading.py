"""What the tests of the readers share: a house, and a file read whole."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from generator.errors import Problem, UserError
from generator.importing.house import House
from generator.importing.readers import read_part, unpack
from generator.importing.records import RawRecord

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
