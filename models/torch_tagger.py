"""A tagger whose model runs on PyTorch: the one that is trained."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from solieu.annotation.labels import LabelSchema
from solieu.models.batches import pad
from solieu.models.crf import LinearChainCRF
from solieu.models.crf_scores import CrfScores
from solieu.models.encoding import EncodedWindow, TextEncoder
from solieu.models.pooling import Pooling, pool_words
from solieu.models.streams import Streams
from solieu.models.tagger import BATCH_SUBWORDS, Tagger, Task

# Subwords of a batch on a GPU, padding included: small batches leave most of it idle. Not measured.
GPU_BATCH_SUBWORDS = 16_384


class TorchWordScorer:
    """Gives words their logits by a model of transformers.

    Args:
        model: A token classifier. While it scores, it is not in training mode.
        pooling: How a word is judged by its subwords.
        crf: What judges the tags of a line together; None for words one by one.
    """

    def __init__(self, model: PreTrainedModel, pooling: Pooling, crf: LinearChainCRF | None) -> None:
        self._model = model
        self._pooling = pooling
        self._crf = crf

    def score(self, windows: Sequence[EncodedWindow]) -> NDArray[np.float32]:
        """Run the model on one batch; shape ``(windows, most words, tags)``."""
        device = self._model.device
        rows = [window.ids for window in windows]
        ids, mask, starts, ends = (
            torch.from_numpy(array).to(device)
            for array in (
                pad(rows, int(self._model.config.pad_token_id or 0)),
                pad([[1] * len(row) for row in rows], 0),
                pad([window.starts for window in windows], 0),
                pad([window.ends for window in windows], 0),
            )
        )
        was_training = self._model.training
        if was_training:
            self._model.train(False)
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask).logits
            words = pool_words(logits, starts, ends, self._pooling)
        if was_training:
            self._model.train(True)
        result: NDArray[np.float32] = words.float().cpu().numpy()
        return result

    def crf_scores(self) -> CrfScores | None:
        """Return what the CRF has learned until now."""
        return None if self._crf is None else self._crf.scores()


class TorchTagger(Tagger):
    """Finds the entities of texts with a model that can be trained.

    Args:
        model: A token classifier whose outputs are the schema's tags.
        tokenizer: The tokenizer of the model, from which ``text_encoder`` was made.
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
        tokenizer: PreTrainedTokenizerBase,
        text_encoder: TextEncoder,
        schema: LabelSchema,
        *,
        trim: bool = True,
        pooling: Pooling = "first",
        crf: LinearChainCRF | None = None,
        temperature: float = 1.0,
    ) -> None:
        super().__init__(
            TorchWordScorer(model, pooling, crf),
            text_encoder,
            schema,
            trim=trim,
            temperature=temperature,
            batch_subwords=BATCH_SUBWORDS if model.device.type == "cpu" else GPU_BATCH_SUBWORDS,
        )
        self.model = model
        self.tokenizer = tokenizer
        self.pooling = pooling
        self.crf = crf
        if crf is not None:
            model.crf = crf.to(model.device)

    @cached_property
    def _streams(self) -> Streams:
        return Streams.on(self.model.device)

    def tasks(self, batches: Sequence[list[EncodedWindow]]) -> list[Task]:
        """Let the batches be scored side by side, beside the caller, from now on.

        Few batches, such as those of a single article, wait until they are asked for: then each has all cores. So do
        the batches of a model in training mode, which it must leave and enter again.
        """
        if self.model.training or len(batches) < 2 * self._streams.number:
            return super().tasks(batches)
        futures = [self._streams.submit(self.scorer.score, batch) for batch in batches]
        return [Task(future.result, future.cancel) for future in futures]
