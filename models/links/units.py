"""The units of INDICATORs."""

from __future__ import annotations

import re

from solieu.models.links.tokens import Token, phrases

# What follows the unit of a rate: "triệu đồng/người/năm".
_RATE = re.compile(r"/[^\W\d].*")
MONEY = ("đồng", "usd", "euro", "kíp")


def unit_of(token: Token) -> str:
    """Return the last word of an INDICATOR without that of a rate, or the percent sign at its end.

    Args:
        token: The INDICATOR.
    """
    said = _RATE.sub("", token.said)
    return "%" if said.endswith("%") else said.rpartition(" ")[2]


def is_measure(token: Token) -> bool:
    """Tell whether an INDICATOR says how much and not how many: "5 mét vuông", but not "5 cá nhân".

    Args:
        token: The INDICATOR.
    """
    words = tuple(_RATE.sub("", token.said).split())
    return unit_of(token) == "%" or any(words[-size:] in phrases("measures") for size in (1, 2, 3))
