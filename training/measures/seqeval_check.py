"""seqeval's strict F1 of the same spans: a second opinion on the span scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from solieu.annotation.documents import Document
from solieu.annotation.labels import LabelSchema
from solieu.models.tags import encode_tags
from solieu.models.words import Words, find_words
from solieu.training.measures.matching import check_comparable


@dataclass(frozen=True, slots=True)
class SeqevalCheck:
    """What seqeval says of word tags.

    Args:
        f1: The strict micro F1.
        cut: How many annotated and predicted spans word tags cannot express: their edge lies in white
            space or inside a character, or they cross a line break. With none, ``f1`` is the spans' F1.
    """

    f1: float
    cut: int


def seqeval_strict_f1(gold: Sequence[Document], predicted: Sequence[Document], schema: LabelSchema) -> SeqevalCheck:
    """Score the documents' word tags with seqeval, each line of a text as one sequence.

    The words end at every edge of an annotated or predicted span, so that tags lose as little as can be.
    seqeval must be told both ``mode="strict"`` and the scheme; with the mode alone it is lenient.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        schema: The labels.

    Returns:
        The micro F1, and how many spans it could not see as they are.

    Raises:
        SolieuError: There is no document, the documents are not the same, or a span has another label.
    """
    check_comparable(gold, predicted, schema.names)
    lines: tuple[list[list[str]], list[list[str]]] = ([], [])
    cut = 0
    for annotated, prediction in zip(gold, predicted, strict=True):
        spans = (*annotated.spans, *prediction.spans)
        words = find_words(annotated.text, edges={edge for span in spans for edge in (span.start, span.end)})
        for sequences, document in zip(lines, (annotated, prediction), strict=True):
            tags, lost = line_tags(words, document, schema)
            sequences.extend(tags)
            cut += lost
    return SeqevalCheck(strict_f1(*lines), cut)


def line_tags(words: Words, document: Document, schema: LabelSchema) -> tuple[list[list[str]], int]:
    """Write a document's spans as tags of words.

    Args:
        words: The words of the document's text.
        document: The document; its labels are in the schema.
        schema: The labels.

    Returns:
        The tags of each line, and how many spans they do not say exactly.
    """
    numbers, cut = encode_tags(words, document.spans, schema)
    tags = [schema.tags[number] for number in numbers.tolist()]
    return [tags[line.start : line.stop] for line in words.line_ranges()], len(cut)


def strict_f1(gold: list[list[str]], predicted: list[list[str]]) -> float:
    """Return seqeval's strict micro F1 of BIO tags, each list one sequence; 0 where there is no sequence."""
    # seqeval refuses an empty list.
    return float(f1_score(gold, predicted, mode="strict", scheme=IOB2, zero_division=0)) if gold else 0.0
