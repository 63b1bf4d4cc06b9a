"""Several processes train one model together."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
import yaml
from rich.console import Console
from safetensors.torch import load_file

from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.run_directory import SCRATCH
from solieu.training.train import train
from solieu.training.unfinished import last_checkpoint

pytestmark = pytest.mark.slow
TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
# On a machine without a GPU, `--cpu` would start one process.
ACCELERATE = (
    *("-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1"),
    *("--main_process_port", "0", "--mixed_precision", "bf16", "--dynamo_backend", "no"),
)


def launched(launcher: tuple[str, ...], config: TrainingConfig, *words: str) -> subprocess.Popen[str]:
    """Start `solieu train` in two processes of one thread each."""
    file = Path(f"{config.output}.yaml")
    file.write_text(yaml.safe_dump(config.as_dict()), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, *launcher, "-m", "solieu", "train", str(file), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        start_new_session=True,
    )


def shown(process: subprocess.Popen[str]) -> tuple[list[str], list[str]]:
    """Wait for the processes; return the lines that they have printed, and those on standard error that are ours."""
    out, err = process.communicate(timeout=300)
    return out.splitlines(), [line for line in err.splitlines() if line.startswith(("error", "warning", "interrupted"))]


def metrics(config: TrainingConfig) -> list[dict[str, float]]:
    lines = (Path(config.output) / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def weights(config: TrainingConfig) -> bytes:
    return (Path(config.output) / "model.safetensors").read_bytes()


@pytest.fixture
def config(tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    """Six batches an epoch, whether they are shared or not."""
    data = DataConfig((corpus.train,), (corpus.dev,), (corpus.test,))
    return settings(tmp_path / "run", data=data, epochs=4, batch_subwords=90, dropout=0.0)


def test_they_learn_what_one_process_learns_from_batches_twice_as_large(tmp_path: Path, config: TrainingConfig) -> None:
    one = replace(config, output=str(tmp_path / "one"), gradient_accumulation=2)
    train(one, Console(quiet=True))

    lines, errors = shown(launched(TORCHRUN, config))

    assert errors == []
    assert sum(line.startswith("training: epoch ") for line in lines) == 4
    assert lines[-1] == f"the model and its record are in {config.output}"
    for ours, theirs in zip(metrics(config), metrics(one), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-4)
    ours, theirs = (load_file(Path(run.output) / "model.safetensors") for run in (config, one))
    for name, weight in theirs.items():
        if name.endswith("key.bias"):
            continue  # its gradient is 0 but for rounding, of which Adam makes steps
        torch.testing.assert_close(ours[name], weight, atol=1e-3, rtol=1e-3)


def test_they_go_on_together_from_the_middle_of_an_epoch(tmp_path: Path, config: TrainingConfig) -> None:
    config = replace(config, dropout=0.3, save_steps=2, epochs=30)
    whole = replace(config, output=str(tmp_path / "whole"))
    process = launched(TORCHRUN, config)
    state = Path(config.output) / SCRATCH / "checkpoint-8" / "trainer_state.json"
    while not state.exists() and process.poll() is None:
        time.sleep(0.002)
    for member in (*psutil.Process(process.pid).children(recursive=True), process):
        member.kill()
    process.communicate()
    saved = last_checkpoint(state.parents[1])
    assert saved is not None
    first, second = (load_file(saved / f"random-{number}.safetensors") for number in (0, 1))
    assert not torch.equal(first["cpu"], second["cpu"])

    lines, _ = shown(launched(TORCHRUN, config, "--resume"))
    shown(launched(ACCELERATE, whole))

    assert lines[1].startswith("going on after step ")
    assert metrics(config) == metrics(whole)
    assert weights(config) == weights(whole)


def test_what_all_of_them_cannot_do_is_said_once(tmp_path: Path, config: TrainingConfig) -> None:
    (tmp_path / "single.jsonl").write_text(
        Path(config.data.train[0]).read_text(encoding="utf-8").splitlines()[0], encoding="utf-8"
    )
    config = replace(config, data=DataConfig((str(tmp_path / "single.jsonl"),)))

    process = launched(TORCHRUN, config)

    assert shown(process)[1] == ["error: 2 processes cannot share 1 window of training text; start 1"]
    assert process.returncode != 0


def test_what_only_the_first_of_them_cannot_do_ends_all(tmp_path: Path, config: TrainingConfig) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.docx").touch()
    started = time.monotonic()

    process = launched(TORCHRUN, config)

    assert shown(process) == (
        [],
        [
            f"error: {tmp_path / 'run'}: the output directory is not empty, and what it holds is no run; give another "
            "output="
        ],
    )
    assert process.returncode != 0
    assert time.monotonic() - started < 120


def test_a_run_of_two_does_not_go_on_with_one(tmp_path: Path, config: TrainingConfig) -> None:
    config = replace(config, epochs=1000)
    process = launched(TORCHRUN, config)
    while not any((tmp_path / "run" / SCRATCH).glob("checkpoint-*/trainer_state.json")) and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate()

    done = subprocess.run(
        [sys.executable, "-m", "solieu", "train", f"{config.output}.yaml", "--resume"], capture_output=True, text=True
    )

    assert done.stderr == (
        f"error: {config.output}: the unfinished run there had 2 processes, but now there are 1; start as many as it "
        "had, or give --overwrite to begin again\n"
    )
