"""The best tag sequences of chains of words, and how probable each tag is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Lines that are searched side by side, so that a text of very many short lines needs little memory.
_LINES = 256
# What a scaled sum must be at least: what is too small for a float64 beside it (1e-308) is then nothing.
_LEAST = 1e-150


@dataclass(frozen=True, slots=True)
class ChainScores:
    """What a sequence of tags is worth beside the scores of its words; ``-inf`` is what cannot be.

    From every tag there is at least one possible sequence of any length.

    Args:
        transitions: What tag ``j`` gets after tag ``i``, at ``[i, j]``; shape ``(tags, tags)``.
        start: What each tag gets on the first word, shape ``(tags,)``.
        end: What each tag gets on the last word, shape ``(tags,)``.
    """

    transitions: NDArray[np.float64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]


def best_sequences(emissions: NDArray[np.floating], lines: Sequence[range], chain: ChainScores) -> NDArray[np.int64]:
    """Find the tag sequence of the highest score for each line.

    Viterbi, "Error bounds for convolutional codes", IEEE Trans. Inf. Theory 13(2), 1967, p. 260.

    Args:
        emissions: The score of each tag for each word, shape ``(words, tags)``.
        lines: The words of each line; none is empty.
        chain: The scores of starts, transitions and ends.

    Returns:
        The tag of each word, shape ``(words,)``; 0 for words outside the lines.
    """
    tags = np.zeros(len(emissions), dtype=np.int64)
    before = np.zeros(emissions.shape, dtype=np.int64)
    into = chain.transitions.T.copy()
    for columns in _columns(lines):
        best = chain.start + emissions[columns[0]]
        ends: list[NDArray[np.float64]] = []
        for column in columns[1:]:
            ends.append(best[len(column) :])
            candidates = best[: len(column), None, :] + into
            chosen = candidates.argmax(axis=-1)
            before[column] = chosen
            best = np.take_along_axis(candidates, chosen[..., None], axis=-1)[..., 0] + emissions[column]
        ends.append(best)
        last = (np.concatenate(ends[::-1]) + chain.end).argmax(axis=1)
        for number in range(len(columns) - 1, -1, -1):
            column = columns[number]
            tags[column] = last[: len(column)]
            last[: len(column)] = before[column, tags[column]]
    return tags


def tag_probabilities(
    emissions: NDArray[np.floating], lines: Sequence[range], chain: ChainScores
) -> NDArray[np.float64]:
    """Return how probable each tag of each word is, summed over all sequences of its line.

    The forward-backward algorithm (Rabiner, "A tutorial on hidden Markov models and selected applications in
    speech recognition", Proc. IEEE 77(2), 1989, section III.A), in logarithms.

    Args:
        emissions: The score of each tag for each word, finite, shape ``(words, tags)``.
        lines: The words of each line; none is empty.
        chain: The scores of starts, transitions and ends.

    Returns:
        Shape ``(words, tags)``; 0 for words outside the lines.
    """
    probabilities = np.zeros(emissions.shape)
    for columns in _columns(lines):
        if not _sum_products(emissions, columns, chain, probabilities):
            _sum_logarithms(emissions, columns, chain, probabilities)
    return probabilities


def _sum_products(
    emissions: NDArray[np.floating],
    columns: list[NDArray[np.int64]],
    chain: ChainScores,
    probabilities: NDArray[np.float64],
) -> bool:
    """Fill in the probabilities of lines by scaled sums of products (Rabiner's section V.A).

    A step is one product of matrices, some forty times faster than in logarithms.

    Returns:
        Whether the sums were large enough throughout for all that was left out of them as 0 to be nothing.
    """
    highest = chain.transitions.max()
    weights = np.exp(chain.transitions - highest)
    onto = weights.T.copy()
    # Each word's best tag counts 1, so that no product is too large.
    factors = [np.exp(emissions[column] - emissions[column].max(axis=1, keepdims=True)) for column in columns]
    forward = [np.exp(chain.start - chain.start.max()) * factors[0]]
    least = 1.0
    for number, factor in enumerate(factors):
        if number:
            forward.append((forward[-1][: len(factor)] @ weights) * factor)
        sums = forward[-1].sum(axis=1, keepdims=True)
        least = min(least, sums.min())
        if not least > _LEAST:
            return False
        forward[-1] /= sums
    ending = np.exp(chain.end - chain.end.max())
    backward: NDArray[np.float64] = np.zeros((0, len(ending)))
    for number in range(len(columns) - 1, -1, -1):
        if number + 1 < len(columns):
            backward = (backward * factors[number + 1]) @ onto
            sums = backward.sum(axis=1, keepdims=True)
            least = min(least, sums.min())
            backward /= sums
        new = len(columns[number]) - len(backward)
        backward = np.concatenate([backward, np.broadcast_to(ending, (new, len(ending)))])
        product = forward[number] * backward
        sums = product.sum(axis=1, keepdims=True)
        least = min(least, sums.min())
        if not least > _LEAST:
            return False
        probabilities[columns[number]] = product / sums
    return True


def _sum_logarithms(
    emissions: NDArray[np.floating],
    columns: list[NDArray[np.int64]],
    chain: ChainScores,
    probabilities: NDArray[np.float64],
) -> None:
    """Fill in the probabilities of lines by sums of logarithms, which are right for scores of any size."""
    into = chain.transitions.T.copy()
    forward = [_normalised(chain.start + emissions[columns[0]])]
    for column in columns[1:]:
        summed = _log_sum(forward[-1][: len(column), None, :] + into)
        forward.append(_normalised(summed + emissions[column]))
    backward: NDArray[np.float64] = np.zeros((0, len(chain.end)))
    for number in range(len(columns) - 1, -1, -1):
        if number + 1 < len(columns):
            onward = backward + emissions[columns[number + 1]]
            backward = _normalised(_log_sum(onward[:, None, :] + chain.transitions))
        new = len(columns[number]) - len(backward)
        backward = np.concatenate([backward, np.broadcast_to(chain.end, (new, len(chain.end)))])
        probabilities[columns[number]] = np.exp(_normalised(forward[number] + backward))


def _columns(lines: Sequence[range]) -> Iterator[list[NDArray[np.int64]]]:
    """Stand lines side by side, the longest first.

    Yields:
        For each group of lines: the first word of each, the second word of each that has one, and so on.
    """
    by_length = sorted(lines, key=len, reverse=True)
    for at in range(0, len(by_length), _LINES):
        group = by_length[at : at + _LINES]
        starts = np.array([line.start for line in group], dtype=np.int64)
        lengths = np.array([len(line) for line in group])
        alive = len(group)
        columns: list[NDArray[np.int64]] = []
        for number in range(len(group[0])):
            while lengths[alive - 1] <= number:
                alive -= 1
            columns.append(starts[:alive] + number)
        yield columns


def _log_sum(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithm of the sum of the exponentiated scores, over the last axis; it may be ``-inf``."""
    highest = scores.max(axis=-1)
    base = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        result: NDArray[np.float64] = base + np.log(np.exp(scores - base[..., None]).sum(axis=-1))
    return result


def _normalised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift the scores of each word so that their exponentials sum to 1."""
    return scores - _log_sum(scores)[:, None]
