"""Named places, matched to Vietnam's administrative units of before and since July 2025."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import chain

import regex

from solieu.annotation.values import Place, Unresolved
from solieu.models.values.administrative_units import Listed, former_provinces, grown_provinces, unit_key, units_named
from solieu.models.values.context import CHANGED, ArticleContext, province_of
from solieu.models.values.place_name import UNIT_LEVELS, PlaceName, place_name
from solieu.models.values.spelling import readable
from solieu.models.values.tables import table

# Which division a place is one of, where the text says it: `tỉnh Long An cũ`, `tỉnh Tây Ninh (mới)`.
_SAID = regex.compile(r"(?<=\S)\s+\(?(?:(?P<former>cũ|trước đây|trước (?:khi )?sáp nhập)|mới)\)?$")
# Between the parts of an address: `P.5, Q.3`, `quận 1 (TP.HCM)`; a dash where all have their word, `Q.12 - TP.HCM`.
_COMMA = regex.compile(r"\s*,\s*|\s*\((?=[^()]+$)")
_DASH = regex.compile(r"\s+-\s+")
# More units than this say nothing of where it is: `xã Tân Lập`.
MOST_UNITS = 40


def place(text: str, *, context: ArticleContext | None = None) -> Place | Unresolved:
    """Match a place to the administrative units that it may be.

    Args:
        text: The place as written, with or without its administrative word; of an address, ``P.5, Q.3``, it is the
            place that it begins with.
        context: What the article says: its day of publication chooses the division of units, the province, district
            and communes that it names narrow the units down.

    Returns:
        The place with all units that it may be; roads, hamlets and countries have a type only. Flags:

        - ``ambiguous-place``: several units are left.
        - ``division-unknown``: it is not known whether the unit of before or since July 2025 is meant, or the
          article's division has no such unit.
        - ``level-assumed``: a bare name that is both a province's and a city's, or a district's and a commune's, was
          taken for the higher one, or a bare name for a commune's.
        - ``other-kind``: the only units of the name have another administrative word.
        - ``other-province``: the units are outside the article's provinces.
        - ``unit-unknown``: no unit has the name.
    """
    plain = readable(text)
    if isinstance(plain, Unresolved):
        return plain
    said = _SAID.search(plain)
    # `xã Chợ mới` is the commune of Chợ Mới.
    if said and not units_named(place_name(plain).name) and _is_a_name(plain[: said.start()]):
        return _of_division(plain[: said.start()], context or ArticleContext(), former=said["former"] is not None)
    if within := _address(plain):
        return _in_the_address(within, context or ArticleContext())
    parts = place_name(plain)
    flags = ("capitals-restored",) if parts.shouted else ()
    if parts.type is None and (world := _world().get(_without_its_country(parts.name).lower())):
        return Place(name=world[0], type=world[1], flags=flags)
    if parts.type is None and _is_a_state(parts.name):
        return Place(name=parts.name, type="quốc gia", flags=flags)
    capital = table("places")["names"].get(parts.whole.lower()) if parts.type not in UNIT_LEVELS else None
    if parts.type is not None and parts.type not in UNIT_LEVELS and not capital:
        return Place(name=parts.whole, type=parts.type, flags=flags)
    known = context or ArticleContext()
    found, doubts = _candidates(place_name(capital) if capital and parts.type else parts, known)
    if not found:
        return Place(name=parts.whole, type=parts.type, flags=(*flags, "unit-unknown"))
    kept, narrowed = _narrowed(found, known, bare=parts.type is None)
    return Place(
        name=parts.whole,
        type=parts.type or _common([listed.word for listed in kept]),
        units=tuple(listed.unit for listed in kept[:MOST_UNITS]),
        flags=tuple(dict.fromkeys((*flags, *doubts, *narrowed))),
    )


def _address(text: str) -> Sequence[str]:
    """Return the parts of an address, none if a text is none."""
    for parts in (_COMMA.split(text.removesuffix(")") if "(" in text else text), _DASH.split(text)):
        typed = all(place_name(part).type for part in parts)
        if _is_an_address(parts) and (typed or not _DASH.search(text)):
            return parts
    return ()


def _is_an_address(parts: Sequence[str]) -> bool:
    """Whether the parts name units that lie within each other, from the smallest to the largest."""
    levels = [_level(place_name(part)) for part in parts]
    known = [("xã", "huyện", "tỉnh").index(level) for level in levels if level]
    return 1 < len(known) == len(levels) and known == sorted(set(known))


def _level(parts: PlaceName) -> str | None:
    """Return the level that a unit's word says; of a bare name, that of the province or district of the name."""
    province = province_of(parts.name)
    if parts.type == "thành phố":
        return "tỉnh" if province else "huyện"
    if parts.type:
        return UNIT_LEVELS.get(parts.type)
    return "tỉnh" if province else "huyện" if _districts_named(parts) else None


def _districts_named(parts: PlaceName) -> tuple[str, ...]:
    if parts.type:
        return (parts.whole,)
    return tuple(listed.unit.name for listed in units_named(parts.name) if listed.unit.level == "huyện")


def _in_the_address(parts: Sequence[str], context: ArticleContext) -> Place | Unresolved:
    """Match the first unit of an address within those that are named behind it."""
    first, *others = parts
    around = [place_name(other) for other in others]
    provinces = tuple(province_of(name.name) or "" for name in around if _level(name) == "tỉnh")
    districts = tuple(chain.from_iterable(_districts_named(name) for name in around if _level(name) == "huyện"))
    within = replace(context, provinces=provinces or context.provinces, districts=districts or context.districts)
    value = place(first, context=within)
    if isinstance(value, Unresolved):
        return value
    return replace(value, name=", ".join((value.name, *(name.whole for name in around))))


def _is_a_name(name: str) -> bool:
    """Whether a text before `cũ` or `mới` names a unit: `tỉnh Long An`, `Bến Lức`, but not `thành phố` or `Phố`."""
    parts = place_name(name)
    return parts.type in UNIT_LEVELS or (parts.type is None and bool(units_named(name) or province_of(name)))


def _of_division(name: str, context: ArticleContext, *, former: bool) -> Place | Unresolved:
    """Match a place of which the text says that it is a former or a new one.

    A former one of an article before July 2025 was gone by then: few of these are in the list.
    """
    if former and context.division == "before 2025":
        return _gone(name, context)
    day = CHANGED - timedelta(days=1) if former else CHANGED
    value = place(name, context=replace(context, published=day))
    if not isinstance(value, Place) or not value.units or context.division == "2025":
        return value
    return replace(value, flags=tuple(dict.fromkeys((*value.flags, "division-unknown"))))


def _gone(name: str, context: ArticleContext) -> Place:
    """Match a place that was no unit any more on the article's day."""
    parts = place_name(name)
    units = tuple(
        listed.unit
        for listed in units_named(parts.name)
        if not listed.was_there(context.published) and parts.type in (None, listed.word)
    )
    return Place(name=parts.whole, type=parts.type, units=units, flags=() if units else ("unit-unknown",))


def _candidates(parts: PlaceName, context: ArticleContext) -> tuple[Sequence[Listed], tuple[str, ...]]:
    """Return the units that a name alone may mean, and what is doubtful about that."""
    full = province_of(parts.name)
    if full and parts.type in (None, "tỉnh", "thành phố"):
        same = _in_force(place_name(full).name, context)
        provinces = [listed for listed in same if listed.unit.level == "tỉnh"]
        if parts.type is None and provinces:
            others = len(provinces) < len(same) or any(listed not in same for listed in _in_force(parts.name, context))
            return provinces, ("level-assumed",) if others else ()
        if any(listed.word == parts.type for listed in provinces):
            return [listed for listed in same if listed.word == parts.type], ()
    units = _in_force(parts.name, context)
    if parts.type is None:
        return units, ()
    exact = [listed for listed in units if listed.word == parts.type]
    if exact or parts.type == "tỉnh":
        return exact, ()
    # `huyện Kim Bảng` is a town in the list, because it became one.
    level = "huyện" if parts.type == "thành phố" else UNIT_LEVELS[parts.type]
    other = [listed for listed in units if listed.unit.level == level]
    return other, ("other-kind",) if other else ()


def _in_force(name: str, context: ArticleContext) -> Sequence[Listed]:
    """Return the units of a name that may have been ones on the article's day, or all where none was."""
    units = units_named(name)
    return [listed for listed in units if listed.was_there(context.published)] or units


def _narrowed(
    units: Sequence[Listed], context: ArticleContext, *, bare: bool
) -> tuple[Sequence[Listed], tuple[str, ...]]:
    """Leave the units that fit the article, and say what is doubtful."""
    flags: list[str] = []
    if context.division:
        units = [listed for listed in units if listed.unit.since == context.division] or units
    inside = [listed for listed in units if _lies_in(listed, context)]
    if context.provinces and not inside and all(listed.unit.level != "tỉnh" for listed in units):
        flags.append("other-province")
    units = inside or units
    if any(listed.district and _is_named(listed.district, context.districts) for listed in units):
        units = [listed for listed in units if not listed.district or _is_named(listed.district, context.districts)]
    if bare:
        highest = _highest(units)
        if len(highest) < len(units) or all(listed.unit.level == "xã" for listed in units):
            flags.append("level-assumed")
        units = highest
    divisions = {listed.unit.since for listed in units}
    if (len(divisions) > 1 and not _is_unchanged(units)) or (context.division and divisions != {context.division}):
        flags.append("division-unknown")
    if max(sum(listed.unit.since == since for listed in units) for since in divisions) > 1:
        flags.append("ambiguous-place")
    return units, tuple(flags)


def _highest(units: Sequence[Listed]) -> Sequence[Listed]:
    """Leave out, of each division, the units below the highest level that is there: a bare name means the district."""
    order = ("tỉnh", "huyện", "xã")
    top = {
        since: min(order.index(listed.unit.level) for listed in units if listed.unit.since == since)
        for since in {listed.unit.since for listed in units}
    }
    return [listed for listed in units if order.index(listed.unit.level) == top[listed.unit.since]]


def _is_unchanged(units: Sequence[Listed]) -> bool:
    """Whether units of both divisions are one and the same province."""
    return all(
        listed.unit.level == "tỉnh"
        and listed.unit.name not in grown_provinces()
        and listed.unit.name == units[0].unit.name
        for listed in units
    )


def _lies_in(listed: Listed, context: ArticleContext) -> bool:
    """Whether a unit is, lies in, or, by the day of the article, became a part of one of its provinces."""
    provinces = context.provinces
    meant = {*provinces, *(former_provinces()[name][0] for name in provinces if name in former_provinces())}
    own = listed.unit.parent or listed.unit.name
    now = (listed.unit.now or "").rpartition(", ")[2]
    return own in meant or (now in meant and context.division != "before 2025")


def _is_named(district: str, named: Sequence[str]) -> bool:
    return any(unit_key(district) == unit_key(phrase) for phrase in named)


def _common(words: Sequence[str]) -> str | None:
    return words[0] if len(set(words)) == 1 else None


def _without_its_country(name: str) -> str:
    """Leave out a country in brackets: ``Đài Loan (Trung Quốc)``."""
    front, _, behind = name.partition(" (")
    return front if behind.rstrip(")").lower() in _world() else name


def _is_a_state(name: str) -> bool:
    """Whether a name is the official one of a country: ``Cộng hòa Pháp``."""
    found = _state().match(name)
    return found is not None and _world().get(name[found.end() :].lower(), ("", ""))[1] == "quốc gia"


@cache
def _state() -> regex.Pattern[str]:
    words = "|".join(sorted(map(regex.escape, table("places")["states"]), key=len, reverse=True))
    return regex.compile(rf"(?:(?:{words})\s+)+", regex.IGNORECASE)


@cache
def _world() -> dict[str, tuple[str, str]]:
    """Return the countries and regions with their canonical name and type."""
    named = {name.lower(): (name, "quốc gia") for name in table("places")["countries"]}
    named |= {name.lower(): (name, "vùng") for name in table("places")["regions"]}
    named |= {short: named[country.lower()] for short, country in table("places")["also_countries"].items()}
    return named | {"đbscl": ("Đồng bằng sông Cửu Long", "vùng")}
