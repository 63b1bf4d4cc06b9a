"""Lengths of time: ``15 năm 6 tháng``, ``2 tiếng rưỡi``, ``10 đến 15 năm``, ``10 năm qua``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from solieu.annotation.values import Granularity, Time
from solieu.models.values.moments import Context
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
_ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")
_UNIT = re.compile(rf" ?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)(?: đồng hồ)?(?P<half> rưỡi)?")
_HALF = re.compile(rf"nửa (?P<unit>{'|'.join(_UNITS)})(?!\w)")
_BEFORE = re.compile(
    r"(?:(?P<rough>gần|hơn|trên|khoảng|chừng|ngót|suýt soát|xấp xỉ|dưới|ít nhất|tối thiểu|tối đa)|"
    r"suốt|trong|sau|cả|từ|tròn|đúng|vỏn vẹn|chỉ|những|thời hạn) "
)
_AFTER = re.compile(
    r" (?P<past>vừa qua|qua|nay|gần đây|trở lại đây|trước)|"
    r" (?P<future>tới|tiếp theo|sắp tới|sau|nữa)|"
    r" (?:đầu tiên|đầu|cuối cùng|cuối|liền|liên tục|liên tiếp|trời|nguyên|lẻ|ròng|đây|đó|này)"
)
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
    place, flags = 0, []
    while match := _BEFORE.match(text, place):
        place = match.end()
        if match["rough"]:
            flags.append("approximate")
    length = _length(text, place)
    shortest = None
    if length is None or length.end < len(text):
        found = _two_lengths(text, place)
        if found is not None:
            shortest, length = found
    if length is None:
        return None
    direction, end = 0, length.end
    while match := _AFTER.match(text, end):
        direction = -1 if match["past"] else 1 if match["future"] else direction
        end = match.end()
    if end < len(text):
        return None
    edtf = _period(length, direction, context) if direction and shortest is None else None
    return Time(
        edtf=edtf,
        duration=(shortest or length).iso(),
        duration_to=length.iso() if shortest else None,
        granularity=length.granularity,
        flags=tuple(dict.fromkeys((*flags, *length.flags, *(("relative",) if direction else ())))),
    )


def leading_length(text: str) -> tuple[str, int] | None:
    """Return the length of time that a text begins with, in ISO 8601, and where it ends; None if there is none."""
    length = _length(text, 0)
    return (length.iso(), length.end) if length else None


def _length(text: str, start: int) -> _Length | None:
    """Read ``15 năm 6 tháng`` at a place."""
    if half := _HALF.match(text, start):
        key, size, granularity, flags = _UNITS[half["unit"]]
        amounts = {_HALVES[key][0]: Decimal(_HALVES[key][1])} if key in _HALVES else {key: Decimal("0.5")}
        return _Length(amounts, granularity, flags, half.end()) if size == 1 else None
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


def _period(length: _Length, direction: int, context: Context) -> str | None:
    """Return the period of that length that ends (or begins) at the article's date, as exactly as the length is."""
    now = context.published
    if now is None or len(length.amounts) != 1:
        return None
    ((key, amount),) = length.amounts.items()
    if amount != int(amount) or amount > 5000 or key.startswith("T"):
        return None
    count = direction * int(amount)
    if key == "Y":
        there, here = f"{now.year + count:04d}", f"{now.year:04d}"
        known = 0 < now.year + count < 10000
    elif key == "M":
        years, month = divmod(now.year * 12 + now.month - 1 + count, 12)
        there, here, known = f"{years:04d}-{month + 1:02d}", f"{now:%Y-%m}", 0 < years < 10000
    else:
        try:
            there = (now + timedelta(days=count * (7 if key == "W" else 1))).isoformat()
        except OverflowError:
            return None
        here, known = now.isoformat(), True
    if not known:
        return None
    return f"{there}/{here}" if direction < 0 else f"{here}/{there}"


def _shown(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")
