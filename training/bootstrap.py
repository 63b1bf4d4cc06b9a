"""The bootstrap over documents: sums over documents that are drawn with replacement, and their percentiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError

RESAMPLES = 1000
# How many weights are held at once, whatever the number of documents: 8 MB.
_WEIGHTS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value that was measured on documents.

    Args:
        value: The value, or None where it has none.
        interval: Its 95 % interval, lower end first; None where there is none.
    """

    value: float | None
    interval: tuple[float, float] | None

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        interval = "" if self.interval is None else f" ({self.interval[0]:.3f} – {self.interval[1]:.3f})"
        return f"{self.value:.3f}{interval}"

    def as_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON can hold it, with six decimals."""
        return {
            "value": None if self.value is None else round(self.value, 6),
            "interval": None if self.interval is None else [round(bound, 6) for bound in self.interval],
        }


def resampled_sums(table: NDArray[np.number], *, resamples: int = RESAMPLES, seed: int = 0) -> NDArray[np.float64]:
    """Sum over documents, once as they are and then as they are drawn with replacement.

    Method: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13. Tables of as many documents get
    the same draws from the same seed, so that their sums can be compared draw by draw.

    Args:
        table: What is counted in each document, shape ``(documents, …)``, with at least one document.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws.

    Returns:
        Shape ``(1 + resamples, …)``; the first row is the sum over the documents as they are.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    if resamples < 1:
        raise SolieuError(f"the bootstrap needs at least 1 resample, not {resamples}")
    documents = len(table)
    rows = table.reshape(documents, -1).astype(np.float64)
    generator = np.random.default_rng(seed)
    shares = np.full(documents, 1.0 / documents)
    batch = max(1, _WEIGHTS_AT_ONCE // documents)
    sums = [rows.sum(axis=0, keepdims=True)]
    for done in range(0, resamples, batch):
        weights = generator.multinomial(documents, shares, size=min(batch, resamples - done))
        sums.append(weights.astype(np.float64) @ rows)
    return np.concatenate(sums).reshape(1 + resamples, *table.shape[1:])


def estimate(values: NDArray[np.float64], *, interval: bool = True) -> Estimate:
    """Read a value and its interval off what was computed from `resampled_sums`.

    Args:
        values: The value without resampling, then that of each resample, shape ``(1 + resamples,)``; what is no
            number has no value.
        interval: Whether there is an interval. There is none for what fewer than two documents have, as resampling
            cannot vary it.

    Returns:
        The value; its interval goes from the 2.5th to the 97.5th percentile of the resamples that have one.
    """
    if np.isnan(values[0]):
        return Estimate(None, None)
    defined = values[1:][~np.isnan(values[1:])]
    if not interval or not len(defined):
        return Estimate(float(values[0]), None)
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(float(values[0]), (float(low), float(high)))
