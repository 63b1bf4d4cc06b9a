"""Windows: stretches of words that fit the encoder, with overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
        overlap: How many subwords two neighbouring windows share at least, where one word allows it.

    Returns:
        The windows in order. Their ``kept`` ranges cover every word once: each word is kept by the window
        in which it stands farther from an edge.
    """
    windows: list[Window] = []
    for stretch in stretches:
        spans = _overlapping(lengths, stretch, limit, overlap)
        first = stretch.start
        for number, words in enumerate(spans):
            last = words.stop
            if number + 1 < len(spans):
                # The middle of what this window and the next one share.
                last = max(first + 1, (words.stop + spans[number + 1].start + 1) // 2)
            windows.append(Window(words, range(first, last)))
            first = last
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
        following, shared = stop, 0
        while following - 1 > start and shared < overlap:
            following -= 1
            shared += lengths[following]
        start = following
    return ranges
