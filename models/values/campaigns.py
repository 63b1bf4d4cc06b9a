"""Named movements, campaigns, models and slogans."""

from __future__ import annotations

from functools import cache

import regex

from solieu.annotation.values import Campaign, Unresolved
from solieu.models.values.abbreviations import written_out
from solieu.models.values.spelling import capitalised, folded, has_shouted_words, is_shouted, readable
from solieu.models.values.tables import table


def campaign(text: str) -> Campaign | Unresolved:
    """Read the name of a movement, campaign, model or slogan.

    Args:
        text: The name as written.

    Returns:
        The name with its abbreviations written out, one spacing and a capital at the start. Flags:
        ``ambiguous-abbreviation`` or ``unknown-abbreviation`` where one stayed, ``capitals-restored`` where the text
        stands in capitals only. Or why it cannot be told.
    """
    spelled = readable(text)
    if isinstance(spelled, Unresolved):
        return spelled
    name, flags = written_out(spelled)
    if is_shouted(spelled) and has_shouted_words(name):
        name, flags = _recased(name), (*flags, "capitals-restored")
    return Campaign(name=_names().get(folded(name)) or capitalised(name), flags=flags)


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in table("campaigns")["names"]}


def _recased(name: str) -> str:
    words = name.lower()
    for proper in table("campaigns")["proper"]:
        words = regex.sub(rf"\b{proper.lower()}\b", proper, words)
    return words
