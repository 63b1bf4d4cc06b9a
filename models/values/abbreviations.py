"""Abbreviations written out within a name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import regex

from solieu.models.values.administrative_units import provinces, without_word
from solieu.models.values.place_name import provinces_written_out
from solieu.models.values.spelling import capitalised, is_shouted
from solieu.models.values.tables import table

_SHORT = r"\p{Lu}[\p{Lu}\d]*(?:[&,]\p{Lu}+|-\p{Lu}+&\p{Lu}+)*(?:\.(?=\s?\p{Lu}))?"
# What may stand between the parts of an abbreviation: `GD-ĐT`, `GD và ĐT`, `GDĐT`.
_JOINT = r"(?:\s?[-&,]\s?|\s+và\s+)?"
_BRACKETED = regex.compile(r" \(([\p{Lu}\d]+)\)")
_ROMAN = regex.compile(r"[IVXLC]+")
# `Công an Q.Bình Tân`, `UBND P. 8`: a unit's word in short, not at the start.
_UNIT = regex.compile(r"(?<=[\p{L}\d,(-] )(T[Pp]|T[Xx]|T[Tt]|[QHPX])\. ?(?=[\p{Lu}\d])")
# `Phòng THADS`: the name of a department begins after the word for it.
_DEPARTMENT = regex.compile(r"(?<![\p{L}])(?:Phòng|Cục|Chi cục|Tổng cục|Sở|Vụ|Ban|Đội|Khoa) $")
_CENTRE = regex.compile(r"(?<![\p{L}])T\.\s?[ƯW](?![\p{L}])")
_DOTTED_CITY = regex.compile(r"(?<![\p{L}])T\.\s?P\.?\s?(?=\p{Lu})")
_CITY_POLICE = regex.compile(r"(?<![\p{L}])CATP\.\s?(?=\p{Lu})")
_CITY = regex.compile(r"(?<![\p{L}\d])(?:thành phố |TP\.? ?)?HCM(?![\p{L}\d])", regex.IGNORECASE)
# `Phòng PC02` and `Cục V05`: the class word stands in the code's meaning already.
_SAID_TWICE = regex.compile(r"\b(Phòng|Cục|Văn phòng|Bộ Tư lệnh|Viện|Thành phố) (?=\1\b)", regex.IGNORECASE)
_SPACES = regex.compile(r" {2,}")


def written_out(name: str) -> tuple[str, tuple[str, ...]]:
    """Write the abbreviations of a name out.

    Args:
        name: A name in the one spelling of `respelled`.

    Returns:
        The name, and the flags ``ambiguous-abbreviation`` or ``unknown-abbreviation`` where one had to stay.
    """
    shouted = is_shouted(name)
    name = _BRACKETED.sub(_without_its_short_form, name)
    name = provinces_written_out(name)
    name = _DOTTED_CITY.sub("TP. ", name)
    name = _UNIT.sub(lambda found: f"{table('places')['short'][found[1].lower()]} ", name)
    flags: dict[str, None] = {}
    name = _CENTRE.sub("Trung ương", _CITY_POLICE.sub("CATP ", name))
    name = _CITY.sub("thành phố Hồ Chí Minh", _after_the_man().sub("Hồ Chí Minh", name))
    parts: list[str] = []
    last = 0
    for found in _tokens().finditer(name):
        token = found.group()
        start, end = found.span()
        if (start and (name[start - 1].isalnum() or name[start - 1] in "/")) or (
            not token.endswith(".") and name[end : end + 1].isalpha()
        ):
            continue
        parts_only = "".join(filter(str.isupper, token)) if found["joined"] else token.rstrip(".")
        meaning, flag = _meaning(parts_only, name[:start], name[end:], known_only=shouted)
        if flag:
            flags[flag] = None
        if meaning:
            parts.append(name[last:start] + _joined(meaning, name[:start], token))
            last = end
    whole = "".join(parts) + name[last:]
    whole = _SAID_TWICE.sub("", whole)
    return _SPACES.sub(" ", whole), tuple(flags)


def _without_its_short_form(found: regex.Match[str]) -> str:
    """Drop a bracket that only repeats the words before it in short, `Quân sự (CHQS)`, or gives their code."""
    short = found.group(1)
    initials = "".join(word[0] for word in found.string[: found.start()].split()).upper()
    return "" if initials.endswith(short.upper()) or short in table("abbreviations")["codes"] else found.group()


def code_meaning(code: str) -> str | None:
    """Return the name of the police department that a code such as ``V05`` stands for, if it is sure."""
    meaning: str | None = table("abbreviations")["codes"].get(code)
    return meaning


def _joined(meaning: str, before: str, token: str) -> str:
    """Fit a meaning into its place: with a capital at the start of a body's name, and a space after `TP.`."""
    space = " " if token.endswith(".") else ""
    begins = not before.strip() or _DEPARTMENT.search(before)
    return (capitalised(meaning) if begins else meaning) + space


@cache
def _tokens() -> regex.Pattern[str]:
    joined = "|".join(_JOINT.join(row.split()) for row in table("abbreviations")["joined"])
    mixed = "|".join(key for key in table("abbreviations")["expansions"] if not key.isupper())
    return regex.compile(
        rf"(?P<joined>(?<![\p{{L}}\d])(?:{joined})(?![\p{{L}}\d]))|(?:{mixed})(?![\p{{L}}\d])\.?|{_SHORT}"
    )


@cache
def _after_the_man() -> regex.Pattern[str]:
    words = "|".join(table("abbreviations")["named_after_ho_chi_minh"])
    return regex.compile(rf"(?<=(?<!\p{{L}})(?i:{words}) )HCM(?![\p{{L}}\d])")


@cache
def _names() -> frozenset[str]:
    return frozenset(table("abbreviations")["names"])


def _meaning(token: str, before: str, after: str, *, known_only: bool) -> tuple[str | None, str | None]:
    """Return what a token stands for, or the flag to raise for it."""
    tables = table("abbreviations")
    if "&" in token:
        ends = [found.start() for found in regex.finditer("&|$", token)]
        meanings = [
            _meaning(part, before + token[: end - len(part)], token[end:] + after, known_only=True)[0]
            for part, end in zip(token.split("&"), ends, strict=True)
        ]
        if all(meanings):
            return " và ".join(filter(None, meanings)), None
    if token in tables["ambiguous"]:
        readings = tables["ambiguous"][token]
        fitting = {row["means"] for row in readings if _fits(row, before, after)}
        if len(fitting) == 1:
            return fitting.pop(), None
        return None, None if known_only else "ambiguous-abbreviation"
    if token in tables["expansions"] or token in tables["codes"]:
        return tables["expansions"].get(token) or tables["codes"][token], None
    if known_only or len(token) < 2 or token in _names() or _ROMAN.fullmatch(token) or token.isdigit():
        return None, None
    return None, "unknown-abbreviation"


def _fits(row: Mapping[str, Any], before: str, after: str) -> bool:
    """Whether the words beside an abbreviation ask for a reading; a reading that asks for none fits always."""
    if "next" not in row and "before" not in row:
        return True
    following, preceding = after.lstrip(" .(").lower(), before.rstrip().lower()
    asked = row.get("next", ())
    if "<province>" in asked and any(_begins(following, name) for name in _province_names()):
        return True
    return any(_begins(following, word.lower()) for word in asked) or any(
        preceding.endswith(word.lower()) for word in row.get("before", ())
    )


@cache
def _province_names() -> frozenset[str]:
    return frozenset(without_word(full).lower() for full in provinces().values())


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and not text[len(word) : len(word) + 1].isalpha()
