"""Precision, recall and F1 of predicted spans, with bootstrap intervals.

A predicted span is correct if an annotated span has the same start, end and label: the strict criterion.

What has no value by itself is settled so:

- A ratio 0/0 is 0.
- Macro is the mean of the labels' precisions, recalls and F1s, over the labels that occur: those which at
  least one annotated or predicted span has. In a resample it is the mean over those that occur in it.
- A resample in which a label does not occur says nothing of that label and is left out of its interval.
- There is no interval for what occurs in fewer than two documents, as resampling cannot vary it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError

# How many resample weights are held at once, whatever the number of documents: 8 MB.
_WEIGHTS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many spans each document has of each label.

    Args:
        labels: The labels, in the order of the columns.
        correct: Predicted spans that are annotated just so, shape ``(documents, labels)``.
        gold: Annotated spans, shape ``(documents, labels)``.
        predicted: Predicted spans, shape ``(documents, labels)``.
    """

    labels: tuple[str, ...]
    correct: NDArray[np.int64]
    gold: NDArray[np.int64]
    predicted: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """How well spans were found.

    Args:
        precision: The share of the predicted spans that are correct.
        recall: The share of the annotated spans that are predicted.
        f1: The harmonic mean of the two; for macro, the mean of the labels' F1s.
        interval: The 95 % interval of ``f1``, lower end first; None where there is none.
        correct: Number of correct spans; None for macro.
        gold: Number of annotated spans; None for macro.
        predicted: Number of predicted spans; None for macro.
    """

    precision: float
    recall: float
    f1: float
    interval: tuple[float, float] | None
    correct: int | None = None
    gold: int | None = None
    predicted: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the score as JSON can hold it: six decimals, and no counts where it has none."""
        counts = {"gold": self.gold, "predicted": self.predicted, "correct": self.correct}
        return {
            "precision": round(self.precision, 6),
            "recall": round(self.recall, 6),
            "f1": round(self.f1, 6),
            "interval": None if self.interval is None else [round(bound, 6) for bound in self.interval],
            **{name: count for name, count in counts.items() if count is not None},
        }


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


def check_comparable(gold: Sequence[Document], predicted: Sequence[Document], labels: Iterable[str]) -> None:
    """Refuse documents that cannot be compared.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        labels: The labels that spans may have.

    Raises:
        SolieuError: There is no document, the documents are not the same, or a span has another label.
    """
    if not gold and not predicted:
        raise SolieuError("there are no documents to score; give at least one annotated document")
    if len(gold) != len(predicted):
        raise SolieuError(
            f"{len(gold)} annotated but {len(predicted)} predicted documents cannot be compared; "
            "give one prediction for each annotated document, in the same order"
        )
    known = frozenset(labels)
    for number, (annotated, prediction) in enumerate(zip(gold, predicted, strict=True), start=1):
        where = f"document {number} ({annotated.id!r})"
        if annotated.text != prediction.text:
            raise SolieuError(
                f"{where}: the prediction is for another text (its id is {prediction.id!r}); "
                "give the predictions of the same texts, in the same order"
            )
        for name, document in (("an annotated", annotated), ("a predicted", prediction)):
            for span in document.spans:
                if span.label not in known:
                    raise SolieuError(
                        f"{where}: {name} span {span.start}-{span.end} has the label {span.label!r}; "
                        f"expected one of {', '.join(sorted(known))}"
                    )


def count_matches(gold: Sequence[Document], predicted: Sequence[Document], labels: Sequence[str]) -> Counts:
    """Count annotated, predicted and correct spans; correct are those with the same start, end and label.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        labels: The labels to count, each once.

    Returns:
        The counts, by document and label.

    Raises:
        SolieuError: There is no document, the documents are not the same, or a span has another label.
    """
    check_comparable(gold, predicted, labels)
    column = {label: number for number, label in enumerate(labels)}

    # Each span is the number of its cell in a table of documents by labels.
    cells: tuple[list[int], list[int], list[int]] = ([], [], [])
    for row, (annotated, prediction) in enumerate(zip(gold, predicted, strict=True)):
        first = row * len(column)
        found = {(span.start, span.end, span.label) for span in annotated.spans}
        said = {(span.start, span.end, span.label) for span in prediction.spans}
        for spans, keys in zip(cells, (found & said, found, said), strict=True):
            spans.extend([first + column[label] for _, _, label in keys])
    shape = (len(gold), len(column))
    tables = [
        np.bincount(np.array(spans, dtype=np.int64), minlength=shape[0] * shape[1]).reshape(shape) for spans in cells
    ]
    return Counts(tuple(labels), *tables)


def score(counts: Counts, *, resamples: int = 1000, seed: int = 0) -> Scores:
    """Score counted spans, with an interval for each F1.

    The intervals are 95 % percentile intervals of the bootstrap over documents: documents, whose spans
    depend on one another, are drawn with replacement. Method: Efron & Tibshirani (1993), An Introduction
    to the Bootstrap, chapter 13.

    Args:
        counts: The counts, from `count_matches`.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws; the same seed gives the same intervals.

    Returns:
        The scores.

    Raises:
        SolieuError: ``resamples`` is less than 1.
    """
    if resamples < 1:
        raise SolieuError(f"the bootstrap needs at least 1 resample, not {resamples}")
    # Shape (3, documents, labels + 1): correct, gold and predicted; the last column is for all labels.
    table = np.stack([counts.correct, counts.gold, counts.predicted])
    table = np.concatenate([table, table.sum(axis=2, keepdims=True)], axis=2)
    totals = table.sum(axis=1)
    documents = ((table[1] + table[2]) > 0).sum(axis=0)

    f1s = _f1(_resample(table, resamples, seed))
    columns = [
        Score(
            *_ratios(*map(int, total)),
            _interval(f1s[:, number]) if documents[number] >= 2 else None,
            *map(int, total),
        )
        for number, total in enumerate(totals.T)
    ]
    *labels, micro = columns
    occurring = [label for label in labels if label.gold or label.predicted]
    size = max(1, len(occurring))
    macro = Score(
        sum(label.precision for label in occurring) / size,
        sum(label.recall for label in occurring) / size,
        sum(label.f1 for label in occurring) / size,
        _interval(_mean_of_defined(f1s[:, :-1])) if documents[-1] >= 2 else None,
    )
    return Scores(micro, macro, dict(zip(counts.labels, labels, strict=True)))


def _ratios(correct: int, gold: int, predicted: int) -> tuple[float, float, float]:
    """Return precision, recall and F1, each 0 where it is 0/0."""
    return (
        correct / predicted if predicted else 0.0,
        correct / gold if gold else 0.0,
        2 * correct / (gold + predicted) if gold + predicted else 0.0,
    )


def _resample(table: NDArray[np.int64], resamples: int, seed: int) -> NDArray[np.float64]:
    """Draw documents with replacement and count again.

    Args:
        table: Counts, shape ``(3, documents, columns)``.
        resamples: How many times to draw.
        seed: Seed of the draws.

    Returns:
        The sums over the drawn documents, shape ``(3, resamples, columns)``; whole numbers, in a type
        whose product is fast.
    """
    kinds, documents, columns = table.shape
    # One row a document, so that a single product sums all columns.
    rows = table.transpose(1, 0, 2).reshape(documents, kinds * columns).astype(np.float64)
    generator = np.random.default_rng(seed)
    shares = np.full(documents, 1.0 / documents)
    batch = max(1, _WEIGHTS_AT_ONCE // documents)
    sums = [
        generator.multinomial(documents, shares, size=min(batch, resamples - done)).astype(np.float64) @ rows
        for done in range(0, resamples, batch)
    ]
    return np.concatenate(sums).reshape(resamples, kinds, columns).transpose(1, 0, 2)


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 from correct, gold and predicted, shape ``(3, …)``; not a number where it is 0/0."""
    correct, gold, predicted = sums
    spans = gold + predicted
    f1s: NDArray[np.float64] = np.full_like(spans, np.nan)
    np.divide(2 * correct, spans, out=f1s, where=spans > 0)
    return f1s


def _mean_of_defined(f1s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row's numbers; not a number where a row has none."""
    defined = ~np.isnan(f1s)
    size = defined.sum(axis=1)
    means = np.full(len(f1s), np.nan)
    np.divide(np.where(defined, f1s, 0.0).sum(axis=1), size, out=means, where=size > 0)
    return means


def _interval(f1s: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the 2.5th and the 97.5th percentile of what is a number."""
    defined = f1s[~np.isnan(f1s)]
    if not len(defined):
        return None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)
