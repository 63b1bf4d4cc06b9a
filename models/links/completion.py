"""Numbers and names that only complete a number before them: parts, worth, brackets, and who the counted are."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.models.links.subjects import NAMED, verbs
from solieu.models.links.tokens import Token, phrases
from solieu.models.links.units import unit_of

# Words between a number and the list of those whom it counts are not more.
_FARTHEST = 8
_LISTING = ("gồm", "là", ":")


def completes(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell whether a number completes the one before it: a part of it, or in brackets behind it.

    Args:
        tokens: The paragraph.
        last: The index of the number before; negative for none.
        index: The index of the number.
    """
    if last < 0 or tokens[last].sentence != tokens[index].sentence:
        return False
    between = tokens[last + 1 : index]
    if any(token.label in NAMED for token in between):
        return False
    if any(phrases("own_subjects").at(tokens, at) or is_acting_place(tokens, at) for at in range(last + 1, index)):
        return False
    words = [token.word for token in between]
    member = max((at + 1 for at, word in enumerate(words) if word == ";"), default=0)  # "…; đội bảo vệ gồm 7 người"
    begins = range(last + 1, index) if not member else range(last + 1 + member, last + 2 + member)
    if any(phrases("parts").at(tokens, at) for at in begins):
        return True
    return words[:1] == ["("] and ")" not in words


def is_acting_place(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a place is the subject of a verb: ``riêng xã An có 31 khẩu``.

    Args:
        tokens: The paragraph.
        index: The index of the place.
    """
    placed = phrases("located_firmly").before(tokens, index) and tokens[index - 1].word != "riêng"
    return tokens[index].label == "LOC" and not placed and verbs().at(tokens, index + 1) > 0


def listing_sentences(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the numbers of the sentences in which those are named whom a number counts: ``bắt 3 đối tượng gồm: X, Y``.

    Args:
        tokens: The paragraph.
    """
    return frozenset(
        token.sentence for index, token in enumerate(tokens) if token.label == "INDICATOR" and _lists(tokens, index)
    )


def _lists(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a list of persons follows a number that counts them."""
    for at in range(index + 1, min(len(tokens) - 1, index + _FARTHEST)):
        if tokens[at].sentence != tokens[index].sentence or tokens[at].span is not None:
            return False
        if tokens[at].word in _LISTING and tokens[at + 1].label in ("PERSON", "RANK"):
            return True
        if tokens[at].is_mark and tokens[at].word not in (",", ":"):
            return False
    return False


def is_attending(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a sentence begins with the number of those who took part: ``Đã có 215 đoàn viên tham gia …``.

    Args:
        tokens: The paragraph.
        index: The index of the number.
    """
    at = index - 1
    if at < 0 or tokens[at].word != "có":
        return False
    while at > 0 and tokens[at].word in ("có", "đã") and tokens[at - 1].sentence == tokens[index].sentence:
        at -= 1
    if at > 0 and tokens[at].word != "," and tokens[at - 1].sentence == tokens[index].sentence:
        return False
    return _attends(tokens, index)


def _attends(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb of taking part stands behind a number and a few words."""
    for at in range(index + 1, min(len(tokens), index + _FARTHEST)):
        if tokens[at].span is not None or tokens[at].sentence != tokens[index].sentence:
            return False
        if phrases("attending").at(tokens, at):
            return True
    return False


def is_named_with_figure(tokens: Sequence[Token], index: int, behind: int) -> bool:
    """Tell whether a body has the number behind it: ``dẫn đầu là X với 31 hồ sơ``.

    Args:
        tokens: The paragraph.
        index: The index of the name.
        behind: The index behind it.
    """
    following = tokens[behind : behind + 2]
    has = len(following) == 2 and following[0].word == "với" and following[1].label == "INDICATOR"
    return has and tokens[index].label == "ORG" and tokens[index - 1].word in ("là", "như")


def is_gapped(tokens: Sequence[Token], last: int, index: int, behind: int) -> bool:
    """Tell whether the verb is left out between a name and a number: ``X bắt 6 vụ và Y 5 vụ``.

    Args:
        tokens: The paragraph.
        last: The index of the number before the name, which has a doer.
        index: The index of the name.
        behind: The index behind it.
    """
    if tokens[behind].label != "INDICATOR" or tokens[index - 1].word != "và" or index - last > _FARTHEST:
        return False
    alike = unit_of(tokens[last]) == unit_of(tokens[behind])
    return alike and tokens[last].sentence == tokens[behind].sentence and tokens[last - 1].label not in NAMED
