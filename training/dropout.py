"""Dropout that draws few random numbers."""

from __future__ import annotations

import torch
from torch import nn


class SharedDropout(nn.Dropout):
    """Dropout with one mask for all positions of a sequence.

    A mask of shape ``(sequences, 1, hidden)`` instead of ``(sequences, positions, hidden)``: variational
    dropout (Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent neural
    networks", NeurIPS 2016, section 4). On CPU the drawing of full masks takes a third of a training step.

    Args:
        p: The share of values that are set to 0 in training.
    """

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Drop values of ``input``, shape ``(sequences, positions, size)``."""
        if not self.training or self.p == 0:
            return input
        kept = torch.empty(input.shape[0], 1, input.shape[-1], device=input.device).bernoulli_(1 - self.p)
        return input * (kept / (1 - self.p)).to(input.dtype)


def share_dropout(model: nn.Module) -> None:
    """Replace every active dropout layer of ``model`` by a `SharedDropout` of the same share."""
    for module in model.modules():
        for name, child in list(module.named_children()):
            if type(child) is nn.Dropout and child.p > 0:
                setattr(module, name, SharedDropout(child.p))
