"""What a training does to keep to its memory."""

from __future__ import annotations

from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from solieu.models.heap import return_free_memory


class ReturnMemory(TrainerCallback):
    """Gives free memory back to the system after each epoch."""

    def on_epoch_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Trim the heap."""
        return_free_memory()
