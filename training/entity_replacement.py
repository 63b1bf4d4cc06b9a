"""More training documents: copies in which other entities stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from solieu.annotation.documents import Document


def replace_entities(documents: Sequence[Document], share: float, seed: int) -> list[Document]:
    """Copy each document with entities of all documents in place of its own.

    Mention replacement (Dai and Adel, "An analysis of simple data augmentation for named entity recognition",
    COLING 2020, section 3), except that every other text of the label has the same chance, however often it
    stands in the documents. A text is set in as it is: its first letter stays small even at the beginning of a
    sentence. One with a line break comes only where one with a line break was.

    Args:
        documents: The training documents.
        share: The probability with which an entity is replaced, from 0 to 1. One whose label has no other text
            stays.
        seed: Fixes the copies.

    Returns:
        One copy of each document, in order, with ``+replaced`` after its id; the text outside its entities is
        that of the document.
    """
    mentions: dict[tuple[str, bool], dict[str, None]] = {}
    for document in documents:
        for span in document.spans:
            text = document.span_text(span)
            mentions.setdefault((span.label, True), {})[text] = None
            if not _has_break(text):
                mentions.setdefault((span.label, False), {})[text] = None
    choices = {kind: list(texts) for kind, texts in mentions.items()}
    random = np.random.default_rng(seed)

    def other(text: str, label: str) -> str:
        texts = choices[label, _has_break(text)]
        if random.random() >= share or len(texts) == 1:
            return text
        # The last text takes the place of the one that must not be drawn.
        drawn = texts[random.integers(len(texts) - 1)]
        return texts[-1] if drawn == text else drawn

    return [_copy(document, other) for document in documents]


def _copy(document: Document, other: Callable[[str, str], str]) -> Document:
    """Copy a document with another text, from the old text and the label, for each of its spans."""
    pieces: list[str] = []
    spans = []
    done = length = 0
    for span in document.spans:
        before, text = document.text[done : span.start], other(document.span_text(span), span.label)
        start = length + len(before)
        length, done = start + len(text), span.end
        pieces += [before, text]
        spans.append(replace(span, start=start, end=length))
    pieces.append(document.text[done:])
    return replace(document, text="".join(pieces), spans=tuple(spans), id=f"{document.id}+replaced")


def _has_break(text: str) -> bool:
    """Whether there is a line break in the text, or at its end."""
    return text.splitlines() != [text]
