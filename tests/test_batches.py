"""Batches of windows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solieu.models.batches import budget_batches, pad

LENGTHS = st.lists(st.integers(1, 50), max_size=60)


@given(LENGTHS, st.integers(1, 200))
def test_every_window_is_in_one_batch(lengths: list[int], budget: int) -> None:
    batches = budget_batches(lengths, budget)

    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))


@given(LENGTHS, st.integers(1, 200))
def test_a_padded_batch_keeps_to_the_budget_unless_it_is_a_single_window(lengths: list[int], budget: int) -> None:
    for batch in budget_batches(lengths, budget):
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= budget


@given(LENGTHS, st.integers(1, 200))
def test_the_longest_windows_come_first(lengths: list[int], budget: int) -> None:
    order = [lengths[index] for batch in budget_batches(lengths, budget) for index in batch]

    assert order == sorted(lengths, reverse=True)


def test_no_windows_make_no_batches() -> None:
    assert budget_batches([], 100) == []


def test_rows_are_filled_up_to_the_longest() -> None:
    assert np.array_equal(pad([[5, 6, 7], [8]], 1), [[5, 6, 7], [8, 1, 1]])
