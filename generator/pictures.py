"""How large a picture is, so that its page keeps the place free for it."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image, UnidentifiedImageError

__all__ = ["picture_size"]

_SVG = re.compile(rb"<svg\b[^>]*>")
_LENGTH = re.compile(rb"""\s(width|height)=["']\s*([\d.]+)(?:px)?\s*["']""")
_VIEW_BOX = re.compile(rb"""\sviewBox=["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")

_ROTATED = frozenset({5, 6, 7, 8})
"""The values of EXIF's Orientation for which a browser turns the picture on its side."""


def picture_size(path: Path) -> tuple[int, int] | None:
    """Return a picture's width and height in pixels as browsers show it, None for other media.

    Raises:
        ValueError: the file is broken, or not what its name says.
    """
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _svg_size(path.read_bytes())
    if suffix not in {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}:
        return None
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            turned = picture.getexif().get(0x0112) in _ROTATED
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"not a readable picture ({type(error).__name__})") from None
    return (height, width) if turned else (width, height)


def _svg_size(data: bytes) -> tuple[int, int] | None:
    """Return the size of an SVG picture: its width and height, or those of its view box."""
    tag = _SVG.search(data)
    if tag is None:
        raise ValueError("not an SVG picture")
    lengths = {name: float(value) for name, value in _LENGTH.findall(tag.group())}
    if b"width" in lengths and b"height" in lengths:
        return round(lengths[b"width"]), round(lengths[b"height"])
    box = _VIEW_BOX.search(tag.group())
    return (round(float(box[1])), round(float(box[2]))) if box else None
