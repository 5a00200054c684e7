"""A temporary archive to write into, build and look at: the fixture of nearly every test."""

from __future__ import annotations

import os
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from generator.build import BuildReport, build
from generator.config import Config, load_config
from tests.serving import Server

# How long an example takes is the machine's affair, not the test's.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

SETTINGS = """\
title = "Báo Vân Sơn"
base_url = "https://example.org/archive/"
sections = ["Kinh tế", "Văn hóa"]
"""


@dataclass(frozen=True)
class TemporaryArchive:
    """An archive in a folder of its own, with short ways to do what an editor does."""

    root: Path

    @property
    def config(self) -> Config:
        return load_config(self.root)

    @property
    def output(self) -> Path:
        return self.root / "public"

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file below the archive's root; text is dedented."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(
            text if isinstance(text, bytes) else textwrap.dedent(text).encode("utf-8")
        )
        return target

    def article(self, path: str, title: str, body: str = "Một đoạn văn.", **fields: str) -> None:
        """Write an article; the fields are YAML as it stands in the file."""
        lines = [f"title: {title}", *(f"{key}: {value}" for key, value in fields.items())]
        self.write(f"content/{path}", "---\n" + "\n".join(lines) + f"\n---\n{body}\n")

    def build(
        self, output: Path | None = None, *, search: bool = False, clock: str | None = None
    ) -> BuildReport:
        """Build the site as it is now, or as it will be at a moment: 2027-01-31T06:00+07:00."""
        moment = datetime.fromisoformat(clock) if clock is not None else None
        return build(self.config, output or self.output, jobs=1, search=search, moment=moment)

    def page(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")


def published(folder: Path) -> dict[str, bytes]:
    """Return every file of a built site but the builder's own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != ".backissue"
    }


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory, where there is one: for tests that write the same again."""
    shared = Path("/dev/shm")  # noqa: S108 - memory, and no secret
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="backissue-test-", dir=shared) as folder:
        yield Path(folder)


@pytest.fixture
def archive(tmp_path: Path) -> TemporaryArchive:
    """Return an empty archive with settings."""
    found = TemporaryArchive(tmp_path / "archive")
    found.write("archive.toml", SETTINGS)
    return found


@pytest.fixture
def newspaper(archive: TemporaryArchive) -> TemporaryArchive:
    """Return an archive of a handful of articles that has a bit of everything."""
    archive.article(
        "2019/05/gom.md",
        "Làng gốm Đông Kỳ vào vụ",
        "Lò gốm đỏ lửa.\n\n![Thợ gốm.](lo.png)\n\n![Ảnh đã mất.](mat.jpg)",
        date="2019-05-14T08:15+07:00",
        authors="[Lê Mai, Trần Bình]",
        section="Văn hóa",
        tags="[Đông Kỳ, gốm]",
        aliases="[/cu/gom.html]",
    )
    archive.article(
        "2019/lua.md",
        "Được mùa lúa",
        date="2019~",
        section="Kinh tế",
        tags="[lúa, Đông Kỳ]",
        authors="Lê Mai",
    )
    archive.article("2021/cho.md", "Chợ phiên", date="2021-03-02", section="Kinh tế")
    archive.article("khac/xua.md", "Chuyện xưa", tags="[gốm]")
    archive.article("khac/nhap.md", "Bản nháp", status="draft")
    archive.article("2020/rut.md", "Bài đã rút", status="withdrawn", reason="Sai sự thật")
    archive.write("content/2019/05/lo.png", PIXEL)
    return archive


@pytest.fixture
def server(newspaper: TemporaryArchive) -> Iterator[Server]:
    """Return a running development server of the newspaper; it must end well."""
    found = Server(newspaper.root)
    yield found
    assert found.stop() == 0


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
"""A PNG picture of one pixel."""

WIDE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000258000000020100000000ac979fc9"
    "0000000f4944415478da6358453dc04045b300949b639d2a15f7ff"
    "0000000049454e44ae426082"
)
"""A PNG picture that is 600 pixels wide and 2 high: it has renditions."""
