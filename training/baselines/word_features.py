"""What a word looks like, in features as taggers had them before neural networks.

The word itself, its letters' cases and digits, its first and last letters, and the same of its neighbours: those of the
systems of the CoNLL-2003 task (Tjong Kim Sang & De Meulder, "Introduction to the CoNLL-2003 shared task", 2003,
section 3.2 and table 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

_BEFORE, _AFTER = "<s>", "</s>"
_AFFIX = 4  # letters of the longest beginning or end
_REACH = 2  # words to each side


def word_features(words: Sequence[str]) -> Iterator[list[str]]:
    """Describe the words of one line.

    Args:
        words: The words.

    Yields:
        For each word the names of the features that it has.
    """
    lower = [_BEFORE] * _REACH + [word.lower() for word in words] + [_AFTER] * _REACH
    shapes = [_BEFORE] * _REACH + [word_shape(word) for word in words] + [_AFTER] * _REACH
    short = ["".join(sign for sign, _ in groupby(shape)) for shape in shapes]
    for at, word in enumerate(words, start=_REACH):
        own = lower[at]
        features = ["bias", f"word={word}", f"lower={own}", f"shape={shapes[at]}", f"short={short[at]}"]
        for length in range(1, min(_AFFIX, len(own)) + 1):
            features += [f"starts={own[:length]}", f"ends={own[-length:]}"]
        features += _kinds(word)
        for distance in range(-_REACH, _REACH + 1):
            if distance:
                there = at + distance
                features += [f"{distance}:lower={lower[there]}", f"{distance}:short={short[there]}"]
        for first, last in ((at - 1, at), (at, at + 1), (at - 2, at - 1), (at + 1, at + 2)):
            where = f"{first - at}{last - at:+}"
            features += [f"{where}:lower={lower[first]} {lower[last]}", f"{where}:short={short[first]} {short[last]}"]
        features.append(f"around:short={short[at - 1]} {short[at]} {short[at + 1]}")
        yield features


def word_shape(word: str) -> str:
    """Return a word with ``X`` for each capital, ``x`` for each small letter and ``0`` for each digit."""
    return "".join(
        "X" if sign.isupper() else "x" if sign.isalpha() else "0" if sign.isdigit() else sign for sign in word
    )


def _kinds(word: str) -> list[str]:
    kinds = {
        "digits": word.isdigit(),
        "has digit": any(sign.isdigit() for sign in word),
        "capital": word[:1].isupper(),
        "capitals": word.isupper(),
        "sign": not any(sign.isalnum() for sign in word),
    }
    return [name for name, holds in kinds.items() if holds]
