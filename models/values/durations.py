"""Lengths of time: ``15 năm 6 tháng``, ``2 tiếng rưỡi``, ``10 đến 15 năm``, ``10 năm qua``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import Decimal

from solieu.annotation.values import Granularity, Time
from solieu.models.values.approximators import ROUGHLY
from solieu.models.values.moments import Context, Moment
from solieu.models.values.numbers import numbers_at

# Unit: ISO 8601 designator, how many of them, granularity, flags.
_UNITS: dict[str, tuple[str, int, Granularity, tuple[str, ...]]] = {
    "thế kỷ": ("Y", 100, "century", ()),
    "thập kỷ": ("Y", 10, "decade", ()),
    "thập niên": ("Y", 10, "decade", ()),
    "năm học": ("Y", 1, "year", ("school-year",)),
    "năm": ("Y", 1, "year", ()),
    "quý": ("M", 3, "quarter", ()),
    "tháng": ("M", 1, "month", ()),
    "tuần lễ": ("W", 1, "week", ()),
    "tuần": ("W", 1, "week", ()),
    "ngày đêm": ("D", 1, "day", ()),
    "ngày làm việc": ("D", 1, "day", ("working-days",)),
    "ngày": ("D", 1, "day", ()),
    "hôm": ("D", 1, "day", ()),
    "bữa": ("D", 1, "day", ()),
    "đêm": ("D", 1, "day", ("nights",)),
    "giờ": ("TH", 1, "hour", ()),
    "tiếng": ("TH", 1, "hour", ()),
    "h": ("TH", 1, "hour", ()),
    "phút": ("TM", 1, "minute", ()),
    "giây": ("TS", 1, "second", ()),
}
_HALVES: dict[str, tuple[str, int]] = {"Y": ("M", 6), "TH": ("TM", 30), "TM": ("TS", 30)}
# How far from its article a length of time may lead.
_MOST = 5000
_ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")
_UNIT = re.compile(rf" ?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)(?: đồng hồ)?(?P<half> rưỡi)?")
_HALF = re.compile(rf"nửa (?P<unit>{'|'.join(_UNITS)})(?!\w)")
_BEFORE = re.compile(
    rf"(?:(?P<rough>{ROUGHLY})|(?P<ago>cách (?:đây|nay))|"
    r"(?P<during>(?:trong )?vòng|suốt|trong|cả)|(?P<point>sau|từ)|tròn|đúng|vỏn vẹn|chỉ|những|thời hạn|qua) "
)
_AFTER = re.compile(
    r" (?P<past>vừa qua|vừa rồi|qua|nay|gần đây|trở lại đây)|"
    r" (?P<ago>trước đây|về trước|trước)|"
    r" (?P<future>tới|tiếp theo|sắp tới)|"
    r" (?P<ahead>nữa)|"
    r" (?P<after>sau|sau đó)|"
    r" (?:đầu tiên|đầu|cuối cùng|cuối|liền|liên tục|liên tiếp|trời|nguyên|lẻ|ròng|đây|đó|này|tù giam|tù|nghỉ lễ|nghỉ)"
)
# "trong 3 ngày nữa" is the time until then, "suốt 10 năm trước" the time since then.
_OF_PERIOD = {"ago": "past", "ahead": "future"}
_BETWEEN = re.compile(r" (?:đến|tới) | ?- ?")


@dataclass(slots=True)
class _Length:
    amounts: dict[str, Decimal]
    granularity: Granularity
    flags: tuple[str, ...]
    end: int

    def iso(self) -> str:
        """Write the length in ISO 8601."""
        date = "".join(f"{self.amounts[key]:f}{key}" for key in _ORDER[:4] if key in self.amounts)
        time = "".join(f"{self.amounts[key]:f}{key[1]}" for key in _ORDER[4:] if key in self.amounts)
        return f"P{date}" + (f"T{time}" if time else "")


def read_duration(text: str, context: Context) -> Time | None:
    """Read a length of time.

    Args:
        text: A text in one spelling.
        context: The article's date gives the end of ``10 năm qua``.

    Returns:
        The time, or None if the text is no length of time.
    """
    place, flags, said, during = 0, [], set[str](), False
    while match := _BEFORE.match(text, place):
        place = match.end()
        if match["rough"]:
            flags.append("approximate")
        said |= {"ago"} if match["ago"] else set()
        # "suốt từ 10 năm trước" says the point at which it begins.
        during = match["during"] is not None or (during and match["point"] is None)
    length = _length(text, place)
    shortest = None
    if length is None or length.end < len(text):
        found = _two_lengths(text, place)
        if found is not None:
            shortest, length = found
    if length is None:
        return None
    end = length.end
    while match := _AFTER.match(text, end):
        said |= {_OF_PERIOD.get(name, name) if during else name for name, words in match.groupdict().items() if words}
        end = match.end()
    if end < len(text) or len(said) > 1:
        return None
    flags += ["relative"] if said else []
    ends = _hanging(length, said.pop(), context) if said and shortest is None else None
    first, last = (ends[0].first_day(), ends[1].last_day()) if ends else (None, None)
    return Time(
        edtf="/".join(dict.fromkeys(end.edtf(within=True) for end in ends)) if ends else None,
        duration=(shortest or length).iso(),
        duration_to=length.iso() if shortest else None,
        granularity=length.granularity,
        start=first.isoformat() if first else None,
        end=last.isoformat() if last else None,
        flags=tuple(dict.fromkeys((*flags, *length.flags))),
    )


def leading_length(text: str) -> tuple[str, int] | None:
    """Return the length of time that a text begins with, in ISO 8601, and where it ends; None if there is none."""
    length = _length(text, 0)
    return (length.iso(), length.end) if length else None


def _length(text: str, start: int) -> _Length | None:
    """Read ``15 năm 6 tháng`` at a place."""
    if half := _HALF.match(text, start):
        key, size, granularity, flags = _UNITS[half["unit"]]
        amount = Decimal(size) / 2
        if size == 1 and key in _HALVES:
            key, amount = _HALVES[key][0], Decimal(_HALVES[key][1])
        return _Length({key: amount}, granularity, flags, half.end())
    length: _Length | None = None
    place = start
    while True:
        part = next(
            ((number, match) for number in numbers_at(text, place) if (match := _UNIT.match(text, number.end))), None
        )
        if part is None:
            return length
        number, match = part
        key, size, granularity, flags = _UNITS[match["unit"]]
        amounts = dict(length.amounts) if length else {}
        if length and match["unit"] == "đêm" and [*amounts] == ["D"]:  # 3 ngày 2 đêm
            return _Length(amounts, granularity, (*length.flags, *flags), match.end())
        if key in amounts or (amounts and _ORDER.index(key) < max(map(_ORDER.index, amounts))) or number.value < 0:
            return length
        amounts[key] = _shown(number.value * size)
        if match["half"]:
            smaller = _HALVES.get(key)
            if smaller and size == 1:
                amounts[smaller[0]] = Decimal(smaller[1])
            else:
                amounts[key] += Decimal(size) / 2
        if "W" in amounts and len(amounts) > 1:  # ISO 8601 writes weeks alone
            amounts["D"] = amounts.get("D", Decimal(0)) + 7 * amounts.pop("W")
        length = _Length(amounts, granularity, (*(length.flags if length else ()), *flags, *number.flags), match.end())
        place = match.end() + (text[match.end() : match.end() + 1] in (" ", ","))
        place += text[place : place + 1] == " "
        if text.startswith("và ", place):
            place += 3


def _two_lengths(text: str, start: int) -> tuple[_Length, _Length] | None:
    """Read ``10 đến 15 năm`` and ``2 năm đến 8 năm``."""
    for between in _BETWEEN.finditer(text, start):
        longest = _length(text, between.end())
        if longest is None:
            continue
        shortest = _length(text[: between.start()], start)
        if shortest is None or shortest.end < between.start():
            number = next((n for n in numbers_at(text[: between.start()], start) if n.end == between.start()), None)
            if number is None or len(longest.amounts) != 1:
                continue
            (key,) = longest.amounts
            size = next(unit[1] for unit in _UNITS.values() if unit[0] == key and unit[2] == longest.granularity)
            shortest = _Length({key: _shown(number.value * size)}, longest.granularity, (), between.start())
        return shortest, longest
    return None


def _hanging(length: _Length, said: str, context: Context) -> tuple[Moment, Moment] | None:
    """Return the ends of what lies that far from the article's date, as exactly as the length is.

    That is the period up to the date (``past``) or from it (``future``), or the point ``ago`` or ``ahead``; ``after``
    hangs on another time in the article.
    """
    now = context.published
    if now is None or len(length.amounts) != 1 or said == "after":
        return None
    ((key, amount),) = length.amounts.items()
    if amount != int(amount) or amount > _MOST or key.startswith("T"):
        return None
    count = int(amount) * (-1 if said in ("past", "ago") else 1)
    if key == "Y":
        there, here = Moment(year=now.year + count), Moment(year=now.year)
    elif key == "M":
        years, month = divmod(now.year * 12 + now.month - 1 + count, 12)
        there, here = Moment(year=years, month=month + 1), Moment(year=now.year, month=now.month)
    else:
        try:
            day = now + timedelta(days=count * (7 if key == "W" else 1))
        except OverflowError:
            return None
        there, here = (Moment(year=each.year, month=each.month, day=each.day) for each in (day, now))
    if there.year is None or not MINYEAR <= there.year <= MAXYEAR:
        return None
    if said in ("ago", "ahead"):
        return _week_of(there) if key == "W" else (there, there)
    return (there, here) if count < 0 else (here, there)


def _week_of(day: Moment) -> tuple[Moment, Moment]:
    first = day.first_day()
    if first is None:
        return day, day
    monday = first - timedelta(days=min(first.weekday(), first.toordinal() - 1))
    sunday = monday + timedelta(days=min(6, date.max.toordinal() - monday.toordinal()))
    begin, end = (Moment(year=each.year, month=each.month, day=each.day) for each in (monday, sunday))
    return begin, end


def _shown(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")
