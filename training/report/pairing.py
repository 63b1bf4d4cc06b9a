"""Which predicted span stands for which annotated one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from solieu.annotation.documents import Document, Span
from solieu.training.measures.matching import pair_numbers


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
    """Pair the spans of a document as `solieu.training.measures.matching` does; what is left over stands alone.

    Args:
        gold: The annotated document.
        predicted: The same document with predicted spans.

    Returns:
        The pairs in the order of the text. Each annotated and each predicted span is in exactly one.
    """
    partner = dict(pair_numbers(gold, predicted))
    by_gold, by_predicted = _overlaps(gold.spans, predicted.spans), _overlaps(predicted.spans, gold.spans)
    pairs = [
        Pair(
            span,
            predicted.spans[partner[number]] if number in partner else None,
            by_gold[number],
            by_predicted[partner[number]] if number in partner else 0,
        )
        for number, span in enumerate(gold.spans)
    ]
    taken = set(partner.values())
    pairs += [
        Pair(None, span, 0, by_predicted[number]) for number, span in enumerate(predicted.spans) if number not in taken
    ]
    return sorted(pairs, key=lambda pair: (pair.start, pair.end))


def _overlaps(spans: Sequence[Span], others: Sequence[Span]) -> list[int]:
    """Return with how many of the others each span shares a character; both are flat and in the order of the text."""
    starts, ends = [other.start for other in others], [other.end for other in others]
    return [bisect_left(starts, span.end) - bisect_right(ends, span.start) for span in spans]
