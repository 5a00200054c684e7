"""The texts of content files, for the places of what is found in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from generator.addresses import place_of, place_of_address
from generator.config import Config
from generator.errors import Location
from generator.model import Article

__all__ = ["Texts"]


class Texts:
    """Reads content files as they are needed; the last few are remembered."""

    def __init__(self, config: Config) -> None:
        """Take the archive."""
        self.config = config
        self.read = lru_cache(maxsize=64)(self._read)

    def _read(self, path: str) -> str:
        """Return the text of a content file, by its path below ``content/``."""
        file = self.config.content / path
        try:
            return file.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:  # it has gone since the archive was read
            return ""

    def place(self, article: Article, pattern: str) -> Location:
        """Return the first place in an article's file at which a pattern is found, or the file."""
        return place_of(self.read(article.path), f"content/{article.path}", pattern)

    def place_of_address(self, path: str, is_meant: Callable[[str], bool]) -> Location:
        """Return the place of the first link or picture in a file that is meant, or the file."""
        return place_of_address(self.read(path), f"content/{path}", is_meant)
