"""Dates say how sure they are, in EDTF and in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import parse_date, to_instant, weekday
from generator.languages import available_languages, load_language

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("edtf", "vietnamese", "english"),
    [
        (
            "2021-12-02T17:33+07:00",
            "Thứ Năm, 02/12/2021 17:33 GMT+7",
            "Thursday, 2 December 2021 17:33 GMT+7",
        ),
        ("2021-12-02", "Thứ Năm, 02/12/2021", "Thursday, 2 December 2021"),
        ("2023-11-16?", "có lẽ 16/11/2023", "probably 16 November 2023"),
        ("2025?-04-28", "có lẽ 28/04/2025", "probably 28 April 2025"),
        ("2021-12", "tháng 12 năm 2021", "December 2021"),
        ("2021-12-XX", "tháng 12 năm 2021", "December 2021"),
        ("2021~", "khoảng năm 2021", "about 2021"),
        ("XXXX-04-28", "28 tháng 4, không rõ năm", "28 April, year unknown"),
        ("202X", "thập niên 2020", "2020s"),
        ("199X~", "khoảng thập niên 1990", "about 1990s"),
        ("19XX", "1900–1999, không rõ năm", "1900–1999, year unknown"),
        ("XXXX", "không rõ ngày", "date unknown"),
        ("2021/2022", "năm 2021 – năm 2022", "2021 – 2022"),
    ],
)
def test_a_date_in_words_is_as_certain_as_the_date(
    edtf: str, vietnamese: str, english: str
) -> None:
    when = parse_date(edtf)
    assert load_language("vi").date(when) == vietnamese
    assert load_language("en").date(when) == english


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("02-12-2021", "is not a date"),
        ("2021-13", "there is no month 13"),
        ("2021-02-29", "02 has no day 29"),
        ("2021-XX-03", "a day needs its month"),
        ("2021-12-02T25:00", "there is no time 25:00"),
        ("2021-12T10:00", "a time needs its day"),
        ("2022/2021", "it ends before it begins"),
        ("hôm qua", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_date(text)


def test_dates_sort_from_the_unknown_to_the_newest() -> None:
    ordered = ["XXXX-04-28", "2019", "2020~", "2021", "2021-03", "2021-03-01", "2021-03-01T08:00"]
    assert sorted(ordered[::-1], key=lambda t: parse_date(t).sort_key) == ordered


@given(st.datetimes(min_value=datetime(1, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_day_of_the_calendar_is_a_date(moment: datetime) -> None:
    when = parse_date(moment.strftime("%Y-%m-%dT%H:%MZ").rjust(17, "0"))
    assert to_instant(when, HANOI) == moment.replace(second=0, microsecond=0)
    assert weekday(when) == moment.weekday()
    assert when.is_exact


def test_a_date_without_a_time_begins_at_midnight_in_the_newspapers_own_zone() -> None:
    found = to_instant(parse_date("2021-12-02"), HANOI)
    assert found == datetime(2021, 12, 1, 17, tzinfo=UTC)


def test_a_month_has_no_instant_and_no_weekday() -> None:
    assert to_instant(parse_date("2021-12"), HANOI) is None
    assert weekday(parse_date("2021-12")) is None


def test_all_languages_say_the_same_things() -> None:
    keys = [set(load_language(code).strings) for code in available_languages()]
    different = set().union(*keys) - keys[0].intersection(*keys)
    # Some languages have a singular of its own.
    assert {key for key in different if not key.endswith("_one")} == set()


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert load_language("vi").number(1234567) == "1.234.567"
    assert load_language("en").number(1234567) == "1,234,567"
