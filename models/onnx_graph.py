"""A tagger's model as an ONNX graph, and that in 8 bits."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import torch
from torch import Tensor, nn

from solieu.annotation.errors import SolieuError
from solieu.models.onnx_scorer import INPUTS, OUTPUT
from solieu.models.pooling import Pooling, pool_words
from solieu.models.torch_tagger import TorchTagger

# ONNX Runtime 1.17 (2024) and later run it. It is the first in which Gelu is one operator.
OPSET = 20


class _WordLogits(nn.Module):
    """The encoder, its classification layer and the pooling of subwords to words as one."""

    def __init__(self, model: nn.Module, pooling: Pooling) -> None:
        super().__init__()
        self.model = model
        self.pooling = pooling

    def forward(self, input_ids: Tensor, attention_mask: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask).logits
        return pool_words(logits, starts, ends, self.pooling).float()


def write_graph(tagger: TorchTagger, path: Path) -> None:
    """Write a tagger's model in fp32.

    The graph takes batches of any number of windows, subwords and words. Its weights are in a file beside it, named
    like it with ``.data`` behind, which ONNX Runtime maps into memory and need not copy.

    Args:
        tagger: Its model is on the CPU and in fp32.
        path: The file of the graph.

    Raises:
        SolieuError: A package is not installed, or the encoder cannot be written as a graph.
    """
    check_packages()
    model = _WordLogits(tagger.model, tagger.pooling).train(False)
    # Two rows of different lengths: what is seen once or everywhere would be taken for a constant.
    starts = torch.tensor([[1, 3, 4], [1, 2, 0]])
    ends = torch.tensor([[3, 4, 7], [2, 5, 0]])
    mask = torch.tensor([[1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 0, 0]])
    ids = torch.where(mask > 0, 5, int(tagger.model.config.pad_token_id or 0))
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    try:
        with _quiet():
            torch.onnx.export(
                model,
                (ids, mask, starts, ends),
                path,
                input_names=list(INPUTS),
                output_names=[OUTPUT],
                dynamic_shapes=(free,) * len(INPUTS),
                opset_version=OPSET,
                external_data=True,
                dynamo=True,
                verbose=False,
            )
    except Exception as error:  # of many classes, of torch's and of onnxscript's
        reason = " ".join(str(error).split())[:200]
        raise SolieuError(
            f"the encoder ({tagger.model.config.model_type}) cannot be written as an ONNX graph ({reason}); use the "
            "model as it is"
        ) from None


def quantize_graph(graph: Path, path: Path) -> None:
    """Write a graph with the weights of its matrix products in 8 bits; what they are multiplied with is rounded, too.

    A weight gets 7 of the 8 bits: processors without VNNI add two products in 16 bits, which then do not overflow.
    So the model finds the same on all of them, and what was measured on one holds on another.

    Args:
        graph: The file of a graph in fp32.
        path: The file to write; the weights go beside it, as for `write_graph`.

    Raises:
        SolieuError: A package is not installed.
    """
    check_packages()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _quiet():
        quantize_dynamic(
            graph,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            use_external_data_format=True,
        )


def check_packages() -> None:
    """Check that the packages are there that write and run graphs.

    Raises:
        SolieuError: One is not installed.
    """
    missing = []
    for name in ("onnx", "onnxruntime", "onnxscript"):
        try:
            import_module(name)
        except ModuleNotFoundError:
            missing.append(name)
    if missing:
        raise SolieuError(
            f"the export to ONNX needs {' and '.join(missing)}: install what is missing with "
            "`pip install 'solieu[onnx]'`"
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep torch's and ONNX Runtime's notes on their own insides from the user."""
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in ("torch.onnx", "onnxscript", "")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            for logger, level in loggers.items():
                logger.setLevel(level)
