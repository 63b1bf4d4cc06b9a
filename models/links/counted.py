"""The phrase behind a number that says what is counted: where it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.annotation.links import Range
from solieu.models.links.coordination import behind_nouns, next_noun
from solieu.models.links.quotations import closing_mark
from solieu.models.links.respectively import figures_in_turn
from solieu.models.links.roles import Last, Role, is_list, role_of
from solieu.models.links.tokens import Token, is_word, phrases
from solieu.models.links.units import MONEY, is_measure, unit_of

# Entities that end a phrase; others may lie in it.
_ENDING = ("DATE", "INDICATOR", "PERSON")
_LONGEST = 24
# Words before a place or a matter, behind which the predicate may stand.
_ADJUNCTS = ("trong", "tại", "ở", "trên", "của", "từ")


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
    last = -1  # the INDICATOR before, or that before the brackets in which others stand
    depth = 0
    for index, token in enumerate(tokens):
        if index and token.sentence != tokens[index - 1].sentence:
            depth = 0
        depth = max(0, depth + (token.word == "(") - (token.word == ")"))
        if token.label != "INDICATOR":
            continue
        behind_last = _behind_brackets(tokens, found[last][1] if last in found else last + 1)
        roles[index] = role_of(tokens, index, Last(last, behind_last, roles[last]) if last >= 0 else None)
        is_share = unit_of(token) in (*MONEY, "%") and (index == 0 or tokens[index - 1].word != "có")
        is_subject = roles[index] != "object" or is_share
        phrase = _phrase(tokens, index, is_subject=is_subject)
        if phrase is not None:
            found[index] = phrase
        last = index if not depth or last < 0 else last
    _share(tokens, found)
    return {index: (tokens[start].start, tokens[end - 1].end) for index, (start, end) in found.items()}, roles


def _behind_brackets(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind brackets that begin at a token; the token's own where none do."""
    if index >= len(tokens) or tokens[index].word != "(":
        return index
    inside = range(index + 1, min(len(tokens), index + _LONGEST))
    return next((at + 1 for at in inside if tokens[at].word == ")"), index)


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
    if unit_of(tokens[index]) == "lần" or phrases("no_attributes").at(tokens, start) or _is_told(tokens, index):
        return None
    attributes = behind_nouns(tokens, start) if unit_of(tokens[index]) == "%" else start
    attributes += phrases("conditions").whole_at(tokens, attributes) or _use(tokens, index)
    end = _attributes_end(tokens, attributes, is_subject=is_subject)
    return (start, end) if end > start else None


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


def _use(tokens: Sequence[Token], index: int) -> int:
    """Return how many words behind a number say what the things are for: ``9 xe chữa cháy``."""
    if tuple(tokens[index].said.split()[1:]) not in phrases("equipment"):
        return 0
    return phrases("uses").at(tokens, index + 1)


def _is_told(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number is of those who are told about something: ``tuyên truyền cho 90 người về ma túy``."""
    return index > 0 and tokens[index - 1].word in ("cho", "tới", "đến") and tokens[index + 1].word == "về"


def _has_passive(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the predicate of a number is a passive behind its attributes: ``5 xe chở cát bị tạm giữ``."""
    for at in range(index + 2, min(len(tokens) - 1, index + _LONGEST)):
        token, before = tokens[at], tokens[at - 1]
        if token.sentence != tokens[index].sentence or token.span is not None or token.is_mark:
            return False
        if phrases("phrase_ends").whole_at(tokens, at) and token.word not in (*_ADJUNCTS, "đã", "đều", "vừa"):
            succeeds = phrases("verbs").before(tokens, at) or phrases("predicates").before(tokens, at)  # "góp được"
            return before.word not in ("không", "chưa") and token.word in (("bị",) if succeeds else ("bị", "được"))
    return False


def _attributes_end(tokens: Sequence[Token], start: int, *, is_subject: bool) -> int:
    """Return the index behind the attributes that begin at a token."""
    end = whole = start  # nothing is taken away of the words before the latter
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
            whole = end
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
    end -= min(end - start, _size(tokens, end))
    while end > max(start, whole) and (phrases("no_ends").before(tokens, end) or _is_adverb(tokens, end)):
        if end - start > 1 and is_word(tokens, end - 2):
            break
        end -= 1
    return end


def _size(tokens: Sequence[Token], end: int) -> int:
    """Return how many words before ``end`` say of what the number behind it is the size: ``dài 5 km``."""
    return phrases("sizes").before(tokens, end) if end < len(tokens) and tokens[end].label == "INDICATOR" else 0


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
    if tokens[end].word == "về" and (end == start or phrases("destinations").at(tokens, end + 1)):
        return bool(phrases("destinations").at(tokens, end + 1))
    if tokens[end].word == "bị" and phrases("helping").before(tokens, start - 1):
        return False
    if tokens[end].word == "bị" and not is_subject and (end > start or _is_object(tokens, start - 1)):
        return False
    if tokens[end].word == "sau" and end == start and end + 1 < len(tokens) and tokens[end + 1].word == "cai":
        return False
    if phrases("phrase_ends").whole_at(tokens, end):
        return True
    if phrases("strong_predicates").whole_at(tokens, end):
        for_this = phrases("merits").before(tokens, end) or phrases("giving").before(tokens, start - 1)
        return not for_this  # "khen thưởng 2 học sinh trả lại tài sản"
    return is_subject and not is_acted_upon and bool(phrases("predicates").whole_at(tokens, end))


def _is_object(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number stands directly behind a verb: ``cứu 63 người``."""
    return any(phrases(name).before(tokens, index) for name in ("verbs", "acts"))


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
    in_turn = figures_in_turn(tokens)
    numbers = [index for index, token in enumerate(tokens) if token.label == "INDICATOR"]
    for left, right in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        if left in found or right not in found or not is_list(tokens, left + 1, right):
            continue
        if is_measure(tokens[left]) or is_measure(tokens[right]):
            continue
        start, end = found[right]
        if start > right + 1:  # behind a list of nouns: its attributes alone
            start = next((at for at in range(start, end) if phrases("shared").at(tokens, at)), end)
        alike = left in in_turn and unit_of(tokens[left]) == unit_of(tokens[right])
        if start < end and (alike or phrases("shared").at(tokens, start)):
            found[left] = (start, end)
