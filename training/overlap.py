"""Precision and recall by overlap: a span counts if one of the same label shares a character with it."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.annotation.documents import Document, Span
from solieu.training.scoring import check_comparable


def overlap_scores(
    gold: Sequence[Document], predicted: Sequence[Document], labels: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Return how many predicted spans touch an annotated one of their label, and the other way round.

    Args:
        gold: Annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        labels: The labels to count.

    Returns:
        Precision and recall by label, and under ``""`` those of all labels together; 0 where there is no span.

    Raises:
        SolieuError: There is no document, the documents are not the same, or a span has another label.
    """
    check_comparable(gold, predicted, labels)
    touched = {label: [0, 0, 0, 0] for label in labels}
    for annotated, prediction in zip(gold, predicted, strict=True):
        for first, spans, others in ((0, prediction.spans, annotated.spans), (2, annotated.spans, prediction.spans)):
            for span, found in zip(spans, _touching(spans, others), strict=True):
                touched[span.label][first] += found
                touched[span.label][first + 1] += 1
    totals = [sum(counts) for counts in zip(*touched.values(), strict=True)]
    return {label: _ratios(counts) for label, counts in [*touched.items(), ("", totals)]}


def _touching(spans: Sequence[Span], others: Sequence[Span]) -> list[bool]:
    """Return for each span whether one of the others, which stand in order, overlaps it and has its label."""
    found: list[bool] = []
    first = 0
    for span in spans:
        while first < len(others) and others[first].end <= span.start:
            first += 1
        at = first
        touches = False
        while at < len(others) and others[at].start < span.end:
            touches = touches or others[at].label == span.label
            at += 1
        found.append(touches)
    return found


def _ratios(counts: Sequence[int]) -> tuple[float, float]:
    right, predicted, found, gold = counts
    return (right / predicted if predicted else 0.0, found / gold if gold else 0.0)
