"""The flags that values carry, and what each tells the reader."""

from __future__ import annotations

from collections.abc import Mapping

FLAGS: Mapping[str, str] = {
    "ambiguous-separator": "the dot, comma or space in the figure may stand for thousands or for decimals",
    "ambiguous-words": "the number words have a formal and a colloquial reading; the formal one was taken",
    "colloquial": "the number is said in short (`hai triệu rưỡi`, `một nghìn hai`, `hai ba người`)",
    "ambiguous-fraction": "a small fraction: a share (`2/3 of`) or a count out of a count (`2 of 3`)",
    "fraction": "the number is a share: `number` parts of `out_of`",
    "no-unit": "the text does not say what is counted",
    "approximate": "the time is only said roughly",
    "clock-or-duration": "`22 giờ` may be a time of day or a length of time",
    "impossible-date": "no calendar has such a day, month or hour",
    "lunar": "the time is said in the lunar calendar; it was not converted, the EDTF gives at most the year",
    "month-from-article": "the month was taken from the article's date",
    "month-unknown": "the text does not say the month",
    "nights": "nights are counted, written as days",
    "relative": "the time hangs on the article's date or on another time in it",
    "same-period": "it is the same part of that year as another period in the article",
    "school-year": "a school year, which begins and ends within the years that are given",
    "two-digit-year": "the century was added",
    "weekday-mismatch": "that day is another day of the week than the text says",
    "working-days": "working days are counted",
    "year-from-article": "the year was taken from the article",
    "year-from-cycle": "the year was taken from its name in the cycle of sixty years",
    "year-mismatch": "the year's name in the cycle of sixty years and its number do not fit",
    "year-unknown": "the text does not say the year",
}
