"""What is on disk: the content files and media of an archive, with their digests."""

from __future__ import annotations

import math
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.bounds import LARGEST_ARTICLE, LARGEST_PICTURE
from generator.digest import content_hash
from generator.errors import Location, Problem, UserError
from generator.store import RACY_NS, Stamp

__all__ = [
    "Scan",
    "content_files",
    "file_digest",
    "is_article",
    "is_picture",
    "is_unicode",
    "scan_folder",
]

ARTICLE = ".md"
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
DOCUMENTS = frozenset({".m4a", ".mp3", ".mp4", ".ogg", ".pdf", ".webm"})

HOSTS_OWN = frozenset({".domains", ".htaccess", ".nojekyll", ".well-known"})
"""Hidden files that mean something where a site is published (RFC 8615, GitHub, Codeberg)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The files of a folder by path: their stamps, and which stamps are new since last time."""

    stamps: Mapping[str, Stamp]
    changed: Mapping[str, Stamp]


def scan_folder(
    root: Path, name: str, suffixes: frozenset[str] | None, known: Mapping[str, Stamp]
) -> Scan:
    """Return the files with these suffixes (all, where None) below the folder ``root/name``.

    Paths are relative to ``root`` and sorted. Hidden files are passed over but for those that
    hosts ask for. A file whose size
    and times are as ``known`` is not read.

    Raises:
        UserError: symbolic links, which could lead out of the archive; unreadable files.
    """
    stamps: dict[str, Stamp] = {}
    changed: dict[str, Stamp] = {}
    problems: list[Problem] = []
    now = time.time_ns()
    if (root / name).is_symlink():
        raise UserError(_problem(name, "is a symbolic link", "Copy the folder itself."))
    for path, entry in sorted(_walk(root / name, f"{name}/"), key=lambda found: found[0]):
        is_meant = suffixes is None or f".{path.rpartition('.')[2].lower()}" in suffixes
        try:
            if entry.is_symlink() and (is_meant or entry.is_dir()):
                kind = "folder" if entry.is_dir() else "file"
                problems.append(_problem(path, "is a symbolic link", f"Copy the {kind} itself."))
                continue
            if not is_meant:
                continue
            status = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode) or not is_unicode(path):
                what = "is no file" if is_unicode(path) else "has a name that is not in UTF-8"
                remedy = "Take it away." if is_unicode(path) else "Give it another name."
                problems.append(_problem(path, what, remedy))
                continue
            if status.st_size > _most(path):
                problems.append(_too_large(path, status.st_size))
                continue
            size, modified, change = status.st_size, status.st_mtime_ns, status.st_ctime_ns
            stamp = known.get(path)
            if stamp is None or (stamp.size, stamp.modified, stamp.changed) != (
                size,
                modified,
                change,
            ):
                believed = modified if modified < now - RACY_NS else -1
                found = file_digest(entry.path)
                stamp = Stamp(size=size, modified=believed, digest=found, changed=change)
                changed[path] = stamp
        except OSError as error:
            problems.append(_problem(path, f"cannot be read: {error.strerror}"))
            continue
        stamps[path] = stamp
    if problems:
        raise UserError(problems)
    return Scan(stamps=stamps, changed=changed)


def _most(path: str) -> float:
    """Return how many bytes a file may have, by what it is; what is not read may have any."""
    if not path.startswith("content/"):
        return math.inf
    if is_article(path):
        return LARGEST_ARTICLE
    return LARGEST_PICTURE if is_picture(path) else math.inf


def _too_large(path: str, size: int) -> Problem:
    kind = "an article" if is_article(path) else "a picture"
    message = f"has {size:,} bytes; {kind} may have {_most(path):,.0f}"
    return _problem(path, message, "Divide it." if is_article(path) else "Make it smaller.")


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name not in HOSTS_OWN:
                continue
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), path + "/")
            else:
                yield path, entry


def content_files(content: Path) -> Iterator[str]:
    """Yield the articles below ``content/`` by their paths in it, folder by folder and by name.

    They come one at a time, for there may be more of them than memory should hold. Where a
    folder, or a name, cannot be read, or is not in UTF-8, there is none: the build tells.
    """
    for folder, folders, names in os.walk(content):
        folders.sort()
        prefix = Path(folder).relative_to(content).as_posix()
        for name in sorted(filter(is_article, names)):
            path = name if prefix == "." else f"{prefix}/{name}"
            if is_unicode(path):
                yield path


def is_unicode(path: str) -> bool:
    """Return whether a path is text: the bytes of any other stand in it as lone surrogates.

    See PEP 383.
    """
    return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)


def is_article(path: str) -> bool:
    """Return whether a content file is an article, and not a picture or document."""
    return path.lower().endswith(ARTICLE)


def is_picture(path: str) -> bool:
    """Return whether a content file is a picture, by its suffix."""
    return f".{path.rpartition('.')[2].lower()}" in PICTURES


def file_digest(path: str | Path) -> bytes:
    """Return the BLAKE2b digest of a file's bytes."""
    state = content_hash()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a string is faster
        while chunk := file.read(1 << 20):
            state.update(chunk)
    return state.digest()


def _problem(path: str, message: str, remedy: str | None = None) -> Problem:
    return Problem(location=Location(file=path), message=message, remedy=remedy)
