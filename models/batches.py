"""Batches of windows: sorted by length, under a budget of padded subwords."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def budget_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Group windows of like length.

    Args:
        lengths: The number of subwords of each window.
        budget: The most subwords of a batch, padding included; a longer window is a batch of its own.

    Returns:
        Lists of indices into ``lengths``, longest windows first, so that what would not fit fails early.
    """
    batches: list[list[int]] = []
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda number: (-lengths[number], number)):
        # The first window of a batch is its longest: all others are padded to it.
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            batches.append(batch)
            batch = []
        batch.append(index)
    if batch:
        batches.append(batch)
    return batches


def pad(rows: Sequence[Sequence[int]], filler: int) -> NDArray[np.int64]:
    """Return rows of ids as one array of shape ``(rows, longest)``, filled up with ``filler``."""
    array = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        array[number, : len(row)] = row
    return array
