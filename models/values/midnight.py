"""Ranges that pass midnight: ``từ 22h ngày 25/6 đến 2h sáng hôm sau``."""

from __future__ import annotations

from dataclasses import replace

from solieu.models.values.moments import Context, Moment, days_later

_NOON = 12


def over_night(left: Moment, right: Moment, context: Context) -> tuple[Moment, Moment]:
    """Give ``2h sáng hôm sau`` behind a day, and an earlier hour behind a late one, the day after it.

    Args:
        left: The first end of a range.
        right: The second end.
        context: What the article says.

    Returns:
        Both ends. Where the day after hangs on a year that is not known, the second one has no hour, which makes no
        range with the other's.
    """
    if left.day is None or right.has_date or right.named:
        return left, right
    late = left.clock is not None and right.clock is not None and left.hour_of_day() >= _NOON
    if right.relative != "next" and not (right.relative is None and late and _earlier(right, left)):
        return left, right
    full = context.complete(left)
    # Where the year is unknown, so is the day after the end of it and of February.
    found = [_day_after(full, year) for year in ([full.year] if full.year else [2023, 2024])]
    after = {day for day in found if day}
    steps, month, day = after.pop() if len(after) == 1 else (0, 0, 0)
    if not day or (steps and full.year is None):
        return left, replace(right, clock=None)
    return full, replace(right, year=full.year and full.year + steps, month=month, day=day, relative=None)


def runs_back(left: Moment, right: Moment) -> bool:
    """Whether both ends of a range are hours of one day, and the second is the earlier one."""
    same = (left.year, left.month, left.day) == (right.year, right.month, right.day)
    return left.day is not None and same and _earlier(right, left)


def _day_after(moment: Moment, year: int) -> tuple[int, int, int] | None:
    """Return by how many years it is later, its month and its day; None if that year has no such day."""
    try:
        first = replace(moment, year=year).first_day()
    except ValueError:
        return None
    following = days_later(first, 1) if first else None
    return (following.year - year, following.month, following.day) if following else None


def _earlier(moment: Moment, than: Moment) -> bool:
    """Whether the time of day of one is earlier than that of the other."""
    times = moment.time_of_day(), than.time_of_day()
    return times[0] is not None and times[1] is not None and times[0] < times[1]
