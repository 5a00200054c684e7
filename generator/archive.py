"""Articles to archive: every order in which a reader meets them. Pure, and linear in size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import attrgetter

from msgspec.structs import replace

from generator.embargo import SHOWN
from generator.model import Archive, Article, Month, Status, Term, Year
from generator.vietnamese import collation_key, slug
from generator.vocabulary import Vocabulary

__all__ = ["arrange", "retagged"]


def arrange(
    articles: Iterable[Article],
    sections: Sequence[str] = (),
    vocabulary: Vocabulary = Vocabulary(),  # noqa: B008 - it is frozen
    shown: Collection[Status] = SHOWN,
) -> Archive:
    """Return the archive of the articles that are ``shown``; withdrawn ones are kept apart.

    ``sections`` are the newspaper's own, in its order; others that articles name come after.
    Tags are called as the ``vocabulary`` calls them.
    """
    ordered = _newest_first(retagged(article, vocabulary) for article in articles)
    published = tuple(a for a in ordered if a.status in shown)
    tags = _controlled(_terms(published, attrgetter("tags")), vocabulary)
    rank = {slug(label): position for position, label in enumerate(sections)}
    by_section = sorted(
        _terms(published, lambda a: (a.section,) if a.section else ()),
        key=lambda term: rank.get(term.slug, len(rank)),
    )
    return Archive(
        articles=published,
        withdrawn=tuple(a for a in ordered if a.status in {"withdrawn", "expired"}),
        sections=tuple(by_section),
        tags=tags,
        people=_terms(published, attrgetter("authors")),
        years=_years(published),
        undated=tuple(a for a in published if a.date.year is None),
        neighbours=_neighbours(published),
    )


def _newest_first(articles: Iterable[Article]) -> list[Article]:
    by_url = sorted(articles, key=attrgetter("url"))
    return sorted(by_url, key=attrgetter("date.sort_key"), reverse=True)


def _terms(
    articles: Sequence[Article], labels_of: Callable[[Article], Iterable[str]]
) -> tuple[Term, ...]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, article in enumerate(articles):
        for label in labels_of(article):
            places[label].append(place)
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for label in places:
        forms[slug(label)].append(label)
    terms = []
    for key, labels in forms.items():
        by_use = sorted(labels, key=lambda label: (-len(places[label]), collation_key(label)))
        found = places[labels[0]]
        if len(labels) > 1:  # of one slug an article has one label only
            found = sorted(chain.from_iterable(map(places.__getitem__, labels)))
        members = tuple(map(articles.__getitem__, found))
        terms.append(Term(label=by_use[0], slug=key, forms=tuple(by_use), articles=members))
    return tuple(sorted(terms, key=lambda term: collation_key(term.label)))


def retagged(article: Article, vocabulary: Vocabulary) -> Article:
    """Return an article with its tags as the vocabulary calls them."""
    if not vocabulary.subjects:
        return article
    tags = tuple(dict.fromkeys(map(vocabulary.canonical, article.tags)))
    return article if tags == article.tags else replace(article, tags=tags)


def _controlled(tags: Sequence[Term], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return the tags with what the vocabulary says about them, and the broader ones of these.

    A broader tag without articles of its own leads to the narrower ones.
    """
    found = {tag.label: tag for tag in tags}
    for tag in tags:
        for label in vocabulary.above(tag.label):
            found.setdefault(label, Term(label=label, slug="", forms=(), articles=()))
    ordered = sorted(found, key=collation_key)
    subjects = {label: subject for label in ordered if (subject := vocabulary.find(label))}
    narrower: defaultdict[str | None, list[str]] = defaultdict(list)
    for label, subject in subjects.items():
        narrower[subject.broader].append(label)
    for label, subject in subjects.items():
        forms = (label, *subject.aliases)
        found[label] = replace(
            found[label],
            slug=subject.slug,
            forms=forms,
            aliases=tuple(sorted({slug(form) for form in forms} - {subject.slug})),
            description=subject.description,
            broader=subject.broader,
            narrower=tuple(narrower[label]),
        )
    return tuple(found[label] for label in ordered)


def _years(articles: Sequence[Article]) -> tuple[Year, ...]:
    months: defaultdict[tuple[int, int], list[Article]] = defaultdict(list)
    for article in articles:
        if article.date.year is not None:
            months[article.date.year, article.date.month or 0].append(article)
    years: defaultdict[int, list[Month]] = defaultdict(list)
    for (year, month), found in sorted(months.items(), reverse=True):
        years[year].append(Month(number=month, articles=tuple(found)))
    return tuple(Year(number=year, months=tuple(found)) for year, found in years.items())


def _neighbours(
    articles: Sequence[Article],
) -> dict[str, tuple[Article | None, Article | None]]:
    """Return the earlier and the later article of each dated one."""
    dated = [a for a in articles if a.date.year is not None]
    # The list with nothing at both ends: each article stands between its neighbours.
    framed: list[Article | None] = [None, *dated, None]
    return {a.url: (framed[i + 2], framed[i]) for i, a in enumerate(dated)}
