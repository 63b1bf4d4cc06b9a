"""Offices: the title without its grade, and the grade."""

import pytest

from solieu.annotation.values import PositionValue, Unresolved
from solieu.models.values import position

GRADES = ("deputy", "acting", "former", "standing")


@pytest.mark.parametrize(
    ("text", "title", "grades"),
    [
        ("Chủ tịch", "Chủ tịch", ""),
        ("phó trưởng", "Trưởng", "deputy"),
        ("PHÓ CHỦ TỊCH", "Chủ tịch", "deputy"),
        ("nguyên Phó Chủ tịch Thường trực", "Chủ tịch", "deputy former standing"),
        ("Thường trực Phó Bí thư", "Bí thư", "deputy standing"),
        ("Quyền Giám đốc", "Giám đốc", "acting"),
        ("Cựu Chủ tịch", "Chủ tịch", "former"),
        ("Phó Trưởng Ban Thường trực", "Trưởng ban", "deputy standing"),
        ("Phó Thủ tướng", "Thủ tướng", "deputy"),
        ("đội phó", "Đội trưởng", "deputy"),
        ("Chính uỷ", "Chính ủy", ""),
        ("Tỉnh ủy viên", "Tỉnh ủy viên", ""),
        ("Sư đoàn trưởng", "Sư đoàn trưởng", ""),
        ("UVBTV", "Ủy viên Ban Thường vụ", ""),
        ("PCT", "Chủ tịch", "deputy"),
        ("PGĐ", "Giám đốc", "deputy"),
    ],
)
def test_the_grade_is_taken_off_the_title(text: str, title: str, grades: str) -> None:
    value = position(text)

    assert isinstance(value, PositionValue)
    assert value.title == title
    assert [grade for grade in GRADES if getattr(value, grade)] == grades.split()
    assert value.flags == ()


def test_a_title_that_is_not_in_the_table_is_flagged() -> None:
    value = position("nguyên Trưởng mục vụ")

    assert isinstance(value, PositionValue)
    assert (value.title, value.former, value.flags) == ("Trưởng mục vụ", True, ("unknown-title",))


@pytest.mark.parametrize("text", ["BT", "TUV", "Phó", "", "…"])
def test_a_short_form_of_two_titles_and_a_bare_grade_are_not_guessed(text: str) -> None:
    assert isinstance(position(text), Unresolved)
