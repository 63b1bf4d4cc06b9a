"""Which predicted span stands for which annotated one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solieu.annotation.documents import Document, Span


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotated span and what was predicted for it.

    Args:
        gold: The annotated span; None if nothing annotated belongs to the predicted one.
        predicted: The predicted span; None if nothing was predicted for the annotated one.
        gold_overlaps: How many predicted spans share a character with the annotated one.
        predicted_overlaps: How many annotated spans share a character with the predicted one.
    """

    gold: Span | None
    predicted: Span | None
    gold_overlaps: int = 0
    predicted_overlaps: int = 0

    @property
    def start(self) -> int:
        """Where the first of the two starts."""
        return min(span.start for span in (self.gold, self.predicted) if span)

    @property
    def end(self) -> int:
        """Where the last of the two ends."""
        return max(span.end for span in (self.gold, self.predicted) if span)


def pair_spans(gold: Document, predicted: Document) -> list[Pair]:
    """Pair the spans of a document one to one.

    Spans with the same edges are pairs. Of the others, those that share the most characters are paired first,
    with the same label before another where they share as many, and then in the order of the text. What is
    left over stands alone.

    Args:
        gold: The annotated document.
        predicted: The same document with predicted spans.

    Returns:
        The pairs in the order of the text. Each annotated and each predicted span is in exactly one.
    """
    overlaps = list(_overlaps(gold.spans, predicted.spans))
    by_gold = [0] * len(gold.spans)
    by_predicted = [0] * len(predicted.spans)
    candidates = []
    for left, right in overlaps:
        by_gold[left] += 1
        by_predicted[right] += 1
        a, b = gold.spans[left], predicted.spans[right]
        shared = min(a.end, b.end) - max(a.start, b.start)
        same_edges = (a.start, a.end) == (b.start, b.end)
        candidates.append((not same_edges, -shared, a.label != b.label, left, right))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for *_, left, right in sorted(candidates):
        if left not in partner and right not in taken:
            partner[left] = right
            taken.add(right)
    pairs = [
        Pair(
            span,
            predicted.spans[partner[number]] if number in partner else None,
            by_gold[number],
            by_predicted[partner[number]] if number in partner else 0,
        )
        for number, span in enumerate(gold.spans)
    ]
    pairs += [
        Pair(None, span, 0, by_predicted[number]) for number, span in enumerate(predicted.spans) if number not in taken
    ]
    return sorted(pairs, key=lambda pair: (pair.start, pair.end))


def _overlaps(gold: tuple[Span, ...], predicted: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of spans that share a character; both are flat and in the order of the text."""
    left = right = 0
    while left < len(gold) and right < len(predicted):
        a, b = gold[left], predicted[right]
        if a.start < b.end and b.start < a.end:
            yield left, right
        if a.end <= b.end:
            left += 1
        else:
            right += 1
