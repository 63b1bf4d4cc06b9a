r"""Texts as they can be shown in Label Studio's page without moving an offset, and the way back.

The page counts some characters otherwise than Python does, or cannot hold them: a browser makes one line break of
``\r\n``, an emoji is two units where a region is moved and one where it is drawn, and a database may refuse U+0000. So
they are replaced one for one by others that everything counts as one. Then a text has the same offsets in solieu, on
the server and in the page, by code points and by UTF-16 units. What was replaced is kept beside the text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from solieu.annotation.errors import SolieuError

# Replaced: line breaks other than the line feed, U+0000, lone surrogates, and all beyond the basic plane.
_TROUBLE = re.compile("[\x00\x0b\x0c\r\x85\u2028\u2029\ud800-\udfff\U00010000-\U0010ffff]")
_LINE_BREAKS = "\x0b\x0c\r\x85\u2028\u2029"
_PLACEHOLDER = "\u25a2"  # a white square with rounded corners: something stands here that is not shown


def show_text(text: str) -> tuple[str, dict[str, list[int]]]:
    r"""Return a text as Label Studio shows it.

    Line breaks become line feeds (of ``\r\n`` the first becomes a space), styled letters such as 𝐀 the plain ones,
    and emoji, like all else that has to go, a square.

    Args:
        text: The text.

    Returns:
        The text to show, with as many code points, and where each replaced character stood: its number in Unicode,
        as JSON's keys are strings, to its offsets.
    """
    replaced: dict[str, list[int]] = {}
    shown = list(text)
    for match in _TROUBLE.finditer(text):
        character, offset = match.group(), match.start()
        replaced.setdefault(str(ord(character)), []).append(offset)
        if character in _LINE_BREAKS:
            shown[offset] = " " if text.startswith("\r\n", offset) else "\n"
        else:
            plain = unicodedata.normalize("NFKC", character)
            shown[offset] = plain if len(plain) == 1 and not _TROUBLE.match(plain) else _PLACEHOLDER
    return "".join(shown), replaced


def restore_text(shown: str, replaced: Mapping[str, list[int]]) -> str:
    """Return the text of which ``show_text`` made what Label Studio shows.

    Args:
        shown: The text that was shown.
        replaced: The replaced characters and their offsets.

    Returns:
        The original text.

    Raises:
        SolieuError: ``replaced`` does not fit the text.
    """
    characters = list(shown)
    try:
        for number, offsets in replaced.items():
            for offset in offsets:
                if offset < 0:
                    raise IndexError
                characters[offset] = chr(int(number))
    except (AttributeError, IndexError, OverflowError, TypeError, ValueError):
        raise SolieuError("'replaced' does not fit the text; import the task again from its article") from None
    return "".join(characters)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal; lone surrogates are taken as they come."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
