"""The first half of a feed-forward layer as one operation, for encoders that compute in bf16 on a CPU.

PyTorch computes the product and GELU one after the other, and writes what is between, the largest tensor of a layer, to
memory. oneDNN has an operation for both, which `torch.compile` uses, but only with a C++ compiler at hand; here
it is called by its name.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from transformers.activations import GELUActivation


class FusedGelu(nn.Module):
    """GELU of a linear layer.

    Args:
        dense: The linear layer, in bf16 on a CPU.
    """

    def __init__(self, dense: nn.Linear) -> None:
        super().__init__()
        self.dense = dense

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the activations, shape ``(…, outputs)``, of inputs of shape ``(…, inputs)``."""
        result: torch.Tensor = _gelu_of_linear()(hidden, self.dense.weight, self.dense.bias, "gelu", [], "none")
        return result


def fuse_gelu(model: nn.Module) -> int:
    """Make one operation of each feed-forward layer's first product and GELU, as BERT and its kin have them.

    Args:
        model: An encoder that will not be trained. Its weights, and their names, stay as they are.

    Returns:
        How many were fused; 0 where the model, the device or PyTorch does not have what that needs.
    """
    if not has_fused_gelu():
        return 0
    fused = 0
    for layer in model.modules():
        inner = getattr(layer, "intermediate", None)
        dense, activation = getattr(inner, "dense", None), getattr(inner, "intermediate_act_fn", None)
        if isinstance(dense, nn.Linear) and _is_gelu(activation) and _fits(dense.weight):
            layer.intermediate = FusedGelu(dense)
            fused += 1
    return fused


def has_fused_gelu() -> bool:
    """Whether this PyTorch has the operation, and the processor bf16."""
    names = ("_linear_pointwise", "_is_mkldnn_bf16_supported")
    return all(hasattr(torch.ops.mkldnn, name) for name in names) and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _gelu_of_linear() -> Any:
    return torch.ops.mkldnn._linear_pointwise


def _is_gelu(activation: object) -> bool:
    """Whether it is GELU by the error function, and none of the approximations to it."""
    if isinstance(activation, GELUActivation):
        return bool(activation.act is nn.functional.gelu)
    return isinstance(activation, nn.GELU) and activation.approximate == "none"


def _fits(weight: torch.Tensor) -> bool:
    return weight.device.type == "cpu" and weight.dtype == torch.bfloat16
