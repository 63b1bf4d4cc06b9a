"""Times that are written in full or in short, in the one form that the readers know.

``sáng và chiều 26/6`` becomes ``sáng 26/6 và chiều 26/6``, ``quý I, II/2024`` becomes ``quý i, quý ii/2024``, ``tháng
5 và 6`` becomes ``tháng 5 và tháng 6``, and ``năm một nghìn chín trăm bảy mươi lăm`` and ``năm một chín bảy lăm``
become ``năm 1975``.
"""

from __future__ import annotations

import re
from decimal import Decimal

from solieu.models.values.number_words import DIGIT_VALUES, WORDS, value_of

_QUARTER = r"(?:iv|i{1,3}|[1-4])(?![\w.])"
_NEXT_QUARTER = re.compile(rf"(quý {_QUARTER}(?: ?, ?| ?- ?| & | và | đến | tới ))(?={_QUARTER})")
_MONTH = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_NEXT_MONTH = re.compile(
    rf"((?<!\w)tháng {_MONTH}(?: ?, ?| ?- ?| & | và ))"
    rf"(?={_MONTH}(?:$| ?[,-] ?[0-9]{{1,2}}(?![0-9])| và | năm |/[0-9]{{4}}))"
)
# "đêm 14 rạng ngày 15" dawns as "đêm 14 rạng sáng 15" does.
_DAWN = re.compile(r"(?<!\w)rạng (?=ngày |[0-9])")
_PART = r"(?:sáng|trưa|chiều|tối|đêm)"
_TWO_PARTS = re.compile(rf"(?P<one>{_PART})(?:, | và |, và )(?P<other>{_PART}) (?P<day>(?:ngày )?[0-9]{{1,2}}[^,]*)")
_DIGITS = {**DIGIT_VALUES, "mốt": 1, "tư": 4, "lăm": 5}
_DIGIT = "|".join(_DIGITS)
_WORD = "|".join(sorted((word for word in WORDS if word not in ("âm", "phẩy", "rưỡi", "năm")), key=len, reverse=True))
_YEAR = re.compile(rf"(?<!\w)năm (?P<year>(?:một|hai) (?:nghìn|ngàn)(?: (?:{_WORD}|năm(?= (?:mươi|trăm)|$)))*)(?!\w)")
_SPOKEN_YEAR = re.compile(rf"(?<!\w)năm (?P<century>một chín|hai không) (?P<ten>{_DIGIT}) (?P<one>{_DIGIT})(?!\w)")
# "ngày26/6" lacks its space.
_JOINED = re.compile(r"(?<!\w)(ngày|tháng|năm)(?=[0-9])")
# Years that news tells of.
_YEARS = range(1000, 3000)


def in_figures(text: str) -> str:
    """Return a text with its parts of days, quarters and months named one by one and its years in figures.

    Args:
        text: A text in one spelling.
    """
    text = _SPOKEN_YEAR.sub(_spoken_year, _JOINED.sub(r"\1 ", text))
    if parts := _TWO_PARTS.fullmatch(text):
        text = f"{parts['one']} {parts['day']} và {parts['other']} {parts['day']}"
    before = None
    while before != text:
        before, text = text, _NEXT_MONTH.sub(r"\1tháng ", _NEXT_QUARTER.sub(r"\1quý ", text))
    return _YEAR.sub(_year, _DAWN.sub("rạng sáng ", text))


def _year(match: re.Match[str]) -> str:
    found = value_of(match["year"].split(" "))
    if found is None or found.flags or found.value not in map(Decimal, _YEARS):
        return match.group()
    return f"năm {found.value}"


def _spoken_year(match: re.Match[str]) -> str:
    century = 19 if match["century"] == "một chín" else 20
    return f"năm {century}{_DIGITS[match['ten']]}{_DIGITS[match['one']]}"
