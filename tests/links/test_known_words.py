"""Words of the lists in ``configs/links``: what each kind of them says about the figures and the names beside it."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    "said",
    [
        "Di dời ⟦5 hộ|INDICATOR⟧",
        "Giám định ⟦5 hộ|INDICATOR⟧",
        "Khoanh nợ cho ⟦5 hộ|INDICATOR⟧",
        "Vận động doanh nghiệp, nhà hảo tâm giúp ⟦5 hộ|INDICATOR⟧",
    ],
)
def test_a_sentence_that_begins_with_a_verb_has_the_subject_before_it(links: Links, said: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ họp. {said}; trao ⟦9 suất quà|INDICATOR⟧."

    assert links(marked, "who") == {"5 hộ → Công an xã", "9 suất quà → Công an xã"}


@pytest.mark.parametrize(
    "said", ["Bị cáo đã trả", "Các bị can nộp", "Số tiền này giúp", "Toàn bộ số tiền được dùng trao"]
)
def test_a_subject_without_a_name_ends_the_one_before_it(links: Links, said: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ họp. {said} ⟦5 triệu đồng|INDICATOR⟧."

    assert links(marked, "who") == set()


@pytest.mark.parametrize("said", ["nhập viện", "mất tích", "cấp cứu", "diễu hành"])
def test_what_becomes_of_people_is_no_attribute(links: Links, said: str) -> None:
    assert links(f"Có gió to. ⟦5 người|INDICATOR⟧ {said}.", "what") == set()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("trong đó ⟦9 hồ sơ|INDICATOR⟧ đúng hạn.", {"9 hồ sơ → đúng hạn"}),
        ("trong đó ⟦9 hồ sơ|INDICATOR⟧ trước hạn.", {"9 hồ sơ → trước hạn"}),
        ("có ⟦9 người|INDICATOR⟧ dương tính với ma túy.", {"9 người → dương tính với ma túy"}),
        ("bắt ⟦9 người|INDICATOR⟧ mang theo hung khí.", {"9 người → mang theo hung khí"}),
        ("dời ⟦9 hộ|INDICATOR⟧ đến nơi an toàn.", set()),
        (
            "dỡ ⟦3 mái che|INDICATOR⟧, ⟦5 biển|INDICATOR⟧ lấn chiếm vỉa hè.",
            {"3 mái che → lấn chiếm vỉa hè", "5 biển → lấn chiếm vỉa hè"},
        ),
    ],
)
def test_words_that_look_like_an_end_may_belong_to_an_attribute(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


def test_before_that_is_another_time(links: Links) -> None:
    marked = "⟦Ngày 2/5|DATE⟧, xã nhận ⟦5 tin|INDICATOR⟧. Trước đó, dân báo ⟦9 tin|INDICATOR⟧."

    assert links(marked, "when") == {"5 tin → Ngày 2/5"}


@pytest.mark.parametrize("unnamed", ["chi bộ", "chi đoàn"])
def test_a_body_that_is_no_entity_may_stand_between_two_offices(links: Links, unnamed: str) -> None:
    marked = f"Ông ⟦An|PERSON⟧, ⟦Bí thư|POSITION⟧ {unnamed}, ⟦Trưởng|POSITION⟧ ⟦thôn Đông|LOC⟧ kể."

    assert links(marked, "position") == {"An → Bí thư", "An → Trưởng"}


def test_who_is_moved_to_another_office_holds_both(links: Links) -> None:
    marked = (
        "điều động ⟦Đại tá|RANK⟧ ⟦An|PERSON⟧, ⟦Phó Giám đốc|POSITION⟧ ⟦Công an tỉnh A|ORG⟧ đến nhận công tác và giữ "
        "chức ⟦Giám đốc|POSITION⟧ ⟦Công an tỉnh B|ORG⟧."
    )

    assert links(marked, "position") == {"An → Phó Giám đốc", "An → Giám đốc"}
