"""The lists of all sections, tags and people.

Tags and people stand from A to Z: on one page while they are few, on one a letter when they are
many. Then the way in shows the letters and the largest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator.bylines import is_shared
from generator.charts import year_chart
from generator.elements import Link, Part
from generator.listings import totals
from generator.lookup import Lookup
from generator.model import Archive, Term
from generator.urls import letter_segment
from generator.vietnamese import collation_key, initial
from generator.views import GroupView, IndexView, Inputs, SectionsView, SectionView

__all__ = ["Indexes"]

WHOLE_INDEX = 300
"""Up to how many tags or people one page lists all of them."""

LARGEST = 50
"""How many of the largest the way into a long list shows."""


class Indexes:
    """Makes the pages that list all terms of a kind."""

    def __init__(self, archive: Archive, lookup: Lookup, introductions: Mapping[str, str]) -> None:
        """Prepare for this archive; ``introductions`` are those of its sections, by slug."""
        self.archive = archive
        self.lookup = lookup
        self.urls = lookup.urls
        self.introductions = introductions

    def pages(self) -> Iterator[Inputs]:
        """Yield the list of sections, and those of tags and people from A to Z."""
        yield self._sections()
        counts = totals(self.archive.tags)
        tags = [
            Part(label=tag.label, url=self.urls.tag(tag.slug), count=counts[tag.label])
            for tag in self.archive.tags
        ]
        yield from self._index("tags", [(initial(part.label), part) for part in tags])
        shared = self.lookup.language.text("shared_bylines")
        people = [
            (shared if is_shared(person.label) else initial(person.label), self._person(person))
            for person in self.archive.people
        ]
        # What names nobody stands behind the names.
        yield from self._index("people", sorted(people, key=lambda entry: entry[0] == shared))

    def _person(self, term: Term) -> Part:
        return Part(label=term.label, url=self.urls.person(term.slug), count=len(term.articles))

    def _sections(self) -> SectionsView:
        return SectionsView(
            url=self.urls.named("sections"),
            title=self.lookup.language.text("sections"),
            sections=tuple(
                SectionView(
                    link=Link(label=term.label, url=self.urls.section(term.slug)),
                    count=len(term.articles),
                    introduction=self.introductions.get(term.slug, ""),
                    chart=year_chart(term.articles),
                    newest=self.lookup.headlines(term.articles[:1]),
                )
                for term in self.archive.sections
            ),
            breadcrumb=(self.lookup.home,),
        )

    def _index(self, kind: str, entries: Sequence[tuple[str, Part]]) -> Iterator[IndexView]:
        """Yield the pages of an A–Z; each entry comes with what it stands under."""
        text = self.lookup.language.text
        title, here = text(kind), self.urls.named(kind)
        found: defaultdict[str, list[Part]] = defaultdict(list)
        for heading, part in entries:
            found[heading].append(part)
        groups = tuple(
            GroupView(title=heading, anchor=letter_segment(heading), entries=tuple(parts))
            for heading, parts in found.items()
        )
        is_long = len(entries) > WHOLE_INDEX
        address = partial(self.urls.page, text(f"url_{kind}"), text("url_letters"))
        parts = tuple(
            Part(
                label=group.title,
                url=address(group.anchor) if is_long else f"{here}#{group.anchor}",
                count=len(group.entries),
            )
            for group in groups
        )
        yield IndexView(
            url=here,
            kind=kind,
            title=title,
            count=len(entries),
            letters=parts,
            largest=_largest(part for _, part in entries) if is_long else (),
            groups=() if is_long else groups,
            breadcrumb=(self.lookup.home,),
        )
        for group, part in zip(groups, parts, strict=True) if is_long else ():
            yield IndexView(
                url=part.url,
                kind=kind,
                title=text("listing_part", title=title, part=group.title),
                count=part.count,
                letters=(),
                largest=(),
                groups=(group,),
                breadcrumb=(self.lookup.home, Link(label=title, url=here)),
            )


def _largest(parts: Iterable[Part]) -> tuple[Part, ...]:
    ranked = sorted(parts, key=lambda part: (-part.count, collation_key(part.label)))
    return tuple(ranked[:LARGEST])
