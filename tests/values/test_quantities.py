"""Indicators to quantities."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.values import Quantity, Unresolved
from solieu.models.values import quantity
from solieu.models.values.flags import FLAGS


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), found
    return found


def number(text: str) -> Decimal | None:
    return read(text).number


def test_an_indicator_is_its_number_relation_and_unit() -> None:
    assert read("gần 1,2 triệu lượt người") == Quantity(
        low=Decimal(1200000),
        high=Decimal(1200000),
        relation="≈",
        approximator="gần",
        unit_text="lượt người",
        unit="lượt người",
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.297 vụ", "1297"),
        ("74,2 tỷ đồng", "74200000000"),
        ("1.234.567,89 đồng", "1234567.89"),
        ("05 tập thể", "5"),
        ("hơn 23,7 ha", "23.7"),
        ("½ kg", "0.5"),
        ("1½ kg", "1.5"),
        ("１２３ người", "123"),
        ("-5%", "-5"),
        ("1.234.567.890.123.456.789.012.345.678.901 đồng", "1234567890123456789012345678901"),
    ],
)
def test_figures_are_read_by_vietnamese_use(text: str, value: str) -> None:
    assert number(text) == Decimal(value)
    assert read(text).flags == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5 kg", "1.5"),
        ("0.612 mg/lít", "0.612"),
        ("1,234 người", "1234"),
        ("1,234 đồng", "1234"),
        ("1,304 miligam/lít", "1.304"),
        ("1,234 tỷ đồng", "1234000000"),
        ("1,234,567.89 USD", "1234567.89"),
        ("20 000 đồng", "20000"),
        ("20\u00a0000 đồng", "20000"),
        ("20\u202f000 đồng", "20000"),
    ],
)
def test_separators_with_two_readings_are_flagged(text: str, value: str) -> None:
    assert number(text) == Decimal(value)
    assert read(text).flags == ("ambiguous-separator",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 tỷ 350 triệu đồng", 2350000000),
        ("1 tỷ 050 triệu đồng", 1050000000),
        ("38 tỷ 640 triệu đồng", 38640000000),
        ("1,2 nghìn tỷ đồng", 1200000000000),
        ("190 ngàn lượt người", 190000),
        ("5 vạn người", 50000),
        ("5tr đồng", 5000000),
        ("500k đồng", 500000),
        ("2 trăm nghìn đồng", 200000),
        ("3 tá trứng", 36),
    ],
)
def test_magnitudes_are_applied(text: str, value: int) -> None:
    assert number(text) == value
    assert read(text).flags == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hai mươi lăm người", 25),
        ("mười lăm người", 15),
        ("hai mươi mốt người", 21),
        ("hai mươi tư người", 24),
        ("một trăm linh năm người", 105),
        ("một trăm lẻ năm người", 105),
        ("ba chục người", 30),
        ("hai phẩy năm tấn", Decimal("2.5")),
        ("Mười hai gian hàng", 12),
        ("GẦN BA TẤN", 3),
        ("năm phần trăm", 5),
    ],
)
def test_number_words_are_read(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("một nghìn rưỡi đồng", 1500),
        ("hai triệu rưỡi đồng", 2500000),
        ("2 kg rưỡi", Decimal("2.5")),
        ("một nghìn hai đồng", 1200),
        ("trăm rưỡi người", 150),
        ("2 triệu 5", 2500000),
    ],
)
def test_short_forms_of_speech_are_flagged(text: str, value: int) -> None:
    assert number(text) == value
    assert "colloquial" in read(text).flags


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("gần 5 người", "≈"),
        ("khoảng 5 người", "≈"),
        ("xấp xỉ 5 người", "≈"),
        ("hơn 5 người", ">"),
        ("Trên 5 người", ">"),
        ("khoảng hơn 5 người", ">"),
        ("dưới 5 người", "<"),
        ("chưa đến 5 người", "<"),
        ("ít nhất 5 người", "≥"),
        ("không dưới 5 người", "≥"),
        ("từ 5 người trở lên", "≥"),
        ("tối đa 5 người", "≤"),
        ("5 người trở xuống", "≤"),
        ("5 người", "="),
        ("đúng 5 người", "="),
    ],
)
def test_approximators_become_relations(text: str, relation: str) -> None:
    found = read(text)

    assert (found.number, found.relation, found.unit) == (5, relation, "người")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("từ 5 đến 7 triệu đồng", 5000000, 7000000),
        ("2-3 người", 2, 3),
        ("20 đến 40 con bạc", 20, 40),
        ("2.000 – 3.000 đồng", 2000, 3000),
        ("500.000 đến 1 triệu đồng", 500000, 1000000),
        ("800 nghìn đồng tới 2 triệu đồng", 800000, 2000000),
        ("650 triệu đến 31 tỷ đồng", 650000000, 31000000000),
        ("1,5% đến 3%", Decimal("1.5"), 3),
        ("hai ba người", 2, 3),
        ("ba bốn trăm người", 300, 400),
    ],
)
def test_ranges_have_two_ends(text: str, low: int, high: int) -> None:
    found = read(text)

    assert (found.low, found.high, found.number) == (low, high, None)


@pytest.mark.parametrize(
    ("text", "part", "whole", "flags"),
    [
        ("559/559 xã", 559, 559, ()),
        ("7.518/8.206 vụ", 7518, 8206, ()),
        ("2/3 đại biểu", 2, 3, ("ambiguous-fraction",)),
        ("ba phần tư dân số", 3, 4, ("fraction",)),
        ("hai phần ba dân số", 2, 3, ("fraction",)),
        ("một nửa dân số", 1, 2, ("fraction",)),
        ("9 trong số 10 hộ", 9, 10, ()),
    ],
)
def test_counts_out_of_counts_and_shares_keep_both_numbers(
    text: str, part: int, whole: int, flags: tuple[str, ...]
) -> None:
    found = read(text)

    assert (found.number, found.out_of, found.flags) == (part, whole, flags)


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("5 triệu đồng", "VND", None),
        ("350.000đ", "VND", None),
        ("$5 triệu", "USD", None),
        ("300 m²", "m²", None),
        ("1.200m2", "m²", None),
        ("50cm3", "cm³", None),
        ("30 % học sinh", "%", None),
        ("6,74 tỉ đồng", "VND", None),
        ("400 gam", "g", None),
        ("75.000 đồng/m3", "VND", "m³"),
        ("76,4 triệu đồng/người/năm", "VND", "người/năm"),
        ("5 triệu đồng mỗi tháng", "VND", "tháng"),
        ("83 km/h", "km", "giờ"),
        ("36.361 Tổ  hoà\u00a0giải", "tổ hòa giải", None),
        ("46 đồng chí", "đồng chí", None),
        ("1m67", "m", None),
        ("hai ba lô", "ba lô", None),
        ("2 phần quà", "phần quà", None),
    ],
)
def test_units_are_canonical(text: str, unit: str, per: str | None) -> None:
    assert (read(text).unit, read(text).per) == (unit, per)


@pytest.mark.parametrize("text", ["05 (năm) người", "5 (năm) người", "5(năm) người"])
def test_a_number_said_again_in_brackets_is_one_number(text: str) -> None:
    assert (number(text), read(text).unit, read(text).unit_text) == (5, "người", "người")


def test_a_number_without_a_unit_is_flagged() -> None:
    assert read("12 tỷ").flags == ("no-unit",)


def test_unit_and_approximator_are_kept_as_they_are_written() -> None:
    found = read("GẦN BA TẤN")

    assert (found.approximator, found.unit_text) == ("GẦN", "TẤN")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("hàng chục người", "roughly"),
        ("nhiều vụ", "roughly"),
        ("người dân", "begin with a number"),
        ("12.34.567 người", "make no number"),
        ("10²", "make no number"),
        ("2 triệu 500 đồng", "cannot be read"),
        ("hai mươi mười người", "cannot be read"),
        ("20 cm đến 1,4 m", "different units"),
        ("5 đến 3 người", "not above its beginning"),
        ("5xyz", "no known unit"),
        ("5 kg 200 g", "holds another one"),
        ("05 (sáu) người", "no unit"),
        ("5/0 xã", "out of none"),
        ("5 " + "a" * 300, "longer than"),
        ("1" * 60, "make no number"),
    ],
)
def test_what_cannot_be_read_exactly_has_a_reason(text: str, reason: str) -> None:
    found = quantity(text)

    assert isinstance(found, Unresolved)
    assert reason in found.reason


@pytest.mark.parametrize("text", ["hơn 2 tỷ 350 triệu đồng", "tối thiểu ba mươi tổ hòa giải", "Một nghìn rưỡi lượt"])
def test_composition_case_and_tone_placement_make_no_difference(text: str) -> None:
    expected = read(text)
    for form in (unicodedata.normalize("NFD", text), text.upper(), text.replace("hòa", "hoà").replace("tỷ", "tỉ")):
        found = read(form)
        assert (found.low, found.high, found.relation, found.unit) == (
            expected.low,
            expected.high,
            expected.relation,
            expected.unit,
        )


PIECES = st.sampled_from(
    [
        *("gần", "hơn", "từ", "đến", "-", "/", "5", "1.234", "1,5", "05", "tỷ", "triệu", "rưỡi", "phẩy", "linh", "âm"),
        *("mươi", "trăm", "hai", "năm", "lăm", "phần", "tá", "đồng", "%", "m2", "m", "²", "½", "trở lên", "$", "chục"),
    ]
)


@given(st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
def test_no_string_raises(text: str) -> None:
    found = quantity(text)

    assert isinstance(found, Quantity | Unresolved)
    assert set(found.flags) <= set(FLAGS)
    if isinstance(found, Quantity):
        assert found.low <= found.high


def test_a_number_that_is_only_begun_is_not_read() -> None:
    assert isinstance(quantity("5" + "\u200b" * 5000 + "0 người"), Unresolved)


@pytest.mark.parametrize(
    ("text", "value"),
    [("25 tr đồng", 25_000_000), ("2 tr 5 đồng", 2_500_000), ("ba trăm rưởi người", 350), ("3 nghìn rưởi đồng", 3500)],
)
def test_short_and_other_spellings_of_magnitudes_and_halves_count(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["hai mươi mấy vụ", "mười mấy người", "100 mấy người", "một phần quà", "từ -2 đến 3°C"]
)
def test_what_is_said_roughly_or_with_an_unclear_sign_has_no_number(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


def test_one_part_of_several_is_a_share() -> None:
    found = read("một phần tư số xã")

    assert (found.low, found.out_of) == (1, 4)
