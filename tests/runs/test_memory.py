"""What training does with memory that it no longer needs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from transformers import TrainerControl, TrainerState, TrainingArguments

from solieu.training.memory import ReturnMemory


def resident() -> int:
    """The memory that this process holds, in pages."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc's heap is trimmed")
def test_holes_in_the_heap_go_back_to_the_system_after_an_epoch(tmp_path: Path) -> None:
    blocks = [b"x" * 20_000 for _ in range(5_000)]
    kept = blocks[::50]  # so that the heap cannot shrink from its end
    del blocks
    before = resident()

    ReturnMemory().on_epoch_end(TrainingArguments(str(tmp_path)), TrainerState(), TrainerControl())

    pages = sum(map(len, kept)) // 4096
    assert before - resident() > 20 * pages
