"""What works on shards in another process: it loads the model once, and then does one task after the other."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.batch.entries import Entry
from solieu.batch.file_names import part_name
from solieu.batch.manifest import Settings, find_model, load_extractor, use_threads
from solieu.batch.plan import ShardTask
from solieu.batch.probing import DEATHS, find_deadly
from solieu.batch.records import ShardRecord
from solieu.batch.run import finishing
from solieu.batch.shard_writers import WRITERS
from solieu.batch.shards import Shard
from solieu.batch.spool import spooling
from solieu.batch.store import LocalStore, Store
from solieu.models.checkpoint_hashes import checkpoint_hashes

if TYPE_CHECKING:  # it imports torch
    from solieu.models.extractor import Extractor

# A shard that has ended so many workers is given up: none of its articles alone does that. They may also have ended for
# other reasons, as when a machine is lost.
_MOST_DEATHS = 5
_PERHAPS = "perhaps for want of memory; give fewer --workers, or a smaller --max-characters"


@dataclass(frozen=True)
class Assignment:
    """What all workers of a run are told.

    Args:
        model: The checkpoint.
        hashes: The hashes of its files.
        store: Where the run is kept, as an absolute path if it is one.
        settings: What decides about the results.
        folder: The folder that relative paths are relative to.
        files: The files of the inputs.
        missing: The errors that stand before the first of them.
        batch_subwords: The subwords of a batch of the model.
        threads: How many threads the model computes with on a CPU.
        attempts: The handle of the process that counts how often the work on each shard was begun.
    """

    model: str
    hashes: Mapping[str, str]
    store: Store
    settings: Settings
    folder: Path
    files: Sequence[str]
    missing: Sequence[str]
    batch_subwords: int | None
    threads: int
    attempts: Any


@dataclass(frozen=True)
class Work:
    """What became of a task: its record and errors, or why there is none.

    Args:
        record: The record of the shard.
        errors: What stands in its list of errors.
        syllables: How many stretches without white space its articles have.
        failed: Why the shard cannot be done.
    """

    record: ShardRecord | None = None
    errors: Sequence[dict[str, Any]] = ()
    syllables: int = 0
    failed: str | None = None

    def to_json(self) -> str:
        """Return this as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Work:
        """Return what `to_json` wrote."""
        content = json.loads(text)
        record = content["record"]
        return cls(**content | {"record": None if record is None else ShardRecord(**record)})


class ShardWorker:
    """Works on shards.

    Args:
        assignment: What all workers are told.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._told = assignment
        # Rust's threads, which the tokenizer uses, are as many as this says when they are first used.
        os.environ.setdefault("RAYON_NUM_THREADS", str(assignment.threads))

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Do tasks.

        Args:
            batch: ``task``: the tasks, each as JSON.

        Returns:
            ``work``: what became of each, as JSON.
        """
        return {"work": [self._work(ShardTask.from_json(json.loads(task))).to_json() for task in batch["task"]]}

    def _work(self, task: ShardTask) -> Work:
        import ray

        deaths = ray.get(self._told.attempts.begin.remote(task.shard))
        if deaths >= _MOST_DEATHS:
            return Work(failed=f"{part_name(task.shard, 'json')}: all workers that worked on it died, {_PERHAPS}")
        work = self._extract(task, probing=deaths >= DEATHS)
        ray.get(self._told.attempts.end.remote(task.shard))
        return work

    def _extract(self, task: ShardTask, *, probing: bool) -> Work:
        syllables = 0

        def advance(entry: Entry, _: bool) -> None:
            nonlocal syllables
            syllables += len(entry.content.text.split()) if isinstance(entry.content, Document) else 0

        told = self._told
        try:
            os.chdir(told.folder)
            missing = [SolieuError(message) for message in told.missing]
            entries = task.read_entries(*(told.files, missing), told.settings.max_characters, told.settings.columns)
            with _directory(told.store) as directory, self._tried(entries, directory, probing) as (tried, deadly):
                shard = Shard(task.shard, tried, advance, deadly)
                writer = WRITERS[told.settings.format]
                record = shard.extract(self._extractor, finishing(told.settings), writer, directory)
                told.store.put(directory, record.files)
        except SolieuError as error:
            return Work(failed=str(error))
        except OSError as error:
            return Work(failed=f"{error.filename or told.store.name}: {error.strerror or error}")
        return Work(record, shard.errors, syllables)

    @contextmanager
    def _tried(
        self, entries: Iterator[Entry], directory: Path, probing: bool
    ) -> Iterator[tuple[Iterator[Entry], Mapping[int, SolieuError]]]:
        """Try articles if that is to be; give all, and the errors of those that end the process."""
        if not probing:
            yield entries, {}
            return
        told = self._told
        model = find_model(told.model)
        with spooling(directory) as spool:
            deadly = find_deadly(spool.keep(entries), model, told.batch_subwords, told.threads, told.settings)
            yield spool.again(), deadly

    @cached_property
    def _extractor(self) -> Extractor:
        directory = find_model(self._told.model)
        if checkpoint_hashes(directory) != self._told.hashes:
            raise SolieuError(f"{self._told.model}: a worker finds another model under this name; give all the same")
        use_threads(directory, self._told.threads)
        return load_extractor(directory, self._told.batch_subwords, calibrate=False)[0]


@contextmanager
def _directory(store: Store) -> Iterator[Path]:
    """Where this process writes: where the run is kept, or, if that is no directory, to one that does not last."""
    if isinstance(store, LocalStore):
        yield store.directory
        return
    with TemporaryDirectory(prefix="solieu-") as scratch:
        yield Path(scratch)
