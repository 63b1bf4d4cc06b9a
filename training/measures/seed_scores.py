"""The scores of the same trainings with several seeds: their mean and its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Document
from solieu.training.measures.matching import count_matches
from solieu.training.measures.resampling import RESAMPLES, interval_of, resample

# In words, for whoever reads the scores.
INTERVAL = "95 %, percentile bootstrap over {units} of the mean over seeds, all of which see the same draw"


@dataclass(frozen=True, slots=True)
class MeanF1:
    """The F1 of several seeds.

    Args:
        f1: Their mean.
        lowest: The F1 of the worst seed.
        highest: The F1 of the best.
        interval: The 95 % interval of the mean, lower end first; None where there is none.
    """

    f1: float
    lowest: float
    highest: float
    interval: tuple[float, float] | None

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as JSON holds them."""
        interval = None if self.interval is None else [round(bound, 6) for bound in self.interval]
        return {
            "f1": round(self.f1, 6),
            "lowest": round(self.lowest, 6),
            "highest": round(self.highest, 6),
            "interval": interval,
        }


@dataclass(frozen=True, slots=True, eq=False)
class SeedMeans:
    """Strict F1s (same start, end and label) over several seeds.

    Args:
        micro: Of all spans in one pool.
        labels: Of each label that an annotated or predicted span has.
        resampled: The mean micro-F1 of each draw, shape ``(resamples,)``; the same number and seed of draws from as
            many units draws the same units.
    """

    micro: MeanF1
    labels: Mapping[str, MeanF1]
    resampled: NDArray[np.float64]

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON holds them."""
        return {
            "micro": self.micro.as_dict(),
            "labels": {name: label.as_dict() for name, label in self.labels.items()},
        }


def mean_over_seeds(
    gold: Sequence[Document],
    predicted: Sequence[Sequence[Document]],
    labels: Sequence[str],
    *,
    units: Sequence[int] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> SeedMeans:
    """Score what models of several seeds predict for the same documents.

    The intervals are 95 % percentile intervals of the bootstrap over documents, or over groups of documents that
    resemble each other (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13): units are drawn
    with replacement, the same for all seeds, each seed's F1 is computed on them, and the mean is taken. So they say
    how the mean varies with the articles, while the range of the seeds is shown beside them.

    Args:
        gold: The annotated documents.
        predicted: For each seed the same documents, in the same order, with predicted spans.
        labels: The labels to count.
        units: The number of each document's group, from 0; None: each document is drawn by itself.
        resamples: How often units are drawn anew.
        seed: Seed of the draws.

    Raises:
        SolieuError: The documents are not the same, or a span has another label.
    """
    counts = [count_matches(gold, documents, labels) for documents in predicted]
    # Shape (seeds, 3, documents, labels + 1): correct, gold and predicted; the last column is for all labels.
    table = np.stack([np.stack([count.correct, count.gold, count.predicted]) for count in counts])
    table = np.concatenate([table, table.sum(axis=3, keepdims=True)], axis=3).astype(np.float64)
    if units is not None:
        belongs = np.array(units) == np.arange(max(units) + 1)[:, None]  # (groups, documents)
        table = belongs.astype(np.float64) @ table
    f1s = _f1(table.sum(axis=2)).T  # (labels + 1, seeds)
    draws = _f1(resample(np.moveaxis(table, 2, 0), resamples, seed)).mean(axis=1)  # (resamples, labels + 1)
    occupied = (table[:, 1:].sum(axis=(0, 1)) > 0).sum(axis=0)  # units with spans, for each column
    *means, micro = [
        MeanF1(
            float(np.nan_to_num(values).mean()),
            float(np.nan_to_num(values).min()),
            float(np.nan_to_num(values).max()),
            interval_of(draws[:, column], int(occupied[column])).bounds,
        )
        for column, values in enumerate(f1s)
    ]
    occurring = {name: mean for name, mean, count in zip(labels, means, occupied, strict=False) if count}
    return SeedMeans(micro, occurring, draws[:, -1])


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 from correct, gold and predicted on the last axis but one; not a number where it is 0/0."""
    correct, gold, predicted = np.moveaxis(sums, -2, 0)
    spans = gold + predicted
    f1s: NDArray[np.float64] = np.full_like(spans, np.nan)
    np.divide(2 * correct, spans, out=f1s, where=spans > 0)
    return f1s
