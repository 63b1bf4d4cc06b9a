"""Days of feasts of the lunar calendar, which are no days of the solar one."""

from datetime import date

import pytest

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 7, 10)


def read(text: str, published: date | None = PUBLISHED) -> Time:
    found = time(text, published=published)
    assert isinstance(found, Time), found
    return found


@pytest.mark.parametrize(
    "text", ["mùng 10/3", "mùng 5/5", "mồng 3-3", "ngày mùng 03/03", "mùng 1/1", "từ mùng 5/5 đến mùng 8/5"]
)
def test_an_early_day_of_a_lunar_feast_stays_lunar(text: str) -> None:
    value = read(text)

    assert (value.edtf, value.granularity, value.start, value.end) == ("2024", "day", None, None)
    assert value.flags == ("lunar", "year-from-article")


@pytest.mark.parametrize("text", ["mùng 10/3/2023", "ngày mùng mười tháng ba năm 2023", "mùng 10/3/2023 âm lịch"])
def test_a_lunar_feast_has_the_year_that_is_said(text: str) -> None:
    assert (read(text).edtf, read(text).flags) == ("2023", ("lunar",))


@pytest.mark.parametrize(("text", "edtf"), [("mùng 2/9", "2024-09-02"), ("mùng 8/3", "2024-03-08")])
def test_an_early_day_without_a_lunar_feast_is_read_as_solar(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ("year-from-article", "lunar-or-solar"))


def test_the_day_of_a_lunar_feast_is_solar_without_the_word_for_early_days() -> None:
    assert (read("ngày 10/3").edtf, read("ngày 10/3").flags) == ("2024-03-10", ("year-from-article",))


def test_a_lunar_feast_beside_its_solar_day_is_that_day() -> None:
    assert read("ngày 18/4/2024 (mùng 10/3)").edtf == "2024-04-18"


@pytest.mark.parametrize("text", ["mùng 1/1", "mùng 1 tháng 1 âm lịch", "rằm tháng Giêng"])
def test_in_autumn_the_first_lunar_month_is_the_next_one(text: str) -> None:
    assert read(text, date(2024, 12, 20)).edtf == "2025"


@pytest.mark.parametrize("text", ["ngày 15/7 (âm lịch)", "15-7 (lịch âm)", "10/3 (ÂL)", "ngày 10/3 lịch âm"])
def test_a_day_that_is_called_lunar_is_no_solar_one(text: str) -> None:
    assert (read(text).edtf, read(text).start, read(text).flags) == ("2024", None, ("lunar", "year-from-article"))


@pytest.mark.parametrize(
    "text", ["Giỗ Tổ Hùng Vương (10/3)", "15/8 (Tết Trung thu)", "Lễ Vu Lan (15/7)", "rằm tháng Giêng (15/1)"]
)
def test_the_lunar_day_beside_its_feast_is_no_solar_one(text: str) -> None:
    assert (read(text).edtf, read(text).start, read(text).flags) == ("2024", None, ("lunar", "year-from-article"))


def test_another_day_beside_a_lunar_feast_is_its_solar_one() -> None:
    assert read("Tết Trung thu (17/9)").edtf == "2024-09-17"
    assert read("Giỗ Tổ Hùng Vương (18/4)").edtf == "2024-04-18"


@pytest.mark.parametrize(
    "text", ["ngày 18/4 dương lịch", "18/4 (dương lịch)", "10/3 âm lịch (18/4 dương lịch)", "18/4 theo lịch dương"]
)
def test_a_day_that_is_called_solar_is_that_day(text: str) -> None:
    assert read(text).edtf == "2024-04-18"


@pytest.mark.parametrize("text", ["Tết Độc lập", "Tết Độc lập 2/9"])
def test_the_national_day_is_no_lunar_feast(text: str) -> None:
    assert (read(text).edtf, read(text).flags) == ("2024-09-02", ("year-from-article",))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("từ 8/2 (29 Tết) đến 14/2 (mùng 5 Tết)", "2024-02-08/2024-02-14"),
        (
            "từ ngày 8/2/2024 (tức 29 tháng Chạp) đến hết ngày 14/2/2024 (tức mùng 5 tháng Giêng)",
            "2024-02-08/2024-02-14",
        ),
    ],
)
def test_a_range_whose_ends_are_said_in_both_calendars_is_the_solar_one(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf
    assert "lunar" not in read(text).flags


def test_a_range_of_days_that_are_called_lunar_stays_lunar() -> None:
    assert "lunar" in read("từ 10/3 (âm lịch) đến 12/3 (âm lịch)").flags


@pytest.mark.parametrize(
    ("text", "edtf"), [("Giỗ Tổ Hùng Vương 18/4", "2024-04-18"), ("Lễ Phật đản 22/5/2024", "2024-05-22")]
)
def test_the_solar_day_of_a_feast_may_stand_without_brackets(text: str, edtf: str) -> None:
    assert read(text).edtf == edtf
    assert "lunar" in read("Giỗ Tổ Hùng Vương 10/3").flags


def test_the_birthday_of_the_buddha_is_a_lunar_feast() -> None:
    assert (read("Lễ Phật đản 2024").edtf, read("Lễ Phật đản 2024").flags) == ("2024", ("lunar",))
    assert read("Đại lễ Phật đản PL.2568 - DL.2024").edtf == "2024"
    assert "year-from-article" in read("Đại lễ Phật đản Phật lịch 2568").flags


def test_the_day_of_the_week_may_stand_behind_hom() -> None:
    assert read("hôm thứ Hai").edtf == "2024-07-08"


@pytest.mark.parametrize(
    "text", ["31/3 âm lịch", "ngày 31 tháng 3 âm lịch", "15/13 (âm lịch)", "31 Tết", "mùng 31 Tết", "tháng 13 âm lịch"]
)
def test_the_lunar_calendar_has_no_such_day_or_month(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert found.flags == ("impossible-date",)


@pytest.mark.parametrize("text", ["30/2 âm lịch", "30 Tết", "mùng 10 tháng Giêng", "từ 31/1 (mùng 3 Tết) đến 5/2"])
def test_the_lunar_calendar_has_these_days(text: str) -> None:
    assert "lunar" in read(text).flags
