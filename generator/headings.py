"""Long lists that no date divides: by the words that their headlines begin with.

Printed indexes do so. Numbered pages would shift with every article that is added; here only
the pages of its own first words change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.elements import Link, Part
from generator.lookup import Lookup
from generator.model import Article
from generator.urls import letter_segment
from generator.vietnamese import collation_key, initial, slug
from generator.views import ListingView

__all__ = ["Division", "divide", "division_lists", "division_parts", "headline_lists"]

SPELLINGS = 3
"""How many spellings of its first words a label names: an address tells no diacritics apart."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A list by headline, or a part of one: its label and its articles.

    ``path`` are the segments of its address below that of the whole list. What is too long for
    one page has ``parts``, and each of its articles is in one of these.
    """

    label: str
    path: tuple[str, ...]
    articles: tuple[Article, ...]
    parts: tuple[Division, ...] = ()


def divide(label: str, articles: Iterable[Article], most: int, page: str) -> Division:
    """Return the list by headline; if it has more than ``most``, by first letters, then words.

    Only what is more than that under one and the same headline is numbered; ``page`` is what
    such a part is called in an address.
    """
    ordered = tuple(sorted(articles, key=lambda a: (collation_key(a.title), a.url)))
    parts: tuple[Division, ...] = ()
    if len(ordered) > most:
        parts = tuple(
            _division(letter, (letter_segment(letter),), found, most, page)
            for letter, found in _groups(ordered, lambda a: initial(a.title)).items()
        )
    return Division(label=label, path=(), articles=ordered, parts=parts)


def headline_lists(
    lookup: Lookup,
    whole: Division,
    url: Callable[..., str],
    above: tuple[Link, ...],
    description: str | None = None,
) -> Iterator[ListingView]:
    """Yield the pages of a list by headline and of its parts; ``url`` is that of its segments."""
    yield _listing(lookup, whole, whole.label, url, above, description)
    yield from division_lists(lookup, whole, whole.label, url, above)


def division_lists(
    lookup: Lookup,
    division: Division,
    title: str,
    url: Callable[..., str],
    above: tuple[Link, ...],
) -> Iterator[ListingView]:
    """Yield the pages of all parts of a list whose own page is made elsewhere."""
    above = (*above, Link(label=division.label, url=url(*division.path)))
    for part in division.parts:
        name = lookup.language.text("listing_part", title=title, part=part.label)
        yield _listing(lookup, part, name, url, above)
        yield from division_lists(lookup, part, title, url, above)


def division_parts(division: Division, url: Callable[..., str]) -> tuple[Part, ...]:
    """Return the links to the parts of a list."""
    return tuple(
        Part(label=part.label, url=url(*part.path), count=len(part.articles))
        for part in division.parts
    )


def _listing(
    lookup: Lookup,
    division: Division,
    title: str,
    url: Callable[..., str],
    above: tuple[Link, ...],
    description: str | None = None,
) -> ListingView:
    return ListingView(
        url=url(*division.path),
        kind="headlines",
        title=title,
        description=description,
        count=len(division.articles),
        cards=() if division.parts else lookup.cards(division.articles),
        parts=division_parts(division, url),
        breadcrumb=above,
    )


def _division(
    label: str, path: tuple[str, ...], articles: Sequence[Article], most: int, page: str
) -> Division:
    """Return the articles whose first letter and words are those of the path."""
    if len(articles) <= most:
        return Division(label=label, path=path, articles=tuple(articles))
    words = len(path)
    parts: list[Division] = []
    for word, found in _groups(articles, lambda article: _word(article, words)).items():
        if word:
            parts.append(_division(_beginnings(found, words), (*path, word), found, most, page))
        else:
            parts += _numbered(path, found, most, page)
    # Where all go on with one word, a page that only says so is spared.
    if len(parts) == 1:
        return parts[0]
    return Division(label=label, path=path, articles=tuple(articles), parts=tuple(parts))


def _numbered(
    path: tuple[str, ...], articles: Sequence[Article], most: int, page: str
) -> list[Division]:
    """Return the articles of one headline in pages."""
    title = articles[0].title
    return [
        Division(
            label=title if number == 1 else f"{title} ({number})",
            # No word has a hyphen.
            path=(*path, f"{page}-{number}"),
            articles=tuple(articles[(number - 1) * most : number * most]),
        )
        for number in range(1, 1 + -(-len(articles) // most))
    ]


def _groups(
    articles: Iterable[Article], key: Callable[[Article], str]
) -> defaultdict[str, list[Article]]:
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[key(article)].append(article)
    return groups


def _word(article: Article, number: int) -> str:
    """Return a word of the headline as in an address, counted from 1; empty where it has ended."""
    words = _WORD.findall(article.title)
    return slug(words[number - 1]) if number <= len(words) else ""


def _beginnings(articles: Iterable[Article], words: int) -> str:
    found = (" ".join(_WORD.findall(article.title)[:words]) for article in articles)
    forms = list({form.casefold(): form for form in found}.values())
    return " / ".join(forms[:SPELLINGS]) + (" …" if len(forms) > SPELLINGS else "")
