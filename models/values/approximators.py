"""The words that say how a number stands to the true one."""

from __future__ import annotations

import re

from solieu.annotation.values import Relation
from solieu.models.values.reading import Reading

_RELATIONS: dict[Relation, tuple[str, ...]] = {
    "≈": (
        *("gần", "khoảng", "xấp xỉ", "chừng", "độ", "tầm", "cỡ", "ngót", "ngót nghét", "suýt soát", "ước", "ước chừng"),
        *("trên dưới", "ước khoảng", "ước tính", "ước đạt", "khoảng chừng", "phỏng chừng", "vào khoảng", "trung bình"),
        *("bình quân", "non", "gần như", "hơn kém"),
    ),
    ">": ("hơn", "trên", "quá", "vượt", "vượt quá", "ngoài", "cao hơn", "nhiều hơn", "lớn hơn"),
    "<": (
        *("dưới", "chưa đến", "chưa tới", "chưa đầy", "chưa được", "không đầy", "không đến", "không tới", "thấp hơn"),
        "ít hơn",
    ),
    "≥": (
        *("ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không kém", "không thấp hơn", "thấp nhất", "ít ra"),
        "chí ít",
    ),
    "≤": (
        "tối đa",
        "nhiều nhất",
        "không quá",
        "không vượt quá",
        "không hơn",
        "không cao hơn",
        "cao nhất",
        "đến mức",
        "không nhiều hơn",
    ),
    "=": (
        *("đúng", "đủ", "tròn", "vỏn vẹn", "chỉ", "chỉ có", "cả", "cả thảy", "tất cả", "tổng cộng", "tổng số"),
        *("toàn bộ", "đạt", "chiếm", "chẵn", "bằng", "tỷ lệ", "trị giá", "tổng trị giá"),
    ),
}
_SIGNS: dict[str, Relation] = {">=": "≥", "<=": "≤", "≥": "≥", "≤": "≤", ">": ">", "<": "<", "~": "≈", "≈": "≈"}
_RELATION_OF = {word: relation for relation, words in _RELATIONS.items() for word in words} | _SIGNS
_WORDS = "|".join(sorted(_RELATION_OF.keys() - _SIGNS.keys(), key=len, reverse=True))
_LEADING = re.compile(rf"(?P<said>(?:{_WORDS})(?!\w)|{'|'.join(_SIGNS)})(?: (?:là|từ|đến|tới|gấp)(?= ))? ?")
# What makes a length of time rough.
ROUGHLY = "|".join(
    sorted((w for w, relation in _RELATION_OF.items() if relation != "=" and w not in _SIGNS), key=len, reverse=True)
)
# "chỉ từ 99.000 đồng" is that much or more, if no range follows.
_AND_MORE = re.compile(rf"(?:^| )(?:{'|'.join(sorted(_RELATIONS['='], key=len, reverse=True))}) (từ) $")
# "có tới 30" and "lên đến 30" only say that 30 is much; "giảm 30 vụ" are the 30 by which they are fewer.
_FROM = re.compile(r"(?:(?:có |lên )?(?:tới|đến)|(?:tăng|giảm)(?: thêm| gấp)?|gấp|từ|có|với|là|được) (?=\S)")
_TRAILING = re.compile(
    r",? (?:trở (?P<to>lên|xuống|lại)|đổ (?P<from>lại|lên)|(?:hoặc|hay) (?P<up>hơn)|(?P<more>hơn|có lẻ)|"
    r"(?P<even>chẵn))$"
)


def leading(text: str, start: int = 0) -> tuple[int, Relation | None, int]:
    """Read the approximators at a place.

    Args:
        text: A text in one spelling.
        start: Where they may stand.

    Returns:
        Where the first one starts, the relation that they say together, or None if there is none, and where the
        number begins. ``khoảng hơn 20`` is more than 20: of two the stronger word counts. ``=`` is none.
    """
    if skipped := _FROM.match(text, start):
        start = skipped.end()
    relations: list[Relation] = []
    place = begin = start
    while match := _LEADING.match(text, place):
        relation = _RELATION_OF[match["said"]]
        if relation == "=" and not relations:
            begin = match.end()
        if relation != "=":
            relations.append(relation)
        place = match.end()
    strong = [relation for relation in relations if relation != "≈"] or relations
    return begin, strong[-1] if strong else None, place


def begins_with_from(text: str, end: int) -> tuple[int, int] | None:
    """Return where ``từ`` stands behind a word such as ``chỉ``, before a number; None if it does not.

    Args:
        text: A text in one spelling.
        end: Where the number begins.
    """
    match = _AND_MORE.search(text, 0, end)
    return match.span(1) if match else None


def trailing(reading: Reading, start: int) -> tuple[int, Relation | None, str | None]:
    """Read ``trở lên``, ``trở xuống``, ``có lẻ`` and the like at the end of a text.

    Args:
        reading: The text.
        start: Where the number ends.

    Returns:
        Where the unit ends, the relation or None, and the words as written.
    """
    match = _TRAILING.search(reading.text, start)
    if match is None:
        return len(reading.text), None, None
    relation: Relation = (
        "=" if match["even"] else ">" if match["more"] else "≥" if match["up"] or "lên" in match.groups() else "≤"
    )
    return match.start(), relation, reading.written(match.start() + 1, match.end())
