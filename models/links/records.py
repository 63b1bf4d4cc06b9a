"""What links gather: a record for each person or office, and one for each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from solieu.annotation.documents import Document, Span
from solieu.annotation.links import Range

# A position, and the organizations in which it is held; None where organizations are said without an office.
Office: TypeAlias = tuple[Span | None, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A mention of a person with rank and offices, or an office that is said without a person.

    Args:
        person: The person; None where an office is said without one.
        ranks: The ranks.
        offices: The offices in the order of the text, each with the organizations in which it is held.
    """

    person: Span | None
    ranks: tuple[Span, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A number with what it counts, who it is about, where and when.

    Args:
        indicator: The number with its unit.
        what: Start and end of the phrase that says what is counted, in code points; None where the unit says it all.
        who: The bodies and persons that it is about.
        where: The places.
        when: The times.
    """

    indicator: Span
    what: Range | None
    who: tuple[Span, ...]
    where: tuple[Span, ...]
    when: tuple[Span, ...]


def people_records(document: Document) -> tuple[PersonRecord, ...]:
    """Gather the persons of an article with their ranks and offices, and the offices without a person.

    Args:
        document: An article with links, such as `link` returns.

    Returns:
        A record for each PERSON span, with whatever is linked to it, and one for each POSITION span that no person is
        linked to; in the order of the text.
    """
    tails = _Tails(document)
    held: set[Range] = set()
    records: list[PersonRecord] = []
    for span in document.spans:
        if span.label == "PERSON":
            positions = tails.of("position", span)
            held.update((position.start, position.end) for position in positions)
            offices: list[Office] = [(position, tails.of("organization", position)) for position in positions]
            bodies = tails.of("organization", span)
            if bodies:
                offices.append((None, bodies))
            records.append(PersonRecord(span, tails.of("rank", span), tuple(offices)))
    for span in document.spans:
        if span.label == "POSITION" and (span.start, span.end) not in held:
            records.append(PersonRecord(None, (), ((span, tails.of("organization", span)),)))
    return tuple(sorted(records, key=_start))


def figure_records(document: Document) -> tuple[FigureRecord, ...]:
    """Gather the figures of an article with what, who, where and when.

    Args:
        document: An article with links, such as `link` returns.

    Returns:
        A record for each INDICATOR span, in the order of the text.
    """
    tails = _Tails(document)
    phrases: Mapping[Range, Range] = {link.head: link.tail for link in reversed(document.links) if link.kind == "what"}
    return tuple(
        FigureRecord(
            span,
            phrases.get((span.start, span.end)),
            *(tails.of(kind, span) for kind in ("who", "where", "when")),
        )
        for span in document.spans
        if span.label == "INDICATOR"
    )


class _Tails:
    """The spans that links of a kind lead to."""

    def __init__(self, document: Document) -> None:
        spans = {(span.start, span.end): span for span in document.spans}
        self._tails: dict[tuple[str, Range], list[Span]] = defaultdict(list)
        for link in document.links:
            if link.kind != "what":
                self._tails[link.kind, link.head].append(spans[link.tail])

    def of(self, kind: str, head: Span) -> tuple[Span, ...]:
        """Return the tails of a span, in the order of the text."""
        return tuple(self._tails.get((kind, (head.start, head.end)), ()))


def _start(record: PersonRecord) -> int:
    spans: Sequence[Span | None] = (record.person, *(position for position, _ in record.offices))
    return next(span.start for span in spans if span is not None)
