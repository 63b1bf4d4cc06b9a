"""Other names of a person that an article gives with the name: ``Nguyễn Văn Tuấn (tức Tuấn "khỉ")``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import regex

from solieu.annotation.documents import Document
from solieu.models.values.full_name import is_full_name, is_hidden, respelled_name
from solieu.models.values.tables import table

# Longer texts between two names say more than that both are one person's.
_LONGEST_BETWEEN = 80


def aliases_in(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the pairs of another name and the full name that the article gives together.

    Args:
        document: A text with its entities.

    Yields:
        The short form and the full name, as `respelled_name` writes them. Of two full names neither is a short form.
    """
    people = [span for span in document.spans if span.label == "PERSON"]
    for first, second in pairwise(people):
        between = document.text[first.end : second.start]
        if len(between) > _LONGEST_BETWEEN or not _says_another_name().fullmatch(between):
            continue
        names = [respelled_name(document.span_text(span)) for span in (first, second)]
        full = [name for name in names if is_full_name(name) or (is_hidden(name) and " " in name)]
        if len(full) == 1:
            short = names[1 - names.index(full[0])]
            yield short, full[0]


@cache
def _says_another_name() -> regex.Pattern[str]:
    """What stands between two names of a person: words that say so, perhaps behind the year of birth."""
    words = "|".join(sorted(map(regex.escape, table("person_names")["also_called"]), key=len, reverse=True))
    born = r"(?:\(?(?:SN|sinh năm|sinh) ?\d{4} ?[,;)]? ?)?"
    return regex.compile(rf"[\"”]?\s*{born}[(,-]?\s*(?:{words})(?!\p{{L}})\s*:?\s*[\"“‘']?")
