"""One page by itself, while somebody writes it: what ``check`` would say of it, at once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.checks.links import links_of_page
from generator.checks.pictures import missing_pictures, silent_pictures
from generator.checks.texts import Texts
from generator.config import Config
from generator.errors import Problem
from generator.model import Article
from generator.site_links import SiteLinks, read_document
from generator.urls import output_path

__all__ = ["look_at"]


def look_at(config: Config, article: Article, data: bytes, output: Path) -> tuple[Problem, ...]:
    """Return what is wrong on an article's page: links, anchors and pictures of its own text.

    ``data`` is the page, ``output`` the folder of the site that it belongs to.
    """
    texts, site = Texts(config), SiteLinks()
    document = read_document(data)
    path = output_path(article.url)
    site.add(path, f"content/{article.path}", document)
    for address, _ in document.links:
        target = _target(address, config.base_path)
        if target is not None and (output / target).is_file():
            site.anchors.setdefault(target, read_document((output / target).read_bytes()).anchors)
    return (
        *links_of_page(config, site, output, texts),
        *missing_pictures(article, texts),
        *silent_pictures(article, texts),
    )


def _target(address: str, base_path: str) -> str | None:
    """Return the file of another page of the site to a place of which an address leads."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_own = not parts.netloc and parts.path.startswith(base_path + "/")
    return output_path(unquote(parts.path[len(base_path) :])) if is_own and parts.fragment else None
