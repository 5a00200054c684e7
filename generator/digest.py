"""Content addresses: digests of values, and of the generator itself."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

__all__ = ["SIZE", "content_digest", "content_hash", "digest", "engine_digest"]

SIZE = 16
"""Bytes of a digest: 128 bits, far beyond accident for any archive."""

_LIBRARIES = (
    "cbor2",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pagefind-bin",
    "pillow",
    "python-slugify",
    "pyyaml",
)
"""The libraries whose version can change what is published."""


def content_hash() -> blake2b:
    """Return a hash object for the content of a file that is read in pieces."""
    return blake2b(digest_size=SIZE)


def content_digest(data: bytes) -> bytes:
    """Return the digest of a file's content."""
    return blake2b(data, digest_size=SIZE).digest()


def digest(*parts: bytes) -> bytes:
    """Return the BLAKE2b digest (RFC 7693) of the parts, each with its length before it.

    The lengths keep ("ab", "c") and ("a", "bc") apart.
    """
    state = blake2b(digest_size=SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8))
        state.update(part)
    return state.digest()


@cache
def engine_digest() -> bytes:
    """Return a digest of this program: its own files, and its libraries' versions.

    It is part of every key, so that another version never takes over what this one made.
    """
    package = Path(__file__).parent
    files = sorted(p for p in package.rglob("*") if p.suffix in {".py", ".toml"})
    parts = [f"{path.relative_to(package)}\0".encode() + path.read_bytes() for path in files]
    parts += [f"{name} {version(name)}".encode() for name in _LIBRARIES]
    return digest(*parts)
