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
        ("UVTV", "Ủy viên Thường vụ", ""),
        ("cố Tổng Bí thư", "Tổng Bí thư", "former"),
        ("Phó Viện trưởng phụ trách", "Viện trưởng", "deputy"),
        ("Chính trị viên phó", "Chính trị viên", "deputy"),
        ("Phó phòng", "Trưởng phòng", "deputy"),
        ("Phó ban Thường trực", "Trưởng ban", "deputy standing"),
        ("tân Giám đốc", "Giám đốc", ""),
        ("Thường trực Ban Bí thư", "Thường trực Ban Bí thư", ""),
        ("Chỉ huy phó", "Chỉ huy trưởng", "deputy"),
        ("Phó Ban chuyên trách", "Trưởng ban", "deputy"),
        ("nguyên là Phó Giám đốc", "Giám đốc", "deputy former"),
        ("Phụ trách Trưởng phòng", "Trưởng phòng", "acting"),
        ("Phó CT", "Chủ tịch", "deputy"),
        ("Đại biểu HĐND", "Đại biểu Hội đồng nhân dân", ""),
        ("Điều tra viên cao cấp", "Điều tra viên cao cấp", ""),
    ],
)
def test_the_grade_is_taken_off_the_title(text: str, title: str, grades: str) -> None:
    value = position(text)

    assert isinstance(value, PositionValue)
    assert value.title == title
    assert [grade for grade in GRADES if getattr(value, grade)] == grades.split()
    assert value.flags == ()


@pytest.mark.parametrize(
    ("text", "title", "grades"),
    [
        ("Phó Bí thư Thường trực Tỉnh ủy", "Bí thư Tỉnh ủy", "deputy standing"),
        ("Phó Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh", "deputy"),
        ("Bí thư chi bộ", "Bí thư Chi bộ", ""),
        ("Trưởng Công an xã", "Trưởng Công an xã", ""),
        ("Phó Giám đốc CATP", "Giám đốc Công an thành phố", "deputy"),
        ("Trưởng phòng PC02", "Trưởng Phòng Cảnh sát hình sự", ""),
        ("Phó Chủ tịch TT UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh", "deputy standing"),
        ("Phó trưởng ban Tổ chức", "Trưởng Ban Tổ chức", "deputy"),
        ("Trưởng Đoàn ĐBQH", "Trưởng Đoàn đại biểu Quốc hội", ""),
        ("Tư lệnh Vùng 4 Hải quân", "Tư lệnh Vùng 4 Hải quân", ""),
        ("Q. CT UBND xã", "Chủ tịch Ủy ban nhân dân xã", "acting"),
        ("UV BTV Tỉnh ủy", "Ủy viên Ban Thường vụ Tỉnh ủy", ""),
        ("Phó CAX", "Trưởng Công an xã", "deputy"),
        ("Tổ phó tổ dân phố", "Tổ trưởng Tổ dân phố", "deputy"),
        ("Đội phó Đội CSHS", "Đội trưởng Đội Cảnh sát hình sự", "deputy"),
        ("Phó Trưởng thôn Xuân Hồi", "Trưởng thôn Xuân Hồi", "deputy"),
        ("Trưởng KP 4", "Trưởng khu phố 4", ""),
        ("Phó phòng CSGT", "Trưởng Phòng Cảnh sát giao thông", "deputy"),
    ],
)
def test_a_body_behind_the_title_is_written_out(text: str, title: str, grades: str) -> None:
    value = position(text)

    assert isinstance(value, PositionValue)
    assert value.title == title
    assert [grade for grade in GRADES if getattr(value, grade)] == grades.split()
    assert value.flags == ()


@pytest.mark.parametrize(
    ("text", "title", "grades"),
    [
        ("Xóm phó", "Xóm trưởng", "deputy"),
        ("ẤP PHÓ", "Ấp trưởng", "deputy"),
        ("nguyên Lớp phó", "Lớp trưởng", "deputy former"),
        ("Liên đội phó", "Liên đội trưởng", "deputy"),
    ],
)
def test_the_deputy_of_a_leader_who_is_not_in_the_table_is_one_of_that_leader(
    text: str, title: str, grades: str
) -> None:
    value = position(text)

    assert isinstance(value, PositionValue)
    assert (value.title, value.flags) == (title, ("unknown-title",))
    assert [grade for grade in GRADES if getattr(value, grade)] == grades.split()


def test_capitals_and_unknown_abbreviations_of_the_body_are_flagged() -> None:
    flags = [getattr(position(text), "flags", None) for text in ("CHỦ TỊCH UBND TỈNH", "Chủ tịch Hội QRX")]

    assert flags == [("capitals-restored",), ("unknown-abbreviation",)]


@pytest.mark.parametrize(
    "text",
    ["Bí thư Đảng ủy kiêm Giám đốc", "Bí thư, Chủ tịch", "Bí thư - Chủ tịch HĐND", "Chủ tịch kiêm Tổng Giám đốc"],
)
def test_two_offices_in_one_text_are_not_one(text: str) -> None:
    value = position(text)

    assert isinstance(value, Unresolved)
    assert value.reason == "it names more than one office"


def test_a_comma_within_the_body_is_no_second_office() -> None:
    value = position("Chủ nhiệm Ủy ban Khoa học, Công nghệ và Môi trường")

    assert isinstance(value, PositionValue)
    assert value.title == "Chủ nhiệm Ủy ban Khoa học, Công nghệ và Môi trường"


def test_a_title_that_is_not_in_the_table_is_flagged() -> None:
    value = position("nguyên Trưởng mục vụ")

    assert isinstance(value, PositionValue)
    assert (value.title, value.former, value.flags) == ("Trưởng mục vụ", True, ("unknown-title",))


@pytest.mark.parametrize("text", ["BT", "Phó BT", "TUV", "Phó", "", "…"])
def test_a_short_form_of_two_titles_and_a_bare_grade_are_not_guessed(text: str) -> None:
    assert isinstance(position(text), Unresolved)
