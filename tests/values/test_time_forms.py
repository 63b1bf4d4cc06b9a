"""Times that hang on the article, ranges whose ends leave something out, and rarer forms of dates."""

from datetime import date

import pytest
from edtf import parse_edtf

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 7, 10)  # a Wednesday


def read(text: str, published: date | None = PUBLISHED) -> Time:
    found = time(text, published=published)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "edtf", "granularity"),
    [
        ("tuần trước", "2024-07-01/2024-07-07", "week"),
        ("trong tuần này", "2024-07-08/2024-07-14", "week"),
        ("tuần tới", "2024-07-15/2024-07-21", "week"),
        ("cuối tuần này", "2024-07-13/2024-07-14", "day"),
        ("thứ Sáu tuần trước", "2024-07-05", "day"),
        ("8h sáng thứ Hai tuần này", "2024-07-08T08:00:00", "hour"),
        ("thứ Sáu vừa qua", "2024-07-05", "day"),
        ("thứ Sáu tới", "2024-07-12", "day"),
        ("thứ 7, chủ nhật", "{2024-07-06,2024-07-07}", "day"),
        ("hôm kia", "2024-07-08", "day"),
        ("tháng này", "2024-07", "month"),
        ("tháng trước", "2024-06", "month"),
        ("tháng tới", "2024-08", "month"),
        ("ngày 5 tháng trước", "2024-06-05", "day"),
        ("quý này", "2024-35", "quarter"),
        ("quý trước", "2024-34", "quarter"),
        ("năm kia", "2022", "year"),
        ("5 ngày đầu tháng này", "2024-07-01/2024-07-05", "day"),
        ("những năm 60 của thế kỷ trước", "196X", "decade"),
    ],
)
def test_times_counted_from_the_article_are_told(text: str, edtf: str, granularity: str) -> None:
    found = read(text)

    assert (found.edtf, found.granularity) == (edtf, granularity)
    assert "relative" in found.flags


@pytest.mark.parametrize("text", ["tuần trước", "tháng trước", "cuối năm", "hôm kia", "thứ 7, chủ nhật", "quý này"])
def test_without_the_article_s_date_they_have_a_reason(text: str) -> None:
    assert isinstance(time(text), Unresolved)


def test_a_month_before_january_is_of_the_year_before() -> None:
    assert read("tháng trước", date(2025, 1, 3)).edtf == "2024-12"
    assert read("quý trước", date(2025, 1, 3)).edtf == "2024-36"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ngày 5/7 vừa qua", "2024-07-05"),
        ("tháng 12 vừa qua", "2023-12"),
        ("quý II vừa qua", "2024-34"),
        ("tháng 9 tới", "2024-09"),
        ("ngày 5/3 tới", "2025-03-05"),
        ("ngày 15 tới", "2024-07-15"),
        ("ngày 29/2 tới", "2028-02-29"),
    ],
)
def test_what_has_passed_or_is_to_come_has_the_last_or_the_next_year(text: str, edtf: str) -> None:
    found = read(text)

    assert found.edtf == edtf
    assert "year-from-article" in found.flags


@pytest.mark.parametrize(
    ("text", "edtf", "duration"),
    [
        ("3 năm trước", "2021", "P3Y"),
        ("hai ngày trước", "2024-07-08", "P2D"),
        ("2 tuần trước", "2024-06-24/2024-06-30", "P2W"),
        ("cách đây hai tháng", "2024-05", "P2M"),
        ("3 năm nữa", "2027", "P3Y"),
    ],
)
def test_so_long_ago_is_a_point_and_no_period(text: str, edtf: str, duration: str) -> None:
    found = read(text)

    assert (found.edtf, found.duration, found.flags) == (edtf, duration, ("relative",))


def test_so_long_after_hangs_on_another_time() -> None:
    assert (read("3 ngày sau").edtf, read("3 ngày sau").flags) == (None, ("relative",))


def test_a_period_counted_from_the_article_has_its_first_and_last_day() -> None:
    assert (read("10 năm qua").start, read("10 năm qua").end) == ("2014-01-01", "2024-12-31")


@pytest.mark.parametrize("text", ["chưa đầy 1 tháng", "không quá 1 tháng", "ngót nghét 1 tháng", "tầm 1 tháng"])
def test_every_approximator_makes_a_length_rough(text: str) -> None:
    assert (read(text).duration, read(text).flags) == ("P1M", ("approximate",))


@pytest.mark.parametrize(
    ("text", "duration", "flags"),
    [
        ("3 ngày 2 đêm", "P3D", ("nights",)),
        ("nửa thế kỷ", "P50Y", ()),
        ("nửa thập kỷ", "P5Y", ()),
    ],
)
def test_nights_beside_days_and_halves_of_long_periods_are_lengths(
    text: str, duration: str, flags: tuple[str, ...]
) -> None:
    assert (read(text).duration, read(text).flags) == (duration, flags)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("từ năm 2023 đến tháng 6", "2023/2024-06"),
        ("từ năm 2023 đến 15/6", "2023/2024-06-15"),
        ("từ năm 2025 đến tháng 3", "2025/2025-03"),
    ],
)
def test_from_a_year_to_a_month_ends_in_the_article_s_year(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ("year-from-article",))
    assert isinstance(time(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("từ cuối năm 2022 đến tháng 3", "2022/2023-03"),
        ("từ giữa năm 2022 đến tháng 9", "2022/2022-09"),
        ("giữa năm 2022 đến tháng 3/2023", "2022/2023-03"),
        ("từ cuối tháng 5 đến đầu tháng 6/2024", "2024-05/2024-06"),
    ],
)
def test_a_range_from_the_middle_or_end_of_a_period_is_rough(text: str, edtf: str) -> None:
    assert (read(text, None).edtf, read(text, None).flags) == (edtf, ("approximate",))


def test_each_end_of_a_range_keeps_its_part() -> None:
    assert read("từ cuối năm 2022 đến đầu năm 2024").part == "cuối/đầu"
    assert read("từ sáng 5/7 đến chiều 6/7").part == "sáng/chiều"
    assert read("sáng 5/7 và chiều 6/7").part == "sáng/chiều"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("từ tháng 3 đến hết năm 2024", "2024-03/2024"), ("từ 15/3 đến cuối năm 2024", "2024-03-15/2024")],
)
def test_a_range_to_the_end_of_a_year_begins_in_that_year(text: str, edtf: str) -> None:
    assert read(text, None).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("quý đầu năm 2024", "2024-33"),
        ("quý cuối năm 2023", "2023-36"),
        ("quý I, II/2024", "2024-01/2024-06"),
        ("quý 1 và 2/2024", "2024-01/2024-06"),
        ("quý I, II và III/2024", "2024-01/2024-09"),
        ("tháng đầu năm 2024", "2024-01"),
        ("tháng 5 và 6 năm 2024", "{2024-05,2024-06}"),
        ("các tháng 1, 2, 3 năm 2024", "{2024-01,2024-02,2024-03}"),
        ("tháng 5 - 6 năm 2024", "2024-05/2024-06"),
        ("15 ngày đầu tháng 6/2024", "2024-06-01/2024-06-15"),
        ("10 ngày cuối năm 2023", "2023-12-22/2023-12-31"),
        ("những năm 90 của thế kỷ XX", "199X"),
        ("thập niên 60 thế kỷ 19", "186X"),
        ("giai đoạn 5 năm 2021-2025", "2021/2025"),
        ("đêm 14 rạng ngày 15/5/2024", "2024-05-14/2024-05-15"),
        ("năm một nghìn chín trăm bảy mươi lăm", "1975"),
        ("tháng năm năm hai nghìn", "2000-05"),
        ("ngày hai tháng chín năm hai nghìn không trăm hai mươi tư", "2024-09-02"),
        ("đêm Noel 2023", "2023-12-24"),
        ("Thứ tư, 10/7/2024 | 14:30 (GMT+7)", "2024-07-10T14:30:00"),
        ("2024-07-10T14:30:00", "2024-07-10T14:30:00"),
        ("7 giờ kém 15 phút ngày 5/7/2024", "2024-07-05T06:45:00"),
    ],
)
def test_rarer_forms_are_written_in_edtf(text: str, edtf: str) -> None:
    assert (read(text, None).edtf, read(text, None).flags) == (edtf, ())


@pytest.mark.parametrize("text", ["dịp lễ 30/4 và 1/5/2024", "nghỉ lễ 30/4, 1/5/2024"])
def test_holidays_may_be_named_by_their_dates(text: str) -> None:
    assert read(text).edtf == "{2024-04-30,2024-05-01}"


@pytest.mark.parametrize("text", ["những tháng đầu năm 2024", "những ngày đầu năm 2024"])
def test_the_first_months_of_a_year_are_its_first_part(text: str) -> None:
    assert (read(text).edtf, read(text).part) == ("2024", "đầu")


@pytest.mark.parametrize("text", ["6 tháng đầu năm 2023 và 2024", "40 ngày đầu tháng 6", "25 giờ kém 10"])
def test_what_would_be_read_wrongly_has_no_value(text: str) -> None:
    assert isinstance(time(text, published=PUBLISHED), Unresolved)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ngày 10/2/2024 (mùng 1 Tết)", "2024-02-10"),
        ("ngày 10/2/2024, tức mùng 1 tháng Giêng năm Giáp Thìn", "2024-02-10"),
        ("mùng 10 tháng 3 âm lịch (18/4/2024)", "2024-04-18"),
    ],
)
def test_a_day_said_in_both_calendars_is_that_of_the_solar_one(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ())


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("mùng 2/9/2024", "2024-09-02"), ("mồng 8-3-2024", "2024-03-08"), ("ngày mùng 5 tháng 7 năm 2024", "2024-07-05")],
)
def test_an_early_day_in_figures_is_read_as_solar_and_flagged(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ("lunar-or-solar",))


def test_an_early_day_of_the_lunar_calendar_stays_lunar() -> None:
    assert (read("mùng 5/5 âm lịch").edtf, read("mùng 5/5 âm lịch").flags) == ("2024", ("lunar", "year-from-article"))


@pytest.mark.parametrize(
    ("published", "edtf"),
    [(date(2025, 1, 15), "2024/2025"), (date(2024, 4, 1), "2023/2024"), (date(2024, 12, 20), "2024/2025")],
)
def test_the_last_months_of_the_lunar_year_end_in_the_next(published: date, edtf: str) -> None:
    assert (read("23 tháng Chạp", published).edtf, read("23 tháng Chạp", published).granularity) == (edtf, "day")


def test_no_lunar_year_is_beyond_four_digits() -> None:
    assert read("Tết", date(9999, 12, 31)).edtf == "9999"


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize("text", ["hôm qua", "ngày mai", "thứ Năm", "thứ Năm tới", "đêm 15", "tuần trước", "tuần tới"])
def test_the_ends_of_the_calendar_raise_nothing(text: str, published: date) -> None:
    assert isinstance(time(text, published=published), Time | Unresolved)


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "text",
    ["từ tháng 3 đến nay", "từ 15/12 đến 15/1", "cùng kỳ năm trước", "năm Ất Tỵ", "Tết Giáp Thìn", "ngày 5/7 tới"],
)
def test_no_year_is_before_the_first_or_after_the_last(text: str, published: date) -> None:
    found = time(text, published=published)

    if isinstance(found, Time):
        assert found.edtf is not None
        parse_edtf(found.edtf)


@pytest.mark.parametrize(
    "text", ["ngày 10/3 quý 1/2024", "tháng 5 quý I/2024", "quý trước ngày 30/6/2024", "tháng trước tháng 5"]
)
def test_a_quarter_beside_a_month_is_no_date(text: str) -> None:
    assert isinstance(time(text, published=PUBLISHED), Unresolved)


def test_an_impossible_quarter_is_found_without_the_article_s_date() -> None:
    assert time("quý 5 năm ngoái").flags == ("impossible-date",)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("suốt 10 năm trước", "2014/2024"),
        ("trong 3 tháng trước", "2024-04/2024-07"),
        ("cả 2 năm trước", "2022/2024"),
        ("trong đúng 2 tuần trước", "2024-06-26/2024-07-10"),
        ("trong 3 ngày nữa", "2024-07-10/2024-07-13"),
        ("trong vòng 3 ngày nữa", "2024-07-10/2024-07-13"),
    ],
)
def test_within_and_throughout_so_long_ago_or_ahead_is_a_period(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ("relative",))


@pytest.mark.parametrize(("text", "edtf"), [("từ 10 năm trước", "2014"), ("sau 3 ngày nữa", "2024-07-13")])
def test_since_and_after_so_long_is_a_point(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ("relative",))
