"""Precision, recall and F1 of links, with bootstrap intervals.

A link is correct if an annotated link has the same kind, head and tail. The tail of ``what`` is a phrase, whose edges
are hard to tell; so links are counted a second time with every ``what`` that has the annotated head and a phrase that
overlaps the annotated one as correct. All other kinds count in both alike.

The scores and their intervals are those of spans (`solieu.training.measures.scoring`), kinds taking the place of
labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solieu.annotation.documents import Document
from solieu.annotation.links import KINDS, Link
from solieu.training.measures.matching import Counts, Outcome, check_comparable
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.measures.schemes import STRICT, TYPE
from solieu.training.measures.scoring import Scores, score_schemes


@dataclass(frozen=True, slots=True)
class LinkScores:
    """How well links were found.

    Args:
        exact: The scores by kind and together, for the same kind, head and tail.
        overlap: The same with a phrase that overlaps the annotated one as correct.
        documents: The number of documents.
    """

    exact: Scores
    overlap: Scores
    documents: int

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON can hold them."""
        return {"documents": self.documents, "exact": self.exact.as_dict(), "overlap": self.overlap.as_dict()}


def score_links(
    gold: Sequence[Document], predicted: Sequence[Document], *, resamples: int = RESAMPLES, seed: int = 0
) -> LinkScores:
    """Score links on the same documents.

    Args:
        gold: The documents with annotated links.
        predicted: The same documents in the same order, with predicted links. Their spans may be predicted, too: a
            link is wrong where an end is.
        resamples: How many times the documents are drawn anew, at least 1.
        seed: Seed of the draws.

    Raises:
        SolieuError: There is no document, or the documents are not the same.
    """
    counts = count_links(gold, predicted)
    found = score_schemes(counts, schemes=[STRICT, TYPE], resamples=resamples, seed=seed)
    return LinkScores(found[STRICT.name], found[TYPE.name], len(gold))


def count_links(gold: Sequence[Document], predicted: Sequence[Document]) -> Counts:
    """Count what became of each link: the kinds are the labels of the counts.

    A link that is annotated and predicted has the outcome ``SAME``; a ``what`` whose phrase merely overlaps has
    ``SAME_LABEL``; any other has ``ALONE``. A link is in one pair at most.

    Args:
        gold: The documents with annotated links.
        predicted: The same documents in the same order, with predicted links.

    Raises:
        SolieuError: There is no document, or the documents are not the same.
    """
    labels = {span.label for document in (*gold, *predicted) for span in document.spans}
    check_comparable(gold, predicted, labels)
    shape = (len(gold), len(KINDS), len(Outcome))
    tables = np.zeros((2, *shape), dtype=np.int64)
    column = {kind: number for number, kind in enumerate(KINDS)}
    for number, (annotated, said) in enumerate(zip(gold, predicted, strict=True)):
        for side, links in enumerate((annotated.links, said.links)):
            for link in links:
                tables[side, number, column[link.kind], Outcome.ALONE] += 1
        same = set(annotated.links) & set(said.links)
        outcomes = [(link.kind, Outcome.SAME) for link in same]
        overlapping = _overlapping(set(annotated.links) - same, set(said.links) - same)
        for kind, outcome in [*outcomes, *[("what", Outcome.SAME_LABEL)] * overlapping]:
            tables[:, number, column[kind], outcome] += 1
            tables[:, number, column[kind], Outcome.ALONE] -= 1
    return Counts(KINDS, *tables)


def _overlapping(annotated: Iterable[Link], said: Iterable[Link]) -> int:
    """Return how many annotated phrases overlap a predicted one of the same head, each in one pair at most."""
    free = sorted(link for link in said if link.kind == "what")
    pairs = 0
    for link in sorted(link for link in annotated if link.kind == "what"):
        for other in free:
            if other.head == link.head and other.tail[0] < link.tail[1] and link.tail[0] < other.tail[1]:
                free.remove(other)
                pairs += 1
                break
    return pairs
