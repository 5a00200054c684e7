"""A built site to where it is served, by tools that know how: aws, git, rclone, rsync.

The place itself keeps a list of what is there (``.backissue/deployed.json.gz``), so any machine can
tell the tool what has changed since the last deploy, by whomever; the rest is the tool's affair.
What is new is uploaded before the pages that need it, what is gone is deleted then, and the list
comes last: a deploy that failed is done again.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from shlex import join, quote

from generator.delivery import ASK, Delivery, Upload
from generator.moving import folders
from generator.output_folder import STATE

__all__ = ["TOOLS", "fetching", "read_record", "script"]

TOOLS = ("aws", "git", "rclone", "rsync")
"""The programs that deliver, by the names of their commands."""

AWS_BATCH = 1000
"""How many objects one request may delete (DeleteObjects in the API of Amazon S3)."""

NOJEKYLL = ".nojekyll"
"""An empty file that keeps GitHub from leaving out what begins with a dot or an underscore."""


RECORD = f"{STATE}/deployed.json.gz"
"""Where a place lists what is there: SHA-256 by path."""


def fetching(tool: str, destination: str, output: Path) -> tuple[str, Path]:
    """Return the line for a shell that fetches the list of a place, and the file it writes."""
    file = output.resolve() / STATE / "deployed.json.gz"
    place = _below(destination, RECORD)
    match tool:
        case "aws":
            line = join(["aws", "s3", "cp", place, str(file)])
        case "git":
            remote, branch = _branch(destination)
            git = f"git -C {quote(str(output.resolve().parent))}"
            line = f"{git} fetch {join([remote, branch])} && {git} show FETCH_HEAD:{RECORD}"
            line += f" > {quote(str(file))}"
        case "rclone":
            line = join(["rclone", "copyto", place, str(file)])
        case _:
            line = join(["rsync", "--checksum", place, str(file)])
    return line, file


def read_record(file: Path) -> dict[str, str]:
    """Return what a place has: SHA-256 by path; nothing where that is not known."""
    try:
        found = json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(path): str(digest) for path, digest in found.items()}


def _below(destination: str, path: str) -> str:
    return destination + ("" if destination.endswith((":", "/")) else "/") + path


def _branch(destination: str) -> tuple[str, str]:
    """Return the remote, and the full name of the branch, of a destination of git."""
    remote, _, branch = destination.rpartition(" ")
    return remote, f"refs/heads/{branch}"


def script(
    tool: str, destination: str, output: Path, found: Delivery, files: Mapping[str, str]
) -> list[str]:
    """Return the lines for a shell (POSIX ``sh``) that deliver the changes.

    ``files`` are all that there are, with their SHA-256. The lists that the commands read are
    written beside a ``changes.json`` that says all of it. Without changes there is nothing to do.
    """
    place = output.resolve()
    work = place / STATE / "deploy"
    shutil.rmtree(work, ignore_errors=True)
    if not found.uploads and not found.removed:
        return []
    record = work / "record" / RECORD
    record.parent.mkdir(parents=True)
    data = json.dumps(files, ensure_ascii=False).encode()
    record.write_bytes(gzip.compress(data, mtime=0))
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    (work / "changes.json").write_text(f"{text}\n", encoding="utf-8")
    match tool:
        case "aws":
            lines = _aws(destination, place, work, found)
            last = ["aws", "s3", "cp", "--only-show-errors", str(record)]
        case "git":
            return list(_git(destination, place, work, files))
        case "rclone":
            lines = _rclone(destination, place, work, found)
            last = ["rclone", "copyto", "--checksum", str(record)]
        case _:
            source = f"{work}/record/./{RECORD}"
            last = ["rsync", "--checksum", "--chmod=D755,F644", "--relative", source]
            return [*_rsync(destination, place, work, found), join([*last, destination])]
    return [*lines, join([*last, _below(destination, RECORD)])]


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
    remote, reference = _branch(destination)
    archive = f"git -C {quote(str(output.parent))}"
    site = f'git -C {quote(str(output))} --git-dir="$git_dir" --work-tree={quote(str(output))}'
    record = quote(str(work / "record" / RECORD))
    listed = _list(work / "files.txt", sorted(files), "\0")
    yield f"git_dir=$({archive} rev-parse --absolute-git-dir)"
    yield f"export GIT_INDEX_FILE={quote(str(work / 'index'))}"
    yield f"{site} -c core.autocrlf=false update-index --add -z --stdin < {quote(str(listed))}"
    others = {RECORD: record} if NOJEKYLL in files else {RECORD: record, NOJEKYLL: "/dev/null"}
    for path, source in others.items():
        yield f"blob=$({archive} hash-object -w --stdin < {source})"
        yield f'{archive} update-index --add --cacheinfo "100644,$blob,{path}"'
    yield f"tree=$({archive} write-tree)"
    yield f"last=$({archive} ls-remote {join([remote, reference])} | cut -f 1)"
    yield f'if [ -n "$last" ]; then {archive} fetch --quiet {join([remote, reference])}; fi'
    message = quote("Publish the site")
    yield f'commit=$({archive} commit-tree "$tree" ${{last:+-p "$last"}} -m {message})'
    yield f'{archive} push {quote(remote)} "$commit:{reference}"'
