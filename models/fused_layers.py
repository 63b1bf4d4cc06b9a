"""An encoder's linear layers, each as one operation with what follows it, for encoders in bf16 on a CPU.

PyTorch brings a linear layer's weights into the order in which the processor wants them for each product anew, and
computes GELU, or the sum with what came in, after the product, so that what is between goes to memory and back. oneDNN
has operations that take the weights in that order and do the rest at once. `torch.compile` uses them, but only with a
C++ compiler at hand; here they are called by their names.
"""

from __future__ import annotations

from typing import Any, TypeGuard

import torch
from torch import nn
from transformers.activations import GELUActivation

# The rows, that is subwords, for which weights are ordered. The order serves other numbers of them as well.
_ROWS = 2048
# The layers that add what came in to a product and normalise the sum.
_ADD_AND_NORM = {f"{kin}{part}" for kin in ("Bert", "Roberta", "XLMRoberta") for part in ("SelfOutput", "Output")}


class FusedLinear(nn.Module):
    """A linear layer with ordered weights, and a function of its outcome.

    Args:
        dense: The linear layer, in bf16 on a CPU.
        function: ``"gelu"``, by the error function, or ``"none"``.
    """

    def __init__(self, dense: nn.Linear, function: str = "none") -> None:
        super().__init__()
        self.weight, self.bias = dense.weight, dense.bias
        self._function = function
        self._ordered = _ordered(self)
        self.register_load_state_dict_post_hook(_order_again)  # type: ignore[no-untyped-call]

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy is made of: all but the ordered weights, which cannot be copied."""
        return {name: part for name, part in self.__dict__.items() if name != "_ordered"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the ordered weights of a copy."""
        super().__setstate__(state)  # type: ignore[no-untyped-call]
        self._ordered = _ordered(self)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the outcomes, shape ``(…, outputs)``, of inputs of shape ``(…, inputs)``."""
        operation: Any = torch.ops.mkldnn._linear_pointwise
        result: torch.Tensor = operation(hidden, self._ordered, self.bias, self._function, [], "none")
        return result

    def plus(self, hidden: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        """Return the sums of the products and of ``other``, both of shape ``(…, outputs)``; no function is applied."""
        operation: Any = torch.ops.mkldnn._linear_pointwise.binary
        result: torch.Tensor = operation(hidden, other, self._ordered, self.bias, "add")
        return result


class FusedAddAndNorm(nn.Module):
    """The end of a layer of BERT and its kin: a linear layer, the sum with what came in, and the norm.

    Args:
        dense: The linear layer, in bf16 on a CPU.
        norm: The norm.
    """

    def __init__(self, dense: nn.Linear, norm: nn.LayerNorm) -> None:
        super().__init__()
        self.dense = FusedLinear(dense)
        self.LayerNorm = norm

    def forward(self, hidden_states: torch.Tensor, input_tensor: torch.Tensor) -> torch.Tensor:
        """Return the layer's outputs, shape ``(…, outputs)``.

        Args:
            hidden_states: What goes into the linear layer; shape ``(…, inputs)``.
            input_tensor: What came in; shape ``(…, outputs)``.
        """
        result: torch.Tensor = self.LayerNorm(self.dense.plus(hidden_states, input_tensor))
        return result


def _ordered(layer: FusedLinear) -> torch.Tensor:
    """Return the weights of a layer in the processor's order."""
    ordered: torch.Tensor = torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach(), _ROWS)
    return ordered


def _order_again(layer: Any, _incompatible: object) -> None:
    """Order weights that have been loaded anew."""
    layer._ordered = _ordered(layer)


def fuse_layers(model: nn.Module) -> int:
    """Make one operation of each linear layer and what follows it, as BERT and its kin have them.

    Args:
        model: An encoder that will not be trained, moved or converted. Its weights, and their names, stay as they
            are; those of the linear layers are in memory twice from now on.

    Returns:
        How many were fused; 0 where the model, the device or PyTorch does not have what that needs.
    """
    if not has_fused_layers():
        return 0
    fused = 0
    for layer in list(model.modules()):
        for name in ("query", "key", "value"):
            if _fits(dense := getattr(layer, name, None)):
                setattr(layer, name, FusedLinear(dense))
                fused += 1
        if _is_gelu(getattr(layer, "intermediate_act_fn", None)) and _fits(dense := getattr(layer, "dense", None)):
            layer.dense, layer.intermediate_act_fn = FusedLinear(dense, "gelu"), nn.Identity()
            fused += 1
        output: Any = getattr(layer, "output", None)
        if type(output).__name__ in _ADD_AND_NORM and _fits(output.dense):
            layer.output = FusedAddAndNorm(output.dense, output.LayerNorm)
            fused += 1
    return fused


def has_fused_layers() -> bool:
    """Whether this PyTorch has the operations, and the processor bf16."""
    names = ("_linear_pointwise", "_reorder_linear_weight", "_is_mkldnn_bf16_supported")
    if not all(hasattr(torch.ops.mkldnn, name) for name in names):
        return False
    return hasattr(torch.ops.mkldnn._linear_pointwise, "binary") and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _is_gelu(activation: object) -> bool:
    """Whether it is GELU by the error function, and none of the approximations to it."""
    if isinstance(activation, GELUActivation):
        return bool(activation.act is nn.functional.gelu)
    return isinstance(activation, nn.GELU) and activation.approximate == "none"


def _fits(dense: object) -> TypeGuard[nn.Linear]:
    return isinstance(dense, nn.Linear) and dense.weight.device.type == "cpu" and dense.weight.dtype == torch.bfloat16
