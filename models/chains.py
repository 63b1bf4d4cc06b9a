"""The best tag sequences of chains of words, and how probable each tag is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Lines that are searched side by side, so that a text of very many short lines needs little memory.
_LINES = 256


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
    for columns in _columns(lines):
        best = chain.start + emissions[columns[0]]
        ends: list[NDArray[np.float64]] = []
        for column in columns[1:]:
            ends.append(best[len(column) :])
            candidates = best[: len(column), :, None] + chain.transitions
            before[column] = candidates.argmax(axis=1)
            best = candidates.max(axis=1) + emissions[column]
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
    forward = np.full(emissions.shape, -np.inf)
    backward = np.full(emissions.shape, -np.inf)
    into = chain.transitions.T.copy()
    for columns in _columns(lines):
        forward[columns[0]] = _normalised(chain.start + emissions[columns[0]])
        for previous, column in pairwise(columns):
            summed = _log_sum(forward[previous[: len(column)], None, :] + into)
            forward[column] = _normalised(summed + emissions[column])
        following = columns[-1][:0]
        for column in reversed(columns):
            onward = backward[following] + emissions[following]
            backward[column[: len(following)]] = _normalised(_log_sum(onward[:, None, :] + chain.transitions))
            backward[column[len(following) :]] = chain.end
            following = column
    covered = [number for line in lines for number in line]
    probabilities = np.zeros(emissions.shape)
    probabilities[covered] = np.exp(_normalised(forward[covered] + backward[covered]))
    return probabilities


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
