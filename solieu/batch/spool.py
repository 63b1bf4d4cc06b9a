"""Entries that are read once and taken twice: a file has them in between, as a shard may be larger than memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from solieu.batch.entries import Entry


class Spool:
    """Keeps entries.

    Args:
        file: Where to; it is empty.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._number = 0
        self._others: dict[int, Entry] = {}

    def keep(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give entries, and keep each."""
        for entry in entries:
            try:
                data = pickle.dumps(entry, pickle.HIGHEST_PROTOCOL)
            except Exception:  # its metadata are nested too deeply
                self._others[self._number] = entry
                data = pickle.dumps(None)
            self._file.write(data)
            self._number += 1
            yield entry

    def again(self) -> Iterator[Entry]:
        """Give the entries that were kept."""
        self._file.seek(0)
        for number in range(self._number):
            entry = pickle.load(self._file)  # noqa: S301 - nobody else can have written to the file
            yield self._others[number] if entry is None else entry


@contextmanager
def spooling(directory: Path) -> Iterator[Spool]:
    """Keep entries in a file without a name, which is gone after the block, also if the process ends in it.

    Args:
        directory: Where there is room for it. Where each file must have a name, it has for a moment one of those that
            the next start of a run removes.
    """
    with TemporaryFile(dir=directory, prefix=".solieu-", suffix=".tmp") as file:
        yield Spool(file)
