"""How often the work on a shard was begun by processes that ended in the midst of it."""

from __future__ import annotations

import json
from pathlib import Path

from solieu.batch.directory import write_json
from solieu.batch.file_names import BEGUN


def count_begin(directory: Path, shard: int) -> int:
    """Write that the work on a shard begins; return how often that has been so since it last ended.

    Args:
        directory: The directory of a run.
        shard: The number of the shard.
    """
    try:
        content = json.loads((directory / BEGUN).read_bytes())
        before = int(content["times"]) if content["shard"] == shard else 0
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        before = 0  # of a file that is damaged nothing is known
    write_json(directory / BEGUN, {"shard": shard, "times": before + 1})
    return before + 1


def forget_begin(directory: Path) -> None:
    """Forget that work was begun, as it has come to an end, and not with its process."""
    (directory / BEGUN).unlink(missing_ok=True)
