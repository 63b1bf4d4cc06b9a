"""Weeks that are counted within a month or year, and weeks whose days are said."""

from datetime import date

import pytest
from edtf import parse_edtf

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 6, 26)  # a Wednesday


def read(text: str) -> Time:
    found = time(text, published=PUBLISHED)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "edtf", "part", "duration"),
    [
        ("tuần đầu tháng 6/2024", "2024-06", "tuần đầu", None),
        ("tuần cuối cùng của tháng 5", "2024-05", "tuần cuối", None),
        ("tuần 3 tháng 6/2024", "2024-06", "tuần thứ 3", None),
        ("tuần thứ hai của tháng 6", "2024-06", "tuần thứ 2", None),
        ("tuần đầu tháng trước", "2024-05", "tuần đầu", None),
        ("hai tuần đầu tháng 6/2024", "2024-06", "tuần đầu", "P2W"),
        ("một tuần cuối tháng 6", "2024-06", "tuần cuối", "P1W"),
        ("tuần 5/2024", "2024", "tuần thứ 5", None),
        ("tuần đầu năm", "2024", "tuần đầu", None),
        ("tuần thứ 26 năm 2024", "2024", "tuần thứ 26", None),
    ],
)
def test_a_week_of_a_month_or_year_is_a_part_of_it(text: str, edtf: str, part: str, duration: str | None) -> None:
    found = read(text)

    assert (found.edtf, found.part, found.duration, found.granularity) == (edtf, part, duration, "week")


@pytest.mark.parametrize("text", ["tuần 9 tháng 6", "tuần thứ 60 năm 2024", "tuần 0/2024"])
def test_there_are_not_so_many_weeks(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


@pytest.mark.parametrize("text", ["tuần này (24-30/6)", "tuần 24 - 30/6", "tuần từ 24 đến 30/6/2024"])
def test_a_week_whose_days_are_said_is_these_days(text: str) -> None:
    assert read(text).edtf == "2024-06-24/2024-06-30"


def test_a_number_of_a_week_alone_is_no_day() -> None:
    assert isinstance(time("tuần 26", published=PUBLISHED), Unresolved)
