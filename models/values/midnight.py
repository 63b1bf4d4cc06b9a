"""Ranges that pass midnight: ``từ 22h ngày 25/6 đến 2h sáng hôm sau``."""

from __future__ import annotations

from dataclasses import replace

from solieu.models.values.moments import Context, Moment, days_later

_NOON = 12


def over_night(left: Moment, right: Moment, context: Context) -> tuple[Moment, Moment]:
    """Give an end without a day the one after or before the other's, where the range is a night's.

    ``2h sáng hôm sau`` behind a day, and an earlier hour behind a late one, are of the day after it; a late hour before
    ``2h sáng 26/6`` is of the day before.

    Args:
        left: The first end of a range.
        right: The second end.
        context: What the article says.

    Returns:
        Both ends. Where the other day hangs on a year that is not known, its end has no hour, which makes no range
        with the other's.
    """
    late = left.clock is not None and right.clock is not None and left.hour_of_day() >= _NOON
    next_day = right.relative == "next" or (right.relative is None and late and _earlier(right, left))
    if next_day and left.day is not None and not (right.has_date or right.named):
        full = context.complete(left)
        return full, _on_day_beside(full, right, 1)
    before_dawn = right.day is not None and (right.part or "").endswith("sáng") and late and _earlier(right, left)
    if before_dawn and not (left.has_date or left.named or left.relative):
        full = context.complete(right)
        return _on_day_beside(full, left, -1), full
    return left, right


def _on_day_beside(full: Moment, other: Moment, step: int) -> Moment:
    """Give a moment the day after or before another one's."""
    # Where the year is unknown, so is the day at its ends and those of February.
    found = [_day_beside(full, year, step) for year in ([full.year] if full.year else [2023, 2024])]
    beside = {day for day in found if day}
    years, month, day = beside.pop() if len(beside) == 1 else (0, 0, 0)
    if not day or (years and full.year is None):
        return replace(other, clock=None)
    return replace(other, year=full.year and full.year + years, month=month, day=day, relative=None)


def runs_back(left: Moment, right: Moment) -> bool:
    """Whether both ends of a range are hours of one day, and the second is the earlier one."""
    same = (left.year, left.month, left.day) == (right.year, right.month, right.day)
    return left.day is not None and same and _earlier(right, left)


def _day_beside(moment: Moment, year: int, step: int) -> tuple[int, int, int] | None:
    """Return by how many years that day is later, its month and its day; None if that year has no such moment."""
    try:
        first = replace(moment, year=year).first_day()
    except ValueError:
        return None
    beside = days_later(first, step) if first else None
    return (beside.year - year, beside.month, beside.day) if beside else None


def _earlier(moment: Moment, than: Moment) -> bool:
    """Whether the time of day of one is earlier than that of the other."""
    times = moment.time_of_day(), than.time_of_day()
    return times[0] is not None and times[1] is not None and times[0] < times[1]
