"""The pages on which an archive gives account of itself: about, corrections, its state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, groupby, pairwise

from generator.elements import Link, Part
from generator.lookup import Lookup
from generator.model import Archive, Article
from generator.settings import Settings
from generator.trust_views import (
    AboutView,
    GapView,
    HealthView,
    NoticesView,
    NoticeView,
    PolicyView,
)
from generator.views import Inputs

__all__ = ["Trust"]

NEWEST = 50
"""How many corrections one page shows."""


class Trust:
    """Makes the pages about one archive; they change when what they say does."""

    def __init__(
        self, archive: Archive, lookup: Lookup, settings: Settings, undated: Part | None
    ) -> None:
        """Prepare for this archive."""
        self.archive = archive
        self.lookup = lookup
        self.settings = settings
        self.undated = undated
        self.text = lookup.language.text
        self.above = (lookup.home,)

    def pages(self) -> Iterator[Inputs]:
        """Yield the pages about the archive, its corrections and its state."""
        notices = sorted(self._notices(), key=lambda n: (n.date.sort_key, n.article.url))[::-1]
        yield self._about(len(notices))
        yield from self._corrections(notices)
        yield self._health()

    def _notices(self) -> Iterator[NoticeView]:
        for article in self.archive.articles:
            for correction in article.corrections:
                yield NoticeView(
                    date=correction.date,
                    text=correction.text,
                    article=Link(label=article.title, url=article.url),
                    is_withdrawal=False,
                )
        for article in self.archive.withdrawn:
            if article.status == "expired":
                continue
            # What was withdrawn is named by its date: its headline may be what was wrong.
            when = self.lookup.language.day(article.date)
            yield NoticeView(
                date=article.updated or article.date,
                text=article.reason,
                article=Link(label=self.text("article_of", date=when), url=article.url),
                is_withdrawal=True,
            )

    def _corrections(self, notices: Sequence[NoticeView]) -> Iterator[Inputs]:
        """Yield the page of the newest corrections and, where there are many, those of years."""
        title = self.text("corrections")
        url = partial(self.lookup.urls.page, self.text("url_corrections"))
        parts = []
        if len(notices) > NEWEST:
            above = (*self.above, Link(label=title, url=url()))
            for year, group in groupby(notices, key=lambda notice: notice.date.year):
                found, label = tuple(group), self.lookup.language.year(year)
                part = Part(
                    label=label,
                    url=url(self.lookup.urls.year_segment(year)),
                    count=len(found),
                )
                parts.append(part)
                yield NoticesView(
                    url=part.url,
                    title=self.text("listing_part", title=title, part=label),
                    count=part.count,
                    notices=found,
                    parts=(),
                    breadcrumb=above,
                )
        yield NoticesView(
            url=url(),
            title=title,
            count=len(notices),
            notices=tuple(notices[:NEWEST]),
            parts=tuple(parts),
            breadcrumb=self.above,
        )

    def _about(self, corrections: int) -> AboutView:
        archive, about = self.archive, self.settings.about
        years = [year.number for year in archive.years]
        contents = {
            "sections": len(archive.sections),
            "tags": len(archive.tags),
            "people": len(archive.people),
            "corrections": corrections,
        }
        policies = {
            "about_scope": about.scope,
            "about_corrections": about.corrections,
            "about_withdrawals": about.withdrawals,
        }
        return AboutView(
            url=self.lookup.urls.named("about"),
            title=self.text("about"),
            first=min(years, default=None),
            last=max(years, default=None),
            count=len(archive.articles),
            contents=tuple(
                Part(label=self.text(name), url=self.lookup.urls.named(name), count=count)
                for name, count in contents.items()
            ),
            policies=tuple(
                PolicyView(title=self.text(name), paragraphs=_paragraphs(text))
                for name, text in policies.items()
                if text
            ),
            contact=about.contact,
            breadcrumb=self.above,
        )

    def _health(self) -> HealthView:
        articles = self.archive.articles
        months = sorted(
            year.number * 12 + month.number - 1
            for year in self.archive.years
            for month in year.months
            if month.number
        )
        pictures = list(chain.from_iterable(map(self.lookup.pictures, articles)))
        return HealthView(
            url=self.lookup.urls.named("health"),
            title=self.text("health"),
            first=self._month(months[0]) if months else "",
            last=self._month(months[-1]) if months else "",
            count=len(articles),
            gaps=tuple(self._gap(one, other) for one, other in pairwise(months) if other > one + 1),
            undated=self.undated,
            without_month=sum(a.date.year is not None and a.date.month is None for a in articles),
            uncertain=sum(map(_is_doubtful, articles)),
            without_authors=sum(not a.authors for a in articles),
            without_section=sum(not a.section for a in articles),
            without_tags=sum(not a.tags for a in articles),
            pictures=len(pictures),
            lost_pictures=sum(picture.url is None for picture in pictures),
            breadcrumb=self.above,
        )

    def _month(self, number: int) -> str:
        """Return a month, counted from the beginning of the calendar, within a sentence."""
        month = self.lookup.language.months[number % 12]
        return self.text("date_month", month=month, year=number // 12)

    def _gap(self, before: int, after: int) -> GapView:
        first, last = self._month(before + 1), self._month(after - 1)
        label = first if first == last else self.text("from_to", first=first, last=last)
        return GapView(label=label, months=after - before - 1)


def _is_doubtful(article: Article) -> bool:
    """Return whether the date is a guess: said to be one, or not stated in the source."""
    when = article.date
    guessed = article.date_basis in {"inferred", "crawl"}
    return when.year is not None and (when.uncertain or when.approximate or guessed)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, with empty lines between them."""
    lines = (line.strip() for line in text.split("\n"))
    groups = (list(group) for filled, group in groupby(lines, key=bool) if filled)
    return tuple(map(" ".join, groups))
