"""AdamW for weights in bf16, which alone are too coarse to be trained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

# The scores of a CRF start at 0 and belong to no encoder: they need steps of their own size.
CRF_LEARNING_RATE = 0.01
_LAYER = re.compile(r"\.layers?\.(\d+)\.")


class MasterWeightAdamW(torch.optim.AdamW):
    """AdamW that updates fp32 copies of the parameters and rounds them to the parameters' own dtype.

    The forward and backward passes then run in bf16 throughout, without autocast's conversions, while no
    small update is lost (Micikevicius et al., "Mixed precision training", ICLR 2018, section 3.1). Parameters
    that are fp32 already are updated themselves.

    Args:
        named_parameters: The model's parameters; frozen ones are passed over.
        learning_rate: The highest learning rate.
        weight_decay: On matrices; vectors (biases, layer norms) and the scores of a CRF have none.
        layer_decay: What the learning rate is multiplied by from each layer to the one below it; the embeddings are
            below the lowest (Howard and Ruder, "Universal language model fine-tuning for text classification", ACL
            2018, section 3.2, "discriminative fine-tuning").
    """

    def __init__(
        self,
        named_parameters: Iterable[tuple[str, nn.Parameter]],
        learning_rate: float,
        weight_decay: float,
        layer_decay: float = 1.0,
    ) -> None:
        trained = [(name, parameter) for name, parameter in named_parameters if parameter.requires_grad]
        self._parameters = [parameter for _, parameter in trained]
        self._masters = [
            parameter if parameter.dtype == torch.float32 else parameter.detach().float().clone()
            for parameter in self._parameters
        ]
        rates = learning_rates([name for name, _ in trained], learning_rate, layer_decay)
        groups: dict[tuple[float, float], list[torch.Tensor]] = {}
        for (name, parameter), master, rate in zip(trained, self._masters, rates, strict=True):
            decay = weight_decay if parameter.ndim > 1 and not _is_crf(name) else 0.0
            groups.setdefault((rate, decay), []).append(master)
        super().__init__(
            [{"params": masters, "lr": rate, "weight_decay": decay} for (rate, decay), masters in groups.items()],
            lr=learning_rate,
            fused=True,
        )

    def step(self, closure: Callable[[], float] | None = None) -> Any:
        """Update the fp32 copies from the parameters' gradients, and the parameters from the copies."""
        copies = [pair for pair in zip(self._parameters, self._masters, strict=True) if pair[0] is not pair[1]]
        for parameter, master in copies:
            master.grad = None if parameter.grad is None else parameter.grad.float()
        loss = super().step(closure)
        with torch.no_grad():
            for parameter, master in copies:
                parameter.copy_(master)
        return loss

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of the parameters and of their copies."""
        super().zero_grad(set_to_none)
        for parameter in self._parameters:
            parameter.grad = None

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return everything that a step depends on beside the gradients, by names that are the same in every run."""
        tensors = {f"{number}.master": master.detach() for number, master in enumerate(self._masters)}
        for number, master in enumerate(self._masters):
            tensors |= {f"{number}.{name}": value for name, value in self.state[master].items()}
        return tensors

    def load_tensors(self, tensors: dict[str, torch.Tensor]) -> None:
        """Go on from what `tensors` returned, for the same parameters."""
        with torch.no_grad():
            for number, (parameter, master) in enumerate(zip(self._parameters, self._masters, strict=True)):
                master.copy_(tensors[f"{number}.master"])
                parameter.copy_(master)
                self.state[master] = {
                    name: tensors[f"{number}.{name}"].to(master.device)
                    for name in ("step", "exp_avg", "exp_avg_sq")
                    if f"{number}.{name}" in tensors
                }


def learning_rates(names: list[str], learning_rate: float, layer_decay: float) -> list[float]:
    """Return the learning rate of each parameter by its name.

    Args:
        names: Names such as ``bert.encoder.layer.3.output.dense.weight``.
        learning_rate: That of the highest layer and of what is above it.
        layer_decay: What it is multiplied by from each layer to the one below it.
    """
    layers = [int(match.group(1)) for name in names if (match := _LAYER.search(name))]
    highest = max(layers, default=-1)
    rates = []
    for name in names:
        match = _LAYER.search(name)
        below = highest - int(match.group(1)) if match else highest + 1 if ".embeddings." in name else 0
        rates.append(CRF_LEARNING_RATE if _is_crf(name) else learning_rate * layer_decay**below)
    return rates


def _is_crf(name: str) -> bool:
    return name.startswith("crf.")
