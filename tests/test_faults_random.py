"""Killed at any moment that chance chooses: the site is whole, and nothing is lost.

A few kills here; 500 and more by hand: ``BACKISSUE_KILLS=500 pytest tests/test_faults_random.py``.
``BACKISSUE_SEED`` chooses another chance.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.cli import main
from generator.importing import import_sources
from generator.retagging import merge_tags
from tests.chaos import PROGRAM, Rounds, digests, killed_within, start
from tests.conftest import PIXEL, TemporaryArchive, needs_fork, published

KILLS = int(os.environ.get("BACKISSUE_KILLS", "3"))
SEED = int(os.environ.get("BACKISSUE_SEED", "2026"))


@needs_fork
def test_builds_that_are_killed_at_random_leave_a_whole_site(memory: Path) -> None:
    rounds = Rounds(memory, SEED)
    while rounds.kills < KILLS:
        rounds.play()
    print(f"{rounds.kills} killed: {rounds.told}")  # noqa: T201 - with pytest -s


THINGS = ("Chợ nổi", "Đò ngang", "Vụ lúa", "Làng gốm", "Mùa cá", "Hội đua ghe")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(SEED)  # noqa: S311 - chance, and no secret


def visible(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files without those that a killed process had not finished: they are hidden."""
    return {path: digest for path, digest in files.items() if "/." not in f"/{path}"}


def copied(archive: TemporaryArchive, folder: Path) -> TemporaryArchive:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(archive.root, folder)
    return TemporaryArchive(folder)


def killed_again_and_again(
    begun: TemporaryArchive,
    folder: Path,
    chance: random.Random,
    command: tuple[str, ...],
    look: Callable[[TemporaryArchive], None],
    finish: Callable[[TemporaryArchive], object],
) -> None:
    """Kill a command at random; what a person wrote is whole, and doing it again finishes it."""
    done = copied(begun, folder / "done")
    began = time.monotonic()
    process = start(done, *command)
    _, told = process.communicate()
    assert process.returncode == 0, told
    seconds = min(time.monotonic() - began, 5.0)
    before, after = digests(begun.root), visible(digests(done.root))
    killed = 0
    while killed < KILLS:
        archive = copied(begun, folder / "again")
        killed += killed_within(start(archive, *command), chance.random() * seconds)
        for path, digest in visible(digests(archive.root)).items():
            assert digest in {before.get(path), after.get(path)}, path
        look(archive)
        finish(archive)
        assert visible(digests(archive.root)) == after


@needs_fork
def test_an_import_that_is_killed_is_finished_by_another(
    newspaper: TemporaryArchive, memory: Path, chance: random.Random
) -> None:
    for number in range(24):
        headline = f"{THINGS[number % 6]} {THINGS[number // 6]} ở Bến Nứa đông vui"
        newspaper.write(
            f"raw/{number}.txt",
            f"{headline}\n\n0{1 + number % 9}/12/2021\n\nSáng nay, {headline.lower()} hơn mọi năm"
            f".\n\nẢnh: LÊ AN ({number % 3}.png)\n",
        )
        newspaper.write(f"raw/{number % 3}.png", PIXEL + bytes([number % 3]))
    import_sources([newspaper.root / "raw"], newspaper.config)
    for number in range(0, 24, 2):
        path = newspaper.root / f"raw/{number}.txt"
        path.write_text(path.read_text("utf-8") + f"\nNăm nay được {number}.\n", encoding="utf-8")
    edited = min((newspaper.root / "content/2021/12").glob("*.md"))
    edited.write_text(edited.read_text("utf-8") + "\nSửa tay.\n", encoding="utf-8")

    def look(archive: TemporaryArchive) -> None:
        json.loads((archive.root / "imports.json").read_text("utf-8"))
        kept = archive.root / edited.relative_to(newspaper.root)
        assert kept.read_text("utf-8").endswith("\nSửa tay.\n")

    killed_again_and_again(
        newspaper, memory, chance, ("import", "raw"), look,
        lambda archive: import_sources([archive.root / "raw"], archive.config),
    )  # fmt: skip


@needs_fork
def test_a_merge_of_tags_that_is_killed_is_finished_by_another(
    newspaper: TemporaryArchive, memory: Path, chance: random.Random
) -> None:
    for number in range(60):
        newspaper.article(f"2018/{number}.md", f"Bài {number}", date="2018", tags="[đò, lúa]")
    killed_again_and_again(
        newspaper, memory, chance, ("tags", "merge", "thuyền", "đò"), lambda _: None,
        lambda archive: merge_tags(archive.config, "thuyền", "đò"),
    )  # fmt: skip


@needs_fork
def test_the_ledger_of_permalinks_is_old_or_new(
    newspaper: TemporaryArchive, memory: Path, chance: random.Random
) -> None:
    newspaper.write("permalinks.txt", "/cu/xua.html\tcontent/khac/xua.md\n")
    killed_again_and_again(
        newspaper, memory, chance, ("permalinks",), lambda _: None,
        lambda archive: main(["permalinks", "-s", str(archive.root)]),
    )  # fmt: skip


@needs_fork
def test_deploys_and_servers_that_are_killed_change_nothing(
    newspaper: TemporaryArchive, chance: random.Random
) -> None:
    newspaper.build()
    site, human = published(newspaper.output), digests(newspaper.root)
    deploy = ["deploy", "rsync", "host:/srv", "--dry-run", "--all"]

    def told() -> str:
        command = [sys.executable, "-c", PROGRAM, *deploy, "-s", str(newspaper.root)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    expected = told()
    for number in range(KILLS):
        if number % 2 == 0:
            killed_within(start(newspaper, *deploy), chance.random() * 0.4)
        else:
            process = start(newspaper, "serve", "--no-search", "--port", "0")
            time.sleep(chance.random() * 0.6)
            newspaper.article("2021/cho.md", f"Chợ {number}", date="2021-03-02")
            human = digests(newspaper.root)
            killed_within(process, chance.random() * 0.4)
        assert digests(newspaper.root) == human
        assert published(newspaper.output) == site
        assert told() == expected
    newspaper.build()
    site = published(newspaper.output)
    shutil.rmtree(newspaper.output)
    shutil.rmtree(newspaper.root / ".backissue")
    newspaper.build()
    assert published(newspaper.output) == site
