"""What an entity says: the normalised values that spans carry.

A value is what a normaliser makes of a span's text: typed, immutable, JSON-able. Where the text does not say enough,
the value is `Unresolved` and gives the reason; what is only probable carries a flag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal

Relation = Literal["=", "≈", ">", "<", "≥", "≤"]
Granularity = Literal[
    "second", "minute", "hour", "day", "week", "month", "quarter", "half-year", "year", "decade", "century"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What every value has.

    Args:
        flags: What a reader should know before relying on the value, such as ``"ambiguous-separator"``; each is one
            of the names in ``solieu.models.values.flags``.
    """

    kind: ClassVar[str] = ""
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the value as JSON holds it: ``kind``, then the fields that say something.

        Decimals are strings, so that no digit is lost.
        """
        record: dict[str, Any] = {"kind": self.kind}
        for field in fields(self):
            content = getattr(self, field.name)
            if content is not None and content != () and not (content is False and field.default is False):
                record[field.name] = _written(content)
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved(Value):
    """A text whose value cannot be told.

    Args:
        reason: One sentence that says why.
    """

    kind: ClassVar[str] = "unresolved"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Value):
    """An indicator: a number or a range, and what it counts or measures.

    Args:
        low: The number with its magnitude applied, or the lower end of a range.
        high: The same number, or the upper end of a range.
        relation: How the true number stands to the one that is said: ``=`` unless an approximator says otherwise.
        approximator: The approximator as written, such as ``hơn``.
        unit_text: The unit as written, such as ``lượt người``.
        unit: The unit's canonical form, such as ``VND``, ``%`` or ``người``.
        per: What the unit is divided by, in its canonical form: ``m³`` of ``75.000 đồng/m3``, ``10000 dân`` of
            ``5 ca/10.000 dân``.
        out_of: The whole that the number is a part of: 30 of ``18/30 phường``, 4 of ``ba phần tư``.
    """

    kind: ClassVar[str] = "quantity"
    low: Decimal
    high: Decimal
    relation: Relation = "="
    approximator: str | None = None
    unit_text: str | None = None
    unit: str | None = None
    per: str | None = None
    out_of: Decimal | None = None

    @property
    def number(self) -> Decimal | None:
        """The number, or None for a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Value):
    """A point, period or length of time.

    Args:
        edtf: The time in the Extended Date/Time Format of ISO 8601-2: ``2023-06-02``, ``2013/2023``, ``2024-34`` (the
            second quarter: quarters are 33 to 36), ``XXXX-06-26`` (the year is not said), ``../2024-06-30`` (before
            that day) …; None if the text says only a time of day or a length.
        clock: The time of day in ISO 8601, ``20:51``, or a range of it, ``19:00/22:00``.
        part: The part of what ``edtf`` names that is said: ``sáng``, ``đêm``, ``đầu``, ``cuối``, ``mùa mưa`` …;
            ``cuối/đầu`` where the two ends of a range say one each.
        duration: The length in ISO 8601, such as ``P10Y``, or the shortest one of a range; None if none is said.
        duration_to: The longest length, if a range of lengths is said.
        granularity: The finest part that is said.
        start: The first day, ``YYYY-MM-DD``, of what ``edtf`` names, if the calendar allows it to be told.
        end: The last day.
    """

    kind: ClassVar[str] = "time"
    edtf: str | None = None
    clock: str | None = None
    part: str | None = None
    duration: str | None = None
    duration_to: str | None = None
    granularity: Granularity | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankValue(Value):
    """A police or military rank.

    Args:
        name: The rank in full, such as ``Đại tá``.
        grade: The group of ranks: ``cấp tướng``, ``cấp tá``, ``cấp úy``, ``hạ sĩ quan`` or ``chiến sĩ``.
        order: The rank's place, 1 for the lowest.
        force: ``công an`` or ``quân đội``, where the text says it.
    """

    kind: ClassVar[str] = "rank"
    name: str
    grade: str
    order: int
    force: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionValue(Value):
    """The title of an office.

    Args:
        title: The canonical title without its grade, such as ``Giám đốc``.
        deputy: Whether it is that of a deputy (``Phó``).
        acting: Whether it is held for the time being (``Quyền``).
        former: Whether it was held earlier (``Nguyên``).
        standing: Whether it is that of the standing one among several (``Thường trực``).
    """

    kind: ClassVar[str] = "position"
    title: str
    deputy: bool = False
    acting: bool = False
    former: bool = False
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Value):
    """An organization.

    Args:
        name: The canonical form, abbreviations written out.
        level: ``trung ương``, ``tỉnh``, ``huyện`` or ``xã``, where it can be told.
        place: The place that it belongs to, where the name or the article says it.
        place_from: Whether the place stands in the name itself or was found in the article.
    """

    kind: ClassVar[str] = "organization"
    name: str
    level: Literal["trung ương", "tỉnh", "huyện", "xã"] | None = None
    place: str | None = None
    place_from: Literal["name", "article"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativeUnit:
    """One of Vietnam's administrative units.

    Args:
        code: The official code.
        name: The full name, such as ``Tỉnh Long An``.
        level: What kind of unit it is.
        since: ``2025`` for the division of July 2025, ``before 2025`` for the one before.
        parent: The full name of the province that it lies in; None for a province.
        now: What it became part of in July 2025, for a unit of before.
    """

    code: str
    name: str
    level: Literal["tỉnh", "huyện", "xã"]
    since: Literal["2025", "before 2025"]
    parent: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Value):
    """A named place.

    Args:
        name: The canonical form of the name.
        type: What kind of place it is, such as ``tỉnh``, ``quốc lộ`` or ``thôn``: what its name says or, for a bare
            name, what the tables say.
        units: The administrative units that it may be, all of them: more than one is an ambiguity.
    """

    kind: ClassVar[str] = "place"
    name: str
    type: str | None = None
    units: tuple[AdministrativeUnit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Value):
    """A document that is cited.

    Args:
        type: The type of document, such as ``Nghị định``.
        number: The number as written, such as ``09/CTr-BCA-MTTW``.
        year: The year, if the number has one.
        issuers: Who issued it, by the codes in the number, written out where the codes are known.
        title: The official name, where it is cited by name.
    """

    kind: ClassVar[str] = "citation"
    type: str | None = None
    number: str | None = None
    year: int | None = None
    issuers: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName(Value):
    """A person's name.

    Args:
        name: The name, with the usual capitals.
        family: The family name; None where the text gives no full name.
        middle: The names between.
        given: The given name, the last syllable.
        full_name: The full name within the same article of whom a short form means, where just one fits.
    """

    kind: ClassVar[str] = "person"
    name: str
    family: str | None = None
    middle: str | None = None
    given: str | None = None
    full_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Value):
    """A form of commendation.

    Args:
        form: The canonical form, such as ``Huân chương Bảo vệ Tổ quốc``.
        grade: Its class: ``Nhất``, ``Nhì`` or ``Ba``.
    """

    kind: ClassVar[str] = "award"
    form: str
    grade: Literal["Nhất", "Nhì", "Ba"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Value):
    """A named movement, campaign, model or slogan.

    Args:
        name: The canonical form, abbreviations written out.
    """

    kind: ClassVar[str] = "campaign"
    name: str


KINDS: Mapping[str, type[Value]] = {
    each.kind: each
    for each in (
        *(Unresolved, Quantity, Time, RankValue, PositionValue, Organization, Place, Citation, PersonName, Award),
        Campaign,
    )
}


def _written(content: Any) -> Any:
    """Return a field's content as JSON holds it."""
    if isinstance(content, Decimal):
        return format(content, "f")
    if isinstance(content, tuple):
        return [_written(part) for part in content]
    if isinstance(content, AdministrativeUnit):
        pairs = ((field.name, getattr(content, field.name)) for field in fields(content))
        return {name: part for name, part in pairs if part is not None}
    return content
