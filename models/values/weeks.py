"""Weeks that are counted from the article's: ``tuần trước``, ``thứ Sáu tuần này``, ``cuối tuần qua``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from solieu.annotation.values import Time, Unresolved
from solieu.models.values.moments import Context, Moment
from solieu.models.values.points import interval, point
from solieu.models.values.scanner import SHIFTS, scan

_SATURDAY = 5
_WEEK = re.compile(
    r"(?P<before>.*?)(?:^|(?<= ))(?:trong |vào )?(?P<part>đầu |giữa |cuối )?tuần "
    r"(?P<which>này|nay|trước|vừa qua|vừa rồi|qua|rồi|sau|tới)"
)


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
