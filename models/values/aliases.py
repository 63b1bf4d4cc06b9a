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
# Between two other names of one person.
_AND = regex.compile(r"[\"”]?\s*(?:,|;|và|hoặc)\s*[\"“]?")


def aliases_in(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the pairs of another name and the full name that the article gives together.

    Args:
        document: A text with its entities.

    Yields:
        The short form and the full name, as `respelled_name` writes them. Of two full names neither is a short form.
    """
    people = [span for span in document.spans if span.label == "PERSON"]
    # Whose other names are listed in the bracket that is open.
    listed: str | None = None
    for first, second in pairwise(people):
        between = document.text[first.end : second.start]
        one, other = (respelled_name(document.span_text(span)) for span in (first, second))
        if listed and _AND.fullmatch(between) and not _is_full(other):
            yield other, listed
            continue
        listed = None
        if len(between) > _LONGEST_BETWEEN or not _says_another_name().fullmatch(between):
            continue
        if _is_full(one) and not _is_full(other):
            listed = one if "(" in between else None
            yield other, one
        elif _is_full(other) and not _is_full(one):
            yield one, other


def _is_full(name: str) -> bool:
    return is_full_name(name) or (is_hidden(name) and " " in name)


@cache
def _says_another_name() -> regex.Pattern[str]:
    """What stands between two names of a person: words that say so, perhaps behind the year of birth or the age."""
    words = "|".join(sorted(map(regex.escape, table("person_names")["also_called"]), key=len, reverse=True))
    born = r"(?:[(,]?\s*(?:(?:SN|sinh năm|sinh ngày|sinh) ?[\d/.-]+|\d{1,3} tuổi) ?[,;)]? ?)?"
    return regex.compile(rf"[\"”]?\s*{born}[(,-]?\s*(?:{words})(?!\p{{L}})\s*:?\s*[\"“‘']?")
