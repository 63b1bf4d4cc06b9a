"""Beginnings of ranges whose size only the end says: ``5 đến 7 triệu``, ``50-70.000 đồng``."""

from __future__ import annotations

import re
from decimal import Decimal

from solieu.models.values.number_words import EXACT
from solieu.models.values.numbers import Number

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})*\.000")
_THOUSAND = 1000


def in_magnitude_of(end: Number, beginning: Number) -> Decimal:
    """Give the beginning the magnitude of the end, where that makes a range.

    Args:
        end: The second number of a range.
        beginning: The first one, which has no unit of its own.

    Returns:
        Five million for ``5 đến 7 triệu``; the beginning as it is said where it has a magnitude or would not be below
        the end.
    """
    if beginning.magnitude > 1 or end.magnitude == 1:
        return beginning.value
    raised = EXACT.multiply(beginning.value, Decimal(end.magnitude))
    return raised if raised < end.value else beginning.value


def in_thousands_of(end: Number, beginning: Number, figure: str) -> Decimal | None:
    """Give the beginning the thousands that only the end writes.

    Args:
        end: The second number of a range.
        beginning: The first one, which has no unit of its own.
        figure: The end as it is written.

    Returns:
        50,000 for ``50-70.000 đồng``, because a range from 50 to more than a thousand times that is not meant; None
        for others.
    """
    if not _THOUSANDS.fullmatch(figure) or not beginning.figure or beginning.value not in range(1, _THOUSAND):
        return None
    if end.value < _THOUSAND * beginning.value:
        return None
    for groups in range(figure.count("."), 0, -1):
        raised = EXACT.multiply(beginning.value, Decimal(_THOUSAND**groups))
        if raised < end.value:
            return raised
    return None
