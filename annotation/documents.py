"""Documents and spans: the currency of the whole project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from solieu.annotation.errors import SolieuError
from solieu.annotation.links import Link
from solieu.annotation.values import Value

# The field of a document's `meta` that says what suggested its spans, where these are no annotation.
SUGGESTED_BY = "suggested_by"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of a text.

    Args:
        start: Offset of the first character, in Unicode code points.
        end: Offset after the last character (half open), in Unicode code points.
        label: Name of the label, such as ``"PERSON"``.
        score: The model's confidence in [0, 1]; None for an annotation made by hand.
        value: What the text says, normalised; None where nobody has normalised it. Spans that differ in nothing else
            are equal.

    Raises:
        SolieuError: The offsets are no integers with ``0 <= start < end``, the label is empty, the
            score is outside [0, 1], or the value is none.
    """

    start: int
    end: int
    label: str
    score: float | None = None
    value: Value | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for name, value in (("start", self.start), ("end", self.end)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise SolieuError(f"a span's {name} must be a whole number, not {value!r}")
        if not 0 <= self.start < self.end:
            raise SolieuError(f"a span needs 0 <= start < end, but start is {self.start} and end is {self.end}")
        if not isinstance(self.label, str) or not self.label:
            raise SolieuError(f"a span's label must be a non-empty string, not {self.label!r}")
        if self.score is not None and (
            isinstance(self.score, bool) or not isinstance(self.score, int | float) or not 0.0 <= self.score <= 1.0
        ):
            raise SolieuError(f"a span's score must be a number from 0 to 1, not {self.score!r}")
        if self.value is not None and not isinstance(self.value, Value):
            raise SolieuError(f"a span's value must be a Value, not {self.value!r}")


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its entities.

    Args:
        text: The article exactly as it was read; solieu never alters it.
        spans: The entities, flat: no two overlap. They are kept in the order of the text.
        id: A name for the article, unique in its file.
        meta: What else is known of the article (``published``, ``outlet``, ``province`` …).
        links: Which entities belong together, sorted; each leads from a span to a span, or to a phrase of the text.

    Raises:
        SolieuError: A span ends after the text, two spans overlap, or a link has no span at an end that needs one.
    """

    text: str
    spans: tuple[Span, ...] = ()
    id: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise SolieuError(f"a document's text must be a string, not {type(self.text).__name__}")
        if not isinstance(self.id, str):
            raise SolieuError(f"a document's id must be a string, not {self.id!r}")
        spans = tuple(sorted(self.spans, key=lambda span: (span.start, span.end)))
        for span in spans:
            if span.end > len(self.text):
                raise SolieuError(
                    f"{self._name()}: the {span.label} span {span.start}-{span.end} ends after the text, "
                    f"which has {len(self.text)} characters"
                )
        for left, right in pairwise(spans):
            if right.start < left.end:
                raise SolieuError(
                    f"{self._name()}: the spans {left.label} {left.start}-{left.end} and "
                    f"{right.label} {right.start}-{right.end} overlap; entities are flat"
                )
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "meta", dict(self.meta))
        object.__setattr__(self, "links", tuple(sorted(set(self.links))))
        ranges = {(span.start, span.end) for span in spans}
        for link in self.links:
            phrase_fits = link.kind == "what" and link.tail[1] <= len(self.text)
            if link.head not in ranges or not (link.tail in ranges or phrase_fits):
                raise SolieuError(
                    f"{self._name()}: the {link.kind} link from {link.head[0]}-{link.head[1]} to "
                    f"{link.tail[0]}-{link.tail[1]} must lead from a span to a span"
                )

    def _name(self) -> str:
        return f"document {self.id!r}" if self.id else "a document"

    def span_text(self, span: Span) -> str:
        """Return the characters of ``span`` in this document's text."""
        return self.text[span.start : span.end]

    def with_spans(self, spans: Iterable[Span]) -> Document:
        """Return the same article with other entities, and no links."""
        return replace(self, spans=tuple(spans), links=())

    def with_links(self, links: Iterable[Link]) -> Document:
        """Return the same article with other links."""
        return replace(self, links=tuple(links))
