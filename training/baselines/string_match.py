"""A baseline: what was marked in training is marked again wherever it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from solieu.annotation.documents import Document, Span
from solieu.annotation.labels import LabelSchema
from solieu.models.words import Words, find_words

Mention = tuple[str, ...]
"""The words of a span, composed and with tone marks in one placement, whatever the text has."""


class StringMatch:
    """Marks the mentions of its training documents, the longest first, with the label that each had most often.

    The baseline of the CoNLL-2003 task (Tjong Kim Sang & De Meulder, "Introduction to the CoNLL-2003 shared task",
    2003, section 3.4), but that a mention with several labels gets the most frequent one.

    Args:
        mentions: The label of each mention and the share of its occurrences in training that had it.
    """

    def __init__(self, mentions: Mapping[Mention, tuple[str, float]]) -> None:
        self._mentions = mentions
        self._lengths = _lengths(mentions)

    @classmethod
    def fit(cls, documents: Sequence[Document], schema: LabelSchema) -> StringMatch:
        """Collect the mentions of annotated documents.

        A mention that is more often unmarked than marked is not used. Only spans that begin and end with a word
        and stand in one line are mentions.

        Args:
            documents: The documents.
            schema: The labels; of two as frequent ones the first counts.

        Returns:
            The baseline.
        """
        read = [(find_words(document.text, old_tones=True), document) for document in documents]
        marked: defaultdict[Mention, Counter[str]] = defaultdict(Counter)
        spans: list[dict[tuple[int, int], str]] = []
        for words, document in read:
            spans.append(_ranges(words, document))
            for (first, last), label in spans[-1].items():
                marked[tuple(words.texts[first:last])][label] += 1
        occurrences: Counter[Mention] = Counter()
        lengths = _lengths(marked)
        for words, _ in read:
            occurrences.update(mention for _, _, mention in _occurrences(words, marked, lengths))
        mentions = {}
        for mention, labels in marked.items():
            if 2 * labels.total() >= occurrences[mention]:
                label = max(schema.names, key=lambda name: labels[name])
                mentions[mention] = (label, labels[label] / occurrences[mention])
        return cls(mentions)

    def predict(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents with the mentions found in them in place of their own spans.

        A span's score is the share of its mention's occurrences in training that had its label.
        """
        return [document.with_spans(self._spans(document.text)) for document in documents]

    def _spans(self, text: str) -> list[Span]:
        words = find_words(text, old_tones=True)
        spans: list[Span] = []
        free = 0  # the first word that no span covers
        for first, last, mention in _occurrences(words, self._mentions, self._lengths):
            if first >= free:
                spans.append(Span(words.starts[first], words.ends[last - 1], *self._mentions[mention]))
                free = last
        return spans


def _ranges(words: Words, document: Document) -> dict[tuple[int, int], str]:
    """Return the label of each span that begins and ends with a word and stands in one line, by its words."""
    first_at = {start: number for number, start in enumerate(words.starts)}
    last_at = {end: number for number, end in enumerate(words.ends, start=1)}
    line_of = [number for number, line in enumerate(words.line_ranges()) for _ in line]
    ranges = {}
    for span in document.spans:
        first, last = first_at.get(span.start), last_at.get(span.end)
        if first is not None and last is not None and line_of[first] == line_of[last - 1]:
            ranges[first, last] = span.label
    return ranges


def _lengths(mentions: Mapping[Mention, object]) -> dict[str, list[int]]:
    """Return how many words the mentions have that begin with a word, the longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for mention in mentions:
        lengths[mention[0]].add(len(mention))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


def _occurrences(
    words: Words, mentions: Mapping[Mention, object], lengths: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int, Mention]]:
    """Yield where mentions stand: first word, word after the last, and mention; from each word the longest first."""
    for line in words.line_ranges():
        for first in line:
            for length in lengths.get(words.texts[first], ()):
                mention = tuple(words.texts[first : first + length])
                if first + length <= line.stop and mention in mentions:
                    yield first, first + length, mention
