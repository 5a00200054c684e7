"""A page as a whole: its lines, what the rules say of them, which is the headline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.importing.corpus import Corpus
from generator.importing.lines import Line
from generator.importing.rules import Rule

__all__ = ["BOXED_RULES", "BREAKS", "Observations", "Page", "is_headline"]

Observations = dict[str, float]
"""What holds of a line, by name, from 0 (not at all) to 1; the names are those of ``weights``."""
BOXED_RULES = frozenset(
    {"rule: line", "rule: opens", "rule: section", "rule: imprint", "rule: site"}
)
BREAKS = BOXED_RULES | frozenset(
    {"printed twice", "repeated in other records", "headline of another record", "stamp"}
    | {"below a teaser's headline", "headline in a box of links", "summary in a box of links"}
    | {"html: outside", "html: called furniture", "html: mostly links", "html: not main"}
)
"""What ends a text that goes on, as far as one line can."""
_NO_HEADLINE = BOXED_RULES | frozenset({"names only", "stamp", "list item"})


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page's lines with what was found out about them as a whole."""

    lines: tuple[Line, ...]
    rules: tuple[Rule | None, ...]
    title: int | None
    corpus: Corpus

    @cached_property
    def all_spaced(self) -> bool:
        """Return whether blank lines stand everywhere, and so tell nothing."""
        return all(line.spaced for line in self.lines)

    @cached_property
    def is_marked_up(self) -> bool:
        """Return whether the format tells of most lines what they are."""
        return sum(map(bool, (line.marks for line in self.lines))) * 2 > len(self.lines)

    @property
    def title_key(self) -> str | None:
        """Return the headline for comparison."""
        return None if self.title is None else self.lines[self.title].key


def is_headline(found: Observations) -> bool:
    """Return whether a line reads like a headline: of this article, of a part, or of a link."""
    return (
        ("no end" in found or "a short question" in found)
        and ("short" in found or "middling" in found)
        and _NO_HEADLINE.isdisjoint(found)
    )
