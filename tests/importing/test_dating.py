"""Dates are as exact as the page tells, and no more."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from generator.importing.dating import Dated, date_article, is_day_line
from generator.importing.records import RawRecord
from generator.importing.stamps import find_stamp, is_stamp_line

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def date_of(*texts: str, stamps: tuple[str, ...] = ()) -> Dated:
    return date_article(stamps, ("Tiêu đề", *texts), HANOI, RawRecord(file="", sha256="", text=""))


@pytest.mark.parametrize(
    ("stamp", "edtf"),
    [
        ("Thứ Năm, 02/12/2021 17:33 GMT+7", "2021-12-02T17:33+07:00"),
        ("02-12-2021", "2021-12-02"),
        ("2.12.2021", "2021-12-02"),
        ("17:33 - 02/12/2021", "2021-12-02T17:33+07:00"),
        ("Cập nhật lúc 17h05, ngày 02/12/2021", "2021-12-02T17:05+07:00"),
        ("Ngày 2 tháng 12 năm 2021", "2021-12-02"),
        ("2021-12-02", "2021-12-02"),
        ("12/02/2021 | 5:20 PM", "2021-02-12T17:20+07:00"),
        ("Chủ Nhật, 21/08/2016, 20:15 (GMT+7)", "2016-08-21T20:15+07:00"),
        ("05-07-2016 00:01 AM", "2016-07-05T00:01+07:00"),
        ("05/07/2016 05:20 CH", "2016-07-05T17:20+07:00"),
        ("Thứ sáu, 06/06/2014 | 9:12:45 Sáng", "2014-06-06T09:12+07:00"),
        ("Thứ sáu, 06/06/2014 | 2:05 Chiều", "2014-06-06T14:05+07:00"),
        ("Thứ sáu, 06/06/2014 | 7:30 Tối", "2014-06-06T19:30+07:00"),
        ("Cập nhật lúc 06:02, Thứ Sáu, 23/10/2020 (GMT+7)", "2020-10-23T06:02+07:00"),
        ("09:15 Thứ Ba ngày 21 tháng 4, 2020", "2020-04-21T09:15+07:00"),
        ("25 Tháng Tư, 2021 16:00", "2021-04-25T16:00+07:00"),
        ("ngày 5 tháng mười một năm 2020", "2020-11-05"),
        ("Lâm nghiệp Thứ Ba 20/02/2024 , 19:31 (GMT+7)", "2024-02-20T19:31+07:00"),
        ("14 Settembre 2018 alle 07:20", "2018-09-14T07:20+07:00"),
    ],
)
def test_a_printed_date_is_stated_day_before_month(stamp: str, edtf: str) -> None:
    assert is_stamp_line(stamp)
    dated = date_of("Một đoạn.", stamps=(stamp,))
    assert (dated.date.edtf, dated.basis) == (edtf, "stated")
    assert stamp in dated.evidence


def test_the_stamp_with_a_time_is_the_articles_own() -> None:
    dated = date_of("Một đoạn.", stamps=("24/11/2026", "02/12/2021 17:33"))
    assert dated.date.edtf == "2021-12-02T17:33+07:00"


def test_a_day_that_does_not_exist_is_told_and_not_taken() -> None:
    dated = date_of("Một đoạn.", stamps=("31/02/2021",))
    assert dated.date.edtf == "XXXX"
    assert any("does not exist" in doubt for doubt in dated.doubts)


def test_a_day_of_the_text_that_does_not_exist_is_told() -> None:
    dated = date_of("Ngày 31/2, huyện Khe Lim họp chợ.")
    assert dated.date.edtf == "XXXX"
    assert "“Ngày 31/2” names a day that does not exist" in dated.doubts


def test_the_day_on_which_a_page_was_read_is_no_stamp() -> None:
    assert not is_stamp_line("Hôm nay: Thứ sáu, 17/03/2017 | 10:22")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Chiều 28/4, huyện Khe Lim khánh thành điểm trường.", "XXXX-04-28"),
        ("Sáng 5/9, điểm trường khai giảng. Năm 2018, trường có hai lớp.", "2018-09-05?"),
        ("Ngày 12/10/2017, nước sông lên nhanh.", "2017-10-12?"),
        ("Hôm qua 12/10/2017, nước sông lên nhanh.", "2017-10-13?"),
        ("Chiều tối hôm qua (12/5), hai con voi về hồ.", "XXXX-05-13"),
        ("Ngày mai 8/8, trường thi. Quý I/2020 có ba kỳ thi.", "2020-08-07?"),
        ("Thứ Hai tuần trước (28/4), cầu thông xe. Tháng 4/2014, xã có điện.", "2014-05-05%"),
        ("Sáng 3/1, huyện họp. Năm 2020, huyện thu 5 tỷ đồng.", "2021-01-03?"),
        ("Le chantier a débuté ce mardi 12 septembre.", "XXXX-09-12"),
        ("Năm 2022, đội bóng xuống hạng.", "2022~"),
        ("Chợ họp mỗi tuần một phiên.", "XXXX"),
        ("Nghị quyết số 12 ngày 3/4/2019 nêu mục tiêu đến năm 2030.", "XXXX"),
        ("Làng thành lập năm 1931.", "XXXX"),
        ("Đến năm 2030, tỉnh sẽ có thêm một cây cầu.", "XXXX"),
    ],
)
def test_what_is_concluded_from_the_text_says_how_sure_it_is(text: str, edtf: str) -> None:
    dated = date_of(text)
    assert dated.date.edtf == edtf
    assert dated.basis == (None if edtf == "XXXX" else "inferred")
    assert dated.evidence
    assert dated.doubts or edtf.startswith("2017")


@pytest.mark.parametrize("line", ["3rd November", "Ngày 28/4", "Chiều 28/4", "12. September."])
def test_a_line_may_name_a_day_without_its_year(line: str) -> None:
    assert is_day_line(line)


@pytest.mark.parametrize(
    "line", ["28", "Chủ nhật, 27/10/2019", "Chiều 28/4, mưa lớn.", "November", "Tin buồn"]
)
def test_a_line_that_says_anything_else_is_no_day(line: str) -> None:
    assert not is_day_line(line)


def test_a_text_that_contradicts_its_date_is_flagged() -> None:
    dated = date_of("Sáng 5/9, trường khai giảng.", stamps=("02/12/2021 17:33",))
    assert dated.date.edtf == "2021-12-02T17:33+07:00"
    [doubt] = dated.doubts
    assert "5/9" in doubt


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định ban hành ngày 02/12/2021 có hiệu lực từ năm sau đối với mọi hộ trồng lúa",
        "tỷ số 2-1",
        "1.204 lượt",
        "Hữu Thắng",
        "",
    ],
)
def test_a_line_that_says_more_is_no_stamp(text: str) -> None:
    assert not is_stamp_line(text)


@pytest.mark.parametrize("text", ["12/2021", "1/2/3/2021", "2021", "99/99/2021", "0/0/2021"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_stamp(text) is None
