"""A run to be interrupted, and the same run that never was."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from torch.nn.modules.module import register_module_forward_pre_hook
from transformers import PreTrainedModel

from solieu.annotation import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.fit import fit
from solieu.training.run_directory import SCRATCH
from solieu.training.train import Interrupted, train
from solieu.training.unfinished import begin, identity

QUIET = Console(quiet=True)
# What may differ: how long it took, and files with a time in their names.
RESULTS = ("model.safetensors", "metrics.jsonl", "solieu.json", "evaluation.json", "data.json")


class Runs:
    """What the tests do with runs."""

    @staticmethod
    def results(config: TrainingConfig) -> dict[str, bytes]:
        run = Path(config.output)
        return {name: (run / name).read_bytes() for name in RESULTS}

    @staticmethod
    def metrics(config: TrainingConfig) -> list[dict[str, float]]:
        lines = (Path(config.output) / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @staticmethod
    def checkpoints(config: TrainingConfig) -> set[str]:
        return {path.name for path in (Path(config.output) / SCRATCH).glob("checkpoint-*")}

    @staticmethod
    @contextmanager
    def ctrl_c_in_batch(number: int) -> Iterator[None]:
        """Press Ctrl-C when a model in training gets its batch of that number, counted from 1."""
        batches = 0

        def count(module: torch.nn.Module, _: object) -> None:
            nonlocal batches
            if isinstance(module, PreTrainedModel) and module.training and hasattr(module, "classifier"):
                batches += 1
                if batches == number:
                    raise KeyboardInterrupt

        hook = register_module_forward_pre_hook(count)
        try:
            yield
        finally:
            hook.remove()

    @staticmethod
    def interrupted(config: TrainingConfig, batch: int) -> str:
        """Begin a run that is interrupted, and return what is said then."""
        with pytest.raises(Interrupted) as caught, Runs.ctrl_c_in_batch(batch):
            train(config, QUIET)
        return str(caught.value)

    @staticmethod
    def shown(config: TrainingConfig) -> list[str]:
        """Go on with a run, and return the lines that are shown."""
        screen = StringIO()
        train(config, Console(file=screen, width=200), resume=True)
        return screen.getvalue().splitlines()

    @staticmethod
    def refused(config: TrainingConfig, **options: bool) -> str:
        with pytest.raises(SolieuError) as caught:
            train(config, QUIET, **options)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    @staticmethod
    def begun(config: TrainingConfig) -> None:
        """Train to the end, and be killed before the finished model is written."""
        output = Path(config.output)
        output.mkdir()
        corpora = read_corpora(config.data)
        begin(output / SCRATCH, identity(config, corpora.sha256, 1))
        fit(config, corpora, output / SCRATCH, QUIET, "", resumable=True)


@pytest.fixture(scope="session")
def runs() -> type[Runs]:
    return Runs


@pytest.fixture(scope="session")
def whole(
    tmp_path_factory: pytest.TempPathFactory, run: Path, corpus: Any, settings: Callable[..., TrainingConfig]
) -> TrainingConfig:
    """A run of five epochs of five steps that was never interrupted; the model forgets what it could before."""
    directory = tmp_path_factory.mktemp("whole")
    documents = [
        document.with_spans(document.spans[:1] * (not n)) for n, document in enumerate(read_jsonl(corpus.train))
    ]
    write_jsonl(documents, directory / "train.jsonl")
    data = DataConfig((str(directory / "train.jsonl"),), (corpus.dev,), (corpus.test,))
    config = settings(
        directory / "run", data=data, encoder=str(run), epochs=5, save_steps=3, batch_subwords=100, warmup=0.5
    )
    train(config, QUIET)
    return config


@pytest.fixture
def config(tmp_path: Path, whole: TrainingConfig) -> TrainingConfig:
    """The same run, to be interrupted."""
    return replace(whole, output=str(tmp_path / "run"))
