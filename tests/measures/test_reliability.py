"""Kappa and alpha on tables worked out by hand, on published examples, and beside another implementation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from solieu.training.measures.reliability import (
    MISSING,
    cohen_kappa,
    coincidences,
    contingencies,
    krippendorff_alpha,
    one_against_rest,
)


def observations(*rows: str) -> np.ndarray:
    """Values of observers, one a row, letters or digits; a point is a missing value."""
    values = {value: number for number, value in enumerate(sorted(set("".join(rows)) - {" ", "."}))}
    return np.array([[values.get(sign, MISSING) for sign in row.split()] for row in rows])


def alpha(values: np.ndarray) -> float:
    return float(krippendorff_alpha(coincidences(values, int(values.max()) + 1)))


class TestKrippendorffsExamples:
    """The worked examples of "Computing Krippendorff's Alpha-Reliability" (2011), sections A to C."""

    def test_two_observers_and_two_values(self) -> None:
        values = observations("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")

        assert coincidences(values, 2).tolist() == [[10, 4], [4, 2]]
        assert alpha(values) == pytest.approx(0.095, abs=5e-4)

    def test_two_observers_and_five_values(self) -> None:
        assert alpha(observations("a a b b d c c c e d d a", "b a b b b c c c e d d d")) == pytest.approx(
            0.692, abs=5e-4
        )

    def test_four_observers_who_have_not_seen_all(self) -> None:
        values = observations(
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        )

        assert coincidences(values, 5).sum() == pytest.approx(40)  # the last unit has only one value
        assert alpha(values) == pytest.approx(0.743, abs=5e-4)


def test_the_other_well_known_example_with_missing_values() -> None:
    values = observations(
        ". . . . . 3 4 1 2 1 1 3 3 . 3",
        "1 . 2 1 3 3 4 3 . . . . . . .",
        ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
    )

    assert alpha(values) == pytest.approx(0.691, abs=5e-4)


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # Of 50 units both say yes to 20 and no to 15: agreed 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    assert float(cohen_kappa(np.array([[20, 5], [10, 15]]))) == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_one_value_against_the_rest() -> None:
    table = np.array([[5, 1, 0], [2, 7, 3], [0, 0, 4]])

    assert one_against_rest(table).tolist() == [[[5, 1], [2, 14]], [[7, 5], [1, 9]], [[4, 0], [3, 15]]]


@pytest.mark.parametrize("table", [np.zeros((2, 2)), np.array([[7, 0], [0, 0]])])
def test_without_units_or_with_one_value_only_neither_has_a_value(table: np.ndarray) -> None:
    assert np.isnan(cohen_kappa(table))
    assert np.isnan(krippendorff_alpha(table))


LABELLINGS = st.integers(2, 5).flatmap(
    lambda size: st.lists(st.tuples(*[st.integers(0, size - 1)] * 2), min_size=1, max_size=60)
)


@given(LABELLINGS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    left, right = np.array(pairs).T
    if len(set(left) | set(right)) < 2:
        return

    ours = float(cohen_kappa(contingencies(left, right, 5)))

    assert ours == pytest.approx(cohen_kappa_score(left, right), abs=1e-12)


@given(LABELLINGS)
def test_both_are_symmetric(pairs: list[tuple[int, int]]) -> None:
    left, right = np.array(pairs).T

    for measure in (cohen_kappa, krippendorff_alpha):
        one = measure(contingencies(left, right, 5) if measure is cohen_kappa else coincidences(np.array(pairs).T, 5))
        other = measure(
            contingencies(right, left, 5) if measure is cohen_kappa else coincidences(np.array(pairs).T[::-1], 5)
        )
        assert one == pytest.approx(other, abs=1e-12, nan_ok=True)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=40).filter(lambda values: len(set(values)) > 1))
def test_observers_who_say_the_same_have_1(values: list[int]) -> None:
    own = np.array(values)

    assert float(cohen_kappa(contingencies(own, own, 4))) == 1.0
    assert alpha(np.stack([own, own, own])) == 1.0


@given(st.lists(st.lists(st.integers(-1, 3), min_size=3, max_size=3), min_size=1, max_size=30))
def test_alpha_is_that_of_its_definition_by_pairs(units: list[list[int]]) -> None:
    """Krippendorff's first form: 1 less observed by expected disagreement, both as shares of pairs of values."""
    pairable = [[value for value in unit if value >= 0] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    values = [value for unit in pairable for value in unit]
    if len(set(values)) < 2:
        return
    observed = sum(
        sum(unit[i] != unit[j] for i in range(len(unit)) for j in range(len(unit))) / (len(unit) - 1)
        for unit in pairable
    ) / len(values)
    expected = sum(one != other for one in values for other in values) / (len(values) * (len(values) - 1))

    found = float(krippendorff_alpha(coincidences(np.array(units).T, 4)))

    assert found == pytest.approx(1 - observed / expected, abs=1e-9)


@given(LABELLINGS)
def test_merging_values_after_counting_is_merging_them_before(pairs: list[tuple[int, int]]) -> None:
    values = np.array(pairs).T
    merged = one_against_rest(coincidences(values, 5))

    for value in range(5):
        assert np.allclose(merged[value][::-1, ::-1], coincidences((values == value).astype(int), 2))
