"""Bylines that name nobody: initials and roles, with which several people may have signed."""

from __future__ import annotations

import re
from functools import cache

from generator.languages import available_languages, load_language
from generator.vietnamese import fold

__all__ = ["is_shared"]

LONGEST = 5
"""Letters of the longest word in capitals that is taken for an abbreviation."""

_MARKS = re.compile(r"[\s.,&/()-]+")


def is_shared(byline: str) -> bool:
    """Return whether a byline is initials or a role, so that nobody knows how many people it is.

    A name with one word written out is a person's. The roles are those of all languages, since
    articles may be in another than the interface.

    >>> is_shared("N.V"), is_shared("PV"), is_shared("H. Anh")
    (True, True, False)
    """
    words = [word for word in _MARKS.split(byline) if word]
    if all(len(word) == 1 and word.isupper() for word in words):
        return True
    abbreviated = len(words) == 1 and len(words[0]) <= LONGEST and words[0].isupper()
    return abbreviated or fold(" ".join(words)) in _roles()


@cache
def _roles() -> frozenset[str]:
    lists = (load_language(code).text("byline_roles") for code in available_languages())
    return frozenset(fold(role) for roles in lists for role in roles.split(", "))
