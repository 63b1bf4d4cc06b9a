"""Extraction by workers on a Ray cluster."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest

from solieu.annotation.errors import SolieuError
from solieu.articles.places import Place
from solieu.batch.attempts import start_attempts
from solieu.batch.manifest import Settings
from solieu.batch.plan import ShardTask
from solieu.batch.ray_cluster import Cluster, cluster
from solieu.batch.records import ShardRecord
from solieu.batch.reporters import Reporter
from solieu.batch.shard_worker import Assignment, ShardWorker, Work
from solieu.batch.store import LocalStore
from solieu.models.checkpoint_hashes import checkpoint_hashes

pytestmark = pytest.mark.slow
FAULT = Path(__file__).parents[1] / "batch" / "fault"


class Shards(Reporter):
    """Remembers the shards that are worked on."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []

    def shard(self, record: ShardRecord, errors: Sequence[dict[str, Any]]) -> None:
        super().shard(record, errors)
        self.numbers.append(record.shard)


def worker_processes() -> list[psutil.Process]:
    """The processes that work on shards."""
    return [child for child in psutil.Process().children(recursive=True) if "MapWorker" in "".join(_command(child))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@contextmanager
def killing_a_worker(out: Path) -> Iterator[list[int]]:
    """Kill a worker as soon as a shard is finished; gather the process ids of all that were seen after that."""
    seen: set[int] = set()
    new: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        killed = False
        while not ended.is_set():
            workers = worker_processes()
            found = {worker.pid for worker in workers}
            new.extend(found - seen if killed else ())
            seen.update(found)
            if not killed and workers and any(out.glob("part-*.json")):
                os.kill(workers[0].pid, signal.SIGKILL)
                killed = True
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield new
    finally:
        ended.set()
        watcher.join()


class TestWorkersOnARayCluster:
    def test_write_byte_for_byte_what_one_process_writes_even_if_one_of_them_is_killed(
        self,
        two_workers: Cluster,
        extract: Callable[..., int],
        content: Callable[[Path], dict[str, bytes]],
        articles: Path,
        tmp_path: Path,
    ) -> None:
        paths = [tmp_path / "none.txt", articles, articles.with_name("empty")]
        paths[2].mkdir()
        assert extract(paths, tmp_path / "one") == 1

        with killing_a_worker(tmp_path / "two") as new_workers:
            status = extract(paths, tmp_path / "two", two_workers)

        assert status == 1
        assert new_workers
        expected = content(tmp_path / "one")
        assert content(tmp_path / "two") == expected
        errors = b"".join(expected[name] for name in sorted(expected) if name.startswith("errors"))
        assert [json.loads(line)["number"] for line in errors.splitlines()] == [1, 2, 23, 64]

    def test_go_on_with_what_one_process_began(
        self,
        two_workers: Cluster,
        extract: Callable[..., int],
        content: Callable[[Path], dict[str, bytes]],
        articles: Path,
        tmp_path: Path,
    ) -> None:
        out = tmp_path / "out"
        extract([articles], out)
        expected = content(out)
        (out / "part-00004.jsonl").write_bytes(b"")
        (out / "part-00007.json").unlink()
        reporter = Shards()

        assert extract([articles], out, two_workers, reporter) == 1

        assert sorted(reporter.numbers) == [4, 7]
        assert content(out) == expected
        assert reporter.pace.articles == 14

    def test_read_from_and_write_to_object_storage(
        self,
        storage: Any,
        two_workers: Cluster,
        extract: Callable[..., int],
        articles: Path,
    ) -> None:
        storage.objects["news/in/articles.jsonl"] = articles.read_bytes()
        assert extract(["s3://news/in/"], "s3://news/one", format="parquet") == 1

        assert extract(["s3://news/in/"], "s3://news/two", two_workers, format="parquet") == 1

        written = storage.below("news/two/")
        assert written == storage.below("news/one/")
        tables = [data for name, data in written.items() if name.startswith("entities/")]
        assert len(tables) == 15
        assert sum(len(pq.read_table(io.BytesIO(data))) for data in tables) > 100

    @pytest.mark.usefixtures("two_workers")
    def test_give_up_a_shard_that_ends_them_again_and_again(
        self, tiny_checkpoint: Path, articles: Path, tmp_path: Path
    ) -> None:
        import ray

        attempts = start_attempts()
        for _ in range(5):
            ray.get(attempts.begin.remote(0))
        store = LocalStore(tmp_path)
        told = Assignment(
            str(tiny_checkpoint), {}, store, Settings(7, 1000), tmp_path, [str(articles)], [], None, 1, attempts
        )
        task = ShardTask(0, 1, 7, 0, Place(), (), 0, "")

        (answer,) = ShardWorker(told)({"task": [json.dumps(task.to_json())]})["work"]

        assert Work.from_json(answer).failed == (
            "part-00000.json: all workers that worked on it died, perhaps for want of memory; give fewer --workers, "
            "or a smaller --max-characters"
        )

    @pytest.mark.usefixtures("two_workers")
    def test_try_the_articles_of_a_shard_that_has_ended_three_one_by_one(
        self, tiny_checkpoint: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import ray

        articles.write_text(articles.read_text(encoding="utf-8").replace("bắt 5 đối", "SEGV"), encoding="utf-8")
        attempts = start_attempts()
        for _ in range(3):
            ray.get(attempts.begin.remote(0))
        store, settings = LocalStore(tmp_path), Settings(7, 1000, values=True)
        hashes = checkpoint_hashes(tiny_checkpoint)
        told = Assignment(
            str(tiny_checkpoint), hashes, store, settings, tmp_path, [str(articles)], [], None, 1, attempts
        )
        task = ShardTask(0, 1, 7, 0, Place(), (), 0, "")
        # The process that tries them ends, this one does not.
        monkeypatch.setenv("PYTHONPATH", str(FAULT))

        (answer,) = ShardWorker(told)({"task": [json.dumps(task.to_json())]})["work"]

        work = Work.from_json(answer)
        assert work.record is not None
        assert (work.record.articles, work.record.errors) == (6, 1)
        assert [(error["id"], error["error"]) for error in work.errors] == [
            (
                "a5",
                "document 'a5': ends the process that works on it (SIGSEGV), perhaps for want of memory; leave it "
                "out, or split it",
            )
        ]

    def test_say_what_they_cannot_do(
        self, two_workers: Cluster, extract: Callable[..., int], articles: Path, tmp_path: Path
    ) -> None:
        class Spoils(Reporter):
            def extracting(self, done_bytes: int) -> None:
                super().extracting(done_bytes)
                articles.write_bytes(articles.read_bytes().replace("Hồng".encode(), "Huệ".encode()))

        with pytest.raises(SolieuError, match="a worker read other articles than this process did"):
            extract([articles], tmp_path / "out", two_workers, Spoils())

    @pytest.mark.usefixtures("two_workers")
    def test_are_too_many_for_the_cluster(self) -> None:
        with pytest.raises(SolieuError, match=r"too few for 1000 workers; give fewer --workers"), cluster(1000, None):
            pass


class TestTheCommand:
    def test_has_a_cluster_of_its_own_that_only_this_machine_reaches_and_that_ends_with_it(
        self, tiny_checkpoint: Path, articles: Path, tmp_path: Path
    ) -> None:
        command = [sys.executable, "-m", "solieu", "extract", tiny_checkpoint, articles, "--out", f"{tmp_path}/out/"]
        command += ["--shard-size", "7", "--engine", "ray", "--workers", "2", "--log-json"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
        addresses: set[str] = set()
        processes: dict[int, psutil.Process] = {}

        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as started:
            parent = psutil.Process(started.pid)
            assert started.stderr is not None
            said = []
            for line in started.stderr:
                said.append(json.loads(line))
                if said[-1]["event"] != "shard":
                    continue
                for process in (parent, *parent.children(recursive=True)):
                    processes[process.pid] = process
                    with suppress(psutil.NoSuchProcess):  # it may end while it is asked
                        connections = process.net_connections("inet")
                        addresses |= {each.laddr.ip for each in connections if each.status == psutil.CONN_LISTEN}

        assert started.returncode == 1
        assert [event["event"] for event in said][-1] == "end"
        assert len(processes) > 4
        assert addresses <= {"127.0.0.1", "::ffff:127.0.0.1"}
        assert addresses
        _, left = psutil.wait_procs(list(processes.values()), timeout=10)
        assert left == []
