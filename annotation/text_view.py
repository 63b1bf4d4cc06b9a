"""A view of a text for programs, with the way back to the original characters.

An encoder, and the suggester's rules, want composed characters and plain spaces; the user wants offsets into
the text as it was written. A `TextView` holds the first and maps every one of its characters to the second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from solieu.annotation.tones import old_placement

# Line breaks as `str.splitlines` knows them, all ASCII characters first.
LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Format characters that show nothing: zero-width spaces and joiners, soft hyphens, direction marks, byte
# order marks, tags. Those of category Cf that are visible (Arabic number signs and the like) stay.
_INVISIBLE_RANGES = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xE0000, 0xE007F)),
)
_INVISIBLE = frozenset(chr(code) for first, last in _INVISIBLE_RANGES for code in range(first, last + 1))
# Variation selectors belong to the character before them, which keeps them inside an entity.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# Where none of these is, a composed text is its own view. Marks left by composition share a stretch with their letter.
_NEEDS_MAP = regex.compile(rf"[{''.join(sorted(_INVISIBLE | _SELECTORS))}\p{{M}}]")
# Marks on one letter that are composed with it: the limit of Unicode's Stream-Safe Text Format (Unicode Standard
# Annex 15, definition D3). Composing takes time that grows with the square of their number.
_MOST_MARKS = 30
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
            nothing is left out; lone surrogates are U+FFFD; the tone marks may be in the old placement.
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


def view_text(text: str, *, old_tones: bool = False) -> TextView:
    """Make the encoder's view of ``text``, which itself is not altered.

    Args:
        text: Any string.
        old_tones: Whether tone marks are shown in the old placement, as PhoBERT's pretraining text has them.

    Returns:
        The view and the map back: original offsets in code points.
    """
    plain = text.translate(_REPLACEMENTS) if _UNUSUAL.search(text) else text
    composed = unicodedata.is_normalized("NFC", plain) and not _NEEDS_MAP.search(plain)
    view = TextView(plain) if composed else _mapped_view(plain)
    # Moving a tone mark keeps the number of composed letters, so the map stays as it is.
    return replace(view, text=old_placement(view.text)) if old_tones else view


def _mapped_view(plain: str) -> TextView:
    """Compose and leave out, keeping for each resulting character the stretch that it came from."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(plain):
        composed = cluster if len(cluster) == 1 and cluster < "\u0300" else unicodedata.normalize("NFC", cluster)
        # A cluster is one letter with its marks: where it composes to several characters (a mark that
        # has no composed form), all of them stand for the whole cluster, and none for a part of it.
        characters.extend(composed)
        starts.extend([start] * len(composed))
        ends.extend([end] * len(composed))
    return TextView("".join(characters), starts, ends)


def _clusters(plain: str) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches that compose on their own, without what shows nothing, and where they stand."""
    cluster: list[str] = []
    start = end = 0
    for position, character in enumerate(plain):
        if character in _INVISIBLE:
            continue
        if character in _SELECTORS:
            end = position + 1
            continue
        if not cluster or not _joins(cluster, character):
            if cluster:
                yield "".join(cluster), start, end
            cluster, start = [], position
        cluster.append(character)
        end = position + 1
    if cluster:
        yield "".join(cluster), start, end


def _joins(cluster: list[str], character: str) -> bool:
    """Whether ``character`` and what is before it must be composed together."""
    if character < "\u0300" or len(cluster) > _MOST_MARKS:
        return False
    if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
        return cluster[0] not in " \n"
    before = "".join(cluster)
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", before + character) != apart
