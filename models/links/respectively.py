"""Figures that go to names one by one: ``X, Y và Z lần lượt thu hồi 12, 8 và 5 khẩu súng``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solieu.annotation.documents import Span
from solieu.models.links.tokens import Token, phrases

# Words between the names and "lần lượt", and between it and the first figure, are not more.
_FARTHEST = 8
# Names of a list are not more.
_LONGEST_LIST = 16
_JOINTS = (",", "và", ";", "cùng")


def respective_names(tokens: Sequence[Token], labels: Sequence[str]) -> dict[int, Span]:
    """Give each figure of a list behind ``lần lượt`` the name that stands at its place in a list of names before it.

    Args:
        tokens: The paragraph.
        labels: The labels that the names may have.

    Returns:
        The name of each INDICATOR that has one, by its index in ``tokens``; none where the two lists are not of one
        length.
    """
    found: dict[int, Span] = {}
    for index in range(1, len(tokens) - 1):
        if not phrases("respectively").at(tokens, index):
            continue
        figures = list(_figures_behind(tokens, index))
        names = _names_before(tokens, index, labels)
        if len(figures) == len(names) > 1:
            found |= dict(zip(figures, names, strict=True))
    return found


def figures_in_turn(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the indices of the figures of the lists behind ``lần lượt``.

    Args:
        tokens: The paragraph.
    """
    return frozenset(
        figure
        for index in range(len(tokens))
        if phrases("respectively").at(tokens, index)
        for figure in _figures_behind(tokens, index)
    )


def _figures_behind(tokens: Sequence[Token], index: int) -> Iterator[int]:
    """Yield the indices of the figures of the first list behind a token in its sentence."""
    for at in range(index + 1, min(len(tokens), index + _FARTHEST)):
        token = tokens[at]
        if token.label == "INDICATOR":
            yield from _list_of(tokens, at)
            return
        if token.span is not None or token.is_mark or token.sentence != tokens[index].sentence:
            return


def _list_of(tokens: Sequence[Token], first: int) -> Iterator[int]:
    """Yield the indices of the figures of the list that begins with one; of a very long list not all."""
    for at in range(first, min(len(tokens), first + 2 * _LONGEST_LIST + 2), 2):
        if tokens[at].label != "INDICATOR" or (at > first and tokens[at - 1].word not in _JOINTS):
            return
        yield at


def _names_before(tokens: Sequence[Token], index: int, labels: Sequence[str]) -> list[Span]:
    """Return the list of names that ends before a token, with some words but no mark between them."""
    at = index - 1
    while at >= 0 and at > index - _FARTHEST and tokens[at].span is None and not tokens[at].is_mark:
        at -= 1
    names: list[Span] = []
    while at >= 0 and len(names) < _LONGEST_LIST and tokens[at].sentence == tokens[index].sentence:
        span = tokens[at].span
        if span is None or span.label not in labels:
            break
        names.append(span)
        if at < 2 or tokens[at - 1].word not in _JOINTS:
            break
        at -= 2
    return names[::-1]
