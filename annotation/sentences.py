"""Sentences of an article: where they start and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from solieu.annotation.documents import Span
from solieu.annotation.links import Range

# Words that a full stop shortens; a name or a number comes behind it. Single letters are never the end either.
_SHORTENED = {
    *("tp", "tx", "tt", "tr", "đc", "gs", "pgs", "ts", "ths", "bs", "ks", "ls", "ncs", "nxb", "mr", "mrs", "ms", "dr"),
    *("sđt", "đt"),
}
LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*")
_WORD_BEFORE = re.compile(r"[^\W\d_]*\Z")
_OPENING = "\"'“‘«([-–—+•*"
# Longer words are no abbreviations.
_LONGEST_SHORTENED = 8


class Sentences:
    """The sentences of a text.

    A line break ends a sentence, and so do ``.``, ``!``, ``?`` and ``…`` before white space and a capital, a digit or
    an opening mark. The full stop of ``TP. Vinh``, of ``N. T. Hoa`` and of a numbered item (``1. Công an``) does not,
    nor does one inside an entity.

    Args:
        text: The text.
        spans: Its entities; no sentence ends inside one.
    """

    def __init__(self, text: str, spans: Iterable[Span] = ()) -> None:
        self._length = len(text)
        inside = sorted((span.start, span.end) for span in spans)
        starts = [start for start, _ in inside]
        self._cuts = [0]
        for cut in sorted(_cuts(text)):
            at = bisect_right(starts, cut - 1) - 1
            if cut > self._cuts[-1] and not (at >= 0 and inside[at][0] < cut < inside[at][1]):
                self._cuts.append(cut)

    def at(self, start: int, end: int) -> Range:
        """Return where the sentence (or sentences) with these characters starts and ends, in code points.

        White space behind a sentence belongs to it; a line break belongs to the line that it ends.

        Args:
            start: Offset of the first character.
            end: Offset after the last character.
        """
        first = bisect_right(self._cuts, start) - 1
        last = bisect_right(self._cuts, max(start, end - 1))
        return self._cuts[first], self._cuts[last] if last < len(self._cuts) else self._length

    def number(self, offset: int) -> int:
        """Return which sentence the character at ``offset`` belongs to, counted from 0."""
        return bisect_right(self._cuts, offset) - 1


def sentence_at(text: str, start: int, end: int) -> Range:
    """Return where the sentence with these characters starts and ends; `Sentences` is faster for many of one text."""
    return Sentences(text).at(start, end)


def _cuts(text: str) -> Iterable[int]:
    """Yield where sentences begin, but for the first one."""
    for match in LINE_BREAK.finditer(text):
        yield match.end()
    for match in _END.finditer(text):
        after = match.end()
        begin = after
        while begin < len(text) and text[begin].isspace():
            begin += 1
        if begin == len(text) or _goes_on(text, match, begin):
            continue
        yield begin


def _goes_on(text: str, match: re.Match[str], begin: int) -> bool:
    """Tell whether the sentence goes on behind this mark; ``begin`` is where the next word does."""
    next_character = text[begin]
    word = _word_before(text, match.start())
    if begin == match.end():  # glued: "… hội nghị.Công an" is two sentences, "1.297", "T.Phượng", "TP.HCM" are not
        return not (len(word) > 1 and word.islower() and next_character.isupper() and word not in _SHORTENED)
    if not (next_character.isupper() or next_character.isdigit() or next_character in _OPENING):
        return True
    if match.group()[0] != "." or match.group().startswith(".."):
        return False
    return _is_shortened(text, match.start(), word)


def _word_before(text: str, end: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, end - _LONGEST_SHORTENED) : end])
    return found.group() if found else ""


def _is_shortened(text: str, dot: int, word: str) -> bool:
    """Tell whether the full stop at ``dot`` belongs to the word or the number before it."""
    if word:
        return len(word) == 1 or word.lower() in _SHORTENED
    return _is_item_number(text, dot)


def _is_item_number(text: str, dot: int) -> bool:
    """Tell whether up to three digits before ``dot`` begin a line."""
    begin = dot
    while begin > max(0, dot - 3) and text[begin - 1].isdigit():
        begin -= 1
    while begin > max(0, dot - 8) and text[begin - 1] in " \t":
        begin -= 1
    return begin < dot and (begin == 0 or bool(LINE_BREAK.match(text[begin - 1])))
