"""Which renditions a picture has, how large they are and where they lie. Pure.

The original is published as it is. Beside it, under its name with a width and a suffix
(``cho.jpg.800.webp``), lie smaller ones in modern formats, of which a browser takes the one
that fits its place on the page; and one of medium size that everything reads: old browsers,
feed readers, and services that show a link with a picture.
"""

from __future__ import annotations

import posixpath
from collections.abc import Container
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import unquote

from generator.model import Media

__all__ = [
    "PictureSettings",
    "Rendition",
    "medium_rendition",
    "modern_renditions",
    "picture_path",
    "renditions_of",
]

MEDIUM = 1200
"""Width of the rendition for everybody: what services ask of a picture beside a link."""

STEP = 1.2
"""How much wider than another a rendition must be to be worth its file."""

LONGEST = 16_383
"""Pixels that the longer side of a WebP picture can have (RFC 9649, section 2.5)."""

_SUFFIXES = {"avif": "avif", "jpeg": "jpg", "png": "png", "webp": "webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """What the table ``[pictures]`` of ``archive.toml`` may say."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    """The widths, in pixels, in which each picture is published beside its original."""

    formats: tuple[str, ...] = ("webp",)
    """The modern formats, the preferred first: ``avif``, ``webp``."""

    quality: int = 75
    """From 1 to 100, as JPEG and WebP count it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture in another size and format: a file at ``path`` in the output folder."""

    path: str
    format: str
    width: int
    height: int
    quality: int


def modern_renditions(media: Media, settings: PictureSettings) -> tuple[Rendition, ...]:
    """Return a picture's renditions in modern formats, by format and width.

    None is wider than the original. A picture that is no wider than the narrowest has none.
    """
    if media.width is None or media.width <= min(settings.widths):
        return ()
    widest = min(media.width, max(settings.widths))
    widths = sorted({width for width in settings.widths if width * STEP <= widest} | {widest})
    return _renditions(media, settings, [(name, w) for name in settings.formats for w in widths])


def medium_rendition(media: Media, settings: PictureSettings) -> Rendition | None:
    """Return a picture's rendition of medium size, or None where the original serves as that."""
    if media.width is None or media.width <= MEDIUM or media.fallback is None:
        return None
    return next(iter(_renditions(media, settings, [(media.fallback, MEDIUM)])), None)


def renditions_of(media: Media, settings: PictureSettings) -> tuple[Rendition, ...]:
    """Return all renditions of a picture."""
    medium = medium_rendition(media, settings)
    return modern_renditions(media, settings) + ((medium,) if medium is not None else ())


def _renditions(
    media: Media, settings: PictureSettings, shapes: list[tuple[str, int]]
) -> tuple[Rendition, ...]:
    """Return renditions of these formats and widths; none of what is drawn, moves or is endless."""
    if media.width is None or media.height is None or media.fallback is None:
        return ()
    found = tuple(
        Rendition(
            path=f"{media.path}.{width}.{_SUFFIXES[name]}",
            format=name,
            width=width,
            height=max(1, round(media.height * width / media.width)),
            quality=settings.quality,
        )
        for name, width in shapes
    )
    return found if all(rendition.height <= LONGEST for rendition in found) else ()


def picture_path(article: str, source: str, known: Container[str]) -> str | None:
    """Return the path of the picture that an article means by ``source``, if it is known.

    It is beside the article, at a path from the root of ``content/``, or in ``images/`` there.
    ``article`` is the path of the article's own file; all are relative to ``content/``.
    """
    address = unquote(source)
    beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(article), address))
    paths: tuple[str, ...] = (beside.lstrip("/"), f"images/{posixpath.basename(address)}")
    if not address.isascii():  # on macOS, letters and their marks may be apart in a file's name
        paths += tuple(normalize("NFD", path) for path in paths)
    return next((path for path in paths if path in known), None)
