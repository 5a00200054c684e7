"""Front matter: text to fields and back, with the line of every field.

YAML between ``---`` lines, TOML between ``+++`` lines, or the lines ``Key: value`` of Pelican.
All are read more strictly than by their own rules: every scalar is text until the field that
it belongs to gives it a type.
"""

from __future__ import annotations

import re

from generator.errors import Location, Problem, UserError
from generator.frontmatter.fields import Field, FrontMatter, Value, problem_at
from generator.frontmatter.header_lines import read_header
from generator.frontmatter.plain_lines import read_plain
from generator.frontmatter.toml_text import parse_toml, read_toml, toml_problem
from generator.frontmatter.writing import write
from generator.frontmatter.yaml_text import read_yaml

__all__ = [
    "Field",
    "FrontMatter",
    "Value",
    "parse_toml",
    "problem_at",
    "read",
    "toml_problem",
    "write",
]

_FENCES = {
    fence: re.compile(
        rf"{re.escape(fence)}[ \t]*\n(?P<inside>.*?)^{re.escape(fence)}[ \t]*(?:\n|\Z)",
        re.DOTALL | re.MULTILINE,
    )
    for fence in ("---", "+++")
}
_READERS = {"---": read_yaml, "+++": read_toml}
_NAMES = {"---": "three hyphens", "+++": "three plus signs"}

_HEADER = re.compile(r"(?:[A-Za-z_-]+:(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*)+(?=[ \t]*\n|\Z)")
_TITLE_LINE = re.compile(r"^title:", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"\s*# \S")


def read(text: str, file: str) -> FrontMatter:
    """Return the front matter and the body of a content file's text.

    A file that begins with a heading needs none.

    Raises:
        UserError: the front matter is missing, not closed, or not readable; with line and column.
    """
    fence = text[:3]
    if fence in _FENCES:
        return _between_fences(text, file, fence)
    header = _HEADER.match(text if text.endswith("\n") else f"{text}\n")
    if header is not None and _TITLE_LINE.search(header.group()):
        fields = read_header(header.group(), file)
        return _front_matter(text, fields, min(header.end(), len(text)))
    if _HEADING.match(text):
        return _front_matter(text, {}, 0)
    raise UserError(
        Problem(
            location=Location(file=file, line=1, text=text.split("\n", 1)[0][:120]),
            message="no front matter",
            remedy="Begin the file with three lines: ---, title: The headline, ---",
        )
    )


def _between_fences(text: str, file: str, fence: str) -> FrontMatter:
    match = _FENCES[fence].match(text)
    if match is None:
        problem = Problem(
            location=Location(file=file, line=1, text=text.split("\n", 1)[0][:120]),
            message="the front matter is not closed",
            remedy=f"Close it with a line of {_NAMES[fence]}: {fence}",
        )
        raise UserError(problem)
    inside = match["inside"]
    plain = read_plain(inside) if fence == "---" else None
    return _front_matter(text, plain or _READERS[fence](inside, text, file), match.end())


def _front_matter(text: str, fields: dict[str, Field], end: int) -> FrontMatter:
    body_line = text.count("\n", 0, end) + 1
    return FrontMatter(fields=fields, body=text[end:], body_line=body_line)
