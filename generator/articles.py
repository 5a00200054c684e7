"""One content file to one article: the front matter's keys, their types and their meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from generator.bounds import Excess
from generator.dates import UNKNOWN, parse_date
from generator.digest import content_digest
from generator.errors import UserError
from generator.field_reader import FieldReader, distinct
from generator.frontmatter import Field, read
from generator.markup import link_resolver, plain_text, render_markdown
from generator.model import ArchiveDate, Article, Body, DateBasis, Figure, Status
from generator.urls import Urls
from generator.vietnamese import compose

__all__ = ["Parsed", "parse_article"]

LEDE_LENGTH = 240
"""Longest lede of a listing in characters, where the front matter has no summary."""

STATUSES: tuple[Status, ...] = ("published", "draft", "withdrawn")
DATE_BASES: tuple[DateBasis, ...] = ("stated", "inferred", "crawl")

_HEADING = re.compile(r"\s*#[ \t]+(?P<title>\S[^\n]*)(?:\n|\Z)")
_DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})[-_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An article and its body, as the store keeps them."""

    article: Article
    body: Body


def parse_article(path: str, text: str, key: str, urls: Urls, base_path: str) -> Parsed:
    """Return the article in a content file.

    ``path`` is relative to ``content/``; ``key`` identifies this very text under these very
    settings, and becomes the article's key.

    Raises:
        UserError: everything that is wrong in this file.
    """
    content = compose(text.replace("\r\n", "\n"))
    front = read(content, f"content/{path}")
    reader = FieldReader(path=path, content=content)
    fields = reader.article(front.fields)
    title, markdown = _title(reader.text(fields, "title"), front.body)
    if title is None and not (fields.get("title") and reader.problems):
        reader.complain(fields.get("title"), "the title is missing", "Add: title: The headline")
    status = reader.choice(fields, "status", STATUSES) or "published"
    if reader.flag(fields, "draft"):
        status = "draft"
    url = urls.article(path)
    if url == "/":
        reader.complain(None, "the file's name has no letter or digit", "Rename the file.")
    if path.rpartition("/")[2] == "_index.md":
        message = "this is the page of a list in Hugo and Zola, and no article"
        remedy = "Remove the file; an introduction belongs into [sections] of archive.toml."
        reader.complain(None, message, remedy)
    links: dict[str, None] = {}
    try:
        body = render_markdown(markdown, link_resolver(path, base_path, urls.article, links))
    except Excess as excess:
        above = content.count("\n", 0, len(content) - len(markdown))
        reader.complain_of_line(above + excess.line, f"the text has {excess}", "Divide or mend it.")
        body = Body(blocks=(), text="")
    summary, opening = reader.text(fields, "summary"), _first_text(body)
    section, *topics = reader.labels(fields, "section", separators="") or (None,)
    article = Article(
        path=path,
        key="",
        facts=b"",
        url=url,
        title=title or "",
        date=reader.date(fields, "date") or _date_of_name(path, fields) or UNKNOWN,
        date_basis=reader.choice(fields, "date_basis", DATE_BASES),
        updated=reader.date(fields, "updated"),
        kicker=reader.text(fields, "kicker"),
        summary=summary,
        opens_with_summary=summary is not None and opening.startswith(summary),
        lede=_shorten(summary or opening),
        authors=reader.labels(fields, "authors"),
        agency=reader.text(fields, "agency"),
        section=section,
        tags=distinct((*reader.labels(fields, "tags"), *topics)),
        status=status,
        publish=reader.moment(fields, "publish"),
        expires=reader.moment(fields, "expires"),
        reason=reader.text(fields, "reason"),
        corrections=reader.corrections(fields),
        aliases=reader.aliases(fields, url),
        reprint_of=reader.reprint_of(fields),
        source=reader.source(fields),
        pictures=tuple(
            source for block in body.blocks if isinstance(block, Figure) for source in block.sources
        ),
    )
    if reader.problems:
        raise UserError(reader.problems)
    article = replace(
        article,
        facts=content_digest(msgspec.msgpack.encode(article)),
        key=key,
        # A body's text has one space between words, and one line end between lines.
        words=body.text.count(" ") + body.text.count("\n") + bool(body.text),
        links=tuple(links),
        silent_pictures=tuple(
            source
            for block in body.blocks
            if isinstance(block, Figure) and not block.caption
            for source, alt in zip(block.sources, block.alts, strict=True)
            if not alt
        ),
    )
    return Parsed(article=article, body=body)


def _title(title: str | None, body: str) -> tuple[str | None, str]:
    """Return the title and the text below it: a heading above the text stands for a title."""
    heading = _HEADING.match(body)
    if heading is None:
        return title, body
    try:
        said = " ".join(render_markdown(heading["title"].rstrip(" \t#") or "#").text.split())
    except Excess:  # told with the text that it begins
        return title, body
    return (said, body[heading.end() :]) if title in {None, said} else (title, body)


def _date_of_name(path: str, fields: Mapping[str, Field]) -> ArchiveDate | None:
    """Return the date that the name of a file without one begins with, as Jekyll has it."""
    *folders, name = path.split("/")
    named = folders[-1] if name == "index.md" and folders else name
    match = _DATED.match(named) if "date" not in fields else None
    try:
        return parse_date(match["date"]) if match is not None else None
    except ValueError:
        return None


def _first_text(body: Body) -> str:
    """Return the first paragraph that is no picture and no heading."""
    for block in body.blocks:
        if isinstance(block, str) and "<p>" in block:
            inside = block[block.index("<p>") + 3 : block.index("</p>")]
            # Most paragraphs have no markup, and are their own text.
            return (
                plain_text(inside) if "<" in inside or "&" in inside else " ".join(inside.split())
            )
    return ""


def _shorten(text: str) -> str:
    """Return the text cut after a whole word, with an ellipsis, if it is too long."""
    folded = " ".join(text.split())
    if len(folded) <= LEDE_LENGTH:
        return folded
    cut = folded[:LEDE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.–-")
    return cut + "…"
