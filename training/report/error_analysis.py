"""The errors of a model: each annotated and predicted span compared, and what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from solieu.annotation.documents import Document
from solieu.training.report.edges import Shape, boundary_shape
from solieu.training.report.pairing import Pair, pair_spans

Kind = Literal["correct", "boundary", "label", "label_boundary", "missed", "spurious"]
ERROR_KINDS: tuple[Kind, ...] = ("missed", "spurious", "boundary", "label", "label_boundary")


@dataclass(frozen=True, slots=True)
class Comparison:
    """An annotated span beside what was predicted for it, or one of the two alone.

    Args:
        document: The document's number, from 0.
        pair: The spans.
        kind: Whether they are the same, and if not, what is wrong: the edges, the label, both; or an annotated
            span was missed, or a predicted one is spurious.
        shape: How the edges differ, if they do.
        of_split: Whether a lone predicted span lies in an annotated one that has another partner.
        of_merger: Whether a lone annotated span lies in a predicted one that has another partner.
    """

    document: int
    pair: Pair
    kind: Kind
    shape: Shape | None = None
    of_split: bool = False
    of_merger: bool = False

    @property
    def gold_label(self) -> str | None:
        """The label of the annotated span."""
        return self.pair.gold.label if self.pair.gold else None

    @property
    def predicted_label(self) -> str | None:
        """The label of the predicted span."""
        return self.pair.predicted.label if self.pair.predicted else None


def compare(gold: Sequence[Document], predicted: Sequence[Document]) -> list[Comparison]:
    """Compare predicted with annotated documents, span by span.

    Args:
        gold: Annotated documents.
        predicted: The same documents, in the same order, with predicted spans.

    Returns:
        The comparisons in the order of the documents and texts. Each span of either side is in exactly one.
    """
    return [
        _comparison(number, annotated.text, pair)
        for number, (annotated, prediction) in enumerate(zip(gold, predicted, strict=True))
        for pair in pair_spans(annotated, prediction)
    ]


def _comparison(document: int, text: str, pair: Pair) -> Comparison:
    if pair.predicted is None:
        return Comparison(document, pair, "missed", of_merger=pair.gold_overlaps > 0)
    if pair.gold is None:
        return Comparison(document, pair, "spurious", of_split=pair.predicted_overlaps > 0)
    shape = boundary_shape(text, pair)
    same_label = pair.gold.label == pair.predicted.label
    if shape is None:
        return Comparison(document, pair, "correct" if same_label else "label")
    return Comparison(document, pair, "boundary" if same_label else "label_boundary", shape)


def confusion(comparisons: Iterable[Comparison]) -> Counter[tuple[str | None, str | None]]:
    """Count pairs by annotated and predicted label; None stands for a span that is not there."""
    return Counter((comparison.gold_label, comparison.predicted_label) for comparison in comparisons)


@dataclass(frozen=True, slots=True)
class BoundaryGroup:
    """Boundary errors of one kind.

    Args:
        shape: The kind.
        labels: How many annotated spans of each label have it.
    """

    shape: Shape
    labels: Counter[str]

    @property
    def total(self) -> int:
        """How many there are of all labels."""
        return self.labels.total()


def boundary_groups(comparisons: Iterable[Comparison]) -> list[BoundaryGroup]:
    """Group boundary errors, those with a wrong label included, by kind; the most frequent first."""
    groups: dict[Shape, Counter[str]] = {}
    for comparison in comparisons:
        if comparison.shape and comparison.gold_label:
            groups.setdefault(comparison.shape, Counter())[comparison.gold_label] += 1
    return sorted((BoundaryGroup(*group) for group in groups.items()), key=lambda group: (-group.total, group.shape))


@dataclass(frozen=True, slots=True)
class DocumentErrors:
    """How well one document was read.

    Args:
        document: Its number, from 0.
        kinds: How many comparisons of each kind it has.
    """

    document: int
    kinds: Counter[Kind]

    @property
    def errors(self) -> int:
        """How many comparisons are not correct."""
        return self.kinds.total() - self.kinds["correct"]

    @property
    def gold(self) -> int:
        """How many annotated spans it has."""
        return self.kinds.total() - self.kinds["spurious"]

    @property
    def predicted(self) -> int:
        """How many predicted spans it has."""
        return self.kinds.total() - self.kinds["missed"]

    @property
    def f1(self) -> float | None:
        """Its strict F1; None where there is no span."""
        spans = self.gold + self.predicted
        return 2 * self.kinds["correct"] / spans if spans else None


def worst_documents(comparisons: Iterable[Comparison]) -> list[DocumentErrors]:
    """Return the documents that have an error, the one with the lowest F1 first, then by number of errors."""
    kinds: dict[int, Counter[Kind]] = {}
    for comparison in comparisons:
        kinds.setdefault(comparison.document, Counter())[comparison.kind] += 1
    found = [DocumentErrors(*document) for document in kinds.items()]
    return sorted(
        (document for document in found if document.errors),
        key=lambda document: (document.f1 or 0.0, -document.errors, document.document),
    )
