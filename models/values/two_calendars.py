"""Days that are said in both calendars, or in one of the two without saying in which.

``ngày 10/2/2024 (mùng 1 Tết)`` is the day of the solar calendar; in ``ngày 15/7 (âm lịch)`` and ``Giỗ Tổ Hùng Vương
(10/3)`` there is no day of it. ``mùng`` stands before the first ten days of both:
with figures for the month (``mùng 2/9``) or a year's number the day is read as solar, and flagged. Where a feast of the
lunar calendar has that day (``mùng 10/3``), it stays lunar; ``configs/values/lunar_feasts.yaml`` has the feasts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from solieu.annotation.values import Time, Unresolved
from solieu.models.values.lunar import is_lunar, is_mark_alone
from solieu.models.values.moments import Context
from solieu.models.values.points import point
from solieu.models.values.reading import read
from solieu.models.values.scanner import NUMBER, number_of, scan
from solieu.models.values.tables import table

_BOTH = re.compile(r"(?P<one>[^()]+?),? ?(?:\(|(?=tức |nhằm ))(?:(?:tức|nhằm)(?: là)?(?: vào)? )?(?P<other>[^()]+)\)?")
# "Giỗ Tổ Hùng Vương 18/4": a feast, and its day without brackets.
_FEAST_AND_DAY = re.compile(r"(?P<one>[^0-9()]+) (?:ngày )?(?P<other>[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{4})?)")
_IN_BRACKETS = re.compile(r",? ?\((?P<said>[^()]+)(?:\)|$)")
_EARLY = re.compile(
    r"(?:ngày )?(?:mùng|mồng) (?=(?P<day>[0-9]{1,2}) ?[/.-] ?(?P<month>[0-9]{1,2})(?![0-9])"
    rf"|(?P<said_day>{NUMBER}) tháng (?P<said_month>{NUMBER})(?: năm |[/-])[0-9]{{4}})"
)


def read_both(text: str, context: Context) -> Time | Unresolved | None:
    """Read a day that a lunar and a solar date name, one of them in brackets.

    Args:
        text: A text in one spelling.
        context: What the article says.

    Returns:
        The day of the solar calendar, or a reason why there is none; None if the text is no such pair.
    """
    match = _BOTH.fullmatch(text)
    if match is None:
        match = _FEAST_AND_DAY.fullmatch(text)
        match = match if match and _feasts_named(match["one"]) else None
    if match is None:
        return None
    pair = match["one"].strip(), match["other"].strip()
    solar = [said for said in pair if not is_lunar(said)]
    if len(solar) != 1 or any(map(is_mark_alone, pair)):
        return None
    moment = scan(solar[0])
    if moment is None or moment.day is None or (moment.day, moment.month) in _feasts_named(text):
        return None
    return point(moment, context)


def without_lunar_days(text: str) -> str | None:
    """Return ``từ 8/2 (29 Tết) đến 14/2 (mùng 5 Tết)`` without what stands in brackets.

    Args:
        text: A text in one spelling.

    Returns:
        The text with its solar days alone; None if not each of several brackets names a lunar day, or nothing solar
        is left.
    """
    brackets = [match["said"] for match in _IN_BRACKETS.finditer(text)]
    if len(brackets) < 2 or not all(is_lunar(said) and not is_mark_alone(said) for said in brackets):
        return None
    plain = _IN_BRACKETS.sub("", text)
    return None if is_lunar(plain) else plain


def as_solar(text: str) -> str | None:
    """Return a text with ``mùng`` as its solar reading has it, with ``ngày``; None if it has none.

    Args:
        text: A text in one spelling.
    """
    plain = _EARLY.sub(lambda match: match.group() if _is_feast(match) else "ngày ", text)
    return plain if plain != text and not is_lunar(plain) else None


def _is_feast(match: re.Match[str]) -> bool:
    day, month = match["day"] or match["said_day"], match["month"] or match["said_month"]
    return (number_of(day), number_of(month)) in _feasts()


def _feasts_named(text: str) -> frozenset[tuple[int, int]]:
    """Return day and month of the feasts of the lunar calendar that a text names.

    No feast has the same day in both calendars: beside its name that day is said in the lunar one.
    """
    return frozenset(
        day for name, day in _days_of_feasts().items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    )


def _feasts() -> frozenset[tuple[int, int]]:
    """Return day and month of the feasts of the lunar calendar."""
    return frozenset(_days_of_feasts().values())


@cache
def _days_of_feasts() -> dict[str, tuple[int, int]]:
    """Return day and month of each feast by its name in the one spelling."""
    days = ((name, day.partition("/")) for name, day in table("lunar_feasts").items())
    return {read(name).text: (int(day), int(month)) for name, (day, _, month) in days}


def flagged_as_either(found: Time | Unresolved | None) -> Time | Unresolved | None:
    """Flag a time whose calendar is not said."""
    return replace(found, flags=(*found.flags, "lunar-or-solar")) if isinstance(found, Time) else found
