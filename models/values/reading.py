"""A span's text in one spelling, with the way back to how it was written.

The normalisers read lower case, composed letters, single spaces, ASCII digits and hyphens, tone marks in the new
placement (``hòa``) and ``tỷ``, ``quý``, ``kỳ`` with ``y``. What a value shows of the text is cut from the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import regex

from solieu.annotation.text_view import view_text
from solieu.annotation.tones import TONE_PAIRS

# Longer texts are no number or date; this also bounds the time that any text can take.
LONGEST = 200

# Several marks may stand on one letter, and characters that show nothing between them.
_LONGEST_WRITTEN = 8 * LONGEST

_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_QUOTES = dict.fromkeys("’‘′´`", "'")
_HALVES = {"½": ",5", "¼": ",25", "¾": ",75"}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NEW_TONES = {old: new for new, old in TONE_PAIRS.items()}
# A tone stands on the first letter only where the syllable ends there, and never on the u of qu.
_OLD_TONES = regex.compile(rf"(?<!q)(?:{'|'.join(_NEW_TONES)})(?![\p{{L}}\p{{M}}])")
_WITH_Y = {"tỉ": "tỷ", "quí": "quý", "kì": "kỳ", "kỉ": "kỷ", "bẩy": "bảy"}
_SPELLINGS = re.compile(rf"(?<!\w)(?:{'|'.join(_WITH_Y)})(?!\w)")
_EDGES = " \n\t\"'“”«»()[]{};:,!?…"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the normalisers read it.

    Args:
        text: The one spelling.
        composed: The text as written, but composed and without what shows nothing.
        origins: For each character of ``text``, its place in ``composed``.
    """

    text: str
    composed: str
    origins: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """Return how the characters from ``start`` to ``end`` of ``text`` were written, with single spaces."""
        if start >= end:
            return ""
        return " ".join(self.composed[self.origins[start] : self.origins[end - 1] + 1].split())


def read(text: str) -> Reading:
    """Bring a text into the one spelling.

    Args:
        text: Any string.

    Returns:
        The reading; its text is empty if nothing is left between punctuation. Of a text that is too long only the
        beginning is read; `why_unreadable` tells.
    """
    composed = view_text(text[:_LONGEST_WRITTEN]).text
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(composed):
        before = characters[-1] if characters else " "
        for part in _folded(character, before):
            if part == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(part)
            origins.append(place)
        if len(characters) > LONGEST:
            break
    folded = "".join(characters)
    kept = folded.strip(_EDGES)
    # A closing full stop ends the sentence, not the number.
    kept = kept.rstrip("." + _EDGES) if kept.endswith(".") else kept
    skipped = folded.find(kept) if kept else 0
    return Reading(spelled(kept), composed, tuple(origins[skipped : skipped + len(kept)]))


def why_unreadable(text: str, reading: Reading) -> str | None:
    """Return why a text cannot be read at all, or None if it can."""
    if not reading.text:
        return "the text is empty"
    if len(text) > _LONGEST_WRITTEN or len(reading.text) > LONGEST:
        return f"the text is longer than {LONGEST} characters"
    return None


def spelled(text: str) -> str:
    """Bring composed lower-case text into the one spelling of tones, ``i`` and ``y``; its length stays."""
    toned = _OLD_TONES.sub(lambda match: _NEW_TONES[match.group()], text)
    return _SPELLINGS.sub(lambda match: _WITH_Y[match.group()], toned)


def _folded(character: str, before: str) -> str:
    """Return the plain form of one character."""
    if character.isspace():
        return " "
    if character in _HALVES:
        return _HALVES[character] if before in "0123456789" else f"0{_HALVES[character]}"
    if character in _SUPERSCRIPTS and before in "0123456789)":
        return f"^{unicodedata.digit(character)}"
    plain = _DASHES.get(character) or _QUOTES.get(character) or unicodedata.normalize("NFKC", character)
    lowered = "".join(part.lower() if len(part.lower()) == 1 else part for part in plain)
    return " ".join(lowered.split()) or " "
