"""The regions and answers of one annotation in Label Studio, as spans, relations, notes and a comment."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from solieu.annotation.annotated_versions import Note, Relation
from solieu.annotation.documents import Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_config import COMMENT, LABELS, TEXT, UNUSABLE, USABILITY
from solieu.annotation.label_studio_exports import Piece
from solieu.annotation.label_studio_offsets import resolve
from solieu.annotation.labels import LabelSchema


@dataclass(slots=True)
class Reading:
    """What an annotation says of a piece, in offsets of the whole article.

    Args:
        spans: The spans, flat and in order.
        relations: The relations between them.
        notes: The notes on them.
        comments: What was written on the text.
        unusable: Whether the text was called unusable.
        refused: What could not be taken, and why.
    """

    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    unusable: bool = False
    refused: list[str] = field(default_factory=list)


def read_result(result: Iterable[Any], piece: Piece, schema: LabelSchema | None = None) -> Reading:
    """Read the regions and answers of an annotation.

    Label Studio lets regions overlap and stand twice. Of such the one that comes first in the annotation is kept.

    Args:
        result: The annotation's ``result``.
        piece: The text that was annotated.
        schema: The labels that may be used; None for any.

    Returns:
        What can be taken, and the reasons why something cannot.
    """
    reading = Reading()
    regions: dict[str, Span] = {}
    relations: list[tuple[str, Mapping[str, Any]]] = []
    for number, item in enumerate(result, start=1):
        name = f"region {item['id']!r}" if isinstance(item, dict) and item.get("id") else f"region {number}"
        try:
            if not isinstance(item, dict):
                raise SolieuError("is no object")
            if item.get("type") == "relation":
                relations.append((f"relation {number}", item))
            elif item.get("from_name") == LABELS:
                span = _span(item, piece, schema)
                _add(span, reading.spans)
                if item.get("id"):
                    regions[str(item["id"])] = span
                note = "\n".join(_strings(item.get("meta") or {}, "text"))
                if note:
                    reading.notes.append(Note(span, note))
            else:
                _answer(item, reading)
        except SolieuError as error:
            reading.refused.append(f"{name} {error}")
    for name, item in relations:
        ends = [regions.get(str(item.get(end))) for end in ("from_id", "to_id")]
        if ends[0] is None or ends[1] is None:
            lost = item.get("from_id") if ends[0] is None else item.get("to_id")
            reading.refused.append(f"{name} ends at region {lost!r}, which is not among the spans that were taken")
            continue
        labels = tuple(_strings(item, "labels"))
        reading.relations.append(Relation(ends[0], ends[1], str(item.get("direction") or "right"), labels))
    return reading


def _span(item: Mapping[str, Any], piece: Piece, schema: LabelSchema | None) -> Span:
    """Return the span of a region, in offsets of the whole article."""
    value = item.get("value")
    if item.get("to_name") != TEXT or item.get("type") != "labels" or not isinstance(value, dict):
        raise SolieuError(f"is no region of labels on {TEXT!r}; set the configuration of `solieu annotate config`")
    labels = value.get("labels")
    if not isinstance(labels, list) or len(labels) != 1 or not isinstance(labels[0], str):
        raise SolieuError(f"has the labels {labels!r}; a span has exactly one")
    if schema is not None and labels[0] not in schema.names:
        raise SolieuError(f"has the label {labels[0]!r}, which is unknown; known are {', '.join(schema.names)}")
    said = value.get("text")
    if said is not None and not isinstance(said, str):
        raise SolieuError(f"says {said!r} where its text should be")
    start, end = resolve(piece.shown, value.get("start"), value.get("end"), said)  # type: ignore[arg-type]
    return Span(start + piece.offset, end + piece.offset, labels[0])


def _add(span: Span, spans: list[Span]) -> None:
    """Put a span among others, if it overlaps none of them."""
    index = bisect_left(spans, span)
    for other in spans[max(0, index - 1) : index + 1]:
        if span.start < other.end and other.start < span.end:
            if (span.start, span.end) == (other.start, other.end):
                same = "stands twice" if span.label == other.label else f"marks the same words as {other.label}"
                raise SolieuError(f"({span.label} {span.start}-{span.end}) {same}; keep one of them")
            raise SolieuError(
                f"({span.label} {span.start}-{span.end}) overlaps {other.label} {other.start}-{other.end}; "
                "entities are flat, keep one of them"
            )
    insort(spans, span)


def _answer(item: Mapping[str, Any], reading: Reading) -> None:
    """Read what was answered on the text as a whole."""
    name, value = item.get("from_name"), item.get("value")
    if name == COMMENT and isinstance(value, dict):
        reading.comments.extend(_strings(value, "text"))
    elif name == USABILITY and isinstance(value, dict):
        choices = _strings(value, "choices")
        reading.unusable = reading.unusable or UNUSABLE in choices
        others = [choice for choice in choices if choice != UNUSABLE]
        if others:
            raise SolieuError(f"has the choice {', '.join(map(repr, others))}, which is unknown; known is {UNUSABLE!r}")
    else:
        raise SolieuError(f"comes from the control {name!r}; known are {LABELS!r}, {USABILITY!r} and {COMMENT!r}")


def _strings(value: Mapping[str, Any], field: str) -> list[str]:
    """Return a field's strings, be it a list of them or one alone."""
    found = value.get(field) or []
    return [str(entry) for entry in (found if isinstance(found, list) else [found]) if entry]
