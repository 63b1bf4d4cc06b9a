"""Persons' names."""

from __future__ import annotations

import unicodedata

import regex

from solieu.annotation.values import PersonName, Unresolved
from solieu.models.values.context import ArticleContext
from solieu.models.values.full_name import (
    is_by_order,
    is_family_last,
    is_family_uncertain,
    is_full_name,
    is_hidden,
    is_marked,
    name_parts,
    respelled_name,
)
from solieu.models.values.spelling import modern_tones, readable
from solieu.models.values.tables import table

# Without marks: an initial, a vowel or several, a final.
_SYLLABLE = regex.compile(
    r"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ieu?|iu|oai?|oay|oeo?|oi|ua|uay|ue|ui|uoi?|uou|uu|uya?|uye|uyu|yeu?)"
    r"(?:ch|nh|ng|[cmnpt])?"
)


def person(text: str, *, context: ArticleContext | None = None) -> PersonName | Unresolved:
    """Read a person's name, and find of whom a short form in the article means.

    Args:
        text: The name as written: full, in capitals, a given name alone, or with initials (``T.Phượng``).
        context: What the article says; its full names are those that a short form may mean.

    Returns:
        The name, flagged ``ambiguous-alias`` where several full names fit, ``no-full-name`` where none does,
        ``family-uncertain`` where two words may be a given name alone, ``anonymised`` where a letter stands for a
        name. Or why it cannot be told.
    """
    plain = readable(text)
    if isinstance(plain, Unresolved):
        return plain
    if not any(map(str.isalpha, plain)):
        return Unresolved(reason="there is no letter in it")
    name = respelled_name(text)
    if not any(map(str.isalpha, name)):
        return Unresolved(reason="there is no name behind the form of address")
    words = name.split()
    fitting = context.meant_by(name) if context else ()
    full_name = fitting[0] if len(fitting) == 1 else None
    flags = ("ambiguous-alias",) if len(fitting) > 1 else ()
    if is_hidden(name):
        hidden = name_parts(name)
        family, middle = (hidden.family, hidden.middle) if hidden else (None, None)
        return PersonName(name=name, family=family, middle=middle, full_name=full_name, flags=("anonymised", *flags))
    if name in table("person_names")["epithets"]:
        return PersonName(name=name, flags=("no-full-name",))
    if len(words) == 1 or "." in name or is_by_order(name):
        given = words[-1] if _is_given(words[-1], full_name) else None
        return PersonName(name=name, given=given, full_name=full_name, flags=flags if fitting else ("no-full-name",))
    if full_name and not _is_plainly_full(name):
        given = words[-1] if _is_given(words[-1], full_name) else None
        return PersonName(name=name, given=given, full_name=full_name)
    parts = name_parts(name)
    if parts is None and is_marked(name):
        if len(words) > 2 and is_family_last(name) and not _is_syllable(words[-1]):
            # The last word may be a clan's name that the table does not have.
            return PersonName(name=name, flags=(*flags, "no-family-name"))
        return PersonName(name=name, given=words[-1], full_name=full_name, flags=flags)
    if parts is None:
        # A pen name, or a family name that the table does not have; names of other languages have another order.
        given = words[-1] if all(map(_is_syllable, words)) else None
        return PersonName(name=name, given=given, flags=(*flags, "no-family-name"))
    if is_family_uncertain(name):
        return PersonName(name=name, given=parts.given, flags=(*flags, "family-uncertain"))
    return PersonName(name=name, family=parts.family, middle=parts.middle, given=parts.given, flags=flags)


def _is_given(word: str, full_name: str | None) -> bool:
    """Whether the last word of a short form is a given name: spelled as a Vietnamese one, and one of a full name."""
    parts = name_parts(full_name) if full_name else None
    if full_name and modern_tones(word).lower() not in modern_tones(full_name).lower().split():
        # Another name by which the person goes: `Tèo`, `Bảy Lùn`.
        return False
    return len(word.rstrip(".")) > 1 and (
        _is_syllable(word) or is_marked(word) or (parts is not None and parts.given == word)
    )


def _is_syllable(word: str) -> bool:
    """Whether a word is spelled as a syllable of Vietnamese with a capital."""
    letters = "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if letter.isalpha())
    return word[:1].isupper() and _SYLLABLE.fullmatch(letters.replace("đ", "d")) is not None


def _is_plainly_full(name: str) -> bool:
    return is_full_name(name) and not is_family_uncertain(name)
