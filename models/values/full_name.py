"""The parts of a Vietnamese name: family name, middle names, given name, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from solieu.annotation.text_view import view_text
from solieu.models.values.forms_of_address import without_address
from solieu.models.values.tables import table

_EDGES = " \t\n'()[]{},;:!?…*-"
_SIGNS = str.maketrans("’‘“”„«»–—", "''" + 5 * '"' + "--")
# What stands behind a name: `(SN 1990)`, `, Giám đốc`, `- Trưởng Công an`.
_BEHIND = regex.compile(r"(?<=[\p{L}\"])(?:\s*[(,;]|\s+-\s).*$")
# `Nguyễn Văn Tuấn "khỉ"`.
_NICKNAME = regex.compile(r" \"[^\"]*\"$")
# `N. V. A` and `Nguyễn Văn A.`: the press hides a name behind its first letter.
_HIDDEN = regex.compile(r"(?:^|\s)\p{Lu}\.?$")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
# The dot of an initial, with what stands between it and the next one.
_INITIAL = regex.compile(r"(?<=\b\p{Lu}\p{Ll}?)\.\s*(?=\p{L})")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A full name in its parts.

    Args:
        family: The family name.
        middle: The names between, in one string; None if there are none.
        given: The given name, the last word; None where a letter stands for it.
    """

    family: str
    middle: str | None
    given: str | None


def respelled_name(text: str) -> str:
    """Bring a person's name into the usual capitals, with single spaces and a space after an initial's dot.

    Forms of address before it are left out, and what stands in brackets or after a comma behind it.
    The letters and the placement of the tone marks stay: a person may insist on ``Thuỷ``.
    """
    name = _without_marks(" ".join(view_text(text).text.translate(_SIGNS).split()))
    name = _without_what_is_behind(name)
    name = _INITIAL.sub(". ", name)
    name = without_address(_cased(name))
    nickname = _NICKNAME.search(name)
    return name[: nickname.start()] if nickname and is_plainly_full(name[: nickname.start()]) else name


def _without_marks(name: str) -> str:
    """Leave out the marks around a name; quotation marks within it stay, ``Tuấn "khỉ"``."""
    name = name.strip(_EDGES)
    if name.count('"') == 2 and name[0] == name[-1] == '"':
        return name.strip(_EDGES + '"')
    return name.replace('"', "").strip(_EDGES) if name.count('"') % 2 else name


def _without_what_is_behind(name: str) -> str:
    """Leave out another name, and what stands in brackets or after a comma, unless that is the name.

    In ``Đại tá, TS Nguyễn Minh Lâm`` it is.
    """
    name = _also_called().sub("", name)
    while (found := _BEHIND.search(name)) and not _is_named(name[: found.start()]):
        name = name[found.start() :].lstrip(_EDGES)
    return _BEHIND.sub("", name)


def _is_named(text: str) -> bool:
    """Whether a text is more than a form of address."""
    return bool(without_address(text) and without_address(_cased(text)))


def _cased(name: str) -> str:
    if len(name) < 2 or (any(map(str.islower, name)) and any(map(str.isupper, name))):
        return name
    return _WORD.sub(lambda word: word.group().capitalize(), name)


@cache
def _also_called() -> regex.Pattern[str]:
    words = "|".join(sorted(map(regex.escape, table("person_names")["also_called"]), key=len, reverse=True))
    return regex.compile(rf"(?<=[\p{{L}}\"])\s+(?:{words})(?!\p{{L}}).*$")


def is_hidden(name: str) -> bool:
    """Whether a letter stands for the last part of a name: ``Nguyễn Văn A``, ``N. V. A.``."""
    return _HIDDEN.search(name) is not None


def name_parts(name: str) -> NameParts | None:
    """Return the parts of a full name, or None if its first word is no family name.

    Args:
        name: A name as `respelled_name` writes it.
    """
    words = _without_saint(name).split()
    if last := _family_last(words):
        return last
    for length in (4, 2, 1):
        family = " ".join(words[:length])
        if len(words) > length and family.lower() in _families():
            hidden = regex.fullmatch(r"\p{Lu}\.?", words[-1]) is not None
            middle = [word for word in words[length:-1] if not word.endswith(".")]
            return NameParts(family, " ".join(middle) or None, None if hidden else words[-1])
    return None


def _family_last(words: Sequence[str]) -> NameParts | None:
    """Return the parts of a name whose family name comes last: ``Y Hăm Êban``."""
    if not is_family_last(" ".join(words)):
        return None
    own = 1 if words[0] in table("person_names")["family_last"] else 0
    for length in (2, 1):
        family = " ".join(words[-length:])
        if len(words) - length > own and family in table("person_names")["clans"]:
            return NameParts(family, None, " ".join(words[own:-length]))
    return None


def is_full_name(name: str) -> bool:
    """Whether a name begins with a family name, or has three words and more."""
    words = name.split()
    if len(words) < 2 or "." in name or is_by_order(name):
        return False
    return name_parts(name) is not None or len(words) > 2 or is_marked(name)


def is_family_uncertain(name: str) -> bool:
    """Whether the family name that a name begins with may be none.

    Two words may be a given name alone (``Hà Vân``), and ``Ông`` a form of address (``Ông Cao Thắng``).
    """
    words = name.split()
    if len(words) == 3 and words[0] == "Ông":
        return True
    return len(words) == 2 and words[0].lower() in {word.lower() for word in table("person_names")["also_given"]}


def is_plainly_full(name: str) -> bool:
    """Whether a name is a full one and no given name alone: ``Tô Lâm``, but not ``Kim Oanh`` or ``A Páo``."""
    return name_parts(name) is not None and is_full_name(name) and not is_family_uncertain(name)


def is_by_order(name: str) -> bool:
    """Whether a name is a given name after the order of birth: ``Ba Kiệm``."""
    words = name.split()
    return len(words) == 2 and words[0] in table("person_names")["orders"]


def is_family_last(name: str) -> bool:
    """Whether a name begins with a mark of sex after which the family name comes last: ``Y Hăm Êban``."""
    first = name.partition(" ")[0]
    marks = table("person_names")["family_last"]
    return any(first == mark or (mark.endswith("'") and first.startswith(mark)) for mark in marks)


def _without_saint(name: str) -> str:
    for saint in sorted(table("person_names")["saints"], key=len, reverse=True):
        if name.startswith(f"{saint} "):
            return name[len(saint) + 1 :]
    return name


def is_marked(name: str) -> bool:
    """Whether a name's first word is a mark of sex or of religion, and no family name."""
    marks = table("person_names")["marks"]
    return any(name.startswith(mark if mark.endswith("'") else f"{mark} ") and len(name) > len(mark) for mark in marks)


@cache
def _families() -> frozenset[str]:
    return frozenset(family.lower() for family in table("person_names")["families"])
