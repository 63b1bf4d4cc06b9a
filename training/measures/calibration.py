"""Whether a span's score says how often such spans are right, and the temperature that makes it so.

A span is right if an annotated span has the same start, end and label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.temperature import logits, tempered
from solieu.training.measures.estimates import Estimate, estimate, sums_and_resampled
from solieu.training.measures.resampling import RESAMPLES

BINS = 10
LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE = 0.05, 20.0
_HALVINGS = 60

Binning = Literal["width", "mass"]


@dataclass(frozen=True, slots=True, eq=False)
class ScoredSpans:
    """Predicted spans, column by column.

    Args:
        scores: Each span's score, shape ``(spans,)``.
        right: Whether it is right, shape ``(spans,)``.
        documents: The number of its document, shape ``(spans,)``.
        folds: The number of the fold in which its document was held out, shape ``(spans,)``.
        size: How many documents there are, those without a predicted span included.
    """

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    documents: NDArray[np.int64]
    folds: NDArray[np.int64]
    size: int

    def __len__(self) -> int:
        return len(self.scores)


@dataclass(frozen=True, slots=True)
class Bin:
    """Spans whose scores are in one range.

    Args:
        low: What their scores are above (0 is in the first bin).
        high: What they are at most.
        spans: How many there are.
        score: Their mean score.
        right: The share of them that is right.
    """

    low: float
    high: float
    spans: int
    score: float
    right: float

    def as_dict(self) -> dict[str, Any]:
        """Return the bin as JSON can hold it, floats with six decimals."""
        return {
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "spans": self.spans,
            "score": round(self.score, 6),
            "right": round(self.right, 6),
        }


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well scores say how often spans are right.

    Args:
        error: The expected calibration error, in [0, 1], lower is better.
        curve: The bins that hold spans, from low to high scores.
    """

    error: Estimate
    curve: tuple[Bin, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"expected_calibration_error": self.error.as_dict(), "curve": [bin_.as_dict() for bin_ in self.curve]}


def collect_spans(gold: Sequence[Document], predicted: Sequence[Document], folds: Sequence[int]) -> ScoredSpans:
    """Collect predicted spans and whether they are right.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans that have scores.
        folds: The fold in which each document was held out.

    Raises:
        SolieuError: A predicted span has no score, or there is no predicted span.
    """
    rows: list[tuple[float, bool, int, int]] = []
    for number, (annotated, prediction, fold) in enumerate(zip(gold, predicted, folds, strict=True)):
        known = {(span.start, span.end, span.label) for span in annotated.spans}
        for span in prediction.spans:
            if span.score is None:
                raise SolieuError(
                    f"document {prediction.id!r}: the predicted {span.label} span {span.start}-{span.end} has no "
                    "'score'; give predictions as solieu writes them"
                )
            rows.append((span.score, (span.start, span.end, span.label) in known, number, fold))
    if not rows:
        raise SolieuError("there is no predicted span, so there are no scores to look at")
    scores, right, documents, of_fold = zip(*rows, strict=True)
    return ScoredSpans(
        np.array(scores, dtype=np.float64),
        np.array(right, dtype=np.bool_),
        np.array(documents, dtype=np.int64),
        np.array(of_fold, dtype=np.int64),
        len(gold),
    )


def fit_temperature(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Find the temperature by which right spans get high scores and wrong ones low scores.

    It minimises the negative log-likelihood, ``-sum(log p'_i)`` over the right and ``-sum(log(1 - p'_i))`` over the
    wrong spans, as Guo et al. (2017), section 4.2. That is convex in the inverse of the temperature, so that halving
    an interval around the place where the derivative is 0 finds it.

    Args:
        scores: The spans' scores, shape ``(spans,)``.
        right: Whether each is right, shape ``(spans,)``.

    Returns:
        The temperature, from `LOWEST_TEMPERATURE` to `HIGHEST_TEMPERATURE`; one of these two where a value beyond it
        would be better still, as is so where all spans are right.
    """
    z, target = logits(scores), right.astype(np.float64)

    def slope(inverse: float) -> float:
        return float(((1 / (1 + np.exp(-inverse * z)) - target) * z).sum())

    low, high = 1 / HIGHEST_TEMPERATURE, 1 / LOWEST_TEMPERATURE
    if slope(low) >= 0:
        return HIGHEST_TEMPERATURE
    if slope(high) <= 0:
        return LOWEST_TEMPERATURE
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(middle) > 0 else (middle, high)
    return 2 / (low + high)


def temper_by_fold(spans: ScoredSpans) -> tuple[NDArray[np.float64], tuple[float, ...]]:
    """Give each fold's spans the scores that the other folds' temperature makes of theirs.

    Returns:
        The scores, shape ``(spans,)``, and the temperature for each fold that has spans, in the folds' order.

    Raises:
        SolieuError: The spans are of fewer than two folds.
    """
    folds = np.unique(spans.folds)
    if len(folds) < 2:
        raise SolieuError("a temperature is measured on folds that it was not fitted on: at least two must have spans")
    scores = np.empty_like(spans.scores)
    temperatures = []
    for fold in folds:
        held_out = spans.folds == fold
        temperatures.append(fit_temperature(spans.scores[~held_out], spans.right[~held_out]))
        scores[held_out] = tempered(spans.scores[held_out], temperatures[-1])
    return scores, tuple(temperatures)


def bin_edges(scores: NDArray[np.float64], binning: Binning, bins: int = BINS) -> NDArray[np.float64]:
    """Return the edges of bins from 0 to 1.

    Args:
        scores: The scores to be binned, shape ``(spans,)``.
        binning: ``"width"`` for bins that are equally wide, as Guo et al. (2017), section 2, have them; ``"mass"``
            for bins of equally many spans (Nguyen & O'Connor, "Posterior calibration and exploratory analysis for
            natural language processing models", EMNLP 2015), as far as equal scores allow, which share a bin.
        bins: How many there are, or, by mass, at most.

    Returns:
        The edges, rising, shape ``(bins + 1,)`` or less.

    Raises:
        SolieuError: ``bins`` is less than 1.
    """
    if bins < 1:
        raise SolieuError(f"there must be at least 1 bin, not {bins}")
    if binning == "width":
        return np.linspace(0.0, 1.0, bins + 1, dtype=np.float64)
    inner = np.quantile(scores, np.arange(1, bins) / bins, method="inverted_cdf")
    edges: NDArray[np.float64] = np.unique(np.concatenate([[0.0], inner, [1.0]]))
    return edges


def reliability(
    spans: ScoredSpans,
    scores: NDArray[np.float64],
    binning: Binning,
    *,
    bins: int = BINS,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Reliability:
    """Compare scores with how often spans are right.

    The expected calibration error is the mean over bins of the distance between the spans' mean score and the share
    that is right, weighted by the bins' spans: Naeini, Cooper & Hauskrecht, "Obtaining well calibrated probabilities
    using Bayesian binning", AAAI 2015; Guo et al. (2017), section 2, equation 3. It is never below 0, so that with few
    spans even perfect scores get an error. The bins are the same in every resample.

    Args:
        spans: The spans.
        scores: Their scores, those of ``spans`` or others made of them, shape ``(spans,)``.
        binning: As for `bin_edges`.
        bins: How many bins.
        resamples: How many times the documents are drawn anew for the interval.
        seed: Seed of the draws.
    """
    edges = bin_edges(scores, binning, bins)
    at = np.searchsorted(edges[1:-1], scores, side="left")  # above the lower edge, at most the upper one
    curve = tuple(
        Bin(
            float(edges[number]),
            float(edges[number + 1]),
            int((at == number).sum()),
            float(scores[at == number].mean()),
            float(spans.right[at == number].mean()),
        )
        for number in np.unique(at)
    )
    # For each document how much the right spans of each bin exceed the sum of its scores; at the end all spans.
    table = np.zeros((spans.size, len(edges)))
    np.add.at(table, (spans.documents, at), spans.right - scores)
    table[:, -1] = np.bincount(spans.documents, minlength=spans.size)
    sums = sums_and_resampled(table, resamples=resamples, seed=seed)
    errors = np.full(len(sums), np.nan)
    np.divide(np.abs(sums[:, :-1]).sum(axis=1), sums[:, -1], out=errors, where=sums[:, -1] > 0)
    return Reliability(estimate(errors, len(np.unique(spans.documents))), curve)
