"""What a report is made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.training.scoring import check_comparable

# A label with an entity's text, as `entity_key` makes it.
EntityKey = tuple[str, str]


@dataclass(frozen=True)
class LearningCurve:
    """How the scores grow with the number of articles that are trained on.

    Args:
        sizes: Numbers of training articles, ascending.
        f1: The mean strict micro-F1 for each.
        low: The lower end of each one's spread, or nothing.
        high: The upper end, or nothing.

    Raises:
        SolieuError: The columns have different lengths, or there is no size.
    """

    sizes: tuple[int, ...]
    f1: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.sizes or len(self.f1) != len(self.sizes):
            raise SolieuError(f"a learning curve needs one F1 for each size, not {len(self.f1)} for {len(self.sizes)}")
        if any(len(ends) not in (0, len(self.sizes)) for ends in (self.low, self.high)) or bool(self.low) != bool(
            self.high
        ):
            raise SolieuError("a learning curve's 'low' and 'high' need one number for each size, or none at all")

    @classmethod
    def from_record(cls, record: object, where: str) -> LearningCurve:
        """Make a curve of a JSON object with the lists ``sizes``, ``f1`` and, if wanted, ``low`` and ``high``.

        An object with ``points`` is read as well, each with ``articles`` and ``mean.micro``, a score with ``f1`` and
        ``interval``.

        Args:
            record: The parsed JSON.
            where: The file, for errors.

        Raises:
            SolieuError: The object is laid out otherwise.
        """
        if not isinstance(record, Mapping):
            raise SolieuError(f"{where}: expected a JSON object with 'sizes' and 'f1'")
        if "points" in record:
            record = _columns(record["points"], where)
        columns: dict[str, list[float]] = {}
        for name in ("sizes", "f1", "low", "high"):
            values = record.get(name, [])
            if not isinstance(values, list) or not all(_is_number(value) for value in values):
                raise SolieuError(f"{where}: {name!r} must be a list of numbers, but is {values!r}")
            columns[name] = values
        sizes = tuple(int(size) for size in columns["sizes"])
        try:
            return cls(sizes, tuple(columns["f1"]), tuple(columns["low"]), tuple(columns["high"]))
        except SolieuError as error:
            raise SolieuError(f"{where}: {error}") from None


@dataclass(frozen=True)
class CalibrationBin:
    """Predictions of nearly the same score.

    Args:
        confidence: Their mean score, in [0, 1].
        accuracy: The share of them that is correct, in [0, 1].
        count: How many there are.
    """

    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True)
class Calibration:
    """How far scores are the probabilities that they claim to be.

    Args:
        bins: The predictions by score, ascending.
        ece_before: The expected calibration error of the model's own scores.
        ece_after: The same once they are calibrated; None if they are not.
        temperature: What the model's logits are divided by; None if by nothing.
        bins_after: The calibrated predictions by score.
    """

    bins: tuple[CalibrationBin, ...]
    ece_before: float
    ece_after: float | None = None
    temperature: float | None = None
    bins_after: tuple[CalibrationBin, ...] = ()


@dataclass(frozen=True)
class ReportInput:
    """Everything that a report shows.

    Args:
        gold: Annotated documents.
        predicted: The same documents in the same order with predicted spans, which may carry scores.
        schema: The labels.
        baselines: Other predictions for the same documents, by name, to be shown beside the model's.
        trained: For each document the entities of the articles that its model was trained on, as
            `entity_keys` gives them, or None where that is not known; empty if it is known for none.
        curve: The learning curve, if there is one.
        calibration: The calibration, if there is one.
        title: What the report is called.
        notes: What a reader must know, in any language.

    Raises:
        SolieuError: There is no document, documents differ, a label is not in the schema, or ``trained`` is not
            of the documents' number.
    """

    gold: Sequence[Document]
    predicted: Sequence[Document]
    schema: LabelSchema
    baselines: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    trained: Sequence[frozenset[EntityKey] | None] = ()
    curve: LearningCurve | None = None
    calibration: Calibration | None = None
    title: str = "solieu"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_comparable(self.gold, self.predicted, self.schema.names)
        for name, documents in self.baselines.items():
            try:
                check_comparable(self.gold, documents, self.schema.names)
            except SolieuError as error:
                raise SolieuError(f"baseline {name!r}: {error}") from None
        if self.trained and len(self.trained) != len(self.gold):
            raise SolieuError(
                f"the entities that were trained on are given for {len(self.trained)} documents, but there are "
                f"{len(self.gold)}; give them for each, or for none"
            )


def entity_key(label: str, text: str) -> EntityKey:
    """Return what two mentions of the same entity share: case, spaces and the composition of letters apart."""
    return label, " ".join(unicodedata.normalize("NFC", text).casefold().split())


def entity_keys(documents: Iterable[Document]) -> frozenset[EntityKey]:
    """Return the keys of all entities of documents."""
    return frozenset(
        entity_key(span.label, document.span_text(span)) for document in documents for span in document.spans
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _columns(points: Any, where: str) -> dict[str, list[Any]]:
    """Return the points of a curve as columns; the ends of the intervals only if all have one."""
    try:
        scores = [point["mean"]["micro"] for point in points]
        columns = {"sizes": [point["articles"] for point in points], "f1": [score["f1"] for score in scores]}
        if all(score["interval"] for score in scores):
            columns |= {end: [score["interval"][side] for score in scores] for side, end in enumerate(("low", "high"))}
    except (KeyError, TypeError, IndexError):
        raise SolieuError(f"{where}: each of 'points' needs 'articles' and 'mean.micro'; make the curve anew") from None
    return columns
