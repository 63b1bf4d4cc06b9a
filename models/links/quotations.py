"""Quotation marks: where a title or a saying ends that they enclose."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.models.links.tokens import Token

_CLOSING = {"“": "”", '"': '"', "‘": "’", "«": "»", "'": "'"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
CLOSING_MARKS = frozenset(_CLOSING.values())
# A title is not longer.
_LONGEST = 40


def closing_mark(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index of the mark that closes the quotation that a token opens; None where none is opened or closed.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    closing = _CLOSING.get(tokens[index].word)
    if closing is None:
        return None
    last = min(len(tokens), index + _LONGEST)
    return next((at for at in range(index + 1, last) if tokens[at].word == closing), None)


def opening_mark(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index of the mark that opens the quotation that a token closes; None where none is closed or opened.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    opening = _OPENING.get(tokens[index].word)
    if opening is None:
        return None
    return next((at for at in range(index - 1, max(-1, index - _LONGEST), -1) if tokens[at].word == opening), None)


def behind_title(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index behind a title in quotation marks that begins at a token.

    A title lies within its sentence and has no INDICATOR.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    closing = closing_mark(tokens, index)
    if closing is None:
        return None
    inside = tokens[index : closing + 1]
    if any(token.label == "INDICATOR" or token.sentence != tokens[index].sentence for token in inside):
        return None
    return closing + 1
