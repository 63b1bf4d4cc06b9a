"""How often the values that normalisers give to entities are those that were written down by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from scipy.stats import binomtest

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.values import Unresolved, Value

# What follows from the other fields of a value, or tells how it was found, is not compared.
NOT_COMPARED = frozenset({"flags", "start", "end", "place_from", "reason"})


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """An entity whose value is not the one that was written down.

    Args:
        article: The article's id.
        start: Offset of the entity's first character.
        end: Offset after its last one.
        label: Its label.
        text: What it covers.
        gold: The value that was written down.
        found: The value that the normaliser gives.
        fields: The names of the fields that differ; ``kind`` alone where the kinds do.
    """

    article: str
    start: int
    end: int
    label: str
    text: str
    gold: Value
    found: Value
    fields: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as JSON can hold it."""
        record = {field.name: getattr(self, field.name) for field in fields(self)}
        return record | {"gold": self.gold.to_json(), "found": self.found.to_json(), "fields": list(self.fields)}


@dataclass(frozen=True, slots=True)
class ValueAccuracy:
    """How many values are right.

    Args:
        entities: How many entities were compared, at least one.
        right: How many of them have the value that was written down.
        unresolved: How many got no value, but a reason, though a value was written down.
        texts: How many different texts the entities have.
        texts_right: How many of these are right wherever they stand.
    """

    entities: int
    right: int
    unresolved: int
    texts: int
    texts_right: int

    @property
    def accuracy(self) -> float:
        """The share of entities that are right."""
        return self.right / self.entities

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the accuracy by Wilson's score.

        It takes the entities for independent of each other, which those of one article are not, so it is too narrow
        where texts repeat.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference. Journal of the American
        Statistical Association 22 (1927), 209-212.
        """
        bounds = binomtest(self.right, self.entities).proportion_ci(confidence_level=0.95, method="wilson")
        return float(bounds.low), float(bounds.high)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts and the accuracy as JSON can hold them, shares with six decimals."""
        counts = {field.name: getattr(self, field.name) for field in fields(self)}
        bounds = [round(bound, 6) for bound in self.interval]
        return {**counts, "accuracy": round(self.accuracy, 6), "interval": bounds}


@dataclass(frozen=True, slots=True)
class ValueScores:
    """How well normalisers do on articles.

    Args:
        labels: The accuracy for each label that occurs.
        all: That for all entities together.
        differences: The entities whose value is another, in the order of the articles.
    """

    labels: Mapping[str, ValueAccuracy]
    all: ValueAccuracy
    differences: tuple[ValueDifference, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON can hold them."""
        return {"labels": {name: each.as_dict() for name, each in self.labels.items()}, "all": self.all.as_dict()}


def score_values(gold: Sequence[Document], found: Sequence[Document], labels: Sequence[str]) -> ValueScores:
    """Compare values with those that were written down, field by field; a value is right if all its fields are.

    Flags and the other fields of `NOT_COMPARED` may differ. Of several administrative units, the order may.

    Args:
        gold: Articles with at least one span; every span has the value that was written down.
        found: The same articles with the same spans; every span has the value that a normaliser gives.
        labels: The labels, in the order in which they are counted.

    Raises:
        SolieuError: A span has no value.
    """
    differences: list[ValueDifference] = []
    outcomes: dict[str, list[tuple[str, bool, bool]]] = defaultdict(list)
    for document, other in zip(gold, found, strict=True):
        for span, same in zip(document.spans, other.spans, strict=True):
            said, given = _value(document, span), _value(other, same)
            text, differing = document.span_text(span), tuple(_differing(said, given))
            lost = isinstance(given, Unresolved) and not isinstance(said, Unresolved)
            outcomes[span.label].append((f"{span.label} {text}", not differing, lost))
            if differing:
                place = (document.id, span.start, span.end, span.label, text)
                differences.append(ValueDifference(*place, said, given, differing))
    everything = [outcome for each in outcomes.values() for outcome in each]
    return ValueScores(
        {label: _accuracy(outcomes[label]) for label in labels if outcomes[label]},
        _accuracy(everything),
        tuple(differences),
    )


def _value(document: Document, span: Span) -> Value:
    if span.value is None:
        raise SolieuError(f"document {document.id!r}: the {span.label} span {span.start}-{span.end} has no value")
    return span.value


def _accuracy(outcomes: Sequence[tuple[str, bool, bool]]) -> ValueAccuracy:
    """Count the outcomes of entities: text, whether it is right, whether it is unresolved."""
    by_text: dict[str, list[bool]] = defaultdict(list)
    for text, right, _ in outcomes:
        by_text[text].append(right)
    return ValueAccuracy(
        entities=len(outcomes),
        right=sum(right for _, right, _ in outcomes),
        unresolved=sum(lost for *_, lost in outcomes),
        texts=len(by_text),
        texts_right=sum(map(all, by_text.values())),
    )


def _differing(gold: Value, found: Value) -> Iterator[str]:
    """Yield the names of the fields that are not the same in both."""
    if type(gold) is not type(found):
        yield "kind"
        return
    for field in fields(gold):
        if field.name not in NOT_COMPARED:
            said, other = getattr(gold, field.name), getattr(found, field.name)
            if field.name == "units":
                said, other = frozenset(said), frozenset(other)
            if said != other:
                yield field.name
