"""Times whose year or day the article says: by its date, or by the words around."""

from datetime import date

import pytest
from edtf import parse_edtf

from solieu.annotation.values import Time, Unresolved
from solieu.models.values import time

PUBLISHED = date(2024, 6, 28)


def read(text: str, published: date | None = None, context_year: int | None = None) -> Time:
    found = time(text, published=published, context_year=context_year)
    assert isinstance(found, Time), found
    if found.edtf is not None:
        parse_edtf(found.edtf)
    return found


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sáng 26/6", "XXXX-06-26"),
        ("tháng 9", "XXXX-09"),
        ("quý II", "XXXX-04/XXXX-06"),
        ("28 - 29/5", "XXXX-05-28/XXXX-05-29"),
    ],
)
def test_without_the_article_s_date_the_year_stays_open(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).start) == (edtf, None)
    assert read(text).flags == ("year-unknown",)


@pytest.mark.parametrize(
    ("text", "published", "edtf"),
    [
        ("Sáng 26/6", date(2024, 6, 28), "2024-06-26"),
        ("31/12", date(2025, 1, 4), "2024-12-31"),
        ("ngày 2/1", date(2024, 12, 30), "2025-01-02"),
        ("Đêm 2/3", date(2024, 10, 8), "2024-03-02"),
        ("2h35' ngày 14/3", date(2024, 11, 15), "2024-03-14T02:35:00"),
        ("29/2", date(2025, 2, 1), "2024-02-29"),
        ("tháng 9", date(2023, 11, 14), "2023-09"),
        ("6 tháng đầu năm", date(2024, 11, 1), "2024-01/2024-06"),
        ("15/12 đến 5/2", date(2024, 2, 20), "2023-12-15/2024-02-05"),
    ],
)
def test_the_year_is_the_nearest_to_the_article_s_date(text: str, published: date, edtf: str) -> None:
    assert (read(text, published).edtf, read(text, published).flags) == (edtf, ("year-from-article",))


def test_the_year_of_the_words_around_goes_before_the_article_s() -> None:
    assert read("26/6", PUBLISHED, context_year=2019).edtf == "2019-06-26"


@pytest.mark.parametrize(
    ("text", "alone", "dated"),
    [
        ("đầu năm 2021 đến nay", "2021-01/..", "2021-01/2024-06-28"),
        ("năm 2020 đến nay", "2020/..", "2020/2024-06-28"),
        ("nay đến hết năm 2024", "../2024", "2024-06-28/2024-12-31"),
        ("10 năm qua", None, "2014/2024"),
        ("18 tháng nay", None, "2022-12/2024-06"),
        ("5 năm tới", None, "2024/2029"),
    ],
)
def test_what_hangs_on_the_article_s_date_is_flagged(text: str, alone: str | None, dated: str) -> None:
    assert (read(text).edtf, read(text, PUBLISHED).edtf) == (alone, dated)
    assert "relative" in read(text, PUBLISHED).flags


def test_until_now_begins_before_now() -> None:
    assert read("đầu tháng 10 đến nay", PUBLISHED).edtf == "2023-10-01/2024-06-28"


def test_the_same_day_is_known_only_by_its_hour() -> None:
    found = read("16h30 cùng ngày", PUBLISHED)

    assert (found.edtf, found.clock, found.flags) == (None, "16:30", ("relative",))


def test_a_weekday_alone_is_the_last_one_before_the_article() -> None:
    assert read("thứ Năm", PUBLISHED).edtf == "2024-06-27"
    assert isinstance(time("thứ Năm"), Unresolved)


def test_a_weekday_that_does_not_fit_is_flagged() -> None:
    assert read("Thứ Sáu, 03/05/2024").flags == ()
    assert read("Thứ Hai, 03/05/2024").flags == ("weekday-mismatch",)


def test_the_same_period_of_another_year_is_flagged() -> None:
    assert (read("cùng kỳ năm 2020").edtf, read("cùng kỳ năm 2020").flags) == ("2020", ("same-period",))
    assert read("cùng kỳ năm trước", PUBLISHED).edtf == "2023"
    assert isinstance(time("cùng kỳ"), Unresolved)
