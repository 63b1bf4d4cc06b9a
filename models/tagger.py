"""A trained encoder with everything around it that turns texts into spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.batches import budget_batches, pad
from solieu.models.decoding import decode_spans
from solieu.models.encoding import EncodedText, TextEncoder

# Subwords of an inference batch, padding included. Larger batches were slower on CPU: they leave its caches.
BATCH_SUBWORDS = 2048


class Tagger:
    """Finds the entities of texts.

    Args:
        model: A token classifier whose outputs are the schema's tags.
        text_encoder: Turns texts into windows, as it did in training.
        schema: The labels.
        trim: Whether punctuation is taken off the spans' edges.
    """

    def __init__(
        self, model: PreTrainedModel, text_encoder: TextEncoder, schema: LabelSchema, *, trim: bool = True
    ) -> None:
        self.model = model
        self.text_encoder = text_encoder
        self.schema = schema
        self.trim = trim

    def predict(self, texts: Sequence[str], report: Callable[[int, int], None] | None = None) -> list[tuple[Span, ...]]:
        """Return the entities of each text.

        Args:
            texts: The texts; their windows share batches.
            report: Called after each batch with the number of windows done and of all windows.

        Returns:
            For each text its spans, in order, with scores.
        """
        encoded = [self.text_encoder.encode(text) for text in texts]
        logits = self.logits(encoded, report)
        return [
            decode_spans(scores, text.words, self.schema, trim=self.trim)
            for text, scores in zip(encoded, logits, strict=True)
        ]

    def logits(
        self, texts: Sequence[EncodedText], report: Callable[[int, int], None] | None = None
    ) -> list[NDArray[np.float32]]:
        """Return what the model gives each word of each text, arrays of shape ``(words, tags)``."""
        windows = [(number, window) for number, text in enumerate(texts) for window in text.windows]
        results: list[NDArray[np.float32]] = [
            np.zeros((len(text.words), len(self.schema.tags)), dtype=np.float32) for text in texts
        ]
        done = 0
        was_training = self.model.training
        self.model.train(False)
        for batch in budget_batches([len(window.ids) for _, window in windows], BATCH_SUBWORDS):
            scores = self._run([windows[index][1].ids for index in batch])
            for row, index in enumerate(batch):
                number, encoded = windows[index]
                kept, first = encoded.window.kept, encoded.window.words.start
                positions = encoded.positions[kept.start - first : kept.stop - first]
                results[number][kept.start : kept.stop] = scores[row, positions]
            done += len(batch)
            if report is not None:
                report(done, len(windows))
        self.model.train(was_training)
        return results

    def _run(self, rows: list[list[int]]) -> NDArray[np.float32]:
        """Run the model on one batch; shape ``(rows, longest, tags)``."""
        device = self.model.device
        ids = pad(rows, int(self.model.config.pad_token_id or 0)).to(device)
        mask = pad([[1] * len(row) for row in rows], 0).to(device)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=mask).logits
        result: NDArray[np.float32] = logits.float().cpu().numpy()
        return result
