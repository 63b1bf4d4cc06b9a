"""What a number is in its clause: the subject of what is told, or the object of a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from solieu.models.links.coordination import joins_nouns
from solieu.models.links.quotations import CLOSING_MARKS
from solieu.models.links.tokens import Token, phrases

# A pivot is the object of one verb and the subject of the next.
Role: TypeAlias = Literal["subject", "pivot", "object"]
# Words of a clause that are looked at are not more.
_LONGEST = 24
# Attributes within a list are not longer.
_LONGEST_ATTRIBUTE = 8


@dataclass(frozen=True, slots=True)
class Last:
    """The INDICATOR before another one.

    Args:
        index: Its index.
        behind: The index behind the phrase that completes it.
        role: Its role.
    """

    index: int
    behind: int
    role: Role


def role_of(tokens: Sequence[Token], index: int, last: Last | None) -> Role:
    """Tell what an INDICATOR is in its clause.

    Args:
        tokens: The paragraph.
        index: The index of the INDICATOR.
        last: The INDICATOR before it, if there is one.
    """
    if last is not None and _is_joined(tokens, index, last):
        return "subject"
    beside = last is not None and _is_beside(tokens, index, last)
    of_its_own = last is not None and _is_of_its_own(tokens, index, last)
    return last.role if last and beside and not of_its_own else _role(tokens, index, beside=beside)


def _is_of_its_own(tokens: Sequence[Token], index: int, last: Last) -> bool:
    """Tell whether a number in a list has a predicate that is not of the whole list."""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if following == "tham" and last.role == "pivot":
        return False  # "huy động 90 cán bộ, 5 xe tham gia"
    if following == "bị" and phrases("harms").at(tokens, index + 1) and phrases("harms").at(tokens, last.index + 1):
        return False  # "có 5 người chết, 3 người bị thương"
    return following in ("tham", "được", "bị")


def _is_joined(tokens: Sequence[Token], index: int, last: Last) -> bool:
    """Tell whether a number is the second of two subjects with a verb each: ``5 người chết và 3 người nhập viện``."""
    between = tokens[last.index + 1 : index]
    if last.role == "object" or not 2 <= len(between) <= _LONGEST_ATTRIBUTE or between[-1].word != "và":
        return False
    if any(token.is_mark or token.span or token.sentence != tokens[index].sentence for token in between):
        return False
    return any(acts(tokens, at) for at in range(last.index + 1, index - 1))


def _is_beside(tokens: Sequence[Token], index: int, last: Last) -> bool:
    """Tell whether a number stands in a list with the one before it."""
    behind = last.behind + (last.behind < index and tokens[last.behind].word in CLOSING_MARKS)
    if index - behind <= 2 and is_list(tokens, behind, index):
        return True
    return _goes_on_list(tokens, last.index, index) or _goes_on_behind(tokens, index, last.index)


def _role(tokens: Sequence[Token], index: int, *, beside: bool) -> Role:
    """Tell what an INDICATOR is in its clause; ``beside`` is whether it stands in a list of INDICATORs."""
    before = tokens[index - 1] if index else None
    if before is None or before.sentence != tokens[index].sentence:
        return "subject"
    if before.span is not None:
        return "subject" if before.label in ("DATE", "LOC") else "object"
    if before.is_mark:
        headed = index > 1 and before.word == ":" and tokens[index - 2].label == "LOC"  # "Hà Nội: 500 người diễu hành"
        return "subject" if headed or before.word in ',;.-–—•*+“"!?…' else "object"
    if beside:
        return "subject"
    if phrases("pivots").before(tokens, index):
        return "object" if before.word == "cho" and _is_given(tokens, index) else "pivot"
    start = index - phrases("leads").before(tokens, index)
    if start == index:
        return "object"
    begins = start == 0 or tokens[start - 1].sentence != tokens[index].sentence or tokens[start - 1].is_mark
    return "subject" if begins else "object"


def _is_given(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether something is given in the clause to those who are counted: ``tặng Giấy khen cho 5 cá nhân``."""
    for at in range(index - 2, max(-1, index - _LONGEST), -1):
        if tokens[at].sentence != tokens[index].sentence or tokens[at].word in (";", ":"):
            return False
        if tokens[at].label == "AWARD" or phrases("giving").at(tokens, at):
            return True
    return False


def is_list(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether only marks and conjunctions of a list stand between two tokens.

    Args:
        tokens: The paragraph.
        start: The index behind the first.
        end: The index of the second.
    """
    return start < end and all(token.word in (",", "và", "/", "-", "–") for token in tokens[start:end])


def _goes_on_list(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell whether a number goes on a list behind the attributes of the last one: ``28 chữ ký số, 17 máy tính``."""
    between = tokens[last + 1 : index]
    if not 2 <= len(between) <= _LONGEST_ATTRIBUTE or between[-1].word not in (",", "và"):
        return False
    if any(token.is_mark or token.span or token.sentence != tokens[index].sentence for token in between[:-1]):
        return False
    if any(acts(tokens, at) for at in range(last + 1, index - 1)):
        return False
    return not _has_predicate(tokens, index)


def _goes_on_behind(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Tell whether a number behind a semicolon goes on a list: ``bắt 45 vụ; 23 vụ trộm cắp; …``."""
    same = tokens[index - 1].word == ";" and tokens[last].sentence == tokens[index].sentence
    return same and not _has_predicate(tokens, index)


def _has_predicate(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb or an adjunct stands behind a number, or behind the list that it begins."""
    for at in range(index + 1, min(len(tokens), index + _LONGEST)):
        listed = tokens[at].label == "INDICATOR" or (
            tokens[at].word in (",", "và", "/", "cùng", "với")
            and at + 1 < len(tokens)
            and tokens[at + 1].label == "INDICATOR"
        )
        if listed or joins_nouns(tokens, at):
            continue
        if tokens[at].is_mark or tokens[at].span is not None or tokens[at].sentence != tokens[index].sentence:
            return False
        if acts(tokens, at):
            return not phrases("worth").at(tokens, at)
    return False


def acts(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb or an adjunct begins at a token.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    return any(phrases(name).whole_at(tokens, index) for name in ("phrase_ends", "predicates", "strong_predicates"))
