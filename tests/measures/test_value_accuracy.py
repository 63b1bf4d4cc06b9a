"""How many values are right."""

from decimal import Decimal

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.values import AdministrativeUnit, Place, Quantity, Time, Unresolved, Value
from solieu.training.measures.value_accuracy import ValueScores, score_values

UNITS = tuple(
    AdministrativeUnit(code=code, name="Huyện Châu Thành", level="huyện", since="before 2025") for code in ("1", "2")
)


def article(*values: Value | None, text: str = "a b c d e f g h i j", label: str = "LOC") -> Document:
    """An article in which every other character is an entity with one of the values."""
    return Document(text, tuple(Span(2 * at, 2 * at + 1, label, value=each) for at, each in enumerate(values)), "one")


def score(gold: Value, found: Value) -> ValueScores:
    return score_values([article(gold)], [article(found)], ["LOC"])


def count(number: str, **others: str) -> Quantity:
    return Quantity(low=Decimal(number), high=Decimal(number), **others)  # type: ignore[arg-type]  # texts only


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (count("5"), count("5.0")),
        (count("5"), Quantity(low=Decimal(5), high=Decimal(5), flags=("no-unit",))),
        (Time(edtf="2023"), Time(edtf="2023", start="2023-01-01", end="2023-12-31")),
        (Place(name="Châu Thành", units=UNITS), Place(name="Châu Thành", units=UNITS[::-1])),
        (Unresolved(reason="no year"), Unresolved(reason="the year is not said")),
    ],
)
def test_flags_what_follows_from_others_and_the_order_of_units_do_not_matter(gold: Value, found: Value) -> None:
    assert score(gold, found).differences == ()
    assert score(gold, found).all.right == 1


@pytest.mark.parametrize(
    ("gold", "found", "fields"),
    [
        (count("5", unit="m"), count("6", unit="km"), ("low", "high", "unit")),
        (count("5"), count("5", relation=">"), ("relation",)),
        (Place(name="Châu Thành", units=UNITS), Place(name="Châu Thành", units=UNITS[:1]), ("units",)),
        (Time(edtf="2023"), count("2023"), ("kind",)),
    ],
)
def test_any_other_field_makes_a_value_wrong(gold: Value, found: Value, fields: tuple[str, ...]) -> None:
    scores = score(gold, found)

    assert [each.fields for each in scores.differences] == [fields]
    assert (scores.all.right, scores.all.unresolved) == (0, 0)


def test_a_value_that_was_lost_is_counted_as_such() -> None:
    assert score(count("5"), Unresolved(reason="no number")).all.unresolved == 1


def test_labels_are_counted_each_and_together() -> None:
    gold = [article(count("1"), count("2"), label="INDICATOR"), article(Time(edtf="2023"), label="DATE")]
    found = [article(count("1"), count("3"), label="INDICATOR"), article(Time(edtf="2023"), label="DATE")]

    scores = score_values(gold, found, ["DATE", "INDICATOR", "LOC"])

    assert {name: (each.entities, each.right) for name, each in scores.labels.items()} == {
        "DATE": (1, 1),
        "INDICATOR": (2, 1),
    }
    assert (scores.all.entities, scores.all.right) == (3, 2)


def test_a_text_is_right_if_it_is_so_wherever_it_stands() -> None:
    gold, found = (
        article(*(count(number) for number in numbers), text="x x y") for numbers in (("1", "1", "1"), ("1", "2", "1"))
    )

    scores = score_values([gold], [found], ["LOC"])

    assert (scores.all.texts, scores.all.texts_right) == (2, 1)


@pytest.mark.parametrize(("right", "low", "high"), [(10, 0.722, 1.0), (5, 0.237, 0.763), (0, 0.0, 0.278)])
def test_the_interval_is_wilsons(right: int, low: float, high: float) -> None:
    gold = [article(*[count("1")] * 10)]
    found = [article(*[count("1")] * right, *[count("2")] * (10 - right))]

    # Of n = 10 by the formula (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96.
    assert score_values(gold, found, ["LOC"]).all.interval == pytest.approx((low, high), abs=5e-4)


def test_a_span_without_a_value_is_refused() -> None:
    with pytest.raises(SolieuError, match="document 'one': the LOC span 0-1 has no value"):
        score_values([article(count("1"))], [article(None)], ["LOC"])
