"""Several trainings: one that fails does not keep the others from being done."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from solieu.annotation import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.crossval import crossval


@pytest.fixture
def config(tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    """One fold of three holds out the only development article, without which ``patience`` has nothing to go by."""
    write_jsonl(list(read_jsonl(corpus.dev))[:1], tmp_path / "dev.jsonl")
    data = DataConfig((corpus.train,), (str(tmp_path / "dev.jsonl"),))
    return settings(tmp_path / "cv", data=data, epochs=1, patience=1)


def done(output: str) -> set[str]:
    return {path.name for path in Path(output).glob("fold-*.jsonl")}


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_error_names_what_failed_and_all_others_are_kept(config: TrainingConfig, jobs: int) -> None:
    screen = StringIO()

    with pytest.raises(SolieuError) as refusal:
        crossval(config, Console(file=screen), folds=3, jobs=jobs)

    (failed,) = {f"fold-{number}.jsonl" for number in (1, 2, 3)} - done(config.output)
    title = f"fold {failed[5]} of 3"
    assert str(refusal.value) == (
        f"{title} has failed: patience needs development articles to score after each epoch; give data.dev; "
        "what is done is kept, and the same command goes on"
    )
    assert f"{title} has failed: patience needs" in screen.getvalue()
    assert screen.getvalue().count(": strict micro-F1") == 2
    assert not list(Path(config.output).glob("checkpoints-*"))


def test_what_was_left_of_a_killed_training_does_not_disturb_the_next(
    tmp_path: Path, corpus: Any, config: TrainingConfig
) -> None:
    whole = replace(config, data=DataConfig((corpus.train,)), patience=None)
    left = tmp_path / "cv" / "checkpoints-fold-1" / "checkpoint-3"
    crossval(whole, Console(quiet=True), folds=2)
    before = (tmp_path / "cv" / "fold-1.jsonl").read_bytes()
    (tmp_path / "cv" / "fold-1.jsonl").unlink()
    left.mkdir(parents=True)
    (left / "trainer_state.json").write_text("{", encoding="utf-8")

    crossval(whole, Console(quiet=True), folds=2)

    assert (tmp_path / "cv" / "fold-1.jsonl").read_bytes() == before
    assert not left.parent.exists()


@pytest.mark.slow
def test_a_process_that_is_killed_takes_no_other_with_it(corpus: Any, config: TrainingConfig) -> None:
    whole = replace(config, data=DataConfig((corpus.train,)), patience=None, epochs=3)
    screen = StringIO()

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(crossval, whole, Console(file=screen), folds=3, jobs=2)
        _kill_one_training()
        with pytest.raises(SolieuError, match=r"fold . of 3 has failed: its process was ended from .* \(SIGKILL\)"):
            outcome.result()
    assert len(done(whole.output)) == 2
    assert not list(Path(whole.output).glob("checkpoints-*"))

    assert crossval(whole, Console(quiet=True), folds=3).documents == 16


def _kill_one_training() -> None:
    """Wait for a process that this one has spawned, and kill it."""
    while True:
        for child in psutil.Process().children():
            if any("spawn_main" in word for word in child.cmdline()):
                os.kill(child.pid, signal.SIGKILL)
                return
        time.sleep(0.05)
