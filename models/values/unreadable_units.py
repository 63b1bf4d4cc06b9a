"""Why what stands behind a number is no unit of it."""

from __future__ import annotations

import re

from solieu.models.values.number_words import DIGIT_VALUES, WORDS
from solieu.models.values.units import Units

_SPOKEN_POINT = re.compile(rf"chấm (?:{'|'.join(DIGIT_VALUES)}|mười)(?!\w)")
_OF_ONE = re.compile(r" ?/ ?0?1 ")
_RATE_OF_MANY = re.compile(r"(?: ?/ ?| trên )(?P<many>[0-9].*)$")
_SIGNS = "%‰/$€₫£°"


def why_no_unit(unit: str, units: Units, *, glued: bool, number_like: bool) -> str | None:
    """Return why a text cannot be the unit of the number before it; None if it can, or is empty.

    Args:
        unit: The text in one spelling.
        units: The table of units.
        glued: Whether there is no space between the number and the text.
        number_like: Whether the text begins with the name of a thing that begins with a number word.
    """
    if not unit:
        return None
    if re.match(r"mấy(?!\w)", unit):
        return "the number is said only roughly"
    if unit[0].isdigit() or _SPOKEN_POINT.match(unit) or (unit.split(" ")[0] in WORDS and not number_like):
        return f"the number goes on in a way that cannot be read: {unit[:50]!r}"
    known = units.knows(re.split(r"[ /]", unit)[0]) or units.knows(unit)
    rate = _RATE_OF_MANY.search(unit)
    single = unit[: rate.start()] if rate and units.of_so_many(rate["many"]) else _OF_ONE.sub("/", unit)
    if re.search(r"[ /][0-9]", single):
        return f"what follows the number holds another one: {unit[:50]!r}"
    if glued and unit[0] not in _SIGNS and not known:
        return f"what is joined to the number is no known unit: {unit[:50]!r}"
    if not (unit[0].isalpha() or unit[0] in _SIGNS):
        return f"what follows the number is no unit: {unit[:50]!r}"
    return None
