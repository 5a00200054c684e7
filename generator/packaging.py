"""The data package: made last, for it holds the check sums of the data files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from generator.config import Config
from generator.data import PACKAGE, DataFile, data_package
from generator.digest import digest, engine_digest
from generator.pages import site_view
from generator.publish import Publication, StagedFile, stage
from generator.urls import output_path

__all__ = ["Package", "arrange_package", "make_package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The data package of an archive, not yet made: its files, and its fingerprint by its name.

    An archive without articles has none: ``fingerprints`` is empty.
    """

    files: tuple[str, ...]
    fingerprints: dict[str, bytes]


def arrange_package(
    files: tuple[str, ...], fingerprints: Mapping[str, bytes], config: Config
) -> Package:
    """Return the package of these data files; ``fingerprints`` are those of all files."""
    site = msgspec.msgpack.encode(site_view(config))
    fingerprint = digest(engine_digest(), site, *map(fingerprints.__getitem__, files))
    return Package(files=files, fingerprints={output_path(PACKAGE): fingerprint} if files else {})


def make_package(
    package: Package,
    unchanged: set[str],
    staged: Sequence[StagedFile],
    publication: Publication,
    config: Config,
) -> list[StagedFile]:
    """Return the package's own file, unless it is unchanged; its data files are made already."""
    made = {file.path: file for file in staged}
    return [
        stage(
            publication.staging,
            "package",
            name,
            name,
            fingerprint,
            data_package(
                [
                    DataFile(path=path, sha256=file.digest, size=file.size)
                    for path in package.files
                    for file in (made.get(path) or publication.published(path),)
                ],
                site_view(config),
            ),
        )
        for name, fingerprint in package.fingerprints.items()
        if name not in unchanged
    ]
