"""What is published, as records: files that wait, files in their places, and what has changed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

__all__ = [
    "FOREVER",
    "Changes",
    "Edition",
    "Output",
    "StagedFile",
    "in_place",
    "stage",
    "stage_copy",
]

FOREVER = 2**62
"""A number of seconds beyond any clock."""

_PART = 1 << 20
"""Bytes of a file that are copied at once."""


class Output(Struct, frozen=True, gc=False):
    """A published file: what made it (task), from what (fingerprint), and its SHA-256."""

    path: str
    task: str
    fingerprint: bytes
    digest: bytes
    size: int
    modified: int


class StagedFile(Struct, frozen=True, kw_only=True, gc=False):
    """A finished file that waits in the staging folder under ``name`` for its place ``path``.

    ``modified`` is when it was written, in nanoseconds: moving a file does not change that.
    """

    name: str
    path: str
    task: str
    fingerprint: bytes
    digest: bytes
    size: int
    modified: int


class Edition(Struct, frozen=True, kw_only=True, gc=False):
    """A site as it was published: a digest of all that it is made from, and what it has.

    ``frame`` is a digest of all but the wording of the articles, and ``texts`` are the digests of
    that, one after the other. From ``begins`` until before ``ends``, in seconds since 1970, the
    clock changes nothing.
    """

    inputs: bytes
    frame: bytes
    texts: bytes
    articles: int
    files: int = 0
    begins: int = 0
    ends: int = FOREVER


class Changes(Struct, frozen=True, kw_only=True, gc=False):
    """What a build changed in the output folder: paths, sorted; and how many files it has now."""

    total: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def stage(
    staging: Path, name: str, path: str, task: str, fingerprint: bytes, data: bytes
) -> StagedFile:
    """Write a finished file into the staging folder and return its record."""
    # A string and no buffer: there are tens of thousands of them.
    place = f"{staging}/{name}"
    try:
        with open(place, "wb", buffering=0) as file:  # noqa: PTH123 - see above
            written = file.write(data)
            modified = os.fstat(file.fileno()).st_mtime_ns
    except OSError as error:
        raise OSError(error.errno, error.strerror, place) from None
    if written != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)
    return StagedFile(
        name=name,
        path=path,
        task=task,
        fingerprint=fingerprint,
        digest=hashlib.sha256(data).digest(),
        size=len(data),
        modified=modified,
    )


def stage_copy(
    staging: Path, name: str, path: str, task: str, fingerprint: bytes, source: Path
) -> StagedFile:
    """Copy a file, however large, into the staging folder and return its record.

    Raises:
        OSError: it cannot be read, or not be written: ``filename`` says which.
    """
    place = f"{staging}/{name}"
    state, size = hashlib.sha256(), 0
    try:
        with open(place, "wb") as file:  # noqa: PTH123 - as above
            for part in _parts(source):
                file.write(part)
                state.update(part)
                size += len(part)
            file.flush()
            modified = os.fstat(file.fileno()).st_mtime_ns
    except OSError as error:
        if error.filename == str(source):
            raise
        raise OSError(error.errno, error.strerror, place) from None
    return StagedFile(
        name=name,
        path=path,
        task=task,
        fingerprint=fingerprint,
        digest=state.digest(),
        size=size,
        modified=modified,
    )


def _parts(source: Path) -> Iterator[bytes]:
    """Yield a file's bytes, some at a time."""
    try:
        with source.open("rb") as file:
            while part := file.read(_PART):
                yield part
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(source)) from None


def in_place(file: StagedFile, modified: int) -> Output:
    """Return the record of a file that is in its place now, whose time is this (ns)."""
    return Output(
        path=file.path,
        task=file.task,
        fingerprint=file.fingerprint,
        digest=file.digest,
        size=file.size,
        modified=modified,
    )
