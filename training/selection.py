"""Which articles to annotate next: those that the model is least sure of, but not ten alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import rankdata
from sklearn.feature_extraction.text import TfidfVectorizer

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.suggester import Suggester
from solieu.models.tagger import Tagger
from solieu.models.uncertainty import Uncertainty, uncertainties

# Under this name the scores stand in a document's ``meta``.
SCORES = "selection"
# How much likeness to what is chosen already counts against the rank.
DIVERSITY = 0.3
# How many articles the tagger reads at once.
_ROUND = 64


def measure_articles(
    documents: Sequence[Document], tagger: Tagger, suggester: Suggester
) -> tuple[list[Uncertainty], list[float]]:
    """Measure how unsure a tagger is of articles, and how far it and the suggester disagree.

    Args:
        documents: The articles; their spans are not looked at.
        tagger: The model.
        suggester: The rules.

    Returns:
        The uncertainties, and for each article the disagreement from 0 to 1, as `disagreement` defines it.
    """
    measured: list[Uncertainty] = []
    for first in range(0, len(documents), _ROUND):
        measured.extend(uncertainties(tagger, [document.text for document in documents[first : first + _ROUND]]))
    disagreements = [
        disagreement(found.spans, suggester.suggest(document.text).spans)
        for document, found in zip(documents, measured, strict=True)
    ]
    return measured, disagreements


def disagreement(spans: Sequence[Span], others: Sequence[Span]) -> float:
    """Return 1 less the strict F1 of one set of spans against another; 0 if both are empty."""
    first, second = ({(span.start, span.end, span.label) for span in found} for found in (spans, others))
    return 1.0 - 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def order_articles(
    documents: Sequence[Document],
    measured: Sequence[Uncertainty],
    disagreements: Sequence[float],
    *,
    diversity: float = DIVERSITY,
    count: int | None = None,
) -> list[Document]:
    """Order articles by how much there is to learn from annotating them.

    Each of three measures (the mean entropy, the least certain span, the disagreement with the rules) ranks the
    articles; the mean of the ranks, from 0 to 1, is an article's worth. Articles are then taken one by one by
    maximal marginal relevance: worth weighed against the likeness to the most alike article taken before (Carbonell
    & Goldstein, "The use of MMR", SIGIR 1998, p. 335). Likeness is the cosine of TF-IDF vectors of words.

    Args:
        documents: The articles.
        measured: How unsure the model is of each.
        disagreements: How far the model and the rules disagree on each.
        diversity: The weight of likeness, from 0 (none) to 1 (nothing else).
        count: How many articles to choose; None for all.

    Returns:
        The chosen articles in order, their spans those that the model finds, and in ``meta["selection"]`` their
        place from 1 and the measures: ``entropy``, ``least_certain``, ``disagreement``, ``worth`` and ``likeness``.

    Raises:
        SolieuError: The measures are not as many as the articles, or a number is out of its range.
    """
    if not len(documents) == len(measured) == len(disagreements):
        raise SolieuError(
            f"there are {len(documents)} articles but measures of {len(measured)} and {len(disagreements)}; "
            "measure each article once"
        )
    if not 0.0 <= diversity <= 1.0:
        raise SolieuError(f"the diversity must be a number from 0 to 1, not {diversity!r}")
    if count is not None and count < 1:
        raise SolieuError(f"the number of articles to choose must be at least 1, not {count}")
    if not documents:
        return []
    worth = _mean_rank(
        [found.entropy for found in measured], [found.least_certain for found in measured], list(disagreements)
    )
    chosen: list[Document] = []
    for number, likeness in _by_relevance(worth, [document.text for document in documents], diversity, count):
        document, found = documents[number], measured[number]
        scores = {
            "place": len(chosen) + 1,
            "entropy": round(found.entropy, 6),
            "least_certain": round(found.least_certain, 6),
            "disagreement": round(disagreements[number], 6),
            "worth": round(float(worth[number]), 6),
            "likeness": round(likeness, 6),
        }
        chosen.append(replace(document, spans=found.spans, meta={**document.meta, SCORES: scores}))
    return chosen


def _mean_rank(*measures: list[float]) -> NDArray[np.float64]:
    """Return the mean of the ranks, from 0 for the lowest to 1 for the highest; equal values share a rank."""
    size = max(1, len(measures[0]) - 1)
    ranks: NDArray[np.float64] = np.stack([(rankdata(values) - 1) / size for values in measures])
    return np.asarray(ranks.mean(axis=0))


def _by_relevance(
    worth: NDArray[np.float64], texts: Sequence[str], diversity: float, count: int | None
) -> list[tuple[int, float]]:
    """Take one text after the other by maximal marginal relevance; return each with its likeness to those before."""
    vectors = _vectors(texts)
    likeness = np.zeros(len(texts))
    left = np.ones(len(texts), dtype=bool)
    taken: list[tuple[int, float]] = []
    for _ in range(len(texts) if count is None else min(count, len(texts))):
        relevance = np.where(left, (1 - diversity) * worth - diversity * likeness, -np.inf)
        number = int(relevance.argmax())
        taken.append((number, float(likeness[number])))
        left[number] = False
        likeness = np.maximum(likeness, np.clip((vectors @ vectors[number].T).toarray()[:, 0], 0.0, 1.0))
    return taken


def _vectors(texts: Sequence[str]) -> csr_matrix:
    """Return TF-IDF vectors of length 1, shape ``(texts, words)``; a text without words has a vector of zeros."""
    try:
        words = TfidfVectorizer(token_pattern=r"\w+", sublinear_tf=True)  # noqa: S106 - it is no password
        return csr_matrix(words.fit_transform(texts))
    except ValueError:  # there is no word in any text
        return csr_matrix((len(texts), 1))
