"""Counts out of counts, rates of so many people, and what says one of them again."""

from decimal import Decimal

import pytest

from solieu.annotation.values import Quantity, Unresolved
from solieu.models.values import quantity


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), found
    return found


@pytest.mark.parametrize(
    ("text", "number", "out_of", "unit"),
    [
        ("1 trong 63 tỉnh", 1, 63, "tỉnh"),
        ("một trong ba đối tượng", 1, 3, "đối tượng"),
        ("2 trong số 3 đối tượng", 2, 3, "đối tượng"),
        ("120 trên tổng số 125 xã", 120, 125, "xã"),
        ("1.500/1.800 tỷ đồng", 1500 * 10**9, 1800 * 10**9, "VND"),
        ("2.000 tỷ/1.800 tỷ đồng", 2000 * 10**9, 1800 * 10**9, "VND"),
        ("12,5/15 nghìn tấn", 12_500, 15_000, "tấn"),
    ],
)
def test_a_count_out_of_a_count_may_be_said_in_words(text: str, number: int, out_of: int, unit: str) -> None:
    found = read(text)

    assert (found.number, found.out_of, found.unit, found.flags) == (number, out_of, unit, ())


@pytest.mark.parametrize("text", ["1/4 triệu đồng", "2 nghìn/5 tỷ đồng", "1.500.000/1.800 tỷ đồng"])
def test_magnitudes_that_do_not_fit_are_no_count_out_of_a_count(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize("text", ["5 trong 3 người", "hai trong một"])
def test_no_count_is_out_of_fewer(text: str) -> None:
    found = quantity(text)

    assert isinstance(found, Unresolved)
    assert "out of fewer" in found.reason


@pytest.mark.parametrize(
    ("text", "number", "unit", "per"),
    [
        ("24,5 giường bệnh/10.000 dân", Decimal("24.5"), "giường bệnh", "10000 dân"),
        ("15 ca / 100.000 dân", 15, "ca", "100000 dân"),
        ("12 bác sĩ trên 10.000 dân", 12, "bác sĩ", "10000 dân"),
        ("12 bác sĩ trên vạn dân", 12, "bác sĩ", "vạn dân"),
        ("111,5 bé trai/100 bé gái", Decimal("111.5"), "bé trai", "100 bé gái"),
        ("80 miligam/100 mililít máu", 80, "mg", "100 ml"),
        ("50mg/100ml máu", 50, "mg", "100 ml"),
    ],
)
def test_a_rate_may_be_of_so_many(text: str, number: Decimal, unit: str, per: str) -> None:
    assert (read(text).number, read(text).unit, read(text).per) == (number, unit, per)


@pytest.mark.parametrize("text", ["8 vụ/10 đối tượng", "8 vụ/100 đối tượng", "5 ca/12.345 dân"])
def test_two_counts_are_no_rate(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "number", "out_of"),
    [
        ("191/200 hộ (95,5%)", 191, 200),
        ("25/25 xã (100%)", 25, 25),
        ("12.345/13.000 hộ (đạt 94,96%)", 12345, 13000),
        ("95,5% (191/200 hộ)", Decimal("95.5"), None),
    ],
)
def test_a_share_may_be_said_again_in_percent(text: str, number: Decimal, out_of: int | None) -> None:
    assert (read(text).number, read(text).out_of) == (number, out_of)


@pytest.mark.parametrize("text", ["191/200 hộ (85,5%)", "248/250 xã (100%)", "85% (191/200 hộ)"])
def test_another_percentage_behind_a_share_is_another_number(text: str) -> None:
    found = quantity(text)

    assert isinstance(found, Unresolved)
    assert "another number" in found.reason
