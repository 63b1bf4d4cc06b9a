"""What more articles would give: a power law through the points of a learning curve, as an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.training.measures.resampling import percentiles

# Three numbers are fitted; with one point more there is at least something that could contradict them.
FEWEST_SIZES = 4
# What exponents are tried. At an end of the range the curve is flat or a single step, and says nothing of the rest.
_EXPONENTS = np.geomspace(0.01, 4.0, 600)
# The share of the errors' variance over the sizes that the law must account for.
_EXPLAINED = 0.9
_ROUNDING = 1e-9
# The share of the resamples that must have a power law, too.
_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """A power law ``1 - F1 = a * n**-b + c`` and what it predicts.

    Args:
        a: The error of a single article above ``c``; greater than 0.
        b: How fast the error falls; greater than 0.
        c: The error that no number of articles takes away; at least 0.
        residual: The largest distance between a measured F1 and the law's.
        articles: The number of articles that ``f1`` is predicted for.
        f1: The prediction.
        interval: The 95 % interval of the prediction over the resamples, lower end first.
    """

    a: float
    b: float
    c: float
    residual: float
    articles: int
    f1: float
    interval: tuple[float, float]

    def as_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON holds it."""
        return {
            "kind": "an estimate by extrapolation, not a measurement",
            "law": "1 - F1 = a * articles^-b + c",
            "a": round(self.a, 6),
            "b": round(self.b, 6),
            "c": round(self.c, 6),
            "residual": round(self.residual, 6),
            "articles": self.articles,
            "f1": round(self.f1, 6),
            "interval": [round(bound, 6) for bound in self.interval],
        }


def extrapolate(
    sizes: Sequence[int], f1s: Sequence[float], resampled: NDArray[np.float64], to: int
) -> Extrapolation | str:
    """Fit a power law to a learning curve, and read off it what a larger number of articles would give.

    That the error of a model falls with the number of examples as a power law, down to what it cannot fall below,
    is an observation over several tasks and models (Hestness et al. 2017, Deep Learning Scaling is Predictable,
    Empirically, arXiv:1712.00409, sections 3 and 4), no law of nature. The fit is by least squares on the error, with
    ``a > 0`` and ``c >= 0``: for each exponent of a fine grid, ``a`` and ``c`` have a closed form. The interval comes
    from a fit for each resample; it says how the evaluation articles sway the prediction, not whether the law holds.

    Args:
        sizes: Numbers of articles, all different.
        f1s: The F1 measured with each.
        resampled: F1s of each size over resamples of the evaluation articles, shape ``(sizes, resamples)``.
        to: The number of articles to predict for.

    Returns:
        The estimate; or, where the points do not say enough, a sentence on why there is none.
    """
    if len(sizes) < FEWEST_SIZES:
        return f"a power law needs at least {FEWEST_SIZES} sizes, and there are {len(sizes)}"
    numbers = np.array(sizes, dtype=np.float64)
    errors = 1 - np.array([f1s])
    ((a, b, c),) = _fit(numbers, errors)
    misses = errors[0] - (a * numbers**-b + c)
    if np.isnan(b) or np.ptp(errors) < _ROUNDING or misses.var() > (1 - _EXPLAINED) * errors.var():
        return "the errors do not fall as a power law does, so its numbers cannot be told"
    draws = (1 - resampled).T
    draws = draws[~np.isnan(draws).any(axis=1)]
    laws = _fit(numbers, draws) if len(draws) else np.full((1, 3), np.nan)
    predictions = 1 - (laws[:, 0] * to ** -laws[:, 1] + laws[:, 2])
    interval = percentiles(predictions)
    told = float(np.mean(~np.isnan(predictions)))
    if interval is None or told < _ENOUGH:
        return f"the power law can be told in only {told:.0%} of the resamples of the evaluation articles"
    residual = float(np.abs(misses).max())
    return Extrapolation(float(a), float(b), float(c), residual, to, float(1 - (a * to**-b + c)), interval)


def _fit(sizes: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit power laws by least squares.

    Args:
        sizes: Shape ``(sizes,)``.
        errors: A curve in each row, shape ``(curves, sizes)``.

    Returns:
        ``a``, ``b`` and ``c`` of each curve, shape ``(curves, 3)``; not a number where they cannot be told.
    """
    # Relative to the smallest size, so that no power is too small to count with.
    powers = (sizes / sizes.min()) ** -_EXPONENTS[:, None]  # (exponents, sizes)
    mean = powers.mean(axis=1)
    centred = powers - mean[:, None]
    a = errors @ (centred / (centred**2).sum(axis=1, keepdims=True)).T  # (curves, exponents)
    c = errors.mean(axis=1, keepdims=True) - a * mean
    without_floor = errors @ (powers / (powers**2).sum(axis=1, keepdims=True)).T
    a, c = np.where(c < 0, without_floor, a), np.maximum(c, 0.0)
    squares = ((errors[:, None] - a[..., None] * powers - c[..., None]) ** 2).sum(axis=2)
    squares[a <= 0] = np.inf
    best = squares.argmin(axis=1)
    rows = np.arange(len(errors))
    exponent = _EXPONENTS[best]
    laws = np.stack([a[rows, best] * sizes.min() ** exponent, exponent, c[rows, best]], axis=1)
    laws[(best == 0) | (best == len(_EXPONENTS) - 1)] = np.nan
    return laws
