"""Parts of a whole: the words before a number that name its part, and the sentences that are all of parts."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.annotation.links import Range
from solieu.models.links.tokens import Token, phrases
from solieu.models.links.units import unit_of

# Words that name a part are not more.
_LONGEST_NAME = 5
_LONGEST_OFFENCE = 8
# Tokens among which the whole, or the words that begin its parts, are looked for.
_FARTHEST = 40


def part_sentences(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the numbers of the sentences that tell the parts of what stands before: ``Trong đó, …``.

    Args:
        tokens: The paragraph.
    """
    return frozenset(
        token.sentence
        for index, token in enumerate(tokens)
        if (index == 0 or tokens[index - 1].sentence != token.sentence) and phrases("parts").at(tokens, index)
    )


def part_name(tokens: Sequence[Token], start: int, index: int, of_parts: frozenset[int]) -> Range | None:
    """Return where the words stand that name the part of a whole: ``trong đó cấp huyện 14 vụ, cấp xã 38 vụ``.

    Args:
        tokens: The paragraph.
        start: The index of the first word that no mark separates from the number.
        index: The index of the number.
        of_parts: The sentences of `part_sentences`.
    """
    start += phrases("parts").at(tokens, start)
    inside = tokens[start:index]
    if not inside or any(token.span for token in inside) or inside[-1].word == "và":
        return None
    if start > 0 and tokens[start - 1].label == "INDICATOR":
        return None
    if not (_names_offence(tokens, start, index) or _is_noun(tokens, start, index)):
        return None
    belongs = tokens[index].sentence in of_parts
    if (belongs or _in_parts(tokens, start)) and _has_whole(tokens, index, in_parts=belongs):
        return tokens[start].start, tokens[index - 1].end
    return None


def _names_offence(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Tell whether what the counted did names the part: ``chở quá tải 58 trường hợp``."""
    return phrases("part_offences").at(tokens, start) > 0 and 2 <= index - start <= _LONGEST_OFFENCE


def _is_noun(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Tell whether the words before a number are the name of a part and no clause."""
    if index - start > _LONGEST_NAME or phrases("states").before(tokens, index):
        return False
    named = start + phrases("part_names").at(tokens, start)
    rest = [at for at in range(named, index) if tokens[at].word != "về" or at == start]  # "tin về ma túy 14 tin"
    ends = ("verbs", "predicates", "phrase_ends")
    return not any(phrases(name).whole_at(tokens, at) for at in rest for name in ends)


def _has_whole(tokens: Sequence[Token], index: int, *, in_parts: bool) -> bool:
    """Tell whether a number before this one counts the same unit, in its sentence or the one that it tells parts of."""
    for at in range(index - 1, max(-1, index - _FARTHEST), -1):
        if tokens[at].sentence != tokens[index].sentence and not in_parts:
            return False
        if tokens[at].label == "INDICATOR" and unit_of(tokens[at]) == unit_of(tokens[index]):
            return True
    return False


def _in_parts(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether words before a token say that parts of a whole follow."""
    for index in range(start, max(0, start - _FARTHEST), -1):
        if phrases("parts").before(tokens, index):
            return True
        if tokens[index - 1].word == ";" or tokens[index - 1].sentence != tokens[start].sentence:
            return False
    return False
