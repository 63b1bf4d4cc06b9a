"""Where the encoder computes, and in which floating-point format."""

from __future__ import annotations

from typing import Literal

import torch

from solieu.annotation.errors import SolieuError

Precision = Literal["auto", "bf16", "fp32"]
TrainingPrecision = Literal["auto", "bf16", "fp16", "fp32"]


def has_bf16(device: torch.device) -> bool:
    """Whether ``device`` multiplies bf16 matrices in hardware (AMX or AVX-512 BF16; Ampere GPUs and later)."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        return torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return False


def choose_dtype(precision: Precision, device: torch.device) -> torch.dtype:
    """Return the dtype of the matrices.

    Args:
        precision: ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the device has it.
        device: Where the model runs.

    Raises:
        SolieuError: The precision is none of these.
    """
    if precision not in ("auto", "bf16", "fp32"):
        raise SolieuError(f"precision must be auto, bf16 or fp32, not {precision!r}")
    if precision == "bf16" or (precision == "auto" and has_bf16(device)):
        return torch.bfloat16
    return torch.float32


def training_dtype(precision: TrainingPrecision, device: torch.device) -> torch.dtype:
    """Return the dtype of the matrices in training.

    Args:
        precision: As for `choose_dtype`, or ``"fp16"``: fp32 weights, of which autocast makes fp16 copies.
        device: Where the model is trained.

    Raises:
        SolieuError: The device cannot train in this precision.
    """
    if precision != "fp16":
        return choose_dtype(precision, device)
    if device.type != "cuda":
        raise SolieuError("precision=fp16 needs an NVIDIA GPU, and there is none here; give precision=bf16 or fp32")
    return torch.float16


def default_device() -> torch.device:
    """Return the GPU if there is one, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def named_device(name: str) -> torch.device:
    """Return the device of that name.

    Raises:
        SolieuError: PyTorch does not know it or cannot use it here.
    """
    try:
        return torch.empty(0, device=name).device
    except (RuntimeError, AssertionError, NotImplementedError):
        raise SolieuError(
            f"device {name!r} cannot be used on this machine; give cpu, or cuda where there is a GPU"
        ) from None
