"""Two systems on the same documents: is the second better than the first, and could these documents tell?

The difference is the F1 of the second system minus that of the first. Documents, whose spans depend on one another,
are the units that are drawn; both systems are always judged on the same draws.

- Interval and ``bootstrap_p``: the paired bootstrap. Documents are drawn with replacement; the interval is the 2.5th
  to the 97.5th percentile of the difference, the p-value twice the share of resamples on the rarer side of 0, which
  is the level at which such an interval would end at 0 (Efron & Tibshirani 1993, An Introduction to the Bootstrap,
  chapter 13).
- ``p``: approximate randomisation. If the systems were alike, it would not matter which of the two a document's
  prediction came from. So predictions are exchanged in each document with probability ½, and p is the share of
  exchanges that give at least the difference that was seen (Noreen 1989, Computer-Intensive Methods for Testing
  Hypotheses; Yeh 2000, More accurate tests for the statistical significance of result differences).
- Each p-value is ``(c + 1) / (n + 1)``, with ``c`` of ``n`` draws, so that it is never 0.
- ``holm_p``: ``p`` of a label, corrected for looking at all labels that occur (Holm 1979, A simple sequentially
  rejective multiple test procedure). Micro and macro, which are looked at for themselves, are not corrected.
- ``smallest``: the true difference that documents like these would show with a power of 80 % in a two-sided test at
  5 %: 2.8 times the bootstrap's standard error (1.96 + 0.84; Bloom 1995, Minimum Detectable Effects: A Simple Way
  to Report the Statistical Power of Experimental Designs). With few documents the standard error is itself
  uncertain, and rather too small.
- ``differing``: in how many documents the two systems' counts differ. Exchanges elsewhere change nothing, so with
  ``k`` of them p comes out at about ``2 ** (1 - k)`` or more, however large the difference is.

A label that neither system predicts and nobody annotated in a resample says nothing there and is left out, as in
`solieu.training.measures.scoring`; if one of the two has it, the other's F1 is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.documents import Document
from solieu.training.measures.resampling import Flag, interval_of, resample, swap
from solieu.training.measures.schemes import STRICT, Scheme
from solieu.training.measures.scoring import count_matches, outcomes_of, ratios

# A p-value needs more draws than an interval.
DRAWS = 10_000
LEVEL = 0.05
# Where the true difference must lie, in standard errors, for a power of 80 %.
_DETECTABLE = NormalDist().inv_cdf(1 - LEVEL / 2) + NormalDist().inv_cdf(0.8)
# Equal differences may be rounded differently.
_TOLERANCE = 1e-12
_F1 = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two systems differ on a label, or on all.

    Args:
        first: The F1 of the first system.
        second: That of the second.
        interval: The 95 % interval of the second minus the first; None where there is none.
        flags: Why the interval is missing or must be read with care.
        bootstrap_p: The p-value of the paired bootstrap; None where there is no interval.
        p: The p-value of approximate randomisation.
        holm_p: The same, corrected for the number of labels; None for micro and macro.
        smallest: The smallest difference that these documents could show; None where they cannot tell.
        differing: In how many documents the systems' counts differ.
    """

    first: float
    second: float
    interval: tuple[float, float] | None
    flags: tuple[Flag, ...]
    bootstrap_p: float | None
    p: float
    holm_p: float | None
    smallest: float | None
    differing: int

    @property
    def difference(self) -> float:
        """The F1 of the second system minus that of the first."""
        return self.second - self.first

    @property
    def is_shown(self) -> bool:
        """Whether the randomisation test, corrected where it must be, is significant at 5 %."""
        return (self.p if self.holm_p is None else self.holm_p) <= LEVEL

    @property
    def smallest_p(self) -> float:
        """About the smallest p-value that randomisation can give with so many documents that differ."""
        return min(1.0, 2.0 ** (1 - self.differing))

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as JSON can hold it: six decimals."""
        values = {
            "first_f1": self.first,
            "second_f1": self.second,
            "difference": self.difference,
            "bootstrap_p": self.bootstrap_p,
            "p": self.p,
            "holm_p": self.holm_p,
            "smallest_difference": self.smallest,
        }
        return {
            **{name: None if value is None else round(value, 6) for name, value in values.items()},
            "interval": None if self.interval is None else [round(bound, 6) for bound in self.interval],
            "flags": [flag.value for flag in self.flags],
            "differing_documents": self.differing,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems compared.

    Args:
        micro: On all spans in one pool.
        macro: On the mean of the labels.
        labels: On each label that occurs.
        scheme: What counted as correct.
        documents: How many documents there were.
        resamples: How often they were drawn for each test.
        seed: Seed of the draws.
    """

    micro: Difference
    macro: Difference
    labels: Mapping[str, Difference]
    scheme: str
    documents: int
    resamples: int
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON can hold it."""
        return {
            "scheme": self.scheme,
            "documents": self.documents,
            "resamples": self.resamples,
            "seed": self.seed,
            "micro": self.micro.as_dict(),
            "macro": self.macro.as_dict(),
            "labels": {name: label.as_dict() for name, label in self.labels.items()},
        }


def compare(
    gold: Sequence[Document],
    first: Sequence[Document],
    second: Sequence[Document],
    labels: Sequence[str],
    *,
    scheme: Scheme = STRICT,
    resamples: int = DRAWS,
    seed: int = 0,
) -> Comparison:
    """Compare the predictions of two systems.

    Args:
        gold: Annotated documents.
        first: The same documents in the same order, with the spans of the first system.
        second: The same, with the spans of the second.
        labels: The labels to count; those that no span has are left out of the result.
        scheme: What counts as correct.
        resamples: How often documents are drawn for the bootstrap, and again for the randomisation, at least 1.
        seed: Seed of the draws.

    Returns:
        The differences.

    Raises:
        SolieuError: There is no document, the documents are not the same, a span has another label, or
            ``resamples`` is less than 1.
    """
    # Shape (documents, systems, 2, labels, outcomes).
    table = np.stack([outcomes_of(count_matches(gold, system, labels)) for system in (first, second)], axis=1)
    occurring = [number for number in range(len(labels)) if table[:, :, :, number].any()]
    table = table[:, :, :, occurring]
    totals = table.sum(axis=0)
    seen = np.nan_to_num(_f1s(totals, scheme))
    observed = seen[1] - seen[0]

    drawn = _f1s(resample(table, resamples, seed), scheme)
    # A system has no F1 where the other has one: neither has been annotated, and this one predicts nothing.
    undefined = np.isnan(drawn).all(axis=0)
    differences = np.where(undefined, np.nan, np.nan_to_num(drawn[1]) - np.nan_to_num(drawn[0]))

    moved = swap(table[:, 1] - table[:, 0], resamples, seed)
    exchanged = np.nan_to_num(_f1s(np.stack([totals[0] + moved, totals[1] - moved], axis=1), scheme))
    extreme = (np.abs(exchanged[1] - exchanged[0]) >= np.abs(observed) - _TOLERANCE).sum(axis=0)
    p = (extreme + 1) / (resamples + 1)

    unlike = _unlike(table, scheme)
    occurs = _occurs(table)
    holm = [*_holm(p[: len(occurring)].tolist()), None, None]
    found = []
    for number in range(len(occurring) + 2):
        interval = interval_of(differences[:, number], int(occurs[number]))
        found.append(
            Difference(
                float(seen[0, number]),
                float(seen[1, number]),
                interval.bounds,
                interval.flags,
                None if interval.bounds is None else _bootstrap_p(differences[:, number]),
                float(p[number]),
                holm[number],
                _smallest(differences[:, number], interval.flags),
                int(unlike[number]),
            )
        )
    *of_labels, micro, macro = found
    names = [labels[number] for number in occurring]
    return Comparison(micro, macro, dict(zip(names, of_labels, strict=True)), scheme.name, len(gold), resamples, seed)


def _f1s(sums: NDArray[Any], scheme: Scheme) -> NDArray[np.float64]:
    """Return F1s, shape ``(systems, …, labels + 2)``, of sums of shape ``(…, systems, 2, labels, outcomes)``."""
    return np.moveaxis(ratios(sums, scheme)[_F1], -2, 0)


def _occurs(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return in how many documents each label occurs, for any of the systems, and twice in how many any does."""
    occurs = table.sum(axis=(1, 2, 4)) > 0
    documents = occurs.any(axis=1).sum()
    return np.array([*occurs.sum(axis=0), documents, documents])


def _unlike(table: NDArray[np.int64], scheme: Scheme) -> NDArray[np.int64]:
    """Return in how many documents the systems' counts differ: by label, in all pooled, and in any label."""
    # Shape (documents, systems, earned and spans, 2, labels).
    counted = np.stack([table @ scheme.credit, table.sum(axis=-1)], axis=2)
    unlike = (counted[:, 0] != counted[:, 1]).any(axis=(1, 2))
    pooled = counted.sum(axis=-1)
    unlike_pooled = (pooled[:, 0] != pooled[:, 1]).any(axis=(1, 2))
    return np.array([*unlike.sum(axis=0), unlike_pooled.sum(), unlike.any(axis=1).sum()])


def _bootstrap_p(differences: NDArray[np.float64]) -> float:
    """Return the two-sided p-value: twice the share of differences on the rarer side of 0, 0 on both."""
    defined = differences[~np.isnan(differences)]
    rarer = min((defined <= _TOLERANCE).sum(), (defined >= -_TOLERANCE).sum())
    return float(min(1.0, 2 * (rarer + 1) / (len(defined) + 1)))


def _smallest(differences: NDArray[np.float64], flags: tuple[Flag, ...]) -> float | None:
    """Return the difference that would be shown with a power of 80 %; None where resamples do not vary."""
    defined = differences[~np.isnan(differences)]
    if Flag.FEW_DOCUMENTS in flags or len(defined) < 2 or np.ptp(defined) <= _TOLERANCE:
        return None
    return float(_DETECTABLE * defined.std(ddof=1))


def _holm(values: Sequence[float]) -> list[float]:
    """Return p-values corrected by Holm's procedure, in the order in which they were given."""
    corrected = [1.0] * len(values)
    largest = 0.0
    for rank, number in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        largest = max(largest, min(1.0, (len(values) - rank) * values[number]))
        corrected[number] = largest
    return corrected
