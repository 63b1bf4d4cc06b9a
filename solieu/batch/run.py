"""A run: from the inputs, shard by shard, to the end of them or to the moment at which it is stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.batch.begun import Deaths, counting_deaths, forget_deaths
from solieu.batch.directory import clear, is_begun, make_directory, remove_shards
from solieu.batch.entries import Entry, ReadHash, number_entries, read_hash
from solieu.batch.file_names import BEGUN, FINISHED, INPUTS, MANIFEST, errors_name, part_name
from solieu.batch.inputs import Inputs
from solieu.batch.lock import locked
from solieu.batch.manifest import Settings, begin, check_same, describe, find_model, load_extractor
from solieu.batch.probing import DEATHS, find_deadly
from solieu.batch.records import ShardRecord, Totals, is_finished, read_records, write_finished, write_record
from solieu.batch.reporters import Ending, Reporter
from solieu.batch.shard_writers import WRITERS
from solieu.batch.shards import Shard
from solieu.batch.spool import spooling
from solieu.batch.stopping import Interrupted, Stop
from solieu.batch.store import Store

if TYPE_CHECKING:  # it imports torch
    from solieu.models.extractor import Extractor

# So many errors are given to the reporter in the end.
_REASONS = 3
# From so many bytes of articles on, seconds spent on finding the best size of batches come back.
_CALIBRATED = 5_000_000


def run_batch(batch: Batch, paths: Sequence[str], *, overwrite: bool = False) -> int:
    """Extract the entities of articles into a directory, or go on with that.

    Args:
        batch: What is done.
        paths: Files and directories.
        overwrite: Whether to begin anew where the directory holds a run.

    Returns:
        The exit status: 0, or 1 if there are articles with errors; 130 or 143 after Ctrl-C or SIGTERM.

    Raises:
        SolieuError: The run is refused, or it cannot go on; one sentence says why.
    """
    with batch.stop.listening():
        try:
            inputs = Inputs(paths, batch.store.name)
            description = batch.describe()
            make_directory(batch.out)
            with locked(batch.out), batch.reporter:
                batch.reporter.inputs(len(inputs.files), inputs.total_bytes)
                batch.is_long = inputs.total_bytes >= _CALIBRATED
                batch.store.fetch()
                return batch.run(description, inputs, overwrite=overwrite)
        except Interrupted as interrupt:
            batch.end("stopped")
            return 128 + interrupt.number
        except OSError as error:
            where = error.filename or batch.store.name
            raise SolieuError(f"{where}: {error.strerror or error}; what is finished stays, and can go on") from None


@dataclass
class Batch:
    """A run and where it stands; it works on one shard after the other in this process.

    Args:
        model: The checkpoint.
        store: Where the run is kept.
        settings: What decides about the results.
        reporter: Is told how it goes.
    """

    model: str
    store: Store
    settings: Settings
    reporter: Reporter

    def __post_init__(self) -> None:
        self.stop = Stop(self.reporter.stopping)
        self.out = self.store.directory
        self.checkpoint = Path()
        self.batch_subwords: int | None = None
        self.is_long = False
        self.records: dict[int, ShardRecord] = {}

    def describe(self) -> dict[str, Any]:
        """Return the run as its manifest has it, but for the inputs."""
        self.checkpoint = find_model(self.model)
        return describe(self.model, self.checkpoint, self.settings)

    def load(self) -> int:
        """Load the model, or make sure that it loads; return the subwords of its batches."""
        return self.loaded[1]

    def run(self, description: dict[str, Any], inputs: Inputs, *, overwrite: bool) -> int:
        """Begin, or go on with what was begun.

        Args:
            description: The run, as `describe` returns it.
            inputs: What is read.
            overwrite: Whether to begin anew.

        Returns:
            The exit status.
        """
        damaged: list[int] = []
        if not overwrite and is_begun(self.out):
            self.batch_subwords = check_same(self.out, description, inputs, self.reporter)
            self.reporter.checking()
            self.records, damaged = read_records(self.out, self.store.is_whole)
            if is_finished(self.out, self.records):
                return self.end("was finished")
            (self.out / FINISHED).unlink(missing_ok=True)
            self._keep_recorded(BEGUN)
        else:
            # Nothing is begun, and nothing removed, with a model that does not load.
            self.batch_subwords = self.load()
            clear(self.out)
            self.store.prune(frozenset())
            begin(self.out, description, self.batch_subwords, inputs, self.reporter)
            self.store.put(self.out, (INPUTS, MANIFEST))
        self.reporter.begun(self.store.name, Totals.of(self.records.values()), damaged)
        return self.extract(inputs)

    @cached_property
    def loaded(self) -> tuple[Extractor, int]:
        """The extractor and the subwords of its batches."""
        return load_extractor(self.checkpoint, self.batch_subwords, calibrate=self.is_long)

    @cached_property
    def finish(self) -> Callable[[Document], Document]:
        """What is done to an article after its entities have been found."""
        return finishing(self.settings)

    def extract(self, inputs: Inputs) -> int:
        """Work on all shards that are not finished; return the exit status."""
        shards = 0
        extracting = False
        for shard, entries in self.shards(inputs):
            if self.stop.requested is not None:
                self.end("stopped")
                return 128 + self.stop.requested
            if shard in self.records:
                self.check_read(self.records[shard], read_hash(entries))
                self.reporter.skipped(inputs.done_bytes)
            else:
                if not extracting:
                    self.load()
                    self.reporter.extracting(inputs.done_bytes)
                    extracting = True
                with self.stop.finishing():
                    self._work(shard, entries, inputs)
            shards += 1
        inputs.refuse_changed()
        return self.finish_run(shards)

    def shards(self, inputs: Inputs) -> Iterator[tuple[int, Iterator[Entry]]]:
        """Divide the inputs into shards, of each of which all entries must be taken."""
        max_characters, size = self.settings.max_characters, self.settings.shard_size
        entries = number_entries(inputs.articles(max_characters, self.settings.columns), max_characters)
        for shard in count():
            following = next(entries, None)
            if following is None:
                return
            yield shard, chain([following], islice(entries, size - 1))

    def finish_run(self, shards: int) -> int:
        """Write that the run is finished, with so many shards; return the exit status."""
        self.records = {number: self.records[number] for number in range(shards)}
        forget_deaths(self.out)
        self._keep_recorded()
        write_finished(self.out, Totals.of(self.records.values()))
        self.store.put(self.out, (FINISHED,))
        return self.end("finished")

    def _work(self, number: int, entries: Iterator[Entry], inputs: Inputs) -> None:
        """Work on one shard."""
        with ExitStack() as counting:
            with self.what_stays():
                deaths = counting.enter_context(counting_deaths(self.store, number))
            with self.what_stays(), self._tried(number, entries, deaths) as (tried, deadly):
                shard = Shard(
                    number,
                    tried,
                    lambda entry, has_result: self.reporter.entry(entry, has_result, inputs.done_bytes),
                    deadly,
                )
                record = shard.extract(self.loaded[0], self.finish, WRITERS[self.settings.format], self.out)
                self.store.put(self.out, record.files)
            inputs.refuse_changed()
            self.record(record, shard.errors)

    @contextmanager
    def _tried(
        self, number: int, entries: Iterator[Entry], deaths: Deaths
    ) -> Iterator[tuple[Iterator[Entry], Mapping[int, SolieuError]]]:
        """Try the articles of a shard that has ended processes; give all, and the errors of those that end one."""
        if deaths.number < DEATHS:
            yield entries, {}
            return
        self.reporter.probing(number)
        with spooling(self.out) as spool:
            try:
                deadly = find_deadly(spool.keep(entries), self.checkpoint, self.loaded[1], None, self.settings)
            except SolieuError:
                deaths.number = 0  # they cannot be tried, so the next process does without
                raise
            yield spool.again(), deadly

    def record(self, record: ShardRecord, errors: Sequence[dict[str, Any]]) -> None:
        """Write the record of a shard, with which it is finished."""
        with self.what_stays():
            write_record(self.out, record)
            self.store.put(self.out, (part_name(record.shard, "json"),))
        self.records[record.shard] = record
        self.reporter.shard(record, errors)

    @contextmanager
    def what_stays(self) -> Iterator[None]:
        """Add to an error of writing what it has not spoilt."""
        try:
            yield
        except SolieuError as error:
            number = len(self.records)
            shards = "1 finished shard stays" if number == 1 else f"{number} finished shards stay"
            raise SolieuError(f"{error}; {shards}, and the same command goes on") from None

    def _keep_recorded(self, *others: str) -> None:
        """Remove what belongs to no finished shard, but for some other files."""
        kept = {name for record in self.records.values() for name in record.names}
        remove_shards(self.out, keep=kept)
        self.store.prune({MANIFEST, INPUTS, *others, *kept})

    def check_read(self, record: ShardRecord, read: ReadHash) -> None:
        """Make sure that a shard that is finished is read as it was then."""
        now = (record.shard * self.settings.shard_size + 1, read.entries, read.hexdigest())
        if now != (record.first, record.entries, record.read):
            raise SolieuError(
                f"{self.store.name}: the articles of {part_name(record.shard, self.settings.format)} are read "
                "otherwise than they were; give --overwrite to begin anew"
            )

    def end(self, how: Ending) -> int:
        """Tell how the run ends; return the exit status of one that is finished."""
        totals = Totals.of(self.records.values())
        self.reporter.ended(how, self.store.name, totals, _first_errors(self.store, self.records))
        return 1 if totals.errors else 0


def finishing(settings: Settings) -> Callable[[Document], Document]:
    """Return what is done to an article after its entities have been found."""
    from solieu.models.links import link
    from solieu.models.values import normalise

    def finish(document: Document) -> Document:
        document = normalise(document) if settings.values else document
        return link(document) if settings.links else document

    return finish


def _first_errors(store: Store, records: Mapping[int, ShardRecord]) -> list[dict[str, Any]]:
    """Return the first errors of a run."""
    found: list[dict[str, Any]] = []
    for shard, record in sorted(records.items()):
        if record.errors and len(found) < _REASONS:
            with store.open(errors_name(shard)) as lines:
                found += map(json.loads, islice(lines, _REASONS - len(found)))
    return found
