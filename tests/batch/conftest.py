"""Commands in processes that begin in no time, so that many of them can be killed, and articles for them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PLACES = ("Long An", "Hà Nội", "Cà Mau", "Hải Phòng", "Huế")


@dataclass(frozen=True)
class Ended:
    """How a command has ended."""

    status: int
    said: str
    memory: int


class Warm:
    """Starts commands of `solieu` by forks of a process that has imported all they need."""

    def __init__(self, model: Path, logs: Path) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "COLUMNS": "200"}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("warm_process.py")), str(model)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._logs = logs
        self._log_of: dict[int, Path] = {}
        self._answer()

    def start(self, *words: object, **options: Any) -> int:
        """Start a command; return its process id."""
        log = self._logs / f"{time.monotonic_ns()}.log"
        log.touch()
        pid = int(self._ask({"words": list(map(str, words)), "log": str(log), **options})["pid"])
        self._log_of[pid] = log
        return pid

    def said(self, pid: int) -> str:
        """What a command has said so far."""
        return self._log_of[pid].read_text(encoding="utf-8")

    def wait(self, pid: int) -> Ended:
        """Wait for the end of a command."""
        answer = self._ask({"wait": pid})
        return Ended(answer["status"], self.said(pid), answer["memory"])

    def run(self, *words: object, **options: Any) -> Ended:
        """Run a command to its end."""
        return self.wait(self.start(*words, **options))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@pytest.fixture(scope="session")
def warm(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Commands that begin in no time."""
    process = Warm(tiny_checkpoint, tmp_path_factory.mktemp("logs"))
    yield process
    process.close()


def text_of(number: int) -> str:
    return (
        f"Sáng {number % 30 + 1}/6, Đại tá Lâm Minh Hồng - Công an tỉnh {PLACES[number % 5]} bắt {number} đối tượng.\n"
    )


@pytest.fixture(scope="session")
def write_articles() -> Callable[..., Path]:
    """Writes a JSONL file of short articles."""

    def write(path: Path, count: int, first: int = 0) -> Path:
        records = [{"id": f"a{number}", "text": text_of(number)} for number in range(first, first + count)]
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def articles(tmp_path: Path, write_articles: Callable[..., Path]) -> Path:
    """30 short articles."""
    return write_articles(tmp_path / "articles.jsonl", 30)


@pytest.fixture
def extract(warm: Warm, tiny_checkpoint: Path, articles: Path, tmp_path: Path) -> Callable[..., Ended]:
    """Runs `solieu extract` on the 30 articles into ``out``, in shards of 10, with options in place of these."""

    def call(
        *words: object, paths: tuple[Path, ...] = (articles,), model: Path = tiny_checkpoint, **options: Any
    ) -> Ended:
        return warm.run(
            "extract", model, *paths, "--out", f"{tmp_path / 'out'}/", "--shard-size", 10, *words, **options
        )

    return call


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, bytes]]:
    """Reads all files of a directory."""

    def read(directory: Path) -> dict[str, bytes]:
        return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}

    return read


@pytest.fixture(scope="session")
def ids() -> Callable[[Path], list[str]]:
    """Reads the ids of all results of a directory, in order."""

    def read(directory: Path) -> list[str]:
        lines = [line for path in sorted(directory.glob("part-*.jsonl")) for line in path.open("rb")]
        return [json.loads(line)["id"] for line in lines]

    return read


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture(scope="session")
def until() -> Callable[..., None]:
    """Waits until something is so."""
    return wait_until
