"""Who did what a figure counts: how far the subject of a verb reaches."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize("quoted", ["“Tiếng loa”", '"Tiếng loa"', "“⟦Tiếng loa|CAMPAIGN⟧”", "“Tiếng loa, tiếng kẻng”"])
def test_a_title_in_quotation_marks_does_not_end_the_subject(links: Links, quoted: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ lập mô hình {quoted} tại chợ, bắt ⟦5 người|INDICATOR⟧.", "who") == {
        "5 người → Công an xã"
    }


def test_what_somebody_says_in_quotation_marks_has_a_subject_of_its_own(links: Links) -> None:
    assert links("Ông ⟦An|PERSON⟧ mở cửa: “Bà con góp ⟦5 tấn|INDICATOR⟧ gạo”.", "who") == set()


@pytest.mark.parametrize(
    "said",
    [
        "trích quỹ hỗ trợ ⟦5 hộ|INDICATOR⟧",
        "luôn chủ động bắt ⟦5 hộ|INDICATOR⟧",
        "⟦hôm qua|DATE⟧ trao quà cho ⟦5 hộ|INDICATOR⟧",
    ],
)
def test_other_words_may_stand_between_the_subject_and_its_verb(links: Links, said: str) -> None:
    assert links(f"⟦Hội Nông dân|ORG⟧ {said}.", "who") == {"5 hộ → Hội Nông dân"}


@pytest.mark.parametrize("said", ["xác định nhóm này lừa", "xác nhận có người nợ", "lần đầu cho hay người dân góp"])
def test_who_only_tells_of_it_is_no_doer(links: Links, said: str) -> None:
    assert links(f"⟦Công an|ORG⟧ {said} ⟦5 triệu đồng|INDICATOR⟧.", "who") == set()
