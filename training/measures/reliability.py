"""Agreement beyond chance: Cohen's kappa and Krippendorff's alpha, from tables of counts.

Both compare how often observers agree with how often they would by chance. They are 1 where all agree, 0 where
agreement is as good as chance, and below 0 where it is worse. Where only one value occurs at all, chance alone would
make all agree and neither has a value: it is not a number here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MISSING = -1
"""The value of a unit that an observer has not seen."""


def contingencies(left: NDArray[np.integer], right: NDArray[np.integer], categories: int) -> NDArray[np.int64]:
    """Count which values two observers give the same units.

    Args:
        left: One observer's values, from 0 to ``categories - 1``, shape ``(units,)``.
        right: The other's, shape ``(units,)``.
        categories: How many values there are.

    Returns:
        At ``[c, k]`` how many units get ``c`` from the left observer and ``k`` from the right one.
    """
    cells = left.astype(np.int64) * categories + right
    return np.bincount(cells, minlength=categories**2).reshape(categories, categories)


def cohen_kappa(tables: NDArray[np.number]) -> NDArray[np.float64]:
    """Return kappa, ``(p_o - p_c) / (1 - p_c)``.

    ``p_o`` is the share of the units that both observers give the same value, ``p_c`` the share expected if each
    gave out the values at random, as often as it does. Cohen, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20(1), 1960, p. 40.

    Args:
        tables: Contingency tables, shape ``(…, categories, categories)``.

    Returns:
        Shape ``(…)``; not a number where there are no units or only one value.
    """
    tables = np.asarray(tables, dtype=np.float64)
    units = tables.sum(axis=(-2, -1))
    agreed = np.trace(tables, axis1=-2, axis2=-1)
    by_chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)
    # Both shares are multiplied by the square of the units, which keeps whole numbers whole.
    return _ratio(units * agreed - by_chance, units**2 - by_chance)


def coincidences(values: NDArray[np.integer], categories: int) -> NDArray[np.float64]:
    """Count how often values come together in a unit: the coincidence matrix.

    A unit with ``m`` values gives ``m (m - 1)`` ordered pairs of two observers' values, each of which counts
    ``1 / (m - 1)``; a unit with one value or none gives none. Krippendorff, "Computing Krippendorff's
    Alpha-Reliability", 2011, section C.

    Args:
        values: The observers' values, from 0 to ``categories - 1`` or `MISSING`, shape ``(observers, units)``.
        categories: How many values there are.

    Returns:
        The symmetric matrix, shape ``(categories, categories)``.
    """
    counts = np.stack([(values == value).sum(axis=0) for value in range(categories)], axis=1).astype(np.float64)
    sizes = counts.sum(axis=1)
    counts, sizes = counts[sizes > 1], sizes[sizes > 1]
    weighted = counts / (sizes - 1)[:, None]
    matrix: NDArray[np.float64] = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    return matrix


def krippendorff_alpha(matrices: NDArray[np.number]) -> NDArray[np.float64]:
    """Return alpha for nominal values, ``1 - (n - 1) * sum(o_ck) / sum(n_c n_k)``, both sums over ``c != k``.

    ``o`` is the coincidence matrix, ``n_c`` the sum of its row ``c`` and ``n`` the sum of them all. Krippendorff,
    "Computing Krippendorff's Alpha-Reliability", 2011, section C.

    Args:
        matrices: Coincidence matrices, shape ``(…, categories, categories)``.

    Returns:
        Shape ``(…)``; not a number where no two values come together or only one value occurs.
    """
    matrices = np.asarray(matrices, dtype=np.float64)
    totals = matrices.sum(axis=-1)
    n = totals.sum(axis=-1)
    # Taken cell by cell, for a difference of the whole and its diagonal would not be exactly 0 where all agree.
    disagreed = np.where(np.eye(matrices.shape[-1], dtype=bool), 0.0, matrices).sum(axis=(-2, -1))
    return 1 - _ratio((n - 1) * disagreed, n**2 - (totals**2).sum(axis=-1))


def one_against_rest(tables: NDArray[np.number]) -> NDArray[np.number]:
    """Merge all values but one, for each value in turn.

    Args:
        tables: Contingency tables or coincidence matrices, shape ``(…, categories, categories)``.

    Returns:
        Shape ``(…, categories, 2, 2)``: this value and all others.
    """
    both = np.diagonal(tables, axis1=-2, axis2=-1)
    left = tables.sum(axis=-1) - both
    right = tables.sum(axis=-2) - both
    neither = tables.sum(axis=(-2, -1))[..., None] - both - left - right
    merged: NDArray[np.number] = np.stack([both, left, right, neither], axis=-1).reshape(*both.shape, 2, 2)
    return merged


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quotient, not a number where it is 0/0."""
    result: NDArray[np.float64] = np.full_like(below, np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result
