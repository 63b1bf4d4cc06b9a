"""Times: ``Sáng 26/6`` to a day, ``giai đoạn 2013 - 2023`` to a range of years, ``10 năm`` to a length.

What a text leaves out is filled in only from what the caller says of the article, and flagged; what no calendar has is
a reason, not a time. The format is EDTF, levels 1 and 2 (ISO 8601-2:2019; https://www.loc.gov/standards/datetime/).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from solieu.annotation.values import Time, Unresolved
from solieu.models.values.durations import leading_length, read_duration
from solieu.models.values.lunar import is_lunar, read_lunar
from solieu.models.values.moments import Context, ImpossibleDateError, Moment, TwoYearsError
from solieu.models.values.phrases import read_phrase
from solieu.models.values.points import interval, point, several
from solieu.models.values.reading import read, why_unreadable
from solieu.models.values.scanner import scan
from solieu.models.values.spelled_out import in_figures
from solieu.models.values.two_calendars import as_solar, flagged_as_either, read_both, without_lunar_days
from solieu.models.values.weeks import read_counted_week, read_week

_BETWEEN = re.compile(r",? (?:cho )?(?:đến|tới) (?:hết |cuối ngày )?| ?- ?| (?=(?:rạng sáng|đầu năm|đầu tháng) )")
_EXPLAINED = re.compile(r"(?P<said>[^()]+?),? ?\((?P<range>[^()]+)\)?")
_NUMBERED = re.compile(r"(?:giai đoạn|đợt|nhiệm kỳ|khóa) (?:thứ )?(?:[0-9]{1,2}|[ivx]{1,5})")
_PART_OF_TERM = re.compile(
    r"(?:từ |vào )?(?P<part>đầu|giữa|cuối|nửa đầu|nửa cuối) "
    r"(?P<term>(?:nhiệm kỳ|giai đoạn|thời kỳ|năm học|niên khóa) [12][0-9]{3} ?- ?[12][0-9]{3})(?P<now> đến nay)?"
)
_AND = re.compile(r" và | & |, ?|; ?")
_NOW = re.compile(r"(?:hiện |ngày |bây |hôm |thời điểm )?(?:nay|giờ|hiện tại)")
_FROM = re.compile(
    r"(?:kể từ |tính từ |từ |trong |vào |(?:những|các) (?=năm [12][0-9]{3})"
    r"|tuần (?:này|nay|trước|vừa qua|vừa rồi|qua|rồi|sau|tới) \("
    r"|giữa (?!tháng|năm|quý|tuần|nhiệm kỳ|giai đoạn|thập|thế kỷ|mùa|[0-9]{4}))+(?=\S)"
)
_HOW_MANY = re.compile(r"^(?:(?:các|những|trong|cả|vào) )+(?=(?:ngày|đêm|tháng|năm|quý) )")
_HOURS = re.compile(r"(?:khoảng |gần |sau |trong )?[0-9\w]+(?: \w+)? ?(?:giờ|h)(?: rưỡi| ?\w+(?: \w+){0,2} phút)?")
_HOURS_TO_HOURS = re.compile(r"(?:từ )?[0-9]{1,2} ?(?:giờ|h)?(?: (?:đến|tới) | ?- ?)[0-9]{1,2} ?(?:giờ|h)")
_OF_LENGTH = re.compile(r"(?:giai đoạn|nhiệm kỳ|thời kỳ|kế hoạch) ")
_AT_ONE_END = re.compile(r"(?:đầu|giữa|cuối)(?!\w)")
# "từ tháng 11 năm trước đến tháng 4 năm sau" is the dry season of any year.
_EVERY_YEAR = re.compile(r".*[0-9] năm trước .*[0-9] năm sau")
_BEFORE_OR_AFTER = re.compile(r"(?P<which>trước|sau) (?:thời điểm )?(?P<when>.+)")
_RELATIVE_YEAR = re.compile(
    r"(?:so với )?(?:cùng kỳ|cùng thời kỳ|cùng kì)(?: (?:năm )?(?P<which>trước|ngoái|nay|này))?"
)


def time(text: str, *, published: date | None = None, context_year: int | None = None) -> Time | Unresolved:
    """Read a point, period or length of time.

    Args:
        text: Any string; meant are those that the guideline marks ``DATE``.
        published: The article's date. It gives ``Sáng 26/6`` the nearest year, ``10 năm qua`` and ``đến nay`` their
            end.
        context_year: The year that the words around the text are about; it goes before the article's date.

    Returns:
        The time, or why the text says none.
    """
    reading = read(text)
    if problem := why_unreadable(text, reading):
        return Unresolved(reason=problem)
    year = context_year if context_year is not None and 1 <= context_year <= 9999 else None
    context = Context(published, year)
    try:
        found = _read(in_figures(reading.text), context)
    except TwoYearsError as error:
        return Unresolved(reason=str(error))
    except ImpossibleDateError as error:
        return Unresolved(reason=f"the calendar has no such time: {error}", flags=("impossible-date",))
    return found if found is not None else Unresolved(reason="the text is no form of time that is known")


def _read(text: str, context: Context) -> Time | Unresolved | None:
    """Try the forms of time one after the other."""
    if plain := as_solar(text):
        return flagged_as_either(_read(plain, context))
    if solar := without_lunar_days(text):
        return _read(solar, context)
    for reader in (
        read_both,
        _explained,
        read_lunar,
        read_phrase,
        read_week,
        read_counted_week,
        _same_period,
        _single,
        _hours,
        read_duration,
        _with_its_length,
        _part_of_term,
        _range,
        _list,
        _open,
    ):
        found = reader(text, context)
        if found is not None:
            return found
    return None


def _single(text: str, context: Context) -> Time | Unresolved | None:
    """Read one point or period; an hour alone may be a length as well, and gets both."""
    moment = scan(text)
    if moment is None:
        return None
    found = point(moment, context)
    if isinstance(found, Time) and found.edtf is None and found.part is None and _HOURS.fullmatch(text):
        length = read_duration(text, context)
        if length is not None:
            return replace(found, duration=length.duration, flags=(*found.flags, "clock-or-duration"))
    return found


def _hours(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``19 giờ đến 22 giờ``; ``2 đến 3 giờ`` may be a length as well, and gets both."""
    if not _HOURS_TO_HOURS.fullmatch(text):
        return None
    found = _range(text, context)
    length = read_duration(text, context)
    if not isinstance(found, Time) or length is None or text.count("giờ") + text.count("h") > 1:
        return found
    flags = (*found.flags, "clock-or-duration")
    return replace(found, duration=length.duration, duration_to=length.duration_to, flags=flags)


def _with_its_length(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``5 năm (2019 - 2024)`` and ``hai ngày 14 và 15/5``: a period, and before it how long it is."""
    if of_length := _OF_LENGTH.match(text) or _FROM.match(text):
        text = text[of_length.end() :]
    length = leading_length(text)
    rest = text[length[1] :].strip(" (,") if length else ""
    # "6 tháng đầu năm 2023 và 2024" are the first months, and not six months of two years.
    if length is None or not rest or "T" in length[0] or _AT_ONE_END.match(rest):
        return None
    found = _range(rest, context) or _list(rest, context)
    return replace(found, duration=length[0]) if isinstance(found, Time) else found


def _explained(text: str, context: Context) -> Time | Unresolved | None:
    """Read a period that brackets say exactly: ``quý I/2024 (15/12/2023 - 14/3/2024)``, ``giai đoạn I (2021-2025)``."""
    match = _EXPLAINED.fullmatch(text)
    if match is None or is_lunar(match["range"]) or _range(match["range"], context) is None:
        return None
    if _NUMBERED.fullmatch(match["said"]):
        return _range(match["range"], context)
    said = _read(match["said"], context)
    if not isinstance(said, Time) or said.clock:
        return None
    # The year before the brackets holds within them.
    told = said.end is not None and not {"relative", "year-from-article"} & {*said.flags}
    found = _range(match["range"], replace(context, year=int(said.end[:4])) if told and said.end else context)
    if not isinstance(found, Time):
        return found
    apart = said.start and said.end and found.start and found.end and (found.end < said.start or said.end < found.start)
    return None if apart else replace(found, duration=said.duration)


def _part_of_term(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``đầu nhiệm kỳ 2020 - 2025``, a part of all these years, also with ``đến nay`` behind it."""
    match = _PART_OF_TERM.fullmatch(text)
    found = _range(match["term"], context) if match else None
    if match is None or not isinstance(found, Time):
        return found
    if not match["now"]:
        return replace(found, part=match["part"])
    # Only its first year is where it begins.
    beginning = found.start[:4] if found.start and match["part"] == "đầu" else None
    since = _range(f"{beginning} đến nay", context) if beginning else None
    if not isinstance(since, Time):
        return since
    return replace(since, flags=tuple(dict.fromkeys((*found.flags, *since.flags, "approximate"))))


def _range(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``A đến B`` and ``A - B``, where A leaves out what B says."""
    text = _FROM.sub("", text, count=1) if _FROM.match(text) else text
    if _EVERY_YEAR.fullmatch(text):
        return Unresolved(reason="the text names its years only by each other")
    for between in _BETWEEN.finditer(text):
        before, after = text[: between.start()], text[between.end() :]
        right = None if _NOW.fullmatch(after) else scan(after)
        left = None if _NOW.fullmatch(before) else scan(before, bare=True)
        if right is None and not _NOW.fullmatch(after):
            continue
        if left is None and not _NOW.fullmatch(before):
            continue
        if left is not None or right is not None:
            return interval(_from_its_start(left, open_end=right is None), right, context)
    return None


def _from_its_start(left: Moment | None, *, open_end: bool) -> Moment | None:
    """Take ``đầu năm 2024`` at the beginning of a range for its first month; other parts are only rough."""
    if left is None or left.part not in ("đầu", "giữa", "cuối") or left.day is not None or left.clock is not None:
        return left
    if left.part != "đầu":
        return left.flagged("approximate") if open_end else left
    if left.quarter is not None:
        return replace(left, quarter=None, month=3 * left.quarter - 2, part=None)
    if left.month is not None:
        return replace(left, day=1, part=None)
    return replace(left, month=1, part=None)


def _list(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``ngày 14 và 15/5``."""
    parts = _AND.split(_HOW_MANY.sub("", text, count=1))
    moments = [scan(part, bare=place < len(parts) - 1) for place, part in enumerate(parts)]
    if len(moments) < 2 or None in moments:
        return None
    return several([moment for moment in moments if moment is not None], context)


def _open(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``trước 30/6`` and ``sau năm 2025``, which reach from or to no known day.

    Whether the day itself belongs to them is not always meant: it is written as their end, flagged ``approximate``.
    """
    match = _BEFORE_OR_AFTER.fullmatch(text)
    moment = scan(match["when"]) if match else None
    found = point(moment, context) if moment is not None else None
    if match is None or not isinstance(found, Time) or found.edtf is None or found.clock or found.part:
        return None
    if found.start is None or found.end is None:
        return Unresolved(reason="the text does not say the year in which the period lies", flags=("year-unknown",))
    before = match["which"] == "trước"
    # Quarters are no ends of intervals.
    day = found.edtf if found.granularity != "quarter" else found.end if before else found.start
    return replace(
        found,
        edtf=f"../{day}" if before else f"{day}/..",
        start=None if before else found.start,
        end=found.end if before else None,
        flags=(*found.flags, "approximate"),
    )


def _same_period(text: str, context: Context) -> Time | Unresolved | None:
    """Read ``cùng kỳ năm trước``, whose year only the article tells."""
    match = _RELATIVE_YEAR.fullmatch(text)
    if match is None:
        return None
    if match["which"] in (None, "nay", "này") or (context.published is None and context.year is None):
        return Unresolved(reason="the text names its period only by another one in the article")
    year = (context.year or (context.published.year if context.published else 0)) - 1
    return interval(Moment(year=year), Moment(year=year, flags=("same-period", "relative")), context)
