"""What a training learns, and that it can be repeated."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from safetensors.torch import load_file

from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.loading import load_tagger
from solieu.training.config import DataConfig, TrainingConfig, load_config
from solieu.training.corpora import read_corpora
from solieu.training.dropout import SharedDropout
from solieu.training.evaluation import evaluate, predict
from solieu.training.examples import make_examples
from solieu.training.fit import fit
from solieu.training.new_tagger import new_tagger
from solieu.training.tagger_trainer import TaggerTrainer
from solieu.training.train import train

QUIET = Console(quiet=True)


def metrics(run: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


def saved_f1(run: Path, path: str) -> float:
    """Measure the model that a run has saved."""
    gold = list(read_jsonl(path))
    tagger, settings = load_tagger(run, precision="fp32")
    return evaluate(gold, predict(tagger, gold), settings.schema, resamples=1).strict.micro.f1


def weights(run: Path) -> bytes:
    return (run / "model.safetensors").read_bytes()


class TestWhatIsLearnt:
    def test_the_loss_falls_and_the_scores_rise(self, run: Path) -> None:
        epochs = metrics(run)

        assert epochs[-1]["loss"] < epochs[0]["loss"] / 4
        assert max(epoch["f1"] for epoch in epochs) > 0.2 > epochs[0]["f1"]

    def test_the_saved_model_is_that_of_the_best_epoch_by_development_f1(self, run: Path, corpus: Any) -> None:
        best = max(epoch["f1"] for epoch in metrics(run))

        assert saved_f1(run, corpus.dev) == pytest.approx(best, abs=1e-6)

    def test_the_best_epoch_may_be_the_first(
        self, tmp_path: Path, run: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        config = self.unlearning(tmp_path, run, corpus, settings, dev=(corpus.dev,))

        train(config, QUIET)

        f1s = [epoch["f1"] for epoch in metrics(tmp_path / "run")]
        assert f1s[0] == max(f1s) > f1s[-1]
        assert saved_f1(tmp_path / "run", corpus.dev) == pytest.approx(f1s[0], abs=1e-6)

    def test_without_development_articles_the_last_epoch_is_kept(
        self, tmp_path: Path, run: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        config = self.unlearning(tmp_path, run, corpus, settings, dev=(corpus.dev,))
        fitted = fit(config, read_corpora(config.data), tmp_path / "scratch", QUIET, "")
        train(replace(config, data=replace(config.data, dev=None)), QUIET)

        assert [epoch.keys() for epoch in metrics(tmp_path / "run")] == [{"epoch", "step", "loss"}] * 4
        assert saved_f1(tmp_path / "run", corpus.dev) == pytest.approx(fitted.history[-1]["f1"], abs=1e-6)
        assert fitted.history[-1]["f1"] < fitted.history[0]["f1"]

    @staticmethod
    def unlearning(
        tmp_path: Path, run: Path, corpus: Any, settings: Callable[..., TrainingConfig], dev: tuple[str, ...]
    ) -> TrainingConfig:
        """Go on from a model that finds entities, with articles in which nearly nothing is one."""
        documents = [
            document.with_spans(document.spans[:1] * (not n)) for n, document in enumerate(read_jsonl(corpus.train))
        ]
        write_jsonl(documents, tmp_path / "train.jsonl")
        data = DataConfig((str(tmp_path / "train.jsonl"),), dev)
        return settings(tmp_path / "run", data=data, encoder=str(run), epochs=4, learning_rate=5e-3, warmup=0.5)

    def test_every_window_is_seen_once_an_epoch_in_a_new_order(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        config = settings(tmp_path)
        corpora = read_corpora(config.data)
        tagger = new_tagger(config, corpora, torch.device("cpu"))
        examples = make_examples(corpora.train, tagger.text_encoder, corpora.schema)
        seen: list[list[list[int]]] = []
        tagger.model.register_forward_pre_hook(
            lambda _, __, inputs: seen.append(inputs["input_ids"].tolist()), with_kwargs=True
        )

        TaggerTrainer(tagger, examples, [], config, tmp_path / "scratch").run()

        epochs = [seen[: len(seen) // 2], seen[len(seen) // 2 :]]
        pad = tagger.model.config.pad_token_id
        for epoch in epochs:
            windows = sorted([part for part in row if part != pad] for batch in epoch for row in batch)
            assert windows == sorted(examples.windows["input_ids"])
        assert epochs[0] != epochs[1]

    def test_frozen_embeddings_stay_those_of_the_encoder(
        self, tmp_path: Path, tiny_encoder: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        train(settings(tmp_path / "run", freeze_embeddings=True), QUIET)

        before, after = (load_file(path / "model.safetensors") for path in (tiny_encoder, tmp_path / "run"))
        name = "embeddings.word_embeddings.weight"
        assert torch.equal(before[name], after[f"bert.{name}"])
        name = "encoder.layer.0.output.dense.weight"
        assert not torch.equal(before[name], after[f"bert.{name}"])

    def test_hidden_values_are_dropped_out_and_weights_of_attention_are_not(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        config = settings(tmp_path, dropout=0.3, epochs=1)

        fitted = fit(config, read_corpora(config.data), tmp_path / "scratch", QUIET, "")

        model = fitted.tagger.model
        shared = {
            name.split(".")[-1] + f"@{module.p}"
            for name, module in model.named_modules()
            if isinstance(module, SharedDropout)
        }
        assert shared == {"dropout@0.3"}
        assert isinstance(model.dropout, SharedDropout)
        assert model.config.attention_probs_dropout_prob == 0
        assert not any(
            isinstance(module, SharedDropout) for name, module in model.named_modules() if name.endswith("self.dropout")
        )


class TestRepeating:
    @pytest.mark.parametrize("precision", ["fp32", "bf16"])
    def test_the_same_configuration_gives_the_same_weights_byte_for_byte(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig], precision: str
    ) -> None:
        data = DataConfig((corpus.train,), (corpus.dev,))
        for name in ("one", "two"):
            train(settings(tmp_path / name, data=data, precision=precision), QUIET)

        assert weights(tmp_path / "one") == weights(tmp_path / "two")
        assert metrics(tmp_path / "one") == metrics(tmp_path / "two")

    def test_another_seed_gives_other_weights(self, tmp_path: Path, settings: Callable[..., TrainingConfig]) -> None:
        for seed in (1, 2):
            train(settings(tmp_path / str(seed), seed=seed), QUIET)

        assert weights(tmp_path / "1") != weights(tmp_path / "2")

    def test_another_seed_gives_the_new_layer_other_weights_to_begin_with(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        for seed in (1, 2):
            train(settings(tmp_path / str(seed), seed=seed, learning_rate=0.0), QUIET)

        first, second = (load_file(tmp_path / seed / "model.safetensors") for seed in ("1", "2"))
        assert {name for name, weight in first.items() if not torch.equal(weight, second[name])} == {
            "classifier.weight"
        }

    def test_the_configuration_of_a_run_repeats_it(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        train(settings(tmp_path / "one"), QUIET)
        train(load_config(tmp_path / "one" / "config.yaml", [f"output={tmp_path / 'two'}"]), QUIET)

        assert weights(tmp_path / "one") == weights(tmp_path / "two")
