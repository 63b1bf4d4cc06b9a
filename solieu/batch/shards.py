"""One shard: its entries through the model into files."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_record
from solieu.batch.entries import Entry, ReadHash
from solieu.batch.file_names import errors_name
from solieu.batch.records import ShardRecord, file_facts
from solieu.batch.shard_writers import ShardWriter

if TYPE_CHECKING:  # it imports torch
    from solieu.models.extractor import Extractor

_ANY_TEXT = "Công an tỉnh Long An"


@dataclass
class Shard:
    """The work on one shard.

    Args:
        number: The shard's number, from 0.
        entries: What is in it.
        advance: Called after each entry, with it and whether it has a result.
        deadly: The errors that articles become which are not to be worked on, by the numbers of these.
    """

    number: int
    entries: Iterator[Entry]
    advance: Callable[[Entry, bool], None]
    deadly: Mapping[int, SolieuError] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    _read: ReadHash = field(default_factory=ReadHash)
    _waiting: deque[Entry] = field(default_factory=deque)
    _entities: Counter[str] = field(default_factory=Counter)
    _first: int = 0
    _failed: SolieuError | None = None

    def extract(
        self, extractor: Extractor, finish: Callable[[Document], Document], writer: ShardWriter, directory: Path
    ) -> ShardRecord:
        """Write the shard's files.

        Args:
            extractor: Finds the entities; its batches hold this shard's articles only.
            finish: What else is done to an article that has its entities.
            writer: Writes the results.
            directory: Where to.

        Returns:
            The shard's record, which is not written.

        Raises:
            SolieuError: A file cannot be written, or the model fails on any text.
        """

        def prepared(document: Document) -> Document:
            return writer.prepare(finish(document))

        files = writer.write(self._documents(extractor, prepared), directory, self.number)
        if self._failed is not None:
            _refuse_broken(extractor, self._failed)
        if self.errors:
            files.append(directory / errors_name(self.number))
            with write_atomically(files[-1], "wb") as file:
                file.writelines(map(encode_record, self.errors))
        return ShardRecord(
            shard=self.number,
            first=self._first,
            entries=self._read.entries,
            articles=self._read.entries - len(self.errors),
            errors=len(self.errors),
            entities=dict(sorted(self._entities.items())),
            read=self._read.hexdigest(),
            files=file_facts(directory, files),
        )

    def _documents(self, extractor: Extractor, finish: Callable[[Document], Document]) -> Iterator[Document]:
        for result in extractor.results(self._contents()):
            entry = self._waiting.popleft()
            if isinstance(result, SolieuError) and isinstance(entry.content, Document):
                self._failed = self._failed or result
            ready = result if isinstance(result, SolieuError) else finished(result, finish)
            if isinstance(ready, SolieuError):
                self.errors.append(entry.error_record(ready))
            else:
                self._entities.update(span.label for span in ready.spans)
                yield ready
            self.advance(entry, isinstance(ready, Document))

    def _contents(self) -> Iterator[Document | SolieuError]:
        for entry in self.entries:
            self._first = self._first or entry.number
            self._read.add(entry)
            self._waiting.append(entry)
            yield self.deadly.get(entry.number, entry.content)


def finished(document: Document, finish: Callable[[Document], Document]) -> Document | SolieuError:
    """Return an article as it is written, or why it cannot be.

    Args:
        document: The article with its entities.
        finish: What else is done to it.
    """
    try:
        return finish(document)
    except SolieuError as error:
        return error
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return SolieuError(f"document {document.id!r}: its entities are found, but cannot be written ({reason})")


def _refuse_broken(extractor: Extractor, failure: SolieuError) -> None:
    """Tell an article that fails from a model that does: one on a device that is lost makes errors of all articles."""
    for result in extractor.results([Document(_ANY_TEXT, id="any text")]):
        if isinstance(result, SolieuError):
            raise SolieuError(f"the model now fails on any text, first so: {failure}")
