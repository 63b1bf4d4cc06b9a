"""Periods with a phrase of their own: ``6 tháng đầu năm 2024``, ``nửa đầu năm``, ``thập niên 90``, ``thế kỷ XXI``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from solieu.annotation.values import Granularity, Time, Unresolved
from solieu.models.values.moments import Context, ImpossibleDateError, Moment
from solieu.models.values.points import interval, point
from solieu.models.values.scanner import NUMBER, number_of, scan

_PREFIX = r"(?:trong |của |và |so với )?(?P<same>cùng kỳ )?"
_MONTHS = re.compile(rf"{_PREFIX}(?:(?P<count>{NUMBER}) )?(?P<unit>tháng|quý) (?P<which>đầu|cuối)(?P<rest> .*)?")
_DAYS = re.compile(rf"(?:trong |vào )?(?P<count>{NUMBER}) ngày (?P<which>đầu|cuối)(?: của)? (?P<rest>.+)")
_MONTHS_OF = re.compile(rf"{_PREFIX}(?P<count>{NUMBER}) tháng(?: ?/ ?| (?:của )?(?:năm )?)(?P<year>[12][0-9]{{3}})")
_HALF = re.compile(rf"{_PREFIX}nửa (?:năm )?(?P<which>đầu|cuối)(?P<rest> .*)?")
_REST = re.compile(
    r"(?=.)(?: của)?(?: năm)?(?: (?:(?P<year>[12][0-9]{3})|(?<=năm )(?P<shift>nay|này|ngoái|trước|qua|sau|tới)"
    r"(?: ?\((?:năm )?(?P<again>[12][0-9]{3})(?:\)|$))?))?"
)
_DECADE = re.compile(r"(?P<part>đầu |giữa |cuối )?(?:những )?(?:thập niên|thập kỷ|năm) (?P<year>[12][0-9]{2}0|[1-9]0)")
_OF_CENTURY = re.compile(
    r"(?P<part>đầu |giữa |cuối )?(?:những )?(?:thập niên|thập kỷ|năm) (?P<year>[0-9]0)(?: của)? "
    r"thế kỷ (?:thứ )?(?P<century>[0-9]{1,2}|[ivx]{1,6}|trước)"
)
_LAST_CENTURY = 30
_QUARTER = 3
_CENTURY = re.compile(
    r"(?:những năm )?(?P<part>đầu |giữa |cuối |nửa đầu |nửa cuối )?thế kỷ (?:thứ )?(?P<number>[0-9]{1,2}|[ivx]{1,6})"
)
_ROMAN = re.compile(r"(x{0,2})(ix|iv|v?i{0,3})")
_SHIFTS = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "qua": -1, "sau": 1, "tới": 1}


def read_phrase(text: str, context: Context) -> Time | Unresolved | None:
    """Read one of these phrases.

    Args:
        text: A text in one spelling.
        context: The article's date gives the year where none is said.

    Returns:
        The time; a reason if it cannot be told; None if the text is none of them.
    """
    if match := _MONTHS_OF.fullmatch(text):
        return _part_of_year(match, 1, number_of(match["count"]), "month", context)
    if (match := _MONTHS.fullmatch(text)) and (rest := _REST.fullmatch(match["rest"] or "")):
        size = 1 if match["unit"] == "tháng" else _QUARTER
        length = size * (number_of(match["count"]) if match["count"] else 1)
        granularity: Granularity = "half-year" if length == 6 else "month" if size == 1 else "quarter"
        first = 1 if match["which"] == "đầu" else 13 - length
        return _part_of_year(match, first, first + length - 1, granularity, context, rest)
    if (match := _HALF.fullmatch(text)) and (rest := _REST.fullmatch(match["rest"] or "")):
        first = 1 if match["which"] == "đầu" else 7
        return _part_of_year(match, first, first + 5, "half-year", context, rest)
    if (match := _DECADE.fullmatch(text)) and ("năm " not in text or "những" in text):
        return _decade(match)
    if match := _DAYS.fullmatch(text):
        return _days(match, context)
    if match := _OF_CENTURY.fullmatch(text):
        return _decade_of_century(match, context)
    if match := _CENTURY.fullmatch(text):
        return _century(match)
    return None


def _part_of_year(
    match: re.Match[str],
    first: int,
    last: int,
    granularity: Granularity,
    context: Context,
    rest: re.Match[str] | None = None,
) -> Time | Unresolved:
    """Make the time from one month of a year to another."""
    if not 1 <= first <= last <= 12:
        raise ImpossibleDateError("a year has twelve months")
    said = (rest or match).groupdict()
    year = int(written) if (written := said["year"] or said.get("again")) else None
    shift = _SHIFTS[said["shift"]] if said.get("shift") else None
    flags = ("same-period",) if match["same"] else ()
    if year is None and shift is None and context.year is None and context.published:
        # Not the nearest one: "6 tháng đầu năm" is of the article's year, whenever it appears.
        year, flags = context.published.year, (*flags, "year-from-article")
    begin, end = (Moment(year=year, month=month, shift=shift, flags=flags) for month in (first, last))
    if granularity == "quarter" and last - first == _QUARTER - 1:
        return point(replace(begin, month=None, quarter=last // _QUARTER), context)
    found = interval(begin, end, context)
    if isinstance(found, Unresolved):
        return found
    return Time(edtf=found.edtf, granularity=granularity, start=found.start, end=found.end, flags=found.flags)


def _days(match: re.Match[str], context: Context) -> Time | Unresolved | None:
    """Read ``10 ngày cuối tháng 6/2024``."""
    said = scan(match["rest"])
    if said is None or said != replace(
        Moment(), **{f: getattr(said, f) for f in ("year", "month", "shift", "shifted")}
    ):
        return None
    whole, count = context.complete(said), number_of(match["count"])
    first, last = whole.first_day(), whole.last_day()
    if first is None or last is None:
        return Unresolved(reason="the text does not say the year in which the days lie", flags=("year-unknown",))
    if not 1 <= count <= (last - first).days:
        raise ImpossibleDateError(f"there are no {count} days at one end of it")
    if match["which"] == "đầu":
        last = first + timedelta(days=count - 1)
    else:
        first = last - timedelta(days=count - 1)
    ends = [Moment(year=day.year, month=day.month, day=day.day, flags=whole.flags) for day in (first, last)]
    return interval(ends[0], ends[1], context)


def _decade_of_century(match: re.Match[str], context: Context) -> Time | Unresolved:
    """Read ``những năm 60 của thế kỷ trước``."""
    said = match["century"]
    flags: tuple[str, ...] = ()
    if said != "trước":
        number = int(said) if said.isdigit() else _roman(said)
    elif context.published is None:
        return Unresolved(reason="the text names its century only by the article's date")
    else:
        number, flags = (context.published.year - 1) // 100, ("relative",)
    if number is None or not 1 <= number <= _LAST_CENTURY:
        return Unresolved(reason="no such century is known")
    return replace(_decade(match, f"{number - 1:02d}"), flags=flags)


def _decade(match: re.Match[str], century: str = "") -> Time:
    written = match["year"]
    if len(written) == 2 and not century:
        # "thập niên 90" is of the last century, as long as nothing else is said.
        century = "19" if int(written) >= 30 else "20"
    decade = (century + written)[:3]
    return Time(
        edtf=f"{decade}X",
        part=(match["part"] or "").strip() or None,
        granularity="decade",
        start=f"{decade}0-01-01",
        end=f"{decade}9-12-31",
        flags=("two-digit-year",) if century else (),
    )


def _century(match: re.Match[str]) -> Time | None:
    number = int(match["number"]) if match["number"].isdigit() else _roman(match["number"])
    if number is None or not 1 <= number <= _LAST_CENTURY:
        return None
    first, last = 100 * number - 99, 100 * number
    return Time(
        edtf=f"{first:04d}/{last:04d}",
        part=(match["part"] or "").strip() or None,
        granularity="century",
        start=f"{first:04d}-01-01",
        end=f"{last:04d}-12-31",
    )


def _roman(text: str) -> int | None:
    match = _ROMAN.fullmatch(text)
    if not match or not text:
        return None
    ones = match[2]
    value = {"ix": 9, "iv": 4}.get(ones, (5 if "v" in ones else 0) + ones.count("i"))
    return 10 * len(match[1]) + value
