"""Syllables to words: which neighbours a segmenter may join, whatever it says, and the words that come of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import regex

from solieu.annotation.tones import old_placement
from solieu.models.words import MAX_WORD_LENGTH, Words


class Segmenter(Protocol):
    """Decides which neighbouring syllables are one word."""

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        """Decide for the tokens of one sentence.

        Args:
            tokens: Syllables, numbers, signs and whatever else a text has, with tone marks in the old placement;
                none is empty or holds white space.

        Returns:
            For each token, whether it belongs to the word of the token before it.
        """
        ...


_SENTENCE_ENDS = frozenset(".!?…")
# A sentence goes to the segmenter whole up to that many tokens; a longer one is divided where no word can be.
_LONG_SENTENCE = 200
_SYLLABLE = regex.compile(r"[\p{L}\p{M}]+")
# At the start of a sentence any word has a capital letter: one of these is no part of the name that follows.
_NO_NAMES = frozenset(
    [
        *["ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cậu", "dì", "cụ", "thầy", "cha", "ngài", "tướng"],
        *["từ", "tại", "trước", "sau", "theo", "trong", "ngoài", "trên", "dưới", "giữa", "đến", "tới"],
        *["khi", "nếu", "để", "do", "vì", "với", "cùng", "về", "ở", "bởi", "như", "và", "của"],
    ]
)
# PhoBERT's pretraining text has `Phó Chủ_tịch`, and an office and the unit that it heads are two entities.
_HEADS = frozenset(["trưởng", "chánh"])
_HEADED = frozenset(
    [
        *["ban", "bản", "buôn", "đoàn", "đội", "khoa", "khối", "khu"],
        *["phòng", "thôn", "tổ", "trạm", "văn", "ấp", "xóm"],
    ]
)
_TIMES = frozenset(["giờ", "phút", "sáng", "trưa", "chiều", "tối", "đêm", "ngày", "tuần", "tháng", "quý", "năm"])
_MEASURES = _TIMES | {"đồng"}
_MAGNITUDES = frozenset(["chục", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"])


def join_syllables(words: Words, segmenter: Segmenter, edges: Iterable[int] = ()) -> Words:
    """Join the syllables that a segmenter takes for one word.

    Only runs of letters with nothing but white space between them are joined, on one line, within one sentence,
    and never across an edge. A capital letter begins a word anew after a lower-case one. The first words of an
    office (``Phó``, ``Trưởng``), and units of time and money beside a number, stay apart from what entities set
    them apart from.

    Args:
        words: The words of a text, from `find_words`.
        segmenter: What decides.
        edges: Original offsets that no word may cross: the edges of annotated spans, in training.

    Returns:
        The words; the syllables of a joined one have ``_`` between them.
    """
    tokens = old_placement("\n".join(words.texts)).split("\n")
    cuts = sorted(edges)
    joined = Words()
    for line in words.line_ranges():
        joined.lines.append(len(joined))
        for sentence in _sentences(tokens, line):
            decisions = segmenter.joins(tokens[sentence.start : sentence.stop])
            for number, wanted in zip(sentence, decisions, strict=True):
                if (
                    wanted
                    and number > sentence.start
                    and words.spaced[number]
                    and len(joined.texts[-1]) + len(words.texts[number]) < MAX_WORD_LENGTH
                    and _may_join(tokens, number, sentence)
                    and not _cut_inside(cuts, words.starts[number - 1], words.ends[number])
                ):
                    joined.texts[-1] += "_" + words.texts[number]
                    joined.ends[-1] = words.ends[number]
                    continue
                joined.texts.append(words.texts[number])
                joined.starts.append(words.starts[number])
                joined.ends.append(words.ends[number])
                joined.spaced.append(words.spaced[number])
    return joined


def _sentences(tokens: list[str], line: range) -> Iterator[range]:
    """Divide a line's tokens after each sentence, and a long sentence where it has a number or a sign."""
    first = line.start
    for number in line:
        token = tokens[number]
        length = number + 1 - first
        if (
            token[-1] in _SENTENCE_ENDS
            or (length >= _LONG_SENTENCE and not token.isalpha())
            or length >= 2 * _LONG_SENTENCE
        ):
            yield range(first, number + 1)
            first = number + 1
    if first < line.stop:
        yield range(first, line.stop)


def _may_join(tokens: list[str], number: int, sentence: range) -> bool:
    """Whether the token and the one before it can be syllables of one word."""
    before, token = tokens[number - 1], tokens[number]
    if not (_SYLLABLE.fullmatch(before) and _SYLLABLE.fullmatch(token)):
        return False
    lower = before.lower()
    if token[0].isupper() and (before[0].islower() or (number - 1 == sentence.start and lower in _NO_NAMES)):
        return False
    if lower == "phó" or (lower in _HEADS and token.lower() in _HEADED):
        return False
    if _is_abbreviation(before) != _is_abbreviation(token):
        return False
    if lower in _MEASURES and number - 1 > sentence.start and _is_number(tokens[number - 2]):
        return False
    return not (token in _TIMES and number + 1 < sentence.stop and tokens[number + 1][0].isdigit())


def _is_abbreviation(token: str) -> bool:
    """Whether the token is an abbreviation, or a syllable in capitals."""
    return len(token) > 1 and token.isupper()


def _is_number(token: str) -> bool:
    return token[0].isdigit() or token.lower() in _MAGNITUDES


def _cut_inside(cuts: list[int], start: int, end: int) -> bool:
    """Whether there is a cut after the start of a syllable and before the end of the next one.

    It may stand in one of them, too, where no word can be divided: between a letter and what shows nothing.
    """
    place = bisect_left(cuts, start + 1)
    return place < len(cuts) and cuts[place] < end
