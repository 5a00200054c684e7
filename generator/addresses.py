"""Where the addresses of links and pictures stand in the text of a content file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.errors import Location

__all__ = ["addresses_in", "place_of", "place_of_address"]

_ADDRESS = re.compile(
    r"""\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<plain>[^)\s]*))   # [label](address), ![…](…)
    |^[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<reference>[^>\s]+)          # [label]: address
    |\s(?:href|src)\s*=\s*["']?(?P<html>[^"'\s>]+)
    """,
    re.VERBOSE | re.MULTILINE,
)


def addresses_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the addresses of the links and pictures in a text, and where each begins."""
    for match in _ADDRESS.finditer(text):
        group = str(match.lastgroup)
        yield match.start(group), match[group]


def place_of_address(text: str, file: str, is_meant: Callable[[str], bool]) -> Location:
    """Return the place of the first address in a file's text that is meant, or the file."""
    for start, address in addresses_in(text):
        if is_meant(address):
            return _location(text, file, start)
    return Location(file=file)


def place_of(text: str, file: str, pattern: str) -> Location:
    """Return the first place in a file's text at which a pattern is found, or the file.

    A group of it that is called ``here`` is the place.
    """
    regex = re.compile(pattern, re.MULTILINE)
    match = regex.search(text)
    if match is None:
        return Location(file=file)
    return _location(text, file, match.start("here" if "here" in regex.groupindex else 0))


def _location(text: str, file: str, start: int) -> Location:
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    return Location(
        file=file,
        line=text.count("\n", 0, start) + 1,
        column=start - begin + 1,
        text=text[begin : end if end >= 0 else len(text)].rstrip("\r"),
    )
