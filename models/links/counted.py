"""The phrase behind a number that says what is counted: where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from solieu.annotation.links import Range
from solieu.models.links.coordination import behind_nouns, next_noun
from solieu.models.links.quotations import CLOSING_MARKS, closing_mark
from solieu.models.links.tokens import Token, is_word, phrases

# Entities that end a phrase; others may lie in it.
_ENDING = ("DATE", "INDICATOR", "PERSON")
_LONGEST = 24
# Attributes within a list are not longer.
_LONGEST_ATTRIBUTE = 8
# Words before a place or a matter, behind which the predicate may stand.
_ADJUNCTS = ("trong", "tại", "ở", "trên", "của", "từ")
# What an INDICATOR is in its clause; a pivot is the object of one verb and the subject of the next.
Role: TypeAlias = Literal["subject", "pivot", "object"]
# What follows the unit of a rate: "triệu đồng/người/năm".
_RATE = re.compile(r"/[^\W\d].*")
MONEY = ("đồng", "usd", "euro", "kíp")


def phrases_behind(tokens: Sequence[Token]) -> tuple[dict[int, Range], dict[int, Role]]:
    """Find the phrases that complete the numbers of a paragraph.

    Args:
        tokens: The paragraph.

    Returns:
        For each INDICATOR that is completed, by its index in ``tokens``, where the phrase starts and ends in the
        article, in code points; and for each INDICATOR its role.
    """
    found: dict[int, tuple[int, int]] = {}
    roles: dict[int, Role] = {}
    last = -1
    for index, token in enumerate(tokens):
        if token.label != "INDICATOR":
            continue
        behind_last = found[last][1] if last in found else last + 1
        behind_last += behind_last < index and tokens[behind_last].word in CLOSING_MARKS
        beside = last >= 0 and index - behind_last <= 2 and _is_list(tokens, behind_last, index)
        beside = beside or (last >= 0 and _goes_on_list(tokens, last, index))
        of_its_own = index + 1 < len(tokens) and tokens[index + 1].word in ("tham", "được", "bị")
        roles[index] = roles[last] if beside and not of_its_own else _role(tokens, index, beside=beside)
        is_share = unit_of(token) in (*MONEY, "%") and (index == 0 or tokens[index - 1].word != "có")
        is_subject = roles[index] != "object" or is_share
        phrase = _phrase(tokens, index, is_subject=is_subject)
        if phrase is not None:
            found[index] = phrase
        last = index
    _share(tokens, found)
    return {index: (tokens[start].start, tokens[end - 1].end) for index, (start, end) in found.items()}, roles


def _role(tokens: Sequence[Token], index: int, *, beside: bool) -> Role:
    """Tell what an INDICATOR is in its clause; ``beside`` is whether it stands in a list of INDICATORs."""
    before = tokens[index - 1] if index else None
    if before is None or before.sentence != tokens[index].sentence:
        return "subject"
    if before.span is not None:
        return "subject" if before.label in ("DATE", "LOC") else "object"
    if before.is_mark:
        return "subject" if before.word in ',;.-–—•*+“"!?…' else "object"
    if beside:
        return "subject"
    if phrases("pivots").before(tokens, index):
        return "object" if before.word == "cho" and _is_given(tokens, index) else "pivot"
    start = index - phrases("leads").before(tokens, index)
    if start == index:
        return "object"
    begins = start == 0 or tokens[start - 1].sentence != tokens[index].sentence or tokens[start - 1].is_mark
    return "subject" if begins else "object"


def _has_passive(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the predicate of a number is a passive behind its attributes: ``5 xe chở cát bị tạm giữ``."""
    for at in range(index + 2, min(len(tokens) - 1, index + _LONGEST)):
        token, before = tokens[at], tokens[at - 1]
        if token.sentence != tokens[index].sentence or token.span is not None or token.is_mark:
            return False
        if phrases("phrase_ends").whole_at(tokens, at) and token.word not in _ADJUNCTS:
            succeeds = phrases("verbs").before(tokens, at) or phrases("predicates").before(tokens, at)  # "góp được"
            return before.word not in ("không", "chưa") and token.word in (("bị",) if succeeds else ("bị", "được"))
    return False


def _is_given(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether something is given in the clause to those who are counted: ``tặng Giấy khen cho 5 cá nhân``."""
    for at in range(index - 2, max(-1, index - _LONGEST), -1):
        if tokens[at].sentence != tokens[index].sentence or tokens[at].word in (";", ":"):
            return False
        if tokens[at].label == "AWARD" or phrases("giving").at(tokens, at):
            return True
    return False


def _is_list(tokens: Sequence[Token], start: int, end: int) -> bool:
    return start < end and all(token.word in (",", "và", "/", "-", "–") for token in tokens[start:end])


def _goes_on_list(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell whether a number goes on a list behind the attributes of the last one: ``28 chữ ký số, 17 máy tính``."""
    between = tokens[last + 1 : index]
    if not 2 <= len(between) <= _LONGEST_ATTRIBUTE or between[-1].word not in (",", "và"):
        return False
    if any(token.is_mark or token.span or token.sentence != tokens[index].sentence for token in between[:-1]):
        return False
    if any(_acts(tokens, at) for at in range(last + 1, index - 1)):
        return False
    for at in range(index + 1, min(len(tokens), index + _LONGEST)):
        if tokens[at].is_mark or tokens[at].span is not None or tokens[at].sentence != tokens[index].sentence:
            return True
        if _acts(tokens, at):
            return False
    return True


def _acts(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb or an adjunct begins at a token."""
    return any(phrases(name).whole_at(tokens, index) for name in ("phrase_ends", "predicates", "strong_predicates"))


def _phrase(tokens: Sequence[Token], index: int, *, is_subject: bool) -> tuple[int, int] | None:
    """Return the indices between which the phrase behind an INDICATOR lies."""
    start = index + 1
    if start >= len(tokens) or tokens[start].sentence != tokens[index].sentence:
        return None
    title = _title(tokens, start)
    if title is not None:
        return title
    after_list = _behind_listed(tokens, index)
    if after_list is None and tokens[start].word == "lần":
        return None
    if after_list is not None:
        return index + 2, _attributes_end(tokens, after_list, is_subject=is_subject)
    if unit_of(tokens[index]) == "lần" or phrases("no_attributes").at(tokens, start):
        return None
    attributes = behind_nouns(tokens, start) if unit_of(tokens[index]) == "%" else start
    end = _attributes_end(tokens, attributes, is_subject=is_subject)
    return (start, end) if end > start else None


def unit_of(token: Token) -> str:
    """Return the last word of an INDICATOR without that of a rate, or the percent sign at its end."""
    said = _RATE.sub("", token.said)
    return "%" if said.endswith("%") else said.rpartition(" ")[2]


def is_measure(token: Token) -> bool:
    """Tell whether an INDICATOR says how much and not how many: "5 mét vuông", but not "5 cá nhân".

    Args:
        token: The INDICATOR.
    """
    words = tuple(_RATE.sub("", token.said).split())
    return unit_of(token) == "%" or any(words[-size:] in phrases("measures") for size in (1, 2, 3))


def _title(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """Return where the title in quotation marks lies that begins at a token."""
    end = closing_mark(tokens, start)
    return (start + 1, end) if end is not None and end > start + 1 else None


def _behind_listed(tokens: Sequence[Token], index: int) -> int | None:
    """Return where the list of nouns ends whose first one is the number's unit: "25 xã, thị trấn"."""
    end = index + 1
    while end + 1 < len(tokens) and tokens[end].word in (",", "và", "-"):
        size = next_noun(tokens, end + 1, tokens[index].said)
        if not size or (tokens[end].word == "-" and end > index + 1):
            break
        end += 1 + size
    return end if end > index + 1 else None


def _attributes_end(tokens: Sequence[Token], start: int, *, is_subject: bool) -> int:
    """Return the index behind the attributes that begin at a token."""
    end = start
    sentence = tokens[start - 1].sentence
    is_acted_upon = is_subject and _has_passive(tokens, start - 1)
    while end < min(len(tokens), start + _LONGEST) and tokens[end].sentence == sentence:
        token = tokens[end]
        if token.span is not None:
            if token.label in _ENDING or (token.label == "ORG" and not _is_attribute(tokens, start, end)):
                break
            end += 1
            continue
        bound = phrases("bound_ends").at(tokens, end)
        if bound:
            end += bound
            continue
        if token.is_mark and not _is_pair(tokens, end):
            break
        if _ends(tokens, start, end, is_subject=is_subject, is_acted_upon=is_acted_upon):
            break
        end += 1
    while end < len(tokens) and tokens[end].label == "INDICATOR" and (size := phrases("verbs").before(tokens, end)):
        if end - size < start:
            break
        end -= size  # the verb whose object the next number is
        if end == start or tokens[end].label != "INDICATOR":
            break
    if end + 1 < len(tokens) and tokens[end].word == "được" and tokens[end + 1].label == "INDICATOR":
        while end > start and (
            size := phrases("predicates").before(tokens, end) or phrases("verbs").before(tokens, end)
        ):
            end = max(start, end - size)  # "thuyền nhỏ chở được 94 người"
    while end > start and (phrases("no_ends").before(tokens, end) or _is_adverb(tokens, end) or _sizes(tokens, end)):
        if end - start > 1 and is_word(tokens, end - 2):
            break
        end -= 1
    return end


def _sizes(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a word before ``end`` says of what the number behind it is the size: ``dài 5 km``."""
    return end < len(tokens) and tokens[end].label == "INDICATOR" and bool(phrases("sizes").before(tokens, end))


def _is_adverb(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether ``mới`` before ``end`` belongs to a verb behind it and not to the noun."""
    goes_on = end < len(tokens) and tokens[end].span is None and not tokens[end].is_mark
    return tokens[end - 1].word in ("mới", "ngay") and goes_on and not phrases("phrase_ends").whole_at(tokens, end)


def _ends(tokens: Sequence[Token], start: int, end: int, *, is_subject: bool, is_acted_upon: bool) -> bool:
    """Tell whether a word ends the attributes that begin at ``start``; of who is acted upon no verb before does."""
    if tokens[end].word == "và":
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        return (
            following is None
            or following.label in _ENDING
            or following.word[:1].isdigit()
            or following.word in ("toàn", "các", "một", "nhiều", "những", "số", "hàng")
            or bool(phrases("predicates").whole_at(tokens, end + 1) and end > start)
            or end == start
        )
    if tokens[end].word == "về" and end == start:
        return bool(phrases("destinations").at(tokens, end + 1))
    if tokens[end].word == "bị" and not is_subject and end > start:
        return False
    if tokens[end].word == "sau" and end == start and end + 1 < len(tokens) and tokens[end + 1].word == "cai":
        return False
    if phrases("phrase_ends").whole_at(tokens, end):
        return True
    if phrases("strong_predicates").whole_at(tokens, end):
        return not phrases("merits").before(tokens, end)
    return is_subject and not is_acted_upon and bool(phrases("predicates").whole_at(tokens, end))


def _is_attribute(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Tell whether a body belongs to the noun before it ("chiến sĩ Công an xã") rather than doing something."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if index == start:
        return False
    if following is None or following.is_mark or following.word == "và":
        return True
    return bool(phrases("phrase_ends").whole_at(tokens, index + 1)) and not phrases("verbs").at(tokens, index + 1)


def _is_pair(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a comma stands inside a fixed pair of verbs."""
    before = tokens[index - 1].word if index else ""
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if tokens[index].word != ",":
        return False
    return (before, after) == ("phòng", "chống") or (after == "tự" == tokens[max(0, index - 2)].word)


def _share(tokens: Sequence[Token], found: dict[int, tuple[int, int]]) -> None:
    """Give numbers side by side the phrase behind the last one where it fits each."""
    numbers = [index for index, token in enumerate(tokens) if token.label == "INDICATOR"]
    for left, right in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        if left in found or right not in found or not _is_list(tokens, left + 1, right):
            continue
        if is_measure(tokens[left]) or is_measure(tokens[right]):
            continue
        start, end = found[right]
        if start > right + 1:  # behind a list of nouns: its attributes alone
            start = next((at for at in range(start, end) if phrases("shared").at(tokens, at)), end)
        if start < end and phrases("shared").at(tokens, start):
            found[left] = (start, end)
