"""What counts as found: the four schemes of SemEval-2013 task 9.1, with the counts of MUC.

The schemes are those of Segura-Bedmar, Martínez & Herrero-Zazo (2013), SemEval-2013 Task 9: Extraction of Drug-Drug
Interactions from Biomedical Texts (task 9.1); the counts those of Chinchor & Sundheim (1993), MUC-5 Evaluation
Metrics. A pair is an annotated and a predicted span as `solieu.training.measures.matching` pairs them:

=========== ================================ ============================= ======================
scheme      correct pair                     incorrect pair                partial pair
=========== ================================ ============================= ======================
``strict``  same bounds, same label          every other                   none
``exact``   same bounds, any label           other bounds                  none
``partial`` same bounds, any label           none                          other bounds, any label
``type``    same label, any overlap          another label                 none
=========== ================================ ============================= ======================

An annotated span without a pair is missed, a predicted one spurious. A correct pair earns 1, a partial one ½. Recall
is what was earned divided by the annotated (*possible*) spans, precision the same divided by the predicted (*actual*)
ones.

Of a single label, recall looks at the spans annotated with it and precision at those predicted with it, whatever the
label of their partners: if a PERSON is predicted with the bounds of an annotated LOC, then under ``exact`` this earns
1 for the recall of LOC and 1 for the precision of PERSON, and under ``strict`` it is an incorrect span of each. So a
label has two rows of counts, of its annotated and of its predicted spans; of all labels together both rows have the
same numbers of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError
from solieu.training.measures.matching import Outcome


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a scheme makes of the kinds of pairs.

    Args:
        name: Its name.
        title: What it asks of a span, for people.
        correct: The kinds of pairs that are correct.
        partial: Those that are partly correct.
        incorrect: Those that are incorrect.
    """

    name: str
    title: str
    correct: tuple[Outcome, ...]
    partial: tuple[Outcome, ...]
    incorrect: tuple[Outcome, ...]

    @property
    def credit(self) -> NDArray[np.float64]:
        """What a span with each outcome earns, shape ``(outcomes,)``."""
        earned = np.zeros(len(Outcome))
        earned[list(self.correct)] = 1.0
        earned[list(self.partial)] = 0.5
        return earned


_SAME, _SAME_BOUNDS, _SAME_LABEL, _OVERLAP = Outcome.SAME, Outcome.SAME_BOUNDS, Outcome.SAME_LABEL, Outcome.OVERLAP

STRICT = Scheme("strict", "same start, end and label", (_SAME,), (), (_SAME_BOUNDS, _SAME_LABEL, _OVERLAP))
EXACT = Scheme("exact", "same start and end, any label", (_SAME, _SAME_BOUNDS), (), (_SAME_LABEL, _OVERLAP))
PARTIAL = Scheme(
    "partial",
    "any overlap, any label; one half where start or end differs",
    (_SAME, _SAME_BOUNDS),
    (_SAME_LABEL, _OVERLAP),
    (),
)
TYPE = Scheme("type", "same label, any overlap", (_SAME, _SAME_LABEL), (), (_SAME_BOUNDS, _OVERLAP))
SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.name: scheme for scheme in (STRICT, EXACT, PARTIAL, TYPE)})


def scheme_named(name: str) -> Scheme:
    """Return a scheme by its name.

    Raises:
        SolieuError: There is none of that name.
    """
    if name not in SCHEMES:
        raise SolieuError(f"there is no scoring scheme {name!r}; expected one of {', '.join(SCHEMES)}")
    return SCHEMES[name]


@dataclass(frozen=True, slots=True)
class Side:
    """The counts of the annotated or of the predicted spans.

    Args:
        correct: Spans of correct pairs.
        incorrect: Spans of incorrect pairs.
        partial: Spans of partly correct pairs.
        alone: Spans without a pair: missed if they are annotated, spurious if they are predicted.
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    alone: int = 0

    @property
    def total(self) -> int:
        """All of them: MUC's *possible* of annotated, *actual* of predicted spans."""
        return self.correct + self.incorrect + self.partial + self.alone

    @property
    def earned(self) -> float:
        """What the spans earn: 1 if correct, ½ if partly."""
        return self.correct + 0.5 * self.partial


@dataclass(frozen=True, slots=True)
class MucCounts:
    """The counts of MUC, of one label's spans or of all.

    Args:
        gold: The annotated spans.
        predicted: The predicted spans.
    """

    gold: Side = Side()
    predicted: Side = Side()

    @classmethod
    def of(cls, gold: NDArray[np.int64], predicted: NDArray[np.int64], scheme: Scheme) -> MucCounts:
        """Count by a scheme.

        Args:
            gold: How many annotated spans have each outcome, shape ``(outcomes,)``.
            predicted: How many predicted spans have each outcome, shape ``(outcomes,)``.
            scheme: The scheme.
        """
        kinds = [list(part) for part in (scheme.correct, scheme.incorrect, scheme.partial, (Outcome.ALONE,))]
        return cls(*(Side(*(int(side[part].sum()) for part in kinds)) for side in (gold, predicted)))

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON can hold them, by their names in MUC."""
        sides = {}
        for name, side, alone, total in (
            ("gold", self.gold, "missed", "possible"),
            ("predicted", self.predicted, "spurious", "actual"),
        ):
            counts = {"correct": side.correct, "incorrect": side.incorrect, "partial": side.partial}
            sides[name] = {**counts, alone: side.alone, total: side.total}
        return sides
