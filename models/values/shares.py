"""Numbers that are a part of a whole: ``559/559 xã``, ``1 trong 63 tỉnh``, ``ba phần tư``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from solieu.models.values.number_words import EXACT
from solieu.models.values.numbers import Number, number_at, numbers_at

_OUT_OF = re.compile(r" ?/ ?(?=[0-9])| (?:trong|trên) (?:tổng )?số (?=\S)| trong (?=\S)")
_PARTS = re.compile(r" phần ")
# "2/3" may be a share or a count of a few.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole.

    Args:
        part: The part.
        whole: The whole.
        end: Where both end.
        flags: What is doubtful about them.
    """

    part: Decimal
    whole: Decimal
    end: int
    flags: tuple[str, ...]


def count_out_of(text: str, number: Number) -> Share | str | None:
    """Read what a count is out of: ``/559``, `` trong số 3``.

    Args:
        text: A text in one spelling.
        number: The count, which stands before it.

    Returns:
        The share; a reason where there is no such share; None if the text goes on otherwise.
    """
    between = _OUT_OF.match(text, number.end)
    whole = number_at(text, between.end()) if between else None
    if between is None or whole is None:
        return None
    slash = "/" in between.group()
    if slash and not (number.figure and whole.figure):
        # "1.500/1.800 tỷ đồng" says its magnitude once; "1/4 triệu" is a quarter.
        alike = number.figure or number.magnitude == whole.magnitude
        if not alike or not _FEW < whole.coefficient < whole.value or number.coefficient > 100 * whole.coefficient:
            return None
        number = replace(number, value=EXACT.multiply(number.coefficient, Decimal(whole.magnitude)))
    if whole.value == 0:
        return "a count out of none"
    if not slash and whole.value < number.value:
        return "a count out of fewer"
    few = slash and number.value < whole.value <= _FEW
    flags = (*number.flags, *whole.flags, *(("ambiguous-fraction",) if few else ()))
    return Share(number.value, whole.value, whole.end, flags)


def parts_at(text: str, start: int) -> Share | None:
    """Read ``ba phần tư``; ``hai phần quà`` and ``năm phần trăm`` are none.

    Args:
        text: A text in one spelling.
        start: Where the number of parts begins.
    """
    for number in numbers_at(text, start):
        match = _PARTS.match(text, number.end)
        # The ordinal form of four.
        four = text.startswith("tư", match.end()) if match else False
        parts = number_at(text, match.end()) if match else None
        if match is None or not (four or (parts and parts.coefficient > 0 and parts.value > number.value)):
            continue
        end = match.end() + 2 if four else parts.end if parts else 0
        if text[match.end() : end] in ("trăm", "nghìn", "ngàn", "không"):
            continue
        return Share(number.value, Decimal(4) if four or parts is None else parts.value, end, ("fraction",))
    return None
