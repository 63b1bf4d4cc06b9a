"""What the article as a whole says that a short form in it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import regex

from solieu.annotation.documents import Document
from solieu.annotation.values import AdministrativeUnit
from solieu.models.values.abbreviations import written_out
from solieu.models.values.administrative_units import Division, former_provinces, provinces, unit_key, units_named
from solieu.models.values.aliases import aliases_in
from solieu.models.values.full_name import is_full_name, is_hidden, is_plainly_full, respelled_name
from solieu.models.values.people import People
from solieu.models.values.place_name import UNIT_LEVELS, PlaceName, place_name
from solieu.models.values.spelling import capitalised, is_shouted, modern_tones, respelled
from solieu.models.values.tables import table

# A heading's date with its time of day, as web pages print it; a date alone may be of anything.
_HEADER = regex.compile(
    r"\b\d{1,2}[:h]\d{2}\D{0,12}(?P<first>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\b"
    r"|\b(?P<second>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\D{0,12}\d{1,2}[:h]\d{2}\b"
)
_HEADER_LENGTH = 400
_NAME = r"(?:\s+(?:\p{Lu}[\p{L}'’.]*(?:-\p{Lu}[\p{L}'’.]*)*|\d+|-(?=\s\p{Lu})))+"
_WORDS = "|".join(sorted(UNIT_LEVELS, key=len, reverse=True))
# A unit's word is none as a part of another: `Hợp tác xã`, `xã hội`; `Đô thị xã Bến Lức` has `xã`, not `thị xã`.
UNIT_WORD = rf"(?<![\p{{L}}])(?<!(?i:tấn |tác |đô ))(?P<word>(?i:{_WORDS}))(?![\p{{L}}])(?! (?i:hội|viên|đội|ủy|đoàn))"
UNIT_PHRASE = regex.compile(rf"{UNIT_WORD}(?P<name>{_NAME})?")
CHANGED = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """The facts of an article by which its short forms are filled in.

    Args:
        published: The day of publication.
        provinces: The full names of the provinces that the article is about or names; where its ``province`` is
            known, that one alone; where it names none, the only one in which all districts may lie that it
            names with their word.
        districts: The districts and cities that it names, with their words: ``huyện Lục Nam``.
        communes: The communes that it names, likewise.
        people: The full names of the persons in it, also those that end with a letter for what they hide.
        aliases: The other names of persons that it gives with their full names, and these.
    """

    published: date | None = None
    provinces: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    # Made of the people when it is first asked for.
    _listed: list[People] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def province(self) -> str | None:
        """The full name of the article's province, if there is just one.

        Those that were gone on the day of publication, which an article names for what was there, do not count beside
        one that was not.
        """
        there = tuple(name for name in self.provinces if self.division != "2025" or _is_there_since_2025(name))
        names = there or self.provinces
        return names[0] if len(names) == 1 else None

    @property
    def division(self) -> Division | None:
        """Which division into units the article speaks of, by its day of publication."""
        if self.published is None:
            return None
        return "2025" if self.published >= CHANGED else "before 2025"

    def city_level(self, name: str) -> str:
        """Return the level of a city by its name: ``tỉnh`` for those that are provinces, else ``huyện``.

        A city that became a province later was a district's equal before.
        """
        later = {now for former, (now, _) in former_provinces().items() if former in self.provinces}
        if self.published is None and province_of(name) in later:
            return "huyện"
        return _city_level(name, self.published)

    def meant_by(self, name: str) -> tuple[str, ...]:
        """Return the full names in the article that a shorter form may mean: two, if there are several.

        Args:
            name: The short form as `respelled_name` writes it.
        """
        if not self._listed:
            self._listed.append(People(self.people, self.aliases))
        return self._listed[0].meant_by(name)

    @classmethod
    def of(cls, document: Document) -> ArticleContext:
        """Gather the context of a document from its meta data and its spans.

        Args:
            document: A text with its entities; without entities, only the meta data and the heading speak.
        """
        published, known = day_of_publication(document), _province(document.meta.get("province"))
        units = list(_units(document, published))
        named = (known,) if known else _distinct(phrase for level, phrase, _ in units if level == "tỉnh")
        # `TP. Huế` beside `tỉnh Thừa Thiên Huế` is its city.
        later = {now for name, (now, _) in former_provinces().items() if name in named}
        named = tuple(name for name in named if name not in later)
        sure = [phrase for level, phrase, has_word in units if level == "huyện" and has_word]
        return cls(
            published=published,
            provinces=named or _province_around(sure, published),
            districts=_distinct(phrase for level, phrase, _ in units if level == "huyện"),
            communes=_distinct(phrase for level, phrase, _ in units if level == "xã"),
            people=_people(document),
            aliases=tuple(dict.fromkeys(aliases_in(document))),
        )


def province_of(name: str) -> str | None:
    """Return the full name of the province that a name without or with its word means, old or new, if it means one."""
    key = unit_key(name)
    other = table("places")["names"].get(key) or table("places")["names"].get(name.lower())
    return other or provinces().get(key)


def _is_there_since_2025(province: str) -> bool:
    units = units_named(place_name(province).name)
    return any(listed.unit.since == "2025" and listed.unit.name == province for listed in units)


def _city_level(name: str, published: date | None) -> str:
    full = province_of(name)
    cities = [
        listed
        for listed in units_named(place_name(full).name if full and full.startswith("Thành phố") else "")
        if listed.unit.level == "tỉnh" and listed.was_there(published)
    ]
    return "tỉnh" if cities else "huyện"


def day_of_publication(document: Document) -> date | None:
    """Return the day on which an article was published, as its ``published`` or else its heading says."""
    said = document.meta.get("published")
    if isinstance(said, str):
        try:
            return date.fromisoformat(said[:10])
        except ValueError:
            pass
    if found := _HEADER.search(document.text[:_HEADER_LENGTH]):
        day, month, year = map(int, regex.split(r"[/.-]", found["first"] or found["second"]))
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def _people(document: Document) -> tuple[str, ...]:
    """Return the full names of the persons, without those that are short forms of others: ``Kim Oanh``."""
    names = _distinct(
        name
        for span in document.spans
        if span.label == "PERSON"
        and (is_full_name(name := respelled_name(document.span_text(span))) or (is_hidden(name) and " " in name))
    )
    listed = People(names)
    return tuple(name for name in names if is_plainly_full(name) or not listed.meant_by(name))


def _province(content: object) -> str | None:
    if not isinstance(content, str):
        return None
    parts = place_name(content)
    return province_of(parts.name) if parts.name else None


def _units(document: Document, published: date | None) -> Iterator[tuple[str, str, bool]]:
    """Yield each administrative unit that a span names: its level, its phrase, whether the span has its word."""
    for span in document.spans:
        if span.label == "LOC":
            for part in document.span_text(span).split(","):
                yield from _unit_of_place(place_name(part), published)
        elif span.label == "ORG":
            name = respelled(document.span_text(span))
            if is_shouted(name):
                continue
            for found in UNIT_PHRASE.finditer(written_out(name)[0]):
                if found["name"]:
                    yield from _unit(found["word"].lower(), found["name"].strip(), published)


def _unit_of_place(parts: PlaceName, published: date | None) -> Iterator[tuple[str, str, bool]]:
    if parts.type in UNIT_LEVELS:
        yield from _unit(parts.type, parts.name, published)
    elif parts.type is None and (full := province_of(parts.name)):
        if full.startswith("Tỉnh") or _city_level(parts.name, published) == "tỉnh":
            yield "tỉnh", full, False
        else:
            yield "huyện", f"thành phố {parts.name}", False
    elif parts.type is None and (words := {u.word for u in units_named(parts.name) if u.unit.level == "huyện"}):
        yield "huyện", f"{min(words)} {parts.name}" if len(words) == 1 else parts.name, False


def _unit(word: str, name: str, published: date | None) -> Iterator[tuple[str, str, bool]]:
    level = _city_level(name, published) if word == "thành phố" else UNIT_LEVELS[word]
    if level == "tỉnh":
        full = province_of(name)
        if full:
            yield level, full, True
    else:
        yield level, f"{word} {name}", True


def _province_around(districts: Iterable[str], published: date | None) -> tuple[str, ...]:
    """Return the full name of the only province in which all districts may lie, if there is just one.

    Since July 2025 that is the new province, of which the former districts became a part.
    """
    now = published is not None and published >= CHANGED
    around = [
        {_as_it_was((unit.now if now else None) or unit.parent or "", published) for unit in _district_units(phrase)}
        for phrase in map(place_name, districts)
    ]
    common = set.intersection(*known) if (known := [provinces for provinces in around if provinces]) else set()
    return tuple(name for name in common if name) if len(common) == 1 else ()


def _as_it_was(province: str, published: date | None) -> str:
    """Return the name that a province of the list of June 2025 had on the day of publication."""
    for former, (now, changed) in former_provinces().items():
        if now == province and published and published < changed:
            return former
    return province


def _district_units(parts: PlaceName) -> list[AdministrativeUnit]:
    listed = units_named(parts.name)
    return [each.unit for each in listed if each.unit.level == "huyện" and each.word == parts.type]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(modern_tones(capitalised(name)).lower(), name)
    return tuple(found.values())
