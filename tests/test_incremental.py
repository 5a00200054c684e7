"""The law: after any sequence of edits an incremental build equals a clean build, byte for byte.

It holds for one process and for several, and whatever is edited: a test for every key of the
front matter and of the settings, and a state machine for sequences of everything.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from generator import indexing, making, publish, reading
from generator.build import build
from generator.errors import UserError
from generator.keys import KEYS
from generator.settings import Settings
from generator.workers import map_batches
from tests.conftest import PIXEL, SETTINGS, WIDE, TemporaryArchive, needs_fork, published
from tests.faults import killed_at

PATHS = st.sampled_from(["2019/a.md", "2019/05/b.md", "2020/c.md", "x/d.md", "x/e.md", "y/f.md"])
DATES = st.sampled_from(
    ["2019-05-14", "2019-05-14T10:00", "2019~", "2020-01", "2020?", "XXXX-05-14", "XXXX"]
)
TAGS = st.lists(st.sampled_from(["gốm", "lúa", "Uỷ ban", "Ủy ban", "đá"]), max_size=3)
SECTIONS = st.sampled_from(["Kinh tế", "Văn hóa", ""])
PEOPLE = st.lists(st.sampled_from(["Lê An", "Lê Ân", "Bình"]), max_size=2)
STATUSES = st.sampled_from(["published", "published", "published", "draft", "withdrawn"])
MOMENTS = st.sampled_from(["", "2019-06-01", "2019-06-01T06:00", "2020-02-01T00:00-05:00"])
CLOCKS = st.sampled_from(
    [
        "2019-05-31T23:59+07:00",
        "2019-06-01T00:00+07:00",
        "2019-06-01T05:59:59+07:00",
        "2019-06-01T06:00+07:00",
        "2020-02-01T05:00+00:00",
        "2021-01-01T00:00+00:00",
    ]
)
BODIES = st.sampled_from(
    ["Một.", "Hai.", "Một.\n\n![Chú thích.](p.png)", "![](q.png) ![Hai ảnh.](p.png)", ""]
)
PICTURES = st.sampled_from(["2019/p.png", "images/p.png", "x/q.png"])
VOCABULARIES = st.sampled_from(
    [
        "",
        "- label: Ủy ban\n  aliases: [gốm]\n",
        "- label: Đồ gốm\n  slug: do-gom\n  aliases: [gốm]\n  description: Đồ đất nung\n",
        "- label: gốm\n  broader: nghề\n- label: đá\n  broader: nghề\n- label: nghề\n",
        "- label: gốm\n  broader: đá\n- label: đá\n  aliases: [lúa]\n",
        "- lable: gốm\n",
    ]
)
TEMPLATES = st.sampled_from(["redirect.html", "article.html", "macros.html"])


EDITED = {
    "title": '"Một đầu đề khác"',
    "date": "2020-02-03",
    "date_basis": "inferred",
    "updated": "2022-08-09",
    "authors": "[Trần Bình, Người Khác]",
    "agency": "TTXB",
    "kicker": "Phóng sự",
    "section": "Kinh tế",
    "tags": "[lúa, Đông Kỳ]",
    "summary": "Một tóm tắt khác.",
    "status": "withdrawn",
    "draft": "true",
    "publish": "2020-02-03T06:00",
    "expires": "2020-02-04",
    "reason": "Sai sự thật",
    "corrections": "[{date: 2022-08-09, text: Sửa tên}]",
    "aliases": "[/cu/khac.html]",
    "reprint_of": "2021/cho.md",
    "source": "{url: https://bao.example/1, retrieved: 2023-01-02}",
}
"""What an editor changes one by one in an article that has other values."""

SET = {
    "admin": 'admin = "github:bao/kho"',
    "title": 'title = "Kho báo"',
    "description": 'description = "Báo cũ"',
    "publisher": 'publisher = "Báo Vân"',
    "base_url": 'base_url = "https://example.net/"',
    "language": 'language = "en"',
    "article_language": 'article_language = "en"',
    "timezone": 'timezone = "Europe/Paris"',
    "license": 'license = "CC BY 4.0"',
    "url_style": 'url_style = "html"',
    "host": 'host = "netlify"',
    "redirects": '[redirects]\n"/cu/lua.html" = "/2019/lua/"',
    "sections": 'sections = ["Văn hóa", "Kinh tế"]',
    "about": '[about]\nscope = "Từ năm 2019"',
    "theme": '[theme]\nmasthead = "Vân Sơn"',
    "pictures": "[pictures]\nwidths = [300, 500]",
    "check": '[check]\nignore = ["undated"]',
    "importing": '[import.fields]\ntitle = "tieude"',
}
"""What an editor changes one by one in the settings."""


def assert_lawful(archive: TemporaryArchive, clean: Path, clock: str | None = None) -> None:
    """Build the archive from what is remembered, and without that: both must be the same."""
    archive.build(clock=clock)
    state, aside = archive.root / ".backissue", clean.with_suffix(".aside")
    state.rename(aside)
    archive.build(clean, clock=clock)
    shutil.rmtree(state)
    aside.rename(state)
    assert published(archive.output) == published(clean)
    shutil.rmtree(clean)


@pytest.mark.parametrize("key", EDITED)
def test_every_key_of_an_article_is_seen(
    newspaper: TemporaryArchive, tmp_path: Path, key: str
) -> None:
    newspaper.article("2022/lo.md", "Lò mới", date="2019-05-15", tags="[gốm]", section="Văn hóa")
    newspaper.build()
    path = newspaper.root / "content/2019/05/gom.md"
    lines = path.read_text("utf-8").split("\n")
    kept = [line for line in lines if not line.startswith(f"{key}: ")]
    path.write_text("\n".join([kept[0], f"{key}: {EDITED[key]}", *kept[1:]]), encoding="utf-8")
    assert_lawful(newspaper, tmp_path / "clean")


def test_all_keys_of_an_article_are_tried() -> None:
    assert set(EDITED) == set(KEYS)


@pytest.mark.parametrize("key", SET)
def test_every_setting_is_seen(newspaper: TemporaryArchive, tmp_path: Path, key: str) -> None:
    newspaper.write("content/2019/05/lo.png", WIDE)
    newspaper.build()
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"{key} = ")]
    newspaper.write("archive.toml", "\n".join([*lines, SET[key], ""]).encode())
    assert_lawful(newspaper, tmp_path / "clean")


def test_all_settings_are_tried() -> None:
    assert set(SET) == {field.name for field in fields(Settings)}


def test_a_fresh_machine_with_the_cache_makes_again_what_changed_though_every_time_is_new(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    newspaper.write("content/2019/05/lo.png", WIDE)
    newspaper.build(search=True)
    # A checkout writes every file anew, and a cache may be unpacked with any times.
    fresh = TemporaryArchive(tmp_path / "another" / "machine")
    shutil.copytree(newspaper.root, fresh.root, copy_function=shutil.copyfile)
    for number, path in enumerate(sorted(fresh.root.rglob("*"))):
        os.utime(path, ns=(number, 10**18 + number * 10**9))
    untouched = fresh.build(search=True)
    assert (untouched.rendered, untouched.written, untouched.removed) == (0, 0, 0)
    for archive in (newspaper, fresh):
        archive.article("2021/cho.md", "Chợ phiên", "Đã sửa.", date="2021-03-02")
    here, there = newspaper.build(search=True), fresh.build(search=True)
    assert (there.rendered, there.written) == (here.rendered, here.written)
    assert there.changes == here.changes
    assert 0 < there.rendered < there.planned / 2
    assert published(fresh.output) == published(newspaper.output)


@contextlib.contextmanager
def tiny_batches() -> Iterator[None]:
    """Let every build that may use several processes use them, for three things at a time."""

    def in_threes(
        work: Callable[[Sequence[object]], object],
        items: Iterable[object],
        jobs: int,
        *_sizes: int,
        **_named_sizes: int,
    ) -> Iterator[object]:
        return map_batches(work, items, jobs, size=3, worthwhile=2)

    with pytest.MonkeyPatch.context() as patch:
        for module in (reading, making, indexing):
            patch.setattr(module, "map_batches", in_threes)
        patch.setattr(publish, "LARGE", 1)
        yield


class Editing(RuleBasedStateMachine):
    """People edit an archive and build it, now and then; some builds are killed."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="backissue-test-"))
        self.archive = TemporaryArchive(self.folder / "archive")
        self.archive.write("archive.toml", SETTINGS)
        self.clock = "2021-01-01T00:00+00:00"

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(
        path=PATHS,
        title=st.sampled_from(["Một", "Hai", "Ba: bốn"]),
        date=DATES,
        tags=TAGS,
        section=SECTIONS,
        people=PEOPLE,
        status=STATUSES,
        body=BODIES,
        alias=st.sampled_from(["", "/cu/a.html", "/cu/b/"]),
        publish=MOMENTS,
        expires=MOMENTS,
    )
    def write_article(  # noqa: PLR0913, PLR0917 - one for each thing an editor can change
        self,
        path: str,
        title: str,
        date: str,
        tags: Sequence[str],
        section: str,
        people: Sequence[str],
        status: str,
        body: str,
        alias: str,
        publish: str,
        expires: str,
    ) -> None:
        self.archive.article(
            path,
            f'"{title}"',
            body,
            date=date,
            tags=f"[{', '.join(tags)}]",
            section=section,
            authors=f"[{', '.join(people)}]",
            status=status,
            aliases=f"[{alias}]",
            publish=publish,
            expires=expires,
        )

    @rule(path=PATHS, text=st.sampled_from(["Thêm.", "Thêm nữa.", "[Xem](../2019/p.png)"]))
    def reword_article(self, path: str, text: str) -> None:
        file = self.archive.root / "content" / path
        if file.exists():
            with file.open("a", encoding="utf-8") as article:
                article.write(f"\n{text}\n")

    @rule(number=st.integers(0, 40))
    def lose_a_published_file(self, number: int) -> None:
        files = sorted(published(self.archive.output))
        if number < len(files):
            (self.archive.output / files[number]).unlink()

    @rule(clock=CLOCKS)
    def let_time_pass(self, clock: str) -> None:
        self.clock = clock

    @rule(clock=CLOCKS)
    def build_and_let_time_pass(self, clock: str) -> None:
        with contextlib.suppress(UserError):
            self.archive.build(clock=self.clock)
        self.clock = clock

    @rule(path=PATHS)
    def delete_article(self, path: str) -> None:
        (self.archive.root / "content" / path).unlink(missing_ok=True)

    @rule(path=PATHS, new_path=PATHS)
    def rename_article(self, path: str, new_path: str) -> None:
        source = self.archive.root / "content" / path
        if source.exists():
            destination = self.archive.root / "content" / new_path
            destination.parent.mkdir(parents=True, exist_ok=True)
            source.replace(destination)

    @rule(path=PICTURES, picture=st.sampled_from([PIXEL, WIDE]), extra=st.binary(max_size=3))
    def write_picture(self, path: str, picture: bytes, extra: bytes) -> None:
        self.archive.write(f"content/{path}", picture + extra)

    @rule(path=PICTURES)
    def delete_picture(self, path: str) -> None:
        (self.archive.root / "content" / path).unlink(missing_ok=True)

    @rule(text=VOCABULARIES)
    def write_vocabulary(self, text: str) -> None:
        self.archive.write("content/tags.yaml", text.encode())

    @rule()
    def delete_vocabulary(self) -> None:
        (self.archive.root / "content/tags.yaml").unlink(missing_ok=True)

    @rule(name=TEMPLATES, remark=st.sampled_from(["{# one #}", "{# two #}\n"]))
    def change_template(self, name: str, remark: str) -> None:
        default = Path(__file__).parent.parent / "templates" / name
        self.archive.write(f"templates/{name}", default.read_bytes() + remark.encode())

    @rule(name=TEMPLATES)
    def remove_template(self, name: str) -> None:
        (self.archive.root / "templates" / name).unlink(missing_ok=True)

    @rule(
        base=st.sampled_from(["https://example.org/", "https://example.org/kho/"]),
        style=st.sampled_from(["dir", "html"]),
        language=st.sampled_from(["vi", "en"]),
    )
    def change_settings(self, base: str, style: str, language: str) -> None:
        self.archive.write(
            "archive.toml",
            f'title = "Báo"\nbase_url = "{base}"\nurl_style = "{style}"\nlanguage = "{language}"\n',
        )

    @rule(
        theme=st.sampled_from(
            ["", '[theme]\nmasthead = "Kho"\n', '[theme.light]\naccent = "#204080"\n']
        ),
        pictures=st.sampled_from(["", "[pictures]\nwidths = [300]\n"]),
        sections=st.sampled_from(["", '[sections]\n"Văn hóa" = "Nếp xưa"\n']),
        host=st.sampled_from(["", 'host = "netlify"\n', 'host = "nginx"\n']),
    )
    def change_look(self, theme: str, pictures: str, sections: str, host: str) -> None:
        settings = (
            f'title = "Báo"\nbase_url = "https://example.org/"\n{host}{sections}{pictures}{theme}'
        )
        self.archive.write("archive.toml", settings.encode())

    @rule()
    def build_with_several_processes(self) -> None:
        with tiny_batches(), contextlib.suppress(UserError):
            moment = datetime.fromisoformat(self.clock)
            config, output = self.archive.config, self.archive.output
            build(config, output, jobs=2, search=False, moment=moment)

    @rule(step=st.integers(min_value=0, max_value=300))
    def build_and_be_killed(self, step: int) -> None:
        def building() -> None:
            with contextlib.suppress(UserError):
                self.archive.build(clock=self.clock)

        killed_at(step, self.archive.root, building)

    @invariant()
    def an_incremental_build_equals_a_clean_build(self) -> None:
        if not hasattr(self, "archive"):
            return
        try:
            self.archive.build(clock=self.clock)
        except UserError:
            return  # a mistake of an editor: nothing is published until that is mended
        assert_lawful(self.archive, self.folder / "clean", self.clock)


Editing.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestIncremental = needs_fork(Editing.TestCase)
