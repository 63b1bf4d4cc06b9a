"""Values as people read them: one short line, in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from solieu.annotation.values import (
    AdministrativeUnit,
    Award,
    Campaign,
    Citation,
    Organization,
    PersonName,
    Place,
    PositionValue,
    Quantity,
    RankValue,
    Time,
    Value,
)
from solieu.models.values.place_name import UNIT_LEVELS
from solieu.models.values.positions import title_and_body

# A number with more digits than any text says is written with an exponent.
_MOST_DIGITS = 100
_UNIT_WORDS = sorted(UNIT_LEVELS, key=len, reverse=True)
_DURATION_PART = re.compile(r"([\d.]+)([YMWDHS])")
_DURATION_UNITS = {"Y": "năm", "M": "tháng", "W": "tuần", "D": "ngày", "H": "giờ", "S": "giây"}
# Units that are codes, as people write them.
_UNITS = {"VND": "đồng"}


def readable(value: Value | None) -> str | None:
    """Return a value as people read it, such as ``≈ 1.200.000 lượt người``.

    Args:
        value: The value of a span.

    Returns:
        One line; None where there is no value or it could not be told.
    """
    if value is None:
        return None
    write = _WRITERS.get(type(value))
    return write(value) if write else None


def readable_number(number: Decimal) -> str:
    """Return a number with Vietnamese separators, ``1.234.567,8``, and the minus sign of typography."""
    if abs(number.adjusted()) > _MOST_DIGITS:
        return f"{number:E}".replace(".", ",").replace("-", "−")
    return f"{number:,f}".translate(str.maketrans(",.-", ".,−"))


def _quantity(quantity: Quantity) -> str:
    number = readable_number(quantity.low)
    if quantity.low != quantity.high:
        number += f"–{readable_number(quantity.high)}"
    if quantity.out_of is not None:
        number += f"/{readable_number(quantity.out_of)}"
    if quantity.relation != "=":
        number = f"{quantity.relation} {number}"
    unit = _UNITS.get(quantity.unit or "", quantity.unit)
    if unit is None:
        return number
    rate = f"{unit}/{quantity.per}" if quantity.per else unit
    return f"{number}%" + rate[1:] if unit == "%" else f"{number} {rate}"


def _time(time: Time) -> str:
    clock = time.clock if time.clock and time.clock not in (time.edtf or "") else None
    length = _duration(time)
    return ", ".join(part for part in (time.edtf, clock, time.part, length) if part)


def _duration(time: Time) -> str | None:
    if time.duration is None or (time.edtf is None and time.clock is not None):  # a clock that may be a length
        return None
    length = _length(time.duration)
    return f"{length} – {_length(time.duration_to)}" if time.duration_to else length


def _length(duration: str) -> str:
    """Return a length of ISO 8601 in words: ``10 năm`` for ``P10Y``."""
    days, _, clock = duration.removeprefix("P").partition("T")
    parts = [(number, _DURATION_UNITS[unit]) for number, unit in _DURATION_PART.findall(days)]
    parts += [
        (number, "phút" if unit == "M" else _DURATION_UNITS[unit]) for number, unit in _DURATION_PART.findall(clock)
    ]
    return " ".join(f"{number.replace('.', ',')} {unit}" for number, unit in parts)


def _position(position: PositionValue) -> str:
    title, body = title_and_body(position.title)
    parts = (
        ("Nguyên", position.former),
        ("Quyền", position.acting),
        ("Phó", position.deputy),
        (title, True),
        ("Thường trực", position.standing),
        (body, bool(body)),
    )
    return " ".join(word for word, said in parts if said)


def _organization(organization: Organization) -> str:
    """Return the name, with the place that only the article says: ``Công an tỉnh`` is ``Công an tỉnh Bắc Giang``."""
    name, place = organization.name, organization.place
    if place is None or organization.place_from != "article":
        return name
    word = next((each for each in _UNIT_WORDS if place.lower().startswith(f"{each} ")), None)
    if word is None:
        return f"{name}, {place}"
    committee = f"{word.split()[0]} ủy"  # `Tỉnh ủy`, `Thành ủy`
    if not name.lower().endswith((f" {word}", committee)):
        return f"{name}, {place}"
    return name + place[len(word) :]


def _place(place: Place) -> str:
    """Return the official name with its province where just one unit is meant, else the name in the text."""
    names = {_unit(unit) for unit in place.units}
    return names.pop() if len(names) == 1 else place.name


def _unit(unit: AdministrativeUnit) -> str:
    return f"{unit.name}, {unit.parent}" if unit.parent else unit.name


def _citation(citation: Citation) -> str:
    if citation.number is None:
        return citation.title or citation.type or ""
    return f"{citation.type} số {citation.number}" if citation.type else citation.number


def _award(award: Award) -> str:
    return f"{award.form} hạng {award.grade}" if award.grade else award.form


def _person(person: PersonName) -> str:
    return person.full_name or person.name


def _name(value: RankValue | Campaign) -> str:
    return value.name


_WRITERS: Mapping[type[Value], Callable[[Any], str]] = {
    Award: _award,
    Campaign: _name,
    Citation: _citation,
    Organization: _organization,
    PersonName: _person,
    Place: _place,
    PositionValue: _position,
    Quantity: _quantity,
    RankValue: _name,
    Time: _time,
}
