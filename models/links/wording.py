"""What the words between two entities say about them."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from solieu.models.links.wordlists import plain, word_lists

# No longer text stands between two entities of one mention.
_LONGEST_GAP = 90
_ASIDE = re.compile(r"\d{1,3} tuổi|(?:người|dân tộc) \w+(?: \w+)?(?=,)")
_LIGHT = set(",()[]-–—.\"“”'’‘")
_PLURAL = re.compile(r"(?<!\w)(?:các|những|hai|ba|bốn|2|3|02|03)(?: đồng chí)?:?\s*\Z")


class Gap(Enum):
    """What stands between two entities."""

    TIGHT = auto()  # nothing, or a form of address
    COMMA = auto()  # a comma, a dash or a bracket, perhaps with a form of address, an age or where somebody lives
    AND = auto()  # "và"
    OFFICE = auto()  # words that give a person an office, such as "giữ chức"
    ALL = auto()  # words that give all the names before them an office, such as "đều là"
    HOLDER = auto()  # words between an office and who holds it
    MEMBER = auto()  # words that make a person a member of a body
    BREAK = auto()  # anything else


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of ``configs/links/people.yaml``."""
    return frozenset(word_lists("people")[name])


@cache
def any_of(name: str) -> re.Pattern[str]:
    """Return a pattern for whole words of a list of ``configs/links/people.yaml``, the longest first."""
    alternatives = "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)\.?")


@cache
def _office() -> re.Pattern[str]:
    """Return a pattern for words that give a person an office."""
    return re.compile(rf"(?:{any_of('office_helpers').pattern}\s+)*{any_of('office_words').pattern}")


def is_plural(text: str, start: int) -> bool:
    """Tell whether a plural, such as ``các đồng chí``, stands directly before an entity."""
    return bool(_PLURAL.search(plain(text[max(0, start - 30) : start])))


def gap_between(text: str, *, with_asides: bool = False) -> Gap:
    """Tell what stands between two entities.

    Args:
        text: The text between them, without the entities that are asides.
        with_asides: Whether something was left out of it.
    """
    if len(text) > _LONGEST_GAP:
        return Gap.BREAK
    said = plain(text)
    marks = {character for character in said if not (character.isalnum() or character.isspace())}
    said, aged = _ASIDE.subn("", said)
    if with_asides or aged:
        said = any_of("asides").sub("", said)
    said = any_of("honorifics").sub("", any_of("generic_bodies").sub("", said))
    left = " ".join(re.sub(r"[^\w\s]", " ", said).split())
    if ";" in marks or "…" in marks:
        return Gap.BREAK
    return _gap_of(left, marks - {"."}, bool(with_asides or aged))


def _gap_of(left: str, marks: set[str], broken: bool) -> Gap:
    if not left:
        if marks <= _LIGHT:
            return Gap.COMMA if marks or broken else Gap.TIGHT
        return Gap.HOLDER if marks <= _LIGHT | {":"} else Gap.BREAK
    if left in words("common_office_words"):
        return Gap.ALL
    if left in words("holder_words"):
        return Gap.HOLDER
    if _office().fullmatch(left) and ":" not in marks:
        return Gap.OFFICE
    if any_of("member_words").fullmatch(_office().sub("", left).strip()) and ":" not in marks:
        return Gap.MEMBER
    return Gap.AND if left in ("và", "cùng", "cùng với") and marks <= _LIGHT else Gap.BREAK
