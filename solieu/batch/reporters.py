"""What a run tells while it goes on, and how fast it goes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from solieu.annotation.documents import Document
from solieu.batch.entries import Entry
from solieu.batch.records import ShardRecord, Totals

Ending = Literal["finished", "was finished", "stopped"]


@dataclass
class Pace:
    """How much was done in how much time since this process began to extract.

    Args:
        articles: How many articles have been worked on, those with errors among them.
        syllables: How many stretches without white space they have.
        errors: How many have no result.
        begun: When this began, on the monotonic clock.
    """

    articles: int = 0
    syllables: int = 0
    errors: int = 0
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return the seconds since then."""
        return time.monotonic() - self.begun

    def add(self, entry: Entry, has_result: bool) -> None:
        """Count one entry more."""
        self.articles += 1
        self.errors += not has_result
        if isinstance(entry.content, Document):
            self.syllables += len(entry.content.text.split())

    def rates(self) -> tuple[float, float]:
        """Return articles and syllables per second."""
        seconds = max(self.seconds, 1e-9)
        return self.articles / seconds, self.syllables / seconds


class Reporter:
    """Tells nobody; the others tell what it is told."""

    def __init__(self) -> None:
        self.pace = Pace()

    def __enter__(self) -> Reporter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def inputs(self, files: int, size: int) -> None:
        """So many files of so many bytes are going to be hashed."""

    def hashed(self, size: int) -> None:
        """So many bytes more have been."""

    def checking(self) -> None:
        """The files of finished shards are going to be hashed."""

    def begun(self, out: str, done: Totals, damaged: Sequence[int]) -> None:
        """The run begins or goes on, with so much done; some shards were damaged and are done again."""

    def skipped(self, done_bytes: int) -> None:
        """A finished shard was read up to so many bytes of the inputs."""

    def planning(self) -> None:
        """The inputs are going to be read, to divide them into shards before any of these is worked on."""

    def planned(self, read_bytes: int) -> None:
        """The inputs have been read up to so many bytes."""

    def extracting(self, done_bytes: int) -> None:
        """The model is there, and the inputs have been read up to so many bytes."""
        self.pace = Pace()

    def entry(self, entry: Entry, has_result: bool, done_bytes: int) -> None:
        """An entry was worked on."""
        self.pace.add(entry, has_result)

    def entries(self, articles: int, syllables: int, errors: int, done_bytes: int) -> None:
        """So many entries were worked on, elsewhere."""
        self.pace.articles += articles
        self.pace.syllables += syllables
        self.pace.errors += errors

    def probing(self, shard: int) -> None:
        """The articles of a shard, in which processes have ended again and again, are going to be tried one by one."""

    def shard(self, record: ShardRecord, errors: Sequence[dict[str, Any]]) -> None:
        """A shard is finished."""

    def stopping(self) -> None:
        """The process will end after the shard at hand. Comes from a signal handler, in the midst of anything."""

    def ended(self, how: Ending, out: str, totals: Totals, reasons: Sequence[dict[str, Any]]) -> None:
        """The run ends so, with so much done in all, and with these as the first of its errors."""
