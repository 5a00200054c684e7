"""What is probably one thing: tags, sections, articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from generator.authority import likely_duplicates
from generator.checks.texts import Texts
from generator.config import FILE_NAME, Config
from generator.errors import Location, Problem, UserError
from generator.frontmatter import read
from generator.importing.reprints import Signature, signature, similarity
from generator.keys import closest
from generator.model import Article, Term
from generator.rehearsal import Rehearsal
from generator.vietnamese import slug
from generator.vocabulary import VOCABULARY

__all__ = ["similar_articles", "similar_tags", "unknown_sections"]

_ALIKE = 0.8
"""Share of common shingles from which on two texts are probably one."""

_BANDS = 16
"""Parts of a signature; two texts that are alike have one part in common: see ``reprints``."""

_COMPARISONS = 200_000
"""How often two labels are compared letter by letter, at most: about a second."""


def unknown_sections(config: Config, found: Rehearsal, texts: Texts) -> Iterator[Problem]:
    """Yield sections that ``archive.toml`` does not name, but nearly; if it names any."""
    known = {slug(label) for label in config.sections}
    told: set[str] = set()
    for article in found.articles:
        label = article.section
        if not known or label is None or slug(label) in known or label in told:
            continue
        told.add(label)
        close = closest(label, config.sections)
        yield Problem(
            location=_place(article, label, texts),
            message=f"{FILE_NAME} has no section “{label}”",
            remedy=f"Did you mean “{close}”?"
            if close
            else f"Write one of: {', '.join(config.sections)}; or add it to “sections”.",
            kind="section",
        )


def similar_tags(found: Rehearsal, texts: Texts) -> Iterator[Problem]:
    """Yield tags that are probably another one, at the first article that has them."""
    tags = found.archive.tags
    known = {tag.label for tag in tags}
    unused = [
        Term(label=subject.label, slug=subject.slug, forms=(subject.label,), articles=())
        for subject in found.vocabulary.subjects
        if subject.label not in known
    ]
    pairs = {
        drop: (keep, reason)
        for keep, drop, reason in likely_duplicates((*tags, *unused), found.vocabulary)
    }
    subjects = [subject.label for subject in found.vocabulary.subjects]
    others = [tag for tag in tags if found.vocabulary.find(tag.label) is None]
    if len(subjects) * len(others) <= _COMPARISONS:
        for tag in others:
            for close in get_close_matches(tag.label, subjects, n=1, cutoff=0.85):
                pairs.setdefault(tag.label, (close, "nearly the same letters"))
    first: dict[str, Article] = {}
    for article in found.archive.articles:
        for label in article.tags:
            first.setdefault(label, article)
    for drop, (keep, reason) in pairs.items():
        user = first.get(drop)
        merge = f'backissue tags merge "{keep}" "{drop}"'
        yield Problem(
            location=_place(user, drop, texts) if user else Location(file=VOCABULARY),
            message=f"the tag “{drop}” is probably “{keep}” ({reason})",
            remedy=f"Did you mean “{keep}”? To make them one: {merge}",
            kind="similar-tags",
        )


def similar_articles(found: Rehearsal, texts: Texts) -> Iterator[Problem]:
    """Yield articles that say nearly what another one says, unless they say so themselves."""
    originals: defaultdict[bytes, list[tuple[Article, Signature]]] = defaultdict(list)
    for article in sorted(found.archive.articles, key=lambda a: a.path):
        text = _signature(texts, article) if article.reprint_of is None else None
        if text is None:
            continue
        parts = [bytes([n]) + part for n, part in enumerate(_parts(text))]
        others = {other.path: (other, of) for part in parts for other, of in originals[part]}
        best = max(others.values(), key=lambda o: similarity(text, o[1]), default=None)
        if best is None or similarity(text, best[1]) < _ALIKE:
            # Later ones are compared with the originals only, so that the work stays linear.
            for part in parts:
                originals[part].append((article, text))
            continue
        yield Problem(
            location=Location(file=f"content/{article.path}"),
            message=f"says nearly the same as content/{best[0].path}",
            remedy=f"Remove one of them, or write: reprint_of: {best[0].path}",
            kind="similar-articles",
        )


def _parts(text: Signature) -> list[bytes]:
    size = len(text) // _BANDS
    return [text[start : start + size] for start in range(0, len(text), size)]


def _signature(texts: Texts, article: Article) -> Signature | None:
    try:
        return signature(read(texts.read(article.path).replace("\r\n", "\n"), "").body)
    except UserError:  # it has changed since
        return None


def _place(article: Article, label: str, texts: Texts) -> Location:
    """Return the first place of a label in an article's front matter, or the file."""
    return texts.place(article, rf"(?<!\w){re.escape(label)}(?!\w)")
