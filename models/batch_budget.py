"""How large batches should be on the machine that runs them, by measurement."""

from __future__ import annotations

import time

import numpy as np

from solieu.models.encoding import EncodedWindow
from solieu.models.tagger import Tagger
from solieu.models.windows import Window

# Lines of news, in subwords: their logarithms are spread like this around that of their median.
_MEDIAN, _SPREAD = 34, 0.75
# Another budget must save so much of the time to be taken: less is the noise of the clock.
_WORTH = 0.03
_SMALLEST = 256


def measured_budget(tagger: Tagger) -> int:
    """Find the budget of subwords at which a tagger reads lines of news fastest.

    Budgets of half and twice the tagger's own are tried, and further ones on the side that is faster. Each scores
    the same made-up lines, eight batches of the tagger's own budget in all.

    Args:
        tagger: The tagger; its own budget stays as it is.

    Returns:
        The budget, the tagger's own multiplied or divided by a power of two.
    """
    own = tagger.batch_subwords
    windows = _lines(8 * own, tagger.text_encoder.max_length)
    seconds = {own: _seconds(tagger, windows, own)}
    seconds[own] = _seconds(tagger, windows, own)  # the first time, memory was fetched and code loaded
    best = own
    for factor in (2.0, 0.5):
        while (budget := int(best * factor)) >= _SMALLEST and budget not in seconds and budget <= 4 * own:
            seconds[budget] = _seconds(tagger, windows, budget)
            if seconds[budget] > (1 - _WORTH) * seconds[best]:
                break
            best = budget
        if best != own:
            break
    return best


def _lines(subwords: int, longest: int) -> list[EncodedWindow]:
    """Make up lines with so many subwords in all."""
    draw = np.random.default_rng(1)
    windows: list[EncodedWindow] = []
    while subwords > 0:
        length = int(np.clip(draw.lognormal(np.log(_MEDIAN), _SPREAD), 3, longest))
        subwords -= length
        words = range(length)
        windows.append(EncodedWindow([0] * length, [*words], [*range(1, length + 1)], Window(words, words)))
    return windows


def _seconds(tagger: Tagger, windows: list[EncodedWindow], budget: int) -> float:
    started = time.perf_counter()
    tagger.score(windows, budget)
    return time.perf_counter() - started
