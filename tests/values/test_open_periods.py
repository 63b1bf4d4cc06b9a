"""Periods that reach from or to no known day, and forms of periods beside the plain ones."""

from datetime import date

import pytest
from edtf import parse_edtf

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 6, 26)


def read(text: str) -> Time:
    found = time(text, published=PUBLISHED)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "edtf", "start", "end"),
    [
        ("trước 30/6", "../2024-06-30", None, "2024-06-30"),
        ("trước ngày 01/7/2024", "../2024-07-01", None, "2024-07-01"),
        ("trước năm 1975", "../1975", None, "1975-12-31"),
        ("sau năm 2025", "2025/..", "2025-01-01", None),
        ("sau quý II/2024", "2024-04-01/..", "2024-04-01", None),
    ],
)
def test_a_period_before_or_after_a_time_is_open(text: str, edtf: str, start: str | None, end: str | None) -> None:
    found = read(text)

    assert (found.edtf, found.start, found.end) == (edtf, start, end)
    assert "approximate" in found.flags


def test_an_open_period_needs_its_year() -> None:
    found = time("trước 30/6")

    assert isinstance(found, Unresolved)
    assert found.flags == ("year-unknown",)


@pytest.mark.parametrize("text", ["trước 29/2/2023", "sau 31/4"])
def test_an_open_period_needs_a_day_of_the_calendar(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("tháng 6 này", "2024-06"),
        ("quý 2 này", "2024-34"),
        ("ngày 28/6 này", "2024-06-28"),
        ("năm mới 2025", "2025"),
        ("cuối năm 2024 này", "2024"),
        ("T6, 03/05/2024", "2024-05-03"),
        ("6 tháng 2024", "2024-01/2024-06"),
        ("11 tháng/2023", "2023-01/2023-11"),
        ("2024.06.05", "2024-06-05"),
        ("2024-6-5", "2024-06-05"),
        ("1-1-2024–30-6-2024", "2024-01-01/2024-06-30"),
        ("Q2/2024", "2024-34"),
        ("những năm 1945 - 1954", "1945/1954"),
        ("các năm 2021 - 2023", "2021/2023"),
    ],
)
def test_shorter_and_fuller_forms_are_read(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf
    assert "weekday-mismatch" not in read(text).flags


@pytest.mark.parametrize(
    ("text", "edtf", "part"),
    [
        ("học kỳ I năm học 2023-2024", "2023/2024", "học kỳ I"),
        ("năm học mới 2024 - 2025", "2024/2025", None),
        ("mùa mưa bão năm 2024", "2024", "mùa mưa bão"),
        ("những ngày đầu năm mới 2024", "2024", "đầu"),
    ],
)
def test_school_years_and_seasons_are_read(text: str, edtf: str, part: str | None) -> None:
    assert (read(text).edtf, read(text).part) == (edtf, part)


@pytest.mark.parametrize("text", ["quý V/2024", "quý 5"])
def test_there_is_no_fifth_quarter(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


@pytest.mark.parametrize("text", ["ngày đầu quý 2/2024", "ngày đầu tiên của quý 3/2024", "1/2 nhiệm kỳ"])
def test_what_only_looks_like_a_month_or_day_is_none(text: str) -> None:
    assert isinstance(time(text, published=PUBLISHED), Unresolved)


@pytest.mark.parametrize(
    ("text", "duration", "longest"),
    [("07 năm 6 tháng tù", "P7Y6M", None), ("20 năm đến 25 năm tù giam", "P20Y", "P25Y"), ("qua 10 năm", "P10Y", None)],
)
def test_prison_terms_are_lengths(text: str, duration: str, longest: str | None) -> None:
    assert (read(text).duration, read(text).duration_to) == (duration, longest)


@pytest.mark.parametrize(
    ("text", "edtf", "part"),
    [
        ("sáng và chiều 26/6", "2024-06-26", "sáng/chiều"),
        ("trưa, chiều ngày 5/6/2024", "2024-06-05", "trưa/chiều"),
        ("đêm qua và sáng nay", "{2024-06-25,2024-06-26}", "đêm/sáng"),
        ("hôm qua và hôm nay", "{2024-06-25,2024-06-26}", None),
    ],
)
def test_two_parts_of_a_day_and_two_days_from_the_article_are_read(text: str, edtf: str, part: str | None) -> None:
    assert (read(text).edtf, read(text).part) == (edtf, part)


@pytest.mark.parametrize("text", ["từ tháng 11 năm trước đến tháng 4 năm sau", "15/11 năm trước - 14/5 năm sau"])
def test_the_year_before_and_the_year_after_are_not_two_years_apart(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert "by each other" in found.reason


@pytest.mark.parametrize(
    ("text", "edtf", "duration"),
    [
        ("quý II/2024 (từ 15/3 đến 14/6/2024)", "2024-03-15/2024-06-14", None),
        ("tháng 6/2023 (15/5 - 14/6)", "2023-05-15/2023-06-14", None),
        ("năm 2022 (15/12 - 14/12)", "2021-12-15/2022-12-14", None),
        ("dịp Tết Nguyên đán (từ 8/2 đến 14/2/2024)", "2024-02-08/2024-02-14", None),
        ("10 năm qua (2013 - 2023)", "2013/2023", "P10Y"),
        ("3 năm liên tiếp (2021-2023)", "2021/2023", "P3Y"),
        ("4 ngày nghỉ lễ (31/8 - 3/9)", "2024-08-31/2024-09-03", "P4D"),
        ("giai đoạn I (2021-2025)", "2021/2025", None),
    ],
)
def test_a_period_in_brackets_is_the_exact_one(text: str, edtf: str, duration: str | None) -> None:
    assert (read(text).edtf, read(text).duration) == (edtf, duration)


@pytest.mark.parametrize("text", ["ngày 5/6 (7 - 9/6)", "quý I/2024 (1/5 - 30/6/2024)", "7h30 (26 - 27/6)"])
def test_another_time_in_brackets_is_not_the_exact_one(text: str) -> None:
    assert isinstance(time(text, published=PUBLISHED), Unresolved)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("năm một chín bảy lăm", "1975"),
        ("ngày hai tháng chín năm một chín bốn lăm", "1945-09-02"),
        ("năm hai không hai tư", "2024"),
        ("ngày26/6/2024", "2024-06-26"),
    ],
)
def test_years_digit_by_digit_and_words_without_their_space_are_read(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "flags"),
    [
        ("từ đầu năm đến hết tháng 12/2024", "2024-01/2024-12", ()),
        ("từ đầu tháng đến 30/11/2024", "2024-11/2024-11-30", ()),
        ("từ đầu năm đến tháng 12", "2024-01/2024-12", ("year-from-article", "relative")),
    ],
)
def test_the_beginning_of_the_year_is_that_of_the_year_that_the_end_says(
    text: str, edtf: str, flags: tuple[str, ...]
) -> None:
    found = time(text, published=date(2025, 1, 10))

    assert isinstance(found, Time)
    assert (found.edtf, found.flags) == (edtf, flags)


@pytest.mark.parametrize(
    ("text", "edtf", "part"),
    [
        ("đầu nhiệm kỳ 2020 - 2025", "2020/2025", "đầu"),
        ("giữa nhiệm kỳ 2020-2025", "2020/2025", "giữa"),
        ("đầu năm học 2023-2024", "2023/2024", "đầu"),
        ("từ đầu nhiệm kỳ 2020 - 2025 đến nay", "2020/2024-06-26", None),
    ],
)
def test_a_part_of_a_term_is_no_part_of_its_first_year(text: str, edtf: str, part: str | None) -> None:
    assert (read(text).edtf, read(text).part) == (edtf, part)
