"""A baseline: a conditional random field over features of words, without any neural network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from pycrfsuite import Tagger, Trainer

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import decode_spans
from solieu.models.tags import encode_tags
from solieu.models.words import Words, find_words
from solieu.training.baselines.word_features import word_features

# CRFsuite's L-BFGS, which draws nothing by lot: the same documents give the same field. Of the values of c2 that were
# tried, this did best on a quarter of the authored articles, with the others to learn from.
_PARAMETERS = {"c1": 0.0, "c2": 0.3, "max_iterations": 100}


class FeatureCrf:
    """A linear-chain conditional random field over features of words.

    Lafferty, McCallum & Pereira, "Conditional random fields: probabilistic models for segmenting and labeling
    sequence data", ICML 2001; fitted by CRFsuite. A line of a text is a sequence.

    Args:
        schema: The labels.
        attributes: The number of each feature's row in ``weights``.
        weights: What a feature adds to the score of each tag, shape ``(features, tags)``.
        transitions: What tag ``j`` gets after tag ``i``, at ``[i, j]``; shape ``(tags, tags)``.
    """

    def __init__(
        self,
        schema: LabelSchema,
        attributes: dict[str, int],
        weights: NDArray[np.float32],
        transitions: NDArray[np.float32],
    ) -> None:
        self._schema = schema
        self._attributes = attributes
        self._weights = weights
        nothing = np.zeros(len(schema.tags), np.float32)
        self._crf = CrfScores(transitions, nothing, nothing)

    @classmethod
    def fit(cls, documents: Sequence[Document], schema: LabelSchema) -> FeatureCrf:
        """Fit a field to annotated documents.

        Args:
            documents: The documents. Their words are split at the edges of spans, so that no span is lost.
            schema: The labels.

        Returns:
            The field.

        Raises:
            SolieuError: The documents have no word.
        """
        attributes: dict[str, int] = {}
        trainer = Trainer(algorithm="lbfgs", params=_PARAMETERS, verbose=False)
        lines = 0
        for document in documents:
            edges = {edge for span in document.spans for edge in (span.start, span.end)}
            words = find_words(document.text, edges, old_tones=True)
            tags, _ = encode_tags(words, document.spans, schema)
            for line in words.line_ranges():
                # CRFsuite gets numbers for names: no sign in a text can be taken for one of its own.
                items = [
                    [str(attributes.setdefault(name, len(attributes))) for name in features]
                    for features in word_features(words.texts[line.start : line.stop])
                ]
                trainer.append(items, [str(tag) for tag in tags[line.start : line.stop].tolist()])
                lines += 1
        if not lines:
            raise SolieuError("the feature CRF has nothing to learn: no document has a word; give annotated articles")
        with TemporaryDirectory() as directory:
            model = Path(directory) / "model.crfsuite"
            trainer.train(str(model))
            weights, transitions = _read_weights(model, len(attributes), len(schema.tags))
        return cls(schema, attributes, weights, transitions)

    def predict(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents with the field's spans in place of their own.

        Each line gets the most probable of its legal tag sequences. A span's score is the lowest marginal
        probability of its words' tags.
        """
        return [document.with_spans(self._spans(document.text)) for document in documents]

    def _spans(self, text: str) -> Sequence[Span]:
        words = find_words(text, old_tones=True)
        return decode_spans(self._emissions(words), words, self._schema, trim=False, crf=self._crf)

    def _emissions(self, words: Words) -> NDArray[np.float32]:
        """Return the score of each tag for each word, shape ``(words, tags)``."""
        scores = np.zeros((len(words), self._weights.shape[1]), dtype=np.float32)
        for line in words.line_ranges():
            for number, features in zip(line, word_features(words.texts[line.start : line.stop]), strict=True):
                rows = [row for name in features if (row := self._attributes.get(name)) is not None]
                scores[number] = self._weights[rows].sum(axis=0)
        return scores


def _read_weights(model: Path, features: int, tags: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what CRFsuite has learned: the features' weights and those of the transitions."""
    tagger = Tagger()
    tagger.open(str(model))
    try:
        info = tagger.info()
    finally:
        tagger.close()
    weights = np.zeros((features, tags), dtype=np.float32)
    for (feature, tag), weight in info.state_features.items():
        weights[int(feature), int(tag)] = weight
    transitions = np.zeros((tags, tags), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[int(before), int(after)] = weight
    return weights, transitions
