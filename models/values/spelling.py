"""One spelling for names: composed letters, single spaces, plain quotation marks, tones on the main vowel's letter.

Names are written with the tone placement that the law's texts use (``hòa``, ``Ủy ban``, ``úy``); the encoders' view of
a text has the other one, see `solieu.annotation.tones`.
"""

from __future__ import annotations

import unicodedata

import regex

from solieu.annotation.text_view import view_text
from solieu.annotation.tones import TONE_PAIRS
from solieu.annotation.values import Unresolved

LONGEST = 1000

_MOVED = {old: new for new, old in TONE_PAIRS.items()}
_CASED = {cased(old): cased(new) for old, new in _MOVED.items() for cased in (str.lower, str.upper, str.capitalize)}
# The syllable must end there (`hoàn` stays), and after `q` the `u` is no vowel (`quý` stays).
_OPEN_SYLLABLE = regex.compile(rf"(?<![Qq])(?:{'|'.join(_CASED)})(?![\p{{L}}\p{{M}}])")
_SIGNS = str.maketrans("“”„«»’‘‐‑–—−Ðð", '"""""\'\'-----Đđ')
_EDGES = " \t\n\"'()[]{},;:!?…*"
_BEFORE_MARK = regex.compile(r" (?=[,;:!?](?: |$))")
_SHOUTED_WORD = regex.compile(
    r"(?<![\p{L}\p{M}])(?:\p{Lu}\u031B?)*[\u0300-\u0303\u0306\u0309\u0323](?:\p{Lu}|\p{M})*(?!\p{L})"
)
_LETTER = regex.compile(r"\p{L}")


def readable(text: str) -> str | Unresolved:
    """Return a name in the one spelling, or why there is none.

    Args:
        text: Any string.
    """
    if len(text) > LONGEST:
        return Unresolved(reason=f"it has more than {LONGEST} characters, which no name has")
    name = respelled(text)
    return name if any(map(str.isalnum, name)) else Unresolved(reason="there is no letter and no figure in it")


def respelled(text: str) -> str:
    """Bring a name into the one spelling.

    Args:
        text: Any string.

    Returns:
        The name without the quotation marks, brackets and punctuation around it; possibly empty.
    """
    plain = _BEFORE_MARK.sub("", " ".join(view_text(text).text.translate(_SIGNS).split()))
    # A bracket or a mark that belongs to the name stays.
    stripped = plain.strip(_EDGES)
    if stripped.count("(") > stripped.count(")") and plain.rstrip(" ,;:").endswith(")"):
        stripped += ")"
    return modern_tones(stripped.rstrip("."))


def modern_tones(text: str) -> str:
    """Move the tone marks of open ``oa``, ``oe`` and ``uy`` to the first letter: ``hoà`` to ``hòa``."""
    return _OPEN_SYLLABLE.sub(lambda match: _CASED[match.group()], text)


def folded(text: str) -> str:
    """Return the form in which names are compared: one spelling, lower case."""
    return respelled(text).lower()


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals only, in more than one word of them."""
    words = [word for word in text.split() if _LETTER.search(word)]
    return len(words) > 1 and text == text.upper() and any(len(word) > 1 for word in words)


def has_shouted_words(text: str) -> bool:
    """Whether a text has words in capitals only that are no abbreviations, as far as their letters tell.

    Abbreviations have no tone, hat or breve on their letters.
    """
    return _SHOUTED_WORD.search(unicodedata.normalize("NFD", text)) is not None


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
