"""Pages that a scraper saved as Markdown: their links, pictures and headings are not the text's.

Programs like html2text turn a whole page into Markdown (J. Gruber, 2004), its menus into lists
of links. An article that has a star or a bracket in it is no such page and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from generator.bounds import Excess
from generator.errors import UserError
from generator.importing.readers.html import read_fragment
from generator.importing.readers.parts import problem
from generator.importing.records import RawRecord
from generator.markup import unsafe_html

__all__ = ["is_markdown", "read_markdown"]

_LINK = re.compile(
    r"\]\(<?(?:https?:|mailto:|javascript:|/|\.{1,2}/|#)(?:(?!\]\()\S)*?>?(?: \"[^\"\n]*\")?\)"
)
_FEWEST = 8
"""Links to addresses that a text has at least if Markdown was made of a whole page."""

_TOLD = frozenset(
    {"html: h1", "html: heading", "html: item", "html: quote", "html: cell", "html: mostly links"}
    | {"html: all in italics", "html: all in bold"}
)
"""What Markdown tells of a line; where the article stands on the page is lost."""


def is_markdown(text: str) -> bool:
    """Return whether a text is a page in Markdown, by its links."""
    return "](" in text and sum(1 for _ in _LINK.finditer(text)) >= _FEWEST


def read_markdown(record: RawRecord) -> RawRecord:
    """Return the record of a page in Markdown with its lines as they were to be read.

    Raises:
        UserError: it cannot be parsed.
    """
    try:
        html = unsafe_html(record.text)
    except Excess as excess:
        remedy = "Save the page anew, or as plain text."
        raise UserError(problem(record.file, f"it has {excess}", remedy, excess.line)) from None
    page = read_fragment(html, record.file)
    marks = {number: _TOLD & found for number, found in page.marks.items()}
    kept: Mapping[int, frozenset[str]] = {number: found for number, found in marks.items() if found}
    return replace(record, text=page.text, marks=kept, links=page.links)
