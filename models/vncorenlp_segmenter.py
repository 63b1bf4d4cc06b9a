"""Word segmentation by RDRSegmenter of VnCoreNLP, in a process of its own.

RDRSegmenter (Nguyen, Nguyen, Vu, Dras and Johnson, "A fast and accurate Vietnamese word segmenter", LREC 2018)
segmented the text that PhoBERT was pretrained on. It is GPL-3: solieu neither contains nor links it, but talks to a
process that the user's own copy runs in, through pipes.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

import regex

from solieu.annotation.errors import SolieuError

# Where VnCoreNLP's jar and models are.
DIRECTORY_VARIABLE = "SOLIEU_VNCORENLP"
_FILES = ("VnCoreNLP-1.2.jar", "models/wordsegmenter/vi-vocab", "models/wordsegmenter/wordsegmenter.rdr")
_NOTICE = (
    "solieu: words are segmented by VnCoreNLP (GPL-3, https://github.com/vncorenlp/VnCoreNLP), "
    "which runs in a process of its own and is no part of solieu"
)
# Of a token with anything else, RDRSegmenter sees one sign: it joins none of these, and `_` must mean a join.
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{N}\p{P}--[_\U00010000-\U0010FFFF]]+", regex.V1)


class VnCoreNlpSegmenter:
    """The decisions of RDRSegmenter. Its process starts with the first sentence and ends with this one.

    Args:
        directory: Where VnCoreNLP's jar and its folder ``models`` are; None for what the environment variable
            ``SOLIEU_VNCORENLP`` says.

    Raises:
        SolieuError: The package, Java or a file is missing.
    """

    def __init__(self, directory: Path | None = None) -> None:
        if find_spec("py_vncorenlp") is None:
            raise SolieuError(
                "the segmenter vncorenlp is not installed: install it with `pip install 'solieu[vncorenlp]'`"
            )
        if not _has_java():
            raise SolieuError("the segmenter vncorenlp needs Java, which is not found: install it, or set JAVA_HOME")
        named = directory or os.environ.get(DIRECTORY_VARIABLE)
        if not named:
            raise SolieuError(
                f"the segmenter vncorenlp needs VnCoreNLP's files: set {DIRECTORY_VARIABLE} to their directory; "
                "`py_vncorenlp.download_model(directory)` downloads them"
            )
        self._directory = Path(named).absolute()
        for name in _FILES:
            if not (self._directory / name).is_file():
                raise SolieuError(
                    f"{self._directory}: VnCoreNLP's file {name} is not there; "
                    f"`py_vncorenlp.download_model({str(self._directory)!r})` downloads it"
                )
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - what the process prints, as long as this lives
        print(_NOTICE, file=sys.stderr)

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        """Decide which tokens belong to the word of the token before them, as `Segmenter.joins`.

        Raises:
            SolieuError: The process cannot start, ended twice over this sentence, or answered with something else.
        """
        if not tokens:
            return []
        sentence = " ".join(token if _PLAIN.fullmatch(token) else "*" for token in tokens)
        with self._lock:
            answer = self._ask(sentence)
            if answer is None:  # the process was ended by something: a new one may go on
                self._end()
                answer = self._ask(sentence)
            if answer is None:
                raise self._failure("ended without an answer")
        joins = [number > 0 for word in answer.split() for number in range(word.count("_") + 1)]
        if len(joins) != len(tokens):
            raise SolieuError(f"VnCoreNLP answered with {len(joins)} syllables for {len(tokens)}: {answer[:80]!r}")
        return joins

    def close(self) -> None:
        """End the process, if one runs; another one starts when there is more to decide."""
        with self._lock:
            self._end()

    def _ask(self, sentence: str) -> str | None:
        """Return the process's answer, or None if it is there no more."""
        questions, answers = _pipes(self._running())
        try:
            questions.write(json.dumps(sentence) + "\n")
            questions.flush()
            line = answers.readline()
        except OSError:
            return None
        return str(json.loads(line)) if line.endswith("\n") else None

    def _running(self) -> subprocess.Popen[str]:
        """Return the process, after starting it if this process has none: a fork must not share its parent's."""
        if self._process is not None and self._owner == os.getpid():
            return self._process
        program = Path(__file__).with_name("vncorenlp_process.py")
        # -P: the modules beside the program are solieu's, and no names for others to import.
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and a file of solieu
            [sys.executable, "-P", str(program), str(self._directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            encoding="utf-8",
        )
        self._process, self._owner = process, os.getpid()
        atexit.register(self.close)
        if _pipes(process)[1].readline() != '"ready"\n':
            raise self._failure("did not start")
        return process

    def _failure(self, what: str) -> SolieuError:
        """Say what became of the process, with the last line that it printed."""
        self._end()
        size = self._printed.seek(0, os.SEEK_END)
        self._printed.seek(max(0, size - 2_000))
        lines = self._printed.read().decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it printed nothing")
        return SolieuError(f"VnCoreNLP's process for {self._directory} {what} ({last}): check Java and the files there")

    def _end(self) -> None:
        process, self._process = self._process, None
        atexit.unregister(self.close)
        if process is None or self._owner != os.getpid():
            return
        questions, answers = _pipes(process)
        try:
            questions.close()
            process.wait(timeout=5)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        answers.close()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    return cast(IO[str], process.stdin), cast(IO[str], process.stdout)


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or (home is not None and (Path(home) / "bin" / "java").is_file())
