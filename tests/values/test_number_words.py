"""Number words, written and read."""

from decimal import Decimal

import pytest

from solieu.models.values import to_words
from solieu.models.values.number_words import value_of


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (2005000, "hai triệu không trăm linh năm nghìn"),
        (1000200, "một triệu không nghìn hai trăm"),
        (1200000000000, "một nghìn hai trăm tỷ"),
        (2350000000, "hai tỷ ba trăm năm mươi triệu"),
        (Decimal("-2.05"), "âm hai phẩy không năm"),
    ],
)
def test_numbers_are_written_in_standard_words(number: int, words: str) -> None:
    assert to_words(number) == words


@pytest.mark.parametrize("number", [10**18, Decimal("Infinity"), Decimal("NaN")])
def test_numbers_without_clear_words_are_refused(number: Decimal) -> None:
    with pytest.raises(ValueError, match="only finite numbers"):
        to_words(number)


@pytest.mark.parametrize(
    "words",
    ["", "mươi", "hai mươi mười", "linh năm", "hai trăm ba trăm", "triệu triệu", "tư", "mười không"],
)
def test_words_that_are_no_number_are_none(words: str) -> None:
    assert value_of(words.split()) is None


def test_a_year_after_a_ten_is_not_taken_for_five() -> None:
    assert value_of(["hai", "mươi", "năm"]) is None
    assert value_of(["một", "nghìn", "hai", "trăm"]).value == 1200  # type: ignore[union-attr]


def test_hundreds_right_after_a_million_are_flagged() -> None:
    found = value_of(["một", "triệu", "hai", "trăm"])

    assert found is not None
    assert (found.value, found.flags) == (1000200, ("ambiguous-words",))
