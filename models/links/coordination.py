"""Lists of nouns that belong together: which commas stand within one and separate no clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from solieu.models.links.tokens import Phrases, Token
from solieu.models.links.wordlists import word_lists

# Words of a list are not more.
_LONGEST = 16


def next_noun(tokens: Sequence[Token], index: int, said: str) -> int:
    """Return how many words the noun has that begins at a token and goes on a list of what a number counts.

    Args:
        tokens: The paragraph.
        index: The index of the token.
        said: The INDICATOR in small letters: "25 xã", behind which "thị trấn" goes on, but not "xã" again.

    Returns:
        The number of words, 0 for none.
    """
    return _next_of(_listed(), tokens, index, said)


def _next_of(lists: Iterable[Phrases], tokens: Sequence[Token], index: int, said: str) -> int:
    words = tuple(said.split())
    for nouns in lists:
        size = nouns.at(tokens, index) if any(words[-size:] in nouns for size in (1, 2, 3)) else 0
        if size and words[-size:] != tuple(token.word for token in tokens[index : index + size]):
            return size
    return 0


def behind_nouns(tokens: Sequence[Token], start: int) -> int:
    """Return the index behind a list of nouns that begins at a token: ``xã, phường, thị trấn``.

    Args:
        tokens: The paragraph.
        start: The index of the token.

    Returns:
        The index; ``start`` itself where no such list begins.
    """
    for nouns in _listed():
        end = start + nouns.at(tokens, start)
        while start < end < len(tokens) - 1 and tokens[end].word in (",", "và") and nouns.at(tokens, end + 1):
            end += 1 + nouns.at(tokens, end + 1)
            if end - start > _LONGEST:
                break
        if end > start and any(token.word == "," for token in tokens[start:end]):
            return end
    return start


def joins_nouns(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a comma stands between two nouns of one list: ``các ngành, đoàn thể``.

    Args:
        tokens: The paragraph.
        index: The index of the comma.
    """
    if not 0 < index < len(tokens) - 1 or tokens[index].word != ",":
        return False
    if tokens[index - 1].label == "INDICATOR":
        return _next_of((*_listed(), *_coordinated()), tokens, index + 1, tokens[index - 1].said) > 0
    behind = index + 1 + (tokens[index + 1].word in ("các", "những"))
    return any(nouns.before(tokens, index) and nouns.at(tokens, behind) for nouns in (*_listed(), *_coordinated()))


@cache
def _listed() -> tuple[Phrases, ...]:
    return tuple(Phrases(nouns) for nouns in word_lists("figures")["listed"])


@cache
def _coordinated() -> tuple[Phrases, ...]:
    return tuple(Phrases(nouns) for nouns in word_lists("figures")["coordinated"])
