"""Titles of offices."""

from __future__ import annotations

from functools import cache

import regex

from solieu.annotation.values import PositionValue, Unresolved
from solieu.models.values.spelling import capitalised, folded, is_shouted, readable
from solieu.models.values.tables import table

# The words that say a grade; `phó` and `quyền` only where something follows.
_GRADES = {
    "former": regex.compile(r"^(?:nguyên|cựu)\s+"),
    "acting": regex.compile(r"^(?:quyền|q\.)\s*(?=\p{L})"),
    "deputy": regex.compile(r"^(?:phó(?:\s|-)+|p\.\s*)(?=\p{L})"),
    "standing": regex.compile(r"(?:^thường trực\s+(?=\p{L}))|(?<=\S)\s+thường trực$"),
}
_GRADE_WORDS = ("phó", "quyền", "nguyên", "cựu")
# A fused deputy: the deputy of a `đội trưởng` is a `đội phó`.
_FUSED = regex.compile(r"^(\p{L}+(?: \p{L}+)?) phó$")


def position(text: str) -> PositionValue | Unresolved:
    """Tell which office a text names, and with which grade.

    Args:
        text: The title as written, such as ``nguyên Phó Chủ tịch Thường trực`` or ``PGĐ``.

    Returns:
        The title without the words for its grade; flagged ``unknown-title`` where it is not in the table. Or why it
        cannot be told.
    """
    name = readable(text)
    if isinstance(name, Unresolved):
        return name
    unclear = {key.lower(): readings for key, readings in table("titles")["ambiguous"].items()}
    grades = dict.fromkeys(_GRADES, False)
    rest = _written_out(name)
    if folded(rest) in unclear and rest == rest.upper():
        return Unresolved(reason=f"the short form may mean {' or '.join(unclear[folded(rest)])}")
    rest = _without_grades(rest, grades)
    words = folded(rest)
    if words in _GRADE_WORDS:
        return Unresolved(reason="only a grade is said, not of which office")
    if fused := _FUSED.match(words):
        grades["deputy"] = True
        words = f"{fused.group(1)} trưởng"
        rest = words
    known = _titles().get(words)
    if not known and (inner := regex.fullmatch(r"(.+?) thường trực (.+)", words)):
        # `Phó Trưởng Thường trực ban`: the grade word inside a title.
        known = _titles().get(f"{inner.group(1)} {inner.group(2)}")
        grades["standing"] = grades["standing"] or known is not None
    title = known or capitalised(words if is_shouted(rest) else rest)
    return PositionValue(title=title, flags=() if known else ("unknown-title",), **grades)


@cache
def _titles() -> dict[str, str]:
    return {title.lower(): title for title in table("titles")["titles"]} | {"thường trực": "Thường trực"}


def _written_out(name: str) -> str:
    """Write the words out that are in short: ``PCT TT`` as ``Phó Chủ tịch Thường trực``."""
    short = table("titles")["short"]
    words = name.split()
    if len(words) > 1 and words[-1] == "TT":
        words[-1] = "Thường trực"
    return " ".join(short.get(word.upper() if len(words) == 1 else word, word) for word in words)


def _without_grades(name: str, grades: dict[str, bool]) -> str:
    """Take the grade words off a title, in whatever order they stand, and note them."""
    changed = True
    while changed:
        changed = False
        for grade, pattern in _GRADES.items():
            lowered = name.lower()
            if len(lowered) != len(name) or lowered in _titles():
                return name
            if found := pattern.search(lowered):
                name = (name[: found.start()] + name[found.end() :]).strip()
                grades[grade] = changed = True
    return name
