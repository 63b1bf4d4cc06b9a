"""Scores made to say how often a span is right, by one number that is fitted after the training."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Files keep four decimals of a score, so that nothing beyond these two can be told from 0 and 1.
LOWEST, HIGHEST = 0.00005, 0.99995


def tempered(scores: ArrayLike, temperature: float) -> NDArray[np.float64]:
    """Return ``sigmoid(logit(score) / temperature)``.

    The temperature scaling of Guo, Pleiss, Sun & Weinberger, "On calibration of modern neural networks", ICML 2017,
    section 4.2, for one score in place of a vector of logits. A temperature above 1 draws scores to 0.5, one below 1
    drives them away from it; none changes which of two scores is higher, but that scores beyond `LOWEST` and
    `HIGHEST` count as these.

    Args:
        scores: Scores in [0, 1], of any shape.
        temperature: Above 0; 1 leaves scores as they are.

    Returns:
        The new scores, in the same shape.
    """
    given = np.asarray(scores, dtype=np.float64)
    return given if temperature == 1.0 else 1 / (1 + np.exp(-logits(given) / temperature))


def logits(scores: ArrayLike) -> NDArray[np.float64]:
    """Return the logits of scores, which are first brought into the range from `LOWEST` to `HIGHEST`."""
    kept = np.clip(np.asarray(scores, dtype=np.float64), LOWEST, HIGHEST)
    result: NDArray[np.float64] = np.log(kept) - np.log1p(-kept)
    return result
