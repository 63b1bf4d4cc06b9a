"""The encoder's view of a text, with the way back to the original characters.

An encoder wants composed characters and plain spaces; the user wants offsets into the text as it was
written. A `TextView` holds the first and maps every one of its characters to the second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

# Line breaks as `str.splitlines` knows them, all ASCII characters first.
LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Format characters that show nothing: zero-width spaces and joiners, soft hyphens, direction marks, byte
# order marks, tags. Those of category Cf that are visible (Arabic number signs and the like) stay.
_INVISIBLE = regex.compile(
    r"[\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\U000E0000-\U000E007F]"
)
# Variation selectors belong to the character before them, which keeps them inside an entity.
_SELECTORS = regex.compile(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF]")
# What makes a view differ from its text at all; most articles have nothing of it but line breaks.
_UNUSUAL = regex.compile(r"[^\P{C}\n]|[\p{Zs}\p{Zl}\p{Zp}\uFE00-\uFE0F\u034F\u180B-\u180F--[ ]]", regex.V1)
# Controls and the spaces of category Zs become a space, lone surrogates the replacement character.
_SPACES = (*range(0x20), *range(0x7F, 0xA0), 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_REPLACEMENTS = {
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(map(ord, LINE_BREAKS), "\n"),
}


@dataclass(frozen=True, slots=True)
class TextView:
    r"""A text as an encoder should see it.

    Args:
        text: Composed (NFC); every kind of space is U+0020, every kind of line break ``\n``; what shows
            nothing is left out; lone surrogates are U+FFFD.
        starts: For each character of ``text``, where its original characters start; None if each
            character stands where it stood.
        ends: For each character of ``text``, where its original characters end (half open); None likewise.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def start(self, position: int) -> int:
        """Return the original offset at which the view's character ``position`` starts."""
        return position if self.starts is None else self.starts[position]

    def end(self, position: int) -> int:
        """Return the original offset at which the view's character ``position - 1`` ends."""
        return position if self.ends is None else self.ends[position - 1]


def view_text(text: str) -> TextView:
    """Make the encoder's view of ``text``, which itself is not altered.

    Args:
        text: Any string.

    Returns:
        The view and the map back: original offsets in code points.
    """
    plain = text.translate(_REPLACEMENTS) if _UNUSUAL.search(text) else text
    if unicodedata.is_normalized("NFC", plain) and not _SELECTORS.search(plain) and not _INVISIBLE.search(plain):
        return TextView(plain)
    return _mapped_view(plain)


def _mapped_view(plain: str) -> TextView:
    """Compose and leave out, keeping for each resulting character the stretch that it came from."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    cluster, cluster_start, cluster_end = "", 0, 0

    def flush() -> None:
        composed = unicodedata.normalize("NFC", cluster)
        # A cluster is one letter with its marks: where it composes to several characters (a mark that
        # has no composed form), all of them stand for the whole cluster, and none for a part of it.
        characters.extend(composed)
        starts.extend([cluster_start] * len(composed))
        ends.extend([cluster_end] * len(composed))

    for position, character in enumerate(plain):
        if _SELECTORS.match(character) and cluster:
            cluster_end = position + 1
        elif _INVISIBLE.match(character) or _SELECTORS.match(character):
            continue
        elif cluster and _joins(cluster, character):
            cluster += character
            cluster_end = position + 1
        else:
            flush()
            cluster, cluster_start, cluster_end = character, position, position + 1
    flush()
    return TextView("".join(characters), starts, ends)


def _joins(cluster: str, character: str) -> bool:
    """Whether ``character`` and what is before it must be composed together."""
    if character < "\u0300":
        return False
    if unicodedata.combining(character):
        return cluster not in (" ", "\n")
    composed = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", cluster + character) != composed
