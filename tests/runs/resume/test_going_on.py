"""A run that was interrupted goes on, and ends as if it had not been."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from solieu.training.config import TrainingConfig
from solieu.training.run_directory import SCRATCH
from solieu.training.train import Interrupted, train
from solieu.training.unfinished import last_checkpoint

QUIET = Console(quiet=True)


class TestARunThatGoesOn:
    @pytest.mark.parametrize("batch", [6, 9, *(pytest.param(batch, marks=pytest.mark.slow) for batch in (2, 5, 24))])
    def test_ends_as_if_it_had_not_been_interrupted(
        self, whole: TrainingConfig, config: TrainingConfig, batch: int, runs: Any
    ) -> None:
        runs.interrupted(config, batch)

        train(config, QUIET, resume=True)

        assert runs.results(config) == runs.results(whole)

    def test_may_be_interrupted_again(self, whole: TrainingConfig, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 8)
        for _ in range(2):
            with pytest.raises(Interrupted), runs.ctrl_c_in_batch(5):
                train(config, QUIET, resume=True)
        train(config, QUIET, resume=True)

        assert runs.results(config) == runs.results(whole)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "changes",
        [
            {"precision": "bf16"},
            {"gradient_accumulation": 2, "schedule": "cosine", "crf": True, "save_steps": 1},
            {"gradient_checkpointing": True, "freeze_embeddings": True, "schedule": "constant", "layer_decay": 0.9},
            {"r_drop": 0.5, "fgm": 0.5, "dropout": 0.3, "save_steps": None},
        ],
        ids=lambda changes: " ".join(changes),
    )
    def test_with_other_settings_ends_as_if_it_had_not_been_interrupted(
        self, tmp_path: Path, config: TrainingConfig, changes: dict[str, Any], runs: Any
    ) -> None:
        config = replace(config, epochs=3, **changes)
        if config.precision == "bf16":
            config = replace(config, data=replace(config.data, dev=None))
        other = replace(config, output=str(tmp_path / "other"))
        runs.interrupted(config, 13 if config.fgm else 7)
        assert last_checkpoint(Path(config.output) / SCRATCH) is not None

        train(config, QUIET, resume=True)
        train(other, QUIET)

        assert runs.results(config) == runs.results(other)

    def test_may_have_been_moved(
        self, tmp_path: Path, whole: TrainingConfig, config: TrainingConfig, runs: Any
    ) -> None:
        runs.interrupted(config, 20)
        (tmp_path / "run").rename(tmp_path / "moved")
        config = replace(config, output=str(tmp_path / "moved"))

        train(config, QUIET, resume=True)

        # The best epoch is the first, whose weights have been moved.
        assert runs.metrics(config)[0]["f1"] == max(epoch["f1"] for epoch in runs.metrics(config))
        assert runs.results(config) == runs.results(whole)

    def test_is_only_written_when_it_was_trained_to_the_end(
        self, whole: TrainingConfig, config: TrainingConfig, runs: Any
    ) -> None:
        runs.begun(config)

        with runs.ctrl_c_in_batch(1):
            train(config, QUIET, resume=True)

        assert runs.results(config) == runs.results(whole)

    def test_stays_stopped_when_it_was_stopped_early(self, tmp_path: Path, config: TrainingConfig, runs: Any) -> None:
        config = replace(config, patience=1)
        other = replace(config, output=str(tmp_path / "other"))
        runs.begun(config)

        with runs.ctrl_c_in_batch(1):
            train(config, QUIET, resume=True)
        train(other, QUIET)

        assert [epoch["epoch"] for epoch in runs.metrics(config)] == [1, 2]
        assert runs.results(config) == runs.results(other)

    def test_keeps_count_of_the_epochs_without_a_better_score(self, config: TrainingConfig, runs: Any) -> None:
        config = replace(config, patience=2)
        runs.interrupted(config, 12)

        train(config, QUIET, resume=True)

        assert [epoch["epoch"] for epoch in runs.metrics(config)] == [1, 2, 3]

    def test_shows_where_it_is(self, config: TrainingConfig, runs: Any) -> None:
        assert runs.interrupted(config, 9) == "interrupted; --resume goes on after step 6 of 25"

        lines = runs.shown(config)

        assert lines[1] == "going on after step 6 of 25"
        assert lines[2].startswith("training: epoch 2 of 5: loss ")
        assert len(lines) == 6

    def test_shows_a_bar_that_is_where_it_was(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 24)
        screen = StringIO()

        train(config, Console(file=screen, force_terminal=True, width=120), resume=True)

        steps = [int(step) for step in re.findall(r"(\d+)/25", screen.getvalue())]
        assert (min(steps), max(steps)) == (21, 25)

    def test_adds_up_how_long_it_took(self, config: TrainingConfig, runs: Any) -> None:
        runs.interrupted(config, 20)
        path = Path(config.output) / SCRATCH / "checkpoint-18" / "schedule.json"
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"seconds": 1000}), encoding="utf-8")

        train(config, QUIET, resume=True)

        record = json.loads((Path(config.output) / "environment.json").read_text(encoding="utf-8"))
        assert 1000 < record["training_seconds"] < 1500

    def test_shows_no_value_of_the_logs_twice(self, config: TrainingConfig, runs: Any) -> None:
        config = replace(config, batch_subwords=36, epochs=2, save_steps=None)
        assert runs.interrupted(config, 28) == "interrupted; --resume goes on after step 16 of 32"

        train(config, QUIET, resume=True)

        logs = EventAccumulator(str(Path(config.output) / "tensorboard"))
        logs.Reload()
        assert [event.step for event in logs.Scalars("train/loss")] == [1, 10, 16, 26, 32]
        assert [event.step for event in logs.Scalars("eval/f1")] == [16, 32]
