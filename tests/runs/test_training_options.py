"""What the ways to compute a training have in common: the same model comes of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from solieu.annotation import SolieuError
from solieu.models.precision import training_dtype
from solieu.training.config import DataConfig, TrainingConfig, load_config
from solieu.training.train import train

QUIET = Console(quiet=True)


def metrics(config: TrainingConfig) -> list[dict[str, float]]:
    lines = (Path(config.output) / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def weights(config: TrainingConfig) -> dict[str, torch.Tensor]:
    return load_file(Path(config.output) / "model.safetensors")


def curve(config: TrainingConfig, name: str) -> dict[int, float]:
    """Read one of the curves that TensorBoard shows: its value at each step."""
    logs = EventAccumulator(str(Path(config.output) / "tensorboard"))
    logs.Reload()
    return {event.step: event.value for event in logs.Scalars(name)}


def assert_same(one: TrainingConfig, other: TrainingConfig, tolerance: float) -> None:
    """Compare the losses and the weights of two runs."""
    for ours, theirs in zip(metrics(one), metrics(other), strict=True):
        assert ours["loss"] == pytest.approx(theirs["loss"], abs=tolerance)
    ours, theirs = weights(one), weights(other)
    assert ours.keys() == theirs.keys()
    for name, weight in theirs.items():
        if tolerance and name.endswith("key.bias"):
            continue  # its gradient is 0 but for rounding, of which Adam makes steps
        torch.testing.assert_close(ours[name], weight, atol=tolerance, rtol=tolerance)


@pytest.fixture
def config(tmp_path: Path, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    return settings(tmp_path / "run", epochs=4, dropout=0.0)


@pytest.fixture
def other(tmp_path: Path, config: TrainingConfig) -> TrainingConfig:
    """The same run, into another directory."""
    return replace(config, output=str(tmp_path / "other"))


class TestGradientAccumulation:
    def test_makes_one_step_of_batches_as_if_they_were_one(self, config: TrainingConfig, other: TrainingConfig) -> None:
        train(replace(config, batch_subwords=300, gradient_accumulation=2), QUIET)
        train(replace(other, batch_subwords=10_000), QUIET)

        assert [epoch["step"] for epoch in metrics(other)] == [1, 2, 3, 4]
        assert_same(config, other, 1e-4)

    def test_makes_a_step_of_what_is_left_at_the_end_of_an_epoch(self, config: TrainingConfig) -> None:
        train(replace(config, batch_subwords=100, gradient_accumulation=2), QUIET)

        assert [epoch["step"] for epoch in metrics(config)] == [3, 6, 9, 12]  # of five batches


class TestGradientCheckpointing:
    @pytest.mark.parametrize("frozen", [False, True])
    def test_changes_nothing_but_the_memory_that_is_needed(
        self, config: TrainingConfig, other: TrainingConfig, frozen: bool
    ) -> None:
        settings = {"dropout": 0.3, "freeze_embeddings": frozen}
        train(replace(config, **settings, gradient_checkpointing=True), QUIET)
        train(replace(other, **settings), QUIET)

        assert_same(config, other, 0)


class TestCompilation:
    @pytest.mark.slow
    def test_gives_the_same_model_under_the_same_names(self, config: TrainingConfig, other: TrainingConfig) -> None:
        train(replace(config, compile=True, epochs=2), QUIET)
        train(replace(other, epochs=2), QUIET)

        assert_same(config, other, 5e-3)

    def test_cannot_be_combined_with_adversarial_steps(self, config_file: Path) -> None:
        with pytest.raises(SolieuError, match=r"^command line: 'compile' cannot be combined with fgm, .*; drop one$"):
            load_config(config_file, ["compile=true", "fgm=0.5"])


class TestPrecision:
    def test_fp16_needs_a_gpu(self) -> None:
        with pytest.raises(SolieuError, match=r"^precision=fp16 needs an NVIDIA GPU, .*; give precision=bf16 or fp32$"):
            training_dtype("fp16", torch.device("cpu"))

    @pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
    def test_fp16_is_refused_before_a_training_without_one(self, config: TrainingConfig) -> None:
        with pytest.raises(SolieuError, match="precision=fp16 needs an NVIDIA GPU"):
            train(replace(config, precision="fp16"), QUIET)

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_fp16_on_a_gpu_learns_what_fp32_learns(self, config: TrainingConfig, other: TrainingConfig) -> None:
        train(replace(config, precision="fp16"), QUIET)
        train(replace(other, precision="fp32"), QUIET)

        assert weights(config)["classifier.weight"].dtype == torch.float32
        for ours, theirs in zip(metrics(config), metrics(other), strict=True):
            assert ours["loss"] == pytest.approx(theirs["loss"], rel=0.05)


class TestTheLogs:
    def test_show_the_loss_the_learning_rate_and_the_gradients_of_every_few_steps(self, config: TrainingConfig) -> None:
        train(replace(config, batch_subwords=36, epochs=2), QUIET)

        steps = [epoch["step"] for epoch in metrics(config)]
        assert steps == [16, 32]
        for name in ("loss", "learning_rate", "grad_norm"):
            assert list(curve(config, f"train/{name}")) == [1, 10, 16, 26, 32]
        assert all(norm > 0 for norm in curve(config, "train/grad_norm").values())

    def test_show_the_development_scores_of_each_epoch(self, config: TrainingConfig, corpus: Any) -> None:
        config = replace(config, data=DataConfig((corpus.train,), (corpus.dev,)), learning_rate=1e-2)
        train(config, QUIET)

        for name in ("f1", "precision", "recall"):
            expected = {int(epoch["step"]): epoch[name] for epoch in metrics(config)}
            assert curve(config, f"eval/{name}") == pytest.approx(expected, abs=1e-6)

    @pytest.mark.parametrize(("schedule", "last"), [("linear", 0.2), ("cosine", 0.0955), ("constant", 1.0)])
    def test_show_the_schedule(self, config: TrainingConfig, schedule: str, last: float) -> None:
        train(replace(config, schedule=schedule, epochs=10, warmup=0.5, batch_subwords=10_000), QUIET)

        rates = curve(config, "train/learning_rate")
        assert [rates[step] / config.learning_rate for step in range(1, 6)] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])
        assert rates[6] / config.learning_rate == pytest.approx(1)
        assert rates[10] / config.learning_rate == pytest.approx(last, abs=1e-4)
