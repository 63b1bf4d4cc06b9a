"""Documents drawn anew: sums over resamples, and what the spread of a value over them says.

Documents, whose spans depend on one another, are drawn with replacement; an interval is the 2.5th to the 97.5th
percentile (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13). Such an interval can mislead;
`interval_of` says when:

- What occurs in fewer than two documents cannot be varied by resampling, so it has no interval.
- If all resamples, or nearly all, give the same value, the interval has no width. That speaks of these documents,
  not of certainty: a label of which each span was found here may be missed in the next document.
- A resample in which a label does not occur says nothing of it and is left out. If there are many, the label
  hangs on few documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError

# How often documents are drawn anew for an interval.
RESAMPLES = 1000
# How many resample weights are held at once, whatever the number of documents: 8 MB.
_WEIGHTS_AT_ONCE = 1_000_000
# A larger share of resamples without a label is said; a label of three of many documents is lacking in 5 %.
_OFTEN_ABSENT = 0.04
_TOLERANCE = 1e-12


class Flag(StrEnum):
    """Why an interval is missing or must be read with care."""

    FEW_DOCUMENTS = "few_documents"
    NO_VARIATION = "no_variation"
    OFTEN_ABSENT = "often_absent"

    @property
    def mark(self) -> str:
        """The sign that it has in a table."""
        return {Flag.FEW_DOCUMENTS: "¹", Flag.NO_VARIATION: "²", Flag.OFTEN_ABSENT: "³"}[self]

    @property
    def note(self) -> str:
        """What it means, for people."""
        return {
            Flag.FEW_DOCUMENTS: "no interval: in fewer than two articles",
            Flag.NO_VARIATION: "no width: these articles do not vary, others may",
            Flag.OFTEN_ABSENT: "absent from many resamples: it hangs on few articles",
        }[self]


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a value, and what to know of it.

    Args:
        bounds: The lower and the upper end; None where there is none.
        flags: Why it is missing or must be read with care.
    """

    bounds: tuple[float, float] | None
    flags: tuple[Flag, ...] = ()


def resample(table: NDArray[Any], resamples: int, seed: int) -> NDArray[np.float64]:
    """Draw documents with replacement and add up what was counted in them.

    Args:
        table: What is counted in each document, shape ``(documents, …)``.
        resamples: How many times as many documents are drawn as there are, at least 1.
        seed: Seed of the draws; the same seed draws the same of as many documents, whatever is counted in them.

    Returns:
        The sums, shape ``(resamples, …)``, in a type whose product is fast.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    if resamples < 1:
        raise SolieuError(f"the bootstrap needs at least 1 resample, not {resamples}")
    documents = len(table)
    values = table.reshape(documents, -1).astype(np.float64)
    generator = np.random.default_rng(seed)
    shares = np.full(documents, 1.0 / documents)
    batch = max(1, _WEIGHTS_AT_ONCE // documents)
    sums = [
        generator.multinomial(documents, shares, size=min(batch, resamples - done)).astype(np.float64) @ values
        for done in range(0, resamples, batch)
    ]
    return np.concatenate(sums).reshape(resamples, *table.shape[1:])


def swap(table: NDArray[Any], resamples: int, seed: int) -> NDArray[np.float64]:
    """Draw a random half of the documents and add up what was counted in them.

    Args:
        table: What is counted in each document, shape ``(documents, …)``.
        resamples: How many times to draw; each document is drawn with probability ½, on its own.
        seed: Seed of the draws.

    Returns:
        The sums, shape ``(resamples, …)``.
    """
    documents = len(table)
    values = table.reshape(documents, -1).astype(np.float64)
    generator = np.random.default_rng(seed)
    batch = max(1, _WEIGHTS_AT_ONCE // documents)
    sums = []
    for done in range(0, resamples, batch):
        drawn = generator.integers(0, 2, size=(min(batch, resamples - done), documents), dtype=np.int8)
        sums.append(drawn.astype(np.float64) @ values)
    return np.concatenate(sums).reshape(resamples, *table.shape[1:])


def interval_of(values: NDArray[np.float64], documents: int) -> Interval:
    """Return the 95 % percentile interval of a value.

    Args:
        values: The value in each resample, shape ``(resamples,)``; not a number where it has none.
        documents: In how many documents what it tells of occurs.

    Returns:
        The interval and its flags.
    """
    bounds = percentiles(values)
    if documents < 2 or bounds is None:
        return Interval(None, (Flag.FEW_DOCUMENTS,))
    flags = []
    if bounds[1] - bounds[0] <= _TOLERANCE:
        flags.append(Flag.NO_VARIATION)
    if np.isnan(values).mean() > _OFTEN_ABSENT:
        flags.append(Flag.OFTEN_ABSENT)
    return Interval(bounds, tuple(flags))


def percentiles(values: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the 2.5th and the 97.5th percentile of what is a number; None if nothing is."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)
