"""Offsets as Label Studio's page counts them: in code points or in UTF-16 code units, verified by what they cover."""

from __future__ import annotations

from solieu.annotation.errors import SolieuError


def to_utf16(text: str, offset: int) -> int:
    """Return how many UTF-16 code units come before an offset.

    Args:
        text: The text.
        offset: An offset in code points, from 0 to the text's length.

    Returns:
        The offset in UTF-16 code units, as JavaScript counts.
    """
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def from_utf16(text: str, offset: int) -> int | None:
    """Return how many code points come before an offset.

    Args:
        text: The text.
        offset: An offset in UTF-16 code units.

    Returns:
        The offset in code points; None if it lies outside the text or inside of a surrogate pair.
    """
    if offset < 0:
        return None
    if offset <= len(text) and to_utf16(text, offset) == offset:  # the usual case, told without a loop
        return offset
    units = 0
    for position, character in enumerate(text):
        if units >= offset:
            return position if units == offset else None
        units += 1 + (character > "\uffff")
    return len(text) if units == offset else None


def resolve(text: str, start: int, end: int, said_text: str | None) -> tuple[int, int]:
    r"""Return a region's offsets in code points, if they cover what the region says.

    They are read as code points first, which is what solieu writes and Label Studio means to, then as UTF-16 code
    units, which its page gives in some of its ways of drawing and moving a region. Where both readings cover the same
    words at two places, code points are preferred: only a text with characters beyond the basic plane before the region
    has two readings at all, and the tasks that solieu makes have none (see ``label_studio_text``).

    A region's text is compared as it stands. If neither reading fits, it is compared as the page shows it: a line
    break is written there as ``\n`` with two characters, and a run of white space may be shown as one space.

    Args:
        text: The text that was annotated.
        start: The region's first offset.
        end: The offset after its last character.
        said_text: What the region says that it covers; None if it does not say. Then only offsets are taken for which
            both readings are the same.

    Returns:
        ``start`` and ``end`` in code points.

    Raises:
        SolieuError: No reading covers what the region says, or the offsets are none.
    """
    for name, value in (("start", start), ("end", end)):
        if isinstance(value, bool) or not isinstance(value, int):
            raise SolieuError(f"{name!r} must be a whole number, not {value!r}")
    points = (start, end) if 0 <= start < end <= len(text) else None
    first, last = from_utf16(text, start), from_utf16(text, end)
    units = (first, last) if first is not None and last is not None and first < last else None
    if said_text is None:
        if points is not None and points == units:
            return points
        raise SolieuError(
            f"{start}-{end} does not say what it covers, and that is {_shown(text, points)} by code points and "
            f"{_shown(text, units)} by UTF-16 units; export with the regions' text"
        )
    for reading in (points, units):
        if reading is not None and text[slice(*reading)] == said_text:
            return reading
    said = _as_shown(said_text)
    for reading in (points, units):
        if said and reading is not None and _as_shown(text[slice(*reading)]) == said:
            return reading
    raise SolieuError(
        f"{start}-{end} says {_short(said_text)}, but the text has {_shown(text, points)} there by code points and "
        f"{_shown(text, units)} by UTF-16 units"
    )


def _as_shown(text: str) -> str:
    return " ".join(text.replace("\\n", "\n").split())


def _shown(text: str, reading: tuple[int, int] | None) -> str:
    return "nothing" if reading is None else _short(text[slice(*reading)])


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
