"""Publishing is a transaction: killed anywhere, the next build is right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from generator.errors import UserError
from generator.moving import Moves
from generator.publish import Changes, Edition, Publication, open_publication, stage
from tests.conftest import TemporaryArchive, needs_fork, published
from tests.faults import fails_at, killed_at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site" / "public"


@contextmanager
def opened(folder: Path) -> Iterator[Publication]:
    with open_publication(folder, folder.parent) as publication:
        yield publication


def publish(folder: Path, files: Mapping[str, str]) -> Changes:
    """Publish these files, each a task of its own whose fingerprint is its text."""
    fingerprints = {path: text.encode() for path, text in files.items()}
    with opened(folder) as publication:
        unchanged = publication.unchanged(fingerprints)
        staged = [
            stage(publication.staging, str(number), path, path, text, text)
            for number, (path, text) in enumerate(fingerprints.items())
            if path not in unchanged
        ]
        return publication.publish(
            staged, unchanged, Edition(inputs=b"", frame=b"", texts=b"", articles=0)
        )


def texts(folder: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in published(folder).items()}


def test_what_is_published_is_what_was_asked_for(folder: Path) -> None:
    changes = publish(folder, {"a.html": "A", "b/index.html": "B"})
    assert changes == Changes(total=2, added=("a.html", "b/index.html"))
    assert texts(folder) == {"a.html": "A", "b/index.html": "B"}


def test_only_what_changed_is_touched(folder: Path) -> None:
    publish(folder, {"a": "A", "b": "B", "c": "C"})
    before = (folder / "a").stat()
    assert publish(folder, {"a": "A", "b": "B2", "d": "D"}) == Changes(
        total=3, added=("d",), changed=("b",), removed=("c",)
    )
    assert (folder / "a").stat() == before
    assert texts(folder) == {"a": "A", "b": "B2", "d": "D"}


def test_empty_folders_go(folder: Path) -> None:
    publish(folder, {"x/y/z.html": "1", "a": "A"})
    publish(folder, {"a": "A"})
    assert not (folder / "x").exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(folder: Path) -> None:
    publish(folder, {"x": "file", "y/z": "folder"})
    publish(folder, {"x/z": "folder", "y": "file"})
    assert texts(folder) == {"x/z": "folder", "y": "file"}


def test_a_file_changed_or_deleted_by_hand_is_made_again(folder: Path) -> None:
    files = {"a": "A", "b": "B", "c": "C"}
    publish(folder, files)
    (folder / "a").write_text("Z")
    (folder / "b").unlink()
    assert publish(folder, files).changed == ("a", "b")
    assert texts(folder) == files


def test_new_times_alone_change_nothing(folder: Path) -> None:
    files = {"a": "A", "b": "B"}
    publish(folder, files)
    for path in files:
        os.utime(folder / path, (1, 1))
    assert publish(folder, files) == Changes(total=len(files))


def test_files_of_others_are_kept_and_never_overwritten(folder: Path) -> None:
    publish(folder, {"a": "A"})
    (folder / ".well-known").mkdir()
    (folder / ".well-known" / "x").write_text("mine")
    (folder / "b").write_text("mine")
    publish(folder, {"a": "A2"})
    with pytest.raises(UserError, match="is not written by Backissue"):
        publish(folder, {"a": "A2", "b": "B"})
    assert texts(folder) == {"a": "A2", "b": "mine", ".well-known/x": "mine"}


def test_a_folder_that_is_not_ours_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.doc").write_text("precious")
    with pytest.raises(UserError, match="not empty, and not written by Backissue"):
        publish(folder, {"a": "A"})
    assert list(folder.iterdir()) == [folder / "thesis.doc"]


def test_the_archive_itself_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for folder in (tmp_path / "site", tmp_path):
        with (
            pytest.raises(UserError, match="is the archive itself"),
            open_publication(folder, tmp_path / "site"),
        ):
            pass


def test_two_builds_at_once_are_refused(folder: Path) -> None:
    with opened(folder), pytest.raises(UserError, match=f"process {os.getpid()}"), opened(folder):
        pass


BEFORE = dict.fromkeys(("same", "changed", "gone", "file", "folder/x", "deep/a/b"), "1")
AFTER = {"same": "1", "changed": "2", "new": "2", "file/x": "2", "folder": "2", "deep/c": "2"}


@needs_fork
def test_killed_at_any_step_the_next_build_is_right(memory: Path) -> None:
    steps, killed = 0, True
    while killed:
        folder = memory / str(steps) / "public"
        publish(folder, BEFORE)
        killed = killed_at(steps, folder, partial(publish, folder, AFTER))
        steps += killed
        publish(folder, AFTER)
        assert texts(folder) == AFTER
        assert publish(folder, AFTER) == Changes(total=len(AFTER))
    assert steps > 50


@needs_fork
@pytest.mark.parametrize("full", [True, False])
def test_a_disk_that_fails_at_any_step_leaves_the_last_good_site(memory: Path, full: bool) -> None:  # noqa: FBT001
    step, outcomes = 0, set()
    while True:
        folder = memory / str(step) / "public"
        publish(folder, BEFORE)
        told = fails_at(step, folder, partial(publish, folder, AFTER), full=full)
        if told is None:
            break
        assert texts(folder) == (BEFORE if told else AFTER), told
        outcomes.add(told == "")
        publish(folder, AFTER)
        assert texts(folder) == AFTER
        step += 1
    assert outcomes == {True, False}


def test_what_is_interrupted_is_undone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, BEFORE)
    times = {path: (folder / path).stat().st_mtime_ns for path in BEFORE}
    put, left = Moves.put, 3

    def interrupted(moves: Moves, source: str, path: str, *, is_new: bool) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        put(moves, source, path, is_new=is_new)

    monkeypatch.setattr(Moves, "put", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(folder, AFTER)
    assert texts(folder) == BEFORE
    assert {path: (folder / path).stat().st_mtime_ns for path in BEFORE} == times
    monkeypatch.undo()
    assert publish(folder, BEFORE) == Changes(total=len(BEFORE)), "nothing is in doubt"


def test_where_there_are_no_hard_links_all_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refused)
    publish(folder, BEFORE)
    assert publish(folder, AFTER).changed == ("changed",)
    assert texts(folder) == AFTER


@pytest.mark.parametrize("damage", [b"", b"not a database, but text of some length" * 100])
def test_a_damaged_manifest_costs_time_only(folder: Path, damage: bytes) -> None:
    files = {"a": "A", "b": "B"}
    publish(folder, files)
    (folder / ".backissue" / "manifest.sqlite").write_bytes(damage)
    publish(folder, files)
    assert texts(folder) == files
    assert publish(folder, files) == Changes(total=len(files))


LOOKING = """\
import os, sys
from generator import publish
from generator.cli import main
inspect, here = publish.Publication.inspect, os.getpid()
def inspected(publication):
    print("looks here" if os.getpid() == here else "looks elsewhere", file=sys.stderr, flush=True)
    return inspect(publication)
publish.LARGE, publish.Publication.inspect = 1, inspected
sys.exit(main(sys.argv[1:]))
"""


@needs_fork
def test_another_process_looks_at_the_files_of_a_large_site(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    before = published(newspaper.output)
    (newspaper.output / "2021/cho/index.html").write_text("broken", encoding="utf-8")
    os.utime(newspaper.output / "index.html", ns=(1, 1))
    # In a process of its own: this one may have threads, and those are not copied.
    options = ["build", "-s", str(newspaper.root), "--no-search", "--jobs", "2", "--json", "--list"]
    command = [sys.executable, "-c", LOOKING, *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.splitlines() == ["looks elsewhere"]
    assert json.loads(done.stdout)["changed"] == ["2021/cho/index.html"]
    assert published(newspaper.output) == before
    with opened(newspaper.output) as publication:
        assert publication.inspect() == (frozenset(), [])  # what was touched is known now
