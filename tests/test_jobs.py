"""How many trainings run at once."""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import torch
from rich.console import Console
from safetensors.torch import save_file
from transformers import BertConfig

from solieu.annotation import SolieuError
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.jobs import available_bytes, available_cores, choose_jobs, fitting_jobs, training_bytes


@pytest.fixture
def config(tiny_encoder: Path) -> Callable[..., TrainingConfig]:
    def make(**changes: object) -> TrainingConfig:
        values = {"encoder": str(tiny_encoder), "precision": "fp32"} | changes
        return TrainingConfig(data=DataConfig(("train.jsonl",)), output="run", **values)  # type: ignore[arg-type]

    return make


@pytest.mark.parametrize(
    ("trainings", "cores", "free", "needed", "jobs"),
    [
        (5, 8, 100, 10, 5),  # no more than there are to run
        (9, 4, 100, 10, 4),  # a core for each
        (9, 8, 35, 10, 3),  # memory for each
        (9, 8, 5, 10, 1),  # at least one
        (0, 8, 100, 10, 1),
    ],
)
def test_as_many_as_cores_and_memory_allow(trainings: int, cores: int, free: int, needed: int, jobs: int) -> None:
    assert fitting_jobs(trainings, cores, free, needed) == jobs


def test_what_is_chosen_is_said_in_a_line(config: Callable[..., TrainingConfig]) -> None:
    screen = StringIO()

    jobs, threads = choose_jobs("auto", config(), 3, Console(file=screen))

    assert 1 <= jobs <= min(3, available_cores())
    assert threads == max(1, available_cores() // jobs)
    line = (
        rf"3 trainings, {jobs} at a time, {threads} threads? each \({available_cores()} cores?, \d+\.\d GB of memory "
        r"available, some 1\.\d GB for each\)\n"
    )
    assert torch.cuda.is_available() or re.fullmatch(line, screen.getvalue())


def test_one_at_a_time_where_the_encoder_does_not_say_what_it_takes(
    tmp_path: Path, config: Callable[..., TrainingConfig]
) -> None:
    screen = StringIO()

    jobs, _ = choose_jobs("auto", config(encoder=str(tmp_path)), 3, Console(file=screen))

    assert jobs == 1
    assert torch.cuda.is_available() or "what memory they need, or what there is, is not known" in screen.getvalue()


def test_a_number_is_taken_as_it_is(config: Callable[..., TrainingConfig]) -> None:
    screen = StringIO()

    assert choose_jobs(7, config(), 9, Console(file=screen)) == (7, max(1, available_cores() // 7))
    assert screen.getvalue().startswith("9 trainings, 7 at a time, ")


class TestTheEstimateOfTheMemory:
    def test_grows_with_all_that_takes_memory(self, config: Callable[..., TrainingConfig]) -> None:
        least = training_bytes(config(batch_subwords=512, max_length=128))

        assert least is not None
        for more in ({"batch_subwords": 1024}, {"max_length": 256}, {"r_drop": 1.0}, {"fgm": 1.0}):
            other = training_bytes(config(**({"batch_subwords": 512, "max_length": 128} | more)))
            assert other is not None
            assert other > least
        half = training_bytes(config(batch_subwords=512, max_length=128, precision="bf16"))
        assert half is not None
        assert half < least

    def test_counts_the_weights_of_all_files(self, tmp_path: Path, config: Callable[..., TrainingConfig]) -> None:
        BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2).save_pretrained(tmp_path)
        before = training_bytes(config(encoder=str(tmp_path)))
        for number in (1, 2):
            save_file({"weight": torch.zeros(1000, 500)}, tmp_path / f"model-{number}.safetensors")
        after = training_bytes(config(encoder=str(tmp_path)))

        assert before is None
        assert after is not None
        assert after > 1.25 * 16 * 1_000_000

    def test_is_above_what_a_base_size_training_was_measured_to_take(
        self, tmp_path: Path, config: Callable[..., TrainingConfig]
    ) -> None:
        BertConfig(hidden_size=768, num_hidden_layers=12, num_attention_heads=12).save_pretrained(tmp_path)
        save_file({"weight": torch.zeros(135_000, 1000, dtype=torch.bfloat16)}, tmp_path / "model.safetensors")

        estimate = training_bytes(config(encoder=str(tmp_path), precision="bf16", batch_subwords=2048, max_length=256))

        assert estimate is not None
        assert 3.9 * 2**30 < estimate < 8 * 2**30


class TestTheMemoryThatIsAvailable:
    def test_is_what_linux_says(self, tmp_path: Path) -> None:
        (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemFree: 100 kB\nMemAvailable:    5000 kB\n")

        assert available_bytes(tmp_path / "meminfo", tmp_path / "none") == 5_120_000

    @pytest.mark.parametrize(
        ("limit", "used"),
        [("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes")],
    )
    def test_is_what_a_container_leaves_of_it(self, tmp_path: Path, limit: str, used: str) -> None:
        (tmp_path / "memory").mkdir()
        (tmp_path / "meminfo").write_text("MemAvailable: 5000 kB\n")
        (tmp_path / limit).write_text("3000000\n")
        (tmp_path / used).write_text("1000000\n")

        assert available_bytes(tmp_path / "meminfo", tmp_path) == 2_000_000
        (tmp_path / limit).write_text("max\n")
        assert available_bytes(tmp_path / "meminfo", tmp_path) == 5_120_000

    def test_is_some_on_this_machine(self) -> None:
        found = available_bytes()

        assert found is None or found > 2**20


def test_a_missing_encoder_is_named(config: Callable[..., TrainingConfig]) -> None:
    with pytest.raises(SolieuError, match="there is no such directory"):
        training_bytes(config(encoder="./no-encoder"))
