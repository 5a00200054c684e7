"""Articles of which nothing but the wording has changed since the site was published. Pure.

That is what editors do all day, and it changes few pages: the article's own, feeds, data, and the
search index. No list, no neighbour and no number of the archive can have changed, so a build need
not plan them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.digest import SIZE, digest
from generator.model import Article
from generator.outputs import Edition

__all__ = ["frame_digest", "reworded", "texts_of"]


def frame_digest(surroundings: bytes, articles: Sequence[Article]) -> bytes:
    """Return a digest of all that a site is made from but the wording of its articles.

    ``surroundings`` is a digest of all but the articles.
    """
    return digest(surroundings, msgspec.msgpack.encode(list(map(_said, articles))))


def _said(article: Article) -> object:
    """Return what pages can say of an article beside its text; of a withdrawn one it is all."""
    if not article.facts:
        return article
    return (article.facts, article.links) if article.links else article.facts


def texts_of(articles: Sequence[Article]) -> bytes:
    """Return the digests of the articles' texts, one after the other."""
    return bytes.fromhex("".join([article.key for article in articles]))


def reworded(before: Edition, after: Edition) -> Iterator[int]:
    """Yield the numbers of the articles whose texts differ in two editions with one frame."""
    for number in range(len(after.texts) // SIZE):
        place = slice(number * SIZE, (number + 1) * SIZE)
        if before.texts[place] != after.texts[place]:
            yield number
