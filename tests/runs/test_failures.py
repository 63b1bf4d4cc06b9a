"""What a training cannot do for want of memory or of room on the disk, each in one sentence."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from rich.console import Console
from torch import nn

from solieu.annotation import Document, SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.disk_space import bytes_needed, check_disk_space
from solieu.training.failures import explained_failures
from solieu.training.train import train

QUIET = Console(quiet=True)
# Trains under a limit of the memory that a process may have beyond what its libraries take.
LIMITED = """
import resource, sys
import torch.utils.tensorboard, torch._dynamo, solieu.training.train
from solieu.cli import main
used = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmSize")) * 1024
resource.setrlimit(resource.RLIMIT_AS, (used + 200_000_000,) * 2)
main()
"""
# Trains, and fills the disk in the batch of that number.
FILLING = """
import contextlib, pathlib, sys
from torch.nn.modules.module import register_module_forward_pre_hook
from solieu.cli import main
file, number = pathlib.Path(sys.argv.pop(1)), int(sys.argv.pop(1))
batches = 0
def fill(module, inputs):
    global batches
    batches += module.training and type(module).__name__ == "BertForTokenClassification"
    if batches == number:
        with contextlib.suppress(OSError), file.open("wb", 0) as other:
            while other.write(bytes(1000)):
                pass
register_module_forward_pre_hook(fill)
main()
"""
# The same in a file system of its own, where there is room again afterwards. What is printed is kept outside.
ON_A_SMALL_DISK = """
disk=$1; python=$2; config=$3; filling=$4; kept=$5
mount -t tmpfs -o size=40m none $disk || exit 77
$python -c "$filling" $disk/other 14 train $config 2>$kept/err; echo $? >$kept/status
rm $disk/other
$python -m solieu train $config --resume && cp $disk/run/model.safetensors $kept
"""


def saved(config: TrainingConfig) -> Path:
    """Write the configuration to a file."""
    path = Path(f"{config.output}.yaml")
    path.write_text(yaml.safe_dump(config.as_dict()), encoding="utf-8")
    return path


class TestMemory:
    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to limits of the address space")
    def test_that_does_not_suffice_names_the_three_settings_that_need_less(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        text = "\n".join(document.text for document in read_jsonl(corpus.train))
        (first, *_) = read_jsonl(corpus.train)
        write_jsonl([Document(f"{first.text}{text * 40}", first.spans)], tmp_path / "long.jsonl")
        config = settings(tmp_path / "run", data=DataConfig((str(tmp_path / "long.jsonl"),)), batch_subwords=100_000)

        done = subprocess.run(
            [sys.executable, "-c", LIMITED, "train", str(saved(config))],
            capture_output=True,
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )

        assert done.returncode == 2
        assert done.stderr == (
            "error: there is too little memory for this training; give batch_subwords=50000 (now 100000; "
            "gradient_accumulation=2 keeps the steps as they are), a smaller max_length (now 64), or "
            "gradient_checkpointing=true (now false)\n"
        )
        assert list((tmp_path / "run").iterdir()) == []

    @pytest.mark.parametrize(
        "error",
        [
            torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
            RuntimeError("[enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory: you tried"),
            RuntimeError("MPS backend out of memory (MPS allocated: 8.00 GB)"),
            MemoryError(),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_is_told_from_other_errors_by_what_the_libraries_say(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], error: Exception
    ) -> None:
        config = settings(tmp_path, gradient_checkpointing=True, gradient_accumulation=3)

        with pytest.raises(SolieuError) as caught, explained_failures(config, resumable=True):
            raise error

        assert str(caught.value) == (
            "there is too little memory for this training; give batch_subwords=32 (now 64; gradient_accumulation=6 "
            "keeps the steps as they are) or a smaller max_length (now 64); gradient_checkpointing is on already"
        )


@pytest.mark.parametrize("error", [RuntimeError("the size of tensor a (3) must match"), OSError(2, "No such file")])
def test_errors_of_other_kinds_pass(tmp_path: Path, settings: Callable[..., TrainingConfig], error: Exception) -> None:
    with pytest.raises(type(error)) as caught, explained_failures(settings(tmp_path), resumable=True):
        raise error

    assert caught.value is error


class TestTheDisk:
    def test_needs_room_for_checkpoints_with_twelve_bytes_for_each_weight_that_is_trained(self) -> None:
        model = nn.Sequential(nn.Linear(1000, 1000, bias=False), nn.Linear(1000, 10, bias=False)).bfloat16()
        model[0].weight.requires_grad = False
        small = bytes_needed(nn.Identity(), 3, resumable=True)

        weights, trained = 2 * 1_010_000, 10_000
        assert bytes_needed(model, 3, resumable=True) - small == 3 * (weights + 12 * trained) + weights
        assert bytes_needed(model, 3, resumable=False) - small == 4 * weights

    def test_without_that_room_is_an_error_before_the_training(self, tmp_path: Path) -> None:
        free = shutil.disk_usage(tmp_path).free
        check_disk_space(tmp_path / "new" / "run", free // 2, "runs/mine")

        with pytest.raises(SolieuError) as caught:
            check_disk_space(tmp_path / "new" / "run", free + 10**12, "runs/mine")

        needed, available = str(caught.value).split(" on the disk, but ")
        assert needed.startswith("runs/mine: the training needs ")
        assert float(needed.split()[-2]) == pytest.approx((free + 10**12) / 1e9, rel=0.01)
        assert available.endswith(" free; make room, or give another output=")

    def test_may_hold_some_of_what_is_needed_already(self, tmp_path: Path) -> None:
        held = shutil.disk_usage(tmp_path).free + 2**30
        (tmp_path / "checkpoint-1").mkdir()
        with (tmp_path / "checkpoint-1" / "model.safetensors").open("wb") as file:
            file.truncate(held)  # without taking room

        check_disk_space(tmp_path, held, "runs/mine")

    @pytest.mark.slow
    def test_may_fill_in_the_middle_of_a_training_which_then_goes_on(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        config = settings(disk / "run", save_steps=4)
        file = saved(config).rename(tmp_path / "config.yaml")

        done = subprocess.run(
            ["unshare", "-Urm", "sh", "-c", ON_A_SMALL_DISK, "sh", disk, sys.executable, file, FILLING, tmp_path],
            capture_output=True,
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        if done.returncode == 77 or done.stderr.startswith("unshare:"):
            pytest.skip("no file system of its own can be had here")
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        train(replace(config, output=str(tmp_path / "whole")), QUIET)
        torch.set_num_threads(threads)

        assert (tmp_path / "status").read_text(encoding="utf-8") == "2\n"
        assert (tmp_path / "err").read_text(encoding="utf-8") == (
            f"error: {config.output}: the training cannot be saved there (No space left on device); make room on the "
            "disk and go on with --resume\n"
        )
        assert "going on after step 12 of 18" in done.stdout
        resumed, whole = (path / "model.safetensors" for path in (tmp_path, tmp_path / "whole"))
        assert resumed.read_bytes() == whole.read_bytes()

    def test_that_takes_no_more_is_an_error_of_one_sentence(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], capfd: pytest.CaptureFixture[str]
    ) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        for size in (3_000, 300_000):  # enough for the record of the run; and for the logs and the weights
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
            try:
                with pytest.raises(SolieuError) as caught:
                    train(settings(tmp_path / "run"), QUIET)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)

            assert str(caught.value) == (
                f"{tmp_path / 'run'}: the training cannot be saved there (File too large); make room on the disk "
                "and go on with --resume"
            )
            assert list((tmp_path / "run").iterdir()) == []
        assert capfd.readouterr() == ("", "")
