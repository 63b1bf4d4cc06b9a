"""The names of the files of a run."""

from __future__ import annotations

import re

MANIFEST = "manifest.json"
INPUTS = "inputs.jsonl"
FINISHED = "finished.json"
BEGUN = "begun.json"
_OF_A_SHARD = re.compile(r"(?:part|errors)-(\d{5,})\.(?:jsonl?|csv|parquet)")


def part_name(shard: int, suffix: str) -> str:
    """Return the name of a file with results of a shard, such as ``part-00000.jsonl``."""
    return f"part-{shard:05}.{suffix}"


def errors_name(shard: int) -> str:
    """Return the name of the file with the errors of a shard."""
    return f"errors-{shard:05}.jsonl"


def shard_of(name: str) -> int | None:
    """Return the number of the shard that a file of this name belongs to, or None if it belongs to none."""
    match = _OF_A_SHARD.fullmatch(name.rpartition("/")[2])
    return int(match[1]) if match else None


def is_record(name: str) -> bool:
    """Whether a file of a shard is its record."""
    return name.startswith("part-") and name.endswith(".json") and name.count(".") == 1
