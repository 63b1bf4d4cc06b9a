"""The loss, the learning rate, the gradients' norm and the development scores, for TensorBoard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transformers.integrations.integration_utils import TensorBoardCallback

from solieu.training.run_directory import TENSORBOARD
from solieu.training.unfinished import step_of


@contextmanager
def tensorboard_logs(scratch: Path, checkpoint: Path | None) -> Iterator[TensorBoardCallback]:
    """Write a training's log as TensorBoard reads it.

    Args:
        scratch: Where the folder of the logs is, or will be.
        checkpoint: What the training goes on from: TensorBoard passes over what was logged after that before; None
            for a training that begins.

    Yields:
        What the Trainer tells its log.
    """
    from torch.utils.tensorboard import SummaryWriter  # brings much with it

    after = None if checkpoint is None else step_of(checkpoint) + 1
    with _quiet_writer(), SummaryWriter(str(scratch / TENSORBOARD), purge_step=after) as writer:
        yield TensorBoardCallback(writer)  # type: ignore[no-untyped-call]


@contextmanager
def _quiet_writer() -> Iterator[None]:
    """Within the block TensorBoard's thread prints no error: it hands each on to whoever writes next."""
    show = threading.excepthook

    def show_others(error: threading.ExceptHookArgs) -> None:
        if not type(error.thread).__module__.startswith("tensorboard."):
            show(error)

    threading.excepthook = show_others
    try:
        yield
    finally:
        threading.excepthook = show
