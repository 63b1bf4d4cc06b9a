"""A run on Ray Data: this process plans the shards and writes their records, workers do what is between."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from solieu.annotation.errors import SolieuError
from solieu.articles.places import Place
from solieu.batch.attempts import start_attempts
from solieu.batch.entries import Entry, ReadHash
from solieu.batch.file_names import part_name
from solieu.batch.inputs import Inputs
from solieu.batch.manifest import Settings, describe, find_model, load_extractor
from solieu.batch.plan import ShardTask, with_places
from solieu.batch.ray_cluster import Cluster
from solieu.batch.records import ShardRecord
from solieu.batch.run import Batch
from solieu.batch.shard_worker import Assignment, ShardWorker, Work
from solieu.batch.store import LocalStore


@dataclass
class RayBatch(Batch):
    """A run that has workers on a Ray cluster.

    Args:
        cluster: The workers.
    """

    cluster: Cluster

    def describe(self) -> dict[str, Any]:
        """Return the run as a worker sees it: its files of the model, its device, its packages."""
        description: dict[str, Any] = self._ask_worker(_describe, self.model, self.settings)
        self.hashes: dict[str, str] = description["model"]["files"]
        return description

    def load(self) -> int:
        """Make sure that the model loads where the workers are; return the subwords of its batches."""
        subwords: int = self._ask_worker(_load, self.model, self.is_long)
        return subwords

    def _ask_worker(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function where the workers are, with the GPU that each has."""
        if self.cluster.is_here and not self.cluster.gpus:
            return function(*arguments)
        import ray

        # As for the workers, either cores or a GPU.
        cores = 0 if self.cluster.gpus else self.cluster.threads
        remote = ray.remote(_in_folder).options(num_cpus=cores, num_gpus=self.cluster.gpus)
        try:
            return ray.get(remote.remote(Path.cwd(), function, *arguments))
        except ray.exceptions.RayError as error:
            raise SolieuError(f"a worker cannot load the model: {_reason(error)}") from None

    def extract(self, inputs: Inputs) -> int:
        """Plan all shards, and have those that are not finished worked on; return the exit status."""
        tasks, shards = self.plan(inputs)
        if tasks:
            done_bytes = inputs.total_bytes - sum(task.bytes for task in tasks)
            self.reporter.extracting(done_bytes)
            by_number = {task.shard: task for task in tasks}
            for work in self._results(tasks, inputs):
                with self.what_stays():
                    record = _checked(work, by_number)
                done_bytes += by_number.pop(record.shard).bytes
                self.reporter.entries(record.entries, work.syllables, record.errors, done_bytes)
                with self.stop.finishing():
                    self.record(record, work.errors)
                if self.stop.requested is not None and by_number:
                    self.end("stopped")
                    return 128 + self.stop.requested
        return self.finish_run(shards)

    def plan(self, inputs: Inputs) -> tuple[list[ShardTask], int]:
        """Read the inputs; return the tasks for shards that are not finished, and how many shards there are."""
        tasks: list[ShardTask] = []
        shards = 0
        self.reporter.planning()
        for shard, entries in self.shards(inputs):
            # The first of the entries has been read, but none of the others.
            (file, articles), before = inputs.at, inputs.done_bytes
            read, repeated = _read(entries)
            if shard in self.records:
                self.check_read(self.records[shard], read)
            else:
                first = shard * self.settings.shard_size + 1
                size = inputs.done_bytes - before
                place = Place(articles)
                tasks.append(ShardTask(shard, first, read.entries, file, place, repeated, size, read.hexdigest()))
            shards += 1
            self.reporter.planned(inputs.done_bytes)
        tasks = with_places(tasks, inputs.files)
        inputs.refuse_changed()
        return tasks, shards

    def _results(self, tasks: Sequence[ShardTask], inputs: Inputs) -> Iterator[Work]:
        """Have tasks done, each by one worker; what became of them comes in any order."""
        import ray
        import ray.data

        store = self.store
        if isinstance(store, LocalStore):
            store = LocalStore(store.directory.resolve())
        told = Assignment(
            self.model,
            self.hashes,
            store,
            replace(self.settings, columns=replace(self.settings.columns, by_path=inputs.names_repeat)),
            Path.cwd(),
            inputs.files,
            [str(error) for error in inputs.errors],
            self.batch_subwords,
            self.cluster.threads,
            start_attempts(),
        )
        rows = [{"task": json.dumps(task.to_json())} for task in tasks]
        _be_quiet()
        # Each block is a shard. When a worker dies, Ray starts another, and gives the shard to that or to any other.
        dataset = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
            ShardWorker,
            fn_constructor_args=(told,),
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(
                size=min(self.cluster.workers, len(tasks)), max_tasks_in_flight_per_actor=1
            ),
            # Ray Data wants but one of the two.
            num_cpus=None if self.cluster.gpus else self.cluster.threads,
            num_gpus=self.cluster.gpus or None,
        )
        try:
            for batch in dataset.iter_batches(batch_size=None, prefetch_batches=0):
                yield from map(Work.from_json, batch["work"])
        except ray.exceptions.RayError as error:
            with self.what_stays():
                raise SolieuError(f"the workers cannot go on: {_reason(error)}") from None


def _in_folder(folder: Path, function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function where relative paths mean what they mean for the command."""
    os.chdir(folder)
    return function(*arguments)


def _describe(model: str, settings: Settings) -> dict[str, Any]:
    return describe(model, find_model(model), settings)


def _load(model: str, calibrate: bool) -> int:
    return load_extractor(find_model(model), None, calibrate=calibrate)[1]


def _read(entries: Iterator[Entry]) -> tuple[ReadHash, tuple[int, ...]]:
    """Read the entries of a shard; return their hash, and the numbers of those whose id has come before."""
    read = ReadHash()
    repeated = []
    for entry in entries:
        read.add(entry)
        if entry.repeated:
            repeated.append(entry.number)
    return read, tuple(repeated)


def _checked(work: Work, tasks: Mapping[int, ShardTask]) -> ShardRecord:
    """Return the record of a shard, if there is one and the worker read what was planned."""
    if work.record is None:
        raise SolieuError(work.failed or "a worker did nothing")
    record = work.record
    task = tasks[record.shard]
    if (record.first, record.entries, record.read) != (task.first, task.entries, task.read):
        raise SolieuError(
            f"{part_name(record.shard, 'json')}: a worker read other articles than this process did; "
            "give paths that are the same files for all workers, and change none of them"
        )
    return record


def _be_quiet() -> None:
    """Keep Ray Data from telling what the run's reporter does."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


def _reason(error: BaseException) -> str:
    """Return the last line of what Ray says, which is what was raised, or all of it if it is one line."""
    cause = getattr(error, "cause", None) or error
    lines = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {lines[-1][:300] if lines else ''}"
