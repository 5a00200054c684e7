"""Where only the wording of articles has changed, a build plans nothing but what holds it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from generator import build as building
from generator import volumes
from generator.archive import arrange
from generator.config import Config, load_config
from generator.model import Archive, Article, Media
from generator.outputs import Edition
from generator.planning import plan, plan_texts
from generator.reading import gather, read
from generator.rewording import frame_digest, reworded, texts_of
from generator.store import Cache
from generator.timing import Watch
from generator.vocabulary import Vocabulary
from tests.conftest import TemporaryArchive, published

SAMPLE = Path(__file__).parent.parent
GOM = "content/2019/05/gom.md"
MORE = "\nThêm một câu.\n"


@pytest.fixture
def sound(newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch) -> TemporaryArchive:
    """Return a newspaper that is built; from now on it is an error to plan all of it."""
    newspaper.build(search=True)

    def planned(*_: object) -> None:
        raise AssertionError("the whole site was planned")

    monkeypatch.setattr(building, "plan", planned)
    return newspaper


class Sample(NamedTuple):
    """The sample archive."""

    archive: Archive
    config: Config
    media: Mapping[str, Media]
    vocabulary: Vocabulary


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE / "content", root / "content")
    shutil.copy(SAMPLE / "archive.toml", root)
    config = load_config(root)
    with contextlib.closing(Cache(config.state)) as cache:
        content, problems = gather(config, cache, read(config, cache), 1, Watch())
    assert not problems
    archive = arrange(content.articles, config.sections, content.vocabulary)
    return Sample(archive, config, content.media, content.vocabulary)


def reword(article: Article) -> Article:
    """Return an article with another text: all that may differ is its key and its length."""
    return replace(article, key=f"{article.key[2:]}00", words=article.words + 1)


def add(archive: TemporaryArchive, path: str, text: str = MORE) -> None:
    with (archive.root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def assert_as_if_new(archive: TemporaryArchive, tmp_path: Path, *, search: bool = True) -> None:
    """Compare what is published with what a build without any memory makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "plan", plan)
        (archive.root / ".backissue/cache.sqlite").unlink()
        archive.build(tmp_path / "clean", search=search)
    assert published(archive.output) == published(tmp_path / "clean")


def test_a_new_wording_is_published_without_planning_the_site(
    sound: TemporaryArchive, tmp_path: Path
) -> None:
    add(sound, GOM)
    report = sound.build(search=True)
    assert "Thêm một câu." in sound.page("2019/05/gom/index.html")
    changed = {path for path in report.changes.changed if not path.startswith("pagefind/")}
    assert changed == {
        "2019/05/gom/index.html",
        "feed.xml",
        "feed.json",
        "chuyen-muc/van-hoa/feed.xml",
        "data/articles-2019.csv",
        "data/articles-2019.jsonl",
        "data/datapackage.json",
    }
    assert_as_if_new(sound, tmp_path)


def test_so_are_several_and_again_and_those_that_nobody_sees(
    sound: TemporaryArchive, tmp_path: Path
) -> None:
    for path in (GOM, "content/2019/lua.md", "content/khac/xua.md"):
        add(sound, path)
    assert sound.build(search=True).written
    add(sound, "content/khac/nhap.md")
    assert not sound.build(search=True).written
    assert not sound.build(search=True).written
    add(sound, GOM)
    assert sound.build(search=True).written
    assert_as_if_new(sound, tmp_path)


def test_what_a_failed_build_left_unpublished_is_published(
    sound: TemporaryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    add(sound, GOM)
    with monkeypatch.context() as patch:
        patch.setattr(building, "make", fails)
        with pytest.raises(KeyboardInterrupt):
            sound.build(search=True)
    add(sound, "content/2019/lua.md")
    sound.build(search=True)
    assert "Thêm một câu." in sound.page("2019/05/gom/index.html")
    assert_as_if_new(sound, tmp_path)


def test_volumes_of_the_index_are_cut_anew_where_they_grow(
    newspaper: TemporaryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "WORDS", 40)
    newspaper.build(search=True)
    monkeypatch.setattr(building, "plan", None)
    assert (newspaper.output / "pagefind/all").exists()
    add(newspaper, "content/2021/cho.md", "\n" + "chợ " * 60)
    newspaper.build(search=True)
    assert not (newspaper.output / "pagefind/all").exists()
    assert (newspaper.output / "pagefind/undated").exists()
    assert_as_if_new(newspaper, tmp_path)


Edit = Callable[[TemporaryArchive], object]


@pytest.mark.parametrize(
    "edit",
    [
        lambda archive: archive.write(GOM, "---\ntitle: Khác\n---\nMột.\n"),
        lambda archive: archive.article("moi.md", "Bài mới"),
        lambda archive: (archive.root / "content/2021/cho.md").unlink(),
        lambda archive: add(archive, "archive.toml", 'description = "Báo"\n'),
        lambda archive: archive.write("content/tags.yaml", "- label: gốm\n  aliases: [lúa]\n"),
        lambda archive: archive.write("static/x.txt", "x"),
        lambda archive: archive.write("content/2019/05/them.pdf", b"%PDF-1.4"),
        lambda archive: (archive.output / "feed.xml").write_text("x", "utf-8"),
        lambda archive: (archive.output / "2021/cho/index.html").unlink(),
    ],
)
def test_whatever_else_has_changed_as_well_all_is_planned(
    newspaper: TemporaryArchive, tmp_path: Path, edit: Edit
) -> None:
    newspaper.build()
    add(newspaper, "content/2019/lua.md")
    edit(newspaper)
    newspaper.build()
    assert_as_if_new(newspaper, tmp_path, search=False)


def test_an_edition_tells_which_articles_have_another_wording(sample: Sample) -> None:
    before, number = sample.archive.articles, 5
    after = [reword(each) if n == number else each for n, each in enumerate(before)]
    assert frame_digest(b"", before) == frame_digest(b"", after)
    first, second = (
        Edition(inputs=b"", frame=b"", texts=texts_of(found), articles=0)
        for found in (before, after)
    )
    assert list(reworded(first, second)) == [number]
    assert not list(reworded(first, first))


def test_the_frame_of_an_edition_is_all_but_the_wording(sample: Sample) -> None:
    first, *others = sample.archive.articles
    frame = frame_digest(b"", [first, *others])
    for changed in (
        replace(first, facts=b"other"),
        replace(first, links=("/a.pdf",)),
        replace(first, facts=b"", status="withdrawn"),
    ):
        assert frame_digest(b"", [changed, *others]) != frame
    withdrawn = replace(first, facts=b"", status="withdrawn", reason="Sai")
    assert frame_digest(b"", [withdrawn]) != frame_digest(b"", [replace(withdrawn, reason="Cũ")])
    assert frame_digest(b"other", [first, *others]) != frame
    assert frame_digest(b"", [*others, first]) != frame
    assert frame_digest(b"", others) != frame


def test_no_other_page_depends_on_a_wording(sample: Sample) -> None:
    """The pages of the whole plan whose keys differ are those that are planned alone."""
    archive, config, media, _ = sample
    before = {page.path: page.key for page in plan(archive, config, media).pages}
    for article in archive.articles:
        others = [each for each in (*archive.articles, *archive.withdrawn) if each != article]
        after = arrange([reword(article), *others], config.sections, sample.vocabulary)
        whole = plan(after, config, media)
        alone = plan_texts(after, config, media, {article.url})
        assert {page.path: page.key for page in alone.pages} == {
            page.path: page.key for page in whole.pages if before[page.path] != page.key
        }
        assert alone.data == whole.data
