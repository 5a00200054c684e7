"""``{% remember values %} … {% endremember %}``: a part of a page that depends on these alone.

The card of an article stands in the lists of its section, its tags, its authors and its month,
the same in each: it is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

__all__ = ["Remember"]

MOST = 50_000
"""Parts that are kept: those of some 30 MB."""


class Remember(Extension):
    """The tag, and what has been made so far, by its place in the templates and its values."""

    tags = {"remember"}  # noqa: RUF012 - the library declares it for the instance

    def __init__(self, environment: Environment) -> None:
        """Begin with nothing."""
        super().__init__(environment)
        self._made: dict[Hashable, Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the call that stands for the tag and its body."""
        line = next(parser.stream).lineno
        place = nodes.Const(f"{parser.name}:{parser.free_identifier().name}")
        values = parser.parse_tuple()
        body = parser.parse_statements(("name:endremember",), drop_needle=True)
        call = self.call_method("_remembered", [place, values])
        return nodes.CallBlock(call, [], [], body, lineno=line)

    def _remembered(self, place: str, values: Hashable, caller: Callable[[], Markup]) -> Markup:
        key = (place, values)
        made = self._made.get(key)
        if made is None:
            if len(self._made) == MOST:
                self._made.clear()
            made = self._made[key] = caller()
        return made
