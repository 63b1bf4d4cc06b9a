"""Words: the smallest stretches of text that get a tag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from solieu.annotation.text_view import TextView, view_text
from solieu.annotation.tones import old_placement

# A run of letters without any end must not become one word that no window can hold.
MAX_WORD_LENGTH = 48

_END = r"(?![\p{L}\p{M}\p{N}])"
_TOP_LEVEL = "(?:vn|VN|com|net|org|edu|gov|info)"
_CODE = r"\p{Lu}[\p{L}\d]*+(?:[-–]\p{L}[\p{L}\d]*+)*+"
_TITLE = r"(?:TP|Tp|TX|Tx|TT|PGS|Pgs|GS|Gs|TSKH|TS|Ts|ThS|Ths|BS|Bs|KTS|Mrs?|Ms|Dr)" + _END
_CONSONANTS = "[BCDĐFGHJKLMNPQRSTVWXZ]{2,3}+"  # an abbreviation, not a syllable of a name
# The conventions of the text that PhoBERT was pretrained on, as its vocabulary shows them, but for what would hide
# the edge of an entity: a sign before a number and the full stop of an initial are words of their own.
_CONVENTIONS = [
    r"[\p{L}\p{M}]++(?![\p{N}.@_%+/:–-])",  # most words and signs, told at once
    r'[,;()“”"](?!\p{M})|\.(?![.\p{M}])|\n',
    r'(?:https?://|www\.)[^\s<>"“”]*[\p{L}\p{N}/]',  # addresses of pages
    r"[\p{L}\p{N}._%+-]{1,64}+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+",  # of people
    rf"(?:[A-Za-z0-9]{{1,30}}+[.-]){{0,4}}[A-Za-z0-9]{{1,30}}+\.{_TOP_LEVEL}{_END}"  # of sites: congan.gov.vn/tin-tuc
    r'(?:/[^\s<>"“”]*[\p{L}\p{N}/])?',
    r"\d++/(?:19|20)\d\d/" + _CODE,  # 144/2021/NĐ-CP
    r"(?<=\d/)" + _CODE,  # CTr-BCA-MTTW in 09/CTr-BCA-MTTW
    r"\d++(?!k?m/[hs])\p{L}[\p{L}\p{M}\p{N}]*+",  # 16h30, 5km, 30m2; but 1.200 m2 and 60 km/h
    r"\p{Sc}?+\d++(?:[.,:/-]\d++)*+(?:[%‰](?:-\d++(?:[.,]\d++)*+[%‰])?+|\p{Sc})?+",  # 74,2%  2/6/2023  20:51  05
    r"k?m/[hs]" + _END,
    rf"{_TITLE}(?:\.{_TITLE})*+(?:\.(?= ?\p{{Lu}}))?+",  # TP. Hồ Chí Minh, PGS.TS, TS. Nguyễn
    r"(?:\p{Lu}{1,3}\.)+\p{Lu}[\p{L}\p{M}]*",  # T.Phượng, P.V, Q.Tân
    r"v\.v" + _END,
    rf"{_CONSONANTS}(?:-{_CONSONANTS})++{_END}",  # GD-ĐT
    r"(?:\p{Lu}{1,5}+|Covid)-\d{1,3}+(?![\p{L}\p{M}\p{N}/])",  # Covid-19, F-35
    r"[\p{L}\p{M}\p{N}]++(?:-\p{Ll}[\p{L}\p{M}]*+)*+",  # vắc-xin, and everything else that is a word
    r"\.{2,}+",
    r"\p{RI}{1,2}",  # a flag
    r"\S[\p{M}\U0001F3FB-\U0001F3FF]*",  # one sign with its marks, one emoji with its skin
]
_WORD = regex.compile("|".join(_CONVENTIONS))


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


def find_words(text: str, edges: Iterable[int] = (), *, old_tones: bool = False) -> Words:
    """Find the words of a text, before a segmenter joins syllables.

    Numbers with their percent sign, dates, clock times, addresses, abbreviated names and titles, and words with
    a hyphen inside stay in one piece; every other sign is a word of its own. White space and what shows nothing
    belong to no word.

    Args:
        text: The original text.
        edges: Original offsets at which a word must not go on: the edges of annotated spans, in training.
        old_tones: Whether the encoder sees tone marks in the old placement, as for `view_text`.

    Returns:
        The words, in order.
    """
    view = view_text(text, old_tones=old_tones)
    as_written: TextView | None = None
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
        pieces = _pieces(view, start, end, cuts)
        if old_tones and len(pieces) > 1 and as_written is None:
            as_written = view_text(text)
        for piece_start, piece_end in pieces:
            shown = view.text[piece_start:piece_end]
            if as_written is not None and len(pieces) > 1:
                # No tone mark moves over a cut: each piece is shown as it would be alone.
                shown = old_placement(as_written.text[piece_start:piece_end])
            if words.ends and view.start(piece_start) < words.ends[-1]:
                # A sign and a mark on it that have no composed form share their original characters.
                words.texts[-1] += shown
                words.ends[-1] = view.end(piece_end)
                continue
            words.texts.append(shown)
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
