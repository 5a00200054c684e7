"""Proofs: the page of an article that is being edited, before the archive is built again.

A page can be made by itself in a moment; what other pages say of the article follows with the
build. So whoever writes sees each change at once, however large the archive is.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.archive import retagged
from generator.config import Config
from generator.embargo import PREVIEWED, SHOWN
from generator.errors import UserError
from generator.model import Article, Status
from generator.pages import Plan, urls_of
from generator.reading import parse_file
from generator.render import Renderer
from generator.urls import output_path
from generator.vocabulary import Vocabulary

__all__ = ["Proofs"]


class Proofs:
    """What of the last build is needed to make the page of one article again."""

    def __init__(self) -> None:
        """Begin without any build; ``articles`` are those of the site by their pages' paths."""
        self._build: tuple[Config, Plan, Vocabulary, Renderer, set[str]] | None = None
        self.articles: dict[str, Article] = {}

    @property
    def unpublished(self) -> dict[str, Status]:
        """Return the URLs of the articles that readers do not see, each with its status."""
        return {a.url: a.status for a in self.articles.values() if a.status not in SHOWN}

    @property
    def is_ready(self) -> bool:
        """Return whether there has been a build."""
        return self._build is not None

    def take(
        self,
        config: Config,
        plan: Plan,
        vocabulary: Vocabulary,
        renderer: Renderer,
        articles: Iterable[Article],
    ) -> None:
        """Take up what a build has found."""
        self.articles = {output_path(article.url): article for article in articles}
        paths = {article.path for article in self.articles.values()}
        self._build = (config, plan, vocabulary, renderer, paths)

    def of(self, file: Path) -> tuple[str, bytes] | None:
        """Return the path and the bytes of the page that this content file makes now.

        There is no proof of what is not published yet, or no longer; of what is in a section or has
        a tag that nothing else has; and of what cannot be published at all. The build tells.
        """
        if self._build is None:
            return None
        config, plan, vocabulary, renderer, published = self._build
        content = config.content.resolve()
        if not file.is_relative_to(content):
            return None
        path = file.relative_to(content).as_posix()
        if path not in published:
            return None
        try:
            parsed = parse_file(config, path, urls_of(config))
            article = retagged(parsed.article, vocabulary)
            if article.status not in PREVIEWED or article.expires is not None:
                return None
            page = plan.article(article)
            return page.path, renderer.render(page, [parsed.body])
        except (LookupError, UserError):
            return None
