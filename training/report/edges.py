"""How the edges of a predicted span differ from those of the annotated one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from solieu.training.report.pairing import Pair

# From this number of words on, edges are as far off as it gets.
MANY = 4


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """What a predicted span has too little or too much on one side.

    Args:
        side: ``"left"`` or ``"right"``.
        change: ``"short"`` or ``"long"``.
        words: How many words, at most `MANY`, which stands for as many or more; 0 for less than a word.
        signs: Whether it is only signs, such as a comma.
    """

    side: Literal["left", "right"]
    change: Literal["short", "long"]
    words: int
    signs: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """The kind of a boundary error.

    Args:
        kind: ``"shift"``; ``"split"`` where several predicted spans share the annotated one; ``"merged"`` where one
            predicted span covers several annotated ones.
        shifts: What a shift is made of, left before right; empty for the others.
    """

    kind: Literal["shift", "split", "merged"]
    shifts: tuple[Shift, ...] = ()


def boundary_shape(text: str, pair: Pair) -> Shape | None:
    """Say how a pair's edges differ.

    Args:
        text: The document's text.
        pair: A pair with both spans.

    Returns:
        The kind of the difference, or None if the edges are the same or one span is missing.
    """
    gold, predicted = pair.gold, pair.predicted
    if gold is None or predicted is None or (gold.start, gold.end) == (predicted.start, predicted.end):
        return None
    if pair.gold_overlaps > 1:
        return Shape("split")
    if pair.predicted_overlaps > 1:
        return Shape("merged")
    shifts = []
    if gold.start != predicted.start:
        short = predicted.start > gold.start
        outer, inner = sorted((gold.start, predicted.start))
        shifts.append(Shift("left", "short" if short else "long", *_size(text, outer, inner, inner)))
    if gold.end != predicted.end:
        short = predicted.end < gold.end
        inner, outer = sorted((gold.end, predicted.end))
        shifts.append(Shift("right", "short" if short else "long", *_size(text, inner, outer, inner)))
    return Shape("shift", tuple(shifts))


def _size(text: str, start: int, end: int, inner: int) -> tuple[int, bool]:
    """Return how many whole words stand between two offsets, and whether there are only signs.

    Args:
        text: The text.
        start: The first offset.
        end: The second.
        inner: The one of the two that lies inside the longer span, where a word may be cut.
    """
    words = sum(any(map(_of_a_word, piece)) for piece in text[start:end].split())
    if not words:
        return 0, True
    cut = 0 < inner < len(text) and _of_a_word(text[inner - 1]) and _of_a_word(text[inner])
    return min(words - cut, MANY), False


def _of_a_word(character: str) -> bool:
    """Tell letters, marks and digits from signs and white space."""
    return unicodedata.category(character)[0] in "LMN"
