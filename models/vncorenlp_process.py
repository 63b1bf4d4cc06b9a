"""The process in which VnCoreNLP runs: `vncorenlp_segmenter` starts this file as a program of its own.

It reads sentences from its standard input, one a line, as JSON strings of tokens with spaces between them, and
writes for each a JSON string with ``_`` between the syllables of a word. Before that it writes ``"ready"``. Nothing
of solieu is imported here, and nothing of VnCoreNLP, which is GPL-3, anywhere else.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

# VnCoreNLP goes on without its dictionary if it cannot read it; then it joins none of these.
_WORDS = "nhân dân sinh viên đại học"


def main() -> None:
    """Serve the VnCoreNLP of the directory that the first argument names."""
    # Java and py_vncorenlp print as they like; what they say goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        segmenter = _load(sys.argv[1])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no reason given'}")
    answers.write(json.dumps("ready") + "\n")
    answers.flush()
    for line in sys.stdin:
        answers.write(json.dumps(segmenter.segmentTokenizedString(json.loads(line))) + "\n")
        answers.flush()


def _load(directory: str) -> Any:
    """Return RDRSegmenter, which takes tokens as they are."""
    import py_vncorenlp

    # The package sets up Java and loads the models; RDRSegmenter is a singleton of them.
    py_vncorenlp.VnCoreNLP(annotators=["wseg"], save_dir=directory)
    from jnius import autoclass

    segmenter = autoclass("vn.corenlp.wordsegmenter.WordSegmenter").initialize()
    if "_" not in segmenter.segmentTokenizedString(_WORDS):
        raise ValueError("its dictionary is damaged")
    return segmenter


if __name__ == "__main__":
    main()
