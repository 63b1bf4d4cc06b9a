"""The stretch of text around an error, cut at the edges of spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from solieu.annotation.documents import Document, Span
from solieu.training.report.pairing import Pair

# Characters of the line that are shown on each side of an error, and of the error itself.
AROUND = 170
LONGEST = 900


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that belongs to one span or to none.

    Args:
        text: Its characters.
        label: The span's label; None outside of spans.
        focus: Whether the span is the one that the error is about; without a label, whether that span is missing here.
    """

    text: str
    label: str | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where an error stands.

    Args:
        line: The number of its first line in the document, from 1.
        gold: The text with the annotated spans.
        predicted: The same text with the predicted spans.
        cut_before: Whether the line begins earlier.
        cut_after: Whether it, or the error itself, goes on.
    """

    line: int
    gold: tuple[Segment, ...]
    predicted: tuple[Segment, ...]
    cut_before: bool
    cut_after: bool


def context_of(gold: Document, predicted: Document, pair: Pair) -> Context:
    """Return the line, or the part of a long line, in which an error stands.

    Args:
        gold: The annotated document.
        predicted: The same document with predicted spans.
        pair: The spans that the error is about.
    """
    text = gold.text
    end = min(pair.end, pair.start + LONGEST)
    line_start = text.rfind("\n", 0, pair.start) + 1
    line_end = text.find("\n", pair.end)
    line_end = len(text) if line_end < 0 else line_end
    low = line_start if pair.start - line_start <= AROUND else _after_space(text, pair.start - AROUND, pair.start)
    high = line_end if line_end - end <= AROUND else _before_space(text, end, end + AROUND)
    return Context(
        text.count("\n", 0, pair.start) + 1,
        tuple(_segments(text, pair, gold.spans, pair.gold, low, high)),
        tuple(_segments(text, pair, predicted.spans, pair.predicted, low, high)),
        low > line_start,
        high < line_end,
    )


def _after_space(text: str, low: int, high: int) -> int:
    """Return where the first word that begins in a stretch does so, or the stretch's start."""
    return next((number + 1 for number in range(low, min(low + 30, high)) if text[number].isspace()), low)


def _before_space(text: str, low: int, high: int) -> int:
    """Return where the last word that ends in a stretch does so, or the stretch's end."""
    return next((number for number in range(high - 1, max(high - 30, low) - 1, -1) if text[number].isspace()), high)


def _segments(text: str, pair: Pair, spans: Sequence[Span], focus: Span | None, low: int, high: int) -> list[Segment]:
    """Cut a stretch of text at the edges of spans; where the pair lacks this side, also at those of the other."""
    missing = (pair.start, pair.end) if focus is None else (0, 0)
    segments = []
    position = low
    for span in spans:
        if span.end <= low or span.start >= high:
            continue
        start, end = max(span.start, low), min(span.end, high)
        segments += _unlabelled(text, position, start, *missing)
        segments.append(Segment(text[start:end], span.label, span is focus))
        position = end
    return segments + _unlabelled(text, position, high, *missing)


def _unlabelled(text: str, start: int, end: int, missing_start: int, missing_end: int) -> list[Segment]:
    """Cut what belongs to no span at the edges of a missing one."""
    edges = [start, *(min(max(edge, start), end) for edge in (missing_start, missing_end)), end]
    return [
        Segment(text[low:high], None, number == 1) for number, (low, high) in enumerate(pairwise(edges)) if low < high
    ]
