"""When what a figure counts was done, or by when it had been counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from solieu.annotation.documents import Span
from solieu.models.links.clauses import behind_openings, behind_preamble
from solieu.models.links.tokens import Token, phrases

# Words between a number and a time behind it are not more.
_FARTHEST = 12
# Nor are those before the time with which a sentence begins.
_FARTHEST_HEAD = 24
_NUMBER = r"(?:\d[\d.,]*|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa)"
_LENGTH = re.compile(
    rf"{_NUMBER}(?:(?:[ -]+| đến ){_NUMBER})* (?:năm|tháng|tuần|ngày|giờ|phút|giây|đêm|tiếng|quý|thế kỷ)(?: đồng hồ)?"
    r"|24/24(?: giờ|h)?|24/7"
)
_FEAST = re.compile(r"(?:tết|quốc khánh|noel|ngày (?=[^\W\d]))")
_OF_COURSE = re.compile(r"\b(?:cùng kỳ|nhiệm kỳ)\b")


def times(tokens: Sequence[Token]) -> dict[int, Span]:
    """Find when the things were done that the numbers of a paragraph count.

    A time behind the number in its own clause comes first, then the last one before it in the sentence, then that
    with which an earlier sentence of the paragraph begins.

    Args:
        tokens: The paragraph.

    Returns:
        The DATE of each INDICATOR that has one, by its index in ``tokens``.
    """
    found: dict[int, Span] = {}
    kept: Span | None = None  # with which a sentence began
    said: Span | None = None  # of this sentence
    depth = 0
    for index, token in enumerate(tokens):
        if index == 0 or token.sentence != tokens[index - 1].sentence:
            kept = None if phrases("now").at(tokens, index) else kept
            said, depth = kept, 0
        depth = max(0, depth + (token.word == "(") - (token.word == ")"))
        if token.label == "INDICATOR":
            behind = _time_behind(tokens, index)
            time = behind or said
            if time is not None:
                found[index] = time
        elif token.label == "DATE" and depth == 0 and _says_when(tokens, index):
            said = token.span
            kept = token.span if _begins_sentence(tokens, index) else kept
    return found


def _time_behind(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the time behind a number in its own clause, or in brackets directly behind it."""
    if index + 2 < len(tokens) and tokens[index + 1].word == "(" and tokens[index + 2].label == "DATE":
        return tokens[index + 2].span
    for at in range(index + 1, min(len(tokens), index + _FARTHEST)):
        token = tokens[at]
        if token.sentence != tokens[index].sentence or token.label in ("INDICATOR", "DOCUMENT", "CAMPAIGN", "AWARD"):
            return None
        if token.is_mark and token.word not in ("/", "“", "”", '"'):
            return None
        if token.label == "DATE":
            return token.span if _says_when(tokens, at) else None
    return None


def _says_when(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a DATE may say when something was done."""
    said = tokens[index].said
    before = tokens[index - 1] if index else None
    if before is not None and before.label in ("DOCUMENT", "CAMPAIGN"):
        return False
    if before is not None and before.is_mark and index > 1 and tokens[index - 2].label == "DOCUMENT":
        return False
    if _FEAST.match(said) or _OF_COURSE.search(said) or _is_other(tokens, index):
        return False
    if _LENGTH.fullmatch(said) and not phrases("until_now").at(tokens, index + 1):
        return bool(phrases("within").before(tokens, index)) and _begins_clause(tokens, index)
    if index + 1 < len(tokens) and tokens[index + 1].word == "tù":
        return False
    before_it = [
        token for token in tokens[max(0, index - _FARTHEST) : index] if token.sentence == tokens[index].sentence
    ]
    if {("tiêu", "biểu"), ("xuất", "sắc")} & set(pairwise(token.word for token in before_it)):
        return False  # "cho 9 cá nhân tiêu biểu trong phong trào năm 2023"
    near = [token.word for token in before_it[-7:]]
    return "tích" not in near and not {("so", "với"), ("sơ", "kết"), ("tổng", "kết")} & set(pairwise(near))


def _is_other(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the words before a DATE say that nothing was counted then."""
    first = index - phrases("founded").before(tokens, index)
    if first < index and (first == 0 or tokens[first - 1].sentence != tokens[index].sentence):
        return True  # "Được thành lập từ năm 2019, tổ có …"
    if not phrases("other_times").before(tokens, index):
        return False
    before = tokens[index - 1].word
    if before == "hết" and index > 1 and tokens[index - 2].word in ("đến", "tới"):
        return False
    return before != "khoảng" or bool(_LENGTH.fullmatch(tokens[index].said))  # but "khoảng 22 giờ ngày 3/4"


def _begins_clause(tokens: Sequence[Token], index: int) -> bool:
    start = index - phrases("within").before(tokens, index)
    return start == 0 or tokens[start - 1].sentence != tokens[index].sentence or tokens[start - 1].is_mark


def _begins_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether nothing but prepositions and brackets stand before a DATE in its sentence."""
    first = index
    while first > 0 and tokens[first - 1].sentence == tokens[index].sentence and index - first < _FARTHEST_HEAD:
        first -= 1
    if first > 0 and tokens[first - 1].sentence == tokens[index].sentence:
        return False
    first = behind_openings(tokens, behind_preamble(tokens, first, index), index)
    while first < index:
        size = phrases("time_words").at(tokens, first) or int(tokens[first].is_mark or tokens[first].label == "ORG")
        if not size:
            return False
        first += size
    return True
