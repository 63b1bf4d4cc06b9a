"""Subword logits to word logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from torch import Tensor

Pooling = Literal["first", "mean"]


def pool_words(logits: Tensor, starts: Tensor, ends: Tensor, pooling: Pooling) -> Tensor:
    """Return what a model gives each word.

    The classification layer is linear, so that the mean of a word's logits is the logits of the mean of its
    hidden states (in which way a word is judged by all of its subwords: Ács, Kádár and Kornai, "Subword pooling
    makes a difference", EACL 2021, section 3).

    Args:
        logits: What the model gives each subword, shape ``(rows, subwords, tags)``.
        starts: The position of each word's first subword, shape ``(rows, words)``; any where a row has fewer words.
        ends: The position after its last (half open), likewise.
        pooling: ``"first"`` for a word's first subword, ``"mean"`` for the mean of all.

    Returns:
        Logits of shape ``(rows, words, tags)``, fp32 for the mean; meaningless where a row has no such word.
    """
    size = (*starts.shape, logits.shape[-1])
    firsts = starts[..., None].expand(size)
    if pooling == "first":
        return logits.gather(1, firsts)
    logits = logits.float()
    lasts = (ends - 1).clamp(min=0)[..., None].expand(size)
    sums = logits.cumsum(1)
    words = sums.gather(1, lasts) - sums.gather(1, firsts) + logits.gather(1, firsts)
    return words / (ends - starts).clamp(min=1)[..., None]
