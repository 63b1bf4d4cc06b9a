"""How unsure a model is of a text, from the probabilities that it gives to the tags of the words.

Settles, "Active Learning Literature Survey" (Computer Sciences Technical Report 1648, University of
Wisconsin-Madison, 2009), section 3.1, names the measures. They are divided by the number of words, as Shen et al.,
"Deep Active Learning for Named Entity Recognition" (ICLR 2018), section 4, found to be needed: without that, the
longest texts are always the least certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Span
from solieu.annotation.labels import LabelSchema
from solieu.models.chains import tag_probabilities
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import decode_spans, legal_chain
from solieu.models.tagger import Tagger
from solieu.models.words import Words


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How unsure a model is of one text.

    Args:
        entropy: The mean, over the words, of the entropy of the word's tag, in nats; 0 for a text without words.
        least_certain: 1 less the lowest score of a span; 0 if the model finds none.
        spans: What the model finds.
    """

    entropy: float
    least_certain: float
    spans: tuple[Span, ...] = ()


def uncertainties(tagger: Tagger, texts: Sequence[str]) -> list[Uncertainty]:
    """Measure how unsure a tagger is of each text.

    Args:
        tagger: The model.
        texts: The texts; they share batches.

    Returns:
        One measure for each text.
    """
    encoded = [tagger.text_encoder.encode(text) for text in texts]
    crf = tagger.scorer.crf_scores()
    found: list[Uncertainty] = []
    for text, logits in zip(encoded, tagger.logits(encoded), strict=True):
        spans = decode_spans(logits, text.words, tagger.schema, trim=tagger.trim, crf=crf)
        entropies = word_entropies(logits, text.words, tagger.schema, crf)
        least = min((span.score for span in spans if span.score is not None), default=1.0)
        found.append(Uncertainty(float(entropies.mean()) if len(entropies) else 0.0, 1.0 - least, spans))
    return found


def word_entropies(
    logits: NDArray[np.float32], words: Words, schema: LabelSchema, crf: CrfScores | None = None
) -> NDArray[np.float64]:
    """Return the entropy of each word's tag, in all legal tag sequences of its line together.

    Args:
        logits: What the model gives each word, shape ``(words, tags)``.
        words: The words of the text.
        schema: The labels; its tags are the columns of ``logits``.
        crf: What the CRF has learned, if there is one.

    Returns:
        Shape ``(words,)``, in nats: from 0 to the logarithm of the number of tags.
    """
    if not len(words):
        return np.zeros(0)
    emissions = np.subtract(logits, logits.max(axis=1, keepdims=True), dtype=np.float64)
    probabilities = tag_probabilities(emissions, words.line_ranges(), legal_chain(schema, crf))
    logarithms = np.log(np.where(probabilities > 0, probabilities, 1.0))
    entropies: NDArray[np.float64] = -(probabilities * logarithms).sum(axis=1)
    return np.maximum(entropies, 0.0)
