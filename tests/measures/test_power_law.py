"""What more articles would give: an estimate, or a reason why there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from solieu.training.measures.power_law import Extrapolation, extrapolate

SIZES = [25, 50, 100, 200, 400]


def law(a: float, b: float, c: float, sizes: list[int] = SIZES) -> NDArray[np.float64]:
    return 1 - (a * np.array(sizes, dtype=float) ** -b + c)


def shaken(f1s: NDArray[np.float64], by: float = 0.001) -> NDArray[np.float64]:
    return f1s[:, None] + by * np.random.default_rng(0).normal(size=(len(f1s), 200))


@given(st.floats(0.2, 2.0), st.floats(0.2, 1.5), st.floats(0.0, 0.2))
def test_a_power_law_is_found_again(a: float, b: float, c: float) -> None:
    f1s = law(a, b, c)

    found = extrapolate(SIZES, list(f1s), f1s[:, None], 800)

    assert isinstance(found, Extrapolation)
    assert found.b == pytest.approx(b, rel=0.03)
    assert found.f1 == pytest.approx(law(a, b, c, [800])[0], abs=2e-3)
    assert found.residual < 1e-3


def test_the_interval_is_that_of_the_resamples() -> None:
    f1s = law(2.0, 0.6, 0.03)

    narrow, wide = (extrapolate(SIZES, list(f1s), shaken(f1s, by), 800) for by in (0.001, 0.004))

    assert isinstance(narrow, Extrapolation)
    assert isinstance(wide, Extrapolation)
    assert narrow.interval[0] <= narrow.f1 <= narrow.interval[1]
    assert wide.interval[1] - wide.interval[0] > 2 * (narrow.interval[1] - narrow.interval[0])


def test_it_says_that_it_is_no_measurement() -> None:
    f1s = law(2.0, 0.6, 0.03)

    found = extrapolate(SIZES, list(f1s), shaken(f1s), 800)

    assert isinstance(found, Extrapolation)
    assert found.as_dict()["kind"] == "an estimate by extrapolation, not a measurement"
    assert found.as_dict()["articles"] == 800


def test_fewer_than_four_sizes_give_none() -> None:
    f1s = law(2.0, 0.6, 0.03)[:3]

    found = extrapolate(SIZES[:3], list(f1s), shaken(f1s), 400)

    assert found == "a power law needs at least 4 sizes, and there are 3"


@pytest.mark.parametrize(
    "f1s",
    [
        [0.9, 0.9, 0.9, 0.9, 0.9],
        [0.9, 0.88, 0.86, 0.84, 0.82],  # it gets worse
        [0.1, 0.9, 0.9, 0.9, 0.9],  # a step
        [0.5, 0.52, 0.56, 0.66, 0.9],  # it gets better faster and faster
    ],
)
def test_points_that_no_power_law_goes_through_give_none(f1s: list[float]) -> None:
    found = extrapolate(SIZES, f1s, np.array(f1s)[:, None], 800)

    assert isinstance(found, str)


def test_points_that_the_choice_of_articles_sways_give_none() -> None:
    f1s = law(0.05, 0.3, 0.05)

    found = extrapolate(SIZES, list(f1s), shaken(f1s, 0.1), 800)

    assert isinstance(found, str)
    assert "of the resamples of the evaluation articles" in found
