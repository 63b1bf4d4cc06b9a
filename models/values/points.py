"""From moments to times: points, ranges and sets of the calendar, filled in from the article and written in EDTF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from solieu.annotation.values import Granularity, Time, Unresolved
from solieu.models.values.midnight import over_night, runs_back
from solieu.models.values.moments import Context, ImpossibleDateError, Moment, days_later

_FINEST: tuple[Granularity, ...] = (
    *("second", "minute", "hour", "day", "week", "month", "quarter", "half-year", "year", "decade", "century"),
)

_DAYS_FROM_TODAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "two days ago": -2, "in two days": 2}
# Parts of a year, quarter or month that make a wider period rough, by the end of the range that they stand at.
_ROUGH_BEGINNINGS = ("giữa", "cuối", "nửa cuối", "trung tuần", "hạ tuần")
_ROUGH_ENDS = ("đầu", "giữa", "nửa đầu", "thượng tuần", "trung tuần")


def point(moment: Moment, context: Context) -> Time | Unresolved:
    """Make a time of one moment.

    Raises:
        ImpossibleDateError: No calendar has it.
    """
    moment = _on_its_day(context.complete(moment), context)
    clock = moment.time_of_day()
    if not moment.has_date:
        if clock is None:
            return Unresolved(
                reason="the text names its time only by another one in the article or by the article's date"
            )
        flags = (*moment.flags, *(("relative",) if moment.relative or moment.weekday is not None else ()))
        return Time(clock=clock, part=moment.part, granularity=moment.granularity, flags=_once(flags))
    first, last = moment.first_day(), moment.last_day()
    edtf = moment.edtf()
    if clock and moment.day and first and moment.hour_of_day() < 24:
        edtf = f"{edtf}T{clock if clock.count(':') == 2 else f'{clock}:00'}"
    flags = moment.flags
    if moment.weekday is not None and moment.day and first and first.weekday() != moment.weekday:
        flags = (*flags, "weekday-mismatch")
    return Time(
        edtf=edtf,
        clock=clock,
        part=moment.part,
        granularity=moment.granularity,
        start=first.isoformat() if first else None,
        end=last.isoformat() if last else None,
        flags=_once(flags),
    )


def interval(left: Moment | None, right: Moment | None, context: Context) -> Time | Unresolved:
    """Make a time of the two ends of a range.

    Args:
        left: The first end; None for now.
        right: The second end; None for now.
        context: What the article says.

    Raises:
        ImpossibleDateError: No calendar has one of them, or it ends before it begins.
    """
    left, right = (
        end if end is None or end.weekday is not None else _on_its_day(end, context) for end in (left, right)
    )
    if left is not None and right is not None:
        alone, right = over_night(left, right, context)
        left, right = _shared(alone, right)
        if runs_back(left, right) and alone.part is None:  # "10h đến 3h chiều" begins in the morning
            left = replace(left, part=None)
        if runs_back(left, right):
            return Unresolved(reason="its hours pass midnight, and the text does not say from which day to which")
        if not (left.has_date or right.has_date or left.named or right.named):
            return _clock_interval(left, right)
        left, right = _completed(left, right, context)
    else:
        left, right = (end if end is None else context.complete(end) for end in (left, right))
        left, right = _before_now(left, context), _after_now(right, context)
    ends = [end for end in (left, right) if end is not None]
    if any(end.granularity is None or not end.has_date for end in ends):
        return Unresolved(reason="one end of the range names no day, month or year")
    flags = tuple(flag for end in ends for flag in end.flags)
    if _rough(left, _ROUGH_BEGINNINGS) or _rough(right, _ROUGH_ENDS):
        flags = (*flags, "approximate")
    if left is not None and right is not None and left.year is not None and right.year is None:
        return Unresolved(reason="the text does not say the year in which the period ends", flags=("year-unknown",))
    if left is None or right is None:
        if "year-unknown" in flags:
            return Unresolved(reason="the text does not say the year in which the period lies", flags=("year-unknown",))
        flags = (*flags, "relative")
    begin = left.edtf(within=True) if left else _now(context)
    end = right.edtf(end=True, within=True) if right else _now(context)
    first = left.first_day() if left else context.published
    last = right.last_day() if right else context.published
    if left is None and first and last:
        end = last.isoformat()  # both ends as exact as the article's date
    if first and last and first > last:
        raise ImpossibleDateError("the period ends before it begins")
    clocks = [moment.time_of_day() for moment in ends]
    if len({clock is None for clock in clocks}) > 1:
        return Unresolved(reason="only one end of the range has a time of day")
    return Time(
        edtf=begin if begin == end else f"{begin}/{end}",
        clock="/".join(map(str, clocks)) if len(clocks) == 2 and all(clocks) else None,
        part=_parts(ends),
        granularity=min((moment.granularity for moment in ends if moment.granularity), key=_FINEST.index),
        start=first.isoformat() if first else None,
        end=last.isoformat() if last else None,
        flags=_once(flags),
    )


def several(moments: Sequence[Moment], context: Context) -> Time | Unresolved | None:
    """Make a time of days, months or years in a list, of which the last is said in full.

    Raises:
        ImpossibleDateError: No calendar has one of them.
    """
    *others, last = (_on_its_day(moment, context) for moment in moments)
    full = context.complete(last)
    if not full.has_date:
        return Unresolved(reason="the text names its days only by the article's date")
    done = [full]
    for moment in reversed(others):
        shared = _inherited(moment, done[0])
        if shared.clock or shared.granularity != full.granularity:
            return None
        done.insert(0, context.complete(_year_before(shared, done[0])))
    if full.quarter is not None:  # EDTF has no lists of quarters
        return interval(done[0], full, context) if len(done) == full.quarter - (done[0].quarter or 0) + 1 else None
    first, final = done[0].first_day(), done[-1].last_day()
    if first and final and first > final:
        raise ImpossibleDateError("the days are not in order")
    days = list(dict.fromkeys(moment.edtf(within=True) for moment in done))  # one for two parts of a day
    return Time(
        edtf="{" + ",".join(days) + "}" if len(days) > 1 else days[0],
        part=_parts(done),
        granularity=full.granularity,
        start=first.isoformat() if first else None,
        end=final.isoformat() if final else None,
        flags=_once(flag for moment in done for flag in moment.flags),
    )


def _parts(moments: Iterable[Moment]) -> str | None:
    return "/".join(dict.fromkeys(moment.part for moment in moments if moment.part)) or None


def _rough(end: Moment | None, parts: tuple[str, ...]) -> bool:
    return end is not None and end.day is None and end.part in parts


def _once(flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flags))


def _now(context: Context) -> str:
    return context.published.isoformat() if context.published else ".."


def _on_its_day(moment: Moment, context: Context) -> Moment:
    """Give a moment without a date the day that the article's date tells."""
    if moment.has_date or context.published is None:
        return moment
    today = context.published
    if moment.weekday is not None:
        before = (today.weekday() - moment.weekday) % 7
        day = days_later(today, 7 - before if moment.direction == 1 else -before)
    elif moment.relative in _DAYS_FROM_TODAY:
        day = days_later(today, _DAYS_FROM_TODAY[moment.relative])
    else:
        return moment
    if day is None:
        return moment
    return replace(moment, year=day.year, month=day.month, day=day.day).flagged("relative")


def _before_now(left: Moment | None, context: Context) -> Moment | None:
    """Take a beginning whose year the article gave for the last one before its date."""
    return _moved(left, context, -1) if left and _later(left.first_day(), context.published) else left


def _after_now(right: Moment | None, context: Context) -> Moment | None:
    """Take an end whose year the article gave for the next one after its date."""
    return _moved(right, context, 1) if right and _later(context.published, right.last_day()) else right


def _later(day: date | None, than: date | None) -> bool:
    return day is not None and than is not None and day > than


def _moved(moment: Moment, context: Context, years: int) -> Moment:
    if "year-from-article" not in moment.flags or context.year is not None or moment.year is None:
        return moment
    if moment.month == 2 and moment.day == 29:
        years *= 4
    found = replace(moment, year=moment.year + years)
    found.check()
    return found


def _clock_interval(left: Moment, right: Moment) -> Time | Unresolved:
    """Make a time of two times of day."""
    if left.clock is None or right.clock is None:
        return Unresolved(reason="one end of the range names no day, month, year or hour")
    flags = (*left.flags, *right.flags, *(("relative",) if left.relative or right.relative else ()))
    granularities = [end.granularity for end in (left, right) if end.granularity]
    return Time(
        clock=f"{left.time_of_day()}/{right.time_of_day()}",
        part=_parts((left, right)),
        granularity=min(granularities, key=_FINEST.index),
        flags=_once(flags),
    )


def _shared(left: Moment, right: Moment) -> tuple[Moment, Moment]:
    """Give each end what only the other one says: a bare number its sense, a time of day its day."""
    left = _inherited(left, right)
    if right.clock and not right.has_date and left.has_date:
        right = replace(right, year=left.year, month=left.month, day=left.day)
    return left, right


def _inherited(left: Moment, right: Moment) -> Moment:
    """Give the first end what it leaves to the second, but the year."""
    if (bare := left.bare) is not None:
        if right.clock is not None and left.part is None:
            left = replace(left, clock=(bare, None, None), bare=None)
        elif right.day is not None:
            left = replace(left, day=bare, bare=None)
        elif right.month is not None:
            left = replace(left, month=bare, bare=None)
        elif right.quarter is not None:
            left = replace(left, quarter=bare, bare=None)
    if left.clock and not left.has_date and right.has_date:
        same = replace(left, day=right.day, month=right.month, year=right.year, named=right.named)
        return replace(same, part=left.part or (right.part if right.clock else None))
    if left.day is not None and left.month is None and left.year is None:
        left = replace(left, month=right.month)
    return left


def _completed(left: Moment, right: Moment, context: Context) -> tuple[Moment, Moment]:
    """Fill in years: of one end from the other, of both from the article."""
    if left.year is not None and right.year is None and right.shift is None and right.granularity != "year":
        full = context.complete(left)
        if left.granularity == "year":
            return full, _end_after_year(left, right, context)
        after = replace(right, year=left.year)
        before = _place(after) < _place(full) and left.year is not None
        return full, context.complete(replace(right, year=left.year + 1) if before and left.year else after)
    full = context.complete(right)
    return context.complete(_year_before(_of_its_end(left, full), full)), full


def _of_its_end(left: Moment, right: Moment) -> Moment:
    """Take ``đầu năm`` and ``đầu tháng`` before an end for that end's: ``đầu năm đến hết tháng 12/2024``."""
    if left.shift != 0 or "year-from-article" not in left.flags or right.year is None:
        return left
    told = {"year-from-article", "relative"} & {*right.flags}
    flags = (*left.flags, "relative") if told else tuple(f for f in left.flags if not f.endswith("-from-article"))
    found = replace(left, year=right.year, shift=None, flags=flags)
    return found if left.shifted == "year" else replace(found, month=right.month)


def _end_after_year(left: Moment, right: Moment, context: Context) -> Moment:
    """Fill in the year of an end without one, where the beginning is a year or a part of it.

    ``cuối năm 2023 đến tháng 3`` ends with the first March after that; of ``năm 2023 đến tháng 6`` the article tells.
    """
    year = left.year or 0
    if begins := {"nửa đầu": 1, "giữa": 6, "nửa cuối": 7, "cuối": 10}.get(left.part or ""):
        return context.complete(replace(right, year=year + (_place(right)[0] < begins)))
    full = context.complete(right)
    if full.year is None or full.year >= year:
        return full
    full = context.complete(replace(right, year=year))
    return full.flagged("year-from-article")


def _year_before(left: Moment, right: Moment) -> Moment:
    """Give an end without a year the last one in which it is not after the other."""
    if left.year is not None or left.shift is not None or right.year is None or left.granularity is None:
        return left.flagged(*(flag for flag in right.flags if flag == "year-unknown"))
    left.check()
    later = right.granularity != "year" and _place(left) > _place(right)
    return replace(left, year=right.year - later).flagged(*(f for f in right.flags if f == "year-from-article"))


def _place(moment: Moment) -> tuple[int, int]:
    """Return where in a year a moment is."""
    month = moment.month or (3 * moment.quarter - 2 if moment.quarter else 0)
    return month, moment.day or 0
