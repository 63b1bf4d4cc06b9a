"""Ranges of which one end leaves something out."""

import pytest

from solieu.annotation.values import Quantity, Unresolved
from solieu.models.values import quantity


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), found
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("hai, ba người", 2, 3),
        ("5, 6 người", 5, 6),
        ("ba, bốn nghìn người", 3000, 4000),
        ("10, 11 người", 10, 11),
    ],
)
def test_two_neighbours_with_a_comma_say_a_small_range(text: str, low: int, high: int) -> None:
    found = read(text)

    assert (found.low, found.high, found.unit, found.relation) == (low, high, "người", "≈")
    assert found.flags == ("colloquial",)


@pytest.mark.parametrize("text", ["10, 15 người", "ba, hai người", "2, 3, 4 người"])
def test_other_numbers_with_a_comma_are_no_range(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50-70.000 đồng/kg", 50_000, 70_000),
        ("từ 100 đến 200.000 đồng", 100_000, 200_000),
        ("800 - 1.200.000 đồng", 800_000, 1_200_000),
        ("10 - 12.500.000 đồng", 10_000_000, 12_500_000),
    ],
)
def test_thousands_that_only_the_end_of_a_range_says_are_flagged(text: str, low: int, high: int) -> None:
    assert (read(text).low, read(text).high, read(text).flags) == (low, high, ("colloquial",))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("500 - 1.000 người", 500, 1000),
        ("1 - 1.000 người", 1, 1000),
        ("1.000 - 1.500 tỷ đồng", 10**12, 15 * 10**11),
        ("từ 1 tỷ - dưới 5 tỷ đồng", 10**9, 5 * 10**9),
        ("từ 60 km/h đến 80 km/h", 60, 80),
        ("5%/năm - 7%/năm", 5, 7),
    ],
)
def test_other_ranges_are_as_they_are_said(text: str, low: int, high: int) -> None:
    assert (read(text).low, read(text).high, read(text).flags) == (low, high, ())
