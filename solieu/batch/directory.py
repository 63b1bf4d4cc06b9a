"""The directory of a run: what may be in it before, and what is removed from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import sync_folder, write_atomically
from solieu.annotation.errors import SolieuError
from solieu.batch.file_names import BEGUN, FINISHED, INPUTS, MANIFEST, is_record, shard_of
from solieu.batch.lock import LOCK
from solieu.outputs import TABLE_NAMES

_TEMPORARY = ".solieu-*.tmp"


def make_directory(directory: Path) -> None:
    """Make the directory, unless it is there and may be used.

    Raises:
        SolieuError: It holds something that is no run, or cannot be made.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        strange = sorted({path.name for path in directory.iterdir()} - {LOCK})
    except OSError as error:
        raise SolieuError(f"{directory}: cannot be the output directory ({error.strerror}); give another") from None
    if strange and not (directory / LOCK).is_file():
        raise SolieuError(f"{directory}: holds {strange[0]}, but no run of `solieu extract`; give an empty directory")


def is_begun(directory: Path) -> bool:
    """Whether a run was begun in a directory.

    Raises:
        SolieuError: It has been, but its manifest is gone.
    """
    if (directory / MANIFEST).is_file():
        return True
    left = [path.name for path in _files(directory) if shard_of(path.name) is not None]
    if left:
        raise SolieuError(f"{directory}: holds {min(left)}, but no {MANIFEST}; give --overwrite to begin anew")
    return False


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write one of the directory's records, after all that was written before it has come to the disk."""
    sync_folder(path.parent)
    with write_atomically(path, "wb") as file:
        file.write(json.dumps(content, ensure_ascii=True, indent=1).encode() + b"\n")
    sync_folder(path.parent)


def clear(directory: Path) -> None:
    """Remove the run that a directory holds, its manifest last, so that it can be told for a run until then."""
    remove_shards(directory, keep=frozenset())
    for name in (FINISHED, BEGUN, INPUTS, MANIFEST):
        (directory / name).unlink(missing_ok=True)


def remove_shards(directory: Path, keep: Set[str]) -> None:
    """Remove the files of shards but those to be kept, records first, and files that were not written whole.

    Args:
        directory: The directory of a run.
        keep: Names of files, as paths below the directory.
    """
    removed = [
        path
        for path in _files(directory)
        if shard_of(path.name) is not None and str(path.relative_to(directory)) not in keep
    ]
    for path in sorted(removed, key=lambda path: not is_record(path.name)):
        path.unlink()
    for folder in (".", *TABLE_NAMES):
        for path in directory.glob(f"{folder}/{_TEMPORARY}"):
            path.unlink()


def _files(directory: Path) -> Iterator[Path]:
    yield from directory.glob("part-*")
    yield from directory.glob("errors-*")
    for table in TABLE_NAMES:
        yield from directory.glob(f"{table}/part-*")
