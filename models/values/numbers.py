"""Numbers at a place in a text: figures by Vietnamese use, number words, and both together.

Vietnamese writes dots between thousands and a comma before decimals. What can also be read the other way
(``1.5``, ``1,234``) is read by what is likely, and flagged ``ambiguous-separator``:

* a dot with other than three digits after it stands before decimals, as does one after a lone nought (``0.612``);
* a comma with three digits after it stands before decimals if a measure or a magnitude follows, and between
  thousands if things or money are counted, which have no thousandth parts;
* commas between thousands with a dot before decimals are English use, and read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from solieu.models.values import number_words
from solieu.models.values.number_words import WORDS

_MOST_DIGITS = 40
_FIGURE = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?(?![0-9.,]*[0-9])|[0-9]+(?:[.,][0-9]+)*")
_TOKEN = re.compile(r"[0-9]|[^\W\d_]+")
_LONGEST = 32
# Short forms, only right after a figure: 5tr, 500k.
_GLUED = {"tr": "triệu", "k": "nghìn"}
# With đ for đồng behind them: 12 trđ, 500 ng.đ.
_OF_DONG = re.compile(r"(?P<short>trđ|ngđ|tỷđ|ng(?=\.đ))(?!\w)")
_SHORT_ONES = ("mốt", "tư", "lăm", "nhăm")
_IN_FULL = {"trđ": "triệu", "ngđ": "nghìn", "tỷđ": "tỷ", "ng": "nghìn"}
_PLAIN = re.compile(r"[0-9]+")
_DOTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_SPACES = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_DOT = re.compile(r"[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Args:
        value: The number, its magnitude applied.
        end: Where it ends.
        flags: What is doubtful about it.
        coefficient: The number before the last magnitude.
        magnitude: The last magnitude (10, 100, 1000, …), 1 if it ends in none.
        counted: The number if things or money are counted, where that is another.
        figure: Whether it is a figure alone.
    """

    value: Decimal
    end: int
    flags: tuple[str, ...] = ()
    coefficient: Decimal = Decimal(0)
    magnitude: int = 1
    counted: Decimal | None = None
    figure: bool = False


def numbers_at(text: str, start: int) -> Iterator[Number]:
    """Yield the numbers that can be read from a place on, the longest first.

    Args:
        text: A text in one spelling.
        start: Where the number starts.
    """
    words, ends, flags, counted = _words_at(text, start)
    for count in range(len(words), 0, -1):
        found = number_words.value_of(words[:count])
        if found is None:
            continue
        alone = count == 1 and isinstance(words[0], Decimal)
        magnitude = _magnitude(words[:count])
        yield Number(
            value=found.value,
            end=ends[count - 1],
            flags=tuple(dict.fromkeys((*(flags if isinstance(words[0], Decimal) else ()), *found.flags))),
            coefficient=found.value / magnitude,
            magnitude=magnitude,
            counted=counted if alone else None,
            figure=alone,
        )


def number_at(text: str, start: int) -> Number | None:
    """Return the longest number that can be read from a place on, or None."""
    return next(numbers_at(text, start), None)


def read_figure(figure: str) -> tuple[Decimal, Decimal | None, tuple[str, ...]] | None:
    """Read a figure.

    Args:
        figure: ASCII digits with dots, commas or spaces.

    Returns:
        The number; the number if it counts things, where that is another; flags. None if the separators make no
        sense or the digits are too many.
    """
    if sum(map(str.isdigit, figure)) > _MOST_DIGITS:
        return None
    doubt = ("ambiguous-separator",)
    if _PLAIN.fullmatch(figure):
        return Decimal(figure), None, ()
    if _DOTS.fullmatch(figure) and not figure.startswith("0."):
        return Decimal(figure.replace(".", "").replace(",", ".")), None, ()
    if _SPACES.fullmatch(figure):
        return Decimal(figure.replace(" ", "").replace(",", ".")), None, doubt
    if _COMMAS.fullmatch(figure):
        return Decimal(figure.replace(",", "")), None, doubt
    if _COMMA.fullmatch(figure):
        whole, _, decimals = figure.partition(",")
        value = Decimal(f"{whole}.{decimals}")
        if len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0"):
            return value, Decimal(whole + decimals), doubt
        return value, None, ()
    return (Decimal(figure), None, doubt) if _DOT.fullmatch(figure) else None


def _words_at(text: str, start: int) -> tuple[list[str | Decimal], list[int], tuple[str, ...], Decimal | None]:
    """Return the figures and number words that follow one another, where each ends, and the first figure's doubt."""
    words: list[str | Decimal] = []
    ends: list[int] = []
    flags: tuple[str, ...] = ()
    counted: Decimal | None = None
    place = start
    while len(words) < _LONGEST and (token := _TOKEN.match(text, place)):
        after_figure = bool(words) and isinstance(words[-1], Decimal)
        if token.group().isdigit():
            match = _FIGURE.match(text, place)
            read = read_figure(match.group()) if match else None
            if match is None or read is None or after_figure or text[match.end() : match.end() + 1] == "^":
                break
            words.append(read[0])
            if len(words) == 1:
                counted, flags = read[1:]
            elif read[2]:
                break
            place = match.end()
        else:
            word, end = token.group(), token.end()
            if after_figure and (money := _OF_DONG.match(text, place)):
                word, end = _IN_FULL[money["short"]], money.end() - (money["short"] != "ng")
            elif after_figure and (place == ends[-1] or word == "tr"):
                word = _GLUED.get(word, word)
            # "3 tư vấn" are no 34.
            if word not in WORDS or (after_figure and word in _SHORT_ONES):
                break
            words.append(word)
            place = end
        ends.append(place)
        if text[place : place + 1] == " ":
            place += 1
    return words[: len(ends)], ends, flags, counted


def _magnitude(words: list[str | Decimal]) -> int:
    """Return the size of the magnitudes that a number ends in."""
    size = 1
    for word in reversed(words):
        named = {**number_words.MAGNITUDES, "ngàn": 1000, "trăm": 100, "chục": 10, "tá": 12}.get(str(word))
        if named is None:
            break
        size *= named
    return size
