"""The volumes of the search index: contiguous ranges of dates whose boundaries stay."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import volumes as module
from generator.dates import parse_date
from generator.model import ArchiveDate
from generator.volumes import Entry, entry, volumes

DATES = st.one_of(
    st.just("XXXX"),
    st.just("XXXX-04-28"),
    st.integers(1, 9999).map("{:04}".format),
    st.integers(1990, 2026).map("{:04}~".format),
    st.dates().map(str),
    st.just("2021-12-02"),
)
ARCHIVES = st.lists(DATES, max_size=60)


@pytest.fixture(autouse=True)
def small_volumes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five articles fill a volume."""
    monkeypatch.setattr(module, "ARTICLES", 5)


def entries(dates: list[str]) -> list[Entry]:
    return [of(number, date) for number, date in enumerate(dates)]


def of(number: int, date: str, words: int = 600) -> Entry:
    return entry(f"/{number}/", parse_date(date), words, b"")


@given(ARCHIVES)
def test_every_article_is_in_one_small_volume_of_its_years(dates: list[str]) -> None:
    archive = entries(dates)
    found = volumes(archive)
    assert sorted(e.url for v in found for e in v.entries) == sorted(e.url for e in archive)
    assert len({volume.name for volume in found}) == len(found)
    for volume in found:
        assert 0 < len(volume.entries) <= 5
        if volume.name != "all":
            assert all(
                (volume.first is None and e.year is None)
                or (e.year is not None and (volume.first or 0) <= e.year <= (volume.last or 0))
                for e in volume.entries
            )


@given(ARCHIVES)
def test_volumes_one_after_the_other_are_the_archive_by_date(dates: list[str]) -> None:
    listed = [e for volume in volumes(entries(dates)) for e in volume.entries]
    assert listed == sorted(listed, key=lambda e: e.place, reverse=True)


@given(ARCHIVES, st.randoms())
def test_the_order_of_the_articles_does_not_matter(dates: list[str], draw: Random) -> None:
    archive = entries(dates)
    shuffled = archive.copy()
    draw.shuffle(shuffled)
    assert volumes(shuffled) == volumes(archive)


@given(ARCHIVES.filter(lambda dates: len(dates) > 5), DATES)
def test_another_article_changes_the_volume_it_belongs_to_only(dates: list[str], date: str) -> None:
    archive, added = entries(dates), of(-1, date)
    before, after = volumes(archive), volumes([*archive, added])
    gone = [volume for volume in before if volume not in after]
    new = [volume for volume in after if volume not in before]
    # One volume gains the article, or comes into being, or is cut into parts.
    assert len(gone) <= 1
    assert sorted(e.url for v in new for e in v.entries) == sorted(
        [added.url, *(e.url for v in gone for e in v.entries)]
    )


def test_a_small_archive_is_one_volume() -> None:
    [volume] = volumes(entries(["2013", "2024-05", "XXXX"]))
    assert (volume.name, volume.first, volume.last) == ("all", 2013, 2024)
    assert volumes([]) == ()


def test_volumes_are_cut_into_halves_of_their_time() -> None:
    archive = entries([f"{year}-{month:02}" for year in (2020, 2021) for month in range(1, 13)])
    assert [(v.name, len(v.entries)) for v in volumes(archive)] == [
        ("2021.1", 5),  # months are counted in sixteenths of a year: from August on
        ("2021.01", 4),
        ("2021.00", 3),
        ("2020.1", 5),
        ("2020.01", 4),
        ("2020.00", 3),
    ]


def test_a_day_with_too_many_articles_is_cut_as_well() -> None:
    found = volumes(entries(["2021-12-02"] * 40 + ["XXXX"] * 40))
    assert all(len(volume.entries) <= 5 for volume in found)
    assert {volume.name.split(".")[0] for volume in found} == {"2021", "undated"}


def test_long_articles_fill_a_volume_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORDS", 1000)
    found = volumes([of(1, "1950", 900), of(2, "2021", 900), of(3, "2022", 100), of(4, "XXXX", 5)])
    assert [len(volume.entries) for volume in found] == [2, 1, 1]
    assert volumes([of(1, "2021", 5000)])[0].name == "all"


def test_a_place_is_exact_to_the_day() -> None:
    day = entry("/a/", ArchiveDate(edtf="2021-12-02", year=2021, month=12, day=2), 1, b"")
    assert day.place >> 32 == (2021 << 9) + (12 << 5) + 2
