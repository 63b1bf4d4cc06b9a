"""What a training depends on beside the weights, in files that run no code when they are read."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch.optim.lr_scheduler import LambdaLR

from solieu.annotation.errors import SolieuError
from solieu.training.optimizer import MasterWeightAdamW

_OPTIMIZER = "optimizer.safetensors"
_SCHEDULE = "schedule.json"


@dataclass(frozen=True)
class Descent:
    """What takes the steps of a training.

    Args:
        optimizer: It updates the weights.
        schedule: The learning rates.
        scaler: What keeps small fp16 gradients from vanishing; None in other precisions.
    """

    optimizer: MasterWeightAdamW
    schedule: LambdaLR
    scaler: torch.amp.GradScaler | None = None


@contextmanager
def readable(checkpoint: Path) -> Iterator[None]:
    """Read a checkpoint within the block.

    Args:
        checkpoint: Its directory.

    Raises:
        SolieuError: A file of it is missing or damaged.
    """
    try:
        yield
    except torch.OutOfMemoryError:
        raise
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise SolieuError(
            f"{checkpoint}: is damaged ({type(error).__name__}: {' '.join(str(error).split())[:200]}); remove it to go "
            "on from an earlier one, or begin again with --overwrite"
        ) from None


def save_descent(directory: Path, descent: Descent, seconds: float) -> None:
    """Write how far a training has come.

    Args:
        directory: A checkpoint.
        descent: What takes the steps.
        seconds: How long the training has taken so far.
    """
    save_file(
        {name: tensor.contiguous() for name, tensor in descent.optimizer.tensors().items()}, directory / _OPTIMIZER
    )
    content = {
        "schedule": {"last_epoch": descent.schedule.last_epoch, "rates": descent.schedule.get_last_lr()},
        "scaler": None if descent.scaler is None else descent.scaler.state_dict(),
        "seconds": seconds,
    }
    (directory / _SCHEDULE).write_text(json.dumps(content), encoding="utf-8")


def load_descent(directory: Path, descent: Descent) -> float:
    """Go on from what `save_descent` wrote.

    Args:
        directory: A checkpoint.
        descent: Of the same model and configuration.

    Returns:
        The seconds that the training had taken.
    """
    descent.optimizer.load_tensors(load_file(directory / _OPTIMIZER))
    content: dict[str, Any] = json.loads((directory / _SCHEDULE).read_text(encoding="utf-8"))
    last, rates = content["schedule"]["last_epoch"], content["schedule"]["rates"]
    descent.schedule.load_state_dict(
        descent.schedule.state_dict() | {"last_epoch": last, "_step_count": last + 1, "_last_lr": rates}
    )
    for group, rate in zip(descent.optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
    if descent.scaler is not None:
        descent.scaler.load_state_dict(content["scaler"])
    return float(content["seconds"])


def save_random_state(path: Path) -> None:
    """Write the states of the random number generators: Python's, numpy's, and torch's of CPU and GPU."""
    version, words, gauss = random.getstate()
    kind, keys, position, has_gauss, cached = np.random.get_state(legacy=True)
    tensors = {
        "python": torch.tensor(words, dtype=torch.int64),
        "numpy": torch.from_numpy(np.asarray(keys).astype(np.int64)),
        "cpu": torch.get_rng_state(),
    }
    if torch.cuda.is_available():
        tensors["cuda"] = torch.cuda.get_rng_state()
    rest = {"python": [version, gauss], "numpy": [kind, position, has_gauss, cached]}
    save_file(tensors, path, {name: json.dumps(value) for name, value in rest.items()})


def load_random_state(path: Path) -> None:
    """Go on from what `save_random_state` wrote."""
    tensors = load_file(path)
    with safe_open(path, "pt") as file:
        rest = {name: json.loads(value) for name, value in file.metadata().items()}
    version, gauss = rest["python"]
    random.setstate((version, tuple(tensors["python"].tolist()), gauss))
    kind, position, has_gauss, cached = rest["numpy"]
    np.random.set_state((kind, tensors["numpy"].numpy().astype(np.uint32), position, has_gauss, cached))
    torch.set_rng_state(tensors["cpu"])
    if "cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["cuda"])
