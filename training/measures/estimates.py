"""A value measured on documents with its interval, read off what it is in resamples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.training.measures.resampling import RESAMPLES, interval_of, resample


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


def sums_and_resampled(table: NDArray[Any], *, resamples: int = RESAMPLES, seed: int = 0) -> NDArray[np.float64]:
    """Sum over documents, once as they are and then as `resample` draws them.

    Args:
        table: What is counted in each document, shape ``(documents, …)``, with at least one document.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws.

    Returns:
        Shape ``(1 + resamples, …)``; the first row is the sum over the documents as they are.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    return np.concatenate([table.sum(axis=0, keepdims=True).astype(np.float64), resample(table, resamples, seed)])


def estimate(values: NDArray[np.float64], documents: int) -> Estimate:
    """Read a value and its interval off what was computed from `sums_and_resampled`.

    Args:
        values: The value without resampling, then that of each resample, shape ``(1 + resamples,)``; what is no
            number has no value.
        documents: In how many documents what it tells of occurs; as in `interval_of`, there is no interval of what
            fewer than two have.
    """
    if np.isnan(values[0]):
        return Estimate(None, None)
    return Estimate(float(values[0]), interval_of(values[1:], documents).bounds)
