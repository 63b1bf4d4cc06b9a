"""A place's name in two parts: the words that say what kind of place it is, and the name itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from solieu.models.values.administrative_units import units_named
from solieu.models.values.spelling import is_shouted, respelled
from solieu.models.values.tables import table

UNIT_LEVELS = {
    **{"tỉnh": "tỉnh", "thành phố": "thành phố"},
    **dict.fromkeys(("huyện", "quận", "thị xã"), "huyện"),
    **dict.fromkeys(("xã", "phường", "thị trấn", "đặc khu"), "xã"),
}
_CITY = regex.compile(r"^(?:thành phố|tp|t\.p)?[. ]*(?:hcm|hồ chí minh)$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place's name.

    Args:
        type: What kind of place the first words say it is, in lower case; None if they do not.
        name: The name without these words, with the usual capitals.
        shouted: Whether it was written in capitals only.
    """

    type: str | None
    name: str
    shouted: bool = False

    @property
    def whole(self) -> str:
        """The canonical form: ``huyện Lục Nam``."""
        return f"{self.type} {self.name}" if self.type else self.name


def place_name(text: str) -> PlaceName:
    """Split a place's name.

    Args:
        text: The name as written, such as ``TP. Hồ Chí Minh``, ``Q.8`` or ``HẬU GIANG``.
    """
    name = provinces_written_out(respelled(text))
    if _CITY.match(name):
        return PlaceName("thành phố", "Hồ Chí Minh")
    shouted = is_shouted(name)
    found = _first_words().match(name)
    kind = None
    if found and (rest := name[found.end() :].lstrip(" .")) and not _is_a_units_name(name, found.group(1)):
        said = found.group(1).lower()
        kind = _short().get(said, said)
        name = rest.lstrip("0") or rest if kind in UNIT_LEVELS and rest.isdigit() else rest
    return PlaceName(kind, _cased(name) if shouted else name, shouted)


def provinces_written_out(name: str) -> str:
    """Write the short forms of provinces in a name out: ``TT-Huế`` as ``Thừa Thiên Huế``.

    Args:
        name: A name in the one spelling of `respelled`.
    """
    return _abbreviated().sub(lambda found: _full_names()["".join(filter(str.isalpha, found.group()))], name)


def _is_a_units_name(name: str, first: str) -> bool:
    """Whether the first word belongs to the name of a unit: `Bến Tre` is no landing stage."""
    return first[0].isupper() and first.lower() not in UNIT_LEVELS and bool(units_named(name))


def _cased(name: str) -> str:
    return regex.sub(r"\p{L}+", lambda word: word.group().capitalize(), name)


@cache
def _full_names() -> dict[str, str]:
    names = {short.replace(" ", ""): name for short, name in table("places")["abbreviated"].items()}
    return {short.upper(): name.upper() for short, name in names.items()} | names


@cache
def _abbreviated() -> regex.Pattern[str]:
    forms = (form for short in table("places")["abbreviated"] for form in (short, short.upper()))
    names = "|".join(r"[\s.-]*".join(form.split()) for form in forms)
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{names})(?![\p{{L}}\d])")


@cache
def _short() -> dict[str, str]:
    short: dict[str, str] = table("places")["short"]
    return short


@cache
def _first_words() -> regex.Pattern[str]:
    full = {word: rf"{regex.escape(word)}(?=\s)" for word in table("places")["types"]}
    # A short form stands before a capital or a figure: `Q.8`, `TP Huế`.
    short = {word: rf"{regex.escape(word)}(?=\.?\s*(?-i:[\p{{Lu}}\d])|\s)" for word in _short()}
    both = full | short
    words = "|".join(both[word] for word in sorted(both, key=len, reverse=True))
    return regex.compile(rf"({words})", regex.IGNORECASE)
