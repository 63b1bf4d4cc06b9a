"""Room for a training on the disk, before it starts."""

from __future__ import annotations

import shutil
from pathlib import Path

from torch import nn

from solieu.annotation.errors import SolieuError

# An optimizer's state of a trained weight: its fp32 copy and the two moments.
_STATE = 12
# Tokenizers, logs and what else is small.
_OTHER = 32 * 2**20


def bytes_needed(model: nn.Module, checkpoints: int, *, resumable: bool) -> int:
    """Return the most bytes that a training has on the disk at once.

    Args:
        model: What is trained.
        checkpoints: How many checkpoints there are at most.
        resumable: Whether they hold the optimizer's state.
    """
    weights: int = sum(weight.nbytes for weight in model.state_dict().values())
    trained = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)
    state = _STATE * trained if resumable else 0
    return checkpoints * (weights + state) + weights + _OTHER


def check_disk_space(scratch: Path, needed: int, output: str) -> None:
    """Refuse a disk that is too full.

    Args:
        scratch: Where checkpoints will be written to; what it holds already is a part of what is needed.
        needed: The bytes, as of `bytes_needed`.
        output: The run's directory, for the message.

    Raises:
        SolieuError: There is less room.
    """
    held = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file())
    existing = next(path for path in (scratch, *scratch.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < needed - held:
        raise SolieuError(
            f"{output}: the training needs {_size(needed - held)} on the disk, but {_size(free)} are free; make room, "
            "or give another output="
        )


def _size(number: int) -> str:
    """Return bytes as people write them."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"
