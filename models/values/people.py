"""The people of an article, found by the shorter forms of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from solieu.models.values.full_name import is_by_order, is_family_last, name_parts
from solieu.models.values.spelling import modern_tones

# So many last words of a name are listed; longer forms are compared with the names that end with these.
_LISTED = 3


@dataclass(frozen=True, slots=True)
class _Person:
    """A full name as it is compared.

    Args:
        full: The name as the article has it.
        words: Its words in the form in which names are compared.
        called: By which words besides the last ones someone goes: ``Y Hăm`` and ``Hăm`` of ``Y Hăm Êban``.
    """

    full: str
    words: tuple[str, ...]
    called: tuple[tuple[str, ...], ...]


class People:
    """The full names of an article by their last words.

    Args:
        names: The full names.
        aliases: Other names of persons, each with the full name that the article gives with it.
    """

    def __init__(self, names: Iterable[str], aliases: Iterable[tuple[str, str]] = ()) -> None:
        self._also: dict[str, list[str]] = defaultdict(list)
        for short, full in aliases:
            self._also[_key(short)].append(full)
        self._named: dict[tuple[str, ...], list[_Person]] = defaultdict(list)
        for person in map(_person, names):
            ends = {person.words[-count:] for count in range(1, min(_LISTED, len(person.words) - 1) + 1)}
            for words in ends.union(filter(None, person.called)):
                self._named[words].append(person)

    def meant_by(self, name: str) -> tuple[str, ...]:
        """Return the full names that a shorter form may mean: two, if there are several.

        Args:
            name: The short form as `respelled_name` writes it: the last words, the given name after initials that fit
                or after the order of birth.
        """
        key = _key(name)
        words = tuple(key.split())
        short = words[1:] if is_by_order(name) else words
        found = list(dict.fromkeys(self._also.get(key, ())))
        for person in self._like(short):
            if len(found) > 1:
                break
            if _means(short, person) and person.words != words and person.full not in found:
                found.append(person.full)
        return tuple(found[:2])

    def _like(self, short: tuple[str, ...]) -> list[_Person]:
        """Return those whose names are worth a comparison with a short form."""
        end = short[-1:] if any(word.endswith(".") for word in short[:-1]) else short[-_LISTED:]
        alike = self._named.get(end, [])
        if end == short:
            return alike
        return list(dict.fromkeys((*alike, *self._named.get(short, []))))


def _person(full: str) -> _Person:
    words = tuple(_key(full).split())
    parts = name_parts(full) if is_family_last(full) else None
    if parts is None or not parts.given or words[-1] != parts.family.split()[-1].lower():
        return _Person(full, words, ())
    called = words[: -len(parts.family.split())]
    return _Person(full, words, (called, called[1:]))


def _key(name: str) -> str:
    """Return the form in which names are compared; one person is written ``Thuý`` and ``Thúy``."""
    key = modern_tones(name).lower()
    # A letter for a name may have its dot or not.
    return key[:-1] if key.endswith(".") else key


def _means(short: tuple[str, ...], person: _Person) -> bool:
    """Whether a short form may mean someone: by the last words, or by the given name after initials that fit."""
    words = person.words
    if short in person.called or (len(short) < len(words) and words[-len(short) :] == short):
        return True
    initials = [word[:-1] for word in short[:-1] if word.endswith(".")]
    return (
        bool(initials)
        and len(initials) == len(short) - 1
        and words[-1] == short[-1]
        and all(any(word.startswith(initial) for word in words[:-1]) for initial in initials)
    )
