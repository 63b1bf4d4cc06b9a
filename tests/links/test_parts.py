"""Parts of a whole: what names them, and who did what they count, within a sentence and over a full stop."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize("begins", ["Trong đó,", "Trong đó", "Cụ thể,"])
def test_a_sentence_of_parts_names_the_parts_of_the_one_before(links: Links, begins: str) -> None:
    marked = (
        "⟦Sở A|ORG⟧ được giao ⟦9 tỷ đồng|INDICATOR⟧. "
        f"{begins} vốn trung ương ⟦6 tỷ đồng|INDICATOR⟧; vốn địa phương ⟦3 tỷ đồng|INDICATOR⟧."
    )

    assert links(marked, "what") == {"6 tỷ đồng → vốn trung ương", "3 tỷ đồng → vốn địa phương"}
    assert links(marked, "who") == {"9 tỷ đồng → Sở A", "6 tỷ đồng → Sở A", "3 tỷ đồng → Sở A"}


def test_what_the_counted_did_names_a_part(links: Links) -> None:
    marked = (
        "⟦Đội A|ORG⟧ phạt ⟦90 trường hợp|INDICATOR⟧. Trong đó, chở quá tải ⟦50 trường hợp|INDICATOR⟧; "
        "không đội mũ bảo hiểm ⟦40 trường hợp|INDICATOR⟧."
    )

    assert links(marked, "what") == {"50 trường hợp → chở quá tải", "40 trường hợp → không đội mũ bảo hiểm"}


def test_what_the_police_did_names_no_part(links: Links) -> None:
    marked = "⟦Đội A|ORG⟧ kiểm tra ⟦90 xe|INDICATOR⟧, trong đó tạm giữ ⟦50 xe|INDICATOR⟧."

    assert links(marked, "what") == set()
    assert links(marked, "who") == {"90 xe → Đội A", "50 xe → Đội A"}


def test_no_part_is_named_without_a_whole(links: Links) -> None:
    assert links("Trong đó, vốn trung ương ⟦6 tỷ đồng|INDICATOR⟧.", "what") == set()
    assert links("Có ⟦9 vụ|INDICATOR⟧. Trong đó, vốn trung ương ⟦6 tỷ đồng|INDICATOR⟧.", "what") == set()


@pytest.mark.parametrize("said", ["người dân báo", "các hộ đã nộp", "ông ⟦An|PERSON⟧ cho biết dân nộp"])
def test_a_sentence_of_parts_may_have_a_subject_of_its_own(links: Links, said: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ nhận ⟦9 tin|INDICATOR⟧. Trong đó, {said} ⟦6 tin|INDICATOR⟧."

    assert links(marked, "who") == {"9 tin → Công an xã"}


def test_the_subject_goes_on_behind_a_sentence_of_parts(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ bắt ⟦9 vụ|INDICATOR⟧. Trong đó, án ma túy làm rõ ⟦6 vụ|INDICATOR⟧. Thu ⟦2 kg|INDICATOR⟧."

    assert links(marked, "who") == {"9 vụ → Công an xã", "6 vụ → Công an xã", "2 kg → Công an xã"}


def test_a_part_that_gives_something_has_a_doer_of_its_own(links: Links) -> None:
    marked = "⟦Ban A|ORG⟧ nhận ⟦9 tấn|INDICATOR⟧ gạo. Trong đó khối văn phòng góp ⟦6 tấn|INDICATOR⟧."

    assert links(marked, "who") == {"9 tấn → Ban A"}
