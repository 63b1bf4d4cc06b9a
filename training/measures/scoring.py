"""Precision, recall and F1 of predicted spans, with bootstrap intervals.

What is correct is for a scheme to say (`solieu.training.measures.schemes`); the default is ``strict``: an annotated
span has the same start, end and label. F1 is the harmonic mean of precision and recall.

What has no value by itself is settled so:

- A ratio 0/0 is 0.
- Macro is the mean of the labels' precisions, recalls and F1s, over the labels that occur: those which at
  least one annotated or predicted span has. In a resample it is the mean over those that occur in it.
- A resample in which a label does not occur says nothing of that label and is left out of its interval.
- There is no interval for what occurs in fewer than two documents, as resampling cannot vary it. A score says by
  its flags where its interval is missing or may mislead (`solieu.training.measures.resampling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.training.measures.matching import Counts, count_matches
from solieu.training.measures.resampling import RESAMPLES, Flag, interval_of, resample
from solieu.training.measures.schemes import SCHEMES, STRICT, MucCounts, Scheme

__all__ = ["Counts", "Score", "Scores", "count_matches", "outcomes_of", "ratios", "score", "score_schemes"]


@dataclass(frozen=True, slots=True)
class Score:
    """How well spans were found.

    Args:
        precision: The share of the predicted spans that are correct, partly correct ones counting one half.
        recall: The share of the annotated spans that are predicted, counted likewise.
        f1: The harmonic mean of the two; for macro, the mean of the labels' F1s.
        interval: The 95 % interval of ``f1``, lower end first; None where there is none.
        precision_interval: That of ``precision``.
        recall_interval: That of ``recall``.
        flags: Why the interval of ``f1`` is missing or must be read with care.
        counts: What was counted; None for macro.
    """

    precision: float
    recall: float
    f1: float
    interval: tuple[float, float] | None = None
    precision_interval: tuple[float, float] | None = None
    recall_interval: tuple[float, float] | None = None
    flags: tuple[Flag, ...] = ()
    counts: MucCounts | None = None

    @property
    def correct(self) -> int | None:
        """Number of annotated spans that were found; None for macro."""
        return None if self.counts is None else self.counts.gold.correct

    @property
    def gold(self) -> int | None:
        """Number of annotated spans; None for macro."""
        return None if self.counts is None else self.counts.gold.total

    @property
    def predicted(self) -> int | None:
        """Number of predicted spans; None for macro."""
        return None if self.counts is None else self.counts.predicted.total

    def as_dict(self) -> dict[str, Any]:
        """Return the score as JSON can hold it: six decimals, and no counts where it has none."""
        counts = {"gold": self.gold, "predicted": self.predicted, "correct": self.correct}
        return {
            "precision": round(self.precision, 6),
            "recall": round(self.recall, 6),
            "f1": round(self.f1, 6),
            "interval": _rounded(self.interval),
            "precision_interval": _rounded(self.precision_interval),
            "recall_interval": _rounded(self.recall_interval),
            "flags": [flag.value for flag in self.flags],
            **{name: count for name, count in counts.items() if count is not None},
            **({} if self.counts is None else {"counts": self.counts.as_dict()}),
        }


def _rounded(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(bound, 6) for bound in interval]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all spans together and of each label.

    Args:
        micro: All spans in one pool.
        macro: The mean over the labels that occur.
        labels: Each label that was counted, also those that no span has.
    """

    micro: Score
    macro: Score
    labels: Mapping[str, Score]

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON can hold them, floats with six decimals."""
        return {
            "micro": self.micro.as_dict(),
            "macro": self.macro.as_dict(),
            "labels": {name: label.as_dict() for name, label in self.labels.items()},
        }


def score(counts: Counts, *, scheme: Scheme = STRICT, resamples: int = RESAMPLES, seed: int = 0) -> Scores:
    """Score counted spans by one scheme, with intervals.

    Args:
        counts: The counts, from `count_matches`.
        scheme: What counts as correct.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws; the same seed gives the same intervals.

    Returns:
        The scores.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    return score_schemes(counts, schemes=[scheme], resamples=resamples, seed=seed)[scheme.name]


def score_schemes(
    counts: Counts, *, schemes: Iterable[Scheme] = tuple(SCHEMES.values()), resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Scores]:
    """Score counted spans by several schemes, all with the same draws of the documents.

    The intervals are 95 % percentile intervals of the bootstrap over documents.

    Args:
        counts: The counts, from `count_matches`.
        schemes: What counts as correct.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws; the same seed gives the same intervals.

    Returns:
        The scores by the schemes' names.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    outcomes = outcomes_of(counts)
    sums = resample(outcomes, resamples, seed)
    occurs = outcomes.sum(axis=(1, 3)) > 0
    documents = [*occurs.sum(axis=0).tolist(), int(occurs.any(axis=1).sum())]
    totals = outcomes.sum(axis=0)
    return {scheme.name: _score(counts.labels, totals, sums, documents, scheme) for scheme in schemes}


def outcomes_of(counts: Counts) -> NDArray[np.int64]:
    """Return what was counted, shape ``(documents, 2, labels, outcomes)``: annotated spans, then predicted ones."""
    return np.stack([counts.gold_outcomes, counts.predicted_outcomes], axis=1)


def ratios(sums: NDArray[Any], scheme: Scheme) -> NDArray[np.float64]:
    """Return precision, recall and F1 of each label, of all together, and on average.

    Args:
        sums: How many annotated and predicted spans of each label have each outcome, shape
            ``(…, 2, labels, outcomes)``.
        scheme: What they earn.

    Returns:
        Shape ``(3, …, labels + 2)``: the labels in their order, then micro, then macro. Not a number for labels
        without spans; micro and macro are not a number if no label has any.
    """
    earned = sums @ scheme.credit
    spans = sums.sum(axis=-1)
    # Of all spans together, as another label.
    gold_earned, predicted_earned = np.moveaxis(_with_sum(earned), -2, 0)
    gold, predicted = np.moveaxis(_with_sum(spans), -2, 0)
    occurs = gold + predicted > 0
    precision = _divide(predicted_earned, predicted, occurs)
    recall = _divide(gold_earned, gold, occurs)
    f1 = _divide(2 * gold_earned * predicted_earned, gold_earned * predicted + predicted_earned * gold, occurs)
    columns = np.stack([precision, recall, f1])
    labels, defined = columns[..., :-1], occurs[..., :-1]
    macro = _divide(np.where(defined, labels, 0.0).sum(axis=-1), defined.sum(axis=-1), defined.any(axis=-1))
    return np.concatenate([columns, macro[..., np.newaxis]], axis=-1)


def _with_sum(values: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([values, values.sum(axis=-1, keepdims=True)], axis=-1)


def _divide(dividend: NDArray[Any], divisor: NDArray[Any], defined: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Divide; 0/0 is 0 where it is defined to be something, else not a number."""
    result = np.zeros(np.shape(dividend))
    np.divide(dividend, divisor, out=result, where=divisor > 0)
    return np.where(defined, result, np.nan)


def _score(
    labels: tuple[str, ...],
    totals: NDArray[np.int64],
    sums: NDArray[np.float64],
    documents: list[int],
    scheme: Scheme,
) -> Scores:
    """Score by one scheme.

    Args:
        labels: The labels.
        totals: Shape ``(2, labels, outcomes)``.
        sums: The same in each resample, shape ``(resamples, 2, labels, outcomes)``.
        documents: In how many documents each label occurs, and in how many any.
        scheme: The scheme.
    """
    points = np.nan_to_num(ratios(totals, scheme))
    drawn = ratios(sums, scheme)
    pooled = totals.sum(axis=1, keepdims=True)
    counted: list[MucCounts | None] = [
        MucCounts.of(gold, predicted, scheme)
        for gold, predicted in zip(*np.concatenate([totals, pooled], axis=1), strict=True)
    ]
    scores = []
    for number, (count, occurs) in enumerate(zip([*counted, None], [*documents, documents[-1]], strict=True)):
        precision, recall, f1 = points[:, number].tolist()
        of_precision, of_recall, of_f1 = (interval_of(values[:, number], occurs) for values in drawn)
        scores.append(
            Score(precision, recall, f1, of_f1.bounds, of_precision.bounds, of_recall.bounds, of_f1.flags, count)
        )
    *of_labels, micro, macro = scores
    return Scores(micro, macro, dict(zip(labels, of_labels, strict=True)))
