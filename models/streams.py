"""Batches side by side: each on a thread of its own that computes with few cores.

PyTorch divides every operation among the cores and waits for the slowest before the next one. Batches that do not
wait for each other lose nothing at these points, nor when another process takes a core for a moment.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import ParamSpec, TypeVar

import torch

# Between two operations a stream needs the interpreter, which more streams than these would wait for.
_MOST = 8

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Streams:
    """Threads among which the cores are divided.

    Args:
        number: How many.
        cores: How many cores each computes with.
    """

    def __init__(self, number: int, cores: int) -> None:
        self.number = number
        self._pool = ThreadPoolExecutor(number, "stream")
        if cores == torch.get_num_threads():
            return
        # The number of cores is each thread's own once it has asked for it, but its setting is first taken by all
        # threads that have not: so all begin here, and the caller's is put back.
        mine = torch.get_num_threads()
        together = Barrier(number)
        for started in [self._pool.submit(_limit, cores, together) for _ in range(number)]:
            started.result()
        torch.set_num_threads(mine)

    @classmethod
    def on(cls, device: torch.device) -> Streams:
        """Return the streams for a device: one beside the caller for a GPU, else one for a core, up to 8."""
        cores = torch.get_num_threads()
        number = min(cores, _MOST) if device.type == "cpu" else 1
        return cls(number, cores // number)

    def submit(
        self, function: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Have a function called by the first stream that is free; calls begin in the order of submission."""
        return self._pool.submit(function, *args, **kwargs)


def _limit(cores: int, together: Barrier) -> None:
    """Let the thread that calls this compute with so many cores; no thread does so twice."""
    torch.get_num_threads()
    torch.set_num_threads(cores)
    together.wait()
