"""Counts that describe a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from solieu.annotation.documents import Document


@dataclass(frozen=True, slots=True)
class LabelStatistics:
    """What the spans of one label look like.

    Args:
        label: The label.
        spans: How many spans have it.
        texts: How many different texts they cover, white space normalised.
        mean_words: Their mean length in words (separated by white space).
        max_words: The longest one's length in words.
        frequent: The most frequent texts with their counts, the most frequent first.
    """

    label: str
    spans: int
    texts: int
    mean_words: float
    max_words: int
    frequent: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """How large a corpus is and what is annotated in it.

    Args:
        documents: Number of documents.
        words: Number of words, separated by white space.
        characters: Number of code points.
        spans: Number of spans.
        labels: The labels in use, the most frequent first.
    """

    documents: int
    words: int
    characters: int
    spans: int
    labels: tuple[LabelStatistics, ...]


def corpus_statistics(documents: Iterable[Document], *, frequent: int = 5) -> CorpusStatistics:
    """Count what a corpus holds.

    Args:
        documents: The documents; they are taken one at a time.
        frequent: How many of the most frequent texts to keep of each label.

    Returns:
        The counts.
    """
    number = words = characters = 0
    texts: dict[str, Counter[str]] = {}
    for document in documents:
        number += 1
        words += len(document.text.split())
        characters += len(document.text)
        for span in document.spans:
            texts.setdefault(span.label, Counter())[" ".join(document.span_text(span).split())] += 1
    labels = [_describe(label, counts, frequent) for label, counts in texts.items()]
    return CorpusStatistics(
        documents=number,
        words=words,
        characters=characters,
        spans=sum(label.spans for label in labels),
        labels=tuple(sorted(labels, key=lambda label: (-label.spans, label.label))),
    )


def _describe(label: str, counts: Counter[str], frequent: int) -> LabelStatistics:
    """Describe the spans of one label by the texts that they cover."""
    lengths = {text: len(text.split()) for text in counts}
    spans = counts.total()
    return LabelStatistics(
        label=label,
        spans=spans,
        texts=len(counts),
        mean_words=sum(lengths[text] * count for text, count in counts.items()) / spans,
        max_words=max(lengths.values()),
        frequent=tuple(counts.most_common(frequent)),
    )
