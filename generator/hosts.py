"""What hosts allow a site to have, and what a built site has: told before a deploy fails half-way.

Only limits that the host documents; each with where.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Location, Problem
from generator.publish import STATE

__all__ = ["LIMITS", "Limits", "SiteSize", "exceeded", "measure"]

MB = 1_000_000
GB = 1000 * MB
MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a host allows; None for what it says nothing of. Sizes are in bytes."""

    source: str
    files: int | None = None
    entries: int | None = None
    total: int | None = None
    largest: int | None = None
    redirects: int | None = None
    redirects_size: int | None = None
    redirect_length: int | None = None
    path_length: int | None = None


LIMITS = {
    # 2,000 static redirects; those with wildcards are counted apart, and we write none:
    # https://developers.cloudflare.com/pages/configuration/redirects/
    # Paid plans allow 100,000 files.
    "cloudflare-pages": Limits(
        source="https://developers.cloudflare.com/pages/platform/limits/",
        files=20_000,
        largest=25 * MIB,
        redirects=2_000,
        redirect_length=1_000,
    ),
    "github-pages": Limits(
        source="https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits",
        total=GB,
        # https://docs.github.com/repositories/working-with-files/managing-large-files
        largest=100 * MIB,
    ),
    # Files, folders and links are counted together:
    # https://docs.gitlab.com/administration/instance_limits/#number-of-files-per-gitlab-pages-website
    # Rules, and bytes of their file: https://docs.gitlab.com/user/project/pages/redirects/
    "gitlab-pages": Limits(
        source="https://docs.gitlab.com/user/gitlab_com/#gitlab-pages",
        entries=200_000,
        total=GB,
        redirects=1_000,
        redirects_size=64 << 10,
    ),
    # It names no number of files. From 10,000 redirects on a deploy may fail.
    "netlify": Limits(
        source="https://docs.netlify.com/manage/routing/redirects/overview/",
        redirects=10_000,
    ),
    "nginx": Limits(source="your own machine"),
    "s3": Limits(
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
        path_length=1_024,
    ),
}
"""By host: the same names as in the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSize:
    """What a built site has: files, folders, bytes; its largest file and its longest path."""

    files: int
    folders: int
    total: int
    largest: tuple[int, str]
    longest_path: str
    redirects: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in words."""
        size, path = self.largest
        return (
            f"{self.files:,} files in {self.folders:,} folders, {_bytes(self.total)}, "
            f"the largest {path} ({_bytes(size)}), {len(self.redirects):,} redirects"
        )


def measure(output: Path) -> SiteSize:
    """Return what the site in this folder has, without the builder's own notes."""
    sizes: dict[str, int] = {}
    folders = 0
    for folder, names, files in os.walk(output):
        if folder == str(output) and STATE in names:
            names.remove(STATE)
        folders += len(names)
        for name in files:
            path = f"{folder}/{name}"
            sizes[path[len(str(output)) + 1 :]] = os.lstat(path).st_size
    rules = output / "_redirects"
    lines = rules.read_text(encoding="utf-8").splitlines() if rules.is_file() else []
    return SiteSize(
        files=len(sizes),
        folders=folders,
        total=sum(sizes.values()),
        largest=max(((size, path) for path, size in sizes.items()), default=(0, "-")),
        longest_path=max(sizes, key=lambda path: len(path.encode()), default=""),
        redirects=tuple(line for line in lines if line.strip() and not line.startswith("#")),
    )


def exceeded(host: str, size: SiteSize, output: Path) -> Iterator[Problem]:
    """Yield a problem for each limit of the host that a site exceeds."""
    limits = LIMITS[host]
    rules = "\n".join(size.redirects)
    longest_rule = max(map(len, size.redirects), default=0)
    found = [
        ("", "files", size.files, limits.files, _count),
        ("", "files and folders", size.files + size.folders, limits.entries, _count),
        ("", "in all", size.total, limits.total, _bytes),
        (size.largest[1], "in one file", size.largest[0], limits.largest, _bytes),
        ("_redirects", "redirects", len(size.redirects), limits.redirects, _count),
        ("_redirects", "of redirects", len(rules.encode()), limits.redirects_size, _bytes),
        ("_redirects", "letters in one redirect", longest_rule, limits.redirect_length, _count),
        (
            size.longest_path,
            "bytes in its name",
            len(size.longest_path.encode()),
            limits.path_length,
            _count,
        ),
    ]
    for path, noun, number, limit, words in found:
        if limit is not None and number > limit:
            yield Problem(
                location=Location(file=f"{output.name}/{path}".rstrip("/")),
                message=f"{words(number)} {noun}, and {host} allows {words(limit)}",
                remedy=f"See {limits.source}",
            )


def _count(number: int) -> str:
    return f"{number:,}"


def _bytes(number: int) -> str:
    for unit, size in (("GB", GB), ("MB", MB), ("kB", 1000)):
        if number >= size:
            return f"{number / size:,.1f} {unit}"
    return f"{number} bytes"
