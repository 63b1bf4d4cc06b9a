"""Words: the smallest stretches of text that get a tag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from solieu.models.text_view import TextView, view_text

# A run of letters without any end must not become one word that no window can hold.
MAX_WORD_LENGTH = 48

_WORD = regex.compile(
    r"""
    (?:https?://|www\.)[^\s<>"“”]*[\p{L}\p{N}/]               # addresses of pages
  | [\p{L}\p{N}._%+-]{1,64}+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+  # and of people
  | \d++(?:[./-]\d++)*+(?:-\p{Lu}[\p{Lu}\d]*)?/\p{Lu}[\p{L}\d]*(?:[-–.]\p{L}[\p{L}\d]*)* # 09/CTr-BCA
  | \d++(?:[.,:/-]\d++)*+(?:\p{L}[\p{L}\p{M}\d]*)?            # 1.297  74,2  2/6/2023  20:51  16h30  05
  | (?:\p{Lu}{1,3}\.|(?:Tp|Ths?|Gs|Pgs|Ts|Bs)\.)+\p{Lu}[\p{L}\p{M}]*  # T.Phượng  TP.HCM  PGS.TS
  | [\p{L}\p{M}\p{N}]+                                        # everything else that is a word
  | \n
  | \p{RI}{1,2}                                               # a flag
  | \S[\p{M}\U0001F3FB-\U0001F3FF]*                           # one sign with its marks, one emoji with its skin
    """,
    regex.VERBOSE,
)


@dataclass(slots=True)
class Words:
    """The words of a text, column by column.

    Args:
        texts: Each word as the encoder sees it.
        starts: Where each word starts in the original text, in code points.
        ends: Where it ends (half open).
        spaced: Whether white space or nothing stands before it.
        lines: For each line that has words, the number of its first word.
    """

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    def line_ranges(self) -> list[range]:
        """Return the words of each line, as ranges of word numbers."""
        return [range(first, last) for first, last in pairwise([*self.lines, len(self)])]


def find_words(text: str, edges: Iterable[int] = ()) -> Words:
    """Find the words of a text.

    Numbers, dates, document codes and abbreviated names stay in one piece; every other sign is a word of
    its own. White space and what shows nothing belong to no word.

    Args:
        text: The original text.
        edges: Original offsets at which a word must not go on: the edges of annotated spans, in training.

    Returns:
        The words, in order.
    """
    view = view_text(text)
    cuts = frozenset(edges)
    words = Words()
    new_line, previous_end = True, 0
    for match in _WORD.finditer(view.text):
        start, end = match.span()
        if view.text[start] == "\n":
            new_line = True
            continue
        if new_line:
            words.lines.append(len(words))
        spaced = new_line or start > previous_end
        new_line, previous_end = False, end
        for piece_start, piece_end in _pieces(view, start, end, cuts):
            if words.ends and view.start(piece_start) < words.ends[-1]:
                # A sign and a mark on it that have no composed form share their original characters.
                words.texts[-1] += view.text[piece_start:piece_end]
                words.ends[-1] = view.end(piece_end)
                continue
            words.texts.append(view.text[piece_start:piece_end])
            words.starts.append(view.start(piece_start))
            words.ends.append(view.end(piece_end))
            words.spaced.append(spaced)
            spaced = False
    return words


def _pieces(view: TextView, start: int, end: int, cuts: frozenset[int]) -> list[tuple[int, int]]:
    """Split the view's characters ``start`` to ``end`` at the cuts and where they are too many."""
    if end - start <= MAX_WORD_LENGTH and not cuts:
        return [(start, end)]
    bounds = [start]
    for position in range(start + 1, end):
        previous_end, next_start = view.end(position), view.start(position)
        if next_start < previous_end:
            continue
        if previous_end in cuts or next_start in cuts or position - bounds[-1] >= MAX_WORD_LENGTH:
            bounds.append(position)
    return list(zip(bounds, [*bounds[1:], end], strict=True))
