"""Long articles in pieces that Label Studio opens fast."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import regex

from solieu.annotation.documents import Span
from solieu.annotation.errors import SolieuError

_GRAPHEME = regex.compile(r"\X")
_LINE_ENDS = "\n\x0b\x0c\r\x85\u2028\u2029"
_SENTENCE_END = regex.compile(r"[.!?…][\p{Pe}\p{Pf}\"']*\s+$")


def split_text(text: str, spans: Iterable[Span], limit: int) -> list[int]:
    """Decide where to cut a long text.

    A cut comes after a line break; in a paragraph that is too long by itself after a sentence, else after a space,
    else anywhere between two characters as readers see them (extended grapheme clusters, Unicode Standard Annex 29).

    Args:
        text: The text.
        spans: Spans that must stay whole, of any number of annotations; they may overlap.
        limit: How many code points a piece may have. It has more where a span or a grapheme is longer.

    Returns:
        The offsets at which the pieces begin, in code points; the first is 0.

    Raises:
        SolieuError: The limit is not positive.
    """
    if limit < 1:
        raise SolieuError(f"a piece must have at least 1 character, so the limit cannot be {limit}")
    blocked = _merged(spans)
    starts = [0]
    while len(text) - starts[-1] > limit:
        cut = _cut(text, starts[-1], limit, blocked)
        if cut >= len(text):
            break
        starts.append(cut)
    return starts


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the stretches that spans cover, in order and without overlaps."""
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def _cut(text: str, start: int, limit: int, blocked: list[tuple[int, int]]) -> int:
    """Return where the piece that begins at ``start`` ends."""
    best: tuple[int, int] | None = None
    for match in _GRAPHEME.finditer(text, start):
        cut = match.end()
        if cut - start > limit and best is not None:
            return best[1]
        if _inside(cut, blocked):
            continue
        if cut - start > limit:
            return cut
        rank = _rank(text, start, cut)
        if best is None or rank >= best[0]:
            best = (rank, cut)
    return len(text)


def _inside(offset: int, blocked: list[tuple[int, int]]) -> bool:
    index = bisect_right(blocked, (offset, -1)) - 1
    return index >= 0 and blocked[index][0] < offset < blocked[index][1]


def _rank(text: str, start: int, cut: int) -> int:
    """Say how good a place to cut is: 3 after a line, 2 after a sentence, 1 after a space, 0 elsewhere."""
    if text[cut - 1] in _LINE_ENDS:
        return 3
    if not text[cut - 1].isspace():
        return 0
    return 2 if _SENTENCE_END.search(text, max(start, cut - 8), cut) else 1
