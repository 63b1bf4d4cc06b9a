"""Time of one batch at PhoBERT base's size: PyTorch as it is, solieu's fused layers, `torch.compile` and OpenVINO.

    python benchmarks/engines.py [--rounds 7] [--compile] [--openvino]

All compute in bf16 on one core, with random weights, and take turns on each batch; the fastest round of each counts.
``--compile`` needs a C++ compiler, ``--openvino`` the package `openvino`, which solieu does not need. The first call,
which is printed where it takes more than ten seconds, is not counted: it is when `torch.compile` compiles.
"""

from __future__ import annotations

import argparse
import copy
import time
from collections.abc import Callable
from typing import Any

import torch
from transformers import AutoModelForTokenClassification, RobertaConfig

from solieu.models.compiled_kernels import keep_few_compiled_kernels
from solieu.models.fused_layers import fuse_layers

# Rows and the longest row's subwords, about 2,048 in all as in solieu's batches, and a single line.
BATCHES = ((100, 20), (60, 34), (32, 64), (16, 128), (1, 34))

Way = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def batch(rows: int, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Make up a batch, in which two of three rows are one or two subwords shorter than the longest."""
    ids, mask = torch.randint(5, 60_000, (rows, length)), torch.ones(rows, length, dtype=torch.long)
    for row in range(rows):
        mask[row, length - row % 3 :] = 0
    return ids, mask


def pytorch(model: Any) -> Way:
    """Return a model as a way."""

    def run(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            logits: torch.Tensor = model(input_ids=ids, attention_mask=mask).logits
            return logits

    return run


def compiled(model: Any) -> Way:
    """Return what `torch.compile` makes of a model, its weights made constants."""
    import torch._inductor.config

    torch._inductor.config.freezing = True
    return pytorch(torch.compile(model, dynamic=True))


def openvino(model: Any) -> Way:
    """Return what OpenVINO makes of a model in fp32, for bf16."""
    from openvino import Core, convert_model

    ids, mask = batch(4, 34)
    converted = convert_model(model, example_input={"input_ids": ids, "attention_mask": mask})
    options = {"INFERENCE_PRECISION_HINT": "bf16", "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    ready = Core().compile_model(converted, "CPU", options)
    return lambda ids, mask: torch.from_numpy(ready({"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0])


def seconds(way: Way, given: tuple[torch.Tensor, torch.Tensor]) -> float:
    """Time a way once."""
    started = time.perf_counter()
    way(*given)
    return time.perf_counter() - started


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--compile", action="store_true", help="measure torch.compile, too")
    parser.add_argument("--openvino", action="store_true", help="measure OpenVINO, too")
    options = parser.parse_args()
    keep_few_compiled_kernels()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    config = RobertaConfig(vocab_size=64_001, max_position_embeddings=258, type_vocab_size=1, num_labels=19)
    exact = AutoModelForTokenClassification.from_config(config).eval()
    plain = copy.deepcopy(exact).to(torch.bfloat16)
    fused = copy.deepcopy(plain)
    if not fuse_layers(fused):
        raise SystemExit("this PyTorch or processor has no fused layers in bf16, so there is nothing to compare")
    ways = {"plain": pytorch(plain), "fused": pytorch(fused)}
    if options.compile:
        ways["compiled"] = compiled(plain)
    if options.openvino:
        ways["openvino"] = openvino(exact)
    print(f"torch {torch.__version__}: milliseconds, and how many times as fast as plain PyTorch")
    for rows, length in BATCHES:
        given = batch(rows, length)
        first = {name: seconds(way, given) for name, way in ways.items()}
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(options.rounds):
            for name, way in ways.items():
                best[name] = min(best[name], seconds(way, given))
        cells = [f"{name} {1e3 * took:.1f} ({best['plain'] / took:.2f})" for name, took in best.items()]
        late = [f"the first call of {name} took {took:.0f} s" for name, took in first.items() if took > 10]
        print(f"{rows} x {length}: " + "  ".join(cells) + ("; " + ", ".join(late) if late else ""), flush=True)


if __name__ == "__main__":
    main()
