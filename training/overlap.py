"""Spans of two annotations that stand for the same entity though their edges may differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from solieu.annotation.documents import Span


def overlap_matches(left: Iterable[Span], right: Iterable[Span]) -> dict[str, int]:
    """Count pairs of spans that overlap and have the same label, each span in one pair at most.

    The spans of each side are flat, so taking the first of each label that overlap, from left to right, gives as many
    pairs as can be.

    Args:
        left: One side's spans, in the order of the text and flat.
        right: The other's.

    Returns:
        The number of pairs of each label that has one.
    """
    sides: tuple[dict[str, list[Span]], dict[str, list[Span]]] = (defaultdict(list), defaultdict(list))
    for side, spans in zip(sides, (left, right), strict=True):
        for span in spans:
            side[span.label].append(span)
    pairs: dict[str, int] = {}
    for label in sides[0].keys() & sides[1].keys():
        ours, theirs = sides[0][label], sides[1][label]
        first = second = 0
        while first < len(ours) and second < len(theirs):
            one, other = ours[first], theirs[second]
            if one.start < other.end and other.start < one.end:
                pairs[label] = pairs.get(label, 0) + 1
                first, second = first + 1, second + 1
            elif one.end <= other.start:
                first += 1
            else:
                second += 1
    return pairs
