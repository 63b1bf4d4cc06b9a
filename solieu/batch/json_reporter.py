"""What a machine is told of a run: events as lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from solieu.batch.records import ShardRecord, Totals
from solieu.batch.reporters import Ending, Reporter


class JsonReporter(Reporter):
    """Tells a machine: one JSON object a line on standard error, each with its ``event``."""

    def __init__(self) -> None:
        super().__init__()
        self._size = 0
        self._before = 0.0

    def inputs(self, files: int, size: int) -> None:
        """Tell ``inputs``: how much there is to read."""
        self._size = size
        self._tell("inputs", files=files, bytes=size)

    def begun(self, out: str, done: Totals, damaged: Sequence[int]) -> None:
        """Tell ``start``."""
        self._tell("start", out=out, done=done.to_json(), damaged=list(damaged))

    def extracting(self, done_bytes: int) -> None:
        """Tell ``extracting``: the model is loaded."""
        super().extracting(done_bytes)
        self._before = 0.0
        self._tell("extracting", bytes_read=done_bytes)

    def probing(self, shard: int) -> None:
        """Tell ``probing``: the articles of a shard are tried one by one."""
        self._tell("probing", shard=shard)

    def shard(self, record: ShardRecord, errors: Sequence[dict[str, Any]]) -> None:
        """Tell an ``error`` for each article without a result, and ``shard``."""
        for error in errors:
            self._tell("error", shard=record.shard, **error)
        articles, syllables = self.pace.rates()
        self._tell(
            "shard",
            shard=record.shard,
            articles=record.articles,
            errors=record.errors,
            entities=dict(record.entities),
            seconds=round(self.pace.seconds - self._before, 3),
            articles_per_second=round(articles, 2),
            syllables_per_second=round(syllables, 1),
        )
        self._before = self.pace.seconds

    def stopping(self) -> None:
        """Tell ``stopping`` without Python's streams, which the signal may have interrupted."""
        os.write(2, b'{"event": "stopping"}\n')

    def ended(self, how: Ending, out: str, totals: Totals, reasons: Sequence[dict[str, Any]]) -> None:
        """Tell ``end``."""
        self._tell("end", how=how, out=out, **totals.to_json(), seconds=round(self.pace.seconds, 3))

    def failed(self, message: str) -> None:
        """Tell ``failed``: the run was refused or cannot go on."""
        self._tell("failed", error=message)

    def _tell(self, event: str, **facts: Any) -> None:
        print(json.dumps({"event": event, **facts}), file=sys.stderr, flush=True)
