"""Police and military ranks."""

from __future__ import annotations

from functools import cache

import regex

from solieu.annotation.values import RankValue, Unresolved
from solieu.models.values.spelling import readable
from solieu.models.values.tables import table

_BRACKETS = regex.compile(r"[()]")
_SHORT = regex.compile(r"(\p{L}+)\s*[/.]\s*(\p{L}+)")


def rank(text: str) -> RankValue | Unresolved:
    """Tell which rank a text names.

    Args:
        text: The rank as written, in full (``Thượng tá``) or in short (``Đ/tá``).

    Returns:
        The rank, or why it cannot be told.
    """
    name = readable(text)
    if isinstance(name, Unresolved):
        return name
    # `sỹ` is another spelling of `sĩ`; brackets set the force off.
    plain = _BRACKETS.sub(" ", name.lower()).replace("sỹ", "sĩ")
    words, force = _without_force(_without_state(" ".join(plain.split())))
    if words in _ranks():
        return _value(words, force)
    if short := _SHORT.fullmatch(words):
        first, last = short.groups()
        readings = [f"{word.lower()} {last}" for word in table("ranks")["short"].get(first, ())]
        known = [reading for reading in readings if reading in _ranks()]
        if len(known) == 1:
            return _value(known[0], force)
        if known:
            named = " or ".join(_ranks()[reading]["name"] for reading in known)
            return Unresolved(reason=f"the short form may mean {named}")
    return Unresolved(reason="it is not in the table of ranks")


@cache
def _ranks() -> dict[str, dict[str, str]]:
    return {row["name"].lower(): row for row in table("ranks")["ranks"]}


def _without_state(words: str) -> str:
    """Take off what is said of the person and not by the rank: ``cố Đại tướng``, ``Đại tá nghỉ hưu``."""
    for said in table("ranks")["before"]:
        words = words.removeprefix(f"{said} ")
    for said in sorted(table("ranks")["behind"], key=len, reverse=True):
        words = words.removesuffix(f" {said}").rstrip(" ,-")
    return words


def _without_force(words: str) -> tuple[str, str | None]:
    """Take the words that say the force or the kind of service off the end."""
    for said, force in sorted(table("ranks")["forces"].items(), key=lambda pair: -len(pair[0])):
        if words.endswith(f" {said}"):
            return words[: -len(said)].strip(" ,-("), force
    return words, None


def _value(words: str, force: str | None) -> RankValue:
    row = _ranks()[words]
    return RankValue(name=row["name"], grade=row["grade"], order=int(row["order"]), force=row.get("force") or force)
