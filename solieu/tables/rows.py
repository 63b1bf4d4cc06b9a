"""Articles to the rows of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from solieu.annotation.documents import Document, Span
from solieu.annotation.sentences import Sentences
from solieu.annotation.values import PositionValue, Quantity, Time, Unresolved, Value
from solieu.models.links import FigureRecord, PersonRecord, figure_records, link, people_records
from solieu.models.values.context import day_of_publication
from solieu.models.values.normalise import NORMALISERS, normalise
from solieu.models.values.units import default_units
from solieu.tables.columns import DECIMALS, DIGITS, Cell, Row, digits_of
from solieu.tables.flags import NUMBER_TOO_LONG
from solieu.tables.readable import readable
from solieu.tables.schema import ENTITIES, FIGURES, PEOPLE

SENTENCE_LENGTH = 1_000
# What is no character, though Python holds it in a text.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CURRENCY = re.compile("[A-Z]{3}")
# What stands between the members of a list that one number counts: `25 xã, thị trấn`.
_JOINING = (",", "và")


def rows_of(document: Document) -> dict[str, list[Row]]:
    """Make the rows of an article for all tables.

    Args:
        document: An article with its entities. Values and links are found if it has none.

    Returns:
        The rows by the names of their tables, in the order of the text. A lone surrogate, which no file can hold,
        stands in them as U+FFFD.
    """
    document = _complete(document)
    made = {ENTITIES.name: _entity_rows, FIGURES.name: _figure_rows, PEOPLE.name: _person_rows}
    return {
        name: [{column: _writable(cell) for column, cell in row.items()} for row in rows(document)]
        for name, rows in made.items()
    }


def _writable(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _LONE_SURROGATE.sub("\ufffd", cell)
    return tuple(_LONE_SURROGATE.sub("\ufffd", part) for part in cell) if isinstance(cell, tuple) else cell


def _complete(document: Document) -> Document:
    """Give an article the values and links that its rows are made of, unless somebody has done so."""
    if any(span.value is None and span.label in NORMALISERS for span in document.spans):
        found = normalise(document).spans
        spans = (new if old.value is None else old for old, new in zip(document.spans, found, strict=True))
        document = replace(document, spans=tuple(spans))
    return document if document.links else link(document)


def _entity_rows(document: Document) -> Iterator[Row]:
    article = _article(document)
    for span in document.spans:
        value = span.value
        yield {
            **article,
            **_where(document, span),
            "label": span.label,
            "value": readable(value),
            "kind": value.kind if value else None,
            "flags": value.flags if value else (),
            "reason": value.reason if isinstance(value, Unresolved) else None,
            "value_json": json.dumps(value.to_json(), ensure_ascii=False) if value else None,
        }


def _figure_rows(document: Document) -> Iterator[Row]:
    article, sentences = _article(document), Sentences(document.text, document.spans)
    for record in figure_records(document):
        span = record.indicator
        quantity = span.value if isinstance(span.value, Quantity) else None
        time = _period(record.when)
        numbers = {name: getattr(quantity, name, None) for name in ("low", "high", "out_of")}
        fitting = {name: number if _fits(number) else None for name, number in numbers.items()}
        flags = (*_flags(span.value), *_flags(time), *([NUMBER_TOO_LONG] if fitting != numbers else []))
        yield {
            **article,
            **_where(document, span),
            **fitting,
            "figure": readable(quantity),
            "what": _what(document, record, quantity),
            "who": _names(document, record.who),
            "place": _names(document, record.where),
            "period": time.edtf if time else None,
            "period_start": _day(time.start) if time else None,
            "period_end": _day(time.end) if time else None,
            "times": tuple(document.span_text(when) for when in record.when),
            **{name: getattr(quantity, name, None) for name in ("relation", "unit", "unit_text", "per")},
            "sentence": _sentence(document.text, sentences, span),
            "flags": _distinct(flags),
        }


def _person_rows(document: Document) -> Iterator[Row]:
    article, sentences = _article(document), Sentences(document.text, document.spans)
    for record in people_records(document):
        held = [position for position, _ in record.offices if position is not None]
        offices = [position.value for position in held if isinstance(position.value, PositionValue)]
        span = record.person or held[0]
        yield {
            **article,
            **_where(document, span),
            "person": _name(document, record.person) if record.person else None,
            "ranks": _names(document, record.ranks),
            "offices": _offices(document, record),
            "positions": _names(document, held),
            "organizations": _names(document, [body for _, bodies in record.offices for body in bodies]),
            "deputy": any(office.deputy for office in offices),
            "acting": any(office.acting for office in offices),
            "former": any(office.former for office in offices),
            "sentence": _sentence(document.text, sentences, span),
        }


def _article(document: Document) -> Row:
    return {"article_id": document.id, "published": day_of_publication(document)}


def _where(document: Document, span: Span) -> Row:
    score = None if span.score is None else round(float(span.score), 4)
    return {"text": document.span_text(span), "score": score, "start": span.start, "end": span.end}


def _name(document: Document, span: Span) -> str:
    """Return what a span says by its canonical name, or as written."""
    return readable(span.value) or document.span_text(span)


def _names(document: Document, spans: Iterable[Span]) -> tuple[str, ...]:
    return _distinct(_name(document, span) for span in spans)


def _offices(document: Document, record: PersonRecord) -> tuple[str, ...]:
    """Return each position with its organizations: ``Phó Trưởng Phòng Hậu cần, Công an tỉnh Long An``."""
    offices = []
    for position, bodies in record.offices:
        names = ", ".join(_names(document, bodies))
        offices.append(" ".join(part for part in (_name(document, position) if position else "", names) if part))
    return _distinct(offices)


def _what(document: Document, record: FigureRecord, quantity: Quantity | None) -> str | None:
    """Return what is counted: the unit and the phrase that says more, or of a measure the phrase alone."""
    unit = None if quantity is None or _is_measure(quantity.unit) else quantity.unit_text
    if record.what is None:
        return unit
    phrase = document.text[slice(*record.what)]
    if unit is None:
        return phrase
    between = document.text[record.indicator.end : record.what[0]]
    return f"{unit}{between}{phrase}" if between.strip() in _JOINING else f"{unit} {phrase}"


def _is_measure(unit: str | None) -> bool:
    """Tell measures and currencies from things that are counted."""
    return unit is not None and (unit in default_units().measures or _CURRENCY.fullmatch(unit) is not None)


def _period(spans: Iterable[Span]) -> Time | None:
    """Return the first of several times that names a stretch of the calendar."""
    times = [span.value for span in spans if isinstance(span.value, Time)]
    return next((time for time in times if time.edtf is not None), None)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _flags(value: Value | None) -> tuple[str, ...]:
    return value.flags if value else ()


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:  # a value in a file may say anything
        return None


def _fits(number: Decimal | None) -> bool:
    """Tell whether a number fits exactly into its column."""
    if number is None or number == 0:
        return True
    return digits_of(number)[1] <= DECIMALS and number.adjusted() < DIGITS - DECIMALS


def _sentence(text: str, sentences: Sentences, span: Span) -> str:
    """Return the sentence of a span, or of a long one the part around the span."""
    start, end = sentences.at(span.start, span.end)
    if end - start <= 2 * SENTENCE_LENGTH and len(whole := text[start:end].strip()) <= SENTENCE_LENGTH:
        return whole
    room = max(0, SENTENCE_LENGTH - (span.end - span.start)) // 2
    first = max(start, span.start - room)
    last = min(end, span.end + room, first + SENTENCE_LENGTH)
    if first > start:  # whole words, where there are any
        first = text.find(" ", first, span.start) + 1 or first
    if last < end:
        last = text.rfind(" ", span.end, last) + 1 or last
    return ("…" if first > start else "") + text[first:last].strip() + ("…" if last < end else "")
