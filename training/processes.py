"""One run in several processes, as `torchrun` and `accelerate launch` start them: who speaks, and who waits."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from solieu.annotation.errors import SolieuError

if TYPE_CHECKING:  # it imports torch, which the command line's mistakes should not have to wait for
    from accelerate import PartialState

# Seconds after which a launcher has ended all processes when one has failed.
_PATIENCE = 10.0


def is_main() -> bool:
    """Whether this process prints and writes files: the only one, or the first of several."""
    return os.environ.get("RANK", "0") == "0"


def let_main_speak() -> None:
    """In any other process, wait before an error is shown.

    What is wrong is mostly wrong in all processes. The main one then shows it, and the launcher ends the others
    while they wait; one that is still there after that has an error of its own.
    """
    if not is_main():
        wait_for_end()


def wait_for_end() -> None:
    """Give the launcher the time to end this process."""
    time.sleep(_PATIENCE)


@contextmanager
def joined_processes() -> Iterator[PartialState]:
    """Connect the processes of a run for the length of the block: over NCCL on GPUs, over gloo on CPUs.

    Yields:
        What tells the processes apart and lets them wait for each other. On GPUs each process then has its own
        one, and ``torch.device("cuda")`` is that.

    Raises:
        SolieuError: There are more processes on this machine than GPUs.
    """
    import torch
    from accelerate import PartialState

    from solieu.models.precision import default_device

    device = default_device()
    here, gpus = int(os.environ.get("LOCAL_WORLD_SIZE", "1")), torch.cuda.device_count()
    if device.type == "cuda" and here > gpus:
        raise SolieuError(
            f"{here} processes were started on this machine, but it has {gpus} GPU{'' if gpus == 1 else 's'}; "
            f"start {gpus} (torchrun --nproc-per-node {gpus})"
        )
    # The configuration says how a run computes; `accelerate launch` has its own defaults and options for it.
    for name in ("ACCELERATE_MIXED_PRECISION", "ACCELERATE_DYNAMO_BACKEND"):
        os.environ.pop(name, None)
    state = PartialState(cpu=device.type == "cpu")
    yield state
    # Not after an error: the other processes may be in the middle of an exchange, and the launcher ends them.
    state.destroy_process_group()
