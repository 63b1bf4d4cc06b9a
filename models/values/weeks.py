"""Weeks, and days of weeks.

They are counted from the article's (``tuần trước``, ``thứ Sáu tuần này``, ``cuối tuần qua``) or within a month or year
(``tuần thứ hai của tháng 6``). Of the latter only the month or year is told: some count seven days, others from Monday.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from solieu.annotation.values import Time, Unresolved
from solieu.models.values.moments import Context, ImpossibleDateError, Moment
from solieu.models.values.points import interval, point
from solieu.models.values.scanner import NUMBER, SHIFTS, number_of, scan

_SATURDAY = 5
_WEEK = re.compile(
    r"(?P<before>.*?)(?:^|(?<= ))(?:trong |vào )?(?P<part>đầu |giữa |cuối )?tuần "
    r"(?P<which>này|nay|trước|vừa qua|vừa rồi|qua|rồi|sau|tới)"
)
_COUNTED = re.compile(
    rf"(?:trong )?(?:(?:(?P<count>{NUMBER}) )?tuần (?P<end>đầu|cuối)(?: tiên| cùng)?|"
    rf"tuần (?:thứ )?(?P<number>{NUMBER}))"
    r"(?:(?: của)?,? (?P<rest>(?:tháng|quý|năm) .+|năm)|[ /](?P<year>[12][0-9]{3}))"
)
_WEEKS_OF_MONTH, _WEEKS_OF_YEAR = 6, 53


def read_counted_week(text: str, context: Context) -> Time | Unresolved | None:
    """Read weeks at one end of a month or year, or by their number in it.

    Args:
        text: A text in one spelling.
        context: The article's date gives the year where none is said.

    Returns:
        The month or year, with the week as its part; None if the text is no such week.

    Raises:
        ImpossibleDateError: It has no so many weeks.
    """
    match = _COUNTED.fullmatch(text)
    # "tuần đầu năm" is of the article's year.
    said = scan("năm nay" if match["rest"] == "năm" else match["rest"] or match["year"]) if match else None
    if match is None or said is None or said.day or said.clock or said.part or said.weekday is not None:
        return None
    count, number = (number_of(match[name]) if match[name] else None for name in ("count", "number"))
    most = _WEEKS_OF_YEAR if said.month is None and said.shifted != "month" else _WEEKS_OF_MONTH
    if any(many is not None and not 1 <= many <= most for many in (count, number)):
        raise ImpossibleDateError("it has no so many weeks")
    found = point(said, context)
    if not isinstance(found, Time):
        return found
    part = f"tuần {match['end']}" if match["end"] else f"tuần thứ {number}"
    return replace(found, part=part, duration=f"P{count}W" if count else None, granularity="week")


def read_week(text: str, context: Context) -> Time | Unresolved | None:
    """Read a week, or a day of one.

    Args:
        text: A text in one spelling.
        context: The article's date; weeks begin on Mondays.

    Returns:
        The seven days, Saturday and Sunday for its end, or the day of a weekday; a reason without the article's date;
        None if the text is no such week.
    """
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    said = scan(match["before"]) if match["before"].strip() else Moment()
    if said is None or said.has_date or (match["before"].strip() and said.weekday is None):
        return None
    if context.published is None:
        return Unresolved(reason="the text names its week only by the article's date")
    monday = context.published.toordinal() - context.published.weekday() + 7 * SHIFTS[match["which"]]
    if not date.min.toordinal() <= monday <= date.max.toordinal() - 6:
        return Unresolved(reason="the week lies outside the calendar")
    first = date.fromordinal(monday)
    # The week that has just passed may be this one or the last.
    said = said.flagged("relative", *(("approximate",) if match["which"] in ("qua", "vừa qua", "vừa rồi") else ()))
    if said.weekday is not None:
        return point(_on(first + timedelta(days=said.weekday), said), context)
    part = (match["part"] or "").strip() or None
    if part == "cuối":
        first, part = first + timedelta(days=_SATURDAY), None
    last = date.fromordinal(monday + 6)
    found = interval(_on(first, said), _on(last, said), context)
    whole = first.toordinal() == monday
    return replace(found, part=part, granularity="week" if whole else "day") if isinstance(found, Time) else found


def _on(day: date, said: Moment) -> Moment:
    return replace(said, year=day.year, month=day.month, day=day.day)
