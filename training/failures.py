"""What ends a training from outside, in one sentence: too little memory, a full disk, a process that is gone."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from safetensors import SafetensorError

from solieu.annotation.errors import SolieuError
from solieu.training.config import TrainingConfig
from solieu.training.processes import wait_for_end

# How PyTorch says on a CPU, and on Apple's GPUs, that there is no memory.
_NO_MEMORY = re.compile(r"can't allocate memory|not enough memory|std::bad_alloc|out of memory", re.IGNORECASE)
_LOST = re.compile(r"gloo|NCCL|closed by peer|reset by peer", re.IGNORECASE)
_WRITE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES}
_IO = re.compile(r"I/?O ?error:? *(?P<reason>.*?)(?: \(os error \d+\))?\W*$", re.IGNORECASE)


@contextmanager
def explained_failures(config: TrainingConfig, *, resumable: bool) -> Iterator[None]:
    """Turn what a training can fail of into a sentence that says what to do.

    Args:
        config: The run's configuration.
        resumable: Whether ``--resume`` can go on with it.

    Raises:
        SolieuError: In place of such a failure; anything else passes.
    """
    try:
        yield
    except SolieuError:
        raise
    except (RuntimeError, MemoryError, OSError, SafetensorError) as error:
        sentence = _sentence(error, config, resumable=resumable)
        if sentence is None:
            raise
        raise SolieuError(sentence) from error


def _sentence(error: Exception, config: TrainingConfig, *, resumable: bool) -> str | None:
    """Return what to say of a failure, or None if it is of no kind that is known."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError) and _NO_MEMORY.search(str(error))
    ):
        return _memory(config)
    reason = None
    if isinstance(error, OSError) and error.errno in _WRITE_ERRORS:
        reason = error.strerror
    elif isinstance(error, SafetensorError) and (match := _IO.search(str(error))):
        reason = match["reason"]
    if reason is not None:
        then = "and go on with --resume" if resumable else "and start again"
        return f"{config.output}: the training cannot be saved there ({reason}); make room on the disk {then}"
    if isinstance(error, torch.distributed.DistError) or (isinstance(error, RuntimeError) and _LOST.search(str(error))):
        wait_for_end()  # the process that is gone has said why
        return (
            "another process of this run has ended before this one, and no launcher has ended both; look at its output"
        )
    return None


def _memory(config: TrainingConfig) -> str:
    batch, steps = config.batch_subwords, config.gradient_accumulation
    smaller = (
        f"there is too little memory for this training; give batch_subwords={batch // 2} (now {batch}; "
        f"gradient_accumulation={2 * steps} keeps the steps as they are)"
    )
    shorter = f"a smaller max_length (now {config.max_length})"
    if config.gradient_checkpointing:
        return f"{smaller} or {shorter}; gradient_checkpointing is on already"
    return f"{smaller}, {shorter}, or gradient_checkpointing=true (now false)"
