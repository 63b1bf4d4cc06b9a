"""The process that tries articles: what it is told, and then articles, come as lines of JSON; each gets an answer.

``python -m solieu.batch.probe_process`` reads standard input: first ``model``, ``batch_subwords``, ``threads``,
``values``, ``links`` and ``format``, then one article a line. It answers on standard output, with a line without
meaning, when the model is loaded and after each article, also after one that became an error. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from solieu.annotation.documents import Document
from solieu.annotation.jsonl import document_from_record
from solieu.batch.manifest import Settings, load_extractor
from solieu.batch.run import finishing
from solieu.batch.shard_writers import WRITERS
from solieu.batch.shards import finished


def main() -> None:
    """Try articles until there are none."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    told = json.loads(sys.stdin.buffer.readline())
    if told["threads"] is not None:
        import torch

        torch.set_num_threads(told["threads"])
    extractor, _ = load_extractor(Path(told["model"]), told["batch_subwords"], calibrate=False)
    settings = Settings(1, 1, values=told["values"], links=told["links"], format=told["format"])
    finish, writer = finishing(settings), WRITERS[told["format"]]
    answers.write(b"\n")
    for line in sys.stdin.buffer:
        article = document_from_record(json.loads(line), "an article")
        for result in extractor.results([article]):
            if isinstance(result, Document):
                finished(result, lambda document: writer.prepare(finish(document)))
        answers.write(b"\n")


if __name__ == "__main__":
    main()
