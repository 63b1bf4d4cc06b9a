"""Sums over documents that are drawn with replacement."""

import numpy as np
import pytest

from solieu.annotation import SolieuError
from solieu.training.measures.estimates import Estimate, estimate, sums_and_resampled


def test_the_first_row_is_the_plain_sum() -> None:
    table = np.arange(12).reshape(3, 2, 2)

    assert sums_and_resampled(table, resamples=5)[0].tolist() == table.sum(axis=0).tolist()


def test_each_resample_draws_as_many_documents_as_there_are() -> None:
    assert set(sums_and_resampled(np.ones((7, 1)), resamples=50)[:, 0].tolist()) == {7.0}


def test_tables_of_the_same_documents_get_the_same_draws() -> None:
    table = np.arange(10.0)[:, None]

    assert np.allclose(sums_and_resampled(2 * table), 2 * sums_and_resampled(table))


def test_many_documents_are_drawn_in_parts() -> None:
    assert sums_and_resampled(np.ones((300_000, 1)), resamples=7).shape == (8, 1)


def test_no_resample_is_refused() -> None:
    with pytest.raises(SolieuError, match="at least 1 resample, not 0"):
        sums_and_resampled(np.ones((2, 1)), resamples=0)


def test_an_estimate_is_read_off_the_resamples() -> None:
    values = np.array([0.5, *np.linspace(0, 1, 1001)])

    found = estimate(values, 2)

    assert found.value == 0.5
    assert found.interval == pytest.approx((0.025, 0.975))
    assert str(found) == "0.500 (0.025 – 0.975)"
    assert found.as_dict() == {"value": 0.5, "interval": [0.025, 0.975]}


def test_resamples_without_a_value_are_left_out() -> None:
    assert estimate(np.array([1.0, np.nan, 1.0]), 2).interval == (1.0, 1.0)
    assert estimate(np.array([1.0, np.nan]), 2) == Estimate(1.0, None)


def test_what_has_no_value_has_no_interval() -> None:
    assert estimate(np.array([np.nan, 1.0, 1.0]), 2) == Estimate(None, None)
    assert str(Estimate(None, None)) == "–"


def test_what_one_document_has_cannot_be_varied_by_drawing_documents() -> None:
    assert estimate(np.array([0.5, 0.4, 0.6]), 1) == Estimate(0.5, None)
