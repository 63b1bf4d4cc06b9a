"""Logits to spans: the best legal tag sequence, its confidence, and tidy edges."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.chains import ChainScores, best_sequences, tag_probabilities
from solieu.models.crf_scores import CrfScores
from solieu.models.temperature import tempered
from solieu.models.words import Words

_CLOSINGS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", '"': '"'}
_OPENINGS = {closing: opening for opening, closing in _CLOSINGS.items()}
_MEASURES = "%‰"


def decode_spans(
    logits: NDArray[np.float32],
    words: Words,
    schema: LabelSchema,
    *,
    trim: bool = True,
    crf: CrfScores | None = None,
    temperature: float = 1.0,
) -> tuple[Span, ...]:
    """Turn logits into spans.

    Each line gets the most probable of its legal tag sequences (no ``I-X`` but after ``B-X`` or ``I-X``), so
    no span crosses a line break. A span's score is the lowest probability that the model gives to the tag of
    one of its words: a span is as sure as its least sure word. With a CRF, this is the tag's probability in
    all legal sequences of its line together. A temperature changes the scores after that, as `tempered` does, and
    never the spans.

    Args:
        logits: What the model gives each word, shape ``(words, tags)``.
        words: The words of the text.
        schema: The labels; its tags are the columns of ``logits``.
        trim: Whether punctuation at a span's edges is taken off, as `trimmed` does.
        crf: What the CRF has learned that the logits were fitted with, if there was one.
        temperature: What calibrates the scores; 1 leaves them as they are.

    Returns:
        The spans in order, with offsets into the original text and scores in [0, 1].
    """
    return decode_texts(logits, [words], schema, trim=trim, crf=crf, temperature=temperature)[0]


def decode_texts(
    logits: NDArray[np.float32],
    texts: Sequence[Words],
    schema: LabelSchema,
    *,
    trim: bool = True,
    crf: CrfScores | None = None,
    temperature: float = 1.0,
) -> list[tuple[Span, ...]]:
    """Turn the logits of several texts into spans, which is faster than one text after the other.

    Args:
        logits: What the model gives each word of the first text, then of the second and so on; shape
            ``(words of all texts, tags)``.
        texts: The words of each text.
        schema: The labels; its tags are the columns of ``logits``.
        trim: Whether punctuation at a span's edges is taken off.
        crf: What the CRF has learned that the logits were fitted with, if there was one.
        temperature: What calibrates the scores.

    Returns:
        For each text what `decode_spans` returns.
    """
    bounds = list(accumulate(map(len, texts), initial=0))
    if not bounds[-1]:
        return [()] * len(texts)
    lines = [
        range(at + line.start, at + line.stop)
        for at, words in zip(bounds, texts, strict=False)
        for line in words.line_ranges()
    ]
    sure: NDArray[np.floating]
    if crf is None:
        log_probabilities = _log_softmax(logits)
        tags = best_tags(log_probabilities, lines, schema)
        sure = np.exp(log_probabilities[np.arange(len(tags)), tags])
    else:
        # A constant less for all tags of a word changes nothing, but keeps the sums small.
        emissions = np.subtract(logits, logits.max(axis=1, keepdims=True), dtype=np.float64)
        chain = legal_chain(schema, crf)
        tags = best_sequences(emissions, lines, chain)
        sure = tag_probabilities(emissions, lines, chain)[np.arange(len(tags)), tags]
    return [
        _spans(tags[first:last], sure[first:last], words, schema, trim, temperature)
        for words, (first, last) in zip(texts, pairwise(bounds), strict=True)
    ]


def _spans(
    tags: NDArray[np.int64],
    sure: NDArray[np.floating],
    words: Words,
    schema: LabelSchema,
    trim: bool,
    temperature: float,
) -> tuple[Span, ...]:
    """Return the spans of one text from the tags of its words and their probabilities."""
    spans: list[Span] = []
    for label, first, last in tagged_ranges(tags, words, schema):
        inner = trimmed(words, first, last) if trim else (first, last)
        if inner is None:
            continue
        score = float(tempered(min(1.0, sure[inner[0] : inner[1]].min()), temperature))
        spans.append(Span(words.starts[inner[0]], words.ends[inner[1] - 1], label, score))
    return tuple(spans)


def best_tags(log_probabilities: NDArray[np.float32], lines: Sequence[range], schema: LabelSchema) -> NDArray[np.int64]:
    """Find the most probable legal tag of each word.

    Args:
        log_probabilities: Of each tag of each word, shape ``(words, tags)``.
        lines: The words of each line; none is empty, and they hold all words.
        schema: The labels.

    Returns:
        Shape ``(words,)``.
    """
    tags: NDArray[np.int64] = log_probabilities.argmax(axis=1)
    legal = legal_transitions(schema)
    firsts = [line.start for line in lines]
    fits = np.empty(len(tags), dtype=bool)
    fits[1:] = legal[tags[:-1], tags[1:]]
    fits[firsts] = _legal_starts(schema)[tags[firsts]]
    if fits.all():
        return tags
    # Where the most probable tags are legal together they are the best; only the other lines need a search.
    unfit = [line for line in lines if not fits[line.start : line.stop].all()]
    found = best_sequences(log_probabilities, unfit, legal_chain(schema))
    for line in unfit:
        tags[line.start : line.stop] = found[line.start : line.stop]
    return tags


def legal_transitions(schema: LabelSchema) -> NDArray[np.bool_]:
    """Return which tag (second axis) may follow which (first), shape ``(tags, tags)``."""
    return np.array([[tag[:2] != "I-" or before[2:] == tag[2:] for tag in schema.tags] for before in schema.tags])


def tagged_ranges(tags: NDArray[np.int64], words: Words, schema: LabelSchema) -> list[tuple[str, int, int]]:
    """Return label, first word and word after the last, for each entity of a legal tag sequence."""
    first_words = set(words.lines)
    ranges: list[tuple[str, int, int]] = []
    open_label, open_at = "", 0
    for number, tag_number in enumerate(tags.tolist()):
        tag = schema.tags[tag_number]
        goes_on = tag.startswith("I-") and number not in first_words and tag[2:] == open_label
        if goes_on:
            continue
        if open_label:
            ranges.append((open_label, open_at, number))
        open_label, open_at = tag[2:], number
    if open_label:
        ranges.append((open_label, open_at, len(tags)))
    return ranges


def trimmed(words: Words, first: int, last: int) -> tuple[int, int] | None:
    """Take the punctuation off the edges of a range of words.

    Percent signs stay, as do the full stop after an initial (``Nguyễn Văn Q.``) and a bracket or quotation
    mark whose partner is inside (``… (sửa đổi)``). A pair that surrounds all the rest comes off.

    Args:
        words: The words of the text.
        first: The range's first word.
        last: The word after its last.

    Returns:
        The new range, or None if nothing but punctuation is in it.
    """
    if not _is_punctuation(words.texts[first]) and not _is_punctuation(words.texts[last - 1]):
        return first, last
    partners = _partners(words, first, last)
    while first < last:
        if partners.get(first) == last - 1:
            first, last = first + 1, last - 1
        elif _is_punctuation(words.texts[first]) and first not in partners:
            first += 1
        elif (
            _is_punctuation(words.texts[last - 1])
            and last - 1 not in partners
            and not (last - first > 1 and _ends_initial(words, last - 1))
        ):
            last -= 1
        else:
            return first, last
    return None


def _is_punctuation(word: str) -> bool:
    return word not in _MEASURES and all(unicodedata.category(sign).startswith("P") for sign in word)


def _partners(words: Words, first: int, last: int) -> dict[int, int]:
    """Return, for each bracket and quotation mark of a range that has a partner in it, the partner."""
    partners: dict[int, int] = {}
    waiting: dict[str, list[int]] = {opening: [] for opening in _CLOSINGS}
    for number in range(first, last):
        sign = words.texts[number]
        opening = _OPENINGS.get(sign)
        if opening and waiting[opening]:
            partner = waiting[opening].pop()
            partners |= {number: partner, partner: number}
        elif sign in waiting:
            waiting[sign].append(number)
    return partners


def _ends_initial(words: Words, number: int) -> bool:
    """Whether the word is the full stop of an initial."""
    before = words.texts[number - 1]
    return words.texts[number] == "." and not words.spaced[number] and len(before) == 1 and before.isupper()


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def legal_chain(schema: LabelSchema, crf: CrfScores | None = None) -> ChainScores:
    """Return the CRF's scores, or 0 without one, with ``-inf`` for what is illegal in a line.

    Args:
        schema: The labels.
        crf: What the CRF has learned, if there is one.
    """
    tags = len(schema.tags)
    crf = crf or CrfScores(np.zeros((tags, tags), np.float32), np.zeros(tags, np.float32), np.zeros(tags, np.float32))
    return ChainScores(
        transitions=np.where(legal_transitions(schema), crf.transitions.astype(np.float64), -np.inf),
        start=np.where(_legal_starts(schema), crf.start.astype(np.float64), -np.inf),
        end=crf.end.astype(np.float64),
    )


def _legal_starts(schema: LabelSchema) -> NDArray[np.bool_]:
    """Which tags may begin a line, shape ``(tags,)``."""
    return np.array([not tag.startswith("I-") for tag in schema.tags])
