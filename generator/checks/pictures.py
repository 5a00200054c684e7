"""Pictures: those that are missing, those that nothing shows, those that say nothing."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from generator.checks.texts import Texts
from generator.embargo import SHOWN
from generator.errors import Location, Problem
from generator.model import Article
from generator.rehearsal import Rehearsal
from generator.renditions import picture_path
from generator.scan import is_picture
from generator.urls import media_url

__all__ = ["check_pictures", "missing_pictures", "silent_pictures"]

_NUMBERS = re.compile(r"\d+")


def check_pictures(found: Rehearsal, texts: Texts) -> Iterator[Problem]:
    """Yield advice about the pictures that articles show, and about those that none shows."""
    used = {
        picture_path(article.path, source, found.all_media)
        for article in found.articles
        for source in article.pictures
    }
    used |= {link.lstrip("/") for article in found.articles for link in article.links}
    for article in found.articles:
        if article.status in SHOWN:
            yield from missing_pictures(article, texts)
            yield from silent_pictures(article, texts)
    base = texts.config.base_path
    for path, item in found.all_media.items():
        # What a template shows is a link of its page.
        if path not in used and base + media_url(path) not in found.links.uses:
            noun = "picture" if item.width is not None else "file"
            yield Problem(
                location=Location(file=f"content/{path}"),
                message=f"no article shows this {noun}, and it is published",
                remedy="Show it, or remove the file.",
                kind="unused-file",
            )


def missing_pictures(article: Article, texts: Texts) -> Iterator[Problem]:
    """Yield advice about pictures that an article shows and that are not there."""
    there = _OnDisk(texts.config.content)  # what cannot be published is a mistake, told as such
    for source in dict.fromkeys(article.pictures):
        if not source or "//" in source or picture_path(article.path, source, there):
            continue
        yield Problem(
            location=texts.place_of_address(article.path, source.__eq__),
            message=f"there is no picture “{source}”",
            remedy=_instead(article, unquote(source), texts.config.content),
            kind="missing-picture",
        )


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """The paths of the files below a folder."""

    folder: Path

    def __contains__(self, path: object) -> bool:
        return (self.folder / str(path)).is_file()


def _instead(article: Article, source: str, content: Path) -> str:
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(article.path), source, ".."))
    name = posixpath.basename(source)
    # Pictures are numbered: the next one is no misspelling of this one.
    letters = _NUMBERS.sub("", name)
    beside = sorted(path.name for path in (content / folder).glob("*") if is_picture(path.name))
    like = [other for other in beside if _NUMBERS.sub("", other) != letters]
    for close in get_close_matches(name, like, n=1):
        return f"Did you mean “{posixpath.join(posixpath.dirname(source), close)}”?"
    return "Put the file there; or, if it is lost, leave the brackets empty: ![Caption]()"


def silent_pictures(article: Article, texts: Texts) -> Iterator[Problem]:
    """Yield advice about pictures of an article that nothing is said about."""
    for source, count in Counter(article.silent_pictures).items():
        more = f" ({count} times)" if count > 1 else ""
        yield Problem(
            location=texts.place_of_address(article.path, source.__eq__),
            message=f"the picture has neither caption nor alternative text{more}",
            remedy=f"Say what it shows: ![Who or what, where, when.]({source})",
            kind="caption",
        )
