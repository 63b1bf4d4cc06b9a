"""Pairs of annotated and predicted spans: which prediction stands for which annotation.

Every scheme of `solieu.training.measures.schemes` looks at the same pairs, so that their counts speak of the same
events. A span is in one pair at most. Spans are half open: two that touch do not overlap. The spans of a document are
flat (`Document` sees to that), which decides most pairs:

- Spans with the same bounds overlap no other span, so they are always a pair, with or without the same label.
- All other pairs are spans that overlap with different bounds. Where several are possible, those are taken that
  give, in this order, the most pairs with the same label, the most pairs, the most common characters; what is still
  open is decided from the left.

Taking the largest overlap first, as is often done, may leave spans alone that could have been paired: of the
annotated ``[0, 10)`` and ``[10, 20)`` and the predicted ``[8, 16)`` and ``[16, 20)`` it would pair ``[10, 20)`` with
``[8, 16)`` and leave the other two, which overlap neither each other nor anything that is still free. Here two pairs
are made. How many pairs of which kind there are never depends on the order of the spans, nor on which side is called
the annotated one; the last two rules only decide which of several spans is the one left over.

Where a pair with the same label excludes two pairs with different labels, the label wins: the scheme *type* gains
one correct span, and *partial* loses half a credit of what it could have had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError


class Outcome(IntEnum):
    """What became of a span: the kind of its pair, or that it has none."""

    SAME = 0
    """Same bounds, same label."""
    SAME_BOUNDS = 1
    """Same bounds, another label."""
    SAME_LABEL = 2
    """Some overlap with other bounds, same label."""
    OVERLAP = 3
    """Some overlap with other bounds, another label."""
    ALONE = 4
    """No pair: an annotated span is missed, a predicted one is spurious."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many spans of each label met with which outcome in each document.

    Args:
        labels: The labels, in the order of the tables' columns.
        gold_outcomes: Annotated spans, under their own label, shape ``(documents, labels, outcomes)``.
        predicted_outcomes: Predicted spans, under their own label, of the same shape.
    """

    labels: tuple[str, ...]
    gold_outcomes: NDArray[np.int64]
    predicted_outcomes: NDArray[np.int64]

    @property
    def gold(self) -> NDArray[np.int64]:
        """Annotated spans, shape ``(documents, labels)``."""
        total: NDArray[np.int64] = self.gold_outcomes.sum(axis=2)
        return total

    @property
    def predicted(self) -> NDArray[np.int64]:
        """Predicted spans, shape ``(documents, labels)``."""
        total: NDArray[np.int64] = self.predicted_outcomes.sum(axis=2)
        return total

    @property
    def correct(self) -> NDArray[np.int64]:
        """Predicted spans that are annotated with the same bounds and label, shape ``(documents, labels)``."""
        return self.predicted_outcomes[:, :, Outcome.SAME]


@dataclass(frozen=True, slots=True, eq=False)
class _Spans:
    """The spans of all documents in one row, in the order of the text: arrays of shape ``(spans,)``."""

    document: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]


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
    """Pair annotated and predicted spans and count what became of each.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        labels: The labels to count, each once.

    Returns:
        The counts, by document, label and outcome.

    Raises:
        SolieuError: There is no document, the documents are not the same, or a span has another label.
    """
    check_comparable(gold, predicted, labels)
    column = {label: number for number, label in enumerate(labels)}
    # As if all texts stood one after the other.
    lengths = np.array([0, *(len(document.text) for document in gold)], dtype=np.int64)
    first = lengths.cumsum()[:-1]
    annotated, said = _in_one_row(gold, first, column), _in_one_row(predicted, first, column)
    pairs, kinds = _pair(annotated, said)
    tables = []
    for spans, partners in ((annotated, pairs[0]), (said, pairs[1])):
        outcomes = np.full(len(spans.start), Outcome.ALONE, dtype=np.int64)
        outcomes[partners] = kinds
        shape = (len(gold), len(column), len(Outcome))
        cells = (spans.document * shape[1] + spans.label) * shape[2] + outcomes
        tables.append(np.bincount(cells, minlength=shape[0] * shape[1] * shape[2]).reshape(shape))
    return Counts(tuple(labels), *tables)


def pair_numbers(gold: Document, predicted: Document) -> list[tuple[int, int]]:
    """Pair the spans of a document.

    Args:
        gold: The annotated document.
        predicted: The same document with predicted spans.

    Returns:
        The numbers of the annotated and of the predicted span of each pair, in the order of the text.
    """
    labels = dict.fromkeys(span.label for document in (gold, predicted) for span in document.spans)
    column = {label: number for number, label in enumerate(labels)}
    first = np.zeros(1, dtype=np.int64)
    pairs, _ = _pair(_in_one_row([gold], first, column), _in_one_row([predicted], first, column))
    return list(zip(*(side.tolist() for side in pairs), strict=True))


def _in_one_row(documents: Sequence[Document], first: NDArray[np.int64], column: dict[str, int]) -> _Spans:
    sizes = np.array([len(document.spans) for document in documents], dtype=np.int64)
    spans = chain.from_iterable(document.spans for document in documents)
    values = chain.from_iterable((span.start, span.end, column[span.label]) for span in spans)
    start, end, label = np.fromiter(values, dtype=np.int64, count=3 * int(sizes.sum())).reshape(-1, 3).T
    number = np.repeat(np.arange(len(documents)), sizes)
    return _Spans(number, start + first[number], end + first[number], label)


def _pair(gold: _Spans, predicted: _Spans) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]]:
    """Return the numbers of the annotated and of the predicted spans of all pairs, and the pairs' outcomes."""
    low = np.searchsorted(predicted.end, gold.start, side="right")
    high = np.searchsorted(predicted.start, gold.end, side="left")
    partners = np.maximum(high - low, 0)
    # One entry for each annotated and predicted span that overlap, in the order of the text on both sides: as the
    # spans of a side are disjoint, overlaps do not cross.
    left = np.repeat(np.arange(len(low)), partners)
    right = np.arange(len(left)) - np.repeat(partners.cumsum() - partners, partners) + low[left]
    same_label = gold.label[left] == predicted.label[right]
    same_bounds = (gold.start[left] == predicted.start[right]) & (gold.end[left] == predicted.end[right])
    common = np.minimum(gold.end[left], predicted.end[right]) - np.maximum(gold.start[left], predicted.start[right])

    joined = (left[1:] == left[:-1]) | (right[1:] == right[:-1])
    taken = np.ones(len(left), dtype=bool)
    edges = np.concatenate(([0], (~joined).nonzero()[0] + 1, [len(left)]))
    for begin, end in zip(*(part[np.diff(edges) > 1].tolist() for part in (edges[:-1], edges[1:])), strict=True):
        part = slice(begin, end)
        taken[part] = _best(*(column[part].tolist() for column in (left, right, same_label, common)))

    kinds = np.where(
        same_bounds,
        np.where(same_label, Outcome.SAME, Outcome.SAME_BOUNDS),
        np.where(same_label, Outcome.SAME_LABEL, Outcome.OVERLAP),
    )
    return (left[taken], right[taken]), kinds[taken]


def _best(left: list[int], right: list[int], same_label: list[bool], common: list[int]) -> list[bool]:
    """Choose among overlaps that hang together.

    Overlaps that share a span stand next to each other, so this is the choice of intervals that do not overlap
    with the largest weight, by dynamic programming from left to right (Kleinberg & Tardos 2006, Algorithm Design,
    section 6.1).

    Args:
        left: The annotated span of each overlap, ascending.
        right: The predicted span of each, ascending.
        same_label: Whether the two have the same label.
        common: How many characters they have in common.

    Returns:
        Which overlaps are pairs.
    """
    # The three rules in one number: the last cannot sum up to one pair, nor pairs to one pair with the same label.
    size, characters = len(left) + 1, sum(common) + 1
    best = [0]  # the largest weight of the first so many overlaps
    free = []  # how many overlaps stand before those that share a span with this one
    same_left = same_right = 0
    for number in range(len(left)):
        if left[number] != left[same_left]:
            same_left = number
        if right[number] != right[same_right]:
            same_right = number
        free.append(min(same_left, same_right))
        weight = (same_label[number] * size + 1) * characters + common[number]
        best.append(max(best[-1], best[free[-1]] + weight))
    taken = [False] * len(left)
    number = len(left)
    while number:
        if best[number] == best[number - 1]:
            number -= 1
        else:
            taken[number - 1] = True
            number = free[number - 1]
    return taken
