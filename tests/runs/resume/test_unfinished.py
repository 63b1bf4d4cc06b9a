"""What is left of an interrupted run, and what it cannot go on with."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from solieu.training.config import TrainingConfig
from solieu.training.run_directory import SCRATCH
from solieu.training.train import Interrupted, train

QUIET = Console(quiet=True)


class TestWhatWasSaved:
    def test_is_the_last_state_and_the_best_epoch(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 23)

        assert runs.checkpoints(config) == {"checkpoint-5", "checkpoint-21"}

    def test_holds_no_pickle(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 8)

        files = [path for path in (Path(config.output) / SCRATCH).rglob("*") if path.is_file()]
        names = {path.name.split(".")[0 if "tfevents" in path.name else -1] for path in files}
        assert names == {"safetensors", "json", "events"}
        assert not any(path.read_bytes().startswith((b"PK", b"\x80")) for path in files)

    @pytest.mark.parametrize("state", [None, "", '{"epoch": 1.0, "global_st'])
    def test_is_passed_over_where_its_writing_was_interrupted(
        self, whole: TrainingConfig, config: TrainingConfig, state: str | None, runs: Any
    ) -> None:
        runs.interrupted(config, 8)
        last = Path(config.output) / SCRATCH / "checkpoint-6"
        (last / "optimizer.safetensors").write_bytes(b"half")
        (last / "trainer_state.json").unlink()
        if state is not None:
            (last / "trainer_state.json").write_text(state, encoding="utf-8")

        lines = runs.shown(config)

        assert lines[1] == "going on after step 5 of 25"
        assert runs.results(config) == runs.results(whole)

    @pytest.mark.parametrize(
        "name", ["model.safetensors", "optimizer.safetensors", "schedule.json", "random-0.safetensors"]
    )
    def test_is_named_where_it_is_damaged(self, config: TrainingConfig, name: str, runs: Any) -> None:
        runs.interrupted(config, 8)
        last = Path(config.output) / SCRATCH / "checkpoint-6"
        (last / name).write_bytes(b"half")

        message = runs.refused(config, resume=True)

        assert message.startswith(f"{last}: is damaged (")
        assert message.endswith("remove it to go on from an earlier one, or begin again with --overwrite")

    def test_is_gone_when_the_run_is_finished(self, whole: TrainingConfig) -> None:
        assert not (Path(whole.output) / SCRATCH).exists()


class TestWhatDoesNotGoOn:
    def test_a_run_with_other_settings(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 8)

        message = runs.refused(replace(config, epochs=6, data=replace(config.data, dev=None)), resume=True)

        assert message == (
            f"{config.output}: the unfinished run there has other settings (data.dev was {list(config.data.dev)!r} and "
            "is None, epochs was 5 and is 6); give those, or --overwrite to begin again"
        )

    def test_a_run_on_other_data(self, tmp_path: Path, config: TrainingConfig, runs: Any) -> None:
        path = tmp_path / "train.jsonl"
        shutil.copy(config.data.train[0], path)
        config = replace(config, data=replace(config.data, train=(str(path),)))
        runs.interrupted(config, 8)
        path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")

        assert runs.refused(config, resume=True) == (
            f"{config.output}: the unfinished run there has read another {path}; put that back, or give --overwrite to "
            "begin again"
        )

    def test_a_run_that_is_finished(self, whole: TrainingConfig, runs: Any) -> None:
        assert runs.refused(whole, resume=True) == (
            f"{whole.output}: the output directory holds a run, but no unfinished one to resume; give another output=, "
            "or --overwrite to replace it"
        )

    def test_a_run_that_is_to_begin_again(self, config: TrainingConfig, runs: Any) -> None:
        assert runs.refused(config, resume=True, overwrite=True) == (
            "--resume goes on with a run, and --overwrite begins it again; give one of them"
        )

    def test_a_run_whose_record_is_damaged(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 8)
        path = Path(config.output) / SCRATCH / "run.json"
        path.write_text("[]", encoding="utf-8")

        assert runs.refused(config, resume=True).startswith(f"{path}: is damaged (")


class TestAnUnfinishedRun:
    def test_is_not_gone_on_with_or_replaced_unless_that_is_asked_for(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 8)
        before = runs.checkpoints(config)

        assert runs.refused(config) == (
            f"{config.output}: the output directory holds an unfinished run; give --resume to go on with it, or "
            "--overwrite to begin again"
        )
        assert runs.checkpoints(config) == before

    def test_is_replaced_when_that_is_asked_for(self, whole: TrainingConfig, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(replace(config, seed=2), 8)

        train(config, QUIET, overwrite=True)

        assert runs.results(config) == runs.results(whole)

    def test_that_was_to_replace_another_goes_on(
        self, whole: TrainingConfig, config: TrainingConfig, runs: Any
    ) -> None:
        train(replace(config, seed=2, epochs=1), QUIET)
        before = runs.results(config)
        with pytest.raises(Interrupted), runs.ctrl_c_in_batch(8):
            train(config, QUIET, overwrite=True)
        assert runs.results(config) == before

        train(config, QUIET, resume=True)

        assert runs.results(config) == runs.results(whole)

    @pytest.mark.parametrize("batch", [None, 2])
    def test_begins_where_nothing_was_saved(
        self, whole: TrainingConfig, config: TrainingConfig, batch: int | None, runs: Any
    ) -> None:
        if batch is not None:
            assert runs.interrupted(config, batch) == "interrupted; nothing was saved yet"
            assert list(Path(config.output).iterdir()) == []

        lines = runs.shown(config)

        assert lines[1] == f"{config.output}: nothing is saved there yet"
        assert runs.results(config) == runs.results(whole)
