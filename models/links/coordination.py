"""Lists of nouns that belong together: which commas stand within one and separate no clauses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from solieu.models.links.tokens import Phrases, Token
from solieu.models.links.wordlists import word_lists


def nouns_of(said: str) -> Phrases | None:
    """Return the nouns that may go on a list whose first number has this unit: "25 xã", "thị trấn".

    Args:
        said: The INDICATOR in small letters.
    """
    words = tuple(said.split())
    return next((nouns for nouns in _listed() if any(words[-size:] in nouns for size in (1, 2, 3))), None)


def joins_nouns(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a comma stands between two nouns of one list: ``các ngành, đoàn thể``.

    Args:
        tokens: The paragraph.
        index: The index of the comma.
    """
    if not 0 < index < len(tokens) - 1 or tokens[index].word != ",":
        return False
    if tokens[index - 1].label == "INDICATOR":
        nouns = nouns_of(tokens[index - 1].said)
        return nouns is not None and bool(nouns.at(tokens, index + 1))
    return any(nouns.before(tokens, index) and nouns.at(tokens, index + 1) for nouns in (*_listed(), *_coordinated()))


@cache
def _listed() -> tuple[Phrases, ...]:
    return tuple(Phrases(nouns) for nouns in word_lists("figures")["listed"])


@cache
def _coordinated() -> tuple[Phrases, ...]:
    return tuple(Phrases(nouns) for nouns in word_lists("figures")["coordinated"])
