"""Attributes of what is counted that look like verbs, and verbs that look like attributes."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("hỗ trợ ⟦40 hộ dân|INDICATOR⟧ bị thiệt hại.", {"40 hộ dân → bị thiệt hại"}),
        ("giúp ⟦40 hộ dân|INDICATOR⟧ có nhà bị sập.", {"40 hộ dân → có nhà bị sập"}),
        ("làm ⟦40 hộ dân|INDICATOR⟧ bị thiệt hại.", set()),
    ],
)
def test_what_befell_those_who_are_helped_is_their_attribute(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize("verb", ["điều động", "cử", "Có"])
def test_what_a_thing_is_for_is_its_attribute(links: Links, verb: str) -> None:
    assert links(f"{verb} ⟦9 xe|INDICATOR⟧ chữa cháy cùng ⟦60 người|INDICATOR⟧ đến.", "what") == {"9 xe → chữa cháy"}


def test_what_people_do_is_not_what_they_are_for(links: Links) -> None:
    assert links("⟦60 người|INDICATOR⟧ chữa cháy.", "what") == set()


def test_what_kind_of_people_they_are_is_no_verb(links: Links) -> None:
    assert links("cứu ⟦5 tàu|INDICATOR⟧ cùng ⟦38 ngư dân|INDICATOR⟧ gặp nạn.", "what") == {"38 ngư dân → gặp nạn"}


def test_what_people_are_told_about_is_not_what_they_are(links: Links) -> None:
    assert links("tuyên truyền cho ⟦90 người|INDICATOR⟧ về ma túy.", "what") == set()
    assert links("phát ⟦90 tờ rơi|INDICATOR⟧ về ma túy.", "what") == {"90 tờ rơi → về ma túy"}


def test_each_of_two_subjects_has_a_verb_of_its_own(links: Links) -> None:
    marked = "Xe lật khiến ⟦2 người|INDICATOR⟧ tử vong tại chỗ và ⟦13 người|INDICATOR⟧ nhập viện."

    assert links(marked, "what") == set()


def test_behind_the_place_of_a_heading_a_figure_is_the_subject(links: Links) -> None:
    assert links("⟦Hải Dương|LOC⟧: ⟦500 người|INDICATOR⟧ diễu hành", "what") == set()
    assert links("Kết quả: ⟦9 người|INDICATOR⟧ nghiện", "what") == {"9 người → nghiện"}


def test_the_ends_of_a_range_have_a_measure_before_them(links: Links) -> None:
    assert links("cho vay với lãi suất từ ⟦180 đến 360%/năm|INDICATOR⟧", "what") == {"180 đến 360%/năm → lãi suất"}


@pytest.mark.parametrize("verb", ["hỗ trợ", "vay", "nhận", "tặng"])
def test_what_each_is_given_is_of_each(links: Links, verb: str) -> None:
    assert links(f"xây ⟦3 căn nhà|INDICATOR⟧, mỗi nhà được {verb} ⟦70 triệu đồng|INDICATOR⟧.", "what") == {
        "70 triệu đồng → mỗi nhà"
    }


@pytest.mark.parametrize("title", ["“⟦Gia đình văn hóa|AWARD⟧”", '"⟦An toàn|CAMPAIGN⟧"', "“An toàn”"])
def test_what_is_measured_may_have_a_title(links: Links, title: str) -> None:
    whole = title.replace("⟦", "").replace("|AWARD⟧", "").replace("|CAMPAIGN⟧", "")

    assert links(f"Dân vui, tỷ lệ hộ đạt {title} đạt ⟦95%|INDICATOR⟧.", "what") == {f"95% → tỷ lệ hộ đạt {whole}"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("có ⟦2 bị can|INDICATOR⟧ nguyên là cán bộ.", {"2 bị can → nguyên là cán bộ"}),
        (
            "kê biên ⟦7 thửa đất|INDICATOR⟧ tổng diện tích ⟦12.400 m2|INDICATOR⟧.",
            {"12.400 m2 → tổng diện tích"},
        ),
        ("xem ⟦12 camera|INDICATOR⟧ trong suốt đêm.", set()),
        ("tập huấn cho ⟦9 chủ cơ sở|INDICATOR⟧, người lao động.", {"9 chủ cơ sở → người lao động"}),
    ],
)
def test_attributes_end_where_the_next_thing_begins(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Thiệt hại về tài sản ước tính ⟦9 tỷ đồng|INDICATOR⟧.", {"9 tỷ đồng → Thiệt hại về tài sản"}),
        ("Tổng giá trị làm lợi ⟦trên 9 tỷ đồng|INDICATOR⟧.", {"trên 9 tỷ đồng → Tổng giá trị làm lợi"}),
        (
            "Xã khánh thành nhà sinh hoạt cộng đồng trị giá ⟦9 tỷ đồng|INDICATOR⟧.",
            {"9 tỷ đồng → nhà sinh hoạt cộng đồng"},
        ),
    ],
)
def test_what_is_measured_is_a_noun_with_its_attributes(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize("attribute", ["hoạt động quá giờ", "thờ tự", "thờ tự toàn tỉnh"])
def test_words_that_belong_together_end_or_go_on_together(links: Links, attribute: str) -> None:
    phrase = attribute.removesuffix(" toàn tỉnh")

    assert links(f"có ⟦2 cơ sở|INDICATOR⟧ {attribute}.", "what") == {f"2 cơ sở → {phrase}"}


def test_figures_of_one_unit_in_turn_share_their_attribute(links: Links) -> None:
    marked = "⟦Đội A|ORG⟧, ⟦Đội B|ORG⟧ lần lượt thu ⟦5 khẩu súng|INDICATOR⟧ và ⟦6 khẩu súng|INDICATOR⟧ tự chế."

    assert links(marked, "what") == {"5 khẩu súng → tự chế", "6 khẩu súng → tự chế"}
    assert links("thu ⟦5 súng kíp|INDICATOR⟧, ⟦6 súng|INDICATOR⟧ tự chế.", "what") == {"6 súng → tự chế"}


def test_weapons_and_the_like_are_a_list_of_nouns(links: Links) -> None:
    marked = "thu ⟦9 vũ khí|INDICATOR⟧, công cụ hỗ trợ; phạt ⟦3 vụ|INDICATOR⟧."

    assert links(marked, "what") == {"9 vũ khí → công cụ hỗ trợ"}
