"""Organizations: the name written out, the level of government, and the place that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from solieu.annotation.values import Organization, Place, Unresolved
from solieu.models.values.abbreviations import written_out
from solieu.models.values.administrative_units import provinces, units_named, without_word
from solieu.models.values.context import UNIT_PHRASE, UNIT_WORD, ArticleContext, province_of
from solieu.models.values.place_name import UNIT_LEVELS
from solieu.models.values.places import place as unit_of
from solieu.models.values.spelling import capitalised, has_shouted_words, is_shouted, readable
from solieu.models.values.tables import table

Level = Literal["trung ương", "tỉnh", "huyện", "xã"]
_LEVELS: dict[str, Level] = {"trung ương": "trung ương", "tỉnh": "tỉnh", "huyện": "huyện", "xã": "xã"}
_GENERIC = regex.compile(r"\bcấp (?P<level>trung ương|tỉnh|huyện|xã|cơ sở)\b", regex.IGNORECASE)
_CENTRAL = regex.compile(r"\b(?:Trung ương|tối cao)\b|^Ban Chỉ đạo (?:\d+ )?[Qq]uốc gia\b")
_CODE = regex.compile(r"\b(?:(?P<province>P[A-Z])|(?P<ministry>[VXACKH]))\d{2}\b")
# `Huyện ủy Sông Hinh`: the committee of the district of that name.
_FUSED = regex.compile(
    r"(?<![\p{L}])(Tỉnh|Thành|Quận|Huyện|Thị|Xã|Phường) (?:ủy|[Đđ]oàn|đội)(?: (?P<name>[\p{Lu}\d].*))?$"
)
_FUSED_WORDS = {"Thành": "thành phố", "Thị": "thị xã"}
_CITY = regex.compile(r"thành phố ", regex.IGNORECASE)
_CAPITALS = regex.compile(r"(?<!\p{L})\p{Lu}+(?!\p{L})")
# Courts and services of a region, which is none of a province: `TAND khu vực 1`, `TAND cấp cao tại Hà Nội`.
_OF_REGION = regex.compile(r"\b(?:khu vực (?:\d+|[IVX]+)|cấp cao)\b", regex.IGNORECASE)
# A unit's word and a name of two or three words, of which some may begin with a small letter.
_PARTLY_SMALL = regex.compile(rf"{UNIT_WORD} (?P<name>\p{{Lu}}\p{{L}}*(?: \p{{L}}+){{1,2}})")
# `Công an Tỉnh Long An`: a unit's word within a name has no capital.
_CAPITAL_UNIT = regex.compile(rf"(?<=\p{{L}} )(?-i:(?=\p{{Lu}})){UNIT_WORD}(?=(?: [\p{{Lu}}\d][^,]*)?(?:,|$))")
_TAIL = regex.compile(r"(?:\p{Lu}[\p{L}'’]*)(?:[ -]+(?:\p{Lu}[\p{L}'’]*))*$")


@dataclass(frozen=True, slots=True)
class _Belonging:
    """Where in the hierarchy a name puts its body.

    ``word`` is the administrative word whose name is left out; ``said`` if it stands in the name by itself. ``flags``
    are those of the unit that a bare name means.
    """

    level: Level | None = None
    place: str | None = None
    word: str | None = None
    said: bool = False
    flags: tuple[str, ...] = ()


def organization(text: str, *, context: ArticleContext | None = None) -> Organization | Unresolved:
    """Read an organization's name.

    Args:
        text: The name as written.
        context: What the article says; a body of `tỉnh`, `huyện`, `xã` without a name belongs to the only one of
            that level that the article names.

    Returns:
        The organization. Flags: ``ambiguous-abbreviation`` or ``unknown-abbreviation`` where one stayed,
        ``capitals-restored`` where the text stands in capitals only, ``level-assumed`` where the bare name of a
        district or commune was taken for it, ``place-unknown`` where the body is one of a
        province, district or commune that neither the name nor the article tells. Or why it cannot be told.
    """
    spelled = readable(text)
    if isinstance(spelled, Unresolved):
        return spelled
    code = _CODE.search(spelled)
    name, flags = written_out(spelled)
    if is_shouted(spelled) and has_shouted_words(name):
        name, flags = _recased(name), (*flags, "capitals-restored")
    name = _with_proper_capitals(capitalised(name))
    known = context or ArticleContext()
    belonging = _belonging(name, code, known)
    place, origin = belonging.place, "name" if belonging.place else None
    level, flags = belonging.level, (*flags, *belonging.flags)
    if level != "trung ương" and _OF_REGION.search(name):
        level = None
    if belonging.word:
        place, level = _in_article(belonging, known)
        origin = "article" if place else None
        flags = flags if place else (*flags, "place-unknown")
    return Organization(
        name=name,
        level=level,
        place=place,
        place_from="name" if origin == "name" else "article" if origin else None,
        flags=flags,
    )


def _belonging(name: str, code: regex.Match[str] | None, context: ArticleContext) -> _Belonging:
    """Tell the level and the place from the words of a name."""
    if generic := _GENERIC.search(name):
        return _Belonging(_LEVELS.get(generic["level"].lower(), "xã"))
    if _CENTRAL.search(name):
        return _Belonging("trung ương")
    for found in UNIT_PHRASE.finditer(name):
        word, rest = found["word"].lower(), (found["name"] or "").strip()
        if rest:
            level = context.city_level(rest) if word == "thành phố" else UNIT_LEVELS[word]
            full = province_of(rest) if level == "tỉnh" else None
            # `tỉnh Đắc Lắc` is spelled as its list does.
            place = _lowered(full) if full and full.lower().startswith(word) else f"{word} {rest}"
            return _Belonging(_LEVELS[level], place)
        return _Belonging(_LEVELS.get(UNIT_LEVELS[word]), word=word, said=True)
    return _by_words(name, code, context)


def _by_words(name: str, code: regex.Match[str] | None, context: ArticleContext) -> _Belonging:
    """Tell the level of a name without an administrative word."""
    province = _last_province(name)
    fused = _FUSED.search(name)
    word = _FUSED_WORDS.get(fused[1], fused[1].lower()) if fused else ""
    if fused and (rest := fused["name"]):
        level = context.city_level(rest) if word == "thành phố" else UNIT_LEVELS[word]
        return _Belonging(_LEVELS[level], f"{word} {rest}")
    if province and not _begins(name, "private"):
        full = province_of(province) or province
        return _Belonging("tỉnh" if _begins(name, "provincial") else None, full[:1].lower() + full[1:])
    if province:
        return _Belonging()
    if code:
        return _Belonging("tỉnh", word="tỉnh") if code["province"] else _Belonging("trung ương")
    if fused:
        return _Belonging(_LEVELS.get(UNIT_LEVELS[word]), word=word, said=True)
    if name in _list("state"):
        return _Belonging("trung ương")
    if _is_of_ministry(name) or any(_starts(name, body) for body in _list("central")):
        return _Belonging() if _foreign().search(name) else _Belonging("trung ương")
    if _departments().search(name):
        return _Belonging("tỉnh", word="tỉnh")
    if name.endswith("Việt Nam") and not _begins(name, "private"):
        return _Belonging("trung ương")
    return _of_bare_unit(name, context)


def _of_bare_unit(name: str, context: ArticleContext) -> _Belonging:
    """Tell the unit of a body that bears its bare name, if there is just one of it: ``Công an Thủ Đức``."""
    body = next((body for body in _list("local") if _starts(name, body)), None)
    unit = unit_of(name[len(body) :].strip(), context=context) if body else None
    if not isinstance(unit, Place) or len(unit.units) != 1 or {"division-unknown", "other-province"} & {*unit.flags}:
        return _Belonging()
    assumed = tuple(flag for flag in unit.flags if flag == "level-assumed")
    return _Belonging(_LEVELS[unit.units[0].level], _lowered(unit.units[0].name), flags=assumed)


def _is_of_ministry(name: str) -> bool:
    """Whether a name ends with a ministry's, or with the bare word for one."""
    found = regex.search(r"(?<!(?:Nam|Trung|Bắc|Tổng) )(?<![\p{L}])Bộ(?: (?P<rest>.+))?$", name)
    return found is not None and (
        found["rest"] is None or any(_starts(found["rest"], each) for each in _list("ministries"))
    )


def _in_article(belonging: _Belonging, context: ArticleContext) -> tuple[str | None, Level | None]:
    """Find the place of a body whose name gives only the administrative word."""
    word, level, province = belonging.word or "", belonging.level, context.province
    if level == "tỉnh":
        # `Công an tỉnh` is none of a city's, but `Sở Y tế` may be.
        fits = province is not None and (not belonging.said or province.startswith("Tỉnh"))
        return (_lowered(province) if fits else None), level
    if word == "thành phố":
        cities = [place for place in context.districts if place.lower().startswith("thành phố ")]
        cities.extend(name for name in context.provinces if name.startswith("Thành phố"))
        if len(cities) != 1:
            return None, None
        return _lowered(cities[0]), _LEVELS[context.city_level(_CITY.sub("", cities[0]))]
    named = context.districts if level == "huyện" else context.communes
    fitting = [place for place in named if place.lower().startswith(f"{word} ")]
    return (_lowered(fitting[0]) if len(fitting) == 1 else None), level


def _lowered(name: str | None) -> str | None:
    return name[:1].lower() + name[1:] if name else None


def _recased(name: str) -> str:
    """Give a name in capitals its usual ones: of the table, of provinces, of the names after a unit's word."""
    words = _CAPITALS.sub(lambda found: found.group().lower(), name)
    words = regex.sub(rf"{UNIT_WORD} (?P<name>.+)$", _unit_recased, words, count=1)
    return _proper_words().sub(lambda found: _proper()[found.group().lower()], words)


def _unit_recased(found: regex.Match[str]) -> str:
    """Write the words of a unit's name with a capital, those for its kind and the ones that follow it without."""
    named = regex.sub(r"[^ -]+", lambda word: word.group().capitalize(), found["name"])
    return f"{found['word']} {UNIT_PHRASE.sub(lambda unit: unit.group()[0].lower() + unit.group()[1:], named)}"


def _with_proper_capitals(name: str) -> str:
    """Give a name the capitals of the table, and those of a unit after its word: `tỉnh Bắc giang` is Bắc Giang."""
    if name.lower() in _proper():
        return _proper()[name.lower()]
    name = _PARTLY_SMALL.sub(_unit_with_capitals, name)
    name = _CAPITAL_UNIT.sub(lambda found: found.group().lower(), name)
    name = _after_department().sub(lambda found: found.group().upper(), name)
    return _compound_proper_words().sub(lambda found: _proper()[found.group().lower()], name)


def _unit_with_capitals(found: regex.Match[str]) -> str:
    """Write all words of a unit's name with a capital, if they name one only together with those in small letters."""
    words = found["name"].split()
    for count in range(len(words), 1, -1):
        name = " ".join(words[:count])
        if name != name.lower() and not name.istitle() and _is_unit(found["word"], name):
            shorter = " ".join(word for word in words[:count] if word[0].isupper())
            if not _is_unit(found["word"], shorter):
                return " ".join((found["word"], *map(capitalised, words[:count]), *words[count:]))
    return found.group()


def _is_unit(word: str, name: str) -> bool:
    return any(listed.word == word.lower() for listed in units_named(name))


@cache
def _proper() -> dict[str, str]:
    names = [*table("organizations")["proper"], *_ministries(), *(without_word(full) for full in provinces().values())]
    return {name.lower(): name for name in (*names, "Hồ Chí Minh", "Hà Nội")}


@cache
def _proper_words() -> regex.Pattern[str]:
    names = "|".join(sorted(map(regex.escape, _proper()), key=len, reverse=True))
    # `phòng cháy` and `phòng, chống` are no departments.
    return regex.compile(rf"\b(?:{names})\b(?!(?<=phòng),? (?:cháy|chống|ngừa))", regex.IGNORECASE)


@cache
def _compound_proper_words() -> regex.Pattern[str]:
    """The names of the table that are more than one word, with the capital of the first: `Ban chỉ đạo`."""
    own = [name for name in (*table("organizations")["proper"], *_ministries()) if " " in name]
    names = "|".join(
        f"{name[0]}(?i:{regex.escape(name[1:])})"
        for name in sorted(own, key=len, reverse=True)
        if name not in table("organizations")["common_too"]
    )
    return regex.compile(rf"\b(?:{names})\b")


@cache
def _after_department() -> regex.Pattern[str]:
    """The first letter of such a name behind the word for a department: ``Cục cảnh sát hình sự``."""
    names = "|".join(regex.escape(name.lower()) for name in table("organizations")["proper"] if " " in name)
    return regex.compile(rf"(?<=(?<!\p{{L}})(?:Cục|Vụ|Phòng|Đội) )\p{{Ll}}(?<=(?={names}).)")


def _ministries() -> list[str]:
    """Return the names of the ministries, which `Bộ trưởng` is none of."""
    return [f"Bộ {field}" for field in table("organizations")["ministries"] if field != "Trưởng"]


def _last_province(name: str) -> str | None:
    """Return the province's name with which a name ends, after other words."""
    tail = _TAIL.search(name)
    if not tail:
        return None
    words = tail.group().split()
    for count in (5, 4, 3, 2, 1):
        last = " ".join(words[-count:])
        if count <= len(words) and len(last) < len(name) and province_of(last):
            # Most bodies bear the man's name, not the city's: `Đoàn Thanh niên Cộng sản Hồ Chí Minh`.
            of_the_man = last == "Hồ Chí Minh" and name[: -len(last)].strip() not in _list("provincial")
            return None if of_the_man else last
    return None


@cache
def _foreign() -> regex.Pattern[str]:
    return _any_of([country for country in table("places")["countries"] if country != "Việt Nam"])


def _list(key: str) -> Sequence[str]:
    names: Sequence[str] = table("organizations")[key]
    return names


def _begins(name: str, key: str) -> bool:
    return any(_starts(name, body) for body in _list(key))


def _starts(name: str, body: str) -> bool:
    return name.startswith(body) and not name[len(body) : len(body) + 1].isalpha()


@cache
def _departments() -> regex.Pattern[str]:
    return _any_of(_list("departments"))


def _any_of(names: Sequence[str]) -> regex.Pattern[str]:
    """Return what finds any of some names in another one, as whole words."""
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(regex.escape, names))})(?!\p{{L}})")
