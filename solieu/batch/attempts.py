"""How often the work on each shard was begun, so that one that ends all its workers does not do so for ever."""

from __future__ import annotations

from collections import Counter
from typing import Any


class Attempts:
    """Counts, in a process of its own, which ends with none of the workers."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, shard: int) -> int:
        """Count one attempt; return how many workers have ended in the midst of the shard before."""
        self._begun[shard] += 1
        return self._begun[shard] - 1

    def end(self, shard: int) -> None:
        """Forget a shard that did not end its worker."""
        del self._begun[shard]


def start_attempts() -> Any:
    """Start the process that counts; return its handle."""
    import ray

    return ray.remote(Attempts).options(num_cpus=0, max_restarts=-1, max_task_retries=-1).remote()
