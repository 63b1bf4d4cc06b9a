"""Awards and campaigns: one form, the class apart, abbreviations written out."""

import pytest

from solieu.annotation.values import Award, Campaign, Unresolved
from solieu.models.values import award, campaign


@pytest.mark.parametrize(
    ("text", "form", "grade"),
    [
        ("bằng khen", "Bằng khen", None),
        ("GK", "Giấy khen", None),
        ("Huân chương Chiến công hạng Ba", "Huân chương Chiến công", "Ba"),
        ("HUÂN CHƯƠNG LAO ĐỘNG HẠNG NHÌ", "Huân chương Lao động", "Nhì"),
        ("Huân chương Chiến sĩ Giải phóng hạng Nhất", "Huân chương Chiến sĩ giải phóng", "Nhất"),
        ("Kỉ niệm chương", "Kỷ niệm chương", None),
        ("Anh hùng LLVTND", "Anh hùng Lực lượng vũ trang nhân dân", None),
        ("Mẹ Việt Nam anh hùng", "Bà mẹ Việt Nam anh hùng", None),
        ("Mẹ VNAH", "Bà mẹ Việt Nam anh hùng", None),
        ("Chiến sỹ thi đua cơ sở", "Chiến sĩ thi đua cơ sở", None),
        ("CSTĐ cấp cơ sở", "Chiến sĩ thi đua cơ sở", None),
        ("HC Chiến công hạng Ba", "Huân chương Chiến công", "Ba"),
        ("NSND", "Nghệ sĩ Nhân dân", None),
        ("Cờ thi đua của Bộ Công an", "Cờ thi đua", None),
        ("“Vì an ninh Tổ quốc”", "Vì an ninh Tổ quốc", None),
    ],
)
def test_an_award_has_one_form(text: str, form: str, grade: str | None) -> None:
    assert award(text) == Award(form=form, grade=grade)  # type: ignore[arg-type]  # one of the three


def test_a_class_alone_is_no_award() -> None:
    value = award("hạng Ba")

    assert isinstance(value, Unresolved)
    assert value.reason == "only the class is said (hạng Ba), not of what"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("toàn dân bảo vệ ANTQ", "Toàn dân bảo vệ an ninh Tổ quốc"),
        ("Ngày hội toàn dân bảo vệ an ninh Tổ quốc", "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc"),
        ("Tổ liên gia an toàn PCCC", "Tổ liên gia an toàn phòng cháy, chữa cháy"),
        ("3 không , 3 có", "3 không, 3 có"),
        ("Dân vận khéo", "Dân vận khéo"),
        ("Học tập và làm theo phong cách HCM", "Học tập và làm theo phong cách Hồ Chí Minh"),
    ],
)
def test_a_campaign_has_one_name(text: str, name: str) -> None:
    assert campaign(text) == Campaign(name=name)


def test_a_campaign_in_capitals_only_gets_the_usual_ones() -> None:
    assert campaign("TÔI YÊU TỔ QUỐC") == Campaign(name="Tôi yêu Tổ quốc", flags=("capitals-restored",))
    whole = Campaign(name="Phong trào toàn dân bảo vệ an ninh Tổ quốc", flags=("capitals-restored",))
    assert campaign("PHONG TRÀO TOÀN DÂN BVANTQ") == whole


@pytest.mark.parametrize("text", ["", "“”", "…"])
def test_what_is_no_name_has_a_reason(text: str) -> None:
    assert isinstance(award(text), Unresolved)
    assert isinstance(campaign(text), Unresolved)
