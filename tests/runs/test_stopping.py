"""What stops a training before its last epoch."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from safetensors.torch import load_file
from transformers import TrainerControl, TrainerState, TrainingArguments

from solieu.annotation import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.divergence import LossWatch
from solieu.training.fit import fit
from solieu.training.run_directory import SCRATCH
from solieu.training.train import train

QUIET = Console(quiet=True)
TAGS = 21
ARGUMENTS = TrainingArguments("unused")


def watched(losses: Iterable[float], watch: LossWatch | None = None, *, steps: int = 10, first: int = 0) -> str | None:
    """Show the losses of a training to the watch, the first step's and then every few steps'; return what it says."""
    watch = watch or LossWatch(TAGS, 3e-4, "bf16")
    for number, loss in enumerate(losses):
        state = TrainerState(global_step=max(1, steps * (first + number)))
        try:
            watch.on_log(ARGUMENTS, state, TrainerControl(), {"loss": loss})
        except SolieuError as error:
            return str(error)
    return None


class TestALossThat:
    @pytest.mark.parametrize("loss", [math.nan, math.inf])
    def test_is_no_number_is_named_with_its_steps_and_what_to_do(self, loss: float) -> None:
        assert watched([3.0, 2.0, loss]) == (
            f"the loss is no longer a number ({loss}, between steps 11 and 20): lower learning_rate (now 0.0003) or "
            "lengthen warmup, or give precision=fp32"
        )

    def test_rises_to_twice_that_of_an_untrained_model_is_named(self) -> None:
        assert watched([3.1, 2.5, 2.4, 9.0, 12.0], LossWatch(TAGS, 0.1, "fp32")) == (
            "the loss has risen to 7.86 by step 40, above twice the 3.10 of a model that has learnt nothing: lower "
            "learning_rate (now 0.1) or lengthen warmup"
        )

    def test_rises_to_that_of_an_untrained_model_after_it_was_low_is_named(self) -> None:
        message = watched([3.1, 1.0, 0.5, 0.2, 0.1, *[3.5] * 10])

        assert message is not None
        assert ", above the 3.10 of a model that has learnt nothing: " in message

    def test_rises_at_once_is_told_from_the_first_step(self) -> None:
        assert watched([4.0, 20.0, 20.0]) is not None

    @pytest.mark.parametrize("high", [0.5, 2.9, 20.0])
    def test_rises_for_a_batch_is_let_go(self, high: float) -> None:
        assert watched([3.1, 1.0, 0.5, *[0.1] * 20, high, *[0.1] * 20], steps=1) is None

    @given(st.lists(st.floats(0, 3.0), min_size=1, max_size=60), st.integers(1, 10))
    def test_stays_below_that_of_guessing_is_let_go(self, losses: list[float], steps: int) -> None:
        assert watched(losses, steps=steps) is None

    def test_is_near_0_from_the_beginning_may_rise_many_times(self) -> None:
        assert watched([0.001, 0.5, 0.9, 0.3, *[0.01] * 20]) is None

    def test_is_large_from_the_beginning_may_rise_somewhat(self) -> None:
        assert watched([40.0, 55.0, 60.0, 30.0, 20.0, 25.0, 5.0]) is None

    def test_was_logged_before_the_training_went_on_counts(self) -> None:
        log = [{"loss": loss, "step": max(1, 10 * number)} for number, loss in enumerate([3.1, 1.0, 0.5, 0.2, 0.1])]
        watch = LossWatch(TAGS, 3e-4, "auto")
        watch.on_train_begin(
            ARGUMENTS, TrainerState(log_history=[*log, {"eval_f1": 0.5, "step": 40}]), TrainerControl()
        )

        message = watched([3.5] * 20, watch, first=5)

        assert message is not None
        assert "above the 3.10 of a model" in message

    def test_has_gradients_that_are_no_numbers_is_named(self) -> None:
        logs = {"loss": 2.0, "grad_norm": math.nan}

        with pytest.raises(SolieuError, match=r"^the gradients of step 10 are no longer numbers: lower"):
            LossWatch(TAGS, 3e-4, "auto").on_log(ARGUMENTS, TrainerState(global_step=10), TrainerControl(), logs)
        # In fp16 the step is passed over, and the next has a smaller scale.
        LossWatch(TAGS, 3e-4, "fp16").on_log(ARGUMENTS, TrainerState(global_step=10), TrainerControl(), logs)


class TestATrainingThatGoesWrong:
    @pytest.mark.parametrize(
        ("rate", "reason"), [(1e30, "the loss is no longer a number (nan, "), (3.0, "the loss has risen to ")]
    )
    def test_ends_with_a_message(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], rate: float, reason: str
    ) -> None:
        with pytest.raises(SolieuError) as caught:
            train(settings(tmp_path / "run", learning_rate=rate, epochs=20), QUIET)

        assert str(caught.value).startswith(reason)

    def test_keeps_what_was_saved_before_and_saves_nothing_after(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        config = settings(
            tmp_path / "run", learning_rate=1e38, epochs=40, warmup=1.0, save_steps=1, batch_subwords=1000
        )
        with pytest.raises(SolieuError, match="no longer a number"):
            train(config, QUIET)

        saved = {path.name: path for path in (tmp_path / "run" / SCRATCH).glob("checkpoint-*")}
        assert saved.keys() == {"checkpoint-1", "checkpoint-2"}
        assert all(
            torch.isfinite(weight).all()
            for path in saved.values()
            for weight in load_file(path / "model.safetensors").values()
        )


@pytest.fixture
def forgetting(tmp_path: Path, run: Path, corpus: Any, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    """Six epochs in which a model forgets what it could before."""
    documents = [
        document.with_spans(document.spans[:1] * (not n)) for n, document in enumerate(read_jsonl(corpus.train))
    ]
    write_jsonl(documents, tmp_path / "train.jsonl")
    data = DataConfig((str(tmp_path / "train.jsonl"),), (corpus.dev,))
    return settings(tmp_path / "run", data=data, encoder=str(run), epochs=6, learning_rate=5e-3, warmup=0.5)


def epochs(run: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


class TestPatience:
    @pytest.mark.parametrize("patience", [1, 3])
    def test_ends_a_training_that_gets_no_better(
        self, tmp_path: Path, forgetting: TrainingConfig, patience: int
    ) -> None:
        train(replace(forgetting, patience=patience), QUIET)

        assert [epoch["epoch"] for epoch in epochs(tmp_path / "run")] == list(range(1, patience + 2))

    def test_keeps_the_best_epoch(self, tmp_path: Path, forgetting: TrainingConfig) -> None:
        whole = fit(forgetting, read_corpora(forgetting.data), tmp_path / "scratch", QUIET, "")
        train(replace(forgetting, patience=1), QUIET)
        train(replace(forgetting, output=str(tmp_path / "all")), QUIET)

        weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("run", "all")]
        assert weights[0] == weights[1]
        assert whole.history[0]["f1"] == max(epoch["f1"] for epoch in whole.history)

    def test_longer_than_the_training_changes_nothing(self, tmp_path: Path, forgetting: TrainingConfig) -> None:
        train(replace(forgetting, patience=6), QUIET)

        assert len(epochs(tmp_path / "run")) == 6

    @pytest.mark.parametrize("dev", [None, 1e-6])
    def test_needs_development_articles(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig], dev: float | None
    ) -> None:
        config = settings(tmp_path / "run", data=DataConfig((corpus.train,), dev), patience=2)

        with pytest.raises(SolieuError, match=r"^patience needs development articles .*; give data\.dev$"):
            train(config, QUIET)
