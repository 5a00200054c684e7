"""What a build remembers may be damaged in any way: the next build is right all the same.

A few dozen damages here; hundreds and more by hand:
``BACKISSUE_DAMAGES=1000 pytest tests/test_corruption.py``. ``BACKISSUE_SEED`` chooses others.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.database import DamagedError
from generator.deploying import read_record
from generator.errors import UserError
from generator.store import Cache
from tests.chaos import digests
from tests.conftest import WIDE, TemporaryArchive, needs_fork, published
from tests.faults import killed_at

DAMAGES = int(os.environ.get("BACKISSUE_DAMAGES", "40"))
SEED = int(os.environ.get("BACKISSUE_SEED", "2026"))

LONG_AGO = 1_600_000_000
PAGE = 4096

Damage = Callable[[random.Random, Path, Sequence[Path]], None]


def flip_bits(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    data = bytearray(path.read_bytes())
    for _time in range(chance.choice([1, 1, 2, 8, 64])):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def zero_a_page(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    data = path.read_bytes()
    start = chance.randrange(max(1, len(data) // PAGE)) * PAGE
    path.write_bytes(data[:start] + bytes(PAGE) + data[start + PAGE :])


def cut_off(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.choice([0, 1, len(data) // 2, chance.randrange(len(data) + 1)])])


def write_over(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    data = path.read_bytes()
    start = chance.randrange(len(data) + 1)
    path.write_bytes(data[:start] + chance.randbytes(chance.randrange(300)) + data[start + 100 :])


def write_nonsense(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    path.write_bytes(chance.choice([b"x" * 5000, b"\0" * 9000, chance.randbytes(7000), b"{}"]))


def swap(chance: random.Random, path: Path, others: Sequence[Path]) -> None:
    other = chance.choice(others)
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def delete(_chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    path.unlink()


def change_values(chance: random.Random, path: Path, _: Sequence[Path]) -> None:
    """Change what a row says as SQLite would write it, so that nothing but its sum is wrong."""
    if path.suffix != ".sqlite":
        return flip_bits(chance, path, _)
    with contextlib.closing(sqlite3.connect(path)) as there, there:
        tables = [name for (name,) in there.execute("SELECT name FROM sqlite_master")]
        for table in filter(lambda name: "autoindex" not in name, tables):
            names = [row[1] for row in there.execute(f"PRAGMA table_info({table})")]
            column = chance.choice([name for name in names if name != "sum"])
            values = [value for (value,) in there.execute(f"SELECT {column} FROM {table}")]  # noqa: S608 - a test
            if not values:
                continue
            old = chance.choice(values)
            new: object = old + 1 if isinstance(old, int) else b"\7" * 16
            new = old + "x" if isinstance(old, str) else new
            query = f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} IS ?"  # noqa: S608 - a test
            there.execute(query, (new, old))
            if chance.random() < 0.3:
                there.execute(f"DELETE FROM {table} WHERE {column} IS ?", (new,))  # noqa: S608 - a test
    return None


KINDS: Sequence[Damage] = (
    flip_bits, flip_bits, zero_a_page, cut_off, write_over, write_nonsense, swap, delete,
    change_values, change_values,
)  # fmt: skip


def as_it_is(_archive: TemporaryArchive) -> None:
    pass


def edited(archive: TemporaryArchive) -> None:
    archive.article("2021/cho.md", "Chợ mới", "Đã sửa.", date="2021-03-02")


def moved(archive: TemporaryArchive) -> None:
    (archive.root / "content/2019/lua.md").rename(archive.root / "content/2019/lua-moi.md")
    (archive.root / "content/khac/xua.md").unlink()
    archive.write("content/2019/05/lo.png", WIDE + b"another")


EDITS: Sequence[Callable[[TemporaryArchive], None]] = (as_it_is, edited, moved)


class Ruin:
    """An archive that has been built, or whose build was killed, to be damaged again and again."""

    def __init__(self, newspaper: TemporaryArchive, folder: Path) -> None:
        self.folder = folder
        newspaper.write("content/2019/05/lo.png", WIDE)
        newspaper.write("permalinks.txt", "/2019/lua/\tcontent/2019/lua.md\n")
        for path in sorted(newspaper.root.rglob("*")):
            os.utime(path, (LONG_AGO, LONG_AGO))  # else no time stamp is believed
        newspaper.build()
        self.built = self.again(newspaper.root, "built").root
        self.sites = []
        for edit in EDITS:
            archive = self.again(self.built)
            edit(archive)
            shutil.rmtree(archive.root / ".backissue")
            archive.build(folder / "clean")
            self.sites.append(published(folder / "clean"))
            shutil.rmtree(folder / "clean")
        self.killed = self._killed_while_publishing()

    def _killed_while_publishing(self) -> Path:
        for step in itertools.count(30, 3):
            archive = self.again(self.built, "killed")
            edited(archive)
            assert killed_at(step, archive.root, archive.build)
            if published(archive.output) not in self.sites:
                return archive.root
        raise AssertionError

    def again(self, root: Path, name: str = "again") -> TemporaryArchive:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(root, self.folder / name)
        return TemporaryArchive(self.folder / name)


def refused(archive: TemporaryArchive) -> bool:
    """Build, and return whether it was said that nobody can tell what is to be removed."""
    try:
        archive.build()
    except UserError as error:
        if "what was published here is not known any more" not in str(error):
            raise
        return True
    return False


def remembered(root: Path) -> list[Path]:
    """Return all that a build has noted for the next one."""
    folders = (root / ".backissue", root / "public/.backissue")
    return sorted(p for folder in folders for p in folder.rglob("*") if p.is_file())


@needs_fork
def test_whatever_is_damaged_the_next_build_is_right(
    newspaper: TemporaryArchive, memory: Path
) -> None:
    ruin = Ruin(newspaper, memory)
    chance = random.Random(SEED)  # noqa: S311 - chance, and no secret
    for number in range(DAMAGES):
        archive = ruin.again(chance.choice([ruin.built, ruin.built, ruin.killed]))
        which = chance.randrange(len(EDITS))
        # What the killed build was of is edited back, or on.
        shutil.copy2(ruin.built / "content/2021/cho.md", archive.root / "content/2021/cho.md")
        EDITS[which](archive)
        human = digests(archive.root)
        done = []
        for _ in range(chance.choice([1, 1, 1, 2])):
            files = remembered(archive.root)
            path, kind = chance.choice(files), chance.choice(KINDS)
            if kind is change_values:
                path = chance.choice([file for file in files if file.suffix == ".sqlite"])
            done.append(f"{kind.__name__} {path.relative_to(archive.root)}")
            with contextlib.suppress(sqlite3.Error):
                kind(chance, path, files)
        told = f"{number}: {', '.join(done)}, {EDITS[which].__name__}"
        if refused(archive):
            assert len(done) == 2 or "swap" in told, told  # both the manifest and the list
            assert digests(archive.root) == human, told
            shutil.rmtree(archive.output)
            archive.build()
        assert published(archive.output) == ruin.sites[which], told
        assert digests(archive.root) == human, told
        assert archive.build().written == 0, told


OLD_MANIFEST = """
    CREATE TABLE files (path TEXT PRIMARY KEY, task TEXT, fingerprint BLOB, digest BLOB,
        size INTEGER, modified INTEGER) WITHOUT ROWID;
    CREATE TABLE journal (path TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE editions (inputs BLOB, articles INTEGER, begins INTEGER, ends INTEGER);
    INSERT INTO files SELECT path, task, fingerprint, digest, size, modified FROM new.files;
"""
"""How the first versions kept it, without check sums and without a list beside it."""


@pytest.mark.parametrize("version", ["older", "newer"])
def test_notes_of_another_version_are_made_anew_and_nothing_stale_stays(
    newspaper: TemporaryArchive, tmp_path: Path, version: str
) -> None:
    newspaper.build()
    newspaper.write("public/CNAME", "bao.example")
    state = newspaper.output / ".backissue"
    if version == "older":
        (state / "paths").unlink()
        (state / "manifest.sqlite").rename(state / "new.sqlite")
        with contextlib.closing(sqlite3.connect(state / "manifest.sqlite")) as there:
            there.execute("ATTACH ? AS new", (str(state / "new.sqlite"),))
            there.executescript(OLD_MANIFEST)
            there.commit()
        (state / "new.sqlite").unlink()
    for database in (state / "manifest.sqlite", newspaper.root / ".backissue/cache.sqlite"):
        if version == "newer":
            with contextlib.closing(sqlite3.connect(database)) as there:
                tables = [name for (name,) in there.execute("SELECT name FROM sqlite_master")]
                for table in filter(lambda name: "autoindex" not in name, tables):
                    there.execute(f"ALTER TABLE {table} ADD COLUMN more TEXT")
                there.execute("PRAGMA user_version = 77")
        elif database.name == "cache.sqlite":
            database.unlink()
            with contextlib.closing(sqlite3.connect(database)) as there:
                there.execute("CREATE TABLE stamps (path TEXT PRIMARY KEY, size INTEGER)")
    moved(newspaper)
    newspaper.build()
    site = published(newspaper.output)
    assert site.pop("CNAME") == b"bao.example"
    newspaper.build(tmp_path / "clean")
    assert site == published(tmp_path / "clean")
    assert newspaper.build().written == 0


def test_where_nothing_tells_what_was_published_a_person_is_asked(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.build()
    state = newspaper.output / ".backissue"
    for name in ("manifest.sqlite", "paths"):
        (state / name).write_bytes(b"")
    newspaper.build()  # all that is there is part of the site
    for name in ("manifest.sqlite", "paths"):
        (state / name).write_bytes(b"")
    before = published(newspaper.output)
    moved(newspaper)
    with pytest.raises(UserError, match=r"not known any more.*2019/lua/index\.html"):
        newspaper.build()
    with pytest.raises(UserError, match="remove the folder, and build again"):
        newspaper.build()
    assert published(newspaper.output) == before


def test_what_is_damaged_again_and_again_is_told(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise DamagedError(newspaper.root / ".backissue/cache.sqlite")

    monkeypatch.setattr(Cache, "articles", damaged)
    with pytest.raises(OSError, match="damaged again as soon as it is written"):
        newspaper.build()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", gzip.compress(b"[]"), gzip.compress(b"{}")[:-9], gzip.compress(b"{")[:20],
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\7" * 40, gzip.compress(b"\xff\xfe"),
    ],
)  # fmt: skip
def test_a_damaged_record_of_a_deploy_says_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "deployed.json.gz").write_bytes(data)
    assert read_record(tmp_path / "deployed.json.gz") == {}
