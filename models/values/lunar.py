"""Mentions of the lunar calendar. They are told from others and flagged; no day is converted."""

from __future__ import annotations

import re
from datetime import date

from solieu.annotation.values import Granularity, Time, Unresolved
from solieu.models.values.moments import Context, ImpossibleDateError

_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_OTHER_FORMS = {"tí": "tý", "tị": "tỵ", "mẹo": "mão"}
_YEAR_NAME = re.compile(rf"\b({'|'.join(_STEMS)}) ({'|'.join((*_BRANCHES, *_OTHER_FORMS))})\b")
# A year of the Buddhist era is none of the calendar.
_YEAR = re.compile(r"(?<![0-9])(?<!pl\.)(?<!pl )(?<!phật lịch )[12][0-9]{3}(?![0-9])")
_MARKS = re.compile(
    r"\b(?:âm|al|âl|mùng|mồng|rằm|tháng chạp|tháng giêng|giao thừa|trung thu|vu lan|đoan ngọ|giỗ tổ|phật đản|tết|chôl|"
    r"chnăm|sêne|sene|ok om bok|đôlta)\b"
)
_MARK_ALONE = re.compile(r"(?:theo )?(?:lịch )?(?:âm|al|âl)(?: lịch)?")
_SOLAR = re.compile(r"\btết (?:dương|tây|thiếu nhi|độc lập)")
_DAY = re.compile(
    r"\b(?:mùng|mồng|rằm|giao thừa|[0-9]{1,2} tết|ngày [0-9]{1,2}|[0-9]{1,2} tháng)\b|[0-9]{1,2}/[0-9]{1,2}"
)
# What a lunar day or month is said to be, with the most that there is of it.
_CALLED_LUNAR = r"(?:[/.-][0-9]{4}| năm [0-9]{4})? \(?(?:theo )?(?:lịch )?(?:âm|al|âl)(?!\w)"
_MOST = (
    (re.compile(rf"(?<![0-9/.-])([0-9]{{1,2}})(?:[/.-]| tháng )[0-9]{{1,2}}{_CALLED_LUNAR}"), 30, "day"),
    (re.compile(r"(?<![0-9/.-])([0-9]{1,2}) tết"), 30, "day"),
    (re.compile(r"(?:mùng|mồng) ([0-9]{1,2})(?![0-9])"), 30, "day"),
    (re.compile(rf"(?:[/.-]|tháng )([0-9]{{1,2}}){_CALLED_LUNAR}"), 12, "month"),
)
_LATE = re.compile(r"\btháng (?:chạp|11|12|mười một|mười hai)\b|/(?:11|12)\b|\b(?:23|ông táo) tháng chạp")
_FIRST_MONTH = re.compile(
    r"\btết(?! trung)|giao thừa|tháng (?:giêng|0?1(?![0-9])|một(?!\w))|(?<![0-9/])[0-9]{1,2}/0?1(?![0-9])"
)
_PART = re.compile(r"\b(?:rạng sáng|sáng|trưa|chiều|tối|đêm|khuya)\b")
_JUNE, _SEPTEMBER = 6, 9
_CYCLE = 60
_FIRST = 1984  # Giáp Tý
_LAST = 9999  # the last year that EDTF writes in four digits


def is_lunar(text: str) -> bool:
    """Whether a text in one spelling has a word of the lunar calendar."""
    return bool(_YEAR_NAME.search(text) or (_MARKS.search(text) and not _SOLAR.search(text)))


def is_mark_alone(text: str) -> bool:
    """Whether a text only says that the words beside it are of the lunar calendar, as ``âm lịch`` in brackets does."""
    return _MARK_ALONE.fullmatch(text) is not None


def read_lunar(text: str, context: Context) -> Time | Unresolved | None:
    """Read a mention of the lunar calendar.

    Args:
        text: A text in one spelling.
        context: The article's date chooses among the years that bear one name.

    Returns:
        The year, flagged ``lunar``, or two years where the end of a lunar year lies in the next; a reason where no
        year is said; None if the text is not of the lunar calendar.

    Raises:
        ImpossibleDateError: The lunar calendar has no such day or month.
    """
    if not is_lunar(text):
        return None
    for pattern, most, what in _MOST:
        for said in pattern.findall(text):
            if not 1 <= int(said) <= most:
                raise ImpossibleDateError(f"there is no {what} {said} in the lunar calendar")
    flags = ["lunar"]
    name = _YEAR_NAME.search(text)
    written = _YEAR.search(text)
    year = int(written.group()) if written else None
    if name:
        named = _year_of(name[1], _OTHER_FORMS.get(name[2], name[2]), context)
        if named is None:
            return Unresolved(reason="no year bears that name in the cycle of sixty years", flags=("lunar",))
        if year is None:
            year = named
            flags.append("year-from-cycle")
        elif (year - named) % _CYCLE:
            flags.append("year-mismatch")
    if year is None:
        if context.year is None and context.published is None:
            return Unresolved(reason="a day of the lunar calendar without its year", flags=("lunar",))
        year = context.year or _year_of_feast(text, context.published)
        flags.append("year-from-article")
    granularity: Granularity = "day" if _DAY.search(text) else "month" if "tháng" in text else "year"
    part = _PART.search(text)
    late = _LATE.search(text)
    return Time(
        edtf=f"{year:04d}/{year + 1:04d}" if late and year < _LAST else f"{year:04d}",
        part=part.group() if part else None,
        granularity=granularity,
        flags=tuple(flags),
    )


def _year_of(stem: str, branch: str, context: Context) -> int | None:
    """Return the year of a name, the nearest to the article, or that of the cycle that began in 1984."""
    step = next(
        (n for n in range(_CYCLE) if _STEMS[n % 10] == stem and _BRANCHES[n % 12] == branch),
        None,
    )
    if step is None:
        return None
    year = _FIRST + step
    about = context.year or (context.published.year if context.published else None)
    if about is None:
        return year
    near = year + _CYCLE * round((about - year) / _CYCLE)
    return near + _CYCLE if near < 1 else near - _CYCLE if near > _LAST else near


def _year_of_feast(text: str, published: date | None) -> int:
    """Return the year of the feast that an article means: of Tết, the next one from September on.

    Of the last months of the lunar year, which end in the next one of the calendar, it is the last one until June.
    """
    if published is None:
        raise ValueError("the article's date is needed")
    if _LATE.search(text):
        return max(1, published.year - (1 if published.month <= _JUNE else 0))
    near_tet = _FIRST_MONTH.search(text) is not None
    return min(_LAST, published.year + (1 if near_tet and published.month >= _SEPTEMBER else 0))
