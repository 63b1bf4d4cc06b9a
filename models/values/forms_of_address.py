"""Words before a person's name that are none of it: forms of address, ranks, offices, academic degrees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from solieu.models.values.spelling import modern_tones
from solieu.models.values.tables import table

# `Đ/c` and `Đ/tá`: no name has a stroke.
_WITH_STROKE = regex.compile(r"\p{L}+/\p{L}+[.:]?")
_LONGEST = 6


def without_address(name: str) -> str:
    """Return a name without what stands before it, such as ``Nguyễn Minh Lâm`` of ``ông Nguyễn Minh Lâm``.

    A word that is a part of names, too, is only taken off where that is plain: ``Anh Tuấn`` stays, and so does
    ``Ông Cao Thắng``, since ``Ông`` is a family name.

    Args:
        name: A name with single spaces.

    Returns:
        The name, empty if there is nothing but such words.
    """
    words = name.split()
    while words and (count := _address(words)):
        words = words[count:]
    return " ".join(words)


def _address(words: Sequence[str]) -> int:
    """Return how many words at the beginning are no part of the name."""
    if " ".join(words) in table("person_names")["epithets"]:
        return 0
    if _WITH_STROKE.fullmatch(words[0]) or _is_degree(words[0]):
        return 1
    for count in range(min(len(words), _LONGEST), 0, -1):
        said = modern_tones(" ".join(words[:count]).lower())
        if said in _before_names() or (count == 1 and said in table("person_names")["addresses"]):
            return count if count > 1 or _is_plain(words) else 0
    graded = words[0].lower() in ("phó", "nguyên", "cựu", "quyền") and len(words) > 1
    return 1 if graded and _address(words[1:]) else 0


def _is_plain(words: Sequence[str]) -> bool:
    """Whether a single word of address is one, and no part of the name."""
    first, rest = words[0], words[1:]
    if first[0].islower():
        return True
    if first == "Ông":
        return len(rest) != 2
    if first.lower() in table("person_names")["also_names"]:
        # `Anh Nguyễn Văn Hùng`, but not `Anh Tuấn`.
        return len(rest) > 1 and rest[0].lower() in _families()
    return True


def _is_degree(word: str) -> bool:
    """Whether a word is a degree or several in short: ``PGS.TS``."""
    parts = [part for part in word.split(".") if part]
    return bool(parts) and all(part.upper() in _degrees() for part in parts)


@cache
def _degrees() -> frozenset[str]:
    return frozenset(degree.upper() for degree in table("person_names")["degrees"])


@cache
def _before_names() -> frozenset[str]:
    """Return the ranks, titles and other phrases of more than one word that stand before names."""
    ranks = (row["name"] for row in table("ranks")["ranks"])
    phrases = (*ranks, *table("titles")["titles"], *table("person_names")["before"])
    return frozenset(modern_tones(phrase.lower()) for phrase in phrases if " " in phrase)


@cache
def _families() -> frozenset[str]:
    return frozenset(family.lower() for family in table("person_names")["families"])
