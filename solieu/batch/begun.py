"""How many processes have ended in the midst of the work on a shard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.batch.directory import write_json
from solieu.batch.file_names import BEGUN
from solieu.batch.store import Store


@dataclass
class Deaths:
    """The processes that have ended in the midst of the work on a shard.

    Args:
        number: How many.
    """

    number: int


@contextmanager
def counting_deaths(store: Store, shard: int) -> Iterator[Deaths]:
    """Count this process among those that have ended in the midst of a shard, unless the block ends.

    Args:
        store: Where the run is kept.
        shard: The number of the shard.

    Yields:
        The processes that had ended before. An error, or being told to stop, says nothing about the shard, so the count
        is then again what this is.

    Raises:
        SolieuError: The count cannot be written; the one before stays.
    """
    deaths = Deaths(_read(store.directory, shard))
    _write(store, shard, deaths.number + 1)
    try:
        yield deaths
    except BaseException:
        # What is raised matters more than that the count is one too high.
        with suppress(OSError, SolieuError):
            if deaths.number:
                _write(store, shard, deaths.number)
            else:
                forget_deaths(store.directory)
                store.remove(BEGUN)
        raise


def forget_deaths(directory: Path) -> None:
    """Forget what was counted in a directory."""
    (directory / BEGUN).unlink(missing_ok=True)


def _read(directory: Path, shard: int) -> int:
    """Return how often the work on a shard was begun and came to no end."""
    try:
        content = json.loads((directory / BEGUN).read_bytes())
        shard_then, times = content["shard"], content["times"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return 0  # of a file that is damaged nothing is known
    return times if shard_then == shard and type(times) is int and times > 0 else 0


def _write(store: Store, shard: int, times: int) -> None:
    write_json(store.directory / BEGUN, {"shard": shard, "times": times})
    store.put(store.directory, (BEGUN,))
