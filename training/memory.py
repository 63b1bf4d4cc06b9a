"""Memory that is free but not given back."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments


class ReturnMemory(TrainerCallback):
    """Gives free memory back to the system after each epoch.

    Batches have many shapes, and their tensors leave holes in the C library's heap that are seldom filled
    again: without this a training on CPU grows by some hundred megabytes an epoch.
    """

    def on_epoch_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Trim the heap, where the C library is one that can (glibc)."""
        trim = _heap_trimmer()
        if trim is not None:
            trim(0)


@cache
def _heap_trimmer() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # TypeError: Windows has no library without a name
        return None
