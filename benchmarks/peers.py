"""What other libraries that extract articles make of an HTML page, in comparable form.

They are the dependency group "bench" of pyproject.toml. Each is imported where it is used: who
does not compare does not need them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import lxml.html
from lxml.etree import _Element

__all__ = ["PEERS", "Extract", "Peer"]

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An article as a library gives it: a line a paragraph or heading; ``date`` is a day."""

    title: str
    lines: tuple[str, ...]
    date: str = ""
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: what it makes of a page, and what it is able to give besides title and text."""

    extract: Callable[[str], Extract]
    gives: frozenset[str]


def _trafilatura(html: str) -> Extract:
    import trafilatura  # noqa: PLC0415 - see above

    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return Extract(title="", lines=())
    return Extract(
        title=found.title or "",
        lines=_lines(found.body, frozenset({"p", "head", "item", "quote", "cell", "row", "lb"})),
        date=found.date or "",
        authors=tuple((found.author or "").split("; ")) if found.author else (),
    )


def _readability(html: str) -> Extract:
    import readability  # noqa: PLC0415 - see above

    document = readability.Document(html)
    root = lxml.html.document_fromstring(document.summary())
    captions = list(root.iter("figcaption"))
    texts = [_folded(caption.text_content()) for caption in captions]
    for caption in captions:
        caption.drop_tree()
    author = document.author()
    return Extract(
        title=document.short_title(),
        lines=_lines(root, _BLOCKS),
        authors=(author,) if author and not author.startswith("[") else (),
        captions=tuple(filter(None, texts)),
    )


def _newspaper(html: str) -> Extract:
    import newspaper  # noqa: PLC0415 - see above

    article = newspaper.Article("https://newspaper.example/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return Extract(
        title=article.title,
        lines=tuple(filter(None, map(_folded, article.text.split("\n")))),
        date=article.publish_date.date().isoformat() if article.publish_date else "",
        authors=tuple(article.authors),
    )


def _lines(root: _Element, blocks: frozenset[str]) -> tuple[str, ...]:
    """Return the text of a tree, cut where its blocks begin and end; the tree is used up."""
    for element in root.iter():
        # The tags of trafilatura's trees are its own, so that lxml knows of no block there.
        element.text = " ".join((element.text or "").split("\n"))
        element.tail = " ".join((element.tail or "").split("\n"))
        if element.tag in blocks:
            element.text = f"\n{element.text}"
            element.tail = f"\n{element.tail}"
    text = "".join(map(str, root.itertext()))
    return tuple(filter(None, map(_folded, text.split("\n"))))


def _folded(text: str) -> str:
    return " ".join(text.split())


PEERS: Mapping[str, Peer] = {
    "trafilatura": Peer(_trafilatura, frozenset({"dates", "bylines"})),
    "readability-lxml": Peer(_readability, frozenset({"bylines", "captions"})),
    "newspaper4k": Peer(_newspaper, frozenset({"dates", "bylines"})),
}
