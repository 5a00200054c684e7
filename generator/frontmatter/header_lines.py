"""Lines ``Key: value`` above an empty line, as Pelican's users write them in Markdown."""

from __future__ import annotations

from generator.errors import Problem, UserError
from generator.frontmatter.fields import Field, problem_at

__all__ = ["read_header"]


def read_header(header: str, file: str) -> dict[str, Field]:
    """Return the fields of the lines at the beginning of a file; indented lines go on.

    Raises:
        UserError: a key stands there twice.
    """
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(header.splitlines(), 1):
        if line[:1].isspace():
            before = fields[key]
            said = f"{before.value}\n{line.strip()}"
            fields[key] = Field(value=said, line=before.line, column=before.column, key=before.key)
            continue
        key, _, value = line.partition(":")
        if key in fields:
            remedy = f"It is already in line {fields[key].line}."
            message = f"“{key}” stands here again"
            problems.append(problem_at(file, header, (number, 1), message, remedy))
        column = len(line) - len(value.lstrip()) + 1
        said = value.strip()
        fields[key] = Field(value=said or None, line=number, column=column, key=(number, 1))
    if problems:
        raise UserError(problems)
    return fields
