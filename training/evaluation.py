"""How good a tagger is on annotated documents it has not seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.segmentation import WordSegmentation
from solieu.models.tagger import Tagger
from solieu.models.tags import encode_tags
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.measures.scoring import Scores, count_matches, score_schemes
from solieu.training.measures.seqeval_check import seqeval_strict_f1
from solieu.training.measures.tag_levels import LevelScore, Places, score_levels

# Beyond rounding, the two ways of counting must agree.
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Evaluation:
    """The scores of predicted against annotated documents.

    Args:
        schemes: The scores by each scheme of `solieu.training.measures.schemes`, the strict ones first.
        documents: How many documents were scored.
        cut: How many annotated spans have an edge inside a word, where no prediction can have one.
        seqeval_f1: What seqeval's strict mode gives on the tags of words that are split at every span's edges.
        levels: What it gives on tags of words and on tags of syllables, as published results are counted.
        warnings: What a reader of the scores must know.
    """

    schemes: Mapping[str, Scores]
    documents: int
    cut: int
    seqeval_f1: float
    levels: tuple[LevelScore, LevelScore]
    warnings: tuple[str, ...] = ()

    @property
    def strict(self) -> Scores:
        """Scores of spans with the same start, end and label."""
        return self.schemes["strict"]

    def as_dict(self) -> dict[str, Any]:
        """Return the evaluation as JSON holds it: each scheme under its name."""
        return {
            **{name: scores.as_dict() for name, scores in self.schemes.items()},
            "documents": self.documents,
            "cut": self.cut,
            "seqeval_strict_f1": round(self.seqeval_f1, 6),
            "levels": {level.level: level.as_dict() for level in self.levels},
            "warnings": list(self.warnings),
        }


def predict(
    tagger: Tagger, documents: Sequence[Document], report: Callable[[int, int], None] | None = None
) -> list[Document]:
    """Return the documents with the tagger's spans in place of their own."""
    predicted = tagger.predict([document.text for document in documents], report)
    return [document.with_spans(spans) for document, spans in zip(documents, predicted, strict=True)]


def evaluate(
    gold: Sequence[Document],
    predicted: Sequence[Document],
    schema: LabelSchema,
    *,
    segmentation: WordSegmentation = WordSegmentation(),  # noqa: B008  it is frozen
    tokens: Sequence[Places] | None = None,
    resamples: int = RESAMPLES,
    warnings: Sequence[str] = (),
) -> Evaluation:
    """Score predictions.

    Args:
        gold: Annotated documents.
        predicted: The same documents, in the same order, with predicted spans.
        schema: The labels; all others are an error of the caller's.
        segmentation: How the model's words are found, in which annotated spans may be cut.
        tokens: Where the tokens of each document stand, if they come from CoNLL files, for the scores by levels.
        resamples: How often the documents are drawn anew for the intervals.
        warnings: What is already known to qualify the scores.

    Returns:
        The scores. Where seqeval's strict mode, on tags, counts otherwise, a warning says so and why.

    Raises:
        SolieuError: There are no documents, or the texts differ.
    """
    schemes = score_schemes(count_matches(gold, predicted, schema.names), resamples=resamples)
    strict = schemes["strict"]
    cut = sum(len(encode_tags(segmentation.words(document.text), document.spans, schema)[1]) for document in gold)
    check = seqeval_strict_f1(gold, predicted, schema)
    found = list(warnings)
    if abs(check.f1 - strict.micro.f1) > _TOLERANCE:
        found.append(
            f"seqeval's strict F1 on tags is {check.f1:.4f}, on character spans it is {strict.micro.f1:.4f}: "
            f"{check.cut} spans cannot be written as tags (their edges lie in white space, or they cross a line)"
        )
    levels = score_levels(gold, predicted, schema, segmentation=segmentation, tokens=tokens)
    return Evaluation(schemes, len(gold), cut, check.f1, levels, tuple(found))


def save_evaluation(evaluation: Evaluation, path: str | Path) -> None:
    """Write an evaluation as JSON.

    Raises:
        SolieuError: The file cannot be written.
    """
    with write_atomically(Path(path)) as file:
        json.dump(evaluation.as_dict(), file, ensure_ascii=False, indent=2)
        file.write("\n")


def refuse_seen(seen: int, documents: int, where: str, *, allowed: bool = False) -> str | None:
    """Return a warning if some documents were trained on; refuse if all were.

    Args:
        seen: How many documents the model has seen.
        documents: How many there are.
        where: The evaluation data, for the message.
        allowed: Whether to warn also where all were.

    Raises:
        SolieuError: The model has seen every document, and that is not allowed.
    """
    if not seen:
        return None
    if seen == documents and not allowed:
        raise SolieuError(
            f"{where}: the model was trained on, or chosen by, every one of these articles, so a score would say "
            "nothing; give articles that it has not seen, or --allow-seen to score them all the same"
        )
    return f"the model was trained on, or chosen by, {seen} of these {documents} articles; the scores are too good"
