"""Spans to word tags."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.words import Words


def encode_tags(words: Words, spans: Iterable[Span], schema: LabelSchema) -> tuple[NDArray[np.int64], list[Span]]:
    """Give each word its tag.

    Args:
        words: The words of a text.
        spans: The text's entities; their labels are in the schema.
        schema: The labels.

    Returns:
        The tag numbers, shape ``(words,)``, and the spans that these tags do not give back exactly: the
        cut ones, whose edge lies inside a word or outside every word, or that cross a line break. Of a
        cut span the words that lie wholly inside it are tagged.
    """
    tags = np.zeros(len(words), dtype=np.int64)
    cut: list[Span] = []
    for span in spans:
        first = bisect_left(words.starts, span.start)
        last = bisect_right(words.ends, span.end)
        if first >= last:
            cut.append(span)
            continue
        begin, inside = schema.label2id[f"B-{span.label}"], schema.label2id[f"I-{span.label}"]
        tags[first] = begin
        tags[first + 1 : last] = inside
        breaks = words.lines[bisect_right(words.lines, first) : bisect_left(words.lines, last)]
        tags[breaks] = begin
        if breaks or words.starts[first] != span.start or words.ends[last - 1] != span.end:
            cut.append(span)
    return tags, cut
