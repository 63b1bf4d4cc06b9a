"""Numbers that are said again behind themselves: ``05 (năm) người``, ``191/200 hộ (95,5%)``."""

from __future__ import annotations

import re
from decimal import Decimal

from solieu.annotation.values import Quantity
from solieu.models.values.number_words import EXACT
from solieu.models.values.numbers import number_at
from solieu.models.values.reading import Reading

_AGAIN = re.compile(r" ?\(([^()]*)\) ?")


def said_once(reading: Reading) -> Reading:
    """Leave out a number that is said again in brackets, if it is the same.

    Args:
        reading: A text such as ``05 (năm) người``.

    Returns:
        The reading of ``05 người``; the same reading if no number is said again.
    """
    match = _AGAIN.search(reading.text)
    again = number_at(match[1], 0) if match else None
    before = re.search(r"[0-9][0-9.,]*$", reading.text[: match.start()]) if match else None
    if match is None or again is None or before is None or again.end < len(match[1]):
        return reading
    first = number_at(reading.text[: match.start()], before.start())
    if first is None or first.value != again.value:
        return reading
    kept = (*range(match.start()), *range(match.end(), len(reading.text)))
    text = "".join(reading.text[place] for place in kept)
    origins = [reading.origins[place] for place in kept]
    gap = match.start()
    if gap < len(text):
        text, origins = f"{text[:gap]} {text[gap:]}", [*origins[:gap], reading.origins[match.start()], *origins[gap:]]
    return Reading(text, reading.composed, tuple(origins))


def same_share(count: Quantity, percent: Quantity) -> bool:
    """Return whether a count out of a count and a percentage say the same, rounded or cut as the latter is.

    Args:
        count: A quantity such as ``191/200 hộ``.
        percent: A quantity such as ``95,5%``.
    """
    if not count.out_of or percent.unit != "%" or percent.number is None or percent.out_of is not None:
        return False
    above = percent.number - EXACT.divide(100 * count.low, count.out_of)
    last_digit = Decimal(1).scaleb(int(percent.number.as_tuple().exponent))
    return -last_digit < above <= last_digit / 2
