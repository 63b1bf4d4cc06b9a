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

# What the loss passes over: the filling after the words of a row.
IGNORED = -100


@dataclass(frozen=True)
class Examples:
    """What a model is fitted to.

    Args:
        windows: One row a window: ``input_ids``; and for each of its words ``starts`` and ``ends``, the positions
            of its subwords in them, and ``labels``, its tag number.
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
            words = window.window.words
            labels = tags[words.start : words.stop].tolist()
            rows.append({"input_ids": window.ids, "starts": window.starts, "ends": window.ends, "labels": labels})
    return Examples(Dataset.from_list(rows), [len(row["input_ids"]) for row in rows], cut)


class BudgetSampler(Sampler[list[int]]):
    """Batches of windows of like length under a budget of subwords, in a new random order each epoch.

    Windows are sorted by length; those of the same length change places from epoch to epoch, and so do the
    batches. The number of batches is the same in every epoch.

    Args:
        lengths: The number of subwords of each window; at least as many windows as processes.
        budget: The most subwords of a batch, padding included.
        seed: With the epoch's number it fixes the order.
        processes: How many processes take turns with the batches: their number is a multiple of it.
    """

    def __init__(self, lengths: Sequence[int], budget: int, seed: int, processes: int = 1) -> None:
        self._lengths = lengths
        self._budget = budget
        self._seed = seed
        self._processes = processes
        self._epoch = 0
        self._batches = len(_shared(budget_batches(lengths, budget), processes))

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of the next iteration."""
        self._epoch = epoch

    def __len__(self) -> int:
        return self._batches

    def __iter__(self) -> Iterator[list[int]]:
        generator = torch.Generator().manual_seed(self._seed * 1_000_003 + self._epoch)
        shuffled = torch.randperm(len(self._lengths), generator=generator).tolist()
        batches = budget_batches([self._lengths[index] for index in shuffled], self._budget)
        batches = _shared(batches, self._processes)
        for number in torch.randperm(len(batches), generator=generator).tolist():
            yield [shuffled[index] for index in batches[number]]


def _shared(batches: list[list[int]], processes: int) -> list[list[int]]:
    """Divide batches until each process gets the same number of them; those of most windows first."""
    batches = list(batches)
    while len(batches) % processes:
        largest = max(range(len(batches)), key=lambda number: len(batches[number]))
        rows = batches[largest]
        half = (len(rows) + 1) // 2
        batches[largest : largest + 1] = [rows[:half], rows[half:]]
    return batches


class Collator:
    """Pads the windows of a batch to the longest of them.

    Args:
        pad_id: The subword id that fills up.
    """

    def __init__(self, pad_id: int) -> None:
        self._pad_id = pad_id

    def __call__(self, rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """Return ``input_ids`` and ``attention_mask``, of shape ``(rows, subwords)``, and what is known of each word.

        That is ``starts``, ``ends`` and ``labels``, of shape ``(rows, words)``.
        """
        ids = [row["input_ids"] for row in rows]
        return {
            "input_ids": torch.from_numpy(pad(ids, self._pad_id)),
            "attention_mask": torch.from_numpy(pad([[1] * len(row) for row in ids], 0)),
            "starts": torch.from_numpy(pad([row["starts"] for row in rows], 0)),
            "ends": torch.from_numpy(pad([row["ends"] for row in rows], 0)),
            "labels": torch.from_numpy(pad([row["labels"] for row in rows], IGNORED)),
        }
