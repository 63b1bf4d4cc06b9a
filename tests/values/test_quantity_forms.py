"""Forms of indicators beside the plain ones: signs, halves, brackets, and units before what is measured."""

from decimal import Decimal

import pytest

from solieu.annotation.values import Quantity, Unresolved
from solieu.models.values import quantity


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), found
    return found


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("≥ 5 người", "≥"),
        (">= 5 người", "≥"),
        ("≤5 người", "≤"),
        (">5 người", ">"),
        ("< 5 người", "<"),
        ("~ 5 người", "≈"),
        ("≈5 người", "≈"),
        ("ngoài 5 người", ">"),
        ("non 5 người", "≈"),
        ("ước đạt 5 người", "≈"),
        ("gần như 5 người", "≈"),
        ("đạt trên 5 người", ">"),
        ("không thấp hơn 5 người", "≥"),
        ("chưa được 5 người", "<"),
        ("cả thảy 5 người", "="),
        ("có tới 5 người", "="),
        ("lên đến 5 người", "="),
    ],
)
def test_signs_and_rarer_words_become_relations(text: str, relation: str) -> None:
    assert (read(text).number, read(text).relation, read(text).unit) == (5, relation, "người")


@pytest.mark.parametrize("text", ["±5%", "5 ± 0,2 mm"])
def test_a_tolerance_is_no_number(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize("text", ["cả trăm người", "có cả nghìn lượt người"])
def test_as_many_as_a_hundred_is_said_roughly(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)
    assert read("cả 100 người").number == 100


@pytest.mark.parametrize(
    ("text", "value"), [("hăm mốt người", 21), ("hăm tư người", 24), ("hăm lăm người", 25), ("băm ba người", 33)]
)
def test_twenty_and_thirty_may_be_drawn_together(text: str, value: int) -> None:
    assert read(text).number == value


@pytest.mark.parametrize("text", ["hăm người", "hăm mười người"])
def test_a_ten_drawn_together_needs_its_digit(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("nửa tỷ đồng", 500_000_000, "VND"),
        ("gần nửa triệu lượt khách", 500_000, "lượt khách"),
        ("nửa kg heroin", Decimal("0.5"), "kg"),
        ("nửa tấn", Decimal("0.5"), "tấn"),
        ("hai tấn rưỡi gạo", Decimal("2.5"), "tấn"),
        ("2 kg rưỡi", Decimal("2.5"), "kg"),
    ],
)
def test_half_of_a_magnitude_or_measure_is_a_number(text: str, value: Decimal, unit: str) -> None:
    found = read(text)

    assert (found.number, found.unit, found.out_of, found.flags) == (value, unit, None, ("colloquial",))


@pytest.mark.parametrize("text", ["nửa số hộ", "một nửa số hộ", "phân nửa số hộ"])
def test_half_of_things_is_a_share(text: str) -> None:
    assert (read(text).number, read(text).out_of) == (1, 2)


@pytest.mark.parametrize("text", ["2 triệu đồng rưỡi", "1,5 kg rưỡi", "2 đến 3 kg rưỡi"])
def test_a_half_that_may_be_of_several_things_has_no_number(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "unit", "unit_text"),
    [
        ("500m2 đất", "m²", "m2 đất"),
        ("hơn 5 nghìn m³ gỗ", "m³", "m³ gỗ"),
        ("0,2g ma túy", "g", "g ma túy"),
        ("3,5 kg ma túy đá", "kg", "kg ma túy đá"),
        ("100 mét vuông rừng", "m²", "mét vuông rừng"),
        ("5 nghìn USD tiền mặt", "USD", "USD tiền mặt"),
        ("18 chỉ tiêu", "chỉ tiêu", "chỉ tiêu"),
        ("5 đồng chí", "đồng chí", "đồng chí"),
        ("5 lượng vàng", "lượng", "lượng vàng"),
    ],
)
def test_a_measure_is_the_unit_of_what_is_measured(text: str, unit: str, unit_text: str) -> None:
    assert (read(text).unit, read(text).unit_text) == (unit, unit_text)


def test_what_is_measured_may_stand_once_for_both_ends() -> None:
    found = read("10 kg đến 15 kg gạo")

    assert (found.low, found.high, found.unit) == (10, 15, "kg")


def test_a_measured_thing_has_thousandth_parts() -> None:
    assert read("1,234 kg gạo").number == Decimal("1.234")
    assert read("1,234 con gà").number == 1234


def test_a_currency_before_its_number_is_kept_as_written() -> None:
    assert (read("USD 5.000").unit, read("USD 5.000").unit_text) == ("USD", "USD")


@pytest.mark.parametrize(
    "text",
    [
        "500.000.000 đồng (năm trăm triệu đồng)",
        "500 triệu đồng (năm trăm triệu đồng)",
        "500 triệu đồng (năm trăm triệu",
    ],
)
def test_the_same_quantity_again_in_brackets_is_one(text: str) -> None:
    assert (read(text).number, read(text).unit, read(text).unit_text) == (500_000_000, "VND", "đồng")


def test_a_remark_in_brackets_is_no_unit() -> None:
    assert (read("5 đối tượng (nữ)").number, read("5 đối tượng (nữ)").unit) == (5, "đối tượng")


@pytest.mark.parametrize("text", ["12 người (mười ba người)", "100 USD (khoảng 2,5 triệu đồng)", "5 vụ (3 đối tượng)"])
def test_another_number_in_brackets_is_refused(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize("text", [",5 kg", ".5 kg", "(,5 kg"])
def test_a_figure_without_its_beginning_has_no_value(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)
    assert read(", 5 kg").number == 5


def test_thousandth_parts_of_money_are_doubtful() -> None:
    assert read("1.000,000 đồng").flags == ("ambiguous-separator",)
    assert read("1.000,125 kg").flags == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("ba bốn mươi người", 30, 40), ("năm sáu chục người", 50, 60), ("hai ba mươi triệu đồng", 20_000_000, 30_000_000)],
)
def test_a_pair_of_tens_is_a_range_of_tens(text: str, low: int, high: int) -> None:
    assert (read(text).low, read(text).high) == (low, high)


@pytest.mark.parametrize(
    "text", ["ba bốn mươi lăm người", "ba chấm hai người", "1,5 phẩy hai người", "1.000,5 phẩy hai tỷ"]
)
def test_what_would_be_read_as_another_number_has_none(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "relation", "approximator"),
    [
        ("ít nhất là 5 người", "≥", "ít nhất"),
        ("Tối đa là 5 người", "≤", "Tối đa"),
        ("tối thiểu từ 5 người", "≥", "tối thiểu"),
        ("gần đến 5 người", "≈", "gần đến"),
        ("5 người hơn", ">", "hơn"),
        ("5 người có lẻ", ">", "có lẻ"),
        ("5 người chẵn", "=", None),
        ("đạt tỷ lệ 5 người", "=", None),
    ],
)
def test_an_approximator_may_be_joined_by_a_word_or_stand_at_the_end(
    text: str, relation: str, approximator: str | None
) -> None:
    assert (read(text).number, read(text).relation, read(text).approximator) == (5, relation, approximator)
    assert read(text).unit == "người"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("5.000 đô la Úc", "AUD"), ("5.000 đô la Mỹ", "USD"), ("20 bảng Anh", "GBP"), ("5.000₫", "VND"), ("110 kV", "kV")],
)
def test_currencies_of_one_name_are_told_apart(text: str, unit: str) -> None:
    assert read(text).unit == unit


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [("10 triệu đồng/m² đất", "VND", "m²"), ("0,35 miligam/lít khí thở", "mg", "lít"), ("5%học sinh", "%", None)],
)
def test_what_is_measured_may_stand_behind_a_rate_or_a_share(text: str, unit: str, per: str | None) -> None:
    assert (read(text).unit, read(text).per) == (unit, per)


@pytest.mark.parametrize("text", ["chỉ từ 99.000 đồng", "với chỉ từ 99.000 đồng", "đạt từ 99.000 đồng"])
def test_from_a_number_behind_a_word_for_it_alone_is_that_much_or_more(text: str) -> None:
    value = read(text)

    assert (value.low, value.high, value.relation, value.approximator) == (99000, 99000, "≥", "từ")


@pytest.mark.parametrize(
    ("text", "low", "high", "relation"),
    [
        ("chỉ từ 5 đến 7 người", 5, 7, "="),
        ("chỉ từ 5 - 7 người", 5, 7, "="),
        ("chỉ từ 5 người trở lên", 5, 5, "≥"),
        ("chỉ từ 5 người trở xuống", 5, 5, "≤"),
    ],
)
def test_from_a_number_is_as_its_range_says(text: str, low: int, high: int, relation: str) -> None:
    assert (read(text).low, read(text).high, read(text).relation) == (low, high, relation)


@pytest.mark.parametrize("text", ["một phân nửa số hộ", "phân nửa số hộ", "một nửa số hộ", "nửa số hộ"])
def test_a_half_is_one_of_two_parts(text: str) -> None:
    assert (read(text).low, read(text).out_of, read(text).unit) == (1, 2, "số hộ")


@pytest.mark.parametrize(
    ("text", "number", "relation", "unit"),
    [
        ("tăng 12,5%", Decimal("12.5"), "=", "%"),
        ("giảm gần 30 vụ", 30, "≈", "vụ"),
        ("tăng gấp 2 lần", 2, "=", "lần"),
        ("tới 300 người", 300, "=", "người"),
        ("trị giá hơn 74 tỷ đồng", 74_000_000_000, ">", "VND"),
        ("3,4 triệu đô-la Mỹ", 3_400_000, "=", "USD"),
    ],
)
def test_words_before_an_indicator_are_passed_over(text: str, number: Decimal, relation: str, unit: str) -> None:
    assert (read(text).number, read(text).relation, read(text).unit) == (number, relation, unit)


@pytest.mark.parametrize("text", ["giảm từ 30 vụ", "giảm còn 30 vụ", "giảm 30 vụ xuống 20"])
def test_what_something_fell_from_or_to_is_not_the_change(text: str) -> None:
    assert isinstance(quantity(text), Unresolved)


def test_or_more_is_at_least() -> None:
    assert (read("30 vụ hoặc hơn").relation, read("30 vụ hoặc hơn").unit) == ("≥", "vụ")


@pytest.mark.parametrize("text", ["2,5M lượt xem", "2,5M"])
def test_a_capital_m_may_be_millions_or_metres(text: str) -> None:
    found = quantity(text)

    assert isinstance(found, Unresolved)
    assert "metres" in found.reason
    assert (read("5m vải").unit, read("120M2").unit) == ("m", "m²")


@pytest.mark.parametrize(
    ("text", "number"), [("12 trđ", 12_000_000), ("15 tr.đ", 15_000_000), ("500 ngđ", 500_000), ("500 ng.đ", 500_000)]
)
def test_short_magnitudes_before_dong_are_read(text: str, number: int) -> None:
    assert (read(text).number, read(text).unit, read(text).unit_text) == (number, "VND", "đ")


def test_a_rate_of_one_is_a_rate() -> None:
    assert (read("20 triệu đồng/01 hộ").per, read("7 triệu đồng/1 người").per) == ("hộ", "người")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("5 tỷ phú", 5, "tỷ phú"),
        ("hai triệu phú", 2, "triệu phú"),
        ("3 triệu chứng", 3, "triệu chứng"),
        ("ba tư thương", 3, "tư thương"),
        ("8 tư thế", 8, "tư thế"),
        ("3 tư duy", 3, "tư duy"),
        ("từ 2 đến 3 tỷ phú", None, "tỷ phú"),
        ("hai mươi ba ba lô", 23, "ba lô"),
        ("5 linh kiện", 5, "linh kiện"),
    ],
)
def test_a_thing_s_name_is_not_cut_by_the_number_before_it(text: str, number: int | None, unit: str) -> None:
    assert (read(text).number, read(text).unit) == (number, unit)


def test_a_magnitude_before_its_unit_is_one() -> None:
    assert read("5 tỷ đồng").number == 5_000_000_000
    assert read("ba tư người").number == 34


@pytest.mark.parametrize(
    ("text", "number", "relation"), [("gấp đôi", 2, "="), ("tăng gần gấp đôi", 2, "≈"), ("hơn gấp 3 lần", 3, ">")]
)
def test_how_many_times_as_much_is_read(text: str, number: int, relation: str) -> None:
    assert (read(text).number, read(text).relation, read(text).unit) == (number, relation, "lần")
