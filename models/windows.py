"""Windows: stretches of words that fit the encoder, with overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words that the encoder reads at once.

    Args:
        words: The word numbers that are read.
        kept: The word numbers whose prediction is taken from this window.
    """

    words: range
    kept: range


def split_windows(lengths: Sequence[int], stretches: Iterable[range], limit: int, overlap: int) -> list[Window]:
    """Cover words with windows.

    Args:
        lengths: The number of subwords of each word, at most ``limit`` each.
        stretches: The ranges of word numbers to cover; no window crosses from one to the next.
        limit: The most subwords in a window.
        overlap: How many subwords two neighbouring windows share at least, where the lengths of words allow it.

    Returns:
        The windows in order. Their ``kept`` ranges cover every word once: each word is kept by the window
        in which it stands farther from an edge.
    """
    windows: list[Window] = []
    for stretch in stretches:
        spans = _overlapping(lengths, stretch, limit, overlap)
        # Two neighbours part in the middle of what they share. As starts and ends of the ranges both rise, no
        # other window holds a word farther from its edges than the one that keeps it.
        middles = [(left.stop + right.start + 1) // 2 for left, right in pairwise(spans)]
        bounds = pairwise([stretch.start, *middles, stretch.stop])
        windows += [Window(words, range(*kept)) for words, kept in zip(spans, bounds, strict=True)]
    return windows


def _overlapping(lengths: Sequence[int], stretch: range, limit: int, overlap: int) -> list[range]:
    """Cut one stretch of words into overlapping ranges of at most ``limit`` subwords."""
    ranges: list[range] = []
    start = stretch.start
    while start < stretch.stop:
        stop, size = start, 0
        while stop < stretch.stop and (stop == start or size + lengths[stop] <= limit):
            size += lengths[stop]
            stop += 1
        ranges.append(range(start, stop))
        if stop == stretch.stop:
            break
        # The next window begins far enough back to share words with this one, but must hold one more.
        start, shared = stop, 0
        while shared < overlap and shared + lengths[start - 1] + lengths[stop] <= limit:
            start -= 1
            shared += lengths[start]
    return ranges
