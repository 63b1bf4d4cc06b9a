"""A run that is not finished: what it is a run of, and the checkpoint that it can go on from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.training.config import TrainingConfig

# Made when a training begins and removed first of all when it is finished: without it there is no unfinished run.
RUN_FILE = "run.json"
# The Trainer writes it last into a checkpoint.
STATE_FILE = "trainer_state.json"


def identity(config: TrainingConfig, sha256: Mapping[str, str], processes: int) -> dict[str, Any]:
    """Return what must be the same for a run to go on, as JSON holds it.

    Args:
        config: The configuration; where the run is written to does not matter.
        sha256: The hash of each file that the run reads.
        processes: How many processes share the batches.
    """
    content = config.as_dict()
    del content["output"]
    return {"config": content, "sha256": dict(sha256), "processes": processes}


def begin(scratch: Path, run: Mapping[str, Any]) -> None:
    """Make the directory of a run that is not finished; one that was there is removed.

    Args:
        scratch: The directory.
        run: What it is a run of, as `identity` returns it.
    """
    remove(scratch)
    scratch.mkdir()
    with write_atomically(scratch / RUN_FILE) as file:
        json.dump(run, file, ensure_ascii=False, indent=1)


def is_unfinished(scratch: Path) -> bool:
    """Whether the directory is that of a run that is not finished."""
    return (scratch / RUN_FILE).is_file()


def check_same(scratch: Path, run: Mapping[str, Any]) -> None:
    """Refuse to go on with another run than the one that was begun.

    Args:
        scratch: Its directory.
        run: What is to go on, as `identity` returns it.

    Raises:
        SolieuError: The settings, the data or the number of processes differ.
    """
    try:
        begun = json.loads((scratch / RUN_FILE).read_text(encoding="utf-8"))
        old, new = (_flat(content["config"]) for content in (begun, run))
        settings = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        files = [path for path, digest in run["sha256"].items() if begun["sha256"].get(path) != digest]
        processes = begun["processes"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SolieuError(
            f"{scratch / RUN_FILE}: is damaged ({type(error).__name__}: {error}); begin again with --overwrite"
        ) from None
    if settings:
        differences = ", ".join(f"{key} was {old.get(key)!r} and is {new.get(key)!r}" for key in settings)
        raise SolieuError(
            f"{scratch.parent}: the unfinished run there has other settings ({differences}); give those, or "
            "--overwrite to begin again"
        )
    if files:
        raise SolieuError(
            f"{scratch.parent}: the unfinished run there has read another {files[0]}; put that back, or give "
            "--overwrite to begin again"
        )
    if processes != run["processes"]:
        raise SolieuError(
            f"{scratch.parent}: the unfinished run there had {processes} processes, but now there are "
            f"{run['processes']}; start as many as it had, or give --overwrite to begin again"
        )


def _flat(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys as the command line names them."""
    flat = dict(config)
    return flat | {f"data.{key}": value for key, value in flat.pop("data").items()}


def last_checkpoint(scratch: Path) -> Path | None:
    """Return the newest checkpoint that is whole, or None if there is none.

    Args:
        scratch: The directory of a run that is not finished.
    """
    whole = [path for path in scratch.glob("checkpoint-*") if read_state(path) is not None]
    return max(whole, key=step_of, default=None)


def read_state(checkpoint: Path) -> dict[str, Any] | None:
    """Return the Trainer's state of a checkpoint, or None if the checkpoint is not whole."""
    try:
        state = json.loads((checkpoint / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None


def step_of(checkpoint: Path) -> int:
    """Return the number of steps after which a checkpoint was written."""
    number = checkpoint.name.rpartition("-")[2]
    return int(number) if number.isdigit() else -1


def drop_partial(scratch: Path) -> None:
    """Remove the checkpoints in whose writing a run was interrupted."""
    for path in scratch.glob("checkpoint-*"):
        if read_state(path) is None:
            shutil.rmtree(path)


def remove(scratch: Path) -> None:
    """Remove the directory of a run, which from the first moment is no unfinished one any more."""
    (scratch / RUN_FILE).unlink(missing_ok=True)
    shutil.rmtree(scratch, ignore_errors=True)
