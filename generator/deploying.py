"""A built site to where it is served, by tools that know how: aws, git, rclone, rsync.

We know what has changed since the last deploy to the same place, and say so to the tool; the
rest is its affair. What is new is uploaded before the pages that need it, and what is gone is
deleted last. A deploy that failed is done again: only at the end of one that went well is noted
what was delivered.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from shlex import join, quote

from generator.delivery import ASK, Delivery, Upload
from generator.moving import folders
from generator.output_folder import STATE

__all__ = ["TOOLS", "deployed", "note_deployed", "script"]

TOOLS = ("aws", "git", "rclone", "rsync")
"""The programs that deliver, by the names of their commands."""

AWS_BATCH = 1000
"""How many objects one request may delete (DeleteObjects in the API of Amazon S3)."""

NOJEKYLL = ".nojekyll"
"""An empty file that keeps GitHub from leaving out what begins with a dot or an underscore."""


def deployed(output: Path, tool: str, destination: str) -> dict[str, str]:
    """Return what was delivered to this place last: SHA-256 by path; nothing, if not known."""
    try:
        found = json.loads(_record(output, tool, destination).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(path): str(digest) for path, digest in found.items()}


def note_deployed(output: Path, tool: str, destination: str, files: dict[str, str]) -> None:
    """Note what was delivered to this place."""
    record = _record(output, tool, destination)
    record.parent.mkdir(exist_ok=True)
    unfinished = record.with_suffix(".new")
    unfinished.write_text(json.dumps(files, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(record)


def _record(output: Path, tool: str, destination: str) -> Path:
    place = hashlib.sha256(f"{tool} {destination}".encode()).hexdigest()[:16]
    return output / STATE / "deployed" / f"{place}.json"


def script(
    tool: str, destination: str, output: Path, found: Delivery, files: Collection[str]
) -> list[str]:
    """Return the lines for a shell (POSIX ``sh``) that deliver the changes.

    ``files`` are all that there are. The lists that the commands read are written beside a
    ``changes.json`` that says all of it. Without changes there is nothing to be done.
    """
    work = output.resolve() / STATE / "deploy"
    shutil.rmtree(work, ignore_errors=True)
    if not found.uploads and not found.removed:
        return []
    work.mkdir(parents=True)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    (work / "changes.json").write_text(f"{text}\n", encoding="utf-8")
    place = output.resolve()
    match tool:
        case "aws":
            return list(_aws(destination, place, work, found))
        case "git":
            return list(_git(destination, place, work, files))
        case "rclone":
            return list(_rclone(destination, place, work, found))
        case _:
            return list(_rsync(destination, place, work, found))


def _groups(uploads: Iterable[Upload]) -> Iterator[tuple[int, Upload, list[str]]]:
    """Yield numbered paths of files with the same headers, and one of the files; pages last."""

    def order(upload: Upload) -> tuple[bool, str, str]:
        return upload.cache_control == ASK, upload.content_type, upload.cache_control

    for number, (_, group) in enumerate(groupby(sorted(uploads, key=order), key=order)):
        found = list(group)
        yield number, found[0], [upload.path for upload in found]


def _list(file: Path, paths: Iterable[str], end: str = "\n") -> Path:
    file.write_bytes("".join(f"{path}{end}" for path in paths).encode())
    return file


def _rclone(destination: str, output: Path, work: Path, found: Delivery) -> Iterator[str]:
    for number, like, paths in _groups(found.uploads):
        listed = _list(work / f"upload-{number}.txt", paths)
        command = ["rclone", "copy", "--checksum", "--no-traverse", "--files-from-raw", str(listed)]
        command += ["--header-upload", f"Content-Type: {like.content_type}"]
        command += ["--header-upload", f"Cache-Control: {like.cache_control}"]
        yield join([*command, str(output), destination])
    if found.removed:
        listed = _list(work / "removed.txt", found.removed)
        yield join(["rclone", "delete", "--files-from-raw", str(listed), destination])


def _aws(destination: str, output: Path, work: Path, found: Delivery) -> Iterator[str]:
    target = destination.rstrip("/")
    for number, like, paths in _groups(found.uploads):
        # It takes no list but a folder: one with other names of the same files.
        folder = work / f"upload-{number}"
        for path in paths:
            _link(output / path, folder / path)
        command = ["aws", "s3", "cp", "--recursive", "--only-show-errors"]
        command += ["--content-type", like.content_type, "--cache-control", like.cache_control]
        yield join([*command, str(folder), f"{target}/"])
    bucket, _, prefix = target.removeprefix("s3://").partition("/")
    for start in range(0, len(found.removed), AWS_BATCH):
        batch: Sequence[str] = found.removed[start : start + AWS_BATCH]
        keys = [{"Key": f"{prefix}/{path}".lstrip("/")} for path in batch]
        listed = work / f"removed-{start // AWS_BATCH}.json"
        listed.write_text(json.dumps({"Objects": keys, "Quiet": True}), encoding="utf-8")
        command = ["aws", "s3api", "delete-objects", "--bucket", bucket]
        yield join([*command, "--delete", f"file://{listed}"])


def _link(source: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, link)
    except OSError:  # there are no hard links here
        shutil.copyfile(source, link)


def _rsync(destination: str, output: Path, work: Path, found: Delivery) -> Iterator[str]:
    """Yield what puts all files in their places at its end, and what deletes the others.

    A list of files cannot say that one is gone with its folder; rules of what to compare can:
    all but these files and the folders above them is left alone.
    """
    ends = [f"{output}/", destination]
    if found.uploads:
        listed = _list(work / "upload.txt", (upload.path for upload in found.uploads), "\0")
        command = ["rsync", "--checksum", "--delay-updates", "--chmod=D755,F644", "--from0"]
        yield join([*command, f"--files-from={listed}", *ends])
    if found.removed:
        above = {f"{folder}/" for path in found.removed for folder in folders(path)}
        rules = _list(work / "removed.txt", map(_rule, sorted([*above, *found.removed])), "\0")
        command = ["rsync", "--recursive", "--delete", "--existing", "--ignore-existing", "--from0"]
        yield join([*command, f"--include-from={rules}", "--exclude=*", *ends])


def _rule(path: str) -> str:
    """Return a path as a rule of rsync, in which a backslash means itself but before these."""
    special = set(path) & set("*?[")
    return "/" + (re.sub(r"([\\*?\[])", r"\\\1", path) if special else path)


def _git(destination: str, output: Path, work: Path, files: Collection[str]) -> Iterator[str]:
    """Yield what commits the site to a branch, on top of what is there, and pushes it.

    ``destination`` is a remote and a branch: ``origin gh-pages``. What git has already it neither
    stores nor sends again. The archive's own index, work tree and branches stay as they are.
    """
    remote, _, branch = destination.rpartition(" ")
    reference = f"refs/heads/{branch}"
    archive = f"git -C {quote(str(output.parent))}"
    site = f'git -C {quote(str(output))} --git-dir="$git_dir" --work-tree={quote(str(output))}'
    listed = _list(work / "files.txt", sorted(files), "\0")
    yield f"git_dir=$({archive} rev-parse --absolute-git-dir)"
    yield f"export GIT_INDEX_FILE={quote(str(work / 'index'))}"
    yield f"{site} -c core.autocrlf=false update-index --add -z --stdin < {quote(str(listed))}"
    if NOJEKYLL not in files:
        yield f"nothing=$({archive} hash-object -w --stdin < /dev/null)"
        yield f'{archive} update-index --add --cacheinfo "100644,$nothing,{NOJEKYLL}"'
    yield f"tree=$({archive} write-tree)"
    yield f"last=$({archive} ls-remote {join([remote, reference])} | cut -f 1)"
    yield f'if [ -n "$last" ]; then {archive} fetch --quiet {join([remote, reference])}; fi'
    message = quote("Publish the site")
    yield f'commit=$({archive} commit-tree "$tree" ${{last:+-p "$last"}} -m {message})'
    yield f'{archive} push {quote(remote)} "$commit:{reference}"'
