"""What a person is told of a run: a bar with rates, and a summary."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from solieu.batch.entries import Entry
from solieu.batch.records import Totals
from solieu.batch.reporters import Ending, Reporter
from solieu.terminal import plain_console, showable_in_a_line


class TerminalReporter(Reporter):
    """Tells a person, on standard error; with a bar if that is a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._console = plain_console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rates]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._task: TaskID | None = None
        self._size = 0

    def __enter__(self) -> Reporter:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def inputs(self, files: int, size: int) -> None:
        """Show a bar for the hashing."""
        self._size = size
        self._next("hashing the inputs", 0)

    def hashed(self, size: int) -> None:
        """Advance it."""
        if self._task is not None:
            self._progress.advance(self._task, size)

    def checking(self) -> None:
        """Show a bar without an end."""
        self._next("checking what is done", 0, known=False)

    def begun(self, out: str, done: Totals, damaged: Sequence[int]) -> None:
        """Say what is done, and what is done again."""
        if damaged:
            parts = ", ".join(f"part-{shard:05}" for shard in damaged)
            self._console.print(f"{out}: done again, as they are damaged: {parts}", soft_wrap=True)
        if done.shards:
            self._console.print(f"{out}: {_articles(done.articles)} are done; going on", soft_wrap=True)
            self._next("reading what is done", 0)

    def skipped(self, done_bytes: int) -> None:
        """Advance the bar for the reading."""
        self._update(done_bytes)

    def planning(self) -> None:
        """Show a bar for the reading."""
        self._next("reading the inputs", 0)

    def planned(self, read_bytes: int) -> None:
        """Advance it."""
        self._update(read_bytes)

    def extracting(self, done_bytes: int) -> None:
        """Show a bar for the extraction."""
        super().extracting(done_bytes)
        self._next("extracting", done_bytes)

    def entry(self, entry: Entry, has_result: bool, done_bytes: int) -> None:
        """Advance it, with the rates."""
        super().entry(entry, has_result, done_bytes)
        self._show_rates(done_bytes)

    def entries(self, articles: int, syllables: int, errors: int, done_bytes: int) -> None:
        """Advance it, with the rates."""
        super().entries(articles, syllables, errors, done_bytes)
        self._show_rates(done_bytes)

    def probing(self, shard: int) -> None:
        """Say so."""
        self._console.print(
            f"part-{shard:05}: the process has ended again and again while it worked on this; "
            "trying its articles one by one",
            soft_wrap=True,
        )

    def _show_rates(self, done_bytes: int) -> None:
        articles, syllables = self.pace.rates()
        rates = f"{articles:,.1f} articles/s, {syllables:,.0f} syllables/s, {_errors(self.pace.errors)}"
        self._update(done_bytes, rates)

    def stopping(self) -> None:
        """Say so without the console, which the signal may have interrupted."""
        os.write(2, b"\nstopping after the shard at hand; once more stops at once\n")

    def ended(self, how: Ending, out: str, totals: Totals, reasons: Sequence[dict[str, Any]]) -> None:
        """Print the summary."""
        self._progress.stop()
        lines = _summary(
            out, totals, reasons, {"was finished": "; finished before", "stopped": "; not finished"}.get(how)
        )
        if self.pace.articles:
            articles, syllables = self.pace.rates()
            lines.append(
                f"now {_articles(self.pace.articles)} in {self.pace.seconds:,.1f} s: {articles:,.1f} articles/s, "
                f"{syllables:,.0f} syllables/s"
            )
        if how == "stopped":
            # Stopped before it was known what is done, it has no summary.
            lines = [*(lines if totals.shards else []), "stopped; the same command goes on"]
        for line in lines:
            self._console.print(line, soft_wrap=True)

    def _next(self, title: str, completed: int, *, known: bool = True) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(
            title, total=max(self._size, 1) if known else None, completed=completed, rates=""
        )

    def _update(self, completed: int, rates: str = "") -> None:
        if self._task is not None:
            self._progress.update(self._task, completed=completed, rates=rates)


def _summary(out: str, totals: Totals, reasons: Sequence[dict[str, Any]], state: str | None) -> list[str]:
    shards = "1 shard" if totals.shards == 1 else f"{totals.shards:,} shards"
    entities = ", ".join(f"{label} {number:,}" for label, number in sorted(totals.entities.items()))
    lines = [
        f"{out}: {_articles(totals.articles)} in {shards}{state or ''}",
        _entities(totals.entities.total()) + (f": {entities}" if entities else ""),
    ]
    if totals.errors:
        lines.append(f"{_errors(totals.errors)}, in {out}/errors-*.jsonl:")
        lines += [f"  {showable_in_a_line(record['error'])}" for record in reasons]
    return lines


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number:,} articles"


def _entities(number: int) -> str:
    return "1 entity" if number == 1 else f"{number:,} entities"


def _errors(number: int) -> str:
    return "1 error" if number == 1 else f"{number:,} errors"
