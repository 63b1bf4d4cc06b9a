"""A trained encoder with everything around it that turns texts into spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.batches import budget_batches
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import decode_texts
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
        batch_subwords: The most subwords of a batch, padding included. The spans do not depend on it, their scores
            do in the last digits: how numbers are rounded depends on what shares a batch.
    """

    def __init__(
        self,
        scorer: WordScorer,
        text_encoder: TextEncoder,
        schema: LabelSchema,
        *,
        trim: bool = True,
        temperature: float = 1.0,
        batch_subwords: int = BATCH_SUBWORDS,
    ) -> None:
        self.scorer = scorer
        self.text_encoder = text_encoder
        self.schema = schema
        self.trim = trim
        self.temperature = temperature
        self.batch_subwords = batch_subwords

    def predict(self, texts: Sequence[str], report: Callable[[int, int], None] | None = None) -> list[tuple[Span, ...]]:
        """Return the entities of each text.

        Args:
            texts: The texts; their windows share batches.
            report: Called after each batch with the number of windows done and of all windows.

        Returns:
            For each text its spans, in order, with scores.
        """
        return self.begin(texts).spans(report)

    def begin(self, texts: Sequence[str]) -> Prediction:
        """Begin to find the entities of texts, so that more can be read while the model computes.

        Args:
            texts: The texts; their windows share batches.

        Returns:
            What `predict` returns, once it is asked for.
        """
        return Prediction(self, self.text_encoder.encode_many(texts))

    def logits(
        self, texts: Sequence[EncodedText], report: Callable[[int, int], None] | None = None
    ) -> list[NDArray[np.float32]]:
        """Return what the model gives each word of each text, arrays of shape ``(words, tags)``."""
        results, firsts = Prediction(self, texts).logits(report)
        return [results[first:last] for first, last in pairwise(firsts)]

    def score(self, windows: Sequence[EncodedWindow], budget: int) -> None:
        """Score windows in batches of a budget, for the time that it takes."""
        batches = budget_batches([len(window.ids) for window in windows], budget)
        for task in self.tasks([[windows[index] for index in batch] for batch in batches]):
            task.result()

    def tasks(self, batches: Sequence[list[EncodedWindow]]) -> list[Task]:
        """Return the scoring of each batch, as something that is done when it is asked for or has begun by itself."""
        return [Task(partial(self.scorer.score, batch), bool) for batch in batches]


@dataclass(frozen=True, slots=True)
class Task:
    """The scoring of one batch.

    Args:
        result: Returns the scores, as `WordScorer.score`, or raises what went wrong.
        cancel: Says that they are not wanted any more.
    """

    result: Callable[[], NDArray[np.float32]]
    cancel: Callable[[], object]


class Prediction:
    """Texts on their way to spans.

    Args:
        tagger: What finds them.
        texts: The texts.
    """

    def __init__(self, tagger: Tagger, texts: Sequence[EncodedText]) -> None:
        self._tagger = tagger
        self._texts = texts
        self._windows = [(number, window) for number, text in enumerate(texts) for window in text.windows]
        self._batches = budget_batches([len(window.ids) for _, window in self._windows], tagger.batch_subwords)
        self._tasks = tagger.tasks([[self._windows[index][1] for index in batch] for batch in self._batches])

    def spans(self, report: Callable[[int, int], None] | None = None) -> list[tuple[Span, ...]]:
        """Return what `Tagger.predict` does; to be called once."""
        tagger = self._tagger
        return decode_texts(
            self.logits(report)[0],
            [text.words for text in self._texts],
            tagger.schema,
            trim=tagger.trim,
            crf=tagger.scorer.crf_scores(),
            temperature=tagger.temperature,
        )

    def logits(self, report: Callable[[int, int], None] | None = None) -> tuple[NDArray[np.float32], list[int]]:
        """Return what the model gives each word; to be called once.

        Returns:
            Shape ``(words of all texts, tags)``, and the number of each text's first word among them, after which
            stands the number of all words.
        """
        firsts = list(accumulate((len(text.words) for text in self._texts), initial=0))
        results = np.zeros((firsts[-1], len(self._tagger.schema.tags)), dtype=np.float32)
        done = 0
        try:
            for batch, task in zip(self._batches, self._tasks, strict=True):
                scores = task.result()
                for row, index in enumerate(batch):
                    number, encoded = self._windows[index]
                    at, kept, first = firsts[number], encoded.window.kept, encoded.window.words.start
                    results[at + kept.start : at + kept.stop] = scores[row, kept.start - first : kept.stop - first]
                done += len(batch)
                if report is not None:
                    report(done, len(self._windows))
        finally:
            self.cancel()
        return results, firsts

    def cancel(self) -> None:
        """Forget the batches, of which none is scored that has not begun."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []
