"""When a training logs its loss and saves its state, and what its log says of each epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from solieu.training.examples import BudgetSampler

# Steps between two entries of the log. Each waits for the GPU, which is to be ahead of the processor.
_LOGGED = 10


class Pace(TrainerCallback):
    """Logs the first step and then every few, and saves as configured.

    The end of an epoch logs, evaluates and saves by itself.

    Whatever is saved is logged before, so that the mean loss that the log adds up starts anew at every checkpoint,
    and a training that goes on from there writes the same log.

    Args:
        sampler: It is told the epoch; the Trainer does not do that where several processes go on within an epoch.
        steps: How many steps make an epoch.
        save_steps: After how many steps the state is saved; None: only at the end of an epoch.
    """

    def __init__(self, sampler: BudgetSampler, steps: int, save_steps: int | None) -> None:
        self._sampler = sampler
        self._steps = steps
        self._save_steps = save_steps

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Fix the order of the epoch's batches."""
        self._sampler.set_epoch(state.global_step // self._steps)

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Ask for what is due."""
        done = state.global_step % self._steps
        if done:
            control.should_save = self._save_steps is not None and state.global_step % self._save_steps == 0
            # The loss of the first step is that of a model that has learnt nothing.
            control.should_log = control.should_save or done % _LOGGED == 0 or state.global_step == 1


def epoch_history(log: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """Return what a log says of each epoch.

    Args:
        log: The entries of `TrainerState.log_history`, each loss the mean since the entry before.

    Returns:
        For each epoch that was begun its number, its last step, its mean loss and, where there are development
        documents, their scores.
    """
    epochs: list[dict[str, float]] = []
    logged = first = 0
    for entry in log:
        step, number = int(entry["step"]), math.ceil(entry["epoch"])
        if "loss" in entry:
            if not epochs or epochs[-1]["epoch"] != number:
                epochs.append({"epoch": number, "step": logged, "loss": 0.0})
                first = logged
            last = epochs[-1]
            total = last["loss"] * (logged - first) + entry["loss"] * (step - logged)
            last |= {"step": step, "loss": total / (step - first)}
            logged = step
        elif "eval_f1" in entry:
            epochs[-1] |= {key: entry[f"eval_{key}"] for key in ("f1", "precision", "recall")}
    return epochs
