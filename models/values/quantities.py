"""Indicators: ``gần 1,2 triệu lượt người`` to 1,200,000, about, ``lượt người``.

`quantity` reads ``[approximator] number [magnitude] [unit] [/ rate]``, ranges, counts out of counts (``559/559 xã``),
shares (``ba phần tư``) and lengths such as ``1m67``. ``gần`` becomes ≈ and not <, because it promises closeness first;
the approximator is kept, so that who needs the difference can tell it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from solieu.annotation.values import Quantity, Relation, Unresolved
from solieu.models.values.approximators import begins_with_from, leading, trailing
from solieu.models.values.number_words import DIGIT_VALUES, EXACT
from solieu.models.values.numbers import Number, number_at, numbers_at
from solieu.models.values.range_beginnings import in_magnitude_of, in_thousands_of
from solieu.models.values.reading import Reading, read, why_unreadable
from solieu.models.values.said_again import said_once, same_share
from solieu.models.values.shares import Share, count_out_of, parts_at
from solieu.models.values.units import Units, default_units
from solieu.models.values.unreadable_units import why_no_unit

_VAGUE = re.compile(
    r"(?:hàng|vài|mấy|nhiều|một số|một vài|các|những|bao nhiêu|đôi|dăm|một ít|vô số|mỗi|từng)(?!\w)"
    r"|một phần(?! (?:hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|trăm|nghìn|[0-9]))(?!\w)"
)
# "cả trăm người" is a hundred or so; "cả 100 người" are 100.
_AS_MANY_AS = re.compile(r"(?:có |được |đến )*cả (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ)(?!\w)")
_BETWEEN = re.compile(r" (?:đến|tới|cho đến|cho tới) | ?- ?")
_FIGURES = re.compile(r"[0-9][0-9.,]*")
_RATE = re.compile(r" ?/ ?| (?:mỗi|một|trên một|trên(?= vạn | [0-9])) ")
# 1m67; but 1m2 is an area and 1m3 a volume.
_METRES = re.compile(r"([0-9]{1,2})m([0-9]{2}|[14-9])")
_HALF = re.compile(r"(?:một )?(?:phân )?nửa(?!\w)")
_HALF_OF = re.compile(r" (?=(?:tá|chục|trăm|nghìn|ngàn|vạn|triệu|tỷ)(?!\w))")
# ",5 kg" may be what is left of any number.
_HEADLESS = re.compile(r"\W*[.,][0-9]")
_IN_BRACKETS = re.compile(r"(?P<said>[^()]*[^() ]) ?\((?P<again>[^()]*)\)?$")
_AND_A_HALF = re.compile(r" rưỡi(?!\w)")
# 5 % học sinh: the share is in percent.
_PERCENT_OF = re.compile(r"[%‰](?: |(?=\w))")
# "ít nhất là 5": what joins the approximator to its number is no part of it.
_LINK = re.compile(r" (?:là|từ|gấp)$", re.IGNORECASE)
_DOUBLE = re.compile(r"gấp (đôi)$")
_CURRENCY = re.compile(r"(us\$|usd|vnđ|vnd|eur|[$€₫£]) ?(?=[0-9])")
_BIG_M = re.compile(r"m(?= [^\W\d_]|$)")
# Pairs of digits that say a small range; other pairs of neighbours do so too.
_PAIRS = frozenset({("ba", "bảy"), ("năm", "bảy"), ("ba", "năm")})


def quantity(text: str) -> Quantity | Unresolved:
    """Read an indicator.

    Args:
        text: Any string; meant are those that the guideline marks ``INDICATOR``.

    Returns:
        The quantity, or why the text says none that is exact.
    """
    reading = read(text)
    if problem := why_unreadable(text, reading):
        return Unresolved(reason=problem)
    if _HEADLESS.match(reading.composed):
        return Unresolved(reason="the figure begins with a separator: what stands before it is missing")
    reading = said_once(reading)
    if match := _IN_BRACKETS.match(reading.text):
        return _with_brackets(reading, match)
    return _Reader(reading, default_units()).quantity()


def _with_brackets(reading: Reading, match: re.Match[str]) -> Quantity | Unresolved:
    """Read ``500.000 đồng (năm trăm nghìn đồng)``: what stands in brackets must be the same quantity or no number."""
    origins = reading.origins
    said, again = (
        _Reader(Reading(match[name], reading.composed, origins[slice(*match.span(name))]), default_units()).quantity()
        for name in ("said", "again")
    )
    if isinstance(said, Quantity) and isinstance(again, Quantity):
        if same_share(said, again) or same_share(again, said):
            return said
        if (said.low, said.high) != (again.low, again.high) or again.unit not in (None, said.unit):
            return Unresolved(reason=f"what stands in brackets is another number: {match['again'][:50]!r}")
    elif isinstance(said, Quantity) and any(map(str.isdigit, match["again"])):
        return Unresolved(reason=f"what follows the number holds another one: {match['again'][:50]!r}")
    return said


class _Reader:
    """Reads one text."""

    def __init__(self, reading: Reading, units: Units) -> None:
        self.reading = reading
        self.text = reading.text
        self.units = units
        self.relation: Relation = "="
        self.approximator: str | None = None
        self.prefix: str | None = None

    def quantity(self) -> Quantity | Unresolved:
        place, relation, end = leading(self.text)
        if relation is not None:
            self.relation = relation
            self.approximator = _LINK.sub("", self.reading.written(place, end))
        start = end
        if money := _CURRENCY.match(self.text, start):
            self.prefix, start = self.reading.written(*money.span(1)), money.end()
        sign = Decimal(1)
        if self.text[start : start + 1] in ("-", "+"):
            sign, start = Decimal(-1 if self.text[start] == "-" else 1), start + 1
        if double := _DOUBLE.search(self.text):
            return self._double(start, double)
        if _VAGUE.match(self.text, start) or _AS_MANY_AS.match(self.text):
            return Unresolved(reason="the number is said only roughly")
        if match := _METRES.fullmatch(self.text, start):
            height = Decimal(f"{match[1]}.{match[2]}")
            return self._made(height, height, match.start(), "m", ())
        number = self._number_at(start)
        found = self._share(start)
        if found is None:
            if number is None:
                return Unresolved(reason=self._why_no_number(start))
            found = (
                self._out_of(number)
                or self._range(number)
                or self._pair(number, start)
                or self._enumerated(number)
                or self._alone(number)
            )
        least = begins_with_from(self.text, end) if isinstance(found, Quantity) and found.relation == "=" else None
        if least and isinstance(found, Quantity) and found.low == found.high:
            found = replace(found, relation="≥", approximator=self.reading.written(*least))
        if sign < 0 and isinstance(found, Quantity):
            if found.low != found.high:
                return Unresolved(reason="it is not clear which ends of the range the sign is for")
            return replace(found, low=-found.high, high=-found.low)
        return found

    def _double(self, start: int, match: re.Match[str]) -> Quantity | Unresolved:
        """Read ``gấp đôi``, which is two times as much."""
        if start != match.start(1):
            return Unresolved(reason=self._why_no_number(start))
        return self._made(Decimal(2), Decimal(2), start, "lần", (), written=self.reading.written(*match.span(1)))

    def _why_no_number(self, start: int) -> str:
        if figure := _FIGURES.match(self.text, start):
            return f"the separators or digits of {figure.group()[:50]!r} make no number"
        return "the text does not begin with a number"

    def _out_of(self, number: Number) -> Quantity | Unresolved | None:
        """Read ``559/559 xã``."""
        found = count_out_of(self.text, number)
        return Unresolved(reason=found) if isinstance(found, str) else self._of_whole(found)

    def _of_whole(self, share: Share | None) -> Quantity | Unresolved | None:
        if share is None:
            return None
        return self._with_unit(share.part, share.part, share.end, share.flags, out_of=share.whole)

    def _share(self, start: int) -> Quantity | Unresolved | None:
        """Read ``ba phần tư`` and ``một nửa``; ``hai phần quà`` and ``năm phần trăm`` are none."""
        if half := _HALF.match(self.text, start):
            if halved := self._half_of(half.end()):
                value = EXACT.multiply(halved.value, Decimal("0.5"))
                return self._with_unit(value, value, halved.end, ("colloquial",))
            return self._with_unit(Decimal(1), Decimal(1), half.end(), ("fraction",), out_of=Decimal(2))
        return self._of_whole(parts_at(self.text, start))

    def _half_of(self, start: int) -> Number | None:
        """Read what half is taken of: the magnitude of ``nửa tỷ``, the measure of ``nửa kg``."""
        if magnitude := _HALF_OF.match(self.text, start):
            return number_at(self.text, magnitude.end())
        if self.units.of_text(self._unit_text(start, len(self.text))) in self.units.measures:
            return Number(Decimal(1), start)
        return None

    def _range(self, low: Number) -> Quantity | Unresolved | None:
        """Read ``5 đến 7 triệu``, ``2-3 người``, ``800 nghìn đồng tới 2 triệu đồng``."""
        for match in _BETWEEN.finditer(self.text, low.end):
            said = match.group().strip() != "-"
            start = leading(self.text, match.end())[2]
            high = self._number_at(start)
            if high is None:
                continue
            unit = self._unit_text(low.end, match.start())
            right = self._unit_text(high.end, len(self.text))
            same = self.units.of_text(unit) in (self.units.of_text(right), self.units.of_text(_RATE.split(right)[0]))
            if unit and not same:
                if said or right.strip():
                    return Unresolved(reason=f"the range's ends have different units, {unit!r} and {right!r}")
                continue
            flags = (*low.flags, *high.flags)
            beginning = low.value
            if not unit and (raised := in_thousands_of(high, low, self.text[start : high.end])) is not None:
                beginning, flags = raised, (*flags, "colloquial")
            elif not unit:
                beginning = in_magnitude_of(high, low)
            if beginning >= high.value:
                return Unresolved(reason="the range's end is not above its beginning")
            return self._with_unit(beginning, high.value, high.end, flags)
        return None

    def _pair(self, number: Number, start: int) -> Quantity | Unresolved | None:
        """Read ``hai ba người``, which is two or three."""
        rest = self.text[start:].split(" ")
        if len(rest) < 2 or self.text[start : number.end] != rest[0] or self._number_like(number.end + 1):
            return None
        first, second = (DIGIT_VALUES.get(word) for word in rest[:2])
        if not first or not second or not (second == first + 1 or (rest[0], rest[1]) in _PAIRS):
            return None
        high = number_at(self.text, start + len(rest[0]) + 1)
        if high is None or high.value < second:
            return None
        # "ba bốn mươi" is thirty to forty, "ba bốn trăm" three to four hundred.
        size = high.value / second
        if size not in (high.magnitude, EXACT.scaleb(Decimal(1), size.adjusted())):
            return None
        self.relation = "≈" if self.relation == "=" else self.relation
        return self._with_unit(first * size, second * size, high.end, ("colloquial",))

    def _enumerated(self, number: Number) -> Quantity | Unresolved | None:
        """Read ``hai, ba người`` and ``5, 6 nghìn người``, which are two or three, and five or six thousand."""
        high = self._number_at(number.end + 2) if self.text.startswith(", ", number.end) else None
        if high is None or high.coefficient != number.value + 1 or number.value not in range(1, 20):
            return None
        self.relation = "≈" if self.relation == "=" else self.relation
        low = EXACT.multiply(number.value, Decimal(high.magnitude))
        return self._with_unit(low, high.value, high.end, ("colloquial",))

    def _alone(self, number: Number) -> Quantity | Unresolved:
        value, flags = number.value, number.flags
        unit = self._unit_text(number.end, len(self.text))
        if self.units.of_text(_RATE.split(unit)[0]) not in self.units.measures:
            if number.counted is not None:
                value = number.counted
            elif number.figure and value.as_tuple().exponent == -3 and value >= 1000:
                # 1.000,000 đồng: things and money have no thousandth parts.
                flags = (*flags, "ambiguous-separator")
        return self._with_unit(value, value, number.end, flags)

    def _with_unit(
        self, low: Decimal, high: Decimal, end: int, flags: tuple[str, ...], *, out_of: Decimal | None = None
    ) -> Quantity | Unresolved:
        """Read what stands after the number."""
        stop, relation, written = trailing(self.reading, end)
        if relation == "=":
            self.relation = "=" if self.approximator is None else self.relation
        elif relation is not None:
            self.relation, self.approximator = relation, self.approximator or written
        begin = end + (self.text[end : end + 1] == " ")
        unit = self._unit_text(end, stop)
        if begin == end and _BIG_M.match(unit) and self.reading.written(end, end + 1) == "M":
            return Unresolved(reason="M joined to the number may stand for metres or for millions")
        # Behind a figure no tư is a four.
        number_like = self._number_like(begin) or re.match(r"[0-9] tư ", self.text[end - 1 :]) is not None
        if problem := why_no_unit(unit, self.units, glued=begin == end, number_like=number_like):
            return Unresolved(reason=problem)
        if half := _AND_A_HALF.search(unit):
            # "2 kg rưỡi", but neither "2 triệu đồng rưỡi" nor "2,5 kg rưỡi".
            if low != high or out_of is not None or low not in range(1, 100):
                return Unresolved(reason="it is not clear what the half is of")
            low = high = low + Decimal("0.5")
            flags, unit = (*flags, "colloquial"), unit[: half.start()] + unit[half.end() :]
            written = self.reading.written(begin, begin + half.start()) + (
                f" {rest}" if (rest := self.reading.written(begin + half.end() + 1, stop)) else ""
            )
            return self._made(low, high, begin, unit, flags, written=written)
        return self._made(low, high, begin, unit, flags, stop=stop, out_of=out_of)

    def _made(
        self,
        low: Decimal,
        high: Decimal,
        begin: int,
        unit: str,
        flags: tuple[str, ...],
        *,
        stop: int | None = None,
        out_of: Decimal | None = None,
        written: str | None = None,
    ) -> Quantity:
        """Make the quantity of its parts."""
        base, *rates = _RATE.split(unit, maxsplit=1)
        written = written or self.reading.written(begin, len(self.text) if stop is None else stop).lstrip(".") or None
        if not base and self.prefix:
            base, written = self.prefix.lower(), self.prefix
        flags = flags if base else (*flags, "no-unit")
        return Quantity(
            low=_plain(low),
            high=_plain(high),
            relation=self.relation,
            approximator=self.approximator,
            unit_text=written,
            unit=(base[0] if _PERCENT_OF.match(base) else self.units.of_text(base)) if base else None,
            per=self.units.of_rate(rates[0]) if rates and rates[0] else None,
            out_of=None if out_of is None else _plain(out_of),
            flags=tuple(dict.fromkeys(flags)),
        )

    def _unit_text(self, start: int, stop: int) -> str:
        return self.text[start:stop].strip(" .,;:")

    def _number_at(self, start: int) -> Number | None:
        """Return the longest number from a place on that does not end within a thing's name: 5 of ``5 tỷ phú``."""
        for number in numbers_at(self.text, start):
            last = self.text.rfind(" ", start, number.end) + 1
            if last <= start or not self._number_like(last) or self._number_like(number.end + 1):
                return number
        return None

    def _number_like(self, place: int) -> bool:
        """Whether a thing stands here whose name begins with a number word."""
        rest = self.text[place:] + " "
        return any(rest.startswith(f"{name} ") for name in self.units.number_like)


def _plain(number: Decimal) -> Decimal:
    """Write a number without an exponent and without idle noughts."""
    if number == number.to_integral_value(context=EXACT):
        return Decimal(f"{number.to_integral_value(context=EXACT):f}")
    return Decimal(f"{number.normalize(EXACT):f}")
