"""What a deploy has to upload and to delete, with the headers that each file is served with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from generator.publish import Output

__all__ = ["Delivery", "Upload", "delivery", "headers_of"]

_IMMUTABLE = re.compile(r"(?:assets|pagefind)/(?:.*[./])?[0-9a-f]{10}\.[a-z_]+")
"""Files whose names carry a digest: another content has another name."""

FOREVER = "public, max-age=31536000, immutable"
"""A year, and no question before that (RFC 8246)."""

ASK = "public, max-age=0, must-revalidate"
"""Kept, but asked for again each time: a correction is seen at once (RFC 9111, 5.2.2)."""

HOUR = "public, max-age=3600"
"""Pictures and documents: they are large, and hardly ever replaced."""

_TYPES = {
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
"""By suffix, as IANA registers them; not the machine's list, which differs from one to another."""

_NAMED = {
    "feed.json": "application/feed+json",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "opensearch.xml": "application/opensearchdescription+xml",
}

_LARGE = ("audio/", "font/", "image/", "video/", "application/pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to be uploaded: its path in the output folder, and how it is to be served."""

    path: str
    sha256: str
    size: int
    content_type: str
    cache_control: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What differs from what was delivered before, sorted by path."""

    added: tuple[Upload, ...]
    changed: tuple[Upload, ...]
    removed: tuple[str, ...]

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Return all that is to be uploaded."""
        return self.added + self.changed

    def as_json(self) -> dict[str, object]:
        """Return it as ``changes.json`` says it (docs/ci.md)."""
        return asdict(self)


def delivery(files: Iterable[Output], before: Mapping[str, str]) -> Delivery:
    """Return what to do so that a place that has ``before`` (SHA-256 by path) has these files."""
    now = {file.path: file for file in files}
    different = [
        _upload(file) for path, file in sorted(now.items()) if before.get(path) != file.digest.hex()
    ]
    return Delivery(
        added=tuple(upload for upload in different if upload.path not in before),
        changed=tuple(upload for upload in different if upload.path in before),
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def _upload(file: Output) -> Upload:
    content_type, cache_control = headers_of(file.path)
    return Upload(
        path=file.path,
        sha256=file.digest.hex(),
        size=file.size,
        content_type=content_type,
        cache_control=cache_control,
    )


def headers_of(path: str) -> tuple[str, str]:
    """Return the ``Content-Type`` and the ``Cache-Control`` of a published file.

    >>> headers_of("assets/style.318fd6e9ba.css")
    ('text/css; charset=utf-8', 'public, max-age=31536000, immutable')
    """
    name = path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower()
    content_type = _NAMED.get(name) or _TYPES.get(suffix, "application/octet-stream")
    if _IMMUTABLE.fullmatch(path):
        return content_type, FOREVER
    return content_type, HOUR if content_type.startswith(_LARGE) else ASK
