"""Which rows of a multilingual vocabulary Vietnamese text needs.

XLM-R's vocabulary has 250,002 pieces for a hundred languages. A Unigram tokenizer over a part of them
gives the very same pieces for every text whose pieces are all in that part, so what is left out costs
nothing for Vietnamese, and text in other languages comes out in shorter pieces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError

TRIMMING_VERSION = 2  # part of the cached checkpoint's name: raise it with every change of the choice
ROWS = 40_000
MARKER = "▁"  # SentencePiece's sign for the space before a word

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_VOWELS = "aăâeêioôơuưy"
_TONED = frozenset(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)
# Letters of the Vietnamese alphabet, and the four of its foreign words, in lower case.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơư") | _TONED
# Those that no other language of the vocabulary writes often: đ, ơ, ư, and vowels with two marks, a hook
# above or a dot below.
_VIETNAMESE_LETTERS = frozenset("đơư") | frozenset(
    letter
    for letter in _TONED
    if len(marks := unicodedata.normalize("NFD", letter)[1:]) > 1 or marks[0] in "\u0309\u0323"
)
# Where the tone mark stands in an open oa, oe or uy: new style on the first letter, old style on the second.
_PLACEMENTS = tuple(
    (unicodedata.normalize("NFC", first + tone + second), unicodedata.normalize("NFC", first + second + tone))
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES
)


def read_syllables(path: Path) -> set[str]:
    """Return the syllables of a word list.

    Args:
        path: A UTF-8 file with one word a line, its syllables joined by spaces or underscores, such as
            ``pyvi/models/words.txt``.

    Returns:
        Its syllables in lower case, composed (NFC).

    Raises:
        SolieuError: The file cannot be read, is not UTF-8 or is empty.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SolieuError(f"{path}: the word list cannot be read as UTF-8 text: {error}") from error
    syllables = set(unicodedata.normalize("NFC", text).lower().replace("_", " ").split())
    if not syllables:
        raise SolieuError(f"{path}: the word list is empty; reinstall it with `pip install pyvi`")
    return syllables


def spellings(syllable: str) -> set[str]:
    """Return the ways in which articles write a syllable.

    Args:
        syllable: A syllable in lower case, NFC.

    Returns:
        It with both placements of the tone mark (``hòa``, ``hoà``), without its tone (``hoa``; ``đông``
        for ``đồng``) and without any mark (``dong``), each in lower case, Capitalised and UPPER case.
    """
    written = {syllable}
    for new, old in _PLACEMENTS:
        written |= {syllable.replace(new, old), syllable.replace(old, new)}
    decomposed = unicodedata.normalize("NFD", syllable)
    toneless = "".join(character for character in decomposed if character not in _TONES)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    written |= {unicodedata.normalize("NFC", toneless), bare.replace("đ", "d")}
    return {cased for text in written for cased in (text, text.capitalize(), text.upper())}


def vietnamese_pieces(
    pieces: Sequence[str],
    scores: NDArray[np.float32],
    special: Iterable[str],
    syllables: Iterable[str],
    tokenize: Callable[[str], Iterable[str]],
    rows: int = ROWS,
) -> NDArray[np.intp]:
    """Choose the pieces to keep.

    Kept are: the special pieces; every single character with and without the word marker, so that no
    character becomes unknown; the pieces of ``syllables`` in all `spellings`, as words of their own and
    glued to what stands before them (``(Công``); pieces of up to three Latin letters; pieces with a
    letter that only Vietnamese uses; pieces in upper case, for abbreviations; pieces of digits and
    punctuation. Of what is left of ``rows``, one half goes to the commonest capitalised Latin pieces and
    the other to the commonest others: foreign names and words are what a Vietnamese word list lacks.

    Args:
        pieces: All pieces by their id.
        scores: Their log probabilities, shape (pieces,).
        special: The pieces that stand for no text, such as ``"<s>"``.
        syllables: Vietnamese syllables in lower case, NFC.
        tokenize: Cuts a string without spaces into pieces of the whole vocabulary.
        rows: How many pieces to keep. More are kept where the rules above need more, fewer where
            Latin pieces run out.

    Returns:
        The ids of the kept pieces, rising, shape (kept,).
    """
    used = set(special)
    for written in {spelling for syllable in syllables for spelling in spellings(syllable)}:
        used.update(tokenize(MARKER + written))
        used.update(tokenize(written))
    kept = {i for i, piece in enumerate(pieces) if piece in used or _is_kept_by_form(piece)}
    room = max(0, rows - len(kept))
    foreign = [i for i, piece in enumerate(pieces) if i not in kept and _is_latin(piece)]
    foreign.sort(key=lambda i: -float(scores[i]))
    names = [i for i in foreign if pieces[i].removeprefix(MARKER)[0].isupper()][: room // 2]
    kept.update(names)
    kept.update([i for i in foreign if i not in kept][: room - len(names)])
    return np.array(sorted(kept), dtype=np.intp)


def _is_kept_by_form(piece: str) -> bool:
    text = piece.removeprefix(MARKER)
    if len(text) <= 1:
        return True
    if _is_latin(piece):
        return len(text) <= 3 or text.isupper() or not _VIETNAMESE_LETTERS.isdisjoint(text.lower())
    # Below U+2200: Latin-1 signs, general punctuation, currencies, number forms and arrows.
    return all(character < "\u2200" and unicodedata.category(character)[0] in "NPS" for character in text)


def _is_latin(piece: str) -> bool:
    return _LETTERS.issuperset(piece.removeprefix(MARKER).lower())
