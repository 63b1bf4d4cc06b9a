"""The process that tries articles: what it is told, and then articles, come as lines of JSON; each gets an answer.

``python -m solieu.batch.probe_process`` reads standard input: first ``model``, ``batch_subwords``, ``threads``,
``values``, ``links`` and ``format``, then one article a line. It answers on standard output, with a line without
meaning, when the model is loaded and after each article, also after one that became an error. When its input ends it
ends at once, whatever it does: the process that wanted to know is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from solieu.annotation.documents import Document
from solieu.annotation.jsonl import document_from_record
from solieu.batch.manifest import Settings, load_extractor, use_threads
from solieu.batch.run import finishing
from solieu.batch.shard_writers import WRITERS
from solieu.batch.shards import finished


def main() -> None:
    """Try articles until there are none."""
    # A service that is told to stop may tell all its processes; this one ends when it is no longer needed.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    lines = _lines()
    told = json.loads(next(lines))
    model = Path(told["model"])
    if told["threads"] is not None:
        use_threads(model, told["threads"])
    extractor, _ = load_extractor(model, told["batch_subwords"], calibrate=False)
    settings = Settings(1, 1, values=told["values"], links=told["links"], format=told["format"])
    finish, writer = finishing(settings), WRITERS[told["format"]]
    answers.write(b"\n")
    for line in lines:
        # What is raised is raised in the other process, too, which can deal with it.
        with suppress(Exception):
            article = document_from_record(json.loads(line), "an article")
            for result in extractor.results([article]):
                if isinstance(result, Document):
                    finished(result, lambda document: writer.prepare(finish(document)))
        answers.write(b"\n")


def _lines() -> Iterator[bytes]:
    """Give the lines of standard input, which a thread waits for."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


if __name__ == "__main__":
    main()
