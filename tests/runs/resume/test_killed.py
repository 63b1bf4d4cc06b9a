"""Processes that are killed or interrupted in the middle of a training."""

import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from solieu.training.config import TrainingConfig
from solieu.training.run_directory import SCRATCH
from solieu.training.unfinished import step_of


def solieu(config: Path, *words: str) -> subprocess.Popen[str]:
    """Start `solieu train`."""
    command = [sys.executable, "-m", "solieu", "train", str(config), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not condition() and process.poll() is None:
        time.sleep(0.002)


def has_come_to(step: int, run: Path) -> bool:
    return any(step_of(path) >= step for path in (run / SCRATCH).glob("checkpoint-*"))


@pytest.fixture
def file(tmp_path: Path, config: TrainingConfig) -> Path:
    """The configuration as a file."""
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(config.as_dict()), encoding="utf-8")
    return path


class TestTheProcess:
    @pytest.mark.slow
    def test_may_be_killed_at_any_moment(self, tmp_path: Path, config: TrainingConfig, file: Path, runs: Any) -> None:
        longer = ["epochs=30", "save_steps=2"]
        assert solieu(file, *longer, f"output={tmp_path / 'other'}").wait() == 0
        moments = random.Random(1)
        step, killed = 0, 0

        while True:
            process = solieu(file, *longer, "--resume")
            step += moments.randrange(20, 70)
            wait_for(partial(has_come_to, step, tmp_path / "run"), process)
            time.sleep(moments.random() / 20)
            process.kill()
            process.communicate()
            if process.returncode == 0:
                break
            assert process.returncode == -signal.SIGKILL
            killed += 1

        assert killed >= 2
        assert runs.results(config) == runs.results(replace(config, output=str(tmp_path / "other")))

    @pytest.mark.slow
    def test_ends_with_one_line_on_ctrl_c(self, tmp_path: Path, file: Path) -> None:
        process = solieu(file, "epochs=1000")
        wait_for(lambda: any((tmp_path / "run").rglob("checkpoint-*/trainer_state.json")), process)

        process.send_signal(signal.SIGINT)

        _, errors = process.communicate()
        assert process.returncode == 130
        (line,) = errors.splitlines()
        assert re.fullmatch(r"interrupted; --resume goes on after step \d+ of 5000", line)
