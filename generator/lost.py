"""Mistakes that show only with all articles at hand: lost links, originals and pictures."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from generator.addresses import addresses_in, place_of, place_of_address
from generator.config import Config
from generator.errors import Location, Problem
from generator.markup import linked_file
from generator.model import Article
from generator.renditions import picture_path

__all__ = ["links_of", "lost_links", "lost_originals", "wrong_pictures"]


def lost_originals(
    config: Config, paths: Collection[str], articles: Iterable[Article]
) -> Iterator[Problem]:
    """Yield a problem for each article that is said to repeat one that is not there."""
    for article in articles:
        if article.reprint_of is None or article.reprint_of in paths:
            continue
        yield Problem(
            location=place_of(*_source(config, article.path), r"^reprint_of\s*[:=]\s*(?P<here>\S)"),
            message=f"there is no content/{article.reprint_of}",
            remedy="Write the path of a file below content/, or remove the line: "
            "reprint_of: 2021/12/cho-noi.md",
        )


def lost_links(
    config: Config, paths: Collection[str], linked: Iterable[tuple[str, Iterable[str]]]
) -> Iterator[Problem]:
    """Yield a problem for each link to an article that is not there.

    ``linked`` are the paths of articles with the files that they link to.
    """
    for path, links in linked:
        for target in links:
            if target in paths or target.startswith("/"):
                continue

            def is_meant(address: str, path: str = path, target: str = target) -> bool:
                return linked_file(path, address) == target

            yield Problem(
                location=place_of_address(*_source(config, path), is_meant),
                message=f"the link leads to no article: there is no content/{target}",
                remedy=_nearest(target, path, paths),
            )


def links_of(config: Config, path: str) -> Iterator[str]:
    """Yield the content files that one links to which is no article yet."""
    with contextlib.suppress(OSError):
        for _, address in addresses_in(_source(config, path)[0]):
            linked = linked_file(path, address)
            if linked is not None:
                yield linked


def _nearest(target: str, path: str, paths: Collection[str]) -> str:
    """Return what to do about a link to a file that is not there: a like name may be meant."""
    folder, _, name = target.rpartition("/")
    beside = {other.rpartition("/")[2]: other for other in paths if _folder(other) == folder}
    moved = [other for other in paths if other.rpartition("/")[2] == name]
    meant = moved[:1] or [beside[close] for close in get_close_matches(name, beside, n=1)]
    if not meant:
        return "Correct the address, or remove the link."
    return f"Did you mean “{posixpath.relpath(meant[0], _folder(path) or '.')}”?"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def wrong_pictures(
    config: Config,
    wrong: Mapping[str, str],
    known: Collection[str],
    articles: Iterable[Article],
) -> Iterator[Problem]:
    """Yield what is wrong with each picture, at the first place where an article shows it."""
    if not wrong:
        return
    shown: dict[str, tuple[Article, str]] = {}
    for article in articles:
        for source in article.pictures:
            path = picture_path(article.path, source, known)
            if path is not None and path in wrong:
                shown.setdefault(path, (article, source))
    for path, message in wrong.items():
        location, subject = Location(file=f"content/{path}"), "this picture"
        if path in shown:
            article, source = shown[path]
            location = place_of_address(*_source(config, article.path), source.__eq__)
            subject = f"the picture content/{path}"
        yield Problem(
            location=location,
            message=f"{subject} cannot be published: {message}",
            remedy="Replace the file, or remove it: its caption stays.",
        )


def _source(config: Config, path: str) -> tuple[str, str]:
    """Return the text of a content file, and what problems call the file."""
    file = f"content/{path}"
    return (config.root / file).read_text(encoding="utf-8-sig", errors="replace"), file
