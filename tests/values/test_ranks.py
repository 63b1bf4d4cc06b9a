"""Ranks: every one of the table, short forms, and what is no rank."""

import pytest

from solieu.annotation.values import RankValue, Unresolved
from solieu.models.values import rank


@pytest.mark.parametrize(
    ("text", "name", "grade"),
    [
        ("Thượng tá", "Thượng tá", "cấp tá"),
        ("đại uý", "Đại úy", "cấp úy"),
        ("TRUNG TƯỚNG", "Trung tướng", "cấp tướng"),
        ("Đ/tá", "Đại tá", "cấp tá"),
        ("Tr/tá", "Trung tá", "cấp tá"),
        ("Đ.úy", "Đại úy", "cấp úy"),
        ("Binh nhì", "Binh nhì", "chiến sĩ"),
        ("Thượng sĩ", "Thượng sĩ", "hạ sĩ quan"),
        ("Trung sỹ", "Trung sĩ", "hạ sĩ quan"),
    ],
)
def test_a_rank_is_named_in_full_with_its_grade(text: str, name: str, grade: str) -> None:
    value = rank(text)

    assert isinstance(value, RankValue)
    assert (value.name, value.grade) == (name, grade)


def test_a_higher_rank_has_a_higher_order() -> None:
    order = [rank(name) for name in ("Hạ sĩ", "Thiếu úy", "Đại úy", "Thiếu tá", "Đại tá", "Thiếu tướng", "Đại tướng")]

    numbers = [value.order for value in order if isinstance(value, RankValue)]
    assert len(numbers) == 7
    assert numbers == sorted(set(numbers))


def test_the_force_is_told_where_the_text_or_the_rank_says_it() -> None:
    forces = [rank(text).to_json().get("force") for text in ("Đại tá", "Đại tá CAND", "Thiếu tá QNCN", "Chuẩn Đô đốc")]

    assert forces == [None, "công an", "quân đội", "quân đội"]


def test_a_short_form_of_two_ranks_is_not_guessed() -> None:
    value = rank("Th/tá")

    assert isinstance(value, Unresolved)
    assert value.reason == "the short form may mean Thiếu tá or Thượng tá"


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Trung tá (CAND)", "công an"),
        ("Thiếu tá Cảnh sát giao thông", "công an"),
        ("Thiếu tướng Quân đội nhân dân Việt Nam", "quân đội"),
        ("Đại tá Hải quân", "quân đội"),
        ("Trung tá Biên phòng", "quân đội"),
        ("Thiếu tá Cảnh sát biển", "quân đội"),
        ("Thượng úy CN", None),
        ("Trung tá CSGT", "công an"),
        ("Thiếu úy CSCĐ", "công an"),
        ("Đại tá CSB", "quân đội"),
    ],
)
def test_the_words_behind_a_rank_say_the_force(text: str, force: str | None) -> None:
    value = rank(text)

    assert isinstance(value, RankValue)
    assert value.force == force


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cố Đại tướng", "Đại tướng"),
        ("nguyên Thiếu tướng", "Thiếu tướng"),
        ("Đại tá (nghỉ hưu)", "Đại tá"),
        ("Thượng tá CAND đã nghỉ hưu", "Thượng tá"),
    ],
)
def test_what_is_said_of_the_person_is_no_part_of_the_rank(text: str, name: str) -> None:
    value = rank(text)

    assert isinstance(value, RankValue)
    assert value.name == name


@pytest.mark.parametrize("text", ["", "đồng chí", "Đ/c", "tá", "Đại"])
def test_what_is_no_rank_has_a_reason(text: str) -> None:
    assert isinstance(rank(text), Unresolved)
