"""Times of day: twelve-hour clocks, hours that no day has, and nights."""

from datetime import date

import pytest
from edtf import parse_edtf

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 6, 26)


def read(text: str, published: date | None = PUBLISHED) -> Time:
    found = time(text, published=published)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("03/05/2024, 8:05 AM", "08:05"),
        ("03/05/2024, 8:05 PM", "20:05"),
        ("12:05 SA 03/05/2024", "00:05"),
        ("12:05 CH 03/05/2024", "12:05"),
        ("14:05 PM 03/05/2024", "14:05"),
    ],
)
def test_a_clock_of_twelve_hours_is_read(text: str, clock: str) -> None:
    assert (read(text).edtf, read(text).clock) == (f"2024-05-03T{clock}:00", clock)


@pytest.mark.parametrize("text", ["25h ngày 3/4/2024", "25h30 sáng 3/4", "3/4/2024 25:10", "14:05 AM"])
def test_an_hour_that_no_day_has_is_impossible(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


def test_more_hours_than_a_day_has_are_a_length() -> None:
    assert read("72 giờ").duration == "PT72H"


@pytest.mark.parametrize(
    ("text", "edtf", "clock"),
    [
        ("từ 20h ngày 25/6 đến 2h sáng hôm sau", "2024-06-25/2024-06-26", "20:00/02:00"),
        ("từ 22h ngày 25/6/2024 đến 2h", "2024-06-25/2024-06-26", "22:00/02:00"),
        ("từ 22h ngày 31/12/2023 đến 5h hôm sau", "2023-12-31/2024-01-01", "22:00/05:00"),
        ("từ chiều 25/6 đến sáng hôm sau", "2024-06-25/2024-06-26", None),
        ("từ 22h đêm qua đến 4h sáng nay", "2024-06-25/2024-06-26", "22:00/04:00"),
        ("từ 22h đến 2h sáng 1/6/2024", "2024-05-31/2024-06-01", "22:00/02:00"),
        ("từ 20h30 đến 4h rạng sáng 26/6", "2024-06-25/2024-06-26", "20:30/04:00"),
        ("14h đến 16h30 hôm nay", "2024-06-26", "14:00/16:30"),
        ("từ hôm qua đến hôm nay", "2024-06-25/2024-06-26", None),
        ("từ 8h ngày 25/6 đến 17h", "2024-06-25", "08:00/17:00"),
    ],
)
def test_a_night_ends_on_the_next_day(text: str, edtf: str, clock: str | None) -> None:
    assert (read(text).edtf, read(text).clock) == (edtf, clock)


def test_a_night_ends_on_the_next_day_of_a_year_that_is_not_said() -> None:
    assert read("từ 20h ngày 25/6 đến 2h hôm sau", None).edtf == "XXXX-06-25/XXXX-06-26"


@pytest.mark.parametrize("text", ["từ 20h ngày 28/2 đến 2h hôm sau", "từ 20h ngày 31/12 đến 2h hôm sau"])
def test_the_next_day_may_hang_on_the_year(text: str) -> None:
    assert isinstance(time(text), Unresolved)


@pytest.mark.parametrize("text", ["từ 22h đến 2h ngày 25/6", "22h-2h ngày 25/6", "từ 8h ngày 25/6 đến 5h"])
def test_hours_over_midnight_with_one_day_are_not_of_that_day(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert "midnight" in found.reason


def test_two_hours_before_a_day_are_no_days() -> None:
    assert (read("20 - 21h ngày 25/6").edtf, read("20 - 21h ngày 25/6").clock) == ("2024-06-25", "20:00/21:00")


@pytest.mark.parametrize(
    ("text", "part", "clock"),
    [
        ("chiều tối 25/6", "chiều tối", None),
        ("6h chiều tối 25/6", "chiều tối", "18:00"),
        ("11h đêm khuya 25/6", "đêm khuya", "23:00"),
    ],
)
def test_parts_of_a_day_of_two_words_are_read(text: str, part: str, clock: str | None) -> None:
    assert (read(text).part, read(text).clock) == (part, clock)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("từ 7h đến 9h tối 25/6", "19:00/21:00"),
        ("từ 10h đến 3h chiều 25/6", "10:00/15:00"),
        ("từ 11h đến 14h chiều 25/6", "11:00/14:00"),
        ("từ 8h sáng đến 5h chiều 25/6", "08:00/17:00"),
    ],
)
def test_the_part_of_the_day_of_the_end_is_that_of_the_beginning_where_that_makes_a_range(
    text: str, clock: str
) -> None:
    assert (read(text).edtf, read(text).clock) == ("2024-06-25", clock)


@pytest.mark.parametrize("text", ["14h30 sáng 26/6", "23h trưa 26/6", "15h đêm 26/6", "21h chiều 26/6"])
def test_an_hour_that_is_not_of_the_part_of_the_day_is_impossible(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


def test_twelve_in_the_evening_is_midnight() -> None:
    assert read("12h tối 25/6").clock == read("12h đêm 25/6").clock == "24:00"
