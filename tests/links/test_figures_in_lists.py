"""Members of lists of figures: behind brackets, verbs that move people and harms, or with a verb of their own."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize("brackets", ["(⟦500 nghìn đồng/suất|INDICATOR⟧)", "(tăng ⟦3 suất|INDICATOR⟧)", "(loại to)"])
def test_a_list_goes_on_behind_brackets(links: Links, brackets: str) -> None:
    marked = f"⟦Bộ đội|ORG⟧ tặng ⟦90 suất quà|INDICATOR⟧ {brackets}, ⟦20 nhà|INDICATOR⟧ mới."

    assert {"90 suất quà → Bộ đội", "20 nhà → Bộ đội"} <= links(marked, "who")


def test_brackets_that_are_not_closed_end_with_the_sentence(links: Links) -> None:
    marked = "Xã họp (có ⟦5 tổ|INDICATOR⟧. ⟦Bộ đội|ORG⟧ tặng ⟦9 bàn|INDICATOR⟧ gỗ, ⟦20 ghế|INDICATOR⟧."

    assert {"9 bàn → Bộ đội", "20 ghế → Bộ đội"} <= links(marked, "who")


def test_those_who_are_sent_take_part_together(links: Links) -> None:
    marked = (
        "⟦Công an tỉnh|ORG⟧ huy động ⟦90 cán bộ|INDICATOR⟧, chiến sĩ, ⟦5 xe|INDICATOR⟧ tham gia tìm kiếm; "
        "cứu ⟦4 người|INDICATOR⟧."
    )

    assert links(marked, "who") == {"90 cán bộ → Công an tỉnh", "5 xe → Công an tỉnh", "4 người → Công an tỉnh"}


def test_each_harm_of_a_list_is_an_attribute(links: Links) -> None:
    marked = "⟦Huyện An|LOC⟧ có ⟦8 người|INDICATOR⟧ chết, ⟦7 người|INDICATOR⟧ mất tích, ⟦6 người|INDICATOR⟧ bị thương."

    assert links(marked, "what") == {"8 người → chết", "7 người → mất tích", "6 người → bị thương"}


@pytest.mark.parametrize("said", ["phản biện", "vá", "dệt thêm"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_a_clause_of_a_word_or_two_before_its_figure_goes_on(links: Links, mark: str, said: str) -> None:
    marked = f"⟦Hội A|ORG⟧ giám sát ⟦9 cuộc|INDICATOR⟧{mark} {said} ⟦40 dự thảo|INDICATOR⟧ văn bản."

    assert links(marked, "who") == {"9 cuộc → Hội A", "40 dự thảo → Hội A"}


def test_people_without_a_name_begin_a_clause_of_their_own(links: Links) -> None:
    marked = "⟦Hội A|ORG⟧ giám sát ⟦9 cuộc|INDICATOR⟧, người dân góp ⟦4 tấn|INDICATOR⟧ gạo."

    assert links(marked, "who") == {"9 cuộc → Hội A"}


@pytest.mark.parametrize("verb", ["vận động", "vận động được", "thuyết phục được"])
def test_what_people_are_moved_to_do_is_no_attribute(links: Links, verb: str) -> None:
    assert links(f"Tổ {verb} ⟦17 hộ|INDICATOR⟧ hiến đất.", "what") == set()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Chỉ số hài lòng đạt ⟦93%|INDICATOR⟧, tăng ⟦2%|INDICATOR⟧.", {"93%", "2%"}),
        ("Chỉ đạt ⟦93%|INDICATOR⟧.", set()),
        ("duyệt kinh phí ⟦5 tỷ đồng|INDICATOR⟧ chi trả chế độ.", {"5 tỷ đồng"}),
        ("⟦100%|INDICATOR⟧ người dân khai báo.", {"100%"}),
    ],
)
def test_what_a_share_or_a_sum_is_of(links: Links, marked: str, expected: set[str]) -> None:
    phrases = {"93%": "Chỉ số hài lòng", "2%": "Chỉ số hài lòng", "5 tỷ đồng": "kinh phí", "100%": "người dân"}

    assert links(marked, "what") == {f"{figure} → {phrases[figure]}" for figure in expected}


@pytest.mark.parametrize(
    "attribute",
    ["cho hộ nghèo trong xã", "chở hàng đi bán", "có thành tích trong phong trào thi đua", "ở ⟦xã An|LOC⟧ vào dịp Tết"],
)
def test_a_list_goes_on_behind_an_attribute_with_a_verb_or_an_adjunct(links: Links, attribute: str) -> None:
    marked = (
        f"⟦Hội A|ORG⟧ tặng ⟦5 hộ|INDICATOR⟧ {attribute}, ⟦9 xe đạp|INDICATOR⟧, ⟦3 bò|INDICATOR⟧ giống; "
        "xây ⟦2 nhà|INDICATOR⟧."
    )

    assert links(marked, "who") == {f"{each} → Hội A" for each in ("5 hộ", "9 xe đạp", "3 bò", "2 nhà")}


@pytest.mark.parametrize(
    "clause", ["⟦30 buổi|INDICATOR⟧ diễn ra ở xã", "⟦3 chiếc|INDICATOR⟧ đã hỏng", "⟦90 em|INDICATOR⟧ khóc"]
)
def test_a_figure_with_a_verb_behind_an_attribute_begins_a_clause(links: Links, clause: str) -> None:
    assert links(f"⟦Hội A|ORG⟧ mở ⟦5 lớp|INDICATOR⟧ cho dân, {clause}.", "who") == {"5 lớp → Hội A"}


@pytest.mark.parametrize("harm", ["nhập viện", "phải cấp cứu", "bị thương"])
def test_behind_and_a_harm_begins_a_clause(links: Links, harm: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ bắt ⟦5 người|INDICATOR⟧ và ⟦3 người|INDICATOR⟧ {harm}.", "who") == {
        "5 người → Công an xã"
    }
