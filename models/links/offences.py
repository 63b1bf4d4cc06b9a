"""Accusations: what others did, told in the clause of those who prosecute or praise them."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.models.links.clauses import Clause, behind_openings
from solieu.models.links.subjects import acting
from solieu.models.links.tokens import Token, phrases


def is_offence(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether at a token begins what somebody is accused or praised for: ``về hành vi …``, ``vì chiếm đoạt …``.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    reason = tokens[index].word == "vì" and acting().at(tokens, index + 1) > 0
    return reason or phrases("offences").at(tokens, index) > 0


def prosecutes(tokens: Sequence[Token], clause: Clause) -> bool:
    """Tell whether a clause behind an offence says more of those who prosecute it, or of whom else they accuse.

    Args:
        tokens: The paragraph.
        clause: The clause.
    """
    start = behind_openings(tokens, clause.start, clause.end)
    accused = start < clause.end and tokens[start].label == "INDICATOR" and phrases("offences").at(tokens, start + 1)
    return bool(accused or phrases("prosecuting").at(tokens, start))
