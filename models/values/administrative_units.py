"""Vietnam's administrative units, before and since July 2025, as the package ``vietnamadminunits`` lists them.

Its data files are read, its code is not run: SQLite's tables ``admin_units_legacy`` (63 provinces with their
districts and communes, as they stood in June 2025) and ``admin_units`` (34 provinces with their communes), and the
JSON that says which commune became a part of which. Codes are those of the General Statistics Office.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import regex

from solieu.annotation.errors import SolieuError
from solieu.annotation.values import AdministrativeUnit
from solieu.models.values.spelling import capitalised, modern_tones, respelled
from solieu.models.values.tables import table

Division = Literal["2025", "before 2025"]

# The words that an administrative unit's full name begins with; longer ones first.
UNIT_WORDS = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
_UNIT_WORD = regex.compile(rf"(?:{'|'.join(UNIT_WORDS)})\s+(?=\S)", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit as it is listed.

    Args:
        unit: The unit.
        word: Its administrative word in lower case, such as ``thị xã``.
        district: The full name of the district that it lies in, for a commune of before 2025.
        until: The day from which it was something else, where that is not the one of July 2025.
    """

    unit: AdministrativeUnit
    word: str
    district: str | None = None
    until: date | None = None

    def was_there(self, day: date | None) -> bool:
        """Whether the unit may have been one on a day; where the day is not known, it may."""
        if day is None:
            return True
        if self.until:
            return day < self.until
        # `Thành phố Huế` was no province as long as a province of another name stood in its place.
        begun = [changed for now, changed in former_provinces().values() if now == self.unit.name]
        return self.unit.level != "tỉnh" or all(day >= changed for changed in begun)


def unit_key(name: str) -> str:
    """Return the form in which units' names are compared, without the administrative word."""
    return _key(respelled(name))


def units_named(name: str) -> Sequence[Listed]:
    """Return all units of a name without its administrative word, such as ``Hòa Bình`` or ``8``."""
    return _by_name().get(unit_key(name), ())


@cache
def provinces() -> Mapping[str, str]:
    """Return the full name of each province, of before and since 2025, by the key of its name."""
    return {
        key: listed.unit.name for key, units in _by_name().items() for listed in units if listed.unit.level == "tỉnh"
    }


@cache
def grown_provinces() -> frozenset[str]:
    """Return the full names of the provinces that others became a part of in July 2025."""
    into: dict[str, int] = {}
    for units in _by_name().values():
        for listed in units:
            if listed.unit.level == "tỉnh" and listed.unit.now and listed.unit.name not in former_provinces():
                into[listed.unit.now] = into.get(listed.unit.now, 0) + 1
    return frozenset(name for name, count in into.items() if count > 1)


def without_word(name: str) -> str:
    """Return a unit's name without its administrative word: ``Long An`` of ``Tỉnh Long An``."""
    return _UNIT_WORD.sub("", name, count=1) if _UNIT_WORD.match(name) else name


def _key(name: str) -> str:
    plain = name.lower().replace("-", " ").replace("'", "").replace(".", " ")
    syllables = table("places")["syllables"]
    key = " ".join(syllables.get(word, word.lstrip("0") or word) for word in plain.split())
    return str(table("places")["respelled"].get(key, key))


@cache
def _by_name() -> Mapping[str, Sequence[Listed]]:
    found: dict[str, list[Listed]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for listed in (*_since_2025(), *_before_2025(), *_former()):
        identity = (listed.unit.since, listed.unit.name, listed.unit.code)
        if identity not in seen:
            seen.add(identity)
            found[_key(without_word(listed.unit.name))].append(listed)
    return found


def _since_2025() -> Iterable[Listed]:
    for province, code, ward, word, ward_code in _rows(
        "province, provinceCode, ward, wardType, wardCode", "admin_units"
    ):
        yield _listed(code, province, "tỉnh", "2025")
        if ward:
            yield _listed(ward_code, ward, "xã", "2025", province, word=word)


def _before_2025() -> Iterable[Listed]:
    columns = "province, provinceCode, district, districtCode, ward, wardCode, provinceKey, districtKey, wardKey"
    provinces_now, communes_now = _conversions()
    for province, code, district, district_code, ward, ward_code, *keys in _rows(columns, "admin_units_legacy"):
        now = provinces_now.get(keys[0])
        yield _listed(code, province, "tỉnh", "before 2025", now=now)
        if district:
            yield _listed(district_code, district, "huyện", "before 2025", province, now=now)
        if ward:
            became = communes_now.get("_".join(str(key) for key in keys))
            whole = f"{became}, {now}" if became and now else now
            listed = _listed(ward_code, ward, "xã", "before 2025", province, now=whole)
            yield Listed(listed.unit, listed.word, _cased(district) if district else None)


@cache
def former_provinces() -> Mapping[str, tuple[str, date]]:
    """Return what each province that was renamed before June 2025 became, and from which day on."""
    return {row["name"]: (row["now"], row["until"]) for row in table("places")["former"] if row["level"] == "tỉnh"}


def _former() -> Iterable[Listed]:
    for row in table("places")["former"]:
        listed = _listed(row["code"], row["name"], row["level"], "before 2025", row.get("parent"), now=row["now"])
        yield replace(listed, until=row["until"])


def _listed(
    code: str,
    name: str,
    level: Literal["tỉnh", "huyện", "xã"],
    since: Division,
    parent: str | None = None,
    *,
    now: str | None = None,
    word: str | None = None,
) -> Listed:
    full = _cased(name)
    first = _UNIT_WORD.match(full)
    unit = AdministrativeUnit(
        code=code, name=full, level=level, since=since, parent=_cased(parent) if parent else None, now=now
    )
    return Listed(unit, (word or (first.group().strip() if first else "")).lower())


@cache
def _cased(name: str) -> str:
    """Write the administrative word with one capital: ``Thị Xã Việt Yên`` as ``Thị xã Việt Yên``."""
    name = modern_tones(unicodedata.normalize("NFC", " ".join(name.split())))
    first = _UNIT_WORD.match(name)
    return capitalised(first.group().lower()) + name[first.end() :] if first else name


def _conversions() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what each province, and each commune that was not divided, became a part of in 2025, by their keys."""
    names: dict[tuple[str, str], str] = {}
    full: dict[str, str] = {}
    for key, province, ward_key, ward in _rows("provinceKey, province, wardKey, ward", "admin_units"):
        full[key] = _cased(province)
        names[key, ward_key] = _cased(ward) if ward else ""
    path = _data() / "converter_2025.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        provinces_now = {old: full[new] for new, olds in content["DICT_PROVINCE"].items() for old in olds}
        became: dict[str, str | None] = {}
        for province, wards in content["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, olds in wards.items():
                for old in olds:
                    # Listed under two new ones, it is not told which it became a part of.
                    became[old] = names.get((province, ward)) if old not in became else None
        for wards in content["DICT_PROVINCE_WARD_DIVIDED"].values():
            became.update(dict.fromkeys(wards))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _unreadable(path, error) from error
    return provinces_now, {old: new for old, new in became.items() if new}


def _rows(columns: str, name: str) -> list[tuple[str, ...]]:
    path = _data() / "dataset.db"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            # The names are those of this module, not a user's.
            return connection.execute(f"SELECT DISTINCT {columns} FROM {name}").fetchall()  # noqa: S608
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error


def _data() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise SolieuError(
            "the list of administrative units is not installed: install it with `pip install vietnamadminunits`"
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def _unreadable(path: Path, why: object) -> SolieuError:
    return SolieuError(f"{path}: the list of administrative units cannot be read ({why}); reinstall vietnamadminunits")
