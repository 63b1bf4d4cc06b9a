"""Tone marks in the placement that PhoBERT's pretraining text has.

Vietnamese writes the tone of ``oa``, ``oe`` and ``uy`` on the first letter (``hòa``, ``thủy``) or on the second
(``hoà``, ``thuỷ``). VnCoreNLP, which segmented PhoBERT's pretraining text, moved it to the second, so that the
vocabulary of PhoBERT has ``Uỷ_ban`` and no ``Ủy_ban``.
"""

from __future__ import annotations

import regex

# The 15 pairs, in lower case and composed.
TONE_PAIRS = {
    **{"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ"},
    **{"òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ"},
    **{"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"},
}


def _cases(pair: str) -> list[str]:
    return [pair, pair.upper(), pair[0].upper() + pair[1], pair[0] + pair[1].upper()]


_OLD = {
    first: second
    for pair, moved in TONE_PAIRS.items()
    for first, second in zip(_cases(pair), _cases(moved), strict=True)
}
# Before a mark that is left over from composition the second letter cannot take another one.
_FIRST_LETTER = regex.compile(r"(?:[ÒÓỎÕỌòóỏõọ][AEae]|[ÙÚỦŨỤùúủũụ][Yy])(?!\p{M})")


def old_placement(text: str) -> str:
    """Move the tone marks of ``oa``, ``oe`` and ``uy`` to the second letter.

    Args:
        text: Composed (NFC) text.

    Returns:
        The text with every one of `TONE_PAIRS`, in lower and upper case, in the old placement; as long as
        ``text``, and composed.
    """
    return _FIRST_LETTER.sub(lambda match: _OLD[match.group()], text)
