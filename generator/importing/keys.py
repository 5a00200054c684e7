"""Lines for comparison: as newspapers repeat them with other bullets, case and tone marks."""

from __future__ import annotations

from functools import lru_cache

from generator.importing.wording import words_in

__all__ = ["key_of"]

_EDGES = " \t•·▪●■►▶»«›‹*|:-–—>.…"


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """Return a line's text for comparison: lower case, one school of tones, no bullets."""
    return " ".join([word.key for word in words_in(text)]).strip(_EDGES)
