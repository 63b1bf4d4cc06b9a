"""Scores that a temperature draws to the middle or drives apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.models.temperature import HIGHEST, LOWEST, logits, tempered

SCORES = st.floats(0, 1)
TEMPERATURES = st.floats(0.05, 20)


def test_it_divides_the_logit() -> None:
    assert tempered(0.9, 2.0) == pytest.approx(1 / (1 + (1 / 9) ** 0.5))


@given(SCORES)
def test_a_temperature_of_1_changes_nothing(score: float) -> None:
    assert tempered(score, 1.0) == score


@given(SCORES, TEMPERATURES)
def test_scores_stay_between_0_and_1(score: float, temperature: float) -> None:
    assert 0 <= tempered(score, temperature) <= 1


@given(st.lists(SCORES, min_size=2, max_size=2), TEMPERATURES)
def test_the_order_of_scores_stays(scores: list[float], temperature: float) -> None:
    low, high = tempered(sorted(scores), temperature)

    assert low <= high


@given(SCORES, TEMPERATURES)
def test_what_a_file_keeps_of_a_score_is_enough(score: float, temperature: float) -> None:
    """At the edges a file's 1.0 and the model's 0.99999 count as the same."""
    if not LOWEST < score < HIGHEST:
        assert tempered(score, temperature) == tempered(round(score), temperature) or temperature == 1.0


def test_an_array_keeps_its_shape() -> None:
    assert logits(np.full((2, 3), 0.5)).tolist() == [[0.0] * 3] * 2
