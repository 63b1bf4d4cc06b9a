"""What can be had without a neural network: baselines that a model must beat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from solieu.annotation.documents import Document
from solieu.annotation.labels import LabelSchema
from solieu.training.baselines.feature_crf import FeatureCrf
from solieu.training.baselines.string_match import StringMatch
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.measures.scoring import Scores, count_matches, score


class Baseline(Protocol):
    """Something that has learned from annotated documents to annotate others."""

    def predict(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents with predicted spans in place of their own."""


BASELINES: dict[str, Callable[[Sequence[Document], LabelSchema], Baseline]] = {
    "string-match": StringMatch.fit,
    "feature-crf": FeatureCrf.fit,
}
"""What fits each baseline, by its name; the same documents give the same baseline."""


@dataclass(frozen=True)
class BaselineResult:
    """What a baseline has predicted and how good that is.

    Args:
        name: The baseline.
        scores: The strict scores.
        predicted: The evaluation documents with the predicted spans.
    """

    name: str
    scores: Scores
    predicted: list[Document]


def run_baselines(
    train: Sequence[Document], evaluate: Sequence[Document], schema: LabelSchema, *, resamples: int = RESAMPLES
) -> Iterator[BaselineResult]:
    """Fit each baseline and score it.

    Args:
        train: Annotated documents to fit to.
        evaluate: Annotated documents to score on, none of them in ``train``.
        schema: The labels of both.
        resamples: How often the documents are drawn anew for the intervals.

    Yields:
        The results, as each is ready.

    Raises:
        SolieuError: There are no documents, or a span has a label that is not in the schema.
    """
    for name, fit in BASELINES.items():
        predicted = fit(train, schema).predict(evaluate)
        scores = score(count_matches(evaluate, predicted, schema.names), resamples=resamples)
        yield BaselineResult(name, scores, predicted)
