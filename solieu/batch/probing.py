"""Finding the articles that end the process which works on them, by a process that works on one after the other."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_document
from solieu.batch.entries import Entry
from solieu.batch.manifest import Settings

# A shard in the midst of which so many processes have ended may hold an article that ends them.
DEATHS = 3
# An article is tried again, as the process may have ended for another reason.
_TRIES = 2


def find_deadly(
    entries: Iterable[Entry], model: Path, batch_subwords: int | None, threads: int | None, settings: Settings
) -> dict[int, SolieuError]:
    """Find the articles that end a process: by a fault in compiled code, or as the system takes their memory away.

    Args:
        entries: The articles, which are taken one at a time. Those that are errors are passed over.
        model: The directory of the checkpoint.
        batch_subwords: The most subwords of a batch.
        threads: How many threads the model computes with on a CPU; None for as many as there are cores.
        settings: What else is done to articles.

    Returns:
        The errors that these articles become, by their numbers.

    Raises:
        SolieuError: The process ends before it has come to an article.
    """
    told = {
        "model": str(model),
        "batch_subwords": batch_subwords,
        "threads": threads,
        "values": settings.values,
        "links": settings.links,
        "format": settings.format,
    }
    deadly: dict[int, SolieuError] = {}
    probe: _Probe | None = None
    try:
        for entry in entries:
            if not isinstance(entry.content, Document):
                continue
            line = _line(entry.content)
            for _ in range(_TRIES):
                probe = probe or _Probe(told)
                if probe.survives(line):
                    break
                ended = probe.end()
                probe = None
            else:
                deadly[entry.number] = SolieuError(
                    f"document {entry.content.id!r}: ends the process that works on it ({ended}), "
                    "perhaps for want of memory; leave it out, or split it"
                )
    finally:
        if probe is not None:
            probe.end()
    return deadly


class _Probe:
    """A process that has loaded the model, and works on one article after the other.

    Args:
        told: What it is told at its beginning.
    """

    def __init__(self, told: Mapping[str, object]) -> None:
        # Ctrl-C in a terminal goes to this process only, which ends the other. What lies in the folder where the
        # command was given is not to be imported (-P).
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "solieu.batch.probe_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout)
        try:
            loaded = self.survives(json.dumps(dict(told)).encode() + b"\n")
        except BaseException:
            self.end()
            raise
        if not loaded:
            raise SolieuError(
                f"a process that is to try articles one by one ends before it has come to the first ({self.end()}), "
                "perhaps for want of memory; give it more"
            )

    def survives(self, line: bytes) -> bool:
        """Give it a line of its input; return whether it has answered."""
        try:
            self._input.write(line)
            self._input.flush()
        except BrokenPipeError:
            return False
        return bool(self._output.readline())

    def end(self) -> str:
        """End it, if it has not ended by itself; return how it has."""
        self._process.kill()
        self._process.communicate()
        status = self._process.returncode
        if status >= 0:
            return f"exit status {status}"
        try:
            return signal.Signals(-status).name
        except ValueError:  # signals for real time have no names
            return f"signal {-status}"


def _line(document: Document) -> bytes:
    """Return an article as a line of JSON, without metadata that JSON cannot hold."""
    article = replace(document, spans=(), links=())
    try:
        return encode_document(article)
    except SolieuError:
        return encode_document(replace(article, meta={}))
