"""A point or period of the calendar as a text says it, field by field, before anything is filled in."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from solieu.annotation.values import Granularity

_CENTURY = 100
# Hours on the clock of 24 that no one means by a part of the day.
_NEVER = {"sáng": range(13, 24), "trưa": range(16, 24), "chiều": range(20, 24)} | dict.fromkeys(
    ("tối", "đêm", "khuya"), range(13, 17)
)
_YEARS = range(MINYEAR, MAXYEAR + 1)


class ImpossibleDateError(ValueError):
    """No calendar has the day, month or hour that a text says."""


class TwoYearsError(ImpossibleDateError):
    """A text says one year in two ways that do not fit."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says of one point or period.

    Args:
        year: The year.
        month: The month.
        day: The day of the month.
        quarter: The quarter, 1 to 4.
        clock: Hour, minute and second; what is not said is None.
        weekday: 0 for Monday to 6 for Sunday.
        part: The part that is said: ``sáng``, ``cuối`` …
        bare: A number whose sense only the other end of a range tells.
        named: Day and month of a day that has a name.
        relative: ``same`` and ``next`` for a day that hangs on another one in the article; ``today``, ``yesterday``,
            ``tomorrow`` and so on.
        shift: Steps from the article's year, quarter or month: 0 for ``năm nay``, -1 for ``tháng trước``. With a year
            beside it, ``năm ngoái (2023)``, both must fit.
        shifted: What these steps are: ``year``, ``quarter`` or ``month``.
        direction: -1 for the last such time before the article (``5/7 vừa qua``), 1 for the next one (``5/7 tới``).
        flags: What is doubtful.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    clock: tuple[int, int | None, int | None] | None = None
    weekday: int | None = None
    part: str | None = None
    bare: int | None = None
    named: tuple[int, int] | None = None
    relative: str | None = None
    shift: int | None = None
    shifted: str = "year"
    direction: int | None = None
    flags: tuple[str, ...] = ()

    @property
    def has_date(self) -> bool:
        """Whether a year, month, quarter or day is said."""
        return (self.year, self.month, self.day, self.quarter) != (None, None, None, None)

    @property
    def granularity(self) -> Granularity | None:
        """The finest part that is said."""
        if self.clock is not None:
            return "hour" if self.clock[1] is None else "minute" if self.clock[2] is None else "second"
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        if self.quarter is not None:
            return "quarter"
        return "year" if self.year is not None else None

    def flagged(self, *flags: str) -> Moment:
        """Return the moment with more flags."""
        return replace(self, flags=tuple(dict.fromkeys((*self.flags, *flags))))

    def check(self) -> None:
        """Refuse what no calendar has.

        Raises:
            ImpossibleDateError: A year, month, day or hour does not exist.
        """
        if self.year is not None and self.year not in _YEARS:
            raise ImpossibleDateError(f"there is no year {self.year}")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ImpossibleDateError(f"there is no month {self.month}")
        if self.quarter is not None and not 1 <= self.quarter <= 4:
            raise ImpossibleDateError(f"there is no quarter {self.quarter}")
        if self.day is not None:
            # A leap year, where the year is not said.
            length = 31 if self.month is None else calendar.monthrange(self.year or 2024, self.month)[1]
            if not 1 <= self.day <= length:
                month = "" if self.month is None else f"month {self.month}" + (f" of {self.year}" if self.year else "")
                raise ImpossibleDateError(f"there is no day {self.day} {f'in {month}' if month else 'in any month'}")
        if self.clock is not None:
            hour, minute, second = self.clock
            if hour > 24 or (minute or 0) > 59 or (second or 0) > 59 or (hour == 24 and (minute or second)):
                raise ImpossibleDateError("there is no such time of day")
            if hour in _NEVER.get((self.part or "").split(" ")[-1], ()):
                raise ImpossibleDateError(f"there is no hour {hour} in that part of the day")

    def first_day(self) -> date | None:
        """Return the first day, if the year and what belongs to it are said."""
        if self.year is None or self.year not in _YEARS or (self.day is not None and self.month is None):
            return None
        month = self.month or (3 * self.quarter - 2 if self.quarter else 1)
        return date(self.year, month, self.day or 1)

    def last_day(self) -> date | None:
        """Return the last day, likewise."""
        if self.year is None or self.year not in _YEARS or (self.day is not None and self.month is None):
            return None
        month = self.month or (3 * self.quarter if self.quarter else 12)
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def edtf(self, *, end: bool = False, within: bool = False) -> str:
        """Write the date in EDTF.

        Args:
            end: Whether it is the end of an interval.
            within: Whether it is an end of an interval at all, where quarters must be written as months.
        """
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.quarter is not None:
            first, last = f"{year}-{3 * self.quarter - 2:02d}", f"{year}-{3 * self.quarter:02d}"
            if within:
                return last if end else first
            return f"{first}/{last}" if self.year is None else f"{year}-{32 + self.quarter}"
        if self.day is not None:
            month = "XX" if self.month is None else f"{self.month:02d}"
            return f"{year}-{month}-{self.day:02d}"
        return year if self.month is None else f"{year}-{self.month:02d}"

    def time_of_day(self) -> str | None:
        """Write the time of day, minutes and noon or night included."""
        if self.clock is None:
            return None
        hour, minute, second = self.hour_of_day(), self.clock[1] or 0, self.clock[2]
        return f"{hour:02d}:{minute:02d}" + ("" if second is None else f":{second:02d}")

    def hour_of_day(self) -> int:
        """Return the hour from 0 to 24, ``2 giờ chiều`` as 14."""
        hour = self.clock[0] if self.clock else 0
        part = (self.part or "").split(" ")[-1]
        if part in ("đêm", "tối", "khuya") and hour == 12:
            return 0 if self.part == "nửa đêm" else 24
        late = (part in ("chiều", "tối") and 1 <= hour < 12) or (part == "trưa" and hour <= 3)
        return hour + 12 if late or (part in ("đêm", "khuya") and 6 <= hour < 12) else hour


@dataclass(frozen=True, slots=True)
class Context:
    """What the article says beside the text.

    Args:
        published: The article's date.
        year: The year that the words around the text are about.
    """

    published: date | None = None
    year: int | None = None

    def complete(self, moment: Moment) -> Moment:
        """Fill in the day of a named day, and a year or month that the text leaves out.

        Returns:
            The moment with flags that say what was filled in or is unknown.

        Raises:
            ImpossibleDateError: There is no such day, or a year is said in two ways that do not fit.
        """
        if moment.named is not None and moment.day is None and moment.month is None:
            moment = replace(moment, day=moment.named[0], month=moment.named[1])
        if moment.shift is not None and moment.year is not None:
            if self.published and self.published.year + moment.shift != moment.year:
                raise TwoYearsError(f"the year {moment.year} is not the one that the words before it mean")
            moment = replace(moment, shift=None)
        if moment.shift is not None:
            if self.published is None:
                moment.check()
                told = tuple(flag for flag in moment.flags if not flag.endswith("-from-article"))
                return replace(moment, flags=told).flagged("year-unknown", "relative")
            moment = _stepped(moment, self.published).flagged("relative")
        moment.check()
        if moment.day is not None and moment.month is None and moment.year is None:
            return self._with_month(moment)
        if moment.year is None and (moment.month is not None or moment.quarter is not None):
            moment = self._with_year(moment)
        if moment.day is not None and moment.month is None:
            moment = moment.flagged("month-unknown")
        moment.check()
        return moment

    def _with_year(self, moment: Moment) -> Moment:
        if self.year is not None:
            return replace(moment, year=self.year).flagged("year-from-article")
        if self.published is None:
            return moment.flagged("year-unknown")
        possible = []
        for year in range(max(1, self.published.year - 8), min(9999, self.published.year + 8) + 1):
            said = replace(moment, year=year)
            try:
                said.check()
            except ImpossibleDateError:
                continue
            first, last = said.first_day(), said.last_day()
            if first and last:
                if (moment.direction == -1 and first > self.published) or (
                    moment.direction == 1 and last < self.published
                ):
                    continue
                # Days to the period. News tells of the past: what is to come counts as thrice as far.
                gap = max(3 * (first - self.published).days, (self.published - last).days, 0)
                possible.append((gap, year > self.published.year, said))
        if not possible:
            return moment.flagged("year-unknown")
        return min(possible, key=lambda entry: entry[:2])[2].flagged("year-from-article")

    def _with_month(self, moment: Moment) -> Moment:
        if self.published is None or moment.day is None:
            return moment.flagged("month-unknown", "year-unknown")
        gaps = sorted(range(-45, 46), key=lambda gap: (abs(gap), gap))
        for day in filter(None, (days_later(self.published, gap) for gap in gaps)):
            if day.day == moment.day and (day - self.published).days * (moment.direction or 0) >= 0:
                found = replace(moment, year=day.year, month=day.month)
                return found.flagged("month-from-article", "year-from-article")
        return moment.flagged("month-unknown", "year-unknown")


def days_later(day: date, days: int) -> date | None:
    """Return the day so many days later, or None if the calendar of Python does not reach it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _stepped(moment: Moment, published: date) -> Moment:
    """Give a moment the year, quarter or month that is so many steps from the article's."""
    size = {"year": 12, "quarter": 3, "month": 1}[moment.shifted]
    steps = (published.year * 12 + published.month - 1) // size + (moment.shift or 0)
    year, place = divmod(steps * size, 12)
    if year not in _YEARS:
        raise ImpossibleDateError(f"there is no year {year}")
    moment = replace(moment, year=year, shift=None)
    if moment.shifted == "quarter":
        return replace(moment, quarter=place // 3 + 1)
    return replace(moment, month=place + 1) if moment.shifted == "month" else moment


def full_year(written: str) -> tuple[int, tuple[str, ...]]:
    """Return the year that two or four digits mean, and the flag that the century was added."""
    if len(written) == 4:
        return int(written), ()
    year = int(written)
    return (2000 if year < 50 else 1900) + year % _CENTURY, ("two-digit-year",)
