"""What cannot be trained, what is replaced, and what a training shows meanwhile."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from safetensors.torch import load_file

from solieu.annotation import SolieuError
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.train import train

QUIET = Console(quiet=True)


def metrics(run: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


def content(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in run.rglob("*") if path.is_file()}


def weights(run: Path) -> bytes:
    return (run / "model.safetensors").read_bytes()


class TestWhatCannotBeTrained:
    def refused(self, config: TrainingConfig, *, overwrite: bool = False) -> str:
        with pytest.raises(SolieuError) as caught:
            train(config, QUIET, overwrite=overwrite)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    def test_windows_longer_than_the_encoder_reads(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        message = self.refused(settings(tmp_path / "run", max_length=256))

        assert message.startswith("max_length is 256, but ")
        assert message.endswith(" reads at most 128 subwords; give max_length=128")

    def test_windows_that_are_all_overlap(self, tmp_path: Path, settings: Callable[..., TrainingConfig]) -> None:
        assert "overlap by 40" in self.refused(settings(tmp_path / "run", overlap=40))

    @pytest.mark.parametrize(
        ("spoil", "reason"),
        [
            (lambda path: (path / "model.safetensors").unlink(), "no file named model.safetensors"),
            (lambda path: (path / "model.safetensors").write_bytes(b"x" * 99), "is no encoder that"),
            (lambda path: (path / "config.json").unlink(), "is no encoder that"),
            (lambda path: (path / "config.json").write_text("{"), "is no encoder that"),
            (lambda path: (path / "tokenizer.json").write_text("{"), "is no encoder that"),
            (lambda path: (path / "tokenizer.json").unlink(), "has no tokenizer"),
            (lambda path: changed(path, num_hidden_layers=3), "encoder.layer.2"),
            (lambda path: changed(path, vocab_size=20), "word_embeddings.weight is missing or has another shape"),
        ],
        ids=[
            "no weights",
            "bad weights",
            "no config",
            "bad config",
            "bad tokenizer",
            "no tokenizer",
            "layers",
            "vocabulary",
        ],
    )
    def test_an_encoder_that_is_not_whole(
        self,
        tmp_path: Path,
        tiny_encoder: Path,
        settings: Callable[..., TrainingConfig],
        spoil: Callable[[Path], object],
        reason: str,
    ) -> None:
        encoder = tmp_path / "encoder"
        encoder.mkdir()
        for path in tiny_encoder.iterdir():
            (encoder / path.name).write_bytes(path.read_bytes())
        spoil(encoder)

        message = self.refused(settings(tmp_path / "run", encoder=str(encoder)))

        assert message.startswith(f"{encoder}: ")
        assert reason in message

    def test_weights_in_a_pickle(
        self, tmp_path: Path, tiny_encoder: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        encoder = tmp_path / "encoder"
        encoder.mkdir()
        for path in tiny_encoder.glob("*.json"):
            (encoder / path.name).write_bytes(path.read_bytes())
        torch.save(load_file(tiny_encoder / "model.safetensors"), encoder / "pytorch_model.bin")

        assert "model.safetensors" in self.refused(settings(tmp_path / "run", encoder=str(encoder)))

    def test_an_encoder_that_needs_code_of_its_own(
        self, tmp_path: Path, tiny_encoder: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        encoder = tmp_path / "encoder"
        encoder.mkdir()
        for path in tiny_encoder.iterdir():
            (encoder / path.name).write_bytes(path.read_bytes())
        changed(encoder, model_type="own", auto_map={"AutoConfig": "own.Config"})
        (encoder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")

        assert "custom code" in self.refused(settings(tmp_path / "run", encoder=str(encoder)))
        assert not (tmp_path / "ran").exists()

    def test_into_a_directory_that_holds_something(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        (tmp_path / "notes.txt").write_text("x", encoding="utf-8")

        for overwrite in (False, True):
            assert "is no run" in self.refused(settings(tmp_path), overwrite=overwrite)
        assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


class TestReplacingARun:
    def test_must_be_asked_for(self, tmp_path: Path, settings: Callable[..., TrainingConfig]) -> None:
        train(settings(tmp_path / "run"), QUIET)
        before = weights(tmp_path / "run")

        with pytest.raises(SolieuError, match="holds a run; give another output=, or --overwrite to replace it"):
            train(settings(tmp_path / "run", seed=2), QUIET)

        assert weights(tmp_path / "run") == before

    def test_replaces_what_the_run_has_written_and_leaves_what_the_user_has(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        train(settings(tmp_path / "run", data=DataConfig((corpus.train,), evaluate=(corpus.test,))), QUIET)
        before = weights(tmp_path / "run")
        (tmp_path / "run" / "entities.jsonl").write_text("x", encoding="utf-8")

        train(settings(tmp_path / "run", seed=2), QUIET, overwrite=True)

        assert weights(tmp_path / "run") != before
        assert (tmp_path / "run" / "entities.jsonl").exists()
        assert not (tmp_path / "run" / "evaluation.json").exists()

    @pytest.mark.parametrize(
        "change", [{"encoder": "./none"}, {"data": DataConfig(("none.jsonl",))}, {"max_length": 256}]
    )
    def test_that_fails_leaves_the_earlier_run_as_it_was(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], change: dict[str, Any]
    ) -> None:
        train(settings(tmp_path / "run"), QUIET)
        before = content(tmp_path / "run")

        with pytest.raises(SolieuError):
            train(settings(tmp_path / "run", **change), QUIET, overwrite=True)

        assert content(tmp_path / "run") == before


class TestWhatIsShown:
    def test_where_there_is_no_terminal_a_line_for_each_epoch(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig], capfd: pytest.CaptureFixture[str]
    ) -> None:
        screen = StringIO()
        data = DataConfig((corpus.train,), (corpus.dev,), (corpus.test, corpus.dev))

        train(settings(tmp_path / "run", data=data), Console(file=screen))

        lines = screen.getvalue().splitlines()
        epochs = metrics(tmp_path / "run")
        assert lines == [
            "16 articles with 48 spans to train on, 16 for development, 16 for evaluation",
            "left out of the evaluation, because they are trained on: 16 articles",
            *(
                f"training: epoch {epoch['epoch']} of 2: loss {epoch['loss']:.3f}  F1 {epoch['f1']:.3f}"
                for epoch in epochs
            ),
        ]
        assert capfd.readouterr() == ("", "")

    def test_in_a_terminal_a_bar_with_the_loss_and_the_development_f1(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        screen = StringIO()
        data = DataConfig((corpus.train,), (corpus.dev,))

        train(settings(tmp_path / "run", data=data), Console(file=screen, force_terminal=True, width=120))

        last = metrics(tmp_path / "run")[-1]
        assert f"{last['step']}/{last['step']}" in screen.getvalue()
        assert f"loss {last['loss']:.3f}  F1 {last['f1']:.3f}" in screen.getvalue()

    def test_a_development_share_that_falls_on_no_article(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        screen = StringIO()

        train(settings(tmp_path / "run", data=DataConfig((corpus.train,), 1e-6)), Console(file=screen))

        assert "the development share of 1e-06 fell on no article, so the last epoch is kept" in screen.getvalue()


def changed(checkpoint: Path, **values: object) -> None:
    """Change values in a checkpoint's config.json."""
    path = checkpoint / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")
