"""The process that tries articles: which it finds, which it does not, and that it never outlives what started it."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.batch.entries import Entry
from solieu.batch.manifest import Settings
from solieu.batch.probing import find_deadly
from solieu.batch.spool import spooling

pytestmark = pytest.mark.slow
FAULT = Path(__file__).with_name("fault")


@pytest.fixture
def find(tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[int, SolieuError]]:
    """Finds the articles that end a process which does as their words say."""
    monkeypatch.setenv("PYTHONPATH", str(FAULT))

    def call(*documents: Document, **settings: Any) -> dict[int, SolieuError]:
        entries = (Entry(number, None, document.id, document) for number, document in enumerate(documents, start=1))
        return find_deadly(entries, tiny_checkpoint, None, 1, Settings(1, 1, **settings))

    return call


def deep(levels: int) -> Any:
    """Lists in lists."""
    made: list[Any] = []
    for _ in range(levels):
        made = [made]
    return made


class TestAnArticle:
    def test_whose_metadata_json_cannot_hold_is_tried_all_the_same(self, find: Callable[..., Any]) -> None:
        found = find(
            Document("SEGV", id="a day", meta={"day": date(2026, 1, 1)}),
            Document("SEGV", id="deep", meta={"a": deep(5000)}),
            format="csv",
        )

        assert list(found) == [1, 2]

    def test_that_raises_an_error_does_not_end_the_process(self, find: Callable[..., Any]) -> None:
        assert find(Document("RAISE"), Document("Huế", id=""), Document("\ud83d", meta={"text": "Huế"})) == {}

    def test_is_tried_where_files_are_called_like_modules(
        self, find: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("json", "regex", "queue"):
            (tmp_path / f"{module}.py").write_text("raise SystemExit('not to be imported')", encoding="utf-8")
        monkeypatch.chdir(tmp_path)

        assert find(Document("Huế")) == {}

    @pytest.mark.skipif(not hasattr(signal, "SIGRTMIN"), reason="a system without signals for real time")
    def test_may_end_it_by_a_signal_without_a_name(self, find: Callable[..., Any]) -> None:
        number = signal.SIGRTMIN + 3

        (error,) = find(Document(f"KILL {number}", id="a")).values()

        assert f"ends the process that works on it (signal {number})" in str(error)


class TestTheProcess:
    def test_ends_when_the_run_is_stopped_at_once_and_the_count_stays(
        self, hanging: tuple[int, psutil.Process, Path], warm: Any, until: Callable[..., None]
    ) -> None:
        pid, process, out = hanging

        os.kill(pid, signal.SIGINT)
        until(lambda: "stopping" in warm.said(pid))
        os.kill(pid, signal.SIGINT)
        ended = warm.wait(pid)

        assert (ended.status, "Traceback" in ended.said) == (130, False)
        assert is_gone(process)
        assert json.loads((out / "begun.json").read_bytes()) == {"shard": 1, "times": 3}
        assert not list(out.glob(".solieu-*.tmp"))

    def test_ends_when_the_run_is_stopped_before_the_model_is_loaded(
        self, trying: tuple[int, Path], warm: Any, until: Callable[..., None]
    ) -> None:
        pid, _ = trying
        until(lambda: probes_of(pid))
        (process,) = probes_of(pid)
        os.kill(process.pid, signal.SIGSTOP)

        os.kill(pid, signal.SIGINT)
        until(lambda: "stopping" in warm.said(pid))
        os.kill(pid, signal.SIGINT)

        assert warm.wait(pid).status == 130
        assert is_gone(process)

    def test_ends_when_the_run_is_killed(
        self, hanging: tuple[int, psutil.Process, Path], warm: Any, until: Callable[..., None]
    ) -> None:
        pid, process, out = hanging

        os.kill(pid, signal.SIGKILL)

        assert warm.wait(pid).status == -signal.SIGKILL
        until(lambda: is_gone(process))
        assert json.loads((out / "begun.json").read_bytes()) == {"shard": 1, "times": 4}

    def test_is_not_ended_by_what_tells_the_run_to_stop(
        self, hanging: tuple[int, psutil.Process, Path], warm: Any
    ) -> None:
        pid, process, _ = hanging

        process.terminate()
        time.sleep(0.5)

        assert not is_gone(process)
        os.kill(pid, signal.SIGKILL)
        warm.wait(pid)


@pytest.fixture
def trying(warm: Any, tiny_checkpoint: Path, tmp_path: Path, write_articles: Callable[..., Path]) -> tuple[int, Path]:
    """A run that tries articles, the second of which takes for ever: its process id, and its directory."""
    articles = write_articles(tmp_path / "articles.jsonl", 8)
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[6] = json.dumps({"id": "a6", "text": f"HANG {tmp_path}/hangs"}) + "\n"
    articles.write_text("".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    words = ("extract", tiny_checkpoint, articles, "--shard-size", 5, "--out", f"{out}/")
    assert warm.run(*words).status == 0
    for part in ("part-00001.json", "finished.json"):
        (out / part).unlink()
    (out / "begun.json").write_text('{"shard": 1, "times": 3}', encoding="utf-8")
    return warm.start(*words, fault=str(FAULT)), out


@pytest.fixture
def hanging(
    trying: tuple[int, Path], tmp_path: Path, until: Callable[..., None]
) -> Iterator[tuple[int, psutil.Process, Path]]:
    """The same, and the process that tries an article at this moment."""
    pid, out = trying
    until((tmp_path / "hangs").exists)
    (process,) = probes_of(pid)
    yield pid, process, out
    if not is_gone(process):
        process.kill()


def probes_of(pid: int) -> list[psutil.Process]:
    """The processes that try articles for another."""
    children = psutil.Process(pid).children()
    return [child for child in children if "solieu.batch.probe_process" in child.cmdline()]


def is_gone(process: psutil.Process) -> bool:
    """Whether a process has ended; nobody may have asked for its status."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class TestEntriesThatAreTakenTwice:
    def test_are_the_same(self, tmp_path: Path) -> None:
        entries = [
            Entry(1, "a", "a", Document("Huế\ud83d", id="a", meta={"day": date(2026, 1, 1), "n": 0.1})),
            Entry(2, "a", None, SolieuError("a: cannot be read")),
            Entry(3, None, "b", Document("", id="b", meta={"a": deep(5000)})),
            Entry(4, None, "b", SolieuError("b: is called like an earlier one"), repeated=True),
            Entry(
                5, "c", "c", Document("Hà\u2028Nội\r\n", (Span(0, 2, "LOC"),), "c", {"n": [1, 0.1, None], "1": True})
            ),
            Entry(6, "c", "d", Document("Huế", id="d", meta={"pair": (1, 2)})),
        ]

        with spooling(tmp_path) as spool:
            kept = list(spool.keep(iter(entries)))
            again = list(spool.again())

        assert kept == entries
        assert [(entry.number, entry.id, entry.repeated) for entry in again] == [
            *((1, "a", False), (2, None, False), (3, "b", False), (4, "b", True), (5, "c", False), (6, "d", False))
        ]
        assert again[0] == entries[0]
        assert [str(entry.content) for entry in again[1:4:2]] == [str(entry.content) for entry in entries[1:4:2]]
        assert again[4:] == entries[4:]
        assert again[4].content is not entries[4].content  # but comes out of the file
        assert again[2] is entries[2]
        assert not list(tmp_path.iterdir())
