"""The canonical forms of units, from ``configs/values/units.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError
from solieu.configs import config_path
from solieu.models.values.reading import read

_KINDS = ("money", "measures", "counts", "per")
_NUMBER_LIKE = "begins_like_a_number"
_MEASURING = "before_what_is_measured"
_SO_MANY = "per_so_many"
# A rate of one is a rate: đồng/1 người, đồng/01 hộ.
_ONE = re.compile(r"^0?1 ")
_MANY = re.compile(r"(?P<number>100|10{0,2}\.000|1\.000\.000|10{3,6}) ?(?P<thing>[^\W\d_].*)")
_REQUIRED = (*_KINDS, _NUMBER_LIKE, _MEASURING)


@dataclass(frozen=True, slots=True)
class Units:
    """The table of units.

    Args:
        canonical: The canonical form of each way to write a unit.
        measures: The canonical forms of units that have parts, as a kilogram and unlike a person.
        per: The canonical forms of what rates are for.
        number_like: Names of things that begin with a word that is also a number.
        measuring: Forms behind which the thing that is measured may stand: ``kg`` of ``5 kg gạo``.
        per_so_many: Things of so many of which a rate may be: ``dân`` of ``5 ca/10.000 dân``, by their canonical forms.
    """

    canonical: Mapping[str, str]
    measures: frozenset[str]
    per: Mapping[str, str]
    number_like: tuple[str, ...]
    measuring: tuple[str, ...] = ()
    per_so_many: frozenset[str] = frozenset()

    def of(self, unit: str) -> str:
        """Return the canonical form of a unit in one spelling; itself if it is not in the table."""
        return self.canonical.get(unit, unit)

    def of_text(self, unit: str) -> str:
        """Return the canonical form of a unit behind which the thing that is measured may stand: ``kg gạo``."""
        form = None if unit in self.canonical else next((f for f in self.measuring if unit.startswith(f"{f} ")), None)
        return self.of(form or unit)

    def of_rate(self, unit: str) -> str:
        """Return the canonical form of what stands after the slash: ``người/năm``, ``m³``, ``10000 dân``."""
        unit = _ONE.sub("", unit, count=1)
        if unit in self.per:
            return self.per[unit]
        if many := self.of_so_many(unit):
            return many
        return "/".join(self.per.get(part, self.of_text(part)) for part in map(str.strip, unit.split("/")))

    def of_so_many(self, unit: str) -> str | None:
        """Return ``10000 dân`` for ``10.000 dân``; None if no rate is of so many, or of such things."""
        match = _MANY.fullmatch(unit)
        thing = self.of_text(match["thing"]) if match else None
        if match is None or thing not in self.per_so_many:
            return None
        return f"{match['number'].replace('.', '')} {thing}"

    def knows(self, unit: str) -> bool:
        """Whether a unit in one spelling is in the table."""
        return unit in self.canonical


@cache
def default_units() -> Units:
    """Return the table that comes with solieu."""
    return read_units(config_path("values/units.yaml"))


def read_units(path: Path) -> Units:
    """Read a table of units.

    Args:
        path: A file like ``configs/values/units.yaml``.

    Raises:
        SolieuError: A part is missing or is not what it should be, or a form stands under two units. ``per_so_many``
            may be missing.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) - {_SO_MANY} != {*_REQUIRED}:
        raise SolieuError(f"{path}: must have the parts {', '.join(_REQUIRED)}, each once")
    content = {_SO_MANY: [], **content}
    tables = {kind: _forms(content[kind], f"{path}: {kind}") for kind in _KINDS}
    canonical: dict[str, str] = {}
    for kind in _KINDS[:-1]:
        for form, unit in tables[kind].items():
            if canonical.setdefault(form, unit) != unit:
                raise SolieuError(f"{path}: {form!r} stands under {canonical[form]!r} and {unit!r}; remove one")
    for part in (_NUMBER_LIKE, _MEASURING, _SO_MANY):
        if not isinstance(content[part], list) or not all(isinstance(name, str) for name in content[part]):
            raise SolieuError(f"{path}: {part} must be a list of names")
    measuring = [read(form).text for form in content[_MEASURING]]
    if unknown := [form for form in measuring if form not in canonical]:
        raise SolieuError(f"{path}: {_MEASURING} has {unknown[0]!r}, which is no unit; put it under one first")
    return Units(
        canonical=canonical,
        measures=frozenset(tables["measures"].values()),
        per=tables["per"],
        number_like=tuple(read(name).text for name in content[_NUMBER_LIKE]),
        measuring=tuple(sorted(measuring, key=len, reverse=True)),
        per_so_many=frozenset(content[_SO_MANY]),
    )


def _forms(table: Any, where: str) -> dict[str, str]:
    """Return the unit of each form, the canonical one included."""
    if not isinstance(table, dict):
        raise SolieuError(f"{where} must map each unit to a list of its other forms")
    forms: dict[str, str] = {}
    for unit, others in table.items():
        if not isinstance(unit, str) or not isinstance(others, list) or not all(isinstance(o, str) for o in others):
            raise SolieuError(f"{where}: {unit!r} must be a name with a list of its other forms")
        for form in (unit, *others):
            if forms.setdefault(read(form).text, unit) != unit:
                raise SolieuError(f"{where}: {form!r} stands under {forms[read(form).text]!r} and {unit!r}; remove one")
    return forms
