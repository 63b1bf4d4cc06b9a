"""The same predicted spans scored as published work scores them: on tags of words, and on tags of syllables.

Published Vietnamese results are strict F1 on BIO tags, either of words or of syllables. solieu predicts character
spans; written as tags of the one and of the other, the same predictions give both figures, side by side with those of
the spans themselves. A span with an edge inside a word has no tags of words that say it, annotated or predicted: how
many there are is said beside the figure, which is then not the spans' own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.segmentation import WordSegmentation
from solieu.models.words import Words, find_words
from solieu.training.measures.matching import check_comparable
from solieu.training.measures.seqeval_check import line_tags, strict_f1

# Of a text, where its tokens start and end.
Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LevelScore:
    """What seqeval's strict mode says at one level.

    Args:
        level: ``"words"`` or ``"syllables"``.
        origin: What found them: ``"file"``, ``"solieu"``, or the name of a segmenter.
        tokens: How many there are in all texts.
        f1: The strict micro F1 of BIO tags.
        cut_gold: How many annotated spans the tags cannot say as they are.
        cut_predicted: How many predicted spans they cannot.
    """

    level: str
    origin: str
    tokens: int
    f1: float
    cut_gold: int
    cut_predicted: int

    def as_dict(self) -> dict[str, Any]:
        """Return the score as JSON can hold it, the F1 with six decimals."""
        return {
            "origin": self.origin,
            "tokens": self.tokens,
            "seqeval_strict_f1": round(self.f1, 6),
            "cut_gold": self.cut_gold,
            "cut_predicted": self.cut_predicted,
        }

    def __str__(self) -> str:
        return (
            f"seqeval, strict, on tags of {self.level} ({self.origin}): micro-F1 {self.f1:.4f}; these cannot say "
            f"{self.cut_gold} annotated and {self.cut_predicted} predicted spans"
        )


def score_levels(
    gold: Sequence[Document],
    predicted: Sequence[Document],
    schema: LabelSchema,
    *,
    segmentation: WordSegmentation = WordSegmentation(),  # noqa: B008  it is frozen
    tokens: Sequence[Places] | None = None,
) -> tuple[LevelScore, LevelScore]:
    """Score predicted spans on tags of words and on tags of syllables.

    Args:
        gold: The annotated documents.
        predicted: The same documents in the same order, with predicted spans.
        schema: The labels.
        segmentation: How the model finds words. One that joins no syllables is taken for pyvi's.
        tokens: Where the tokens of each document stand, from `token_places`, if they come from CoNLL files. Files of
            words (a token holds a space) give the words, in place of the segmenter's; tokens cut at spaces are the
            syllables, in place of solieu's own.

    Returns:
        The score on words, and the one on syllables.

    Raises:
        SolieuError: There is no document, the documents are not the same, a span has another label, or the tokens are
            not those of the documents.
    """
    check_comparable(gold, predicted, schema.names)
    if tokens is not None and len(tokens) != len(gold):
        raise SolieuError(
            f"there are tokens of {len(tokens)} documents for {len(gold)} documents; give those of the same files"
        )
    segmenter = segmentation.segmenter if segmentation.segmenter != "none" else "pyvi"
    words, syllables = (None, None) if tokens is None else _in_files(gold, tokens)
    if words is None:
        words, origin = _all(gold, WordSegmentation(segmenter, segmentation.old_tones).words), segmenter
    else:
        origin = "file"
    return (
        _score("words", origin, gold, predicted, schema, words),
        _score("syllables", "file", gold, predicted, schema, syllables)
        if syllables is not None
        else _score("syllables", "solieu", gold, predicted, schema, _all(gold, find_words)),
    )


def _in_files(documents: Sequence[Document], tokens: Sequence[Places]) -> tuple[list[Words] | None, list[Words]]:
    """Return the files' words, if these are what their tokens are, and their syllables."""
    words = [_words(document.text, places) for document, places in zip(documents, tokens, strict=True)]
    syllables = [
        _words(document.text, [part for place in places for part in _parts(document.text, *place)])
        for document, places in zip(documents, tokens, strict=True)
    ]
    return (words if sum(map(len, words)) < sum(map(len, syllables)) else None), syllables


def _all(documents: Sequence[Document], find: Callable[[str], Words]) -> list[Words]:
    return [find(document.text) for document in documents]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a token at its spaces."""
    parts = []
    for part in text[start:end].split(" "):
        if part:
            parts.append((start, start + len(part)))
        start += len(part) + 1
    return parts


def _words(text: str, places: Places) -> Words:
    """Return tokens as words, with the lines that they stand in."""
    words = Words()
    end = 0
    for start, stop in places:
        if not words.lines or "\n" in text[end:start]:
            words.lines.append(len(words))
        words.texts.append(text[start:stop])
        words.starts.append(start)
        words.ends.append(stop)
        words.spaced.append(start > end or not words.spaced)
        end = stop
    return words


def _score(
    level: str,
    origin: str,
    gold: Sequence[Document],
    predicted: Sequence[Document],
    schema: LabelSchema,
    words: Sequence[Words],
) -> LevelScore:
    lines: tuple[list[list[str]], list[list[str]]] = ([], [])
    cut = [0, 0]
    for annotated, prediction, found in zip(gold, predicted, words, strict=True):
        for side, document in enumerate((annotated, prediction)):
            tags, lost = line_tags(found, document, schema)
            lines[side].extend(tags)
            cut[side] += lost
    return LevelScore(level, origin, sum(map(len, words)), strict_f1(*lines), *cut)
