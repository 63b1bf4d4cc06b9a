"""How many trainings the machine can run at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import torch
from rich.console import Console
from safetensors import SafetensorError, safe_open
from transformers import AutoConfig

from solieu.annotation.errors import SolieuError
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.precision import default_device, training_dtype
from solieu.training.config import TrainingConfig

Jobs = int | Literal["auto"]

# A weight, its gradient, its fp32 copy or itself, and AdamW's two moments.
_BYTES_A_WEIGHT = 16
# Python with torch and transformers, texts and tokenizer.
_PROCESS = 2**30
# What the C library's heap holds in its gaps, and what the estimate does not know of.
_MARGIN = 1.25
# Limit and use of a container's memory, where control groups of version 2 and 1 show it.
_GROUPS = (("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))


def checked_jobs(jobs: Jobs) -> Jobs:
    """Return the number of jobs.

    Raises:
        SolieuError: It is less than 1.
    """
    if jobs != "auto" and jobs < 1:
        raise SolieuError(f"--jobs must be at least 1, but is {jobs}")
    return jobs


def choose_jobs(jobs: Jobs, config: TrainingConfig, trainings: int, console: Console) -> tuple[int, int]:
    """Decide how many trainings run at a time, and say why.

    Args:
        jobs: How many the user wants; ``"auto"``: as many as there are cores and as fit into the memory, one if that
            is not known, and one on a GPU.
        config: What each is like.
        trainings: How many there are to run.
        console: Where the decision is shown.

    Returns:
        How many run at a time, and how many of the processor's threads each of them has.
    """
    cores = available_cores()
    if jobs != "auto":
        chosen, why = jobs, ""
    elif default_device().type != "cpu":
        chosen, why = 1, " (they share one GPU)"
    else:
        free, needed = available_bytes(), training_bytes(config)
        if free is None or needed is None:
            chosen, why = 1, " (what memory they need, or what there is, is not known)"
        else:
            chosen = fitting_jobs(trainings, cores, free, needed)
            why = (
                f" ({cores} core{'' if cores == 1 else 's'}, {free / 1e9:.1f} GB of memory available, "
                f"some {needed / 1e9:.1f} GB for each)"
            )
    threads = max(1, cores // chosen)
    if trainings and (jobs == "auto" or chosen > 1):
        console.print(
            f"{trainings} training{'' if trainings == 1 else 's'}, {chosen} at a time, {threads} "
            f"thread{'' if threads == 1 else 's'} each{why}",
            highlight=False,
            soft_wrap=True,
        )
    return chosen, threads


def fitting_jobs(trainings: int, cores: int, free: int, needed: int) -> int:
    """Return how many trainings run well at once, at least 1.

    A training with one thread makes the best use of a core, so there may be as many as cores.

    Args:
        trainings: How many there are to run.
        cores: How many cores there are.
        free: The bytes of memory that are available.
        needed: The bytes that one training needs.
    """
    return max(1, min(trainings, cores, free // needed))


def training_bytes(config: TrainingConfig) -> int | None:
    """Estimate the most memory that a training on the CPU takes, rather too much than too little.

    It is the sum of: 16 bytes for each weight of the encoder, frozen ones not excepted; 1 GiB for the process; and
    what a batch leaves in each layer for the backward pass, ``t·h·(34 + 5·a·s/h)`` bytes in bf16 and twice as much in
    fp32, with t subwords in the batch, hidden size h, a heads and windows of s subwords (Korthikanti et al. 2022,
    Reducing Activation Recomputation in Large Transformer Models, equation 1), once more for a second pass of R-Drop
    or an adversarial step; all that times 1.25. Gradient checkpointing, which needs less, is not counted in.

    Args:
        config: The training.

    Returns:
        Bytes, or None where the encoder's files do not say what it takes.

    Raises:
        SolieuError: There is no such encoder.
    """
    source = locate_checkpoint(config.encoder)
    try:
        encoder = AutoConfig.from_pretrained(source, trust_remote_code=False)
        layers, hidden, heads = encoder.num_hidden_layers, encoder.hidden_size, encoder.num_attention_heads
        weights = sum(_weights(path) for path in source.glob("*.safetensors"))
    except (OSError, ValueError, AttributeError, SafetensorError):
        return None
    if not weights:
        return None
    # A longer window than the budget is a batch of its own.
    subwords = max(config.batch_subwords, config.max_length)
    width = 1 if training_dtype(config.precision, torch.device("cpu")) == torch.bfloat16 else 2
    passes = 2 if config.r_drop or config.fgm else 1
    batch = layers * subwords * (34 * hidden + 5 * heads * config.max_length) * width * passes
    return int(_MARGIN * (_BYTES_A_WEIGHT * weights + batch + _PROCESS))


def _weights(path: Path) -> int:
    """Count the weights of a file from its header."""
    total = 0
    with safe_open(path, "pt") as file:
        for name in file.keys():  # noqa: SIM118  it is no dictionary
            size = 1
            for length in file.get_slice(name).get_shape():
                size *= length
            total += size
    return total


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def available_bytes(meminfo: Path = Path("/proc/meminfo"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the bytes of memory that can be had without swapping, or None where the system does not say.

    Args:
        meminfo: Where Linux tells it; elsewhere the free pages are asked for.
        groups: Where a container's limit is told, if it has one.
    """
    found = _system_bytes(meminfo)
    for limit_file, used_file in _GROUPS:
        try:
            limit, used = (int((groups / name).read_text()) for name in (limit_file, used_file))
        except (OSError, ValueError):  # no such file, or "max"
            continue
        found = max(0, limit - used) if found is None else min(found, max(0, limit - used))
    return found


def _system_bytes(meminfo: Path) -> int | None:
    try:
        for line in meminfo.read_text().splitlines():
            name, _, value = line.partition(":")
            if name == "MemAvailable":
                return int(value.split()[0]) * 1024  # in kB
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):  # macOS knows no SC_AVPHYS_PAGES
        return None
