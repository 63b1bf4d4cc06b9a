"""What a report is made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.training.measures.calibration import Reliability
from solieu.training.measures.matching import check_comparable

# A label with an entity's text, as `entity_key` makes it.
EntityKey = tuple[str, str]


@dataclass(frozen=True)
class LearningCurve:
    """How the scores grow with the number of articles that are trained on.

    Args:
        sizes: Numbers of training articles, ascending.
        f1: The mean strict micro-F1 over seeds for each.
        intervals: The 95 % interval of each, lower end first; None where there is none.
    """

    sizes: tuple[int, ...]
    f1: tuple[float, ...]
    intervals: tuple[tuple[float, float] | None, ...]

    @classmethod
    def from_record(cls, record: Any, where: str) -> LearningCurve:
        """Read a curve as `solieu.training.learning_curve` writes it.

        Args:
            record: The parsed JSON.
            where: The file, for errors.

        Raises:
            SolieuError: The record is laid out otherwise.
        """
        try:
            points = [(int(point["articles"]), point["mean"]["micro"]) for point in record["points"]]
            return cls(
                tuple(size for size, _ in points),
                tuple(float(micro["f1"]) for _, micro in points),
                tuple(_ends(micro["interval"]) for _, micro in points),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise SolieuError(
                f"{where}: is no learning curve ({error!r}); give what `solieu learning-curve` wrote"
            ) from None


def _ends(interval: Any) -> tuple[float, float] | None:
    if interval is None:
        return None
    low, high = interval
    return float(low), float(high)


@dataclass(frozen=True)
class Calibration:
    """How far scores are the probabilities that they claim to be.

    Args:
        before: The reliability of the model's own scores.
        after: That of scores that are calibrated on other folds; None if they are not.
        temperature: The temperature for new articles, fitted to all folds; None if there is none.
    """

    before: Reliability
    after: Reliability | None = None
    temperature: float | None = None


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
