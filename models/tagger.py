"""A trained encoder with everything around it that turns texts into spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.batches import budget_batches
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import decode_spans
from solieu.models.encoding import EncodedText, EncodedWindow, TextEncoder

# Subwords of an inference batch, padding included. Larger batches were slower on CPU: they leave its caches.
BATCH_SUBWORDS = 2048


class WordScorer(Protocol):
    """What gives words their logits: a model and the engine that it runs on."""

    def score(self, windows: Sequence[EncodedWindow]) -> NDArray[np.float32]:
        """Return what the model gives the words of one batch.

        Args:
            windows: The batch; it is not empty.

        Returns:
            Shape ``(windows, most words of a window, tags)``; meaningless where a window has no such word.
        """
        ...

    def crf_scores(self) -> CrfScores | None:
        """Return what the CRF has learned that the logits were fitted with; None if there was none."""
        ...


class Tagger:
    """Finds the entities of texts.

    Args:
        scorer: Gives each word its logits, one for each of the schema's tags.
        text_encoder: Turns texts into windows, as it did in training.
        schema: The labels.
        trim: Whether punctuation is taken off the spans' edges.
        temperature: What calibrates the spans' scores.
    """

    def __init__(
        self,
        scorer: WordScorer,
        text_encoder: TextEncoder,
        schema: LabelSchema,
        *,
        trim: bool = True,
        temperature: float = 1.0,
    ) -> None:
        self.scorer = scorer
        self.text_encoder = text_encoder
        self.schema = schema
        self.trim = trim
        self.temperature = temperature

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
        crf = self.scorer.crf_scores()
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
        for batch in budget_batches([len(window.ids) for _, window in windows], BATCH_SUBWORDS):
            scores = self.scorer.score([windows[index][1] for index in batch])
            for row, index in enumerate(batch):
                number, encoded = windows[index]
                kept, first = encoded.window.kept, encoded.window.words.start
                results[number][kept.start : kept.stop] = scores[row, kept.start - first : kept.stop - first]
            done += len(batch)
            if report is not None:
                report(done, len(windows))
        return results
