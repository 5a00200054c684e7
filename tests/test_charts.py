"""Counts to charts and shades."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.charts import chart_of, heat_of, year_chart
from tests.test_archive import article


def test_what_has_no_articles_is_a_gap() -> None:
    chart = chart_of({2: 10, 5: 1, 4: 0}, range(1, 7), lambda month: f"tháng {month}")
    assert [(bar.label, bar.place, bar.count) for bar in chart.bars] == [
        ("tháng 2", 1, 10),
        ("tháng 5", 4, 1),
    ]
    assert (chart.places, chart.first, chart.last, chart.most) == (6, "tháng 1", "tháng 6", 10)


def test_the_tallest_bar_has_a_hundred_and_the_lowest_can_be_seen() -> None:
    chart = chart_of({1: 5000, 2: 2500, 3: 1}, range(1, 4), str)
    assert [bar.height for bar in chart.bars] == [100, 50, 2]


def test_a_chart_of_years_goes_from_the_first_to_the_last_and_leaves_out_the_undated() -> None:
    found = [article(name, name) for name in ("2021-03", "2018", "2021-04-05", "XXXX", "202X")]
    chart = year_chart(found)
    assert chart is not None
    assert [(bar.label, bar.count) for bar in chart.bars] == [("2018", 1), ("2021", 2)]
    assert chart.places == 4


def test_one_year_needs_no_chart() -> None:
    assert year_chart([article("a", "2020-01"), article("b", "2020-02"), article("c")]) is None


def test_one_day_of_very_many_articles_does_not_leave_the_others_pale() -> None:
    assert heat_of([1, 2, 3, 4, 500]) == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 500: 5}
    assert heat_of([7, 7, 7]) == {0: 0, 7: 1}
    assert heat_of([0, 0]) == {0: 0}


@given(st.lists(st.integers(min_value=0, max_value=50)))
def test_more_articles_are_never_paler(counts: list[int]) -> None:
    heat = heat_of(counts)
    shades = [heat[count] for count in sorted(counts)]
    assert shades == sorted(shades)
    assert all((shade == 0) == (count == 0) and shade <= 5 for count, shade in heat.items())
