"""Smaller sets of the training articles, one within another, and how long to train on each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from solieu.annotation.documents import Document
from solieu.models.batches import budget_batches
from solieu.models.checkpoint import fingerprint
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.encoding import TextEncoder
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.quiet import quiet_transformers
from solieu.models.segmentation import WordSegmentation
from solieu.training.config import TrainingConfig


def nested_subset(documents: Sequence[Document], size: int, seed: int) -> list[Document]:
    """Choose documents by a hash of the seed and their ids.

    Args:
        documents: What to choose from.
        size: How many to choose.
        seed: Another seed chooses others.

    Returns:
        The documents, in the order in which they were given; those of a smaller size are among them.
    """

    def lot(number: int) -> tuple[str, str]:
        name = f"{seed}\n{documents[number].id}"
        # Several files may have an id in common.
        return sha256(name.encode("utf-8", "surrogatepass")).hexdigest(), fingerprint(documents[number].text)

    return [documents[number] for number in sorted(sorted(range(len(documents)), key=lot)[:size])]


class UpdatePace:
    """How often a training updates the weights.

    Args:
        config: The training with all documents.
        documents: All of them.
    """

    def __init__(self, config: TrainingConfig, documents: Sequence[Document]) -> None:
        self._config = config
        segmentation = WordSegmentation(config.segmenter, config.old_tones)
        with quiet_transformers():
            tokenizer = load_tokenizer(locate_checkpoint(config.encoder))
        encoder = TextEncoder(tokenizer, config.max_length, config.overlap, segmentation)
        self._lengths: dict[int, list[int]] = {}
        for document in documents:
            edges = [edge for span in document.spans for edge in (span.start, span.end)]
            windows = encoder.encode(document.text, edges).windows
            self._lengths[id(document)] = [len(window.ids) for window in windows]
        self._all = self.updates(documents)

    def updates(self, documents: Sequence[Document]) -> int:
        """Return how many updates an epoch on some of the documents has."""
        lengths = [length for document in documents for length in self._lengths[id(document)]]
        if self._config.replace_entities:
            lengths = lengths * 2  # a copy of each article, about as long
        batches = len(budget_batches(lengths, self._config.batch_subwords))
        return max(1, math.ceil(batches / self._config.gradient_accumulation))

    def stretched(self, documents: Sequence[Document]) -> TrainingConfig:
        """Return the configuration with more epochs for fewer documents."""
        config = self._config
        factor = self._all / self.updates(documents)
        patience = None if config.patience is None else math.ceil(config.patience * factor)
        return replace(config, epochs=max(1, round(config.epochs * factor)), patience=patience)
