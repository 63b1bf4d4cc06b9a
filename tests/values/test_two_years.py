"""Years that are said by the article's date and by their number."""

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
    ("text", "edtf"),
    [
        ("năm nay (2024)", "2024"),
        ("năm ngoái (2023)", "2023"),
        ("năm ngoái (năm 2023)", "2023"),
        ("5/7 năm nay (2024)", "2024-07-05"),
        ("tháng 5 năm ngoái (2023)", "2023-05"),
        ("từ năm ngoái (2023) đến năm nay (2024)", "2023/2024"),
        ("6 tháng đầu năm nay (2024)", "2024-01/2024-06"),
    ],
)
def test_a_year_may_be_said_by_the_article_s_and_by_its_number(text: str, edtf: str) -> None:
    assert (read(text).edtf, read(text).flags) == (edtf, ())


@pytest.mark.parametrize("text", ["năm nay (2023)", "năm ngoái (2022)", "6 tháng đầu năm nay (2023)"])
def test_two_years_that_differ_are_refused(text: str) -> None:
    found = time(text, published=PUBLISHED)

    assert isinstance(found, Unresolved)
    assert "is not the one that the words before it mean" in found.reason
    assert found.flags == ()


def test_the_number_tells_the_year_where_the_article_s_date_is_not_known() -> None:
    assert (read("năm ngoái (2023)", None).edtf, read("năm ngoái (2023)", None).flags) == ("2023", ())


@pytest.mark.parametrize("text", ["năm trước 2023", "năm nay 2024", "tháng trước (2024)", "năm nay (2024), 5/7/2024"])
def test_a_year_behind_another_without_brackets_is_no_date(text: str) -> None:
    assert isinstance(time(text, published=PUBLISHED), Unresolved)
