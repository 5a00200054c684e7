"""The search index: cut into volumes that stay, the same bytes every time, nothing left behind."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import search
from generator.errors import UserError
from generator.search import SearchDocument, SearchEntry, index_volume, volumes
from tests.conftest import TemporaryArchive, published


def entry(number: int, year: int | None) -> SearchEntry:
    return SearchEntry(url=f"/{number}/", year=year, digest=b"")


def document(number: int, text: str) -> SearchDocument:
    return SearchDocument(
        url=f"/2021/{number}/",
        title=f"Bài số {number}",
        text=text,
        date="02/12/2021",
        sort_key=f"2021-12-{number:02}",
        year=2021,
        section=("Kinh tế", "Văn hóa", "Đời sống")[number % 3],
        authors=(f"Tác giả {number % 7}",),
        tags=(f"thẻ {number % 5}", "đèo Gió"),
    )


YEARS = st.lists(st.none() | st.integers(1, 9999) | st.integers(1990, 2026), max_size=60)


@given(YEARS)
def test_every_article_is_in_one_volume_of_its_years(years: list[int | None]) -> None:
    entries = [entry(number, year) for number, year in enumerate(years)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "ONE_VOLUME", 5)
        found = volumes(entries)
    assert sorted(e.url for v in found for e in v.entries) == sorted(e.url for e in entries)
    assert len({volume.name for volume in found}) == len(found)
    for volume in found:
        inside = {e.year for e in volume.entries}
        assert len(volume.entries) <= 5 or len(inside) == 1
        if volume.first is not None and volume.last is not None:
            assert all(volume.first <= year <= volume.last for year in inside if year is not None)
    if len(found) > 1:
        dated = [volume.last for volume in found if volume.last is not None]
        assert dated == sorted(dated, reverse=True)


@given(YEARS.filter(lambda years: len(years) > 6), st.integers(1990, 2026))
def test_another_article_changes_its_own_volume_only(years: list[int | None], year: int) -> None:
    entries = [entry(number, of) for number, of in enumerate(years)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "ONE_VOLUME", 5)
        before = set(volumes(entries))
        after = set(volumes([*entries, entry(-1, year)]))
    for volume in before - after:
        assert volume.first is not None
        assert volume.last is not None
        assert volume.first <= year <= volume.last


def test_the_same_articles_give_the_same_bytes() -> None:
    documents = [document(number, f"đèo gió sông suối {number} " * 30) for number in range(1, 25)]
    first = index_volume(documents, "vi")
    for _ in range(3):
        assert index_volume(documents, "vi") == first


def words_of(index: dict[str, bytes]) -> bytes:
    """Return all that an index holds, unpacked."""
    return b"\n".join(
        gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in index.values()
    )


def test_the_index_holds_no_more_than_it_must(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/mat.md", "Bài bí mật", body="Chuyện Zyzzogeton.", date="2021")
    newspaper.build(search=True)
    assert b"zyzzogeton" in words_of(published(newspaper.output)).lower()
    newspaper.article("2021/mat.md", "Bài", body="Đã rút.", status="withdrawn", reason="Sai")
    newspaper.build(search=True)
    held = words_of(published(newspaper.output)).lower()
    assert b"zyzzogeton" not in held
    assert "bản nháp".encode() not in held


def test_an_unchanged_article_leaves_the_index_alone(newspaper: TemporaryArchive) -> None:
    newspaper.build(search=True)
    before = published(newspaper.output)
    newspaper.article("khac/nhap.md", "Bản nháp khác", status="draft")
    newspaper.build(search=True)
    assert published(newspaper.output) == before


def test_leaving_search_out_takes_the_index_away(newspaper: TemporaryArchive) -> None:
    newspaper.build(search=True)
    assert any(path.startswith("pagefind/") for path in published(newspaper.output))
    newspaper.build(search=False)
    assert not any(path.startswith("pagefind/") for path in published(newspaper.output))


def test_a_failing_indexer_is_told_and_the_old_site_stays(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newspaper.build(search=True)
    before = published(newspaper.output)
    program = tmp_path / "broken" / "pagefind"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.__file__", str(program.parent / "__init__.py"))
    newspaper.article("2021/moi.md", "Bài mới")
    with pytest.raises(UserError, match="code 3: no space left") as caught:
        newspaper.build(search=True)
    assert "--no-search" in str(caught.value)
    assert published(newspaper.output) == before
