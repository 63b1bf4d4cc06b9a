"""A run: from the inputs, shard by shard, to the end of them or to the moment at which it is stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.batch.directory import (
    FINISHED,
    clear,
    errors_name,
    is_begun,
    make_directory,
    part_name,
    remove_shards,
)
from solieu.batch.entries import Entry, ReadHash, number_entries
from solieu.batch.inputs import Inputs
from solieu.batch.lock import locked
from solieu.batch.manifest import Settings, begin, check_same, describe, find_model, load_extractor
from solieu.batch.records import ShardRecord, Totals, is_finished, read_records, write_finished, write_record
from solieu.batch.reporters import Ending, Reporter
from solieu.batch.shard_writers import WRITERS
from solieu.batch.shards import Shard
from solieu.batch.stopping import Interrupted, Stop

if TYPE_CHECKING:  # it imports torch
    from solieu.models.extractor import Extractor

# So many errors are given to the reporter in the end.
_REASONS = 3
# From so many bytes of articles on, seconds spent on finding the best size of batches come back.
_CALIBRATED = 5_000_000


def run_batch(
    model: str, paths: Sequence[str], out: Path, settings: Settings, reporter: Reporter, *, overwrite: bool = False
) -> int:
    """Extract the entities of articles into a directory, or go on with that.

    Args:
        model: The checkpoint.
        paths: Files and directories.
        out: The directory.
        settings: What decides about the results.
        reporter: Is told how it goes.
        overwrite: Whether to begin anew where the directory holds a run.

    Returns:
        The exit status: 0, or 1 if there are articles with errors; 130 or 143 after Ctrl-C or SIGTERM.

    Raises:
        SolieuError: The run is refused, or it cannot go on; one sentence says why.
    """
    batch = _Batch(out, settings, reporter, Stop(reporter.stopping))
    with batch.stop.listening():
        try:
            inputs = Inputs(paths, out)
            batch.model = find_model(model)
            description = describe(model, batch.model, settings)
            make_directory(out)
            with locked(out), reporter:
                reporter.inputs(len(inputs.files), inputs.total_bytes)
                batch.is_long = inputs.total_bytes >= _CALIBRATED
                return batch.run(description, inputs, overwrite=overwrite)
        except Interrupted as interrupt:
            batch.end("stopped")
            return 128 + interrupt.number
        except OSError as error:
            where = error.filename or out
            raise SolieuError(f"{where}: {error.strerror or error}; what is finished stays, and can go on") from None


@dataclass
class _Batch:
    """A run and where it stands."""

    out: Path
    settings: Settings
    reporter: Reporter
    stop: Stop
    model: Path = Path()
    batch_subwords: int | None = None
    is_long: bool = False
    records: dict[int, ShardRecord] = field(default_factory=dict)

    def run(self, description: dict[str, Any], inputs: Inputs, *, overwrite: bool) -> int:
        damaged: list[int] = []
        if not overwrite and is_begun(self.out):
            self.batch_subwords = check_same(self.out, description, inputs, self.reporter)
            self.reporter.checking()
            self.records, damaged = read_records(self.out)
            if is_finished(self.out, self.records):
                return self.end("was finished")
            (self.out / FINISHED).unlink(missing_ok=True)
            self._keep_recorded()
        else:
            # Nothing is begun, and nothing removed, with a model that does not load.
            _, self.batch_subwords = self.loaded
            clear(self.out)
            begin(self.out, description, self.batch_subwords, inputs, self.reporter)
        self.reporter.begun(self.out, Totals.of(self.records.values()), damaged)
        return self._extract(inputs)

    @cached_property
    def loaded(self) -> tuple[Extractor, int]:
        """The extractor and the subwords of its batches."""
        return load_extractor(self.model, self.batch_subwords, calibrate=self.is_long)

    @cached_property
    def finish(self) -> Callable[[Document], Document]:
        """What is done to an article after its entities have been found."""
        from solieu.models.links import link
        from solieu.models.values import normalise

        values, links = self.settings.values, self.settings.links

        def finish(document: Document) -> Document:
            document = normalise(document) if values else document
            return link(document) if links else document

        return finish

    def _extract(self, inputs: Inputs) -> int:
        """Work on all shards that are not finished."""
        max_characters, size = self.settings.max_characters, self.settings.shard_size
        entries = number_entries(inputs.articles(max_characters, self.settings.columns), max_characters)
        shard = 0
        extracting = False
        following = next(entries, None)
        while following is not None:
            part = chain([following], islice(entries, size - 1))
            if shard in self.records:
                self._skip(self.records[shard], part)
                self.reporter.skipped(inputs.done_bytes)
            else:
                if not extracting:
                    _ = self.loaded
                    self.reporter.extracting(inputs.done_bytes)
                    extracting = True
                with self.stop.finishing():
                    self._work(shard, part, inputs)
            shard += 1
            following = next(entries, None)
            if self.stop.requested is not None and following is not None:
                self.end("stopped")
                return 128 + self.stop.requested
        inputs.refuse_changed()
        self.records = {number: self.records[number] for number in range(shard)}
        self._keep_recorded()
        write_finished(self.out, Totals.of(self.records.values()))
        return self.end("finished")

    def _work(self, number: int, entries: Iterator[Entry], inputs: Inputs) -> None:
        """Work on one shard."""
        shard = Shard(
            number, entries, lambda entry, has_result: self.reporter.entry(entry, has_result, inputs.done_bytes)
        )
        with self._what_stays():
            record = shard.extract(self.loaded[0], self.finish, WRITERS[self.settings.format], self.out)
        inputs.refuse_changed()
        with self._what_stays():
            write_record(self.out, record)
        self.records[number] = record
        self.reporter.shard(record, shard.errors)

    @contextmanager
    def _what_stays(self) -> Iterator[None]:
        """Add to an error of writing what it has not spoilt."""
        try:
            yield
        except SolieuError as error:
            number = len(self.records)
            shards = "1 finished shard stays" if number == 1 else f"{number} finished shards stay"
            raise SolieuError(f"{error}; {shards}, and the same command goes on") from None

    def _keep_recorded(self) -> None:
        """Remove what belongs to no finished shard."""
        remove_shards(self.out, keep={name for record in self.records.values() for name in record.names})

    def _skip(self, record: ShardRecord, entries: Iterator[Entry]) -> None:
        """Read a shard that is finished, and make sure that it is read as it was then."""
        read = ReadHash()
        first = 0
        for entry in entries:
            first = first or entry.number
            read.add(entry)
        if (first, read.entries, read.hexdigest()) != (record.first, record.entries, record.read):
            raise SolieuError(
                f"{self.out}: the articles of {part_name(record.shard, self.settings.format)} are read otherwise than "
                "they were; give --overwrite to begin anew"
            )

    def end(self, how: Ending) -> int:
        """Tell how the run ends; return the exit status of one that is finished."""
        totals = Totals.of(self.records.values())
        self.reporter.ended(how, self.out, totals, _first_errors(self.out, self.records))
        return 1 if totals.errors else 0


def _first_errors(out: Path, records: Mapping[int, ShardRecord]) -> list[dict[str, Any]]:
    """Return the first errors of a run."""
    found: list[dict[str, Any]] = []
    for shard, record in sorted(records.items()):
        if record.errors and len(found) < _REASONS:
            with (out / errors_name(shard)).open("rb") as lines:
                found += map(json.loads, islice(lines, _REASONS - len(found)))
    return found
