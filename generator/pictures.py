"""What a picture is, and its renditions: the only place that knows Pillow."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from generator.digest import digest
from generator.drawings import drawing_size
from generator.renditions import Rendition

__all__ = ["Picture", "encoder_digest", "examine", "render"]

_FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
"""What browsers show. Pillow reads many more, some with programs from outside."""

_ORIENTATION = 0x0112
_ROTATED = frozenset({5, 6, 7, 8})
"""The values of EXIF's Orientation for which a browser turns the picture on its side."""

_BROKEN = (OSError, EOFError, LookupError, RuntimeError, SyntaxError, ValueError, struct.error)
"""What Pillow's readers end in when a file is not what its beginning promises."""

_AVIF_LESS = 20
"""How much lower AVIF counts the same quality (PSNR); it is a quarter smaller than WebP then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture's size in pixels as browsers show it.

    ``fallback`` is the format of its rendition for browsers without modern ones; None for what
    has no renditions: drawings (SVG) and animations.
    """

    width: int
    height: int
    fallback: Literal["jpeg", "png"] | None


@cache
def encoder_digest() -> bytes:
    """Return a digest of what a rendition's bytes depend on beside the picture and its shape."""
    return digest(Path(__file__).read_bytes(), version("pillow").encode())


def examine(data: bytes, suffix: str) -> Picture:
    """Return what the picture in these bytes is; all of it is read.

    Raises:
        ValueError: the file is broken, dangerous or no picture; the text says what is wrong.
    """
    if suffix == ".svg":
        width, height = drawing_size(data)
        return Picture(width=width, height=height, fallback=None)
    with _opened(data) as picture:
        width, height = picture.size
        if picture.getexif().get(_ORIENTATION) in _ROTATED:
            width, height = height, width
        # A file of a stereo camera or a telephone (MPO) holds several pictures, but none moves.
        moves = picture.format != "MPO" and getattr(picture, "is_animated", False)
        plain = picture.mode not in {"1", "P"} and not picture.has_transparency_data
        picture.draft(None, (1, 1))  # JPEG: all bytes are read, an eighth of the pixels made
        picture.load()
    fallback: Literal["jpeg", "png"] = "jpeg" if plain else "png"
    return Picture(width=width, height=height, fallback=None if moves else fallback)


def render(data: bytes, renditions: Iterable[Rendition]) -> Iterator[bytes]:
    """Yield the renditions of the picture in these bytes: upright, in sRGB, without metadata.

    Raises:
        ValueError: as in ``examine``.
    """
    with _opened(data) as picture:
        ImageOps.exif_transpose(picture, in_place=True)
        # Few colours: a drawing or a scan, whose edges lossy compression would blur.
        lossless = picture.mode in {"1", "P"}
        profile = picture.info.get("icc_profile")
        source = _resizable(picture)
        for rendition in renditions:
            size = (rendition.width, rendition.height)
            small = source.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            yield _encoded(_in_srgb(small, profile), rendition, lossless=lossless)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    if not data:
        raise ValueError("the file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                yield picture
    except UnidentifiedImageError:
        raise ValueError("not an AVIF, GIF, JPEG, PNG or WebP picture, or broken") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(
            f"more than {Image.MAX_IMAGE_PIXELS or 0:,} pixels, too many to open safely"
        ) from None
    except _BROKEN as error:
        raise ValueError(f"broken: {error}") from None


def _resizable(picture: Image.Image) -> Image.Image:
    """Return the picture in a mode whose pixels can be mixed: RGB, RGBA, L or CMYK."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    return picture if picture.mode in {"RGB", "L", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in the colours of sRGB, where its own profile can be understood."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
            if found is not None:
                return found
    return picture.convert(mode)


def _encoded(picture: Image.Image, rendition: Rendition, *, lossless: bool) -> bytes:
    picture.info.clear()  # or some of Pillow's writers would copy metadata
    file = io.BytesIO()
    match rendition.format:
        case "avif":
            quality = max(1, rendition.quality - _AVIF_LESS)
            picture.save(file, "AVIF", quality=quality, speed=7, max_threads=1)
        case "webp":
            picture.save(file, "WEBP", quality=rendition.quality, lossless=lossless)
        case "png":
            picture.save(file, "PNG", optimize=True)
        case _:
            picture.save(file, "JPEG", quality=rendition.quality, optimize=True, progressive=True)
    return file.getvalue()
