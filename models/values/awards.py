"""Forms of commendation."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from solieu.annotation.values import Award, Unresolved
from solieu.models.values.abbreviations import written_out
from solieu.models.values.spelling import capitalised, folded, is_shouted, readable
from solieu.models.values.tables import table

_GRADES: dict[str, Literal["Nhất", "Nhì", "Ba"]] = {
    **{"nhất": "Nhất", "i": "Nhất", "1": "Nhất"},
    **{"nhì": "Nhì", "hai": "Nhì", "ii": "Nhì", "2": "Nhì"},
    **{"ba": "Ba", "iii": "Ba", "3": "Ba"},
}
_OF_GIVER = regex.compile(r" của (?=\p{Lu})")
_GRADE = regex.compile(r",? ?\b(?P<word>hạng) (?P<grade>nhất|nhì|hai|ba|iii|ii|i|[123])\b", regex.IGNORECASE)


def award(text: str) -> Award | Unresolved:
    """Read a form of commendation.

    Args:
        text: The award as written, such as ``Huân chương Chiến công hạng Ba``.

    Returns:
        The award with its class apart; ``capitals-restored`` where a text in capitals only is not in the table. Or
        why it cannot be told.
    """
    name = readable(text)
    if isinstance(name, Unresolved):
        return name
    grade = None
    if found := _GRADE.search(name):
        grade = _GRADES[found["grade"].lower()]
        name = (name[: found.start()] + name[found.end() :]).strip(" ,")
        if not name:
            return Unresolved(reason=f"only the class is said ({found['word'].lower()} {grade}), not of what")
    name = regex.sub(r"\b(K|k)ỉ niệm", r"\1ỷ niệm", name).replace('"', "")
    # `sỹ` is another spelling of `sĩ`.
    name = regex.sub(r"\b([Ss])ỹ\b", r"\1ĩ", name).replace("SỸ", "SĨ")
    name = _long(" ".join(name.split()))
    if (giver := _OF_GIVER.search(name)) and (given := _forms().get(folded(_long(name[: giver.start()])))):
        return Award(form=given, grade=grade)
    known = _forms().get(folded(name))
    if known:
        return Award(form=known, grade=grade)
    form, flags = written_out(name)
    if is_shouted(name):
        form, flags = _recased(form), (*flags, "capitals-restored")
    return Award(form=_forms().get(folded(form)) or capitalised(form), grade=grade, flags=flags)


def _long(name: str) -> str:
    """Write an award out that is in short: as a whole, or its first words before the rest, ``CSTĐ cơ sở``."""
    short: dict[str, str] = table("awards")["short"]
    whole = {key.lower(): form for key, form in short.items()}
    first, _, rest = name.partition(" ")
    written = f"{short[first]} {rest}" if rest and first in short else name
    return whole.get(written.lower(), written)


@cache
def _forms() -> dict[str, str]:
    return {form.lower(): form for form in table("awards")["forms"]}


def _recased(name: str) -> str:
    words = name.lower().replace("tổ quốc", "Tổ quốc").replace("việt nam", "Việt Nam")
    return regex.sub(r"\bđảng\b", "Đảng", words)
