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
from solieu.models.crf import LinearChainCRF
from solieu.models.decoding import decode_spans
from solieu.models.encoding import EncodedText, EncodedWindow, TextEncoder
from solieu.models.pooling import Pooling, pool_words

# Subwords of an inference batch, padding included. Larger batches were slower on CPU: they leave its caches.
BATCH_SUBWORDS = 2048


class Tagger:
    """Finds the entities of texts.

    Args:
        model: A token classifier whose outputs are the schema's tags.
        text_encoder: Turns texts into windows, as it did in training.
        schema: The labels.
        trim: Whether punctuation is taken off the spans' edges.
        pooling: How a word is judged by its subwords.
        crf: What judges the tags of a line together; None for words one by one. It is a part of the model, as
            ``model.crf``, so that it is trained and moved with it.
        temperature: What calibrates the spans' scores.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        text_encoder: TextEncoder,
        schema: LabelSchema,
        *,
        trim: bool = True,
        pooling: Pooling = "first",
        crf: LinearChainCRF | None = None,
        temperature: float = 1.0,
    ) -> None:
        self.model = model
        self.text_encoder = text_encoder
        self.schema = schema
        self.trim = trim
        self.pooling = pooling
        self.crf = crf
        self.temperature = temperature
        if crf is not None:
            model.crf = crf.to(model.device)

    def predict(self, texts: Sequence[str], report: Callable[[int, int], None] | None = None) -> list[tuple[Span, ...]]:
        """Return the entities of each text.

        Args:
            texts: The texts; their windows share batches.
            report: Called after each batch with the number of windows done and of all windows.

        Returns:
            For each text its spans, in order, with scores.
        """
        encoded = self.text_encoder.encode_many(texts)
        logits = self.logits(encoded, report)
        crf = None if self.crf is None else self.crf.scores()
        return [
            decode_spans(scores, text.words, self.schema, trim=self.trim, crf=crf, temperature=self.temperature)
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
            scores = self._run([windows[index][1] for index in batch])
            for row, index in enumerate(batch):
                number, encoded = windows[index]
                kept, first = encoded.window.kept, encoded.window.words.start
                results[number][kept.start : kept.stop] = scores[row, kept.start - first : kept.stop - first]
            done += len(batch)
            if report is not None:
                report(done, len(windows))
        self.model.train(was_training)
        return results

    def _run(self, windows: list[EncodedWindow]) -> NDArray[np.float32]:
        """Run the model on one batch; shape ``(windows, most words, tags)``."""
        device = self.model.device
        ids = pad([window.ids for window in windows], int(self.model.config.pad_token_id or 0)).to(device)
        mask = pad([[1] * len(window.ids) for window in windows], 0).to(device)
        starts = pad([window.starts for window in windows], 0).to(device)
        ends = pad([window.ends for window in windows], 0).to(device)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=mask).logits
            words = pool_words(logits, starts, ends, self.pooling)
        result: NDArray[np.float32] = words.float().cpu().numpy()
        return result
