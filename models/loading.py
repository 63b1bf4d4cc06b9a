"""A trained tagger from disk or the hub, by whatever engine its files are for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solieu.models.checkpoint import CheckpointSettings, load_settings
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.onnx_checkpoint import is_exported, load_onnx_tagger
from solieu.models.tagger import Tagger

if TYPE_CHECKING:  # it imports torch
    from solieu.models.precision import Precision


def load_tagger(
    name: str | Path, *, device: str | None = None, precision: Precision = "auto"
) -> tuple[Tagger, CheckpointSettings]:
    """Load a trained tagger.

    Args:
        name: A directory that `solieu train` or `solieu export` wrote, or the id of a repository on the hub.
        device: ``"cpu"``, ``"cuda"`` …; by default the GPU if there is one, and the CPU for an exported model.
        precision: ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the device has it. An exported model computes
            in what it was exported to.

    Returns:
        The tagger and the checkpoint's settings.

    Raises:
        SolieuError: A part of the checkpoint is missing or damaged, its parts do not fit together, or there is no
            such device.
    """
    directory = locate_checkpoint(name)
    settings = load_settings(directory)
    if is_exported(directory):
        return load_onnx_tagger(directory, settings, device=device, precision=precision), settings
    from solieu.models.torch_checkpoint import load_torch_tagger  # it imports torch and transformers

    return load_torch_tagger(directory, settings, device=device, precision=precision), settings
