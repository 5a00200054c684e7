"""The pages by date: what they show, where they lead, and what one article more changes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pytest

from generator.anniversaries import Anniversaries
from generator.archive import arrange
from generator.calendars import WHOLE_LIST, Calendars
from generator.checks.links import broken_links
from generator.date_views import (
    CalendarView,
    Cell,
    DatesView,
    DaysView,
    DayView,
    MonthView,
    YearView,
)
from generator.elements import Card
from generator.errors import UserError
from generator.languages import load_language
from generator.lookup import Lookup
from generator.model import Article
from generator.urls import Urls
from generator.views import Inputs, ListingView
from tests.conftest import TemporaryArchive
from tests.test_archive import article


def pages(articles: Iterable[Article], language: str = "vi") -> dict[str, Inputs]:
    """Return the pages by date of these articles, by their addresses."""
    archive, urls = arrange(articles), Urls(language=load_language(language), style="dir")
    calendars = Calendars(archive, Lookup(archive, urls, {}))
    years = chain.from_iterable(year.make() for year in calendars.years())
    views = (*calendars.pages(), *years, *Anniversaries(calendars).pages())
    return {view.url: view for view in views}


def dated(date: str, count: int = 1, name: str = "") -> list[Article]:
    return [article(f"{name or date}-{number:03}", date) for number in range(count)]


def year(found: dict[str, Inputs], url: str) -> YearView:
    view = found[url]
    assert isinstance(view, YearView)
    return view


def month(found: dict[str, Inputs], url: str) -> MonthView:
    view = found[url]
    assert isinstance(view, MonthView)
    return view


def day(found: dict[str, Inputs], url: str) -> DayView:
    view = found[url]
    assert isinstance(view, DayView)
    return view


def listing(found: dict[str, Inputs], url: str) -> ListingView:
    view = found[url]
    assert isinstance(view, ListingView)
    return view


def dates(found: dict[str, Inputs]) -> DatesView:
    view = found["/theo-ngay/"]
    assert isinstance(view, DatesView)
    return view


def cells(calendar: CalendarView | None) -> list[Cell]:
    """Return the days of a calendar that have articles."""
    assert calendar is not None
    return [cell for week in calendar.weeks for cell in week if cell and cell.part]


def titles(view: YearView | DayView | ListingView) -> list[str]:
    return [card.title for card in view.cards]


MIXED = [
    *dated("2021-12-02", 2),
    *dated("2021-12-30"),
    *dated("2021-12"),
    *dated("2021"),
    *dated("2021-03-05"),
    *dated("2019-12-02"),
    *dated("XXXX-12-02"),
    *dated("202X"),
    *dated("XXXX"),
]


def test_a_week_begins_on_monday() -> None:
    [week, *_] = year(pages(MIXED), "/2021/").calendars[11].weeks
    assert [cell and cell.number for cell in week] == [None, None, 1, 2, 3, 4, 5]


def test_a_day_of_a_calendar_says_its_date_and_leads_to_its_articles() -> None:
    found = pages(MIXED)
    [second, last] = cells(month(found, "/2021/12/").calendar)
    assert second.part is not None
    assert last.part is not None
    assert (second.part.label, second.part.count) == ("2 tháng 12", 2)
    assert second.part.url == "/2021/12/#ngay-02"
    assert second.heat > last.heat > 0
    assert cells(year(found, "/2021/").calendars[11])[0].part == second.part


def test_a_year_has_twelve_calendars_and_its_articles_while_they_are_few() -> None:
    view = year(pages(MIXED), "/2021/")
    assert [calendar.part.count for calendar in view.calendars if calendar.part] == [1, 4]
    assert len(view.calendars) == 12
    assert titles(view) == [
        "2021-03-05-000",
        "2021-12-02-000",
        "2021-12-02-001",
        "2021-12-30-000",
        "2021-12-000",
        "2021-000",
    ]
    assert view.unknown is not None
    assert (view.unknown.url, view.unknown.count) == ("/2021/khong-ro-thang/", 1)
    assert view.chart is not None
    assert [(bar.place, bar.count) for bar in view.chart.bars] == [(2, 1), (11, 4)]


def test_a_month_lists_its_days_and_what_has_no_day_after_them() -> None:
    view = month(pages(MIXED), "/2021/12/")
    assert [(found.anchor, found.link.label, found.count) for found in view.days] == [
        ("ngay-02", "Thứ Năm, 02/12/2021", 2),
        ("ngay-30", "Thứ Năm, 30/12/2021", 1),
        ("khong-ro-ngay", "Tháng 12 năm 2021, không rõ ngày", 1),
    ]


def test_years_and_months_lead_to_those_before_and_after_that_have_articles() -> None:
    found = pages(MIXED)
    assert (year(found, "/2019/").earlier, year(found, "/2021/").later) == (None, None)
    earlier, later = year(found, "/2021/").earlier, month(found, "/2021/03/").later
    assert earlier is not None
    assert later is not None
    assert (earlier.url, later.url) == ("/2019/", "/2021/12/")
    march = month(found, "/2021/03/").earlier
    assert march is not None
    assert march.url == "/2019/12/"


def test_days_of_a_long_month_have_pages() -> None:
    many = [*dated("2021-12-02", 30), *dated("2021-12-05", 25), *MIXED[2:]]
    found = pages(many)
    view = month(found, "/2021/12/")
    assert [(d.link.url, d.cards) for d in view.days][:2] == [
        ("/2021/12/02/", ()),
        ("/2021/12/05/", ()),
    ]
    assert cells(view.calendar)[0].part == cells(year(found, "/2021/").calendars[11])[0].part
    second = day(found, "/2021/12/02/")
    assert len(second.cards) == 30
    assert second.all_years is not None
    assert second.all_years.url in found
    assert second.earlier is not None
    assert second.earlier.url == "/2021/03/#ngay-05"
    assert titles(listing(found, "/2021/12/khong-ro-ngay/")) == ["2021-12-000"]
    assert year(found, "/2021/").cards == ()


@pytest.mark.parametrize("date", ["2021-12-02", "2021-12", "2021", "XXXX-12-02", "XXXX"])
def test_no_page_lists_more_than_fifty_articles(date: str) -> None:
    found = pages([*dated(date, 60, name="Tin"), *dated(date, 60, name="Bài"), *MIXED])
    assert {card.title for view in found.values() for card in cards(view)} >= {
        f"{name}-{number:03}" for name in ("Tin", "Bài") for number in range(60)
    }
    assert max(len(cards(view)) for view in found.values()) <= WHOLE_LIST


def cards(view: Inputs) -> list[Card]:
    if isinstance(view, MonthView):
        return [card for found in view.days for card in found.cards]
    return list(getattr(view, "cards", ()))


def test_a_day_of_all_years_has_those_of_an_unknown_year_too() -> None:
    view = day(pages(MIXED), "/ngay/12-02/")
    assert view.title == "Ngày 2 tháng 12 qua các năm"
    assert titles(view) == [
        "2021-12-02-000",
        "2021-12-02-001",
        "2019-12-02-000",
        "XXXX-12-02-000",
    ]
    assert view.earlier is not None
    assert view.later is not None
    assert (view.earlier.url, view.later.url) == ("/ngay/03-05/", "/ngay/12-30/")


def test_a_day_of_many_articles_in_all_years_leads_to_its_years() -> None:
    found = pages([*dated("2021-12-02", 40), *dated("2020-12-02", 20), *dated("XXXX-12-02")])
    view = day(found, "/ngay/12-02/")
    assert view.cards == ()
    assert [(part.label, part.url, part.count) for part in view.parts] == [
        ("2021", "/2021/12/#ngay-02", 40),
        ("2020", "/2020/12/#ngay-02", 20),
        ("Không rõ năm", "/khong-ro-ngay/", 1),
    ]


def test_all_days_of_a_leap_year_stand_in_the_calendar_of_days() -> None:
    view = pages([*dated("2020-02-29"), *dated("XXXX-02-29")])["/ngay/"]
    assert isinstance(view, DaysView)
    assert sum(len(week) for calendar in view.calendars for week in calendar.weeks) == 366
    [leap] = cells(view.calendars[1])
    assert leap.part is not None
    assert (leap.number, leap.part.url, leap.part.count) == (29, "/ngay/02-29/", 2)


def test_an_unknown_month_is_in_no_scale() -> None:
    view = dates(pages([*dated("2021-01"), *dated("2021-02", 2), *dated("2021", 40)]))
    [row] = view.years
    assert [cell.heat for cell in row.months[:3]] == [1, 3, 0]
    assert [(part.url, part.count) for part in view.months_unknown] == [
        ("/2021/khong-ro-thang/", 40)
    ]


def test_years_without_articles_are_gaps_in_the_chart() -> None:
    chart = dates(pages(MIXED)).chart
    assert chart is not None
    assert [(bar.label, bar.place) for bar in chart.bars] == [("2019", 0), ("2021", 2)]


def test_the_undated_are_told_apart_from_the_dated() -> None:
    found = pages(MIXED)
    assert titles(listing(found, "/khong-ro-ngay/")) == ["202X-000", "XXXX-000", "XXXX-12-02-000"]
    undated = dates(found).undated
    assert undated is not None
    assert (undated.url, undated.count) == ("/khong-ro-ngay/", 3)


def test_the_addresses_speak_the_language_of_the_archive() -> None:
    assert {"/day/", "/day/12-02/", "/2021/unknown-month/", "/undated/", "/dates/"} <= set(
        pages(MIXED, "en")
    )


@pytest.mark.parametrize(
    ("date", "changed"),
    [
        ("2021-12-02", {"/2021/", "/2021/12/", "/ngay/12-02/"}),
        ("2021-12", {"/2021/", "/2021/12/"}),
        ("2021", {"/2021/", "/2021/khong-ro-thang/"}),
        ("XXXX-12-02", {"/khong-ro-ngay/", "/ngay/12-02/"}),
        ("XXXX", {"/khong-ro-ngay/"}),
    ],
)
def test_one_article_more_changes_the_pages_of_its_own_time(date: str, changed: set[str]) -> None:
    before, after = pages(MIXED), pages([*MIXED, article("new", date)])
    assert set(before) == set(after)
    overviews = {"/theo-ngay/"} | ({"/ngay/"} if "12-02" in date else set())
    assert {url for url in after if before[url] != after[url]} == changed | overviews


def test_one_article_more_in_a_long_month_changes_one_of_its_days() -> None:
    many = [*dated("2021-12-02", 30), *dated("2021-12-05", 30), *MIXED]
    before, after = pages(many), pages([*many, article("new", "2021-12-05")])
    assert {url for url in after if before[url] != after[url]} == {
        "/2021/",
        "/2021/12/",
        "/2021/12/05/",
        "/ngay/12-05/",
        "/theo-ngay/",
        "/ngay/",
    }


@pytest.mark.parametrize("style", ["dir", "html"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_of_the_calendars_leads_somewhere(
    archive: TemporaryArchive, style: str, language: str
) -> None:
    for number in range(60):
        archive.article(f"2021/12/a{number}.md", f"Bài {number}", date="2021-12-02")
        archive.article(f"x/a{number}.md", f"Tin {number}", date="XXXX-12-02")
    archive.article("2019/b.md", "Lúa", date="2019-05-14")
    archive.article("2019/c.md", "Gốm", date="2019~")
    archive.write(
        "archive.toml",
        f'title = "Báo"\nbase_url = "https://example.org/kho/"\nurl_style = "{style}"\n'
        f'language = "{language}"\n',
    )
    archive.build()
    assert list(broken_links(archive.output, "https://example.org", "/kho")) == []


def test_a_calendar_is_a_table_that_speaks(archive: TemporaryArchive) -> None:
    for number in range(18):
        archive.article(f"2021/12/{number}.md", f"Bài {number}", date="2021-12-02")
    archive.build()
    page = archive.page("2021/12/index.html")
    assert "<caption>Tháng 12 năm 2021</caption>" in page
    assert '<th scope="col"><abbr title="Thứ Hai">T2</abbr></th>' in page
    assert 'href="/archive/2021/12/#ngay-02" aria-label="2 tháng 12, 18 bài"' in page
    assert '<h2 id="ngay-02">Thứ Năm, 02/12/2021</h2>' in page


def test_a_chart_says_in_words_what_it_shows(archive: TemporaryArchive) -> None:
    archive.article("a.md", "Lúa", date="2015")
    archive.article("b.md", "Gốm", date="2018")
    archive.build()
    page = archive.page("theo-ngay/index.html")
    assert 'role="img" aria-labelledby="chart" aria-describedby="chart-detail"' in page
    assert '<title id="chart">Số bài mỗi năm từ 2015 đến 2018' in page
    assert '<desc id="chart-detail">2 năm ở giữa không có bài nào</desc>' in page


def test_an_article_in_the_place_of_a_calendar_is_told(archive: TemporaryArchive) -> None:
    archive.article("2021/khong-ro-thang.md", "Không rõ tháng", date="2021")
    with pytest.raises(UserError, match=r"content/2021/khong-ro-thang\.md"):
        archive.build()
