"""Generated numbers and dates, written in many forms and read back."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solieu.annotation.values import Quantity, Time
from solieu.models.values import quantity, time, to_words

pytestmark = pytest.mark.slow
MANY = settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOME = settings(MANY, max_examples=500)

NUMBERS = st.one_of(
    st.integers(0, 10**15),
    st.integers(0, 2000),
    st.builds(lambda head, zeros: head * 10**zeros, st.integers(1, 9999), st.integers(0, 11)),
)
DECIMALS = st.builds(
    lambda whole, part: Decimal(f"{whole}.{part}"), st.integers(0, 99999), st.sampled_from("123456789")
)
WORDS = st.sampled_from(
    [
        lambda words: words,
        lambda words: words.replace("linh", "lẻ"),
        lambda words: words.replace("nghìn", "ngàn"),
        lambda words: words.replace("mươi bốn", "mươi tư"),
        lambda words: words.replace("tỷ", "tỉ").replace("bảy", "bẩy"),
        str.upper,
        str.capitalize,
        lambda words: unicodedata.normalize("NFD", words),
        lambda words: words.replace(" ", "\u00a0"),
    ]
)
UNITS = st.sampled_from([("người", "người"), ("đồng", "VND"), ("Lượt  người", "lượt người"), ("vụ", "vụ")])
APPROXIMATORS = st.sampled_from([("", "="), ("gần ", "≈"), ("Hơn ", ">"), ("ít nhất ", "≥"), ("dưới ", "<")])


def figure(number: Decimal | int) -> str:
    """Write a number as Vietnamese does."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


def with_magnitudes(number: int) -> str:
    """Write a number as ``2 tỷ 350 triệu 5 nghìn 17``, as far as it goes into thousands."""
    parts = []
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        group, number = divmod(number, size)
        if group:
            parts.append(f"{figure(group)} {name}")
    return " ".join(parts)


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), (text, found)
    return found


@MANY
@given(NUMBERS, WORDS, UNITS, APPROXIMATORS)
def test_numbers_come_back_from_words(
    number: int, change: Callable[[str], str], unit: tuple[str, str], approximator: tuple[str, str]
) -> None:
    found = read(f"{approximator[0]}{change(to_words(number))} {unit[0]}")

    assert (found.low, found.high, found.relation, found.unit) == (number, number, approximator[1], unit[1])
    assert found.flags == ()


@MANY
@given(NUMBERS, UNITS, APPROXIMATORS)
def test_numbers_come_back_from_figures(number: int, unit: tuple[str, str], approximator: tuple[str, str]) -> None:
    forms = [figure(number), str(number), f"0{number}"]
    if number >= 1000 and number % 1000 == 0:
        forms.append(with_magnitudes(number))
    for form in forms:
        found = read(f"{approximator[0]}{form} {unit[0]}")
        assert (found.number, found.relation, found.unit, found.flags) == (number, approximator[1], unit[1], ())


@SOME
@given(DECIMALS, WORDS)
def test_decimals_come_back_from_figures_and_words(number: Decimal, change: Callable[[str], str]) -> None:
    assert read(f"{figure(number)} tấn").number == number
    assert read(f"{change(to_words(number))} tấn").number == number
    assert read(f"{figure(number)} triệu đồng").number == number * 10**6


@SOME
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([" đến ", "-", " – ", " tới "]))
def test_ranges_come_back(one: int, step: int, between: str) -> None:
    found = read(f"từ {figure(one)}{between}{figure(one + step)} người")

    assert (found.low, found.high, found.unit) == (one, one + step, "người")


DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
FORMS: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"ngày {d:%d/%m/%Y}",
    lambda d: f"ngày {d.day}-{d.month}-{d.year}",
    lambda d: f"Ngày {d:%d.%m.%Y}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"NGÀY {d:%d} THÁNG {d:%m} NĂM {d.year}",
    lambda d: f"ngày {to_words(d.day)} tháng {to_words(d.month)} năm {d.year}",
    lambda d: f"sáng ngày {d.day}/{d.month}/{d.year}",
    lambda d: f"{WEEKDAYS[d.weekday()]}, {d:%d/%m/%Y}",
    lambda d: f"{WEEKDAYS[d.weekday()]}, ngày {d.day}-{d.month}-{d.year}",
    lambda d: unicodedata.normalize("NFD", f"chiều ngày {d.day} tháng {d.month} năm {d.year}"),
)


def edtf(text: str, published: date | None = None) -> str | None:
    found = time(text, published=published)
    assert isinstance(found, Time), (text, found)
    assert set(found.flags) <= {"year-from-article"}
    return found.edtf


@MANY
@given(DATES, st.sampled_from(FORMS))
def test_days_come_back(day: date, form: Callable[[date], str]) -> None:
    found = time(form(day))

    assert isinstance(found, Time), form(day)
    assert (found.edtf, found.start, found.end, found.flags) == (str(day), str(day), str(day), ())


@SOME
@given(DATES, st.integers(0, 23), st.integers(0, 59))
def test_days_with_a_time_of_day_come_back(day: date, hour: int, minute: int) -> None:
    written = f"{day}T{hour:02d}:{minute:02d}:00"
    for form in (
        f"{hour:02d}:{minute:02d} {day:%d/%m/%Y}",
        f"{day:%d/%m/%Y} - {hour:02d}:{minute:02d}",
        f"{hour} giờ {minute} phút ngày {day.day}/{day.month}/{day.year}",
        f"{hour}h{minute:02d} ngày {day.day}-{day.month}-{day.year}",
        f"{to_words(hour)} giờ {to_words(minute)} phút, ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert edtf(form) == written, form


@SOME
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(-200, 60))
def test_days_near_the_article_come_back_without_their_year(day: date, days: int) -> None:
    published = date.fromordinal(day.toordinal() - days)
    if (day.month, day.day) != (2, 29):
        assert edtf(f"Sáng {day.day}/{day.month}", published) == str(day)
        assert edtf(f"ngày {day.day} tháng {day.month}", published) == str(day)


@SOME
@given(DATES, st.integers(1, 400))
def test_ranges_of_days_months_and_years_come_back(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    whole = f"{first}/{last}"

    assert edtf(f"từ {first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}") == whole
    assert edtf(f"{first:%d/%m/%Y} - {last:%d/%m/%Y}") == whole
    if days < 360:
        assert edtf(f"ngày {first.day}/{first.month} đến ngày {last.day}/{last.month}/{last.year}") == whole
    if (first.year, first.month) == (last.year, last.month):
        assert edtf(f"ngày {first.day} - {last.day}/{last.month}/{last.year}") == whole
        listed = edtf(f"ngày {first.day} và {last.day}/{last.month}/{last.year}")
        assert listed == f"{{{first},{last}}}"
    if (first.year, first.month) != (last.year, last.month):
        months = f"tháng {first.month}/{first.year} đến tháng {last.month}/{last.year}"
        assert edtf(months) == f"{first:%Y-%m}/{last:%Y-%m}"
    if first.year != last.year:
        assert edtf(f"giai đoạn {first.year}-{last.year}") == f"{first.year}/{last.year}"


@SOME
@given(DATES, st.sampled_from(["I", "II", "III", "IV"]))
def test_months_quarters_and_years_come_back(day: date, quarter: str) -> None:
    number = ["I", "II", "III", "IV"].index(quarter)

    assert edtf(f"tháng {day.month}/{day.year}") == f"{day:%Y-%m}"
    assert edtf(f"tháng {to_words(day.month)} năm {day.year}") == f"{day:%Y-%m}"
    assert edtf(f"quý {quarter}/{day.year}") == f"{day.year}-{33 + number}"
    assert edtf(f"Quý {number + 1} năm {day.year}") == f"{day.year}-{33 + number}"
    assert edtf(f"năm {day.year}") == str(day.year)
    if day.month > 1:
        assert edtf(f"{day.month} tháng đầu năm {day.year}") == f"{day.year}-01/{day:%Y-%m}"


@SOME
@given(st.integers(1, 3000), st.sampled_from([("năm", "P{}Y"), ("tháng", "P{}M"), ("ngày", "P{}D"), ("phút", "PT{}M")]))
def test_lengths_come_back_from_figures_and_words(count: int, unit: tuple[str, str]) -> None:
    for form in (f"{count} {unit[0]}", f"{to_words(count)} {unit[0]}", f"{count:02d} {unit[0]} qua"):
        found = time(form)
        assert isinstance(found, Time), form
        assert found.duration == unit[1].format(count)
