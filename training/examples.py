"""Annotated documents to the examples that a model is fitted to, and the batches they come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from datasets import Dataset
from torch.utils.data import Sampler

from solieu.annotation.documents import Document
from solieu.annotation.labels import LabelSchema
from solieu.models.batches import budget_batches, pad
from solieu.models.encoding import TextEncoder
from solieu.models.tags import encode_tags

# What the loss passes over: special subwords, and all subwords of a word but the first.
IGNORED = -100


@dataclass(frozen=True)
class Examples:
    """What a model is fitted to.

    Args:
        windows: One row a window: ``input_ids`` and ``labels``, of the same length.
        lengths: The number of subwords of each window.
        cut: How many gold spans no tags can give back exactly (see `encode_tags`).
    """

    windows: Dataset
    lengths: list[int]
    cut: int


def make_examples(documents: Sequence[Document], encoder: TextEncoder, schema: LabelSchema) -> Examples:
    """Encode annotated documents, with words split at the edges of their spans.

    Args:
        documents: Their labels are in the schema.
        encoder: Turns texts into windows.
        schema: The labels.
    """
    rows: list[dict[str, list[int]]] = []
    cut = 0
    for document in documents:
        edges = [edge for span in document.spans for edge in (span.start, span.end)]
        encoded = encoder.encode(document.text, edges)
        tags, lost = encode_tags(encoded.words, document.spans, schema)
        cut += len(lost)
        for window in encoded.windows:
            labels = [IGNORED] * len(window.ids)
            for position, word in zip(window.positions, window.window.words, strict=True):
                labels[position] = int(tags[word])
            rows.append({"input_ids": window.ids, "labels": labels})
    return Examples(Dataset.from_list(rows), [len(row["input_ids"]) for row in rows], cut)


class BudgetSampler(Sampler[list[int]]):
    """Batches of windows of like length under a budget of subwords, in a new random order each epoch.

    Windows are sorted by length; those of the same length change places from epoch to epoch, and so do the
    batches. The number of batches is the same in every epoch.

    Args:
        lengths: The number of subwords of each window.
        budget: The most subwords of a batch, padding included.
        seed: With the epoch's number it fixes the order.
    """

    def __init__(self, lengths: Sequence[int], budget: int, seed: int) -> None:
        self._lengths = lengths
        self._budget = budget
        self._seed = seed
        self._epoch = 0
        self._batches = len(budget_batches(lengths, budget))

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of the next iteration."""
        self._epoch = epoch

    def __len__(self) -> int:
        return self._batches

    def __iter__(self) -> Iterator[list[int]]:
        generator = torch.Generator().manual_seed(self._seed * 1_000_003 + self._epoch)
        shuffled = torch.randperm(len(self._lengths), generator=generator).tolist()
        batches = budget_batches([self._lengths[index] for index in shuffled], self._budget)
        for number in torch.randperm(len(batches), generator=generator).tolist():
            yield [shuffled[index] for index in batches[number]]


class Collator:
    """Pads the windows of a batch to the longest of them.

    Args:
        pad_id: The subword id that fills up.
    """

    def __init__(self, pad_id: int) -> None:
        self._pad_id = pad_id

    def __call__(self, rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """Return ``input_ids``, ``attention_mask`` and ``labels``, each of shape ``(rows, longest)``."""
        ids = [row["input_ids"] for row in rows]
        return {
            "input_ids": pad(ids, self._pad_id),
            "attention_mask": pad([[1] * len(row) for row in ids], 0),
            "labels": pad([row["labels"] for row in rows], IGNORED),
        }
