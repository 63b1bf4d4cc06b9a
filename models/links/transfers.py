"""Those who do what follows though they are not the subject: who is told, helped or given something to do."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.models.links.tokens import Token, phrases

# Words between the verb of handing over, or of helping, and the name are not more.
_FARTHEST = 7


def is_entrusted(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Tell whether the name at a token is helped, moved or given something, so as to do what stands behind it.

    ``giúp nhà trường và X bắt …``, ``tham mưu X ban hành …``, ``chuyển hồ sơ cho X khởi tố …``. Who stands directly
    behind ``giúp`` is not meant.

    Args:
        tokens: The paragraph.
        start: The index of the first token of the clause.
        index: The index of the name.
    """
    if index == 0:
        return False
    if phrases("handing").before(tokens, index) or phrases("advising").before(tokens, index):
        return True
    if index > start and tokens[index - 1].word in ("và", "cùng") and _is_helped(tokens, start, index - 1):
        return True
    return _is_handed_over(tokens, index)


def _is_helped(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a few words before a token name somebody else who is helped: ``giúp nhà trường và X``."""
    for at in range(end - 1, max(start - 1, end - _FARTHEST), -1):
        if tokens[at].word == "giúp":
            return True
        if tokens[at].span is not None or tokens[at].is_mark:
            return False
    return False


def _is_handed_over(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether something is handed over to the name at a token: ``chuyển hồ sơ vụ án cho X``."""
    if tokens[index - 1].word not in ("cho", "sang", "tới", "đến"):
        return False
    for at in range(index - 2, max(-1, index - 2 - _FARTHEST), -1):
        token = tokens[at]
        if token.label not in ("", "INDICATOR") or token.is_mark or token.sentence != tokens[index].sentence:
            return False
        if phrases("handing_over").at(tokens, at):
            return True
    return False
