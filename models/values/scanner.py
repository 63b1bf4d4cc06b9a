"""Reads a point of the calendar from its pieces in any order: ``8h30, Chủ nhật, 03-03-2024``, ``sáng ngày 2/9``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from solieu.models.values.days import day_named, names_pattern
from solieu.models.values.moments import ImpossibleDateError, Moment, full_year
from solieu.models.values.number_words import to_words

_WORD_NUMBERS = {to_words(number): number for number in range(60)} | {"tư": 4}
_WORD = "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:[0-9]{{1,2}}|(?:{_WORD}))(?!\w)"
# "năm" in "tháng năm 2024" begins the year.
_MONTH = rf"(?!năm [12][0-9]{{3}}){NUMBER}"
_YEAR = r"[12][0-9]{3}(?![0-9])"
_OF_YEAR = rf"(?:(?: ?/ ?|[-.]|,? năm |,? )(?P<year>{_YEAR}))?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}  # no year has the last two
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}

_SHIFTED = {"năm": "year", "quý": "quarter", "tháng": "month"}
# Steps from the article's year, quarter, month or week.
SHIFTS = {
    **{"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "qua": -1, "vừa qua": -1, "vừa rồi": -1, "rồi": -1},
    **{"sau": 1, "tới": 1, "kia": -2},
}
_Handler = Callable[[re.Match[str], Moment], "Moment | None"]


def number_of(text: str) -> int:
    """Return the number below 60 that figures or words say."""
    return int(text) if text.isdigit() else _WORD_NUMBERS[text]


def scan(text: str, *, bare: bool = False) -> Moment | None:
    """Read a text as one point or period.

    Args:
        text: A text in one spelling.
        bare: Whether the text may be a mere number, as the first end of a range is.

    Returns:
        What it says, or None if anything is left that is no piece of a date, or two pieces do not go together.
    """
    moment = Moment()
    place = 0
    while place < len(text):
        filler = _FILLER.match(text, place)
        if filler and filler.end() > place:
            place = filler.end()
            continue
        for pattern, handle in _pieces():
            match = pattern.match(text, place)
            changed = handle(match, moment) if match else None
            if match and changed is not None:
                moment, place = changed, match.end()
                break
        else:
            return None
    if (moment.bare is not None and moment.has_date) or _twice_said(moment):
        return None
    if moment.bare is not None and not bare:
        # "đêm 15", but not a number alone.
        if moment.part is None or moment.clock:
            return None
        moment = replace(moment, day=moment.bare, bare=None)
    return None if replace(moment, flags=(), part=None) == Moment() else moment


def _twice_said(moment: Moment) -> bool:
    """Whether a quarter stands beside a month or day, or a quarter or month is told in two ways."""
    if moment.quarter is not None and (moment.month is not None or moment.day is not None):
        return True
    if moment.shift is None:
        return False
    others = {
        "year": (),
        "quarter": (moment.year, moment.quarter, moment.month, moment.day),
        "month": (moment.year, moment.quarter, moment.month),
    }
    return any(said is not None for said in others[moment.shifted])


def _set(moment: Moment, **fields: int | None) -> Moment | None:
    """Return the moment with the fields that are said, or None if one contradicts it or says its year again."""
    said = {name: value for name, value in fields.items() if value is not None}
    if "year" in said and moment.shift is not None:
        return None
    if any(getattr(moment, name) not in (None, value) for name, value in said.items()):
        return None
    return replace(moment, **said)  # type: ignore[arg-type]  # the names are those of the fields of whole numbers


def _date(match: re.Match[str], moment: Moment) -> Moment | None:
    groups = match.groupdict()
    if moment.has_date and groups.get("month") and moment.month is not None:
        return None
    day, month, year = groups.get("day"), groups.get("month"), groups.get("year")
    number, flags = full_year(year) if year else (None, ())
    found = _set(
        moment, day=number_of(day) if day else None, month=number_of(month) if month else None, year=number or None
    )
    return found.flagged(*flags) if found else None


def _quarter(match: re.Match[str], moment: Moment) -> Moment | None:
    said = match["quarter"]
    return _set(moment, quarter=_ROMAN.get(said) or number_of(said), year=int(match["year"]) if match["year"] else None)


def _clock(match: re.Match[str], moment: Moment) -> Moment | None:
    groups = match.groupdict()
    hour = number_of(match["hour"])
    # "72 giờ" is a length, but "25 giờ ngày 3/4" can only be meant as a time of day.
    if moment.clock is not None or (hour > 24 and not (moment.day or _DAY_BEHIND.match(match.string, match.end()))):
        return None
    if half := groups.get("half_day"):
        hour = _on_the_clock(hour, afternoon=half in ("pm", "ch"))
    minute = 30 if groups.get("half") else number_of(match["minute"]) if match["minute"] else None
    second = number_of(match["second"]) if match["second"] else None
    return replace(moment, clock=(hour, minute, second))


def _on_the_clock(hour: int, *, afternoon: bool) -> int:
    """Return the hour of 24 for one of 12; pages write ``14:05 PM``, too."""
    if hour > 12 and not afternoon:
        raise ImpossibleDateError("there is no such time of day")
    return hour if hour > 12 else hour % 12 + 12 * afternoon


def _clock_before(match: re.Match[str], moment: Moment) -> Moment | None:
    """Read ``7 giờ kém 15``."""
    hour, before = number_of(match["hour"]), number_of(match["before"])
    if moment.clock is not None or not 1 <= hour <= 24 or not 1 <= before < 60:
        return None
    return replace(moment, clock=(hour - 1, 60 - before, None))


def _weekday(match: re.Match[str], moment: Moment) -> Moment | None:
    day = match["weekday"]
    return _set(moment, weekday=_WEEKDAYS[day] if day else 6)


def _part(match: re.Match[str], moment: Moment) -> Moment | None:
    if moment.bare is not None:  # "3 đêm" is no third night
        return None
    if moment.part is not None:
        return moment if moment.part.endswith(match["part"]) else None
    found = replace(moment, part=match["part"])
    said = match.groupdict().get("today")
    if said is None:
        return found
    if said in (" nay", " hôm nay"):
        return replace(found, relative="today")
    return replace(found, relative={" qua": "yesterday", " mai": "tomorrow"}.get(said))


def _term(match: re.Match[str], moment: Moment) -> Moment | None:
    """Read ``học kỳ I``."""
    term = match["term"]
    return replace(moment, part=f"học kỳ {term.upper() if term in _ROMAN else term}") if moment.part is None else None


def _relative(match: re.Match[str], moment: Moment) -> Moment | None:
    if moment.relative is not None:
        return None
    kinds = {"cùng": "same", "sau": "next", "nay": "today", "qua": "yesterday", "trước": "same", "mai": "tomorrow"}
    said = match.group().split(" ")
    if said[-1] == "kia":
        return replace(moment, relative="two days ago" if said[-2] == "hôm" else "in two days")
    return replace(moment, relative=kinds["cùng" if said[0] == "cùng" else said[-1]])


def _shift(match: re.Match[str], moment: Moment) -> Moment | None:
    """Read ``năm nay`` and ``năm ngoái (2023)``, whose year is said twice."""
    unit = _SHIFTED[match["unit"]]
    if moment.shift is not None or moment.year is not None or (unit != "year" and (moment.month or moment.quarter)):
        return None
    year = match.groupdict().get("year")
    return replace(moment, shift=SHIFTS[match["shift"]], shifted=unit, year=int(year) if year else None)


def _part_of_this(match: re.Match[str], moment: Moment) -> Moment | None:
    """Read ``cuối năm``: nothing else says of which year."""
    if moment.has_date or moment.shift is not None or moment.part is not None or moment.bare is not None:
        return None
    unit = _SHIFTED[match["unit"]]
    flags = ("year-from-article",) if unit == "year" else ("month-from-article", "year-from-article")
    return replace(moment, part=match["part"], shift=0, shifted=unit).flagged(*flags)


def _direction(match: re.Match[str], moment: Moment) -> Moment | None:
    """Read ``vừa qua`` and ``tới`` behind a date; beside a year they add nothing."""
    if moment.direction is not None or not (moment.has_date or moment.weekday is not None) or moment.bare is not None:
        return None
    return replace(moment, direction=1 if match["ahead"] else -1)


def _bare(match: re.Match[str], moment: Moment) -> Moment | None:
    if moment.bare is not None or moment.day is not None:
        return None
    if match.group() == "năm" and moment.part in ("đầu", "giữa", "cuối", "nửa đầu", "nửa cuối"):
        return None  # the end of a year, and no number five
    return replace(moment, bare=number_of(match.group()))


def _prefix(match: re.Match[str], moment: Moment) -> Moment | None:
    said = match.group().strip()
    if said == "đến" and match.start():
        return None  # between two points it makes a range
    if said in ("khoảng", "gần", "tầm", "chừng"):
        return moment.flagged("approximate")
    if said.startswith(("năm học", "niên")):
        return moment.flagged("school-year")
    return moment.flagged("same-period") if said == "cùng kỳ" else moment


def _named(match: re.Match[str], moment: Moment) -> Moment | None:
    return replace(moment, named=day_named(match["name"])) if moment.named is None else None


_DAY_BEHIND = re.compile(r",? (?:-? ?ngày |(?:rạng )?(?:sáng|trưa|chiều|tối|đêm) )*[0-9]{1,2} ?(?:[/.-] ?[0-9]|tháng)")
_DAY_MONTH = r"[0-9]{1,2}[/.-][0-9]{1,2}(?![0-9])"
_FILLER = re.compile(r"(?:[ ,.;:()|-]| (?:của|nhân) )*")


@cache
def _pieces() -> tuple[tuple[re.Pattern[str], _Handler], ...]:
    """Return the pieces of a date, those that hide others in themselves first, and what each says."""
    pieces: tuple[tuple[str, _Handler], ...] = (
        (
            r"(?P<year>[12][0-9]{3})(?P<s>[-./])(?P<month>[0-9]{1,2})(?P=s)(?P<day>[0-9]{1,2})"
            r"(?:t(?=[0-9]{2}:)|(?![-./]?[0-9]))",  # not the middle of 1-1-2024-30-6-2024
            _date,
        ),
        (
            r"(?:ngày )?(?P<day>[0-9]{1,2})(?: ?(?P<s>[/.-]) ?)(?P<month>[0-9]{1,2})(?: ?(?P=s) ?)"
            r"(?P<year>[0-9]{4}|(?<! )[0-9]{2})(?![0-9])",
            _date,
        ),
        (
            rf"(?:ngày )?(?P<day>{NUMBER}) tháng (?P<month>{_MONTH})(?! (?:ngày|giờ|tuần|năm(?! [12][0-9]{{3}})))"
            rf"{_OF_YEAR}",
            _date,
        ),
        (
            rf"(?P<hour>[0-9]{{1,2}}|(?:{_WORD})(?= )) ?(?:giờ|h|g) ?kém (?P<before>{NUMBER})"
            r"(?: ?(?:phút|ph|p|'+)(?!\w))?",
            _clock_before,
        ),
        (
            r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?![0-9:])"
            r"(?: ?(?P<half_day>am|pm|sa|ch)(?!\w))?",
            _clock,
        ),
        (
            rf"(?P<hour>[0-9]{{1,2}}|(?:{_WORD})(?= )) ?(?:giờ|h|g)(?P<half> rưỡi)?"
            rf"(?:(?P<gap> )?(?P<minute>[0-9]{{1,2}}(?![0-9])|(?:{_WORD})(?= phút))"
            r"(?(gap)(?! ?(?:[/.-] ?[0-9]|tháng|giờ|h\b|giây|đến|tới|- )))(?: ?(?:phút|ph|p|'+))?)?"
            r"(?: ?(?P<second>[0-9]{1,2}) ?(?:giây|s))?(?!\w)",
            _clock,
        ),
        (
            rf"(?:tháng |t(?=[0-9]{{1,2}} ?/))(?P<month>{_MONTH}){_OF_YEAR}",
            _date,
        ),
        (
            rf"(?:quý |q(?=[1-4] ?[/-]))(?P<quarter>iv|vi?|i{{1,3}}|[0-9]|{_WORD})(?!\w){_OF_YEAR}",
            _quarter,
        ),
        (rf"(?P<month>[0-9]{{1,2}})(?: ?/ ?|[.-])(?P<year>{_YEAR})", _date),
        (
            r"(?:ngày )?(?P<day>[0-9]{1,2})(?: ?/ ?|[.-])(?P<month>[0-9]{1,2})(?![0-9:])",
            _date,
        ),
        (rf"(?:năm (?:mới )?)?(?P<year>{_YEAR})", _date),
        (r"(?:thứ (?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)(?!\w)", _weekday),
        (rf"t(?P<weekday>[2-7]),? (?={_DAY_MONTH})", _weekday),
        (names_pattern(), _named),
        (
            r"(?:đầu giờ |cuối giờ |giữa |lúc )?(?P<part>rạng sáng|sáng sớm|sáng|trưa|"
            r"chiều tối|xế chiều|chiều|chập tối|tối khuya|tối|nửa đêm|đêm khuya|đêm|khuya)"
            r"(?P<today> nay| qua| mai| hôm nay)?(?!\w)",
            _part,
        ),
        (
            r"(?:(?:những|các) (?:tháng|tuần|ngày) )?(?P<part>đầu|giữa|cuối) (?P<unit>năm|tháng)$",
            _part_of_this,
        ),
        (
            r"(?:(?:những|các) (?:tháng|tuần|ngày) )?"
            r"(?P<part>nửa đầu|nửa cuối|đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần)(?: của)? "
            r"(?=tháng|năm|quý|nhiệm kỳ|giai đoạn|thập|mùa|[12][0-9]{3})",
            _part,
        ),
        (
            r"(?P<part>(?:mùa )?(?:xuân|hè|hạ|thu|đông)|mùa (?:mưa bão|mưa lũ|mưa|bão|khô|lũ|nước nổi))"
            r"(?:,? năm)?(?= [12][0-9]{3})",
            _part,
        ),
        (r"(?:ngày )?(?:cùng ngày|hôm sau|hôm nay|hôm qua|hôm trước|hôm kia|ngày mai|ngày kia)(?!\w)", _relative),
        (
            rf"(?P<unit>năm) (?P<shift>{'|'.join(sorted(SHIFTS, key=len, reverse=True))})(?!\w)"
            rf"(?: ?\((?:năm )?(?P<year>{_YEAR})(?:\)|$))?",
            _shift,
        ),
        (r"(?P<unit>quý|tháng) (?P<shift>này|trước|vừa qua|vừa rồi|qua|rồi|sau|tới)(?!\w)", _shift),
        (r"học kỳ (?P<term>ii?i?|[1-3]|một|hai|ba) (?=năm học|niên)", _term),
        (r"(?:vừa qua|vừa rồi|qua|(?P<ahead>sắp tới|tới đây|tới))$", _direction),
        (r"này$", lambda _, moment: moment if moment.has_date else None),
        (r"(?:theo )?(?:dương lịch|lịch dương)(?!\w)", lambda _, moment: moment if moment.day else None),
        (rf"ngày (?P<day>{NUMBER})(?! (?:ngày|đêm))", _date),
        (
            r"(?:(?:giai đoạn|nhiệm kỳ|thời kỳ)(?= )|năm học(?: mới)?|niên khóa|niên học|cùng kỳ|thời điểm|trong|vào|"
            r"từ|kể từ|tính đến|tính từ|sn|sinh|lúc|hồi|dịp|(?:kỳ )?nghỉ|lễ(?= [0-9])|so với|hết|trọn|cả|khoảng|gần|"
            r"tầm|chừng|đến|năm(?= học)|ngày(?= (?:thứ|chủ))|hôm(?= (?:thứ|chủ|[0-9])))(?!\w)",
            _prefix,
        ),
        # The week of these days; "tuần 3 tháng 6" is counted.
        (rf"tuần (?=\(?(?:từ |ngày )*(?:[0-9]{{1,2}}$|{_DAY_MONTH}))", lambda _, moment: moment),
        # The name of a day before its date: "ngày truyền thống 19/8", but not "ngày đầu quý 2/2024".
        (rf"(?:ngày|lễ|đại lễ|kỷ niệm) [^0-9]{{3,60}}?(?= \(?{_DAY_MONTH})", lambda _, moment: moment),
        (r"gmt ?\+ ?0?7(?![0-9])", lambda _, moment: moment if moment.clock else None),  # Vietnam's own time
        (NUMBER, _bare),
    )
    return tuple((re.compile(pattern), handle) for pattern, handle in pieces)
