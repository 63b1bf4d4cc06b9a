"""Entries that are read once and taken twice: a file has them in between, as a shard may be larger than memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, encode_document
from solieu.batch.entries import Entry


class Spool:
    """Keeps entries: articles as lines of JSON in a file, errors and what JSON cannot hold as it is in memory.

    Args:
        file: Where to; it is empty.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        # Of entries whose article is in the file, all but that.
        self._entries: list[tuple[Entry, bool]] = []

    def keep(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give entries, and keep each."""
        for entry in entries:
            line = _line(entry.content) if isinstance(entry.content, Document) else None
            if line is not None:
                self._file.write(line)
            self._entries.append((entry if line is None else replace(entry, content=Document("")), line is not None))
            yield entry

    def again(self) -> Iterator[Entry]:
        """Give the entries that were kept."""
        self._file.seek(0)
        for entry, in_file in self._entries:
            yield replace(entry, content=_document(self._file.readline())) if in_file else entry


def _line(document: Document) -> bytes | None:
    """Return a document as a line of JSON; None if another one would be read from that."""
    try:
        line = encode_document(document)
        return line if _document(line) == document else None
    except (SolieuError, RecursionError):
        return None


def _document(line: bytes) -> Document:
    return document_from_record(json.loads(line), "an article")


@contextmanager
def spooling(directory: Path) -> Iterator[Spool]:
    """Keep entries in a file without a name, which is gone after the block, also if the process ends in it.

    Args:
        directory: Where there is room for it. Where each file must have a name, it has for a moment one of those that
            the next start of a run removes.
    """
    with TemporaryFile(dir=directory, prefix=".solieu-", suffix=".tmp") as file:
        yield Spool(file)
