"""The records of finished shards: what each holds, and whether its files are what was written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import sync_folder
from solieu.batch.directory import write_json
from solieu.batch.file_names import FINISHED, is_record, part_name, shard_of


@dataclass(frozen=True)
class ShardRecord:
    """A finished shard.

    Args:
        shard: Its number, from 0.
        first: The number of its first entry in the order of the inputs, from 1.
        entries: How many entries were read for it.
        articles: How many of them have a result.
        errors: How many have none.
        entities: How many entities of each label there are.
        read: A hash of what was read.
        files: For each of its files ``bytes`` and ``sha256``.
    """

    shard: int
    first: int
    entries: int
    articles: int
    errors: int
    entities: Mapping[str, int]
    read: str
    files: Mapping[str, Mapping[str, Any]]

    @property
    def names(self) -> list[str]:
        """The names of its files and its own."""
        return [part_name(self.shard, "json"), *self.files]


@dataclass
class Totals:
    """The sums over shards.

    Args:
        shards: How many shards there are.
        articles: How many articles have a result.
        errors: How many have none.
        entities: How many entities of each label there are.
    """

    shards: int = 0
    articles: int = 0
    errors: int = 0
    entities: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, records: Iterable[ShardRecord]) -> Totals:
        """Return the sums over some shards."""
        totals = cls()
        for record in records:
            totals.add(record)
        return totals

    def add(self, record: ShardRecord) -> None:
        """Count one shard more."""
        self.shards += 1
        self.articles += record.articles
        self.errors += record.errors
        self.entities.update(record.entities)

    def to_json(self) -> dict[str, Any]:
        """Return the sums as JSON holds them."""
        return asdict(self) | {"entities": dict(sorted(self.entities.items()))}


def file_facts(directory: Path, files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Return what a record says of files, after their names, too, have come to the disk."""
    for folder in {path.parent for path in files}:
        sync_folder(folder)
    return {str(path.relative_to(directory)): _facts(path) for path in files}


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return {"bytes": path.stat().st_size, "sha256": file_digest(stream, "sha256").hexdigest()}


def write_record(directory: Path, record: ShardRecord) -> None:
    """Write the record of a shard, with which the shard is finished."""
    write_json(directory / part_name(record.shard, "json"), asdict(record))


def read_records(
    directory: Path, whole: Callable[[ShardRecord], bool] | None = None
) -> tuple[dict[int, ShardRecord], list[int]]:
    """Read the records of a run, and compare the files of each shard with them.

    Args:
        directory: The directory of a run.
        whole: Tells whether the files of a shard are as its record says; by default, whether the directory's are.

    Returns:
        The finished shards by their number, in order; and the numbers of those that have a record, but are damaged.
    """
    whole = whole or partial(is_whole, directory)
    found = sorted(path for path in directory.glob("part-*.json") if is_record(path.name))
    records: dict[int, ShardRecord] = {}
    damaged = []
    for path in found:
        shard = shard_of(path.name)
        if shard is None or path.name != part_name(shard, "json"):
            continue
        record = _read(path)
        if record is not None and record.shard == shard and whole(record):
            records[shard] = record
        else:
            damaged.append(shard)
    return dict(sorted(records.items())), sorted(damaged)


def _read(path: Path) -> ShardRecord | None:
    """Return a record, or None if it is damaged."""
    try:
        content = json.loads(path.read_bytes())
        record = ShardRecord(**content)
        numbers = (
            record.shard,
            record.first,
            record.entries,
            record.articles,
            record.errors,
            *record.entities.values(),
        )
        facts = [(facts["bytes"], facts["sha256"]) for facts in record.files.values()]
        right = (
            all(type(number) is int and number >= 0 for number in numbers)
            and record.entries == record.articles + record.errors
            and all(type(size) is int and isinstance(digest, str) for size, digest in facts)
            and all(shard_of(name) == record.shard and ".." not in name.split("/") for name in record.files)
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return record if right else None


def is_whole(directory: Path, record: ShardRecord) -> bool:
    """Whether the files of a shard are in a directory, with the hashes that its record has."""
    try:
        return all(_facts(directory / name) == facts for name, facts in record.files.items())
    except OSError:
        return False


def write_finished(directory: Path, totals: Totals) -> None:
    """Write that the run is finished."""
    write_json(directory / FINISHED, totals.to_json())


def is_finished(directory: Path, records: Mapping[int, ShardRecord]) -> bool:
    """Whether a run is finished, and all its shards are whole.

    Args:
        directory: The directory of a run.
        records: The shards that are finished and whole.
    """
    try:
        content = json.loads((directory / FINISHED).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return bool(list(records) == list(range(len(records))) and content == Totals.of(records.values()).to_json())
