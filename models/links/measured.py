"""The phrase before a number that says what is counted or measured, where nothing behind it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solieu.annotation.links import Range
from solieu.models.links.coordination import joins_nouns
from solieu.models.links.parts import part_name, part_sentences
from solieu.models.links.quotations import opening_mark
from solieu.models.links.tokens import Token, is_word, phrases
from solieu.models.links.units import MONEY, is_measure, unit_of

# Noun phrases before a verb of state are not longer.
_LONGEST = 12
# Words from "mỗi" to its rate are not more.
_LONGEST_RATE = 8
# Words of what has a value are not more.
_LONGEST_WORTH = 8
# With these words begins what is measured: "tỷ lệ", "số".
_RATIOS = ("tỷ", "tỉ", "số")
_INHERITING = ("giảm", "tăng", "xuống", "lên", "còn")


def phrases_before(tokens: Sequence[Token], behind: Mapping[int, Range]) -> dict[int, Range]:
    """Find the phrases before the numbers of a paragraph that nothing behind completes.

    Args:
        tokens: The paragraph.
        behind: The phrases behind its numbers, as `counted.phrases_behind` returns them.

    Returns:
        For each INDICATOR that is found to measure something, by its index in ``tokens``, where the phrase or the
        INDICATOR that it leads to starts and ends in the article, in code points.
    """
    found: dict[int, Range] = {}
    of_parts = part_sentences(tokens)
    last = -1
    for index, token in enumerate(tokens):
        if token.label != "INDICATOR":
            continue
        if index not in behind:
            phrase = _phrase(tokens, index, of_parts)
            if phrase is None and last in found and _inherits(tokens, last, index):
                phrase = found[last]
            if phrase is not None:
                found[index] = phrase
        last = index
    return found


def _phrase(tokens: Sequence[Token], index: int, of_parts: frozenset[int]) -> Range | None:
    for reader in (_each, _worth, _measured, _activity):
        phrase = reader(tokens, index)
        if phrase is not None:
            return phrase
    part = part_name(tokens, _clause_start(tokens, index), index, of_parts)
    return part or _in_state(tokens, index) or _measured_so(tokens, index)


def _range(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    return (tokens[start].start, tokens[end - 1].end) if start < end else None


def _clause_start(tokens: Sequence[Token], index: int) -> int:
    """Return where the words and entities before a token begin that no mark separates from it."""
    start = index
    while start > 0 and tokens[start - 1].sentence == tokens[index].sentence:
        if tokens[start - 1].is_mark and not joins_nouns(tokens, start - 1):
            opening = opening_mark(tokens, start - 1)
            if opening is None or any(token.label == "INDICATOR" for token in tokens[opening:start]):
                break
            start = opening + 1
        start -= 1
        if tokens[start].label == "INDICATOR" or index - start > 3 * _LONGEST:
            return start + 1
    return start


def _worth(tokens: Sequence[Token], index: int) -> Range | None:
    """Behind "trị giá": the words directly before it, or the number that has the value, also over a comma."""
    size = phrases("worth").before(tokens, index)
    if not size:
        return None
    end = start = index - size
    while (
        start > 0 and end - start < _LONGEST_WORTH and not tokens[start - 1].is_mark and tokens[start - 1].span is None
    ):
        if tokens[start - 1].sentence != tokens[index].sentence or _ends_verb(tokens, start):
            return _range(tokens, start, end)
        start -= 1
    for number in range(end - 1, max(-1, end - 10), -1):
        token = tokens[number]
        if token.sentence != tokens[index].sentence or token.word in (";", ".", ":"):
            break
        if token.label == "INDICATOR":
            return None if unit_of(token) in MONEY else (token.start, token.end)
    return None


def _ends_verb(tokens: Sequence[Token], index: int) -> bool:
    if phrases("activities").before(tokens, index):
        return False  # "nhà sinh hoạt cộng đồng"
    return any(phrases(name).before(tokens, index) for name in ("verbs", "acts"))


def _each(tokens: Sequence[Token], index: int) -> Range | None:
    """``mỗi`` and its noun before a rate."""
    for start in range(index - 2, max(-1, index - _LONGEST_RATE), -1):
        if tokens[start].word == "mỗi":
            index = _before_passive(tokens, index)
            index -= phrases("worth").before(tokens, index)
            while tokens[index - 1].word in ("từ", "chỉ", "là", "có", "được"):
                index -= 1
            inside = range(start + 1, index)
            plain = all(not tokens[at].is_mark and not tokens[at].span for at in inside)
            acts = any(
                phrases("verbs").whole_at(tokens, at) or phrases("predicates").whole_at(tokens, at) for at in inside
            )
            return _range(tokens, start, index) if plain and not acts else None
    return None


def _before_passive(tokens: Sequence[Token], index: int) -> int:
    """Return the index of ``được`` where a verb of receiving stands between it and a token: ``được hỗ trợ 5 triệu``."""
    size = phrases("verbs").before(tokens, index)
    return index - size - 1 if size and index > size and tokens[index - size - 1].word == "được" else index


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    return bool(phrases("verbs").whole_at(tokens, index) or phrases("predicates").whole_at(tokens, index))


def _measured(tokens: Sequence[Token], index: int) -> Range | None:
    """A measured thing directly before a measure: ``tỷ lệ 82,7%``."""
    if not is_measure(tokens[index]):
        return None
    if index and " đến " in tokens[index].said and tokens[index - 1].word == "từ":
        index -= 1  # "lãi suất từ 5 đến 9%"
    size = phrases("measured").before(tokens, index)
    if not size or phrases("worth").before(tokens, index):
        return None
    return _range(tokens, index - size, index)


def _measured_so(tokens: Sequence[Token], index: int) -> Range | None:
    """A measured thing with attributes before a measure: ``kinh phí lắp đặt 9 tỷ đồng``."""
    if not is_measure(tokens[index]) or phrases("worth").before(tokens, index):
        return None
    if any(phrases(name).before(tokens, index) for name in ("states", "no_ends", "adverbs")):
        return None
    for start in range(index - 1, max(-1, index - _LONGEST), -1):
        token = tokens[start]
        if token.span or token.is_mark or phrases("phrase_ends").whole_at(tokens, start):
            return None
        if phrases("measured").at(tokens, start) and not (start and is_word(tokens, start - 1)):
            if start and tokens[start - 1].word == "tổng" and phrases("measured").at(tokens, start - 1):
                return _range(tokens, start - 1, index)
            before = tokens[start - 1] if start else token
            return None if before.word in ("tổng", "mức", "số", "chênh") else _range(tokens, start, index)
    return None


def _activity(tokens: Sequence[Token], index: int) -> Range | None:
    """The activity before a bare number of times: ``tuyên truyền 35 buổi``."""
    if len(tokens[index].said.split()) > 2 or (unit_of(tokens[index]),) not in phrases("counters"):
        return None
    end = index - (tokens[index - 1].word == "được" if index else 0)
    size = phrases("activities").before(tokens, end)
    return _range(tokens, end - size, end)


def _in_state(tokens: Sequence[Token], index: int) -> Range | None:
    """The noun phrase before a verb of state: ``tỷ lệ điều tra làm rõ đạt 90,9%``."""
    end = index
    while size := phrases("states").before(tokens, end):
        if size == 1 and end > 1 and tokens[end - 1].word != "là" and is_word(tokens, end - 2):
            break  # "hương ước"
        end -= size
    if end == index:
        return None
    start = _clause_start(tokens, end)
    longer = _behind_comma(tokens, start)
    start = start + phrases("openings").at(tokens, start) if longer is None else longer
    for stop in range(start, end):
        ends = tokens[stop].label == "DATE" or phrases("place_words").whole_at(tokens, stop)
        if ends and tokens[stop - 1].word != "và":
            end = stop
            break
    while size := phrases("adverbs").before(tokens, end):
        if tokens[end - 1].word == "được" and phrases("verbs").before(tokens, end - 1):
            break  # "số súng thu được"
        if size == 1 and end - start > 1 and is_word(tokens, end - 2):
            break  # "số vụ phát hiện"
        end -= size
    if not 1 <= end - start <= _LONGEST or tokens[start].is_mark or any(_breaks(token) for token in tokens[start:end]):
        return None
    if any(phrases("clause_words").at(tokens, at) for at in range(start, end)):
        return None
    if (
        (phrases("verbs").whole_at(tokens, start) and not phrases("measured").at(tokens, start))
        or tokens[start].said[0].isdigit()
        or tokens[end - 1].word == "và"
        or _is_no_noun(tokens, start, end)
    ):
        return None
    return _range(tokens, start, end)


def _breaks(token: Token) -> bool:
    """Tell whether an entity lies in no noun phrase that is measured; a title may: ``hộ đạt “Gia đình văn hóa”``."""
    return token.span is not None and token.label not in ("AWARD", "CAMPAIGN")


def _behind_comma(tokens: Sequence[Token], start: int) -> int | None:
    """Return where a noun phrase begins that has a comma before ``start``: ``tỷ lệ điều tra, khám phá đạt 90%``."""
    if start < 2 or tokens[start - 1].word != "," or tokens[start].word in _RATIOS:
        return None
    first = _clause_start(tokens, start - 1)
    if first > 0 and tokens[first - 1].label == "INDICATOR":
        return None
    first += phrases("openings").at(tokens, first)
    inside = tokens[first : start - 1]
    if not inside or tokens[first].word not in _RATIOS or any(token.span for token in inside):
        return None
    return None if any(phrases("states").whole_at(tokens, at) for at in range(first, start - 1)) else first


def _is_no_noun(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether words that are no noun phrase begin at a token; ``số`` is one only with a noun behind it."""
    size = phrases("no_nouns").at(tokens, start)
    if size == 1 and tokens[start].word == "chỉ" and is_word(tokens, start):
        return False  # "chỉ số hài lòng"
    return size > 0 and (tokens[start].word != "số" or start + size == end)


def _inherits(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell whether a number only says how the one before it has changed.

    ``11 vụ (giảm 04 vụ)``, ``từ 37 vụ (năm 2021) xuống còn 6 vụ``.
    """
    units = (unit_of(tokens[last]), unit_of(tokens[index]))
    if units[0] != units[1] and "%" not in units:
        return False
    between = [token.word for token in tokens[last + 1 : index]]
    if "(" in between and between[-1] not in _INHERITING[:2]:
        closing = between.index(")") if ")" in between else len(between)
        between = between[: between.index("(")] + between[closing + 1 :]
    if not 1 <= len(between) <= 3 or between[-1] not in _INHERITING:
        return False
    return between[0] in (",", "(") if between[-1] in _INHERITING[:2] else between[0] in ("xuống", "lên", "còn")
