"""Dates, periods and lengths of time."""

import unicodedata
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time
from solieu.models.values.flags import FLAGS

PUBLISHED = date(2024, 6, 28)


def read(text: str, published: date | None = None, context_year: int | None = None) -> Time:
    found = time(text, published=published, context_year=context_year)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "edtf", "granularity"),
    [
        ("ngày 2/6/2023", "2023-06-02", "day"),
        ("Ngày 05.01.2024", "2024-01-05", "day"),
        ("ngày 20-8-2018", "2018-08-20", "day"),
        ("03 / 06 / 2023", "2023-06-03", "day"),
        ("2023-06-03", "2023-06-03", "day"),
        ("ngày 28 tháng 8 năm 2024", "2024-08-28", "day"),
        ("ngày hai mươi tháng mười năm 2023", "2023-10-20", "day"),
        ("tháng 5/2024", "2024-05", "month"),
        ("T5/2024", "2024-05", "month"),
        ("5/2024", "2024-05", "month"),
        ("tháng Tám năm 1945", "1945-08", "month"),
        ("quý I/2024", "2024-33", "quarter"),
        ("QUÝ III NĂM 2023", "2023-35", "quarter"),
        ("năm 2023", "2023", "year"),
        ("1988", "1988", "year"),
        ("thập niên 1990", "199X", "decade"),
        ("thế kỷ XXI", "2001/2100", "century"),
    ],
)
def test_points_and_calendar_periods_are_written_in_edtf(text: str, edtf: str, granularity: str) -> None:
    found = read(text)

    assert (found.edtf, found.granularity, found.flags) == (edtf, granularity, ())


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("từ ngày 10 đến 12/9/2019", "2019-09-10/2019-09-12"),
        ("15/12/2022 đến 5/2/2023", "2022-12-15/2023-02-05"),
        ("15/12 đến 5/2/2023", "2022-12-15/2023-02-05"),
        ("ngày 17 - 19/7/2023", "2023-07-17/2023-07-19"),
        ("1-11 đến 31-12-2025", "2025-11-01/2025-12-31"),
        ("ngày 01/7 đến hết ngày 31/7/2025", "2025-07-01/2025-07-31"),
        ("tuần 10 - 16/02/2025", "2025-02-10/2025-02-16"),
        ("2013 - 2023", "2013/2023"),
        ("giai đoạn 2021-2025", "2021/2025"),
        ("nhiệm kỳ 2020 - 2025", "2020/2025"),
        ("hai năm 2022 - 2023", "2022/2023"),
        ("năm 2018 đến năm 2023", "2018/2023"),
        ("tháng 1 đến tháng 8/2025", "2025-01/2025-08"),
        ("tháng 12/2023 đến tháng 3/2024", "2023-12/2024-03"),
        ("19/8/1945 – 19/8/2022", "1945-08-19/2022-08-19"),
        ("quý I đến quý III năm 2024", "2024-01/2024-09"),
        ("6 tháng đầu năm 2024", "2024-01/2024-06"),
        ("6 THÁNG CUỐI NĂM 2024", "2024-07/2024-12"),
        ("Ba tháng đầu năm 2023", "2023-01/2023-03"),
        ("nửa đầu năm 2024", "2024-01/2024-06"),
        ("9 tháng năm 2024", "2024-01/2024-09"),
        ("hai ngày 14 và 15/5/2024", "{2024-05-14,2024-05-15}"),
        ("ngày 5 và 6 tháng 9 năm 2023", "{2023-09-05,2023-09-06}"),
        ("2 ngày 8-9/5/2024", "2024-05-08/2024-05-09"),
        ("8-9/5/2024", "2024-05-08/2024-05-09"),
        ("đêm 30/4 rạng sáng 1/5/2024", "2024-04-30/2024-05-01"),
        ("quý I và quý II/2024", "2024-01/2024-06"),
        ("14 giờ ngày 18/5 đến 14 giờ ngày 19/5/2024", "2024-05-18/2024-05-19"),
    ],
)
def test_ranges_and_lists_take_what_they_share_from_their_end(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf
    assert read(text).flags == ()


def test_a_period_may_say_its_length_as_well() -> None:
    found = read("5 năm (2019 - 2024)")

    assert (found.edtf, found.duration) == ("2019/2024", "P5Y")


def test_the_first_and_the_last_day_are_told() -> None:
    found = read("tháng 2/2024")

    assert (found.start, found.end) == ("2024-02-01", "2024-02-29")
    assert (read("quý II/2024").start, read("quý II/2024").end) == ("2024-04-01", "2024-06-30")


@pytest.mark.parametrize(
    ("text", "edtf", "clock"),
    [
        ("20:51 03/06/2023", "2023-06-03T20:51:00", "20:51"),
        ("17 giờ 45 phút ngày 28/2/2024", "2024-02-28T17:45:00", "17:45"),
        ("Thứ ba, 16/09/2025 - 14:35", "2025-09-16T14:35:00", "14:35"),
        ("8h30, Chủ nhật, 03-03-2024", "2024-03-03T08:30:00", "08:30"),
        ("07h45' ngày 14/06/2011", "2011-06-14T07:45:00", "07:45"),
        ("2 giờ chiều 5/5/2024", "2024-05-05T14:00:00", "14:00"),
        ("11 giờ đêm 5/5/2024", "2024-05-05T23:00:00", "23:00"),
        ("5 giờ sáng 16/5/2024", "2024-05-16T05:00:00", "05:00"),
        ("15h đến 24h ngày 12/7/2024", "2024-07-12", "15:00/24:00"),
        ("19 giờ đến 22 giờ", None, "19:00/22:00"),
        ("5h30", None, "05:30"),
    ],
)
def test_times_of_day_are_told(text: str, edtf: str | None, clock: str) -> None:
    assert (read(text).edtf, read(text).clock) == (edtf, clock)


def test_an_hour_alone_may_be_a_time_of_day_or_a_length() -> None:
    found = read("22 giờ")

    assert (found.clock, found.duration, found.flags) == ("22:00", "PT22H", ("clock-or-duration",))


@pytest.mark.parametrize(
    ("text", "part"),
    [("Sáng 26/6/2024", "sáng"), ("cuối năm 2023", "cuối"), ("mùa mưa năm 2020", "mùa mưa"), ("Đêm 3/4/2024", "đêm")],
)
def test_parts_of_days_and_years_are_kept(text: str, part: str) -> None:
    assert read(text).part == part


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("10 năm", "P10Y"),
        ("30 phút", "PT30M"),
        ("năm phút", "PT5M"),
        ("Mười lăm phút", "PT15M"),
        ("hai mươi năm", "P20Y"),
        ("15 năm 6 tháng", "P15Y6M"),
        ("6 phút 20 giây", "PT6M20S"),
        ("2 tiếng rưỡi", "PT2H30M"),
        ("một năm rưỡi", "P1Y6M"),
        ("1,5 ngày", "P1.5D"),
        ("hai thập kỷ", "P20Y"),
        ("22 ngày đêm", "P22D"),
        ("hai tuần", "P2W"),
        ("một quý", "P3M"),
        ("nửa năm", "P6M"),
    ],
)
def test_lengths_of_time_are_written_in_iso_8601(text: str, duration: str) -> None:
    assert (read(text).duration, read(text).edtf, read(text).flags) == (duration, None, ())


def test_nights_are_counted_and_not_dated() -> None:
    found = read("3 đêm", PUBLISHED)

    assert (found.duration, found.edtf, found.flags) == ("P3D", None, ("nights",))


def test_a_range_of_lengths_has_two() -> None:
    found = read("10 đến 15 năm")

    assert (found.duration, found.duration_to) == ("P10Y", "P15Y")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Quốc khánh 2/9", "XXXX-09-02"),
        ("Ngày Thương binh - Liệt sĩ", "XXXX-07-27"),
        ("Ngày Báo chí cách mạng Việt Nam 21/6/2024", "2024-06-21"),
        ("Lễ Giáng sinh 2023", "2023-12-25"),
        ("Tết Dương lịch 2025", "2025-01-01"),
    ],
)
def test_named_days_are_found(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "flags"),
    [
        ("Tết Nguyên đán Ất Tỵ 2025", "2025", ("lunar",)),
        ("Tết Nguyên đán Ất Tỵ 2024", "2024", ("lunar", "year-mismatch")),
        ("Tết Quý Mão", "2023", ("lunar", "year-from-cycle")),
        ("ngày 28 tháng 6 năm Ất Tỵ", "2025", ("lunar", "year-from-cycle")),
        ("mùng 4 tháng Chạp năm Giáp Thìn", "2024/2025", ("lunar", "year-from-cycle")),
    ],
)
def test_lunar_days_give_the_year_and_are_not_converted(text: str, edtf: str, flags: tuple[str, ...]) -> None:
    found = read(text)

    assert (found.edtf, found.flags, found.start) == (edtf, flags, None)


@pytest.mark.parametrize("text", ["rằm tháng 7", "Tết Nguyên đán", "mùng 3 Tết"])
def test_lunar_days_without_a_year_are_unresolved(text: str) -> None:
    found = time(text)

    assert isinstance(found, Unresolved)
    assert found.flags == ("lunar",)


@pytest.mark.parametrize(
    "text",
    ["31/2/2023", "29/2/2023", "32/1", "tháng 13", "ngày 31 tháng 4 năm 2024", "12/25/2023", "ngày 30/2 đến 5/3",
     "12/9/2019 đến 10/9/2019", "quý 5/2024", "20:75 03/06/2023"],
)  # fmt: skip
def test_impossible_dates_are_flagged_and_not_guessed(text: str) -> None:
    found = time(text)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


@pytest.mark.parametrize("text", ["", "hiện nay", "người", "10", "24/24 giờ", "học kỳ I", "ngày thứ chín", "a" * 300])
def test_what_is_no_time_has_a_reason(text: str) -> None:
    found = time(text)

    assert isinstance(found, Unresolved)
    assert found.reason


@pytest.mark.parametrize("text", ["Tối ngày 20 tháng bảy năm 2024", "quý I/2024", "thế kỷ XXI", "cùng kỳ năm 2020"])
def test_composition_and_case_make_no_difference(text: str) -> None:
    assert read(unicodedata.normalize("NFD", text)) == read(text)
    assert read(text.upper()) == read(text)


PIECES = st.sampled_from(
    [
        *("ngày", "tháng", "năm", "quý", "giờ", "h", "phút", "đến", "nay", "-", "/", ".", "và", "đầu", "cuối", "sáng"),
        *("12", "31", "2/9", "2024", "5/2024", "29/2", "1/1/0001", "31/12/9999", "I", "Tết", "Ất Tỵ", "qua", "nửa"),
        *("cùng kỳ", "trước", "rưỡi", "thứ hai", "20:51", "thế kỷ", "thập niên", "99999", "mười", "hai", "tuần", "tới"),
    ]
)


@given(
    st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES, max_size=6).map("".join),
    st.none() | st.dates(),
    st.none() | st.integers(-5, 12000),
)
def test_no_string_raises_and_what_is_written_is_edtf(text: str, published: date | None, year: int | None) -> None:
    found = time(text, published=published, context_year=year)

    assert isinstance(found, Time | Unresolved)
    assert set(found.flags) <= set(FLAGS)
    if isinstance(found, Time):
        assert (found.edtf, found.clock, found.duration) != (None, None, None)
        if found.edtf is not None:
            parse_edtf(found.edtf)
        if found.start and found.end:
            assert found.start <= found.end


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("đầu năm 2024 đến hết tháng 6", "2024-01/2024-06"),
        ("từ đầu năm 2024 đến 15/6", "2024-01/2024-06-15"),
        ("từ quý I/2024 đến tháng 6", "2024-01/2024-06"),
    ],
)
def test_a_range_from_a_part_of_a_year_does_not_lose_its_beginning(text: str, edtf: str) -> None:
    assert read(text, PUBLISHED).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "part"),
    [
        ("cuối năm", "2024", "cuối"),
        ("từ đầu năm đến hết tháng 6", "2024-01/2024-06", None),
        ("từ tháng 1 đến cuối năm", "2024-01/2024", "cuối"),
    ],
)
def test_a_part_of_the_year_is_one_of_the_article_s_year_and_not_the_number_five(
    text: str, edtf: str, part: str | None
) -> None:
    found = read(text, PUBLISHED)

    assert (found.edtf, found.part, found.flags) == (edtf, part, ("year-from-article", "relative"))


@pytest.mark.parametrize("text", ["cuối năm", "từ đầu năm đến hết tháng 6", "từ tháng 1 đến cuối năm"])
def test_without_an_article_s_date_the_year_of_such_a_part_is_not_guessed(text: str) -> None:
    found = time(text)

    assert isinstance(found, Unresolved) or "year-unknown" in found.flags
