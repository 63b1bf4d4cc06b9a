"""Days that have a name, from ``configs/values/days.yaml``."""

from __future__ import annotations

import re
from functools import cache

import yaml

from solieu.annotation.errors import SolieuError
from solieu.configs import config_path
from solieu.models.values.reading import read

_TITLE = re.compile(r"(?:ngày |lễ |đại lễ )+")


def day_named(name: str) -> tuple[int, int]:
    """Return day and month of a day by its name, as `names_pattern` found it."""
    return _names()[1][_key(name)]


def names_pattern() -> str:
    """Return the pattern of all names in the group ``name``, with ``ngày`` or ``lễ`` before them if that is written."""
    return _names()[0]


@cache
def _names() -> tuple[str, dict[str, tuple[int, int]]]:
    path = config_path("values/days.yaml")
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    days: dict[str, tuple[int, int]] = {}
    patterns = []
    for name, entry in table.items():
        if not isinstance(entry, dict) or set(entry) != {"day", "also"}:
            raise SolieuError(f"{path}: {name!r} must have 'day', such as 2/9, and 'also', a list of other names")
        day, _, month = str(entry["day"]).partition("/")
        for form in (name, *entry["also"]):
            words = _TITLE.sub("", read(form).text, count=1)
            days[_key(words)] = (int(day), int(month))
            patterns.append(r"[ ,-]+".join(map(re.escape, re.split(r"[ ,-]+", words))))
    patterns.sort(key=len, reverse=True)
    return rf"(?:ngày |lễ |đại lễ )*(?P<name>{'|'.join(patterns)})(?!\w)", days


def _key(name: str) -> str:
    return " ".join(re.split(r"[ ,-]+", name))
