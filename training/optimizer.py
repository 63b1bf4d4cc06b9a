"""AdamW for weights in bf16, which alone are too coarse to be trained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn


class MasterWeightAdamW(torch.optim.AdamW):
    """AdamW that updates fp32 copies of the parameters and rounds them to the parameters' own dtype.

    The forward and backward passes then run in bf16 throughout, without autocast's conversions, while no
    small update is lost (Micikevicius et al., "Mixed precision training", ICLR 2018, section 3.1).

    Args:
        named_parameters: The model's parameters; frozen ones are passed over.
        learning_rate: The highest learning rate.
        weight_decay: On matrices; vectors (biases, layer norms) have none.
    """

    def __init__(
        self, named_parameters: Iterable[tuple[str, nn.Parameter]], learning_rate: float, weight_decay: float
    ) -> None:
        self._parameters = [parameter for _, parameter in named_parameters if parameter.requires_grad]
        self._masters = [parameter.detach().float().clone() for parameter in self._parameters]
        groups = [
            {"params": [master for master in self._masters if master.ndim > 1], "weight_decay": weight_decay},
            {"params": [master for master in self._masters if master.ndim <= 1], "weight_decay": 0.0},
        ]
        super().__init__(groups, lr=learning_rate, fused=True)

    def step(self, closure: Callable[[], float] | None = None) -> Any:
        """Update the fp32 copies from the parameters' gradients, and the parameters from the copies."""
        for parameter, master in zip(self._parameters, self._masters, strict=True):
            master.grad = None if parameter.grad is None else parameter.grad.float()
        loss = super().step(closure)
        with torch.no_grad():
            for parameter, master in zip(self._parameters, self._masters, strict=True):
                parameter.copy_(master)
        return loss

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of the parameters and of their copies."""
        super().zero_grad(set_to_none)
        for parameter in self._parameters:
            parameter.grad = None
