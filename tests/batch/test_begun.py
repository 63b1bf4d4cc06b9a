"""The count of the processes that have ended in the midst of a shard."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation.errors import SolieuError
from solieu.batch import begun, run
from solieu.batch.begun import counting_deaths
from solieu.batch.manifest import Settings
from solieu.batch.reporters import Reporter
from solieu.batch.run import Batch, run_batch
from solieu.batch.stopping import Interrupted
from solieu.batch.store import LocalStore


@pytest.fixture
def counted(tmp_path: Path) -> Callable[[], int | None]:
    """Reads the count of shard 1; None if there is none."""

    def read() -> int | None:
        path = tmp_path / "begun.json"
        if not path.exists():
            return None
        content = json.loads(path.read_bytes())
        assert content["shard"] == 1
        return int(content["times"])

    return read


class TestTheCount:
    @pytest.mark.parametrize("error", [SolieuError("a disk is full"), OSError("no network"), Interrupted(2)])
    @pytest.mark.parametrize("before", [0, 2])
    def test_is_what_it_was_after_an_error_or_a_signal(
        self, tmp_path: Path, counted: Callable[[], int | None], error: BaseException, before: int
    ) -> None:
        if before:
            (tmp_path / "begun.json").write_text('{"shard": 1, "times": 2}', encoding="utf-8")

        def work() -> None:
            with counting_deaths(LocalStore(tmp_path), 1) as deaths:
                assert (deaths.number, counted()) == (before, before + 1)
                raise error

        with pytest.raises(type(error)):
            work()

        assert counted() == (before or None)

    def test_that_cannot_be_written_stays(
        self, tmp_path: Path, counted: Callable[[], int | None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "begun.json").write_text('{"shard": 1, "times": 2}', encoding="utf-8")

        def fail(*_: object) -> None:
            raise SolieuError("the disk is full")

        monkeypatch.setattr(begun, "write_json", fail)
        with pytest.raises(SolieuError, match="the disk is full"), counting_deaths(LocalStore(tmp_path), 1):
            pass

        assert counted() == 2

    def test_hides_no_error_where_it_cannot_be_written_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "begun.json").write_text('{"shard": 1, "times": 2}', encoding="utf-8")

        def fail(*_: object) -> None:
            raise SolieuError("the disk is full")

        def work() -> None:
            with counting_deaths(LocalStore(tmp_path), 1):
                monkeypatch.setattr(begun, "write_json", fail)
                raise ValueError("the first")

        with pytest.raises(ValueError, match="the first"):
            work()

    @pytest.mark.parametrize(
        "damaged", ["Infinity", "1e99", "-5", "true", '"3"', "null", "2.5", "[3]", "1" * 5000], ids=str.__len__
    )
    def test_that_is_no_number_is_none(self, tmp_path: Path, damaged: str) -> None:
        (tmp_path / "begun.json").write_text(f'{{"shard": 1, "times": {damaged}}}', encoding="utf-8")

        with counting_deaths(LocalStore(tmp_path), 1) as deaths:
            assert deaths.number == 0


class TestArticlesThatCannotBeTried:
    def test_end_the_run_and_the_same_command_does_without(
        self, tiny_checkpoint: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "out"

        def extract() -> int:
            store = LocalStore(out)
            return run_batch(Batch(str(tiny_checkpoint), store, Settings(10, 1000), Reporter()), [str(articles)])

        def refuse(*_: Any) -> None:
            raise SolieuError("a process cannot be started")

        assert extract() == 0
        for part in ("part-00001.json", "finished.json"):
            (out / part).unlink()
        (out / "begun.json").write_text('{"shard": 1, "times": 3}', encoding="utf-8")
        monkeypatch.setattr(run, "find_deadly", refuse)

        with pytest.raises(SolieuError) as refused:
            extract()

        assert str(refused.value) == (
            "a process cannot be started; 2 finished shards stay, and the same command goes on"
        )
        assert extract() == 0
