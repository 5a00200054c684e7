"""Text as HTML."""

from __future__ import annotations

import re

from markupsafe import escape

__all__ = ["escaped"]

_SPECIAL = re.compile("[&<>'\"]")


def escaped(value: object) -> str:
    """Return a value as HTML, as Jinja prints it: ``Markup`` as it is, other texts escaped."""
    # Most texts have nothing to escape, and need not become Markup: that takes longest.
    if type(value) is str and _SPECIAL.search(value) is None:
        return value
    return escape(value)
