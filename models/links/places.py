"""Where what a figure counts is or happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from solieu.annotation.documents import Span
from solieu.models.links.clauses import behind_openings, behind_preamble
from solieu.models.links.respectively import respective_names
from solieu.models.links.tokens import Phrases, Token, phrases
from solieu.models.links.wordlists import word_lists

# Words between a number and a place behind it are not more.
_FARTHEST = 14
# Nor are those before the place with which a sentence begins.
_FARTHEST_HEAD = 24
# So many places of a list are linked at most.
_LONGEST_LIST = 16
_AN_AGE = re.compile(r"\d{1,3} tuổi")


def places(tokens: Sequence[Token]) -> dict[int, tuple[Span, ...]]:
    """Find where the things are that the numbers of a paragraph count.

    A place behind the number in its own clause comes first, then the last one before it in the sentence, then the
    place at the head of an earlier sentence.

    Args:
        tokens: The paragraph.

    Returns:
        The places of each INDICATOR that has any, by its index in ``tokens``.
    """
    found: dict[int, tuple[Span, ...]] = {}
    kept: tuple[Span, ...] = ()  # of the head of a sentence
    said: tuple[Span, ...] = ()  # of this sentence
    depth = 0
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index == 0 or token.sentence != tokens[index - 1].sentence:
            said, depth = kept, 0
        depth = max(0, depth + (token.word == "(") - (token.word == ")"))
        if token.word == ";":
            said = kept  # a place inside a member of a list says nothing about the next one
        if phrases("everywhere").at(tokens, index):
            said = kept = ()
        if token.label == "INDICATOR":
            near = _place_before(tokens, index) or _place_behind(tokens, index)
            if near or said:
                found[index] = near or said
        elif token.label == "LOC":
            group, end = _group(tokens, index)
            is_head = _is_head(tokens, index, end)
            if depth == 0 and _begins_member(tokens, index, end):
                said, kept = group, ()
            if depth == 0 and (is_head or _is_located(tokens, index)):
                said = group
                kept = group if is_head else kept
            index = end
            continue
        index += 1
    return found | {at: (name,) for at, name in respective_names(tokens, ("LOC",)).items()}


def _place_before(tokens: Sequence[Token], index: int) -> tuple[Span, ...]:
    """Return the place to which a list gives a number: ``xã An 06 vụ, xã Bình 05 vụ``."""
    index -= index > 2 and tokens[index - 1].word in ("với", "có")  # "nhiều nhất là xã An với 06 vụ"
    openings = (":", ",", ";", "và", "(", "là", "như")
    if index < 2 or tokens[index - 1].label != "LOC" or tokens[index - 2].word not in openings:
        return ()
    before, span = tokens[index - 2], tokens[index - 1].span
    listed = before.word in (":", "(", "là", "như") or (index > 2 and tokens[index - 3].label == "INDICATOR")
    return (span,) if listed and span is not None else ()


def _place_behind(tokens: Sequence[Token], index: int) -> tuple[Span, ...]:
    """Return the places behind a number in its own clause."""
    for at in range(index + 1, min(len(tokens), index + _FARTHEST)):
        token = tokens[at]
        if token.sentence != tokens[index].sentence or token.label in ("INDICATOR", "PERSON", "ORG", "POSITION"):
            return ()
        if token.is_mark and token.word not in ("/", "“", "”", '"') and not (token.word == "," and at < index + 4):
            return ()
        if token.label == "LOC":
            return _group(tokens, at)[0] if phrases("located_firmly").before(tokens, at) else ()
    return ()


def _begins_member(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether places begin a member of a list and have its figures: ``…; xã An 5 tổ với 9 thành viên``."""
    if start == 0 or tokens[start - 1].word != ";" or end >= len(tokens):
        return False
    return tokens[end].label == "INDICATOR" or tokens[end].word == ":" or _acts(tokens, end)


def _is_head(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether places stand at the head of a sentence and say where, or which unit acts."""
    first = start
    while first > 0 and tokens[first - 1].sentence == tokens[start].sentence and start - first < _FARTHEST_HEAD:
        first -= 1
    if first > 0 and tokens[first - 1].sentence == tokens[start].sentence:
        return False
    opening = _behind_times(tokens, behind_preamble(tokens, first, start), start)
    size = phrases("located").at(tokens, opening)
    if opening + size != start:
        return False
    following = tokens[end] if end < len(tokens) else None
    if size == 0:  # neither a dateline nor a place that is described
        return following is not None and (following.word in (":", ",") or _acts(tokens, end))
    return size > 0 or following is None or following.word not in (")", "(")


def _behind_times(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the index behind the words and times that open a sentence: ``Khoảng 22 giờ ngày 3/4, …``."""
    opening = behind_openings(tokens, start, end)
    size = phrases("time_words").at(tokens, opening)
    is_time = size > 0 and opening + size < end and tokens[opening + size].label == "DATE"
    return behind_openings(tokens, opening + size, end) if is_time else opening


def _acts(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb stands at a token, or behind a word that says since when."""
    return bool(phrases("verbs").at(tokens, index + (tokens[index].word in ("hiện", "đã", "vừa", "cũng"))))


def _is_located(tokens: Sequence[Token], index: int) -> bool:
    if phrases("origins").before(tokens, index) and not phrases("located_firmly").before(tokens, index):
        return False
    size = phrases("located_firmly").before(tokens, index)
    if not size:
        return False
    before = tokens[index - size - 1] if index > size else None
    if before is None:
        return True
    if phrases("origins").before(tokens, index - size):
        return False
    return before.label not in ("PERSON", "ORG") and before.word != "tuổi" and not _behind_age(tokens, index - size)


def _behind_age(tokens: Sequence[Token], index: int) -> bool:
    words = " ".join(token.said for token in tokens[max(0, index - 4) : index])
    return bool(_AN_AGE.search(words))


def _group(tokens: Sequence[Token], start: int) -> tuple[tuple[Span, ...], int]:
    """Return the places that are meant by a list of places, and the index behind it.

    Of places one in another that is the first one, of equals each.
    """
    spans = [tokens[start].span]
    level = _level(tokens[start].said)
    nested = False
    index = start + 1
    while index + 1 < len(tokens) and tokens[index].word in (",", "(", "-", "–", "và", ")", ";"):
        step = index + 1
        while step < len(tokens) and tokens[step].word in (",", "các", "và", "("):
            step += 1
        if step >= len(tokens) or tokens[step].label != "LOC" or tokens[step].sentence != tokens[start].sentence:
            break
        inner = _level(tokens[step].said)
        if len(spans) == 1 and inner is not None and level is not None and inner < level and tokens[index].word == ",":
            spans, level = [], inner  # the smaller ones behind the larger one
        nested = nested or tokens[index].word == "(" or (inner is not None and level is not None and inner > level)
        nested = nested or (inner is not None and level is None and tokens[index].word != "và")
        if not nested and len(spans) < _LONGEST_LIST:
            spans.append(tokens[step].span)
        index = step + 1
    if index < len(tokens) and tokens[index].word == ")" and nested:
        index += 1
    return tuple(span for span in spans if span is not None), index


def _level(said: str) -> int | None:
    """Return how large a unit is by its administrative word; None where it has none."""
    words = said.replace(".", " ").split()
    for level, names in enumerate(_levels()):
        if any(tuple(words[:size]) in names for size in (1, 2, 3)):
            return level
    return None


@cache
def _levels() -> tuple[Phrases, ...]:
    return tuple(Phrases(names) for names in word_lists("figures")["levels"])
