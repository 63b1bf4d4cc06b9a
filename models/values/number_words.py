"""Vietnamese number words: `to_words` writes them, `value_of` reads them.

The grammar is that of the standard language, with both of its variants where they are common: ``linh`` and ``lẻ``,
``nghìn`` and ``ngàn``, ``tư`` and ``bốn``, ``vạn``, and the short forms of speech (``hai triệu rưỡi``, ``trăm hai``,
``hăm lăm``).
Figures may stand where a digit may: ``2 tỷ 350 triệu``, ``5 chục``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

# Arithmetic that rounds nothing: figures have at most 40 digits, magnitudes at most a dozen each.
EXACT = Context(prec=400)

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGIT_VALUES = {word: value for value, word in enumerate(_DIGITS)}
_AFTER_TEN = {**DIGIT_VALUES, "lăm": 5, "nhăm": 5}
_AFTER_TENS = {**DIGIT_VALUES, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SHORT_TENS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
for _table in (_AFTER_TEN, _AFTER_TENS):
    # "hai mươi không" is nothing, and "hai mươi năm" is twenty years.
    del _table["không"], _table["năm"]
del _AFTER_TENS["một"]

# Twenty and thirty in one syllable, only with a digit behind them: hăm lăm is 25.
_DRAWN_TOGETHER = {"hăm": 2, "băm": 3}
# Largest first; a number is read around its largest magnitude.
MAGNITUDES = {"tỷ": 10**9, "triệu": 10**6, "vạn": 10**4, "nghìn": 10**3}
_ALIASES = {"ngàn": "nghìn", "tỉ": "tỷ", "lẻ": "linh", "rưởi": "rưỡi"}
WORDS = frozenset((*_AFTER_TEN, *_AFTER_TENS, *DIGIT_VALUES, *MAGNITUDES, *_ALIASES)) | frozenset(
    ("âm", "chục", "linh", "mười", "mươi", "phẩy", "rưỡi", "trăm", "tá", *_DRAWN_TOGETHER)
)


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number that was read.

    Args:
        value: The number.
        flags: What is doubtful about it.
    """

    value: Decimal
    flags: tuple[str, ...] = ()


def to_words(number: Decimal | int) -> str:
    """Write a number in Vietnamese words.

    Args:
        number: Any finite number below 10¹⁸ in size.

    Returns:
        The words of the standard language: ``một nghìn không trăm linh năm`` for 1005. A group of three digits that
        is nought is said where one below it is not; decimals are said digit by digit after ``phẩy``.

    Raises:
        ValueError: The number is not finite, or too large for words that have one reading only.
    """
    number = Decimal(number)
    if not number.is_finite() or abs(number) >= 10**18:
        raise ValueError(f"only finite numbers below 10¹⁸ have clear words, but this is {number}")
    whole, _, decimals = format(abs(number), "f").partition(".")
    words = _whole(int(whole))
    if decimals:
        words += " phẩy " + " ".join(_DIGITS[int(digit)] for digit in decimals)
    return f"âm {words}" if number.is_signed() and number else words


def value_of(words: Sequence[str | Decimal]) -> WordNumber | None:
    """Read a number said in words, figures and magnitudes.

    Args:
        words: Lower-case words in one spelling, figures as decimals.

    Returns:
        The number that all of ``words`` together say, or None if they say none.
    """
    plain = [_ALIASES.get(word, word) if isinstance(word, str) else word for word in words]
    negative = plain[:1] == ["âm"]
    found = _read(plain[negative:], tuple(MAGNITUDES), first=True)
    if found is None or not negative:
        return found
    return WordNumber(-found.value, found.flags)


def _whole(number: int) -> str:
    """Write a whole number."""
    billions, rest = divmod(number, 10**9)
    words = [f"{_whole(billions)} tỷ"] if billions else []
    for size, name in ((10**6, " triệu"), (10**3, " nghìn"), (1, "")):
        group, below = rest // size % 1000, rest % size
        if group:
            words.append(_group(group, full=bool(words)) + name)
        elif words and below:
            # So that "hai triệu ba trăm" is not taken for 2.3 million.
            words.append(_DIGITS[0] + name)
    return " ".join(words) or _DIGITS[0]


def _group(number: int, *, full: bool) -> str:
    """Write a number below 1,000; ``full`` says the hundreds even if there are none."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if rest and not tens and words:
        words.append("linh")
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    if unit:
        changed = {5: "lăm"} if tens == 1 else {1: "mốt", 5: "lăm"} if tens else {}
        words.append(changed.get(unit, _DIGITS[unit]))
    return " ".join(words) or _DIGITS[0]


def _read(words: list[str | Decimal], magnitudes: tuple[str, ...], *, first: bool) -> WordNumber | None:
    """Read a number around the largest of the ``magnitudes`` in it; ``first`` if nothing stands before it."""
    if "phẩy" in words and not set(MAGNITUDES) & set(words[words.index("phẩy") :]):
        return _with_decimals(words, magnitudes, first=first)
    said = [magnitude for magnitude in magnitudes if magnitude in words]
    if not said:
        return _below_thousand(words, first=first)
    magnitude, place = said[0], magnitudes.index(said[0])
    at = len(words) - 1 - words[::-1].index(magnitude)
    before, after = words[:at], words[at + 1 :]
    if magnitude in before and (magnitude != "tỷ" or before[-1] != "tỷ"):
        return None
    head = _head(before, magnitudes[place:], first=first)
    tail = _tail(after, magnitudes[place + 1 :], MAGNITUDES[magnitude])
    if head is None or tail is None or (tail.value and head.value != head.value.to_integral_value(context=EXACT)):
        return None
    value = EXACT.fma(head.value, Decimal(MAGNITUDES[magnitude]), tail.value)
    return WordNumber(value, _united(head.flags, tail.flags))


def _head(before: list[str | Decimal], magnitudes: tuple[str, ...], *, first: bool) -> WordNumber | None:
    """Read what a magnitude multiplies."""
    if before:
        return _read(before, magnitudes, first=first)
    return WordNumber(Decimal(1), ("colloquial",)) if first else None


def _tail(after: list[str | Decimal], magnitudes: tuple[str, ...], size: int) -> WordNumber | None:
    """Read what follows a magnitude of the given size, and is less."""
    if not after:
        return WordNumber(Decimal(0))
    if after == ["rưỡi"]:
        return WordNumber(Decimal(size // 2), ("colloquial",))
    if len(after) == 1 and (digit := _digit(after[0], {**DIGIT_VALUES, **_SHORT_TENS})):
        return WordNumber(Decimal(size // 10 * digit), ("colloquial",))
    if after[0] == "linh":
        digit = _digit(after[1], {**DIGIT_VALUES, "tư": 4}) if len(after) == 2 else None
        return WordNumber(Decimal(digit)) if digit else None
    found = _read(after, magnitudes, first=False)
    if found is None or not 0 <= found.value < size or found.value != found.value.to_integral_value(context=EXACT):
        return None
    if size > 1000 and found.value < 1000 and len(after) == 1:
        return None  # "2 triệu 500" may be 2.5 million
    said = isinstance(after[0], str) and "trăm" in after and after[0] != "không"
    if size > 1000 and said and not set(after) & set(MAGNITUDES):
        return WordNumber(found.value, _united(found.flags, ("ambiguous-words",)))
    return found


def _below_thousand(words: list[str | Decimal], *, first: bool) -> WordNumber | None:
    """Read a number without one of the large magnitudes."""
    if len(words) == 1 and isinstance(words[0], Decimal):
        return WordNumber(words[0])
    if words[-1:] == ["tá"]:
        dozens = _tens(words[:-1]) if words[:-1] else 1
        return WordNumber(Decimal(12 * dozens), () if words[:-1] else ("colloquial",)) if dozens else None
    if "trăm" in words:
        return _hundreds(words, first=first)
    if words == ["chục"] or words == ["chục", "rưỡi"]:
        return WordNumber(Decimal(10 if len(words) == 1 else 15), ("colloquial",)) if first else None
    if len(words) == 2 and words[1] == "rưỡi" and (digit := _digit(words[0], DIGIT_VALUES)):
        return WordNumber(Decimal(digit) + Decimal("0.5"), ("colloquial",))
    value = _tens(words)
    return None if value is None else WordNumber(Decimal(value))


def _with_decimals(words: list[str | Decimal], magnitudes: tuple[str, ...], *, first: bool) -> WordNumber | None:
    """Read ``hai phẩy không năm`` and ``ba phẩy mười bốn``."""
    at = words.index("phẩy")
    whole, decimals = _read(words[:at], magnitudes, first=first), words[at + 1 :]
    if (
        whole is None
        or whole.flags
        or whole.value != whole.value.to_integral_value(context=EXACT)
        or not decimals
        or not all(isinstance(word, str) for word in decimals)
    ):
        return None
    digits = [DIGIT_VALUES.get(str(word)) for word in decimals]
    if None not in digits:
        written = "".join(map(str, digits))
    else:
        tens = _tens(decimals)
        if tens is None:
            return None
        written = str(tens)
    return WordNumber(EXACT.create_decimal(f"{int(whole.value)}.{written}"))


def _hundreds(words: list[str | Decimal], *, first: bool) -> WordNumber | None:
    """Read a number of hundreds."""
    at = words.index("trăm")
    before, after = words[:at], words[at + 1 :]
    flags: tuple[str, ...] = ()
    if not before:
        hundreds: int | None = 1 if first else None
        flags = ("colloquial",)
    else:
        hundreds = _digit(before[0], DIGIT_VALUES) if len(before) == 1 else None
    rest: int | None
    if after == ["rưỡi"]:
        rest, flags = 50, ("colloquial",)
    elif after[:1] == ["linh"]:
        rest = _digit(after[1], {**DIGIT_VALUES, "tư": 4}) if len(after) == 2 else None
    elif len(after) == 1 and (digit := _digit(after[0], {**DIGIT_VALUES, **_SHORT_TENS})):
        rest, flags = 10 * digit, ("colloquial",)
    else:
        rest = _tens(after) if after else 0
        if rest is not None and after and rest < 10:
            rest = None
    return None if hundreds is None or rest is None else WordNumber(Decimal(100 * hundreds + rest), flags)


def _tens(words: list[str | Decimal]) -> int | None:
    """Read a number below 100."""
    if len(words) == 1:
        return 10 if words[0] == "mười" else _digit(words[0], DIGIT_VALUES)
    if len(words) == 2 and words[0] == "mười":
        unit = _digit(words[1], _AFTER_TEN)
        return 10 + unit if unit else None
    if len(words) == 2 and (drawn := _DRAWN_TOGETHER.get(str(words[0]))):
        unit = _digit(words[1], _AFTER_TENS)
        return 10 * drawn + unit if unit else None
    tens = _digit(words[0], DIGIT_VALUES) if words else None
    if not tens:
        return None
    if words[1] in ("mươi", "chục"):
        unit = _digit(words[2], _AFTER_TENS) if len(words) == 3 else 0 if len(words) == 2 else None
        return None if unit is None or (unit and words[1] == "chục") else 10 * tens + unit
    short = _digit(words[1], _SHORT_TENS) if len(words) == 2 and tens > 1 else None
    return 10 * tens + short if short else None


def _digit(word: str | Decimal, values: dict[str, int]) -> int | None:
    """Return the digit that a word or a figure of one digit is."""
    if isinstance(word, str):
        return values.get(word)
    return int(word) if word in range(10) else None


def _united(*flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flag for group in flags for flag in group))
